"""How every process of the service logs: one line an event, to standard error, in UTC."""

from __future__ import annotations

import logging
import logging.config
import time
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
INSTANT = "%Y-%m-%dT%H:%M:%SZ"


class UtcFormatter(logging.Formatter):
    """Instants in UTC, whatever the machine's zone is."""

    converter = staticmethod(time.gmtime)


class BriefFormatter(logging.Formatter):
    """For people at a terminal: an error's last line instead of its traceback."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """The last line."""
        return f"  {ei[0].__name__}: {ei[1]}"


def configure_briefly() -> None:
    """For commands: warnings and errors as sentences on standard error, no traceback."""
    handler = logging.StreamHandler()
    handler.setFormatter(BriefFormatter("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def configuration(level: str) -> dict[str, Any]:
    """For ``logging.config.dictConfig``: everything from ``level`` up, of libraries warnings at most."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": UtcFormatter, "fmt": FORMAT, "datefmt": INSTANT}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": "ERROR" if level == "error" else "WARNING", "handlers": ["stderr"]},
        "loggers": {"searchsvc": {"level": level.upper()}},
    }


def configure(level: str) -> None:
    """Log from ``level`` (debug, info, warning, error) up."""
    logging.config.dictConfig(configuration(level))

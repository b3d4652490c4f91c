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


def configuration(level: str) -> dict[str, Any]:
    """For ``logging.config.dictConfig``: everything from ``level`` up."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": UtcFormatter, "fmt": FORMAT, "datefmt": INSTANT}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": level.upper(), "handlers": ["stderr"]},
        "loggers": {"_granian": {"propagate": True, "handlers": []}},
    }


def configure(level: str) -> None:
    """Log from ``level`` (debug, info, warning, error) up."""
    logging.config.dictConfig(configuration(level))

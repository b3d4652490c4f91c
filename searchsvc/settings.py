"""The settings: one table of name, default and help; the only reader and writer of os.environ."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from searchsvc.errors import SettingsError

PREFIX = "SEARCHSVC_"


@dataclass(frozen=True)
class Setting:
    """A row: the name (``SEARCHSVC_`` in front of it, in capitals, is the variable), its default and help."""

    name: str
    default: str | int
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("store", "sqlite:///instance/articles.db", "URL of the document store"),
    Setting("engine", "whoosh:index", "URL of the search engine; for whoosh the folder of the index"),
    Setting("spool", "instance/spool", "folder where bulk uploads wait until they are ingested"),
    Setting("host", "127.0.0.1", "address to listen on; only loopback works without API keys"),
    Setting("port", 8080, "port to listen on"),
    Setting("workers", os.cpu_count() or 1, "worker processes that answer requests"),
    Setting("threads", 4, "threads in each worker process"),
    Setting("log_level", "warning", "how much is logged: debug, info, warning or error"),
)


@dataclass(frozen=True)
class Settings:
    """The values in force; one attribute for each row of ``SETTINGS``."""

    store: str = "sqlite:///instance/articles.db"
    engine: str = "whoosh:index"
    spool: str = "instance/spool"
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = os.cpu_count() or 1
    threads: int = 4
    log_level: str = "warning"


def load(overrides: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment, with ``overrides`` that are not None on top.

    Raises SettingsError for a value that cannot work, and for an unknown ``SEARCHSVC_`` variable.
    """
    environ = os.environ if environ is None else environ
    known = {setting.name: setting for setting in SETTINGS}
    values: dict[str, Any] = {name: setting.default for name, setting in known.items()}
    for variable, text in environ.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            raise SettingsError(f"{variable} is not a setting; the settings are {', '.join(known)}")
        values[name] = text
    values.update((name, value) for name, value in (overrides or {}).items() if value is not None)
    for name in known:
        if isinstance(known[name].default, int):
            values[name] = _number(name, values[name])
    if values["log_level"] not in ("debug", "info", "warning", "error"):
        raise SettingsError(f"log_level is {values['log_level']!r}; use debug, info, warning or error")
    return Settings(**values)


def _number(name: str, value: Any) -> int:
    lowest, highest = {"port": (0, 65535), "workers": (1, 256), "threads": (1, 256)}[name]
    try:
        number = int(value)
    except ValueError:
        raise SettingsError(f"{name} is {value!r}; use a whole number") from None
    if not lowest <= number <= highest:
        raise SettingsError(f"{name} is {number}; use {lowest} to {highest}")
    return number


def export(settings: Settings) -> None:
    """Put ``settings`` into the environment, so that worker processes load the same."""
    for row in fields(settings):
        os.environ[PREFIX + row.name.upper()] = str(getattr(settings, row.name))

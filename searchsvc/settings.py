"""The settings: one table of name, default and help; the only reader and writer of os.environ."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from searchsvc.errors import SettingsError

PREFIX = "SEARCHSVC_"
TEST_PREFIX = "SEARCHSVC_TEST_"
"""Variables that only the tests read; they are no settings."""


@dataclass(frozen=True)
class Setting:
    """A row: the name (``SEARCHSVC_`` in front of it, in capitals, is the variable), its default and
    help; a number's lowest and highest value, or the words that may be used."""

    name: str
    default: str | int
    help: str
    lowest: int = 0
    highest: int = 0
    words: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable."""
        return PREFIX + self.name.upper()


STORE = "sqlite:///instance/articles.db"
ENGINE = "whoosh:index"
SPOOL = "instance/spool"
HOST = "127.0.0.1"
PORT = 8080
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
THREADS = 16
KERNELS = "auto"
KERNEL_WORDS = ("auto", "compiled", "plain")
LOG_LEVEL = "warning"

SETTINGS: tuple[Setting, ...] = (
    Setting("store", STORE, "URL of the document store"),
    Setting("engine", ENGINE, "URL of the search engine; for whoosh the folder of the index"),
    Setting("spool", SPOOL, "folder where bulk uploads wait until they are ingested"),
    Setting("host", HOST, "address to listen on; only loopback works without API keys"),
    Setting("port", PORT, "port to listen on; 0 for any that is free", 0, 65_535),
    Setting("workers", CORES, "worker processes that answer requests", 1, 256),
    Setting("threads", THREADS, "requests that a worker process works on at once", 1, 256),
    Setting(
        "kernels",
        KERNELS,
        "how queries are evaluated; auto: compiled where numba is installed",
        words=KERNEL_WORDS,
    ),
    Setting("kernel_cache", "auto", "folder of compiled kernels; auto: beside the code, or a user's cache"),
    Setting(
        "log_level",
        LOG_LEVEL,
        "how much is logged (info has requests, tasks and rebuilds, debug queries and commits too)",
        words=("debug", "info", "warning", "error"),
    ),
)


@dataclass(frozen=True)
class Settings:
    """The values in force; one attribute for each row of ``SETTINGS``."""

    store: str = STORE
    engine: str = ENGINE
    spool: str = SPOOL
    host: str = HOST
    port: int = PORT
    workers: int = CORES
    threads: int = THREADS
    kernels: str = KERNELS
    kernel_cache: str = "auto"
    log_level: str = LOG_LEVEL


def load(overrides: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment, with ``overrides`` that are not None on top.

    Raises SettingsError for a value that cannot work, and for an unknown ``SEARCHSVC_`` variable.
    """
    environ = os.environ if environ is None else environ
    known = {setting.name: setting for setting in SETTINGS}
    values: dict[str, Any] = {name: setting.default for name, setting in known.items()}
    for variable, text in environ.items():
        if not variable.startswith(PREFIX) or variable.startswith(TEST_PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            raise SettingsError(f"{variable} is not a setting; the settings are {', '.join(known)}")
        values[name] = text
    values.update((name, value) for name, value in (overrides or {}).items() if value is not None)
    checked: dict[str, Any] = {name: _checked(setting, values[name]) for name, setting in known.items()}
    return Settings(**checked)


def _checked(setting: Setting, value: Any) -> str | int:
    if isinstance(setting.default, int):
        return _number(setting, value)
    text = str(value)
    if not text.strip():
        raise SettingsError(f"{setting.name} is empty; leave {setting.variable} out for {setting.default!r}")
    if setting.words and text not in setting.words:
        raise SettingsError(f"{setting.name} is {text!r}; use {_listed(setting.words)}")
    return text


def _number(setting: Setting, value: Any) -> int:
    try:
        number = int(value)
    except ValueError:
        raise SettingsError(f"{setting.name} is {value!r}; use a whole number") from None
    if not setting.lowest <= number <= setting.highest:
        raise SettingsError(f"{setting.name} is {number}; use {setting.lowest} to {setting.highest}")
    return number


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def export(settings: Settings) -> None:
    """Put ``settings`` into the environment, so that worker processes load the same."""
    for row in fields(settings):
        os.environ[PREFIX + row.name.upper()] = str(getattr(settings, row.name))

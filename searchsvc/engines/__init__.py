"""Search indexes, each rebuildable from the store at any time, behind ``searchsvc.search.Engine``."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from searchsvc.disks import make_folder
from searchsvc.engines.whoosh import WhooshEngine, kernels
from searchsvc.errors import SettingsError
from searchsvc.search import Engine


def open_engine(url: str, *, processes: int = 1, pool: ProcessPoolExecutor | None = None) -> Engine:
    """The engine that ``url`` names: ``whoosh:FOLDER`` is the embedded one. Raises SettingsError.

    ``processes`` is how many may be started to index a batch, or taken of ``pool``, which outlives the
    engine. Nothing is created until the first write: a folder that is not there is an empty index.
    """
    return WhooshEngine(_folder(url), processes=processes, pool=pool)


def make_room(url: str) -> None:
    """Make what ``open_engine(url)`` needs to write, where it is missing. Raises SettingsError."""
    make_folder(_folder(url), "engine", url)


def _folder(url: str) -> Path:
    kind, colon, rest = url.partition(":")
    if kind != "whoosh" or not colon or not rest:
        raise SettingsError(f"engine is {url!r}; use whoosh:FOLDER, such as whoosh:index")
    folder = Path(rest)
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"engine is {url!r}, which is a file; use whoosh:FOLDER, such as whoosh:index")
    return folder


def prepare(choice: str, cache: str) -> None:
    """Choose what evaluates queries in this process, and make it ready: ``compiled`` kernels, ``plain``
    ones, or ``auto``, the compiled ones where numba is installed; ``cache`` is the folder where compiled
    ones are kept, or ``auto``. Raises SettingsError."""
    if choice == "compiled" and not kernels.has_numba():
        raise SettingsError(
            "kernels is 'compiled', but numba is not installed; pip install 'searchsvc[fast]'"
        )
    kernels.choose(None if choice == "auto" else choice)
    kernels.warm(None if cache == "auto" else cache)


def must_compile(choice: str, cache: str) -> bool:
    """Whether ``prepare`` with the same arguments will have to compile first, which takes long."""
    return choice != "plain" and kernels.must_compile(None if cache == "auto" else cache)

"""Kernels: the inner loops of searching, as functions of arrays and nothing else.

Two modules have the same functions: ``compiled`` (numba; it is used where numba is installed) and ``plain``
(NumPy; the same answers, slower). ``choose`` says which.

The arrays of postings are those of ``postings.PostingArrays``. ``leaves`` (int64, (leaves, 5)) has the
columns of ``layout``, ``weights`` (float64) what each leaf's part of BM25 is multiplied by; ``lengths``
(uint8) holds the length bytes of all fields, ``tables`` (float64, (fields, 16, 256)) and ``norms``
(float64, (fields, 256)) BM25's part and denominator. ``given_docs`` (int32, ascending within a leaf) and
``given_scores`` (float64) are leaves that were evaluated before. A document's score is the sum over its
leaves in their order, so that it is the same number whichever way it was found. All arrays are C-contiguous
and may be read-only.

``union`` (documents that any leaf has) and ``conjunction`` return how many of the best they hold and how
many documents match. ``roles`` (int64, (groups,)): 1 a document must be in the group, -1 it must not, 0 it
may; of ``union`` the single group has role 0, of ``conjunction`` group 0 has role 1. ``allowed`` (uint64, a
bit a document, least significant first; of length 0: all) says which documents count. ``mode`` 0 and 1 count
all, 1 does not score what cannot be among the best; 2 skips that: the count is a lower bound. Scores below
``threshold`` need not be kept. Ties are broken by ``created`` (int64, latest first, missing last), ``keys``
(uint8, (documents, bytes)), ``ordinals`` (int32), at last by number; arrays of length 0 are left out. The
best come first in ``best_scores`` and ``best_docs`` (k entries, written). Where ``out_docs`` is not empty,
all matches are written there, ascending (mode 0 or 1), and where ``out_scores`` is not, their scores (mode
0).

``phrase`` writes the documents in which all leaves stand in order, at most ``slop`` positions further apart
in all, with the sum of their scores, and returns how many; ``occurrences`` (int64) is where the occurrences
of each leaf's term begin, ``drive`` (int64) the leaves from rare to frequent.

``merge`` writes the documents of all terms of ``runs`` (int64, (runs, 2): term numbers from and up to), and
where ``out_freqs`` is not empty how often they have them, and returns how many.

``count_values`` adds to ``counts`` (int64, (values,)) how many of ``docs`` (int64) have each value: document
d has ``members[starts[d]:starts[d + 1]]`` (both uint32), or where ``starts`` is of length 0 ``members[d]``.

``near`` writes the numbers of the terms from ``first`` up to ``last`` within ``distance`` edits of ``word``
(int64, code points), where ``swaps`` a swap of neighbours counting one, and returns how many.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import logging
import os
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from searchsvc.engines.whoosh.kernels.layout import (
    COUNTED,
    GIVEN,
    GROUP,
    K1,
    LENGTHS,
    START,
    STOP,
    TABLE,
    norms_of,
    table_of,
)

__all__ = [
    "COUNTED",
    "GIVEN",
    "GROUP",
    "K1",
    "LENGTHS",
    "START",
    "STOP",
    "TABLE",
    "choose",
    "chosen",
    "has_numba",
    "load",
    "norms_of",
    "table_of",
    "warm",
]

log = logging.getLogger(__name__)

_CHOICE: list[str] = []


def choose(name: str | None) -> None:
    """Use the kernels ``compiled`` or ``plain`` from now on; None: the compiled ones where there is numba."""
    _CHOICE[:] = [name] if name else []


def chosen() -> str:
    """Which kernels are used: ``plain`` where numba is not installed."""
    if "plain" in _CHOICE or not has_numba():
        return "plain"
    return "compiled"


def warm(folder: str | None = None) -> None:
    """Make the chosen kernels ready: compiled now, or read from ``folder`` (None: a place of numba's own).

    Where they cannot be kept anywhere the plain ones are used: compiling takes half a minute each time.
    """
    if chosen() == "compiled":
        try:
            place = _keep_in(Path(folder) if folder else None)
            load()
            with contextlib.suppress(OSError):  # kept by another user, for all to read
                (place / _COMPLETE).touch()
        except (RuntimeError, OSError) as error:
            log.warning("searching without compiled kernels, for numba has no place to keep them: %s", error)
            choose("plain")


def must_compile(folder: str | None = None) -> bool:
    """Whether ``warm`` with the same ``folder`` will have to compile. A guess, made without numba."""
    return chosen() == "compiled" and not (_place(Path(folder) if folder else None) / _COMPLETE).exists()


@cache
def _keep_in(folder: Path | None) -> Path:
    """Have numba keep what it compiles in ``folder``, or beside the code, or in the user's own cache.
    That place."""
    numba = importlib.import_module("numba")
    place = _place(folder)
    place.mkdir(parents=True, exist_ok=True)
    numba.config.CACHE_DIR = str(place)
    return place


@cache
def _place(folder: Path | None) -> Path:
    """Numba looks at the age of one module; here each state of all of them, and of numba, has a place."""
    state = hashlib.sha256(version("numba").encode())
    for path in sorted(_HERE.glob("*.py")):
        state.update(path.read_bytes())
    if folder is None:
        beside = _HERE / "__pycache__"
        with contextlib.suppress(OSError):
            beside.mkdir(exist_ok=True)
        folder = beside if os.access(beside, os.W_OK) else Path.home() / ".cache" / "searchsvc"
    return folder.absolute() / f"kernels-{state.hexdigest()[:16]}"


_HERE = Path(__file__).parent
_COMPLETE = "complete"
"""The file that says that all kernels are kept beside it."""


@cache
def has_numba() -> bool:
    """Whether numba is installed."""
    return importlib.util.find_spec("numba") is not None


@cache
def _module(name: str) -> Any:
    # Numba takes a second to import: only where it is used.
    if name == "compiled" and "numba" not in sys.modules:
        _keep_in(None)
    return importlib.import_module(f"searchsvc.engines.whoosh.kernels.{name}")


def load() -> Any:
    """The module with the kernels in use; compiles them, or reads them from numba's cache, the first time."""
    return _module(chosen())

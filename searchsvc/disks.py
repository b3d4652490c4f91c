"""What to say where a file cannot be written: a disk that is full is not a fault of the program."""

from __future__ import annotations

import errno

from searchsvc.errors import UnavailableError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def unwritable(error: OSError, what: str) -> UnavailableError:
    """What to raise where ``what``, as in "the store", could not be written."""
    if error.errno in FULL:
        return UnavailableError(f"the disk that holds {what} is full; make room and try again")
    return UnavailableError(f"{what} cannot be written: {error.strerror or error}; try again")

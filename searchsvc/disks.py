"""Folders and files that cannot be written: what to say of them. A full disk is no fault of the program."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from searchsvc.errors import SettingsError, UnavailableError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def unwritable(error: OSError, what: str) -> UnavailableError:
    """What to raise where ``what``, as in "the store", could not be written."""
    if error.errno in FULL:
        return UnavailableError(f"the disk that holds {what} is full; make room and try again")
    return UnavailableError(f"{what} cannot be written: {error.strerror or error}; try again")


def make_folder(folder: Path, setting: str, value: str) -> None:
    """Make the folder that ``setting`` names with ``value``, where it is missing.

    Raises SettingsError where that is impossible or nothing can be written to it, UnavailableError where
    the disk is full.
    """
    reason = "it may not be written"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK | os.X_OK):
            return
    except (FileExistsError, NotADirectoryError):
        reason = "a file is in the way"
    except OSError as error:
        if error.errno in FULL:
            raise unwritable(error, f"{folder}") from error
        reason = error.strerror or str(error)
    raise SettingsError(f"{setting} is {value!r}, which cannot be used: {reason}; name a folder to write to")

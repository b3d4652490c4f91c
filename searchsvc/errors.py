"""Every error that this package raises on purpose, so that a caller can tell whose fault it was.

::

    SearchsvcError
    ├── InputError            the caller sent something that cannot be used   (HTTP 400)
    │   ├── UnreadableError   readable bytes, but no article in them          (422)
    │   ├── TooLargeError     over a documented limit                         (413)
    │   └── UnsupportedError  a media type or engine feature we do not have   (415)
    ├── NotFoundError         no such article, task or version                (404)
    ├── GoneError             the article was killed, or a cursor expired     (410)
    ├── ConflictError         a version that is not newer than the stored one (409)
    ├── PreconditionError     If-Match named another state of the article     (412)
    ├── UnavailableError      try again later: busy, or not caught up         (503)
    │   └── IndexDamagedError the index cannot be opened and must be rebuilt
    └── SettingsError         a setting has a value that cannot work

Constructors only keep what they are given.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault in an input: which parameter, where in it, what is wrong and what to do.

    ``parameter`` is a parameter's name or a JSON path (``quotes.0.spans``); ``position`` is a
    code point offset into its value, ``line`` a line number from 1; either may be None.
    """

    message: str
    parameter: str | None = None
    position: int | None = None
    line: int | None = None


class SearchsvcError(Exception):
    """The root. ``str(error)`` is a sentence for people; ``problems`` says where, one by one."""

    def __init__(self, message: str, *, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class InputError(SearchsvcError):
    """The caller sent something that cannot be used."""


class UnreadableError(InputError):
    """The bytes could be read, but there is no article in them."""


class TooLargeError(InputError):
    """Over a documented limit of size, depth or count."""


class UnsupportedError(InputError):
    """A media type, or a capability that the engine in use does not have."""


class NotFoundError(SearchsvcError):
    """There is no such article, task or version."""


class GoneError(SearchsvcError):
    """The article was killed by its agency, or the cursor has expired."""


class ConflictError(SearchsvcError):
    """The version sent is not newer than the one that is stored."""


class PreconditionError(SearchsvcError):
    """If-Match named a state of the article that is not the current one."""


class UnavailableError(SearchsvcError):
    """The service cannot answer now; the same call may succeed later."""


class IndexDamagedError(UnavailableError):
    """The index on disk cannot be opened, or is cut short; it must be rebuilt from the store."""


class SettingsError(SearchsvcError):
    """A setting has a value that cannot work; the message says which and what would."""

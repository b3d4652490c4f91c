"""What every reader of a format gives: a ``Document`` for each article, a ``Refusal`` for what is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from searchsvc.errors import InputError, Problem, TooLargeError

MAX_TEXT_BYTES = 2_000_000
"""An article's text (``raw`` or ``body_text``) in UTF-8."""

MAX_LINE_BYTES = 8_000_000
"""A line of NDJSON: the longest text with every character escaped, and room for the other fields."""


@dataclass(frozen=True)
class Replaced:
    """Another article, by its ``uri``, which this one ``corrects`` or ``updates``, as its format says."""

    relation: Literal["corrects", "updates"]
    uri: str


@dataclass(frozen=True)
class Document:
    """One article as it was sent, before its copy is read.

    ``fields`` has what was sent, under ninjs names, checked, in the JSON form that
    ``article.from_dict`` takes; it is partial, ``dateline`` too. ``copy`` is wire copy still to be
    read. ``canonical`` is what decides whether two documents say the same. ``credits`` are names of
    who it is from, the most telling first; which agency that is, the reader of copy knows. ``told`` says
    that the reader knew more than the bytes: a charset, say. ``replaces`` names the articles that it
    corrects or updates, in the order in which the format does.
    """

    fields: dict[str, Any]
    copy: str | None
    original: bytes
    media_type: str
    canonical: bytes
    line: int | None = None
    warnings: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    told: bool = False
    replaces: tuple[Replaced, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Input that is no article: where it stood, why not, and its bytes (cut short where over-long)."""

    line: int | None
    error: InputError
    original: bytes


def check_text(text: str, parameter: str) -> list[Problem]:
    """The faults of an article's text: NUL characters and surrogates. Raises TooLargeError."""
    problems = []
    position = text.find("\0")
    if position >= 0:
        problems.append(Problem("has a NUL character; remove it", parameter, position))
    try:
        size = len(text) if text.isascii() else len(text.encode())
    except UnicodeEncodeError as error:
        return [
            *problems,
            Problem("has half of a surrogate pair; send valid Unicode", parameter, error.start),
        ]
    if size > MAX_TEXT_BYTES:
        message = f"{parameter} has {size:,} bytes; an article's text may have {MAX_TEXT_BYTES:,}"
        raise TooLargeError(message, problems=(Problem("too long", parameter),))
    return problems

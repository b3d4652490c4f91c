"""One article's JSON fields: checked against a table, and put into the form that ``article`` takes."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from babel.core import get_global

from searchsvc.article import (
    CONCEPT_FIELDS,
    INSTANT_FIELDS,
    PubStatus,
    QuoteKind,
    format_instant,
    parse_instant,
)
from searchsvc.errors import Problem
from searchsvc.formats.document import check_text

MAX_STRING = 20_000
"""Code points of a field other than the text."""
MAX_MEMBERS = 10_000
"""Members of a list."""

READ_ONLY = frozenset(
    (
        "id",
        "seq",
        "parser",
        "story",
        "versioncreated_from",
        "state",
        "stored_at",
        "outcome",
        "searchable",
        "edits",
        "warnings",
        "links",
        "cuts",
        "line",
        "differences",
        "replaces",
    )
)
"""What the service adds to an article that it shows; ignored where a client sends it back."""

Check = Callable[[Any, str, list[Problem]], Any]

TAKEN_BACK = (PubStatus.CANCELED.value, PubStatus.WITHHELD.value)
"""``pubstatus`` of what nobody is to read any more."""


def takes_back(fields: Mapping[str, Any]) -> bool:
    """Whether checked fields take an article back, which they name: a kill needs no text of its own."""
    return bool(fields.get("uri")) and fields.get("pubstatus") in TAKEN_BACK


def check(data: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The fields that were sent, normalised; faults are added to ``problems`` with their JSON path.

    A null is a field that was not sent. Raises TooLargeError for text over the limit.
    """
    fields = check_object(data, "", problems, FIELDS, READ_ONLY)
    if fields.get("quotes") is not None:
        _check_places(fields, problems)
    return fields


def check_object(
    data: Any,
    path: str,
    problems: list[Problem],
    table: Mapping[str, Check],
    ignored: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The members of the JSON object ``data`` that ``table`` knows, checked; others are problems."""
    if not isinstance(data, Mapping):
        problems.append(Problem(f"is {_kind(data)}; send an object", path or None))
        return {}
    checked = {}
    for name, value in data.items():
        where = f"{path}.{name}" if path else str(name)
        if name in ignored or value is None:
            continue
        if name not in table:
            close = difflib.get_close_matches(str(name)[:100], list(table), n=1)
            advice = f"did you mean {close[0]}?" if close else f"known are {', '.join(table)}"
            problems.append(Problem(f"is not a known field; {advice}", where[:200]))
            continue
        result = table[name](value, where, problems)
        if result is not None:
            checked[name] = result
    return checked


def _kind(value: Any) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "a list",
        dict: "an object",
        type(None): "null",
    }
    return names.get(type(value), type(value).__name__)


def _string(value: Any, path: str, problems: list[Problem]) -> str | None:
    if not isinstance(value, str):
        problems.append(Problem(f"is {_kind(value)}; send a string", path))
        return None
    if len(value) > MAX_STRING:
        problems.append(Problem(f"has {len(value):,} characters; at most {MAX_STRING:,}", path))
        return None
    faults = check_text(value, path)
    problems.extend(faults)
    return None if faults else value.strip() or None


def _text(value: Any, path: str, problems: list[Problem]) -> str | None:
    if not isinstance(value, str):
        problems.append(Problem(f"is {_kind(value)}; send a string", path))
        return None
    faults = check_text(value, path)
    problems.extend(faults)
    return None if faults or not value.strip() else value


def _whole(value: Any, path: str, problems: list[Problem]) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        problems.append(Problem("is not a whole number from 0 on", path))
        return None
    return value


def _number(low: float, high: float) -> Check:
    def check_number(value: Any, path: str, problems: list[Problem]) -> float | None:
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        if not numeric or not math.isfinite(value) or not low <= value <= high:
            problems.append(Problem(f"is not a number from {low:g} to {high:g}", path))
            return None
        return float(value)

    return check_number


def _boolean(value: Any, path: str, problems: list[Problem]) -> bool | None:
    if not isinstance(value, bool):
        problems.append(Problem(f"is {_kind(value)}; send true or false", path))
        return None
    return value


def _version(value: Any, path: str, problems: list[Problem]) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(value, path, problems)


def _urgency(value: Any, path: str, problems: list[Problem]) -> int | None:
    if isinstance(value, str) and value.strip() in "123456789" and len(value.strip()) == 1:
        return int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 9:
        problems.append(Problem("is not a whole number from 1 to 9", path))
        return None
    return value


def _instant(value: Any, path: str, problems: list[Problem]) -> str | None:
    text = _string(value, path, problems)
    if text is None:
        return None
    try:
        return format_instant(parse_instant(text))
    except ValueError:
        problems.append(Problem(f"{text[:60]!r} is not RFC 3339 such as 2022-02-10T08:30:00Z", path))
        return None


def _day(value: Any, path: str, problems: list[Problem]) -> str | None:
    text = _string(value, path, problems)
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        problems.append(Problem(f"{text[:60]!r} is not a date such as 2022-02-10", path))
        return None


def _one_of(*values: str) -> Check:
    def check_one_of(value: Any, path: str, problems: list[Problem]) -> str | None:
        if value not in values:
            problems.append(Problem(f"is not one of {', '.join(values)}", path))
            return None
        return str(value)

    return check_one_of


_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-[A-Za-z0-9]{1,8}){0,4}", re.A
)


def _language(value: Any, path: str, problems: list[Problem]) -> str | None:
    text = _string(value, path, problems)
    if text is None:
        return None
    if not _LANGUAGE.fullmatch(text):
        problems.append(Problem(f"{text[:60]!r} is not a language tag (BCP 47) such as en or pt-BR", path))
        return None
    first, *rest = text.split("-")
    shaped = (
        part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part.lower() for part in rest
    )
    return "-".join((_shortest(first.lower()), *shaped))


def _shortest(code: str) -> str:
    """The code of two letters where a language has one, as BCP 47 asks: ``eng`` is ``en``, ``ger`` ``de``."""
    if len(code) == 2:
        return code
    known = str(get_global("language_aliases").get(code, code))
    return known if len(known) == 2 else code


def _country(value: Any, path: str, problems: list[Problem]) -> str | None:
    text = _string(value, path, problems)
    if text is not None and not re.fullmatch("[A-Za-z]{2}", text, re.A):
        problems.append(Problem(f"{text[:60]!r} is not a country code (ISO 3166-1 alpha-2) such as JP", path))
        return None
    return text.upper() if text else None


def _listed(member: Check) -> Check:
    def check_list(value: Any, path: str, problems: list[Problem]) -> list[Any] | None:
        if not isinstance(value, list):
            problems.append(Problem(f"is {_kind(value)}; send a list", path))
            return None
        if len(value) > MAX_MEMBERS:
            problems.append(Problem(f"has {len(value):,} members; at most {MAX_MEMBERS:,}", path))
            return None
        checked = (member(each, f"{path}.{number}", problems) for number, each in enumerate(value))
        return [each for each in checked if each is not None]

    return check_list


def _concept(value: Any, path: str, problems: list[Problem]) -> dict[str, Any] | None:
    if isinstance(value, str):
        name = _string(value, path, problems)
        return {"name": name} if name else None
    known = check_object(value, path, problems, {"name": _string, "code": _version, "scheme": _string})
    return known or None


def _concepts(value: Any, path: str, problems: list[Problem]) -> list[Any] | None:
    """A list of concepts; a lone string or object is a list of one (ninjs 1.0 ``genre``)."""
    members = value if isinstance(value, list) else [value]
    found: list[Any] | None = _listed(_concept)(members, path, problems)
    return found


def _span(value: Any, path: str, problems: list[Problem]) -> list[int] | None:
    whole = isinstance(value, list) and len(value) == 2 and all(type(place) is int for place in value)
    if not whole or not 0 <= value[0] < value[1] < 2**31:
        problems.append(Problem("is not a pair [start, end] of whole numbers with start before end", path))
        return None
    return list(value)


_SPEAKER: dict[str, Check] = dict.fromkeys(("surface", "name", "role", "organisation"), _string)


def _speaker(value: Any, path: str, problems: list[Problem]) -> dict[str, Any] | None:
    if isinstance(value, str):
        surface = _string(value, path, problems)
        return {"surface": surface} if surface else None
    known = check_object(value, path, problems, _SPEAKER)
    if known and "surface" not in known:
        known["surface"] = known.get("name") or known.get("role") or known["organisation"]
    return known or None


_QUOTE: dict[str, Check] = {
    "text": _text,
    "spans": _listed(_span),
    "kind": _one_of(*QuoteKind),
    "start": _whole,
    "end": _whole,
    "cue": _string,
    "speaker": _speaker,
    "via": _string,
    "confidence": _number(0, 1),
}


def _quote(value: Any, path: str, problems: list[Problem]) -> dict[str, Any] | None:
    faults = len(problems)
    quote = check_object(value, path, problems, _QUOTE)
    if len(problems) > faults:
        return None
    if not quote.get("spans"):
        problems.append(Problem("is missing; send the quoted pieces as [[start, end], ...]", f"{path}.spans"))
        return None
    return {"kind": "direct", "confidence": 1.0} | quote


def _check_places(fields: dict[str, Any], problems: list[Problem]) -> None:
    """Complete quotes from their spans, which must lie in the ``body_text`` beside them."""
    body = fields.get("body_text")
    if body is None:
        if fields["quotes"]:
            problems.append(Problem("need body_text beside them, which their spans count in", "quotes"))
        return
    for number, quote in enumerate(fields["quotes"]):
        spans = quote["spans"]
        if any(end > len(body) for _, end in spans):
            problems.append(Problem("lies past the end of body_text", f"quotes.{number}.spans"))
            continue
        quote.setdefault("text", " ".join(body[start:end] for start, end in spans))
        quote["start"] = min(start for start, _ in spans)
        quote["end"] = max(end for _, end in spans)


_DATELINE: dict[str, Check] = {
    "text": _string,
    "city": _string,
    "cities": _listed(_string),
    "country": _country,
    "lat": _number(-90, 90),
    "lon": _number(-180, 180),
    "date": _day,
    "date_inferred": _boolean,
    "start": _whole,
    "end": _whole,
}


def _dateline(value: Any, path: str, problems: list[Problem]) -> dict[str, Any] | None:
    dateline = check_object(value, path, problems, _DATELINE)
    if dateline.get("city") and not dateline.get("cities"):
        dateline["cities"] = [dateline["city"]]
    elif dateline.get("cities") and not dateline.get("city"):
        dateline["city"] = dateline["cities"][0]
    return dateline or None


FIELDS: dict[str, Check] = {
    "uri": _string,
    "version": _version,
    **dict.fromkeys(INSTANT_FIELDS, _instant),
    "pubstatus": _one_of(*PubStatus),
    **dict.fromkeys(("headline", "byline", "slugline", "ednote"), _string),
    "language": _language,
    "urgency": _urgency,
    "source": _string,
    "dateline": _dateline,
    **dict.fromkeys(CONCEPT_FIELDS, _concepts),
    "usageterms": _string,
    "copyrightnotice": _string,
    "body_text": _text,
    "quotes": _listed(_quote),
    "raw": _text,
}
"""What a client may send, and how each is checked."""

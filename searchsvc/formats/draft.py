"""What a reader gathers about one article before it is a document.

What is set first stays: a reader asks the outer layer (a NewsML-G2 item, say) before the inner one (the
NITF in it). Metadata that cannot be used is left out with a warning; a good story is not lost for a
bad date.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from babel.core import get_global

from searchsvc.article import format_instant, parse_instant
from searchsvc.errors import InputError, Problem, UnreadableError
from searchsvc.formats.document import Document, Replaced, check_text
from searchsvc.formats.fields import MAX_MEMBERS, MAX_STRING, check, takes_back
from searchsvc.formats.names import names

MAX_WARNINGS = 20
MAX_REPLACED = 20
_SPACE = re.compile(r"\s+")
SUBJECT_CODE = re.compile("[0-9]{8}")
"""Of the IPTC: its subject codes, and its media topics, which begin with 2."""
_DAY_WITH_OFFSET = re.compile(r"([0-9]{4}-?[0-9]{2}-?[0-9]{2})([+-][0-9]{2}:?[0-9]{2}|Z)")
_NOWHERE = frozenset(("n/a", "no-data-available", "none", "not available", "unknown", "unspecified", "-"))
"""What systems write for a place that they do not know."""
_TIME_ALONE = re.compile(r"[\d\s.:/,+-]*(?:T[\d\s.:/,+-]*)?(?:(?:GMT|UTC|[A-Z]{1,4}T|Z)[\d\s:+-]*)?")
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_STATUS = {
    "usable": "usable",
    "embargoed": "usable",
    "withheld": "withheld",
    "hold": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "kill": "canceled",
    "killed": "canceled",
    "mandatorykill": "canceled",
    "rescind": "canceled",
    "delete": "canceled",
    "deleted": "canceled",
}
_ALPHA_3 = {
    alias: names[0]
    for alias, names in get_global("territory_aliases").items()
    if len(alias) == 3 and alias.isalpha() and len(names) == 1
}
"""ISO 3166-1 alpha-3 to alpha-2, from CLDR."""


def plain(text: str | None) -> str:
    """``text`` with its white space normalised; empty for None."""
    return _SPACE.sub(" ", text).strip() if text else ""


def read_instant(text: str) -> str | None:
    """An instant as RFC 3339 in UTC, from ISO 8601 in its extended or basic form; None for what is
    none. No offset means UTC, no time midnight."""
    text = text.strip().replace(" ", "T", 1)
    if day := _DAY_WITH_OFFSET.fullmatch(text):
        text = f"{day[1]}T00:00:00{day[2]}"
    try:
        return format_instant(parse_instant(text))
    except ValueError:
        return None


def read_country(code: str) -> str | None:
    """ISO 3166-1 alpha-2 from either of its codes, or None."""
    code = code.strip().upper()
    if re.fullmatch("[A-Z]{2}", code) and code != "ZZ":  # a country that nobody knows
        return code
    return _ALPHA_3.get(code) if code != "ZZZ" else None


class Draft:
    """Fields, credits and warnings of one article, and the paragraphs of its copy."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.credits: list[str] = []
        self.warnings: list[str] = []
        self.paragraphs: list[str] = []
        self.replaces: list[Replaced] = []
        self.author: str | None = None
        """Who wrote it, to be the byline where nothing else is."""
        self._held = False
        """Whether it is under an embargo of which nobody knows the end."""
        self._seen: dict[str, dict[tuple[str | None, ...], dict[str, str]]] = {}

    def warn(self, message: str) -> None:
        """Something that people should know."""
        if len(self.warnings) < MAX_WARNINGS and message not in self.warnings:
            self.warnings.append(message)

    def set(self, name: str, value: str | None) -> None:
        """A field that is a line of text."""
        text = plain(value)
        if text and name not in self.fields:
            if len(text) > MAX_STRING:
                self.warn(f"{name} has {len(text):,} characters; left out, at most {MAX_STRING:,}")
            else:
                self.fields[name] = text

    def add_note(self, text: str | None) -> None:
        """What is told to editors, behind what was told already."""
        before = self.fields.pop("ednote", "")
        self.set("ednote", f"{before} {plain(text)}")

    def set_instant(self, name: str, value: str | None) -> None:
        """A field that is an instant."""
        text = plain(value)
        if not text or name in self.fields:
            return
        instant = read_instant(text)
        if instant is not None:
            self.fields[name] = instant
        elif name == "embargoed":
            self._held = True
            self.warn(
                f"embargoed: {text[:60]!r} is no date; withheld until another version or a PATCH says when"
            )
        else:
            self.warn(f"{name}: {text[:60]!r} is no date; left out")

    def set_status(self, value: str | None) -> None:
        """``pubstatus``: the last part of a code such as ``stat:usable``, or a word for it."""
        word = plain(value).lower().rpartition(":")[2].rpartition("/")[2].replace(" ", "")
        if word in _STATUS:
            self.fields.setdefault("pubstatus", _STATUS[word])
        elif word:
            self.warn(f"pubstatus: {word[:60]!r} is unknown; left out")

    def set_urgency(self, value: str | None) -> None:
        """1 to 9; anything else is left out."""
        text = plain(value)
        if text in tuple("123456789"):
            self.fields.setdefault("urgency", int(text))
        elif text and text != "0":
            self.warn(f"urgency: {text[:60]!r} is not a number from 1 to 9; left out")

    def set_language(self, value: str | None) -> None:
        """A BCP 47 tag; ``en_US`` is read as one."""
        text = plain(value).replace("_", "-")
        if text and "language" not in self.fields:
            problems: list[Problem] = []
            checked = check({"language": text}, problems)
            if problems:
                self.warn(f"language: {text[:60]!r} is no language tag; left out")
            else:
                self.fields.update(checked)

    def add(
        self, name: str, label: str | None = None, code: str | None = None, scheme: str | None = None
    ) -> None:
        """A member of ``subject`` and its like; the same one again is none."""
        values = {"name": plain(label), "code": plain(code), "scheme": plain(scheme)}
        member = {key: value for key, value in values.items() if value and len(value) <= MAX_STRING}
        if not member.keys() & {"name", "code"}:
            return
        seen = self._seen.setdefault(name, {})
        code_given = member.get("code")
        # A code names the same thing whatever its label; a subject code whatever its scheme is called.
        alone = code_given and SUBJECT_CODE.fullmatch(code_given)
        key = (code_given or member.get("name"), None if alone else member.get("scheme"))
        if key in seen:
            seen[key].setdefault("name", member.get("name", "")) or seen[key].pop("name")
        elif len(seen) < MAX_MEMBERS:
            seen[key] = member
            self.fields.setdefault(name, []).append(member)

    def add_credit(self, *names: str | None) -> None:
        """What says which agency it is from, in the order in which it is to be believed."""
        for name in names:
            text = plain(name)
            address = "://" in text or _DOMAIN.fullmatch(text)
            named = not address and any(map(str.isalpha, text))
            if named and len(text) <= 200 and text not in self.credits:
                self.credits.append(text)

    def add_replaced(self, relation: str | None, uri: str | None, *, correcting: bool = False) -> None:
        """The article ``uri``, where ``relation`` (a word, or a code such as ``irel:previousVersion``) says
        that this one corrects or updates it; ``correcting``: what it updates it corrects."""
        word = "".join(filter(str.isalpha, plain(relation).rpartition(":")[2].rpartition("/")[2])).lower()
        named = plain(uri)
        if not named or len(named) > MAX_STRING or len(self.replaces) >= MAX_REPLACED:
            return
        if read_instant(named) is not None:
            return  # when it was updated, not what
        if word in names("correcting") or (correcting and word in names("updating")):
            self.replaces.append(Replaced("corrects", named))
        elif word in names("updating"):
            self.replaces.append(Replaced("updates", named))

    def set_dateline(self, **parts: Any) -> None:
        """Parts of the dateline, each only where it is not known yet."""
        dateline = self.fields.setdefault("dateline", {})
        for name, value in parts.items():
            if isinstance(value, str):
                value = plain(value)
            if name == "text" and _TIME_ALONE.fullmatch(value):
                continue  # a time stamp: it says when, not where from
            if value not in (None, "", []) and name not in dateline:
                dateline[name] = value
        if not dateline:
            del self.fields["dateline"]

    def set_city(self, located: str | None) -> None:
        """The dateline's cities from what ``located`` says: "Kyiv/Washington", "Grosseto, Italy"."""
        cities = [plain(part.partition(",")[0]) for part in plain(located).split("/")]
        cities = [city for city in cities if city and len(city) <= 100 and city.casefold() not in _NOWHERE]
        if cities and "city" not in self.fields.get("dateline", {}):
            self.set_dateline(city=cities[0], cities=cities)

    def set_day(self, value: str | None) -> None:
        """The dateline's date from an ISO 8601 date or instant: its day where it was written."""
        text = plain(value)
        found = re.match(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)", text)
        if found is None:
            return
        try:
            self.set_dateline(date=date(int(found[1]), int(found[2]), int(found[3])).isoformat())
        except ValueError:
            self.warn(f"dateline: {text[:60]!r} is no date; left out")

    def document(
        self,
        media_type: str,
        original: bytes,
        *,
        canonical: bytes | None = None,
        what: str = "it",
        line: int | None = None,
    ) -> Document:
        """The document. Raises UnreadableError where there is neither text nor a headline, and it takes back
        no article that it names."""
        headline = self.fields.get("headline")
        paragraphs = self.paragraphs
        if headline and paragraphs and plain(paragraphs[0]).casefold() == headline.casefold():
            paragraphs = paragraphs[1:]
        copy = "\n\n".join(paragraphs)
        self.set("byline", self.author)
        fields = self._checked()
        says_something = fields.get("headline") or copy or fields.get("body_text")
        if not says_something and not takes_back(fields):
            raise UnreadableError(f"there is no article in {what}: neither text nor a headline")
        if problems := check_text(copy, "the text"):
            raise InputError(f"the text {problems[0].message}", problems=tuple(problems))
        return Document(
            fields=fields,
            copy=copy or None,
            original=original,
            media_type=media_type,
            canonical=original if canonical is None else canonical,
            line=line,
            warnings=tuple(self.warnings),
            credits=tuple(self.credits),
            replaces=tuple(each for each in dict.fromkeys(self.replaces) if each.uri != fields.get("uri")),
        )

    def _checked(self) -> dict[str, Any]:
        """The fields as every article's fields are checked; what does not pass is left out."""
        problems: list[Problem] = []
        if self._held and self.fields.get("pubstatus", "usable") == "usable":
            self.fields["pubstatus"] = "withheld"
        checked = check(self.fields, problems)
        for problem in problems:
            self.warn(f"{problem.parameter}: {problem.message}; left out")
        return checked


def split_uri(uri: str) -> tuple[str, str]:
    """Code and scheme of a concept's URI: its last part and what is before it, or the whole as a code."""
    before, slash, last = uri.rpartition("/")
    if last and slash and not before.endswith("/"):
        return last, before + "/"
    return uri, ""

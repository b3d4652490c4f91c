"""``python -m evals.names``: write ``searchsvc/wire/tables/names.json``, the names of months, weekdays and
countries in the languages of wires, from Unicode's CLDR as babel has it.

To read them from babel takes a process a third of a second, for it loads all that it knows of a language.
"""

from __future__ import annotations

from typing import Any

import babel
import orjson
from babel import Locale

from searchsvc.wire.dates import MONTH_LANGUAGES
from searchsvc.wire.knowledge import FOLDER
from searchsvc.wire.places import COUNTRY_LANGUAGES

SHORTEST = 3
"""Letters; shorter names are other words, too."""


def collect() -> dict[str, Any]:
    """What the file holds: by language names of months (1..12) and weekdays (0 is Monday), abbreviated ones
    among them, and of countries by their codes (ISO 3166-1 alpha-2); and from which babel they are."""
    return {
        "notice": "Names from Unicode CLDR (c) Unicode, Inc., https://www.unicode.org/license.txt",
        "babel": babel.__version__,
        "months": {language: _days(Locale.parse(language).months) for language in MONTH_LANGUAGES},
        "weekdays": {language: _days(Locale.parse(language).days) for language in MONTH_LANGUAGES},
        "weekdays_in_full": {
            language: {name: number for number, name in Locale.parse(language).days["format"]["wide"].items()}
            for language in MONTH_LANGUAGES
        },
        "countries": {language: _countries(language) for language in COUNTRY_LANGUAGES},
    }


def _days(written: Any) -> dict[str, int]:
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in written[context][width].items():
                if len(name) >= SHORTEST:
                    # Catalan has "de juny".
                    names.setdefault(name.removeprefix("de ").removeprefix("d’"), number)
    return names


def _countries(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    return {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}


def main() -> None:
    """Write the file: a line for each language."""
    lines = []
    for kind, content in collect().items():
        if isinstance(content, str):
            lines.append(f'"{kind}": "{content}"')
            continue
        rows = ",\n".join(
            f'  "{language}": {orjson.dumps(names).decode()}' for language, names in content.items()
        )
        lines.append(f'"{kind}": {{\n{rows}\n}}')
    with FOLDER.joinpath("names.json").open("w", encoding="utf-8") as file:  # type: ignore[call-arg]
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()

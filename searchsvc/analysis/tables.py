"""The tables of this package, read once."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

_FOLDER = files("searchsvc.analysis")

WORDS: dict[str, Any] = tomllib.loads(_FOLDER.joinpath("words.toml").read_text(encoding="utf-8"))
_STEMMING = tomllib.loads(_FOLDER.joinpath("stemmers.toml").read_text(encoding="utf-8"))
STEMMERS: dict[str, str] = _STEMMING["stemmers"]
REPLACED: dict[str, int] = _STEMMING["replaced"]
ACCENTED: dict[str, list[tuple[str, str]]] = {
    STEMMERS[language]: list(endings.items()) for language, endings in _STEMMING["accented"].items()
}
"""By stemmer: endings without their accents, and with them."""
IRREGULAR: dict[str, list[str]] = _STEMMING["irregular"]


def character_class(scripts: list[str], also: str = "") -> str:
    """The inside of a ``regex`` (V1) set with all characters of ``scripts`` and those of ``also``."""
    return "".join(rf"\p{{Script={script}}}" for script in scripts) + "".join(
        rf"\u{ord(character):04X}" for character in also
    )


_UNSPACED = WORDS["unspaced"]

UNSPACED_MARKS = character_class([], _UNSPACED["marks"])
UNSPACED_LETTERS = (
    rf"[[{character_class(_UNSPACED['scripts'])}]&&[\p{{L}}\p{{Nl}}]]"
    rf"||[{character_class([], _UNSPACED['also'])}]"
)
"""The inside of a set: characters that are tokens of their own."""

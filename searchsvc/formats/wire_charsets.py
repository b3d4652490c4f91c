"""In which character set a message of a wire is written, which it never says: bytes -> text.

IPTC 7901 leaves the set to sender and receiver. In use are UTF-8, windows-1252, the code page 850 of
DOS editors, the non-spacing accents of ISO/IEC 6937, and 7-bit national variants of ISO/IEC 646, of which the
German one is still met. What the bytes say decides; each rule names the evidence that it needs.
"""

from __future__ import annotations

import re
import unicodedata

from searchsvc.formats.encodings import decode_as

_ACCENTS_6937 = {
    0xC1: "\u0300", 0xC2: "\u0301", 0xC3: "\u0302", 0xC4: "\u0303", 0xC5: "\u0304", 0xC6: "\u0306",
    0xC7: "\u0307", 0xC8: "\u0308", 0xCA: "\u030a", 0xCB: "\u0327", 0xCD: "\u030b", 0xCE: "\u0328",
    0xCF: "\u030c",
}  # fmt: skip
_SIGNS_6937 = {
    0xA1: "¡", 0xA2: "¢", 0xA3: "£", 0xA4: "$", 0xA5: "¥", 0xA7: "§", 0xA9: "‘", 0xAA: "“", 0xAB: "«",
    0xB0: "°", 0xB1: "±", 0xB7: "·", 0xB9: "’", 0xBA: "”", 0xBB: "»", 0xBC: "¼", 0xBD: "½", 0xBE: "¾",
    0xBF: "¿", 0xE1: "Æ", 0xE8: "Ł", 0xE9: "Ø", 0xEA: "Œ", 0xF1: "æ", 0xF5: "ı", 0xF8: "ł", 0xF9: "ø",
    0xFA: "œ", 0xFB: "ß",
}  # fmt: skip
"""ISO/IEC 6937:2001, tables of the accents, which stand before their letter, and of the right half."""

_ACCENTED = re.compile(rb"[a-z][\xc1-\xc8\xca\xcb\xcd-\xcf][a-z]")
"""An accent before its letter inside a word: in windows-1252 they are capitals, which do not stand there."""
_HIGH = re.compile(rb"[\x80-\xff]")
_DOS_LETTERS = re.compile(
    rb"[A-Za-z ][\x81\x82\x83-\x85\x87\x88\x8a-\x8c\x93-\x97\x99\x9a\xa0-\xa3\xe1][a-z ]"
)
_WINDOWS_LETTERS = re.compile(rb"[A-Za-z][\xdf-\xf6\xf8-\xfc][a-z]|[\xe0\xe9]\x20")
_GERMAN = str.maketrans("[\\]{|}~@", "ÄÖÜäöüß§")
"""DIN 66003, the German variant of ISO/IEC 646."""
_GERMAN_INSIDE = re.compile(r"[a-z][{|}~]{1,2}[a-z]")
_GERMAN_WORDS = re.compile(r"\b(?:der|die|und|das|von|mit|nicht|f}r|}ber|w{re|k\|nnen)\b")


def decode(data: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """The text, and what people should know of the decoding.

    Raises UnsupportedError for a charset that is unknown, InputError where the bytes are not in it.
    """
    if charset is not None:
        return decode_as(data, charset), ()
    if data.isascii():
        text = data.decode("ascii")
        if _is_german_646(text):
            return text.translate(_GERMAN), ("read as ISO 646, German variant",)
        return text, ()
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        pass
    high = len(_HIGH.findall(data))
    if len(_ACCENTED.findall(data)) * 4 > high:
        return _from_6937(data), ("not UTF-8; read as ISO 6937",)
    if len(_DOS_LETTERS.findall(data)) * 2 > high and not _WINDOWS_LETTERS.search(data):
        return data.decode("cp850"), ("not UTF-8; read as code page 850",)
    return data.decode("windows-1252", "replace"), ("not UTF-8; read as windows-1252",)


def _is_german_646(text: str) -> bool:
    """Whether braces stand inside words, several times, in a text that is German."""
    inside = len(_GERMAN_INSIDE.findall(text))
    return inside >= 3 and len(_GERMAN_WORDS.findall(text)) >= 3


def _from_6937(data: bytes) -> str:
    pieces: list[str] = []
    accent = ""
    for byte in data:
        if byte in _ACCENTS_6937:
            accent = _ACCENTS_6937[byte]
            continue
        character = chr(byte) if byte < 0x80 else _SIGNS_6937.get(byte, "\ufffd")
        pieces.append(unicodedata.normalize("NFC", character + accent) if accent else character)
        accent = ""
    return "".join(pieces)

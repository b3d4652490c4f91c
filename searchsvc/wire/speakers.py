"""Speakers: the mention as written -> name, role and organisation, with what was said of them before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchsvc.article import Speaker
from searchsvc.wire.agencies import mentioned
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.places import find_city, regions

_NAME = re.compile(
    r"[A-ZÀ-ÞŠŽČŁİ][\w’'\-]*\.?(?:\s+(?:(?:de|del|da|dos|von|van|der|den|bin|al|el|la|di)\s+)*[A-ZÀ-ÞŠŽČŁİ][\w’'\-]*\.?)*"
)
_ORGANISATION = re.compile(
    r"\b(?:of|for|from|at|del?|della|du|des|von|der|da|do)\s+(?:the\s+|la\s+|el\s+)?(.+)$"
)
_HONORIFIC = re.compile(r"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Sr|Sra|Mme|Mlle|M|Herr|Frau|Dott|Sig)\.?\s)+")
_POSSESSIVE = re.compile(r"['’]s?$")


def names_in(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """The runs of capitalised words in ``text``, which may be names of people with what they are."""
    return _NAMES.finditer(text, start)


_NAMES = re.compile(r"(?<!\w)[A-ZÀ-ÞŠŽČŁİ][\w’'\-]+(?: [A-ZÀ-ÞŠŽČŁİ][\w’'\-]*\.?){1,7}")


class People:
    """Who was named so far in an article, so that "Roe" and "she" can be told who that is."""

    def __init__(self, lexicon: Lexicon, language: str | None) -> None:
        self._lexicon = lexicon
        self._language = language
        self._by_surname: dict[str, Speaker] = {}
        self._last: dict[str, Speaker] = {}

    def resolve(self, surface: str, context: str = "") -> Speaker:
        """The speaker that ``surface`` means; ``context`` is the apposition behind it."""
        words = surface.split()
        if len(words) == 1 and words[0].lower() in self._lexicon.pronouns:
            return self._resolve_pronoun(surface)
        speaker = self._read(surface, context)
        return speaker if speaker.name is None else self._remember(speaker)

    def introduce(self, surface: str, context: str = "") -> None:
        """Take note of someone who is named without being quoted."""
        speaker = self._read(surface.rstrip("."), context)
        if speaker.name is not None and " " in speaker.name and self._find(speaker.name) is None:
            self._keep(speaker)

    def _resolve_pronoun(self, surface: str) -> Speaker:
        low = surface.lower()
        kind = "male" if low in self._lexicon.male else "female" if low in self._lexicon.female else "any"
        known = self._last.get(kind) or self._last.get("person")
        if kind == "any" or known is None:
            return Speaker(surface)
        return Speaker(surface, known.name, known.role, known.organisation)

    def _remember(self, speaker: Speaker) -> Speaker:
        name = speaker.name or ""
        surname = name.split()[-1].lower()
        known = self._by_surname.get(surname)
        if known is not None and known.name and (" " not in name or known.name == name):
            speaker = Speaker(
                speaker.surface,
                known.name,
                speaker.role or known.role,
                speaker.organisation or known.organisation,
            )
        self._by_surname[surname] = speaker
        gender = self._gender(speaker)
        self._last["person"] = speaker
        if gender:
            self._last[gender] = speaker
        else:
            self._last["male"] = self._last["female"] = speaker
        return speaker

    def _find(self, name: str) -> Speaker | None:
        """Who of those named before ``name`` can be: the same full name, or one that it is a part of."""
        known = self._by_surname.get(name.split()[-1].lower())
        return known if known is not None and known.name and (" " not in name or known.name == name) else None

    def _keep(self, speaker: Speaker) -> None:
        """Chinese, Korean and Hungarian names begin with the surname: the first word is known by, too."""
        first, *_, last = (speaker.name or "").lower().split() * 2
        self._by_surname[last] = speaker
        if self._by_surname.setdefault(first, speaker).name == speaker.name:
            self._by_surname[first] = speaker

    def _gender(self, speaker: Speaker) -> str | None:
        words = {word.strip(".,").lower() for word in f"{speaker.surface} {speaker.role or ''}".split()}
        if words & self._lexicon.female:
            return "female"
        return "male" if words & self._lexicon.male else None

    def _read(self, surface: str, context: str) -> Speaker:
        """Divide "Japanese Defense Minister Nobuo Kishi" into role and name."""
        plain = _HONORIFIC.sub("", _POSSESSIVE.sub("", surface))
        words = plain.split()
        roles = [number for number, word in enumerate(words) if self._is_role(word)]
        if roles:
            last = roles[-1] + 1
            rest = " ".join(words[last:])
            if rest and _NAME.fullmatch(rest):
                return Speaker(surface, rest, _without_article(" ".join(words[:last])))
            return Speaker(surface, None, _without_article(plain), self._organisation(plain))
        named = _NAME.fullmatch(plain) is not None and not (plain.isupper() and len(words) > 1)
        if named and len(words) <= 5 and self._is_person(words, plain):
            if any(map(self._is_role, context.split())):
                return Speaker(surface, plain, _without_article(context), self._organisation(context))
            return Speaker(surface, plain)
        if named or words[-1][:1].isupper():
            return Speaker(surface, organisation=_without_article(plain))
        return Speaker(surface)

    def _is_role(self, word: str) -> bool:
        plain = word.strip(".,").lower()
        return plain in self._lexicon.roles or plain.removesuffix("s") in self._lexicon.roles

    def _is_person(self, words: list[str], plain: str) -> bool:
        """Whether a name is a person's: none of an organisation, an agency, a country or a city."""
        known = len(words) == 1 and words[0].lower() in self._by_surname
        organisation = {word.lower().strip(".,") for word in words} & (
            self._lexicon.media | _ORGANISATION_WORDS
        )
        if known or organisation or mentioned(plain, language=self._language):
            return known
        return len(words) > 1 or not (plain.isupper() or regions(plain) or find_city(plain))

    def _organisation(self, text: str) -> str | None:
        found = _ORGANISATION.search(text)
        return found[1] if found and any(word[:1].isupper() for word in found[1].split()) else None


_ORGANISATION_WORDS = frozenset(
    (
        *(
            "ministry",
            "department",
            "committee",
            "party",
            "bank",
            "university",
            "institute",
            "agency",
            "council",
        ),
        *("house", "government", "court", "inc", "corp", "co", "ltd", "group", "association", "foundation"),
        *(
            "ministerio",
            "gobierno",
            "partido",
            "ministère",
            "gouvernement",
            "parti",
            "ministerium",
            "regierung",
        ),
        *(
            "partei",
            "ministério",
            "governo",
            "ministero",
            "partito",
            "union",
            "united",
            "states",
            "street",
            "security",
        ),
    )
)


def _without_article(text: str) -> str:
    return re.sub(
        r"^(?:the|a|an|el|la|le|il|o|der|die|das|ein|eine|un|una|une|l['’])\s*(?=\S)", "", text, flags=re.I
    ).strip()

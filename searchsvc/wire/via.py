"""Via: who passed somebody's words on, read from the sentence that attributes them.

"according to Yonhap", "told EFE", "in an interview with CNN", "Yonhap reported", "was quoted by EFE": a
medium or, behind "according to", any source; never the speaker.
"""

from __future__ import annotations

import re
from functools import cache

from searchsvc.wire.agencies import agencies, mentioned
from searchsvc.wire.attribution import according_at
from searchsvc.wire.knowledge import table
from searchsvc.wire.phrases import Span, Token, noun_phrase_starting
from searchsvc.wire.vocabulary import LONGEST_MEDIUM, Vocabulary, is_medium, media_names, media_words

REACH_BACK = 7
"""Words between "told" and the medium: "told Ann Lee, who presents a show of, Rain Radio"."""
LONGEST_RELATIVE = 12
"""Words of a clause that tells more of the speaker before a medium in it."""
REACH_OF_AN_AGENT = 3
"""Words between "quoted" and "by": "quoted as saying by"."""
LEAST_TOLD = 2
"""Words of "der AFP"."""


def may_have_via(text: str, words: Vocabulary) -> bool:
    """A quick look at a paragraph: whether it names any medium, or any source with "according to"."""
    capitalised = _IN_ASCII if text.isascii() else _CAPITALISED
    if not _marks().isdisjoint(capitalised.findall(text)) or any(map(text.__contains__, _SMALL)):
        return True
    if any(f"-{talk.capitalize()}" in text for talk in words.interviews):
        return True
    if (
        words.role_endings
        and "-" in text
        and not _marks().isdisjoint(capitalised.findall(text.replace("-", " ")))
    ):
        return True  # "der Rhein-Zeitung"
    low = text.lower()
    return any(phrase in low for phrase in words.sources)


_CAPITALISED = re.compile(r"[^\W\d_a-zß-ÿ][\w.\-]*\w")
_IN_ASCII = re.compile(r"[A-Z][\w.\-]*\w")
"""The same of text in ASCII, sooner done."""
_SMALL = ("taz", "dpa", "epd", "dapd", "n-tv")
"""Names without capitals; an expression that has them, too, cannot skip what begins otherwise."""


def find_via(
    tokens: list[Token],
    sentence: Span,
    cue: Span,
    speaker: Span | None,
    said: list[tuple[int, int]],
    words: Vocabulary,
    language: str | None,
) -> str | None:
    """Who reported the words, or None. ``said`` is what the words are, as offsets; nothing there counts.

    The agency's code for an agency; else the medium's or the source's name as written.
    """
    at = sentence.first
    while at <= sentence.last:
        token = tokens[at]
        if not _may_pass_on(tokens, at, cue, speaker, words) or _within(token, said):
            at += 1
            continue
        opens = token.low in words.lexicon.according_opening
        if not opens and (phrase := according_at(tokens, at, words.lexicon)):
            source = noun_phrase_starting(tokens, phrase.last + 1, sentence.last, words.lexicon)
            if source is not None and source != speaker and not _is_said_before(tokens, source, words):
                return _source_name(tokens, source, sentence, words, language)
        if alone := _named_alone(tokens, at, sentence.first, words):
            return alone
        medium = _medium_at(tokens, at, sentence.last, words)
        if medium is None:
            at += 1
            continue
        if _is_where_published(tokens, at, sentence.first, words):
            at = medium.last + 1
            continue
        if _was_told(tokens, at, sentence.first, words) or _reports(tokens, medium, sentence, words):
            return _name(tokens, medium, words, language)
        at = medium.last + 1
    return None


def _may_pass_on(tokens: list[Token], at: int, cue: Span, speaker: Span | None, words: Vocabulary) -> bool:
    """Whether the token can begin the name of a medium or a phrase such as "according to"."""
    token = tokens[at]
    name = token.text if token.text.isalnum() else _elided(token.text)
    opens = token.low in words.lexicon.according_words
    if not opens and not name[:1].isupper() and name not in _lower_case():
        return False
    if cue.first <= at <= cue.last:
        return False
    speaks = speaker is not None and speaker.first <= at <= speaker.last
    return not speaks or (speaker is not None and _addressed(tokens, at, speaker, words))


def _named_alone(tokens: list[Token], at: int, low: int, words: Vocabulary) -> str | None:
    """The medium in quotation marks ("sagte Roth dem „Spiegel“") or of a compound ("im ZDF-Interview")."""
    token = tokens[at]
    if token.quoted is not None:
        return token.text if is_medium(token.text) and _was_told(tokens, at, low, words) else None
    medium, hyphen, talk = token.text.rpartition("-")
    return medium if hyphen and talk.lower() in words.interviews and medium in _media() else None


def _is_said_before(tokens: list[Token], source: Span, words: Vocabulary) -> bool:
    """ "según él", "segundo o qual": it is the speaker again."""
    low = tokens[source.last].low
    return source.first == source.last and (low in words.lexicon.pronouns or low in words.lexicon.relating)


def _addressed(tokens: list[Token], at: int, speaker: Span, words: Vocabulary) -> bool:
    """Whether what was taken for the end of the speaker is who was told: "dijo Ana Ruiz a EFE"."""
    if tokens[at].low.partition("'")[0] + "'" in words.told and at > speaker.first:
        return True
    before = at - 1
    while before > speaker.first and tokens[before].low in words.outlets:
        before -= 1  # "der Nachrichtenagentur EFE"
    return at > speaker.first and before > speaker.first and tokens[before].low in words.told


def is_told(text: str, words: Vocabulary) -> bool:
    """Whether what stands behind a speaker is the medium that was told: " der Nachrichtenagentur AFP"."""
    parts = text.split()
    if words.language != "de" or len(parts) < LEAST_TOLD or parts[0].lower() not in words.told | {"laut"}:
        return False
    named = [part for part in parts[1:] if part.lower() not in words.outlets | words.definite]
    return bool(named) and (" ".join(named) in _media() or named[-1].lower() in media_words())


def _elided(text: str) -> str:
    """ "AFP" of "l'AFP": without an article or preposition that is written together with it."""
    if text.isalnum():
        return text
    for mark in ("'", "’"):
        before, _, behind = text.partition(mark)
        if behind[:1].isupper() and before.islower() and len(before) < 6:
            return behind
    return text


def _within(token: Token, said: list[tuple[int, int]]) -> bool:
    return any(start <= token.start < end for start, end in said)


def _medium_at(tokens: list[Token], at: int, high: int, words: Vocabulary) -> Span | None:
    """The name of a medium that begins at token ``at``."""
    token = tokens[at]
    begins = token.low.removesuffix("'s") in _first_words() or _elided(token.text)[0].isupper()
    if not token.is_word or not begins:
        return None
    if 0 < at < high and f"{tokens[at - 1].low} {token.low} {tokens[at + 1].low}" in _idioms():
        return None
    last = at
    while (
        last < min(high, at + LONGEST_MEDIUM - 1)
        and tokens[last + 1].is_word
        and tokens[last + 1].text[0].isupper()
    ):
        if tokens[last].low.endswith(("'s", "s'")):
            break
        last += 1
    for end in range(last, at - 1, -1):
        name = _text(tokens, at, end)
        low = tokens[end].low.removesuffix("'s")
        known = low in media_words()
        compound = "-" in low and low.rpartition("-")[2] in media_words()  # "der Rhein-Zeitung"
        if (
            name in _media()
            or compound
            or _with_article(tokens, at, name, words)
            or (known and (end > at or _is_the(tokens, at - 1)))
        ):
            return Span(at, end)
    return None


@cache
def _idioms() -> frozenset[str]:
    """Three words in which the one in the middle is no medium's name: "mit Blick auf"."""
    return frozenset(table("media")["idioms"])


def _with_article(tokens: list[Token], at: int, name: str, words: Vocabulary) -> str | None:
    """The name with the article that the word before it has taken in: "Le Monde" of "au Monde"."""
    article = words.articles_within.get(tokens[at - 1].low) if at else None
    whole = f"{article} {name}"
    return whole if article is not None and whole in _media() else None


def _is_the(tokens: list[Token], at: int) -> bool:
    """Whether "the" makes a paper's of a word: "told the Post"."""
    return at >= 0 and tokens[at].low == "the"


def _was_told(tokens: list[Token], medium: int, low: int, words: Vocabulary) -> bool:
    """Whether a word such as "told" or "with" leads to the medium without a mark between."""
    if tokens[medium].low.partition("'")[0] + "'" in words.told:
        return True
    at = medium - 1
    while at >= low and medium - at <= REACH_BACK:
        token = tokens[at]
        if token.low in words.told:
            return True
        if not token.is_word and token.text not in ".'’":
            return False
        if token.low in words.lexicon.agents and _is_passed_on(tokens, at, low, words):
            return True
        if token.low in words.lexicon.cues:
            return False
        at -= 1
    return False


def _is_where_published(tokens: list[Token], medium: int, low: int, words: Vocabulary) -> bool:
    """Whether it only tells where something of the speaker's stands: "Roe, who led a study published in"."""
    published = False
    for at in range(medium - 1, max(low, medium - LONGEST_RELATIVE), -1):
        token = tokens[at]
        published = published or token.low in words.publishing
        if token.low in words.lexicon.cues or token.quoted is not None:
            return False
        if token.text == ",":
            return published and tokens[at + 1].low in words.lexicon.relatives
    return False


def _is_passed_on(tokens: list[Token], agent: int, low: int, words: Vocabulary) -> bool:
    """ "was quoted as saying by": a verb of passing words on right before the word that names who did."""
    before = tokens[max(low, agent - REACH_OF_AN_AGENT) : agent]
    return any(token.low in words.lexicon.passed_on for token in before)


def _reports(tokens: list[Token], medium: Span, sentence: Span, words: Vocabulary) -> bool:
    """ "..., Yonhap reported", "Yonhap quoted him as saying"."""
    behind = medium.last + 1
    while behind < sentence.last and tokens[behind].low in words.lexicon.media:
        behind += 1  # "SANA news agency reported"
    beside = (behind, behind + 1, medium.first - 1, medium.first - 2)
    return any(
        sentence.first <= at <= sentence.last
        and tokens[at].low in words.reporting
        and tokens[at].text.islower()
        for at in beside
    )


def _source_name(
    tokens: list[Token], source: Span, sentence: Span, words: Vocabulary, language: str | None
) -> str:
    agency = mentioned(
        " ".join(token.text for token in tokens[source.first : source.last + 1]), language=language
    )
    if agency is not None:
        return agency.code
    for at in range(source.first, min(sentence.last, source.last + REACH_BACK) + 1):
        if not tokens[at].is_word:
            break
        medium = _medium_at(tokens, at, sentence.last, words)
        if medium is not None:
            return _name(tokens, medium, words, language)
    first = source.first
    if tokens[first].low in words.definite | words.indefinite and first < source.last:
        first += 1
    return _text(tokens, first, _last_of_name(tokens, first, source.last, words))


def _name(tokens: list[Token], medium: Span, words: Vocabulary, language: str | None) -> str:
    name = _text(tokens, medium.first, medium.last)
    if name not in _media() and (whole := _with_article(tokens, medium.first, name, words)):
        return whole
    agency = mentioned(name, language=language)
    return agency.code if agency is not None and name not in media_names() else name


def _text(tokens: list[Token], first: int, last: int) -> str:
    spelt, end = "", tokens[first].start
    for token in tokens[first : last + 1]:
        spelt += token.text if token.start == end else f" {token.text}"
        end = token.end
    text = _elided(spelt)
    for ending in ("'s", "’s", "s’", "s'", "’", "'"):
        if text.endswith(ending):
            return text[: len(text) - len(ending)] + ("s" if ending[0] == "s" else "")
    return text


@cache
def _media() -> frozenset[str]:
    codes = (
        form
        for agency in agencies()
        for form in (agency.code, *agency.aliases, *agency.names)
        if len(form) > 1 and not form.islower()
    )
    return media_names() | frozenset(codes) | {"dpa", "epd", "dapd"}


@cache
def _lower_case() -> frozenset[str]:
    return frozenset(name for name in _media() if name.islower())


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0].lower() for name in _media())


@cache
def _marks() -> frozenset[str]:
    """Words, as written, of which every name of a medium has one."""
    telling = media_words() | {"press", "agency", "agence", "agencia", "agentur", "prensa"}
    plain = {form for word in media_words() for form in (word.capitalize(), word.upper())}
    for name in _media():
        parts = name.split()
        plain.add(next((each for each in parts if each.lower() in telling), max(reversed(parts), key=len)))
    return frozenset(plain)


def _last_of_name(tokens: list[Token], first: int, last: int, words: Vocabulary) -> int:
    """Where the name of a source ends before what tells more of it or goes on: "poll | of 1,200 voters",
    "poll | released", "UN-Angaben | 62 Menschen"."""
    lexicon = words.lexicon
    for at in range(first + 1, last + 1):
        token, before = tokens[at], tokens[at - 1]
        if token.text[0].isdigit():
            last = at - 1
            break
        small = token.text.islower() and token.low not in lexicon.links | lexicon.determiners | lexicon.joins
        if lexicon.order is not None and small and before.text[0].isupper():
            last = at - 1
            break
    while last > first and (
        tokens[last].low in lexicon.links | lexicon.determiners | lexicon.skipped | lexicon.times
        or (tokens[last].text.islower() and lexicon.shapes[tokens[last].text] == "ed")
    ):
        last -= 1
    return last

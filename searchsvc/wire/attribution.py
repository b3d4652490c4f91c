"""Attribution: which verb or phrase introduces quoted or reported words, and whose they are."""

from __future__ import annotations

from typing import NamedTuple

from searchsvc.wire.candidates import may_speak
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Span, Token, is_abbreviated, is_name, noun_phrase_starting
from searchsvc.wire.sentence_subject import sentence_subject
from searchsvc.wire.subject_behind import leads_to_verb, subject_after, subject_from
from searchsvc.wire.subject_first import subject_before
from searchsvc.wire.subjects import speaker_behind, speaker_of, subject_of
from searchsvc.wire.whom import whom_quoted

REACH_AFTER = 28
"""Words between a quote and the verb behind it."""
REACH_BEFORE = 14
"""Words between a verb and the quote that it introduces directly."""

LONGEST_BARE_ATTRIBUTION = 7
"""Words of a sentence that only attributes the quote before it."""
LONGEST_PREDICATE = 6
"""Words of "Más cauto se mostró" before whom it is said of."""
REACH_OF_THAT = 8
"""Words between "that" and a verb in what it reports."""
LONGEST_ARTICLE = 6
"""Letters of an article that is written together with its noun: "quell'"."""
MOST_BEFORE_UTTERANCE = 2
"""Words before "reply" in "The mayor's reply:": an adjective and an article."""
LONGEST_SIGNATURE = 16
"""Words of a name, and of who that is, behind a dash."""
LONGEST_CLOSING = 6
"""Words between a quote and a verb that is a noun as often, where a full stop follows it."""
LONGEST_ANY_VERB = 3
"""Words of a verb that is in no list: "shot right back"."""
LONGEST_TITLE = 6
"""Spaces in what may be the title of a work rather than a sentence."""


class Attribution(NamedTuple):
    """``cue`` and ``speaker`` are token spans of the paragraph; ``strength`` is in 0..1."""

    cue: Span
    speaker: Span | None
    strength: float


def is_cue(
    tokens: list[Token], at: int, lexicon: Lexicon, *, framing: bool = True, opens: bool = False
) -> bool:
    """Whether the token is a verb of saying here; one that is as often a noun needs a speaker by it.

    ``opens``: it is the first word of a sentence that a verb may open.
    """
    token = tokens[at]
    if not token.is_word or not (token.text.islower() or at == 0 or opens):
        return False
    before = tokens[at - 1] if at else None
    if token.low in lexicon.made and before is not None and before.low in lexicon.making:
        return True  # "a fait savoir"
    if token.low not in lexicon.verbs and not (framing and token.low in lexicon.framing):
        return False
    if before is not None and before.low in lexicon.determiners and before.low not in lexicon.pronouns:
        return False
    if token.low in lexicon.reflexed and before is not None and before.low in lexicon.reflexives:
        return False  # "se refirió al acuerdo"
    if lexicon.order is not None and token.low in lexicon.order.subject_follows:
        return before is not None and (before.text == "," or before.quoted is not None)
    if token.low in lexicon.nouns_too:
        return before is not None and (
            (is_name(before) and not before.low.endswith(("'s", "s'")))
            or before.low in lexicon.pronouns
            or before.low in lexicon.skipped
            or before.quoted is not None
            or (before.text in _PARTING and at > 1 and tokens[at - 2].quoted is not None)
            or _closes(tokens, at)
        )
    return True


def _closes(tokens: list[Token], at: int) -> bool:
    """Whether the word is the last of what attributes a quote: "...," the report states."""
    if at + 1 >= len(tokens) or tokens[at + 1].text != ".":
        return False
    for place in range(at - 1, max(-1, at - LONGEST_CLOSING - 1), -1):
        if tokens[place].quoted is not None:
            return tokens[place].text[-1:] == "," and place < at - 1
        if not tokens[place].is_word:
            return False
    return False


def according_at(tokens: list[Token], at: int, lexicon: Lexicon) -> Span | None:
    """The phrase such as "according to" that begins at ``at``, or None."""
    low = tokens[at].low
    if low not in lexicon.according_words:
        return None
    if low in lexicon.according_opening:
        opens = at == 0 or (not tokens[at - 1].is_word and tokens[at - 1].text in _SENTENCE_ENDS)
        return Span(at, at) if opens else None
    if at and tokens[at - 1].low in lexicon.counting and (low,) in lexicon.according:
        return None
    for phrase in lexicon.according_by_word[low]:
        if tuple([token.low for token in tokens[at : at + len(phrase)]]) == phrase:
            return Span(at, at + len(phrase) - 1)
    return None


_SENTENCE_ENDS = ".?!…"


def source_behind(tokens: list[Token], phrase: Span, high: int, lexicon: Lexicon) -> Span | None:
    """Whom a phrase such as "according to" names: also by a pronoun that is no subject, as in "selon lui"."""
    at = phrase.last + 1
    ends = at == high or (at < high and not tokens[at + 1].is_word)
    if lexicon.is_romance and ends and tokens[at].low in lexicon.male | lexicon.female:
        return Span(at, at)
    return noun_phrase_starting(tokens, at, high, lexicon)


def told_by(tokens: list[Token], phrase: Span, high: int, lexicon: Lexicon) -> Attribution | None:
    """Whose the words are where a verb of saying stands behind "según": "según explicó el alcalde", or of
    whoever is known already, "según explicó"."""
    verb = phrase.last + 1
    while verb < high and lexicon.is_romance and tokens[verb].low in lexicon.skipped:
        verb += 1  # "secondo quanto ha riferito"
    if not lexicon.is_romance or verb > high or tokens[verb].low not in lexicon.verbs:
        return None
    passive = verb < high and tokens[verb + 1].low in lexicon.agents
    ends = verb == high or not tokens[verb + 1].is_word
    speaker = None if ends else subject_after(tokens, verb + passive, high, lexicon)
    known = speaker is not None or (lexicon.drops_subjects and ends)
    return Attribution(Span(phrase.first, verb), speaker, 0.9 if speaker else 0.7) if known else None


def after_quote(tokens: list[Token], quote: int, high: int, lexicon: Lexicon) -> Attribution | None:
    """What stands behind the quote at token ``quote``: "...," he said; "...," said X; "...", according to X.

    Nothing past token ``high`` is looked at.
    """
    at = quote + 1
    if at <= high and tokens[at].text in _DASHES:
        if signed := _signed(tokens, quote, high, lexicon):
            return signed
        at += 1
    elif at <= high and (tokens[at].text == "," or _thus_behind(tokens, at, high, lexicon)):
        at += 1
    if at > high:
        return None
    if phrase := according_at(tokens, at, lexicon):
        if told := told_by(tokens, phrase, high, lexicon):
            return told
        speaker = source_behind(tokens, phrase, high, lexicon)
        return Attribution(phrase, speaker, 0.9) if speaker else None
    if tokens[at].low in lexicon.according_opening and tokens[at - 1].text == ",":
        # "...", per il leader Matteo Rossi
        speaker = noun_phrase_starting(tokens, at + 1, high, lexicon)
        return (
            Attribution(Span(at, at), speaker, 0.85)
            if speaker and is_somebody(tokens, speaker, lexicon)
            else None
        )
    if named := _noun_behind(tokens, at, high, lexicon):
        return Attribution(Span(at, at), named, 0.85)
    return _verb_behind(tokens, quote, at, high, lexicon)


def _thus_behind(tokens: list[Token], colon: int, high: int, lexicon: Lexicon) -> bool:
    """Whether it is a colon behind which it says whose the words before it are: "...": così il sindaco."""
    return tokens[colon].text == ":" and colon < high and tokens[colon + 1].low in lexicon.thus


def _verb_behind(
    tokens: list[Token], quote: int, start: int, high: int, lexicon: Lexicon
) -> Attribution | None:
    at = start
    while at <= high and at - start <= REACH_AFTER and tokens[at].quoted is None:
        token = tokens[at]
        if token.text in (".", ";", ":", "?", "!") and not _inside_name(tokens, at, lexicon):
            break
        if at == start and token.low in lexicon.breaks:
            return None
        if is_cue(tokens, at, lexicon):
            return _around(tokens, start, at, high, lexicon)
        at += 1
    return _any_verb(tokens, quote, start, high, lexicon)


_DASHES = ("—", "–", "-", "―")
_PARTING = (",", *_DASHES)
"""Marks between quoted words and what attributes them."""


def _signed(tokens: list[Token], quote: int, high: int, lexicon: Lexicon) -> Attribution | None:
    """Whose name a dash parts from a quote that is a sentence, and nothing follows but what they are:
    "It rained." — Jane Roe, rain minister."""
    text = tokens[quote].text
    if text[-1:] not in ".?!…" and text.count(" ") < LONGEST_TITLE:
        return None
    first = quote + 2
    if not first <= high < first + LONGEST_SIGNATURE or not is_name(tokens[first]):
        return None
    behind = tokens[first : high + 1]
    if any(token.quoted or token.low in lexicon.cues for token in behind):
        return None
    speaker = noun_phrase_starting(tokens, first, high, lexicon)
    if speaker is None or (speaker.last < high and tokens[speaker.last + 1].is_word):
        return None
    return Attribution(Span(quote + 1, quote + 1), speaker, 0.85)


def _any_verb(tokens: list[Token], quote: int, start: int, high: int, lexicon: Lexicon) -> Attribution | None:
    """Whoever is named right behind a comma that closes quoted words said them, whatever the verb:
    "...," Jane Roe sniffed. So did who "went on" behind a question."""
    if tokens[quote].text[-1:] not in ",?!":
        return None
    at = start
    while at < high and (is_name(tokens[at]) or (at > start and _inside_name(tokens, at, lexicon))):
        at += 1
    if at == start and tokens[at].low in lexicon.pronouns and tokens[at].low not in lexicon.determiners:
        at += 1
    if not start < at <= high:
        return None
    shape = lexicon.shapes[tokens[at].text]
    # "...," he laughs.
    laughs = shape == "s" and (at == high or tokens[at + 1].text in ".,")
    if (tokens[quote].text[-1:] == "," and (shape == "ed" or laughs)) or tokens[at].low in lexicon.resuming:
        return Attribution(Span(at, at), Span(start, at - 1), 0.85)
    return None


def _inside_name(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    if tokens[at].text != ".":
        return False
    bracketed = at + 1 < len(tokens) and tokens[at + 1].text == ")"  # "Ann Lee (D-Ore.) said"
    return bracketed or is_abbreviated(tokens, at, lexicon)


def _around(tokens: list[Token], start: int, cue: int, high: int, lexicon: Lexicon) -> Attribution | None:
    """The attribution whose verb is the first behind a quote that ends before ``start``."""
    spot = Span(cue, cue)
    if (quoting := whom_quoted(tokens, cue, high, lexicon)) is not None:
        whom, saying = quoting
        return Attribution(Span(saying, saying), whom, 0.95)
    if leads_to_verb(tokens, start, cue, lexicon):
        speaker = speaker_behind(tokens, cue, high, lexicon)
        return Attribution(spot, speaker, 0.95 if speaker else 0.6)
    speaker = speaker_of(tokens, cue, start, high, lexicon)
    if speaker is None and lexicon.is_romance and tokens[cue - 1].text == ",":
        # "... “a wet day” for the town, says the mayor."
        speaker = speaker_behind(tokens, cue, high, lexicon)
    if speaker is None and lexicon.order is None and is_name(tokens[start]):
        # "...," Jane Roe, 30, of Oslo, Norway, who was there, said
        speaker = sentence_subject(tokens, start, cue - 1, lexicon)
    if speaker is None:
        return None
    return Attribution(spot, speaker, 0.95 if cue - start <= 6 else 0.85)


def before_quote(tokens: list[Token], quote: int, low: int, lexicon: Lexicon) -> Attribution | None:
    """What introduces the quote at ``quote`` in its sentence: X said, "..."; X called it "..."; X: "..."."""
    at = quote - 1
    while at >= low:
        if tokens[at].quoted is not None:
            break
        if phrase := according_at(tokens, at, lexicon):
            speaker = source_behind(tokens, phrase, quote - 1, lexicon)
            if speaker and (not lexicon.purposes or may_speak(tokens, speaker, lexicon)):
                return Attribution(phrase, speaker, 0.8)
        if is_cue(tokens, at, lexicon, opens=lexicon.inverts and at == low):
            speaker = _introducer(tokens, at, quote, low, lexicon)
            if speaker is None and lexicon.is_romance and _is_reported(tokens, at, low, lexicon):
                at -= 1
                continue
            near = quote - at <= 3 or tokens[quote - 1].text in (",", ":")
            return Attribution(Span(at, at), speaker, (0.9 if near else 0.75) if speaker else 0.4)
        at -= 1
    if quote - 1 > low and tokens[quote - 1].text == ":":
        return _before_colon(tokens, quote - 1, low, lexicon)
    if lexicon.order is None and quote < len(tokens):
        return _before_comma(tokens, quote, low, lexicon)
    return None


def _is_reported(tokens: list[Token], cue: int, low: int, lexicon: Lexicon) -> bool:
    """Whether the verb stands in what another one reports: "Ruiz aseguró que no piensa dimitir: ..."."""
    near = range(cue - 1, max(low, cue - REACH_OF_THAT), -1)
    that = next((at for at in near if tokens[at].low in lexicon.that), None)
    return that is not None and is_cue(tokens, that - 1, lexicon, opens=that - 1 == low)


def _before_comma(tokens: list[Token], quote: int, low: int, lexicon: Lexicon) -> Attribution | None:
    """Whoever opens a sentence before a few words, a comma and a quoted sentence said that, whatever the
    verb: 'Roe shot back, "That is nonsense."'."""
    comma, text = quote - 1, tokens[quote].text
    if comma <= low or tokens[comma].text != "," or text[-1:] not in ".?!" or not text[:1].isupper():
        return None
    speaker = sentence_subject(tokens, low, comma - 1, lexicon)
    if speaker is None or not 0 < comma - 1 - speaker.last <= LONGEST_ANY_VERB:
        return None
    words = tokens[speaker.last + 1 : comma]
    named = any(is_name(token) for token in tokens[speaker.first : speaker.last + 1])
    if not named or any(not token.is_word or not token.text.islower() for token in words):
        return None
    return Attribution(Span(speaker.last + 1, speaker.last + 1), speaker, 0.75)


def _before_colon(tokens: list[Token], colon: int, low: int, lexicon: Lexicon) -> Attribution | None:
    """Whose the words behind a colon are where no verb says so: "Roe: ...", "La réponse de Roux : ..."."""
    uttered = _uttered(tokens, low, colon - 1, lexicon) or _shown(tokens, low, colon - 1, lexicon)
    speaker = (
        uttered
        or subject_of(tokens, low, colon - 1, lexicon)
        or sentence_subject(tokens, low, colon - 1, lexicon)
    )
    if speaker is None:
        return None
    inside = tokens[speaker.first : speaker.last + 1]
    if not any(_has_capital(token) or (uttered and _is_role(token, lexicon)) for token in inside):
        return None
    if uttered is None and _opens_adverbial(tokens[speaker.first], lexicon):
        return None
    dated = inside[-1].low in lexicon.times or inside[-1].low in lexicon.abbreviations
    if len(inside) == 1 and dated:  # "Nov. 30: ..."
        return None
    return Attribution(Span(colon, colon), speaker, 0.7)


def _shown(tokens: list[Token], low: int, high: int, lexicon: Lexicon) -> Span | None:
    """Who is shown to be something in an order of words that needs no verb: "Más cauto, el alcalde:"."""
    if not lexicon.is_romance or tokens[low].low not in lexicon.between:
        return None
    for at in range(low + 1, min(high, low + LONGEST_PREDICATE) + 1):
        if (
            tokens[at].low in lexicon.determiners
            or tokens[at].low.partition("'")[0] + "'" in lexicon.determiners
        ):
            found = noun_phrase_starting(tokens, at, high, lexicon)
            return found if found and is_somebody(tokens, found, lexicon) else None
    return None


def _has_capital(token: Token) -> bool:
    """Whether it is a name, not "Un'immagine", whose article has the capital."""
    article, mark, noun = token.text.replace("’", "'").partition("'")
    return is_name(token) and not (mark and len(article) < LONGEST_ARTICLE and noun[:1].islower())


def _noun_behind(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> Span | None:
    """Who is named right behind quoted words: "...", le parole di Luca Rossi; "...", così il sindaco."""
    if tokens[at - 1].text not in (",", ":") or at >= high:
        return None
    if tokens[at].low in lexicon.thus:
        return subject_from(tokens, at + 1, high, lexicon)
    return _uttered(tokens, at, high, lexicon) if tokens[at].low in lexicon.determiners else None


def _is_role(token: Token, lexicon: Lexicon) -> bool:
    return token.low.rpartition("'")[2] in lexicon.roles


def _opens_adverbial(token: Token, lexicon: Lexicon) -> bool:
    """Whether a preposition opens what stands before the verb: "A Roma piove: ..."."""
    preposition = (
        token.low in lexicon.addressing or token.low in lexicon.links or token.low in lexicon.follows
    )
    return lexicon.is_romance and preposition and token.low not in lexicon.determiners


def _uttered(tokens: list[Token], low: int, high: int, lexicon: Lexicon) -> Span | None:
    """Who stands behind a noun for what they said: "Dura la replica del sindaco:", "Le parole di Lupi:"."""
    for at in range(low, min(high, low + MOST_BEFORE_UTTERANCE + 1)):
        if tokens[at].low.rpartition("'")[2] not in lexicon.utterances:
            continue
        behind = at + 2 if tokens[at + 1].low in lexicon.possessing else at + 1
        elided = tokens[at + 1].low.partition("'")[0] + "'" in lexicon.possessing
        if behind == at + 1 and not elided and not is_name(tokens[behind]):
            return None
        return noun_phrase_starting(tokens, behind, high, lexicon)
    return None


def is_somebody(tokens: list[Token], found: Span, lexicon: Lexicon) -> bool:
    """Whether the first noun is a name, a role or a pronoun rather than a thing."""
    first = found.first
    while first < found.last and tokens[first].low in lexicon.determiners:
        first += 1
    low = tokens[first].low
    known = low in lexicon.pronouns or low in lexicon.media or _is_role(tokens[first], lexicon)
    return known or _has_capital(tokens[first])


def _introducer(tokens: list[Token], cue: int, quote: int, low: int, lexicon: Lexicon) -> Span | None:
    """The speaker on either side of a verb before a quote: "X said: ...", "Dijo X: ..."."""
    if lexicon.order is not None:
        return speaker_of(tokens, cue, low, quote - 1, lexicon)
    behind = subject_after(tokens, cue, quote - 1, lexicon)
    if behind is not None and (behind.last + 1 >= quote or tokens[behind.last + 1].text not in (",", ":")):
        behind = None
    if behind is not None and lexicon.inverts and not may_speak(tokens, behind, lexicon):
        behind = None  # "explique brièvement :"
    ahead = subject_before(tokens, cue, low, lexicon)
    # Where the verb comes second, a speaker before it opens the sentence; not so "Im Saal sagte Roth: ...".
    opens = ahead is not None and ahead.first == low
    if (
        ahead is not None
        and behind is not None
        and lexicon.inverts
        and not is_somebody(tokens, behind, lexicon)
    ):
        return ahead  # "Ieri il ministro ha sottolineato la forza del gruppo, ..."
    return (behind or ahead) if lexicon.inverts and not opens else (ahead or behind)


def introduces(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the sentence of the tokens introduces quoted words of its own: 'Roe replied: "Nobody."'."""
    if first > last or not is_name(tokens[first]):
        return False
    quoted = next((at for at in range(first + 1, last + 1) if tokens[at].quoted is not None), None)
    return quoted is not None and tokens[quoted - 1].text in (",", ":")


def reach_behind(tokens: list[Token], at: int, sentence: Span, reach: int, lexicon: Lexicon) -> int:
    """How far behind a quote its attribution may be: in its sentence, or, where the quote is one of its
    own, in the next, if that is no more than an attribution, which introduces none: "Why?" she asked."""
    if at != sentence.last or reach == at:
        return sentence.last
    if introduces(tokens, at + 1, reach):
        return at
    if tokens[at].text[-1:] in "?!,…":
        return reach
    bare = reach - at <= LONGEST_BARE_ATTRIBUTION and not any(
        token.quoted for token in tokens[at + 1 : reach + 1]
    )
    return reach if bare and any(is_cue(tokens, place, lexicon) for place in range(at + 2, reach)) else at


def better(
    before: Attribution | None, behind: Attribution | None, tokens: list[Token], at: int
) -> Attribution | None:
    """Which of two attributes the quoted token ``at``."""
    if before is None or behind is None:
        return behind or before
    if tokens[at].text[-1:] in ",?!" and behind.strength >= 0.85:
        return behind
    return before if before.strength >= behind.strength else behind

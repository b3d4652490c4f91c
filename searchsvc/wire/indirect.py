"""Reported words by rules, in languages without weights: what a sentence reports, by which verb, of whom; and
the reported clause that words in quotation marks are part of."""

from __future__ import annotations

from collections.abc import Iterator

from searchsvc.wire.attribution import Attribution, according_at, is_cue, is_somebody
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.named_sources import (
    LONGEST_NAME,
    LONGEST_PHRASE,
    behind_name,
    is_statement,
    named_source,
    only_passes_on,
    trimmed,
)
from searchsvc.wire.phrases import (
    Span,
    Token,
    is_name,
    is_skipped,
    noun_phrase_starting,
)
from searchsvc.wire.romance_verbs import is_denied, opens_infinitive
from searchsvc.wire.subject_behind import subject_after
from searchsvc.wire.subject_first import subject_before
from searchsvc.wire.subjects import speaker_of

FARTHEST_THAT = 14
"""Words between a verb and the "que" of what it reports, where quoted words are in that."""
FARTHEST_THAT_ALONE, FARTHEST_THAT_BEHIND_A_TIME = 9, 24
"""The same without quoted words, and where when and where it was said comes first."""
FEW_BEHIND = 6
"""Words behind a verb that only tell when and where it was said."""
LONGEST_ASIDE = 14
"""Words of ", según informó ayer la agencia EFE,"."""


def reported(tokens: list[Token], sentence: Span, lexicon: Lexicon) -> list[tuple[Span, Attribution]]:
    """What the sentence reports, in order, each with its attribution."""
    first, last = sentence
    while last > first and not tokens[last].is_word:
        last -= 1
    source = named_source(tokens, first, last, lexicon)
    if source is not None and only_passes_on(tokens, source[1], lexicon):
        said = list(_said(tokens, first, last, lexicon))
        opens = source[1].cue.first == first
        if said and (opens or said[0][1].cue.first < source[1].cue.first):
            return said  # "X dijo que ..., según informó EFE", "Según EFE, X dijo que ..."
    return [source] if source is not None else list(_said(tokens, first, last, lexicon))


def _said(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> Iterator[tuple[Span, Attribution]]:
    """What each verb of saying reports; one behind another's words goes on for the same speaker: "dijo que
    ... y añadió que ..."."""
    verbs = lexicon.verbs
    behind, spoke = first, None
    if lexicon.drops_subjects and (left_out := _without_subject(tokens, first, last, lexicon)):
        yield left_out
        behind = left_out[0].last
    for at in range(first + 1, last + 1):
        if at <= behind or tokens[at].low not in verbs or not is_cue(tokens, at, lexicon, framing=False):
            continue
        if found := _inverted(tokens, behind, at, last, lexicon):
            yield found
            return
        if at == last or _closes_sentence(tokens, at, last, lexicon):
            if found := _fronted(tokens, behind, at, last, lexicon):
                yield found
                return
            continue
        goes_on = spoke is not None and tokens[at - 1].low in lexicon.joins
        speaker = spoke if goes_on else subject_before(tokens, at, behind, lexicon)
        if speaker is None:
            continue
        clause = _content(tokens, at, last, lexicon)
        if clause is not None and is_statement(tokens, clause):
            if not goes_on:
                speaker = speaker_of(tokens, at, behind, last, lexicon) or speaker
            clause = Span(clause.first, _end_of_clause(tokens, clause.first, last, lexicon))
            yield clause, Attribution(Span(at, at), speaker, 0.8)
            behind, spoke = clause.last, speaker


def _without_subject(
    tokens: list[Token], first: int, last: int, lexicon: Lexicon
) -> tuple[Span, Attribution] | None:
    """ "Añadió que ...", "En este sentido, dijo que ...": the sentence goes on about who is known already;
    or "Dijo este martes el ministro que ...", where the verb has its subject behind it."""
    at = first
    if tokens[at].low in lexicon.follows or tokens[at].low in lexicon.links:
        comma = next(
            (place for place in range(at, min(at + LONGEST_PHRASE, last)) if tokens[place].text == ","), at
        )
        at = comma + 1 if comma > at else at
    while at < last and (tokens[at].text == "," or _may_open(tokens[at], lexicon)):
        at += 1
    if at >= last or tokens[at].low not in lexicon.verbs:
        return None
    that, speaker = at + 1, None
    if tokens[that].low not in lexicon.that:
        speaker = subject_after(tokens, at, last, lexicon)
        that = last if speaker is None else speaker.last + 1
    if that >= last or tokens[that].low not in lexicon.that:
        return None
    content = Span(that, _end_of_clause(tokens, that, last, lexicon))
    found = is_statement(tokens, content)
    return (content, Attribution(Span(at, at), speaker, 0.7)) if found else None


def _may_open(token: Token, lexicon: Lexicon) -> bool:
    """Whether it stands between the beginning of a sentence and its verb, and says of nobody that he acts."""
    passed = token.low in lexicon.passed or token.low in lexicon.joins
    return passed and token.low not in lexicon.impersonal and token.low not in lexicon.verbs


def _inverted(
    tokens: list[Token], first: int, cue: int, last: int, lexicon: Lexicon
) -> tuple[Span, Attribution] | None:
    """ "CONTENT, said X.": nothing but more of X follows."""
    comma = cue - 1
    while comma > first and tokens[comma].low in lexicon.skipped:
        comma -= 1  # ", ha detto X"
    if not lexicon.inverts or tokens[comma].text != "," or tokens[cue].low.endswith(lexicon.participles):
        return None
    if cue < last and (tokens[cue + 1].low in lexicon.that or tokens[cue + 1].text == ","):
        return None  # "X, qui ..., a assuré que", "X, que ..., resume, en Lima, la obra"
    if cue < last and tokens[cue + 1].low.endswith(lexicon.infinitives) and tokens[cue + 1].text.islower():
        return None  # "A su turno, la alcaldesa, de Lima, expresó sentirse honrada"
    speaker = subject_after(tokens, cue, last, lexicon)
    if speaker is None or not _closes_inverted(tokens, speaker.last, last, lexicon):
        return None
    content = trimmed(tokens, first, comma)
    found = is_statement(tokens, content) and not _ends_with_name(tokens, content)
    found = found and (
        is_somebody(tokens, speaker, lexicon) or not _ends_with_relative(tokens, content, lexicon)
    )
    return (content, Attribution(Span(cue, cue), speaker, 0.8)) if found else None


def _closes_inverted(tokens: list[Token], speaker: int, last: int, lexicon: Lexicon) -> bool:
    """Whether nothing follows who says it but a comma, or when and where: "..., ont indiqué les pompiers
    vendredi", "..., ha detto il sindaco in una nota"."""
    if speaker == last or tokens[speaker + 1].text == ",":
        return True
    low, following = tokens[speaker + 1].low, tokens[min(last, speaker + 2)].low
    if low in lexicon.times or (low in lexicon.determiners and following in lexicon.times):
        return True
    return lexicon.is_romance and low in lexicon.follows and low not in lexicon.that


def _opens_infinitive(tokens: list[Token], content: Span, lexicon: Lexicon) -> bool:
    """Whether it only tells on what occasion: "Ao ser questionado pelo juiz, Rego negou"."""
    first = tokens[content.first]
    led = first.low in lexicon.prepositions or first.low in lexicon.breaks
    ends = content.first < content.last and tokens[content.first + 1].low.endswith(lexicon.infinitives)
    return lexicon.is_romance and led and ends


def _ends_with_name(tokens: list[Token], content: Span) -> bool:
    """Whether the comma behind it closes who that is: "El alcalde, Juan Ruiz, defendió en Lima la obra"."""
    at = content.last
    while at > content.first and content.last - at < LONGEST_NAME and is_name(tokens[at]):
        at -= 1
    return at < content.last and tokens[at].text == ","


def _ends_with_relative(tokens: list[Token], content: Span, lexicon: Lexicon) -> bool:
    """Whether the comma behind it closes a relative clause: "Buzos, que llegaron ayer, denunciaron que"."""
    comma = next((at for at in range(content.last, content.first, -1) if tokens[at].text == ","), None)
    return comma is not None and tokens[comma + 1].low in lexicon.relatives


def _closes_sentence(tokens: list[Token], cue: int, last: int, lexicon: Lexicon) -> bool:
    """Whether only when and where follows the verb: "..., the ministry said on Monday"."""
    if any(tokens[at].low in lexicon.that for at in range(cue + 1, min(last, cue + FEW_BEHIND))):
        return False
    following = tokens[cue + 1].low
    where = following in lexicon.follows and not lexicon.inverts
    return last - cue <= FEW_BEHIND and (where or following in lexicon.times)


def _fronted(
    tokens: list[Token], first: int, cue: int, last: int, lexicon: Lexicon
) -> tuple[Span, Attribution] | None:
    """ "CONTENT, X said": the comma before the speaker ends what is reported."""
    speaker = subject_before(tokens, cue, first, lexicon)
    if speaker is None or speaker.first - 1 <= first or tokens[speaker.first - 1].text != ",":
        return None
    content = trimmed(tokens, first, speaker.first - 2)
    found = is_statement(tokens, content) and not _opens_infinitive(tokens, content, lexicon)
    return (content, Attribution(Span(cue, cue), speaker, 0.85)) if found else None


def _content(tokens: list[Token], cue: int, last: int, lexicon: Lexicon) -> Span | None:
    """What follows the verb, where it can be a clause: after "that", a speaker's own words, a subject."""
    at = cue + 1
    if opens_infinitive(tokens, at, last, lexicon):
        return Span(at, last)
    at = _behind_source_aside(tokens, at, last, lexicon)
    when = lexicon.inverts and tokens[at].low in lexicon.follows
    that = _that_behind(tokens, at, last, lexicon, when=when)
    if that is not None or (when and tokens[at].low not in lexicon.determiners):
        return None if that is None else Span(that, last)
    if lexicon.is_romance and at < last and tokens[at + 1].low in lexicon.times:
        return None  # "defendió este lunes en Lima la obra"
    if _reports_nothing_alone(tokens, cue, at, lexicon):
        return None
    if tokens[cue].low in lexicon.telling:
        addressee = noun_phrase_starting(tokens, at, last, lexicon)
        at = addressee.last + 1 if addressee else at
    while at < last and (is_skipped(tokens[at], lexicon) or tokens[at].text in ",:"):
        if is_name(tokens[at]) and tokens[at].low not in lexicon.times:
            break
        at += 1
    if at > last:
        return None
    start = tokens[at]
    if not start.is_word or start.low in lexicon.links or start.low in lexicon.breaks:
        return None
    return Span(at, last)


def _reports_nothing_alone(tokens: list[Token], cue: int, at: int, lexicon: Lexicon) -> bool:
    """Whether the verb reports nothing without "that": some never do, and none that is denied."""
    needs = tokens[cue].low in lexicon.needs_that or tokens[at].low == "to"
    return needs or is_denied(tokens, cue, lexicon)


def _behind_source_aside(tokens: list[Token], at: int, last: int, lexicon: Lexicon) -> int:
    """Past what tells right behind the verb who passed it on: "dijo, según informó EFE, que ..."."""
    if not lexicon.is_romance or at + 1 >= last or tokens[at].text != ",":
        return at
    if not according_at(tokens, at + 1, lexicon):
        return at
    closes = (place for place in range(at + 2, min(last, at + LONGEST_ASIDE)) if tokens[place].text == ",")
    return next(closes, at - 1) + 1


def _that_behind(tokens: list[Token], at: int, last: int, lexicon: Lexicon, *, when: bool) -> int | None:
    """The "that" to which token ``at`` behind the verb leads; ``when``: "disse nesta sexta (20) que"."""
    far, marks = (FARTHEST_THAT_BEHIND_A_TIME, ",.()") if when else (FARTHEST_THAT_ALONE, ",.")
    for ahead in range(at, min(at + far, last)):
        if tokens[ahead].low in lexicon.that:
            return ahead if _leads_to(tokens, at, ahead, lexicon) else None
        if tokens[ahead].low in lexicon.verbs or not (tokens[ahead].is_word or tokens[ahead].text in marks):
            return None
    return None


def _leads_to(tokens: list[Token], first: int, that: int, lexicon: Lexicon) -> bool:
    """Whether the verb before token ``first`` leads to ``that``, which in Romance copy may belong to another
    word: "piden cambios para | que pare", "piden la obra, | que es cara"."""
    before = tokens[that - 1]
    if not lexicon.is_romance or that == first:
        return True
    if before.low in lexicon.purposes:
        return False
    if before.text != "," or tokens[first].text == "," or that - 2 < first:
        return True
    if _closes_aside(tokens, first, that - 1, lexicon):
        return True
    told = tokens[that - 2]
    return told.text == ")" or told.low in lexicon.times or told.low in lexicon.settings or not told.is_word


def _closes_aside(tokens: list[Token], first: int, comma: int, lexicon: Lexicon) -> bool:
    """Whether the comma closes what another opened, a name or more of when and to whom it was said: "recordó
    al alcalde, Juan Ruiz, que", "explicó tras la cumbre, celebrada en Lima, que"."""
    opens = next((at for at in range(comma - 1, first, -1) if tokens[at].text == ","), None)
    if opens is None:
        return False
    inside = tokens[opens + 1 : comma]
    return tokens[first].low in lexicon.follows or (bool(inside) and all(map(is_name, inside)))


def clause_with(
    tokens: list[Token], sentence: Span, at: int, attribution: Attribution, lexicon: Lexicon
) -> Span | None:
    """The clause with the quoted token ``at`` in it that is attributed as a whole: "X dijo que es “mala”",
    "es “mala”, según X"; None where only the quoted words are: "X llamó “mala” a la lluvia"."""
    cue, speaker = attribution.cue, attribution.speaker
    if cue.first > at:
        return _clause_before(tokens, sentence, at, attribution, lexicon)
    if tokens[cue.first].low in lexicon.according_words:
        behind = None if speaker is None else behind_name(tokens, speaker.last, sentence.last, lexicon)
        if behind is not None and tokens[behind].text != ",":
            behind += 1
        first = behind + 1 if behind is not None and tokens[behind].text == "," else None
        opens = cue.first == sentence.first
    else:
        near = range(cue.last + 1, min(at, cue.last + FARTHEST_THAT))
        first = next((place for place in near if tokens[place].low in lexicon.that), None)
        opens = not _in_relative(tokens, sentence.first, cue.first, lexicon)
    if first is None or first > at or not opens:
        return None
    end = _end_of_clause(tokens, first, sentence.last, lexicon)
    return Span(first, end) if end >= at else None


def _clause_before(
    tokens: list[Token], sentence: Span, at: int, attribution: Attribution, lexicon: Lexicon
) -> Span | None:
    """What a comma parts from the verb or the source behind it; nothing else is said of it there."""
    cue, speaker = attribution.cue, attribution.speaker
    last = (speaker.first if speaker is not None and speaker.first < cue.first else cue.first) - 1
    while last > at and tokens[last].low in lexicon.skipped:
        last -= 1
    closed = tokens[last].quoted is not None and tokens[last].text[-1:] == ","
    if tokens[last].text != "," and not closed:
        return None
    first = sentence.first
    while first < at and not (tokens[first].is_word or tokens[first].quoted):
        first += 1
    while tokens[first].low in lexicon.joins and first < at:
        first += 1
    reported = any(tokens[place].low in lexicon.cues for place in range(first, at))
    return None if reported else Span(first, last if closed else last - 1)


def _in_relative(tokens: list[Token], first: int, cue: int, lexicon: Lexicon) -> bool:
    """Whether the verb stands in a relative clause: "..., que dijo que ..., se fue"."""
    comma = next((at for at in range(cue - 1, first - 1, -1) if tokens[at].text == ","), None)
    return comma is not None and tokens[comma + 1].low in lexicon.relatives


def _end_of_clause(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> int:
    """The last word before the writer goes on ("... y pidió calma", "..., según X", "..., dijo X"), else the
    last of the sentence."""
    end = last
    for at in range(first + 1, last):
        token = tokens[at]
        if token.low in lexicon.joins and _says_more(tokens, at + 1, last, lexicon):
            end = at - 1
            break
        source = token.text == "," and (
            according_at(tokens, at + 1, lexicon) or _says_more(tokens, at + 1, last, lexicon)
        )
        if token.text == ";" or source:
            end = at - 1
            break
    while end > first and not (tokens[end].is_word or tokens[end].quoted):
        end -= 1
    return end


def _says_more(tokens: list[Token], at: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a verb of saying follows "and" or a comma: the speaker's next one, or another's."""
    while at < last and tokens[at].low in lexicon.skipped:
        at += 1
    return tokens[at].low in lexicon.cues

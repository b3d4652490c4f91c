"""Subjects that stand before their verb, as in English: a verb of saying -> whose it is.

"Roe said", "Roe, the minister, has since said", "Roe shook her head and said", "Roe left, saying".
"""

from __future__ import annotations

from searchsvc.wire.candidates import is_relative, may_speak, tells_when
from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.modified import modified_subject
from searchsvc.wire.phrases import (
    Span,
    Token,
    ends_shortened,
    is_name,
    is_skipped,
    noun_phrase_ending,
    noun_phrase_starting,
)
from searchsvc.wire.sentence_subject import sentence_subject
from searchsvc.wire.subject_behind import subject_after
from searchsvc.wire.whom import quoting_before

LONGEST_ASIDE = 25
"""Words between two commas that say more of a speaker."""
MOST_ASIDES = 3
"""Of one speaker: "Ann Lee (R-Ohio), 61, who heads it, said"."""
LONGEST_VERB = 20
"""Words between a subject and its verb that belong to the verb: "has since repeatedly refused to"."""
LONGEST_PERIOD = 6
"""Words of "over the past few months"."""
REACH_OF_A_PARTICIPLE = 80
"""Words between quoted words and "..., adding"."""


def subject_before(tokens: list[Token], cue: int, low: int, lexicon: Lexicon) -> Span | None:
    """The speaker who stands before the verb ``cue``, not before token ``low``.

    An aside between commas is passed over ("Suh Wook, the minister, said"), and a verb before "and"
    leads back to the sentence's subject ("Roe shook her head and said").
    """
    if _is_impersonal(tokens, cue, low, lexicon):
        return None
    if lexicon.quoting_as and (quoting := quoting_before(tokens, cue, low, lexicon)) is not None:
        return quoting[1]
    found = _subject_before(tokens, cue, low, lexicon)
    if found is None or lexicon.order is not None:
        return found
    if not lexicon.inverts:
        return modified_subject(tokens, found, low, lexicon) or found
    if _is_object(tokens, found, cue, lexicon):
        return sentence_subject(tokens, low, found.first - 1, lexicon)
    return _speaking(tokens, found, low, lexicon)


def _is_object(tokens: list[Token], found: Span, cue: int, lexicon: Lexicon) -> bool:
    """Whether it is a thing that somebody says something of in a relative clause without a subject: "Ruiz
    rechazó las condiciones, que calificó de “malas”"."""
    relative = found.last + 2
    parted = relative <= cue - 1 and tokens[found.last + 1].text == ","
    that = parted and tokens[relative].low in lexicon.relatives and tokens[relative].low in lexicon.that
    said = tokens[cue].low in lexicon.framing
    return that and said and _is_thing(tokens, found, lexicon)


def _is_impersonal(tokens: list[Token], cue: int, low: int, lexicon: Lexicon) -> bool:
    """Whether nobody in particular says or thinks it: "se espera que", "si dice che"."""
    if not lexicon.impersonal or not low < cue < len(tokens) - 1:
        return False
    return tokens[cue - 1].low in lexicon.impersonal and tokens[cue + 1].low in lexicon.that


def _speaking(tokens: list[Token], found: Span, low: int, lexicon: Lexicon) -> Span | None:
    """What was found, where it can be a subject in a language that may leave its subjects out: "en rueda de
    prensa dijo" has none, "una nota en la cual dijo" that of the sentence."""
    if is_relative(tokens, found, low, lexicon):
        return noun_phrase_ending(tokens, found.first - 1, low, lexicon)
    if tokens[found.last].low in lexicon.relating:
        return sentence_subject(tokens, low, found.first - 1, lexicon)
    first = tokens[found.first].low
    adverbial = first in lexicon.addressing or first in lexicon.follows
    if adverbial and first not in lexicon.determiners:
        return None
    if tells_when(tokens, found, low, lexicon):  # "X en rueda de prensa dijo", "en este sentido dijo"
        return noun_phrase_ending(tokens, found.first - 2, low, lexicon) if found.first - 2 > low else None
    return found if may_speak(tokens, found, lexicon) else None


def _subject_before(tokens: list[Token], cue: int, low: int, lexicon: Lexicon) -> Span | None:
    at = _before_verb(tokens, cue - 1, low, lexicon)
    parted = at < cue - 1 or at < low or tokens[at].low in lexicon.breaks
    if parted and (agent := _agent(tokens, cue, lexicon)) is not None:
        return agent
    if at < low:
        return None
    if tokens[cue].low.endswith(lexicon.participles) and _parts_participle(tokens[at], lexicon):
        return _subject_of_participle(tokens, at, low, lexicon)
    if tokens[at].low in lexicon.joins:
        return sentence_subject(tokens, low, at - 1, lexicon)
    if tokens[at].text not in _ASIDES:
        participle = tokens[cue].low.endswith(lexicon.participles)
        found = noun_phrase_ending(tokens, at, low, lexicon, nearest=participle)
        if found is None and tokens[at].low in lexicon.nouns_too:
            return _reports(tokens, at, low, lexicon)
        if found is None and (verb := _verb_of_noun(tokens, at, low, lexicon)) is not None:
            ahead = _before_verb(tokens, verb - 1, low, lexicon)
            return noun_phrase_ending(tokens, ahead, low, lexicon)
        return found and _whose(tokens, found, cue, low, lexicon)
    found = _before_aside(tokens, at, low, lexicon)
    # "Roe paused, then said"
    return sentence_subject(tokens, low, at - 1, lexicon) if found is None and at < cue - 1 else found


def _whose(tokens: list[Token], found: Span, cue: int, low: int, lexicon: Lexicon) -> Span:
    """Whose the verb is: of ``found``, which stands right before it, or of whom that belongs to."""
    if (owner := _owner_of_noun(tokens, found, cue, lexicon)) is not None:
        return owner
    if lexicon.order is None and not lexicon.inverts:
        outer = _before_relative(tokens, found, low, lexicon)
        outer = outer or _before_open_aside(tokens, found, cue, low, lexicon)
        if outer is not None:
            return outer
    if found.first - 2 >= low and tokens[found.first - 1].low in lexicon.joins:
        return _leader(tokens, found, low, lexicon) or found
    if tokens[cue].low.endswith(lexicon.participles):
        perceived = _before_passive(tokens, found, low, lexicon)
        if perceived is None and _is_thing(tokens, found, lexicon):
            perceived = sentence_subject(tokens, low, found.first - 1, lexicon)
        return perceived or found
    return found


def _before_relative(tokens: list[Token], found: Span, low: int, lexicon: Lexicon) -> Span | None:
    """Whose the verb behind a relative clause is: "A diver who was | hurt has said"."""
    at = found.first - 1
    if at - 1 <= low or tokens[at - 1].low not in lexicon.relatives:
        return None
    did = tokens[at].low not in lexicon.cues and _is_thing(
        tokens, found, lexicon
    )  # "who made | the arrest said"
    if not (did or tokens[at].low in lexicon.auxiliaries):
        return None
    return noun_phrase_ending(tokens, at - 2, low, lexicon)


def _before_open_aside(tokens: list[Token], found: Span, cue: int, low: int, lexicon: Lexicon) -> Span | None:
    """Who opens the sentence before what they are, where no comma closes that: "Bo Lane, a diver said"."""
    if found.first - 2 <= low or tokens[found.first - 1].text != ",":
        return None
    if cue + 1 >= len(tokens) or tokens[cue + 1].text == ",":
        return None  # "Bo Lane, a diver said, ..."
    inside = tokens[found.first : found.last + 1]
    one = inside[0].low in _ONE
    role = next((at for at, token in enumerate(inside[:-1]) if token.low in lexicon.roles), None)
    # Not so "chief executive Ann Lee", nor "the mayor", who may speak of what opens the sentence.
    told = one or (role is not None and not is_name(inside[role + 1]) and inside[0].text.islower())
    told = told and inside[0].low not in lexicon.determiners - set(_ONE)
    subject = sentence_subject(tokens, low, found.first - 2, lexicon) if told else None
    if subject is None or subject.first == subject.last or tokens[subject.last + 1].text != ",":
        return None
    between = tokens[subject.last + 1 : found.first]
    if any(token.low in lexicon.cues or token.low in lexicon.auxiliaries for token in between):
        return None
    return subject if all(map(is_name, tokens[subject.first : subject.last + 1])) else None


def _before_passive(tokens: list[Token], found: Span, low: int, lexicon: Lexicon) -> Span | None:
    """Who "is then heard saying" it: what stands before the auxiliary of the single word ``found``."""
    if found.first != found.last or tokens[found.first].low not in lexicon.perceived or found.first <= low:
        return None
    at = found.first - 1
    while at > low and is_skipped(tokens[at], lexicon) and tokens[at].low not in lexicon.auxiliaries:
        at -= 1
    if at <= low or tokens[at].low not in lexicon.auxiliaries:
        return None
    return noun_phrase_ending(tokens, at - 1, low, lexicon)


def _leader(tokens: list[Token], found: Span, low: int, lexicon: Lexicon) -> Span | None:
    """Whom the others belong to in "Roe, the mayor, and her lawyers said": who is named before the comma
    and the "and" that ``found`` stands behind."""
    first = tokens[found.first].low
    owned = first in lexicon.determiners and (first in lexicon.male or first in lexicon.female)
    if not owned or tokens[found.first - 2].text != ",":
        return None
    return _before_aside(tokens, found.first - 2, low, lexicon)


def _owner_of_noun(tokens: list[Token], found: Span, cue: int, lexicon: Lexicon) -> Span | None:
    """Whose claim it is where the cue is a noun: "Roe's most serious claim is that"."""
    if cue + 1 >= len(tokens) or tokens[cue + 1].low not in lexicon.auxiliaries:
        return None
    for at in range(found.last - 1, found.first - 1, -1):
        if is_name(tokens[at]) and tokens[at].low.endswith("'s"):
            return Span(found.first, at)
    return None


def _reports(tokens: list[Token], at: int, low: int, lexicon: Lexicon) -> Span | None:
    """ "Press reports said", "the government's estimates show": a word that may be a verb, as a noun."""
    whose = noun_phrase_ending(tokens, at - 1, low, lexicon) if at > low else None
    return Span(whose.first if whose is not None else at, at)


def _verb_of_noun(tokens: list[Token], at: int, low: int, lexicon: Lexicon) -> int | None:
    """The verb whose object the cue is, with token ``at`` before it: "expressed concern that"."""
    if at > low and tokens[at].low in lexicon.determiners:
        at -= 1
    return at if at > low and tokens[at].low in lexicon.cues and tokens[at].text.islower() else None


def _agent(tokens: list[Token], cue: int, lexicon: Lexicon) -> Span | None:
    """Whose a passive verb is: "When asked by a reporter", "was told by Jane Roe that"."""
    if cue + 2 >= len(tokens) or tokens[cue + 1].low not in lexicon.agents:
        return None
    if lexicon.shapes.ending(tokens[cue].low) in _ACTIVE or tokens[cue].low in lexicon.passed_on:
        return None
    return noun_phrase_starting(tokens, cue + 2, len(tokens) - 1, lexicon)


_ACTIVE = ("ing", "s")


def _before_verb(tokens: list[Token], at: int, low: int, lexicon: Lexicon) -> int:
    """The last token before the verb and what belongs to it: "has not", "later refused to"."""
    low = max(low, at - LONGEST_VERB)
    while at >= low:
        if lexicon.turns and (turn := _turn_ending(tokens, at, low, lexicon)):
            at -= turn
            continue
        if (period := _period_ending(tokens, at, low, lexicon)) is not None:
            at = period
            continue
        leads = tokens[at].low in lexicon.leading_up and tokens[at + 1].low in lexicon.links
        if not (leads or _may_part(tokens, at, low, lexicon)):
            break
        at -= 1
    return at


def _period_ending(tokens: list[Token], last: int, low: int, lexicon: Lexicon) -> int | None:
    """The auxiliary before a time that parts it from its verb: "has | over the past few months warned"."""
    if lexicon.order is not None or tokens[last].low.removesuffix("s") not in lexicon.times:
        return None
    for at in range(last - 1, max(low, last - LONGEST_PERIOD), -1):
        small = tokens[at].low
        if small in lexicon.links or small in lexicon.breaks or small in lexicon.placing:
            return at - 1 if tokens[at - 1].low in lexicon.auxiliaries else None
        if not tokens[at].is_word or is_name(tokens[at]):
            return None
    return None


def _turn_ending(tokens: list[Token], last: int, low: int, lexicon: Lexicon) -> int:
    """How many words a phrase such as "de son côté" has that ends with token ``last``; 0 where none does."""
    for phrase in lexicon.turns:
        first = last - len(phrase) + 1
        if first >= low and all(tokens[first + at].low == word for at, word in enumerate(phrase)):
            return len(phrase)
    return 0


def _may_part(tokens: list[Token], at: int, low: int, lexicon: Lexicon) -> bool:
    """Whether token ``at`` may stand between a speaker and the verb: "have both said", too."""
    if is_skipped(tokens[at], lexicon):
        return tokens[at].low not in lexicon.joins
    both = tokens[at].low in lexicon.determiners and tokens[at].low in lexicon.pronouns
    return both and at > low and tokens[at - 1].low in lexicon.skipped


def _before_aside(tokens: list[Token], at: int, low: int, lexicon: Lexicon) -> Span | None:
    """The speaker before the aside that token ``at`` closes: "Ann Lee (R-Ohio), 61, who heads it, said"."""
    last: int | None = at
    if at - 1 > low and tokens[at].text == "," and tokens[at - 1].text in _BRACKETS:
        last = at - 1  # "Rain Oil <RAIN.O>, said"
    for _ in range(MOST_ASIDES):
        if last is not None and tokens[last].text in _BRACKETS and (named := _in_brackets(tokens, last, low)):
            return noun_phrase_ending(tokens, last - 1, named, lexicon)
        if last is not None and last > low and tokens[last].text in _ASIDES:
            last = _opening_of_aside(tokens, last, low)
        elif last is not None and last > low + 1 and _is_age(tokens, last):
            last -= 2
    if last is None or not (tokens[last].is_word or _ends_name(tokens, last, low, lexicon)):
        return None
    found = noun_phrase_ending(tokens, last, low, lexicon)
    if found is not None and (origin := _before_origin(tokens, found, low, lexicon)) is not None:
        return noun_phrase_ending(tokens, origin, low, lexicon)
    if found is not None and found.first - 2 >= low and tokens[found.first - 1].text == ",":
        # "Ann Lee, head of the Rain Office, which measures it, said": the name opens the sentence.
        subject = sentence_subject(tokens, low, found.first - 2, lexicon)
        if (
            subject is not None
            and subject.last == found.first - 2
            and not _only_opens(tokens, subject, lexicon)
        ):
            return subject
    return found


def _only_opens(tokens: list[Token], subject: Span, lexicon: Lexicon) -> bool:
    """Whether it is no subject, but what opens a sentence: "However, the mayor", "Interrogé, le maire"."""
    if subject.first != subject.last:
        return tokens[subject.first].low in lexicon.placing
    low = tokens[subject.first].low
    return low in lexicon.placing or low in lexicon.skipped or low in lexicon.breaks or low in lexicon.times


def _ends_name(tokens: list[Token], dot: int, low: int, lexicon: Lexicon) -> bool:
    """Whether the dot is of "Ann Lee Jr." and the like, not of where somebody is from: ", Raleigh, N.C."."""
    return dot > low + 1 and tokens[dot - 2].text != "," and ends_shortened(tokens, dot, lexicon)


def _before_origin(tokens: list[Token], found: Span, low: int, lexicon: Lexicon) -> int | None:
    """The token before "..., 60, from Salem, Oregon," where ``found`` is Salem, else None."""
    at = found.first - 2
    if at <= low or tokens[at].text != "," or tokens[at + 1].low not in lexicon.links:
        return None
    if not any(is_name(token) for token in tokens[found.first : found.last + 1]):
        return None
    last = at - 1
    if last > low + 1 and _is_age(tokens, last):
        last -= 2
    return last if is_name(tokens[last]) else None


def _is_age(tokens: list[Token], at: int) -> bool:
    return tokens[at].text.isdigit() and tokens[at - 1].text == ","


def _opening_of_aside(tokens: list[Token], at: int, low: int) -> int | None:
    """The token before the mark that opens the aside which token ``at`` closes."""
    mark = _ASIDES[tokens[at].text]
    for opening in range(at - 1, max(low, at - LONGEST_ASIDE - 1), -1):
        if tokens[opening].text == mark:
            return opening - 1
        if tokens[opening].quoted is not None:
            return None
    return None


def _in_brackets(tokens: list[Token], at: int, low: int) -> int | None:
    """The first token of a name that stands in brackets, which open the sentence and which token ``at``
    closes: "<Rain Oil> said", as wires mark companies without a symbol."""
    mark = _BRACKETS[tokens[at].text]
    opens = tokens[low].text == mark and at - low <= LONGEST_ASIDE
    return low + 1 if opens and all(token.text != mark for token in tokens[low + 1 : at]) else None


def _parts_participle(before: Token, lexicon: Lexicon) -> bool:
    """Whether what stands before a participle parts it from the noun that it follows: "..., saying"."""
    if before.quoted is not None:
        return before.text[-1:] == ","
    return before.text in _PARTING or before.low in lexicon.linking or before.low in lexicon.breaks


def _is_thing(tokens: list[Token], found: Span, lexicon: Lexicon) -> bool:
    """What words are on rather than whose they are: "issued a statement saying"."""
    if tokens[found.first].low not in lexicon.determiners:
        return False
    for token in tokens[found.first + 1 : found.last + 1]:
        if token.low in lexicon.linking:
            break
        named = is_name(token) and token.low not in lexicon.times
        if named or token.low in lexicon.roles or token.low in lexicon.pronouns:
            return False
    return True


def _subject_of_participle(tokens: list[Token], at: int, low: int, lexicon: Lexicon) -> Span | None:
    """Whose "..., saying" it is behind token ``at``: whoever said what stands quoted before it, else the
    sentence's subject, else whose its first thing is."""
    first = max(low, at - REACH_OF_A_PARTICIPLE)
    quoted = next((place for place in range(at - 1, first - 1, -1) if tokens[place].quoted is not None), at)
    for place in range(quoted + 1, at):
        if tokens[place].low in lexicon.verbs and not tokens[place].low.endswith(lexicon.participles):
            before = tokens[place - 1]
            behind = before.quoted is not None or before.text == ","
            if behind:
                return subject_after(tokens, place, at - 1, lexicon)
            return subject_before(tokens, place, quoted + 1, lexicon)
    if quoted == at and (speaker := _said_behind(tokens, first, at, low, lexicon)) is not None:
        return speaker
    clause = _last_clause(tokens, low, at, lexicon)
    nearest = sentence_subject(tokens, clause, at - 1, lexicon) if clause > low else None
    return nearest or sentence_subject(tokens, low, at - 1, lexicon) or _possessor(tokens, low, at - 1)


def _said_behind(tokens: list[Token], first: int, at: int, low: int, lexicon: Lexicon) -> Span | None:
    """Who said what stands without marks before that: "The dam broke, police said on Monday, adding"."""
    for place in range(at - 1, first, -1):
        verb = tokens[place].low
        if verb in lexicon.verbs and verb not in lexicon.nouns_too and not verb.endswith(lexicon.participles):
            speaker = subject_before(tokens, place, low, lexicon)
            before = tokens[speaker.first - 1].text if speaker is not None and speaker.first > low else ""
            return speaker if before in _PARTING else None
    return None


def _last_clause(tokens: list[Token], low: int, at: int, lexicon: Lexicon) -> int:
    """Where the last clause before token ``at`` begins behind ", and" or ", but"; else ``low``."""
    for place in range(at - 2, max(low, at - REACH_OF_A_PARTICIPLE), -1):
        if tokens[place].low in lexicon.joins and tokens[place - 1].text == ",":
            if _goes_on(tokens, place, low, lexicon):
                continue
            return place + 1
    return low


def _goes_on(tokens: list[Token], join: int, low: int, lexicon: Lexicon) -> bool:
    """Whether no clause begins behind ", and", but one more verb of the subject ("..., and openly named") or
    the last of several names ("Norway, Chile, and Japan")."""
    following = tokens[join + 1]
    if following.text.islower() and lexicon.shapes[following.text] in ("ed", "ly"):
        return True
    at = join - 2
    while at > low and is_name(tokens[at]):
        at -= 1
    return is_name(following) and low < at < join - 2 and tokens[at].text == ","


_ONE = ("a", "an")
_PARTING = (",", "—", "–", "-")
_BRACKETS = {")": "(", ">": "<", "]": "["}
_ASIDES = {",": ",", "—": "—", "–": "–", "-": "-"} | _BRACKETS
"""What closes an aside behind a speaker, and what opened it: a stock's symbol stands in brackets, too."""


def _possessor(tokens: list[Token], first: int, high: int) -> Span | None:
    """Whose the first thing of the sentence is: "This is Tokyo's offer, saying ..."."""
    for at in range(first, min(high, first + LONGEST_ASIDE)):
        if is_name(tokens[at]) and tokens[at].low.endswith("'s"):
            return Span(at, at)
    return None

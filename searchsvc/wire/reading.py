"""Reading wire copy: text -> headline, dateline, agency, clean body, quotes, and what was cut where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from searchsvc.article import Dateline, Quote
from searchsvc.unpublished import unpublished
from searchsvc.wire.agencies import credited
from searchsvc.wire.dateline import DatelineMatch, match_dateline
from searchsvc.wire.dates import day_of, in_language
from searchsvc.wire.embargo import Embargo, take_embargo
from searchsvc.wire.front import DEEPEST, Front, is_front, is_told, read_front, reads_like_headline
from searchsvc.wire.front_lines import agency_in_front, divide, is_byline
from searchsvc.wire.furniture import (
    contacts_start,
    is_take_line,
    is_wrapped_credit,
    reason_to_cut,
    section_start,
)
from searchsvc.wire.language import detect, told_by
from searchsvc.wire.layout import Line, Paragraph, join, paragraphs
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.signoff import find_signoff, find_tail, is_initials_over_tail
from searchsvc.wire.words import is_in_capitals

PARSER_VERSION = "14"
"""Stored with each article; to be raised with every change that reads some copy differently."""

LEAD = 600
"""Characters behind the dateline in which a weekday can name its day."""

MOST_LINES_BELOW = 6
"""Lines that a wire adds below a story."""

LEAST_WRAPPED = 3
"""Lines of a paragraph that is text which a wire wrapped: none of them is furniture."""


@dataclass(frozen=True)
class Cut:
    """What was left out of the body: its place in the copy as given, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What copy says of itself. ``day`` is the dateline's; ``source`` the agency's code; ``embargoes``
    what is stated of when it may be published."""

    body_text: str
    headline: str | None = None
    byline: str | None = None
    slugline: str | None = None
    ednote: str | None = None
    source: str | None = None
    language: str | None = None
    dateline: Dateline | None = None
    embargoes: tuple[Embargo, ...] = ()
    quotes: tuple[Quote, ...] = ()
    cuts: tuple[Cut, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def day(self) -> date | None:
        """The day of the dateline."""
        return self.dateline.date if self.dateline else None


def read(
    copy: str,
    *,
    anchor: datetime,
    headline: str | None = None,
    language: str | None = None,
    source: str | None = None,
    body_is_clean: bool = False,
) -> Reading:
    """Read wire copy.

    ``anchor`` (aware) is the instant from which a date without a year is reckoned. ``headline``
    given: the copy is the body alone. ``language`` and ``source`` given are believed.
    ``body_is_clean``: the body is ``copy`` as it stands; nothing is cut, facts are still read.
    """
    if body_is_clean:
        return _read_clean(copy, anchor, language, source)
    story, embargoes, stated = take_embargo(divide(paragraphs(copy), DEEPEST))
    story, found_at, match = _find_dateline(story, language)
    front = read_front(story, found_at) if headline is None else Front(length=0)
    story, notes, unpublished_lines = _take_unpublished(story, front.length)
    body, cuts, signed, sent_below = _clean(
        story[front.length :], language, match.stranger if match else None
    )
    if unpublished_lines and signed is None:
        signoff = find_signoff(unpublished_lines[-1].text, alone=True, language=language)
        signed = signoff.agency.code if signoff and signoff.agency else None
    left_out = [(stated, "embargo"), *front.left_out, (unpublished_lines, "not for publication")]
    cuts = sorted((*cuts, *_cuts_of(left_out)), key=lambda cut: cut.start)
    texts = [text for text in map(join, body) if text]
    body_text = "\n\n".join(texts)
    spoken = language or detect(body_text[match.end if match else 0 :]) or detect(copy)
    if spoken is None and match:
        spoken = told_by(match.date_text, match.agency or credited(signed or ""))
    if match and found_at is not None:
        # Furniture cut above it does not move the dateline within its paragraph.
        first = join(story[found_at])
        offset = body_text.find(first[: match.end]) if first else -1
        sent = _no_later(anchor, front.sent or sent_below)
        dateline = _to_dateline(match, body_text, offset, sent, spoken) if offset >= 0 else None
    else:
        dateline = None
    # Copy with a dateline is credited there or signs off; the labelled copy that does neither has no agency,
    # whatever its byline says. Services without datelines (PA, TT) are known by their bylines.
    credit = front.agency.code if front.agency and match is None else None
    label = front.label.code if front.label else None
    agency = source or _agency_of(match) or signed or label or credit
    return Reading(
        body_text=body_text,
        headline=_or_none(" ".join(front.headline)),
        byline=front.byline,
        slugline=front.slugline,
        ednote=_or_none(" ".join((*front.ednote, notes))),
        source=agency,
        language=spoken,
        dateline=dateline,
        quotes=find_quotes(body_text, language=spoken, start=dateline.end or 0 if dateline else 0),
        embargoes=embargoes,
        cuts=tuple(cuts),
    )


def _read_clean(copy: str, anchor: datetime, language: str | None, source: str | None) -> Reading:
    match = match_dateline(copy, language=language)
    spoken = language or detect(copy[match.end if match else 0 :])
    dateline = _to_dateline(match, copy, 0, anchor, spoken) if match else None
    signed = None
    if source is None and not _agency_of(match):
        last = copy.rstrip().rpartition("\n")[2].strip()
        signoff = find_signoff(last, alone=True, language=spoken)
        signed = signoff.agency.code if signoff and signoff.agency else None
    return Reading(
        body_text=copy,
        source=source or _agency_of(match) or signed,
        language=spoken,
        dateline=dateline,
        quotes=find_quotes(copy, language=spoken, start=match.end if match else 0),
    )


def _take_unpublished(story: list[Paragraph], begin: int) -> tuple[list[Paragraph], str, list[Line]]:
    """``story`` without what is not for publication below the text that begins with paragraph ``begin``, what
    that tells editors, and its lines."""
    lines = [line for paragraph in story[begin:] for line in paragraph]
    at, notes = unpublished([line.text for line in lines])
    if not 0 < at < len(lines):
        return story, "", []
    start = lines[at].start
    kept = [[line for line in paragraph if line.start < start] for paragraph in story]
    return [paragraph for paragraph in kept if paragraph], notes, lines[at:]


def _cuts_of(left_out: list[tuple[list[Line], str]]) -> list[Cut]:
    return [Cut(line.start, line.end, line.text, reason) for lines, reason in left_out for line in lines]


def _no_later(anchor: datetime, sent: date | None) -> datetime:
    """The anchor, or the day on which the copy says that it was sent, if that is earlier."""
    if sent is None or sent >= anchor.date():
        return anchor
    return datetime(sent.year, sent.month, sent.day, tzinfo=anchor.tzinfo)


def _or_none(text: str) -> str | None:
    return text.strip() or None


def _agency_of(match: DatelineMatch | None) -> str | None:
    if match is None:
        return None
    return match.agency.code if match.agency else match.stranger


_NOTE = re.compile(r"(?:\(\(?[^()]{1,600}\)\)?|\[[^\[\]]{1,600}\])\s*")


def _find_dateline(
    story: list[Paragraph], language: str | None
) -> tuple[list[Paragraph], int | None, DatelineMatch | None]:
    """The story, divided where a dateline opens a line, the paragraph it stands in, and the dateline."""
    for number, paragraph in enumerate(story[:13]):
        for line_number in range(min(len(paragraph), 8)):
            text = join(paragraph[line_number : line_number + 4])
            if note := _NOTE.match(text):
                # "((corrects date in 2nd paragraph)) By Jane Roe PARIS (X) -"
                match = match_dateline(text, language=language) or match_dateline(
                    text, note.end(), language=language
                )
            else:
                match = match_dateline(text, language=language)
            if match is None or (line_number and not (match.agency and match.date)):
                continue
            below = map(join, story[number + 1 : number + 3])
            following = next((text for text in below if not is_byline(text)), "")
            if following and _is_headline(join(paragraph), match, following, first=number == 0):
                continue
            before = story[:number] + ([paragraph[:line_number]] if line_number else [])
            weak = not (match.agency or match.stranger or match.date)
            if not is_front(before) or (weak and any(is_told(join(each)) for each in before)):
                return story, None, None
            return [*before, paragraph[line_number:], *story[number + 1 :]], len(before), match
    return story, None, None


def _is_headline(text: str, match: DatelineMatch, following: str, *, first: bool) -> bool:
    """Whether ``text``, in which a dateline was read, is a headline over ``following``: it reads like one and
    has neither agency nor date, or it is the first, in capitals, over text that is not ("OFFER - TRADE")."""
    weak = not (match.agency or match.stranger or match.date)
    # "(Yonhap Interview) Minister resigns", not "(KPL) Rain fell."
    labelled = not (match.places or match.date) and agency_in_front(text[match.start :])
    if (weak or labelled) and reads_like_headline(text, following):
        return True
    return first and is_in_capitals(text[match.end :]) and not is_in_capitals(following)


def _clean(
    body: list[Paragraph], language: str | None, stranger: str | None
) -> tuple[list[Paragraph], list[Cut], str | None, date | None]:
    """The body without furniture and sign-off, what was cut, the agency that signed, and the day on which it
    was sent. ``stranger``: an agency that the dateline names and nobody knows, which may sign too."""
    cuts = _furniture(body)
    kept = [[line for line in paragraph if line.start not in cuts] for paragraph in body]
    kept = [paragraph for paragraph in kept if paragraph]
    if stranger and kept and _is_alone(join(kept[-1]), stranger):
        line = kept[-1][-1]
        _cut_line(kept, cuts, line, 0, "sign-off")
    signed, sent = _cut_end(kept, cuts, language)
    return kept, list(cuts.values()), signed, sent


def _furniture(body: list[Paragraph]) -> dict[int, Cut]:
    """The lines of the body that are no part of the story, by where they start."""
    lines = [line for paragraph in body for line in paragraph]
    cuts: dict[int, Cut] = {}
    section = section_start(lines)
    if section is not None:
        for line in lines[section:]:
            cuts[line.start] = Cut(line.start, line.end, line.text, "related links")
    contacts = contacts_start([each for each in body if each[0].start not in cuts])
    if contacts is not None:
        for line in (line for paragraph in body[contacts:] for line in paragraph):
            cuts.setdefault(line.start, Cut(line.start, line.end, line.text, "contact"))
    for paragraph in body:
        for line, reason in _reasons(paragraph):
            cuts.setdefault(line.start, Cut(line.start, line.end, line.text, reason))
    return cuts


def _reasons(paragraph: Paragraph) -> Iterator[tuple[Line, str]]:
    """The lines of a paragraph that are furniture by themselves, and why."""
    if is_wrapped_credit(paragraph):
        yield from ((line, "credit") for line in paragraph)
    elif len(paragraph) < LEAST_WRAPPED:
        for line in paragraph:
            if reason := reason_to_cut(line.text):
                yield line, reason


def _is_alone(text: str, name: str) -> bool:
    """Whether ``text`` is ``name`` with at most brackets and dashes around it."""
    return text.strip("()[]/-–— .*").casefold() == name.casefold()


def _cut_end(
    body: list[Paragraph], cuts: dict[int, Cut], language: str | None
) -> tuple[str | None, date | None]:
    """Take what a wire adds below a story off the end of ``body``: tail, sign-off, initials, take line. The
    code of who signed, and the day on which the tail says that it was sent."""
    signed, sent, over_tail = None, None, False
    for _ in range(MOST_LINES_BELOW):
        if not body or not (len(body) > 1 or len(body[0]) > 1 or len(body[0][0].text) > 40):
            break
        line = body[-1][-1]
        is_tail, day = find_tail(line.text)
        if is_tail or (over_tail and is_initials_over_tail(line.text)):
            sent, over_tail = sent or day, is_tail
            _cut_line(body, cuts, line, 0, "date sent" if day else "sign-off")
            continue
        over_tail = False
        if is_take_line(line.text):
            _cut_line(body, cuts, line, 0, "take line")
            continue
        signoff = find_signoff(line.text, alone=len(body[-1]) == 1 or len(line.text) < 20, language=language)
        if signoff is None or (signed and signoff.agency and signoff.start):
            break
        _cut_line(body, cuts, line, signoff.start, "sign-off")
        signed = signed or (signoff.agency.code if signoff.agency else None)
    return signed, sent


def _cut_line(body: list[Paragraph], cuts: dict[int, Cut], line: Line, at: int, reason: str) -> None:
    cuts[line.start + at] = Cut(line.start + at, line.end, line.text[at:], reason)
    body[-1].pop()
    kept = line.text[:at].rstrip()
    if kept:
        body[-1].append(line._replace(text=kept, end=line.start + len(kept)))
    if not body[-1]:
        body.pop()


def _to_dateline(
    match: DatelineMatch, body: str, offset: int, anchor: datetime, language: str | None
) -> Dateline:
    home = match.agency.home if match.agency else None
    end = offset + match.end
    places = [place.at_home(home, body[end:]) for place in match.places]
    first = places[0] if places else None
    day, inferred = None, False
    if match.date:
        lead = body[end : end + LEAD].partition("\n\n")[0]
        day, inferred = day_of(in_language(match.date, match.date_text, language), anchor, lead, language)
    start = offset + match.start
    return Dateline(
        text=body[start:end],
        city=first.city if first else None,
        cities=tuple(place.city for place in places),
        country=first.country if first else None,
        lat=first.place.lat if first and first.place else None,
        lon=first.place.lon if first and first.place else None,
        date=day,
        date_inferred=inferred,
        start=start,
        end=end,
    )

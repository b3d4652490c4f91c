"""What another parser changes in an article, field by field."""

from __future__ import annotations

from dataclasses import replace

from searchsvc.article import Article, Dateline, Quote, QuoteKind, Speaker
from searchsvc.ingest import Change
from searchsvc.ingest.comparing import compare_articles

BODY = (
    "OSLO, March 3 (NTB) - It rained all day in the whole of the country, they said, and then the sun shone."
)
LEE = Speaker("Ann Lee", "Ann Lee")
QUOTE = Quote("It rained", ((22, 31),), QuoteKind.INDIRECT, 22, 31, "said", LEE)
STORED = Article(
    uri="urn:test:1",
    headline="Rain",
    body_text=BODY,
    dateline=Dateline("OSLO, March 3 (NTB) -", "Oslo", ("Oslo",), "NO"),
    quotes=(QUOTE, replace(QUOTE, text="the sun shone")),
    parser="1",
)


def test_nothing_differs_but_the_parser() -> None:
    assert compare_articles(STORED, replace(STORED, parser="2", story="s")) == ()


def test_members_of_dateline_and_speaker_are_compared_one_by_one() -> None:
    dateline = replace(STORED.dateline, city="Bergen", cities=("Bergen",))  # type: ignore[type-var]
    quotes = (replace(QUOTE, speaker=replace(LEE, role="mayor"), start=1, spans=((1, 10),)), STORED.quotes[1])
    assert compare_articles(STORED, replace(STORED, headline=None, dateline=dateline, quotes=quotes)) == (
        Change("headline", "Rain", None),
        Change("dateline.city", "Oslo", "Bergen"),
        Change("dateline.cities", ["Oslo"], ["Bergen"]),
        Change("quotes.0.speaker.role", None, "mayor"),
    )


def test_what_is_gone_and_what_is_new() -> None:
    new = replace(QUOTE, text="they said", speaker=None)
    found = compare_articles(STORED, replace(STORED, dateline=None, quotes=(new, QUOTE)))
    assert [(change.field, change.stored is None, change.read is None) for change in found] == [
        ("dateline", False, True),
        ("quotes.1", False, True),
        ("quotes", True, False),
    ]


def test_of_a_body_the_part_that_differs_is_shown() -> None:
    found = compare_articles(STORED, replace(STORED, body_text=BODY.replace("whole of the ", "")))
    assert found == (
        Change(
            "body_text",
            "B) - It rained all day in the whole of the country, they said, and then t",
            "B) - It rained all day in the country, they said, and then t",
        ),
    )
    longer = compare_articles(STORED, replace(STORED, body_text=BODY + BODY))
    assert longer[0].stored == BODY[-30:]
    assert longer[0].read == BODY[-30:] + BODY

"""Order, pages, cursors, counts and what a hit shows: the same on every engine."""

from __future__ import annotations

import pytest

from searchsvc.article import Speaker, article_id
from searchsvc.errors import InputError, TooLargeError
from searchsvc.search import (
    Delete,
    Engine,
    Facet,
    Filter,
    HighlightOptions,
    Histogram,
    Match,
    Sort,
)
from searchsvc.tree import And, Everything, Or, Phrase
from tests.engines.corpus import article, ask, day, fill, found, newsroom, puts, quote, uris, word

HARBOUR, STRIKE, HUELGA, FLASH = "urn:harbour", "urn:strike", "urn:huelga", "urn:flash"


@pytest.fixture
def engine(engine: Engine) -> Engine:
    return fill(engine, newsroom())


def pages(engine: Engine, **parameters) -> list[list[str]]:
    """All pages, followed by their cursors."""
    result = ask(engine, **parameters)
    followed = [uris(result)]
    while result.next_cursor:
        result = ask(engine, **parameters, cursor=result.next_cursor)
        followed.append(uris(result))
    return followed


def test_ties_are_broken_by_the_newer_then_by_id(engine: Engine) -> None:
    same = [article(name, versioncreated=day(9)) for name in ("p", "q", "r")]
    fill(engine, same)
    by_id = sorted(("p", "q", "r"), key=article_id)
    assert uris(ask(engine)) == [*by_id, FLASH, HUELGA, STRIKE, HARBOUR]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ((Sort("versioncreated"),), [FLASH, HUELGA, STRIKE, HARBOUR]),
        ((Sort("versioncreated", descending=False),), [HARBOUR, STRIKE, HUELGA, FLASH]),
        ((Sort("urgency"),), [STRIKE, HARBOUR, FLASH, HUELGA]),
        ((Sort("urgency", descending=False),), [FLASH, HARBOUR, STRIKE, HUELGA]),
        ((Sort("firstcreated"), Sort("urgency")), [HARBOUR, STRIKE, FLASH, HUELGA]),
        ((Sort("_score", descending=False), Sort("urgency")), [STRIKE, HARBOUR, FLASH, HUELGA]),
    ],
)
def test_sorting_puts_missing_values_last(engine: Engine, sort, expected) -> None:
    result = ask(engine, sort=sort)
    assert uris(result) == expected
    assert [hit.score is None for hit in result.hits] == [sort[0].field != "_score"] * 4


def test_pages_by_offset_and_the_total(engine: Engine) -> None:
    order = uris(ask(engine))
    for offset in range(5):
        result = ask(engine, offset=offset, limit=2)
        assert (uris(result), result.total.value, result.total.relation) == (
            order[offset : offset + 2],
            4,
            "eq",
        )
        assert (result.next_cursor is not None) is (offset + 2 < 4)
    assert ask(engine, limit=0).total.value == 4
    with pytest.raises(TooLargeError, match="10000"):
        ask(engine, offset=10_000, limit=1)


@pytest.mark.parametrize(
    "sort", [(Sort("_score"),), (Sort("versioncreated"),), (Sort("urgency", descending=False),)]
)
def test_cursors_lead_through_all_hits_once(engine: Engine, sort) -> None:
    more = [
        article(f"n{number}", "ferry " * (number % 3), versioncreated=day(number % 4 + 1))
        for number in range(20)
    ]
    fill(engine, more)
    whole = uris(ask(engine, Or((word("ferry"), Everything())), sort=sort, limit=100))
    followed = pages(engine, query=Or((word("ferry"), Everything())), sort=sort, limit=7)
    assert [uri for page in followed for uri in page] == whole
    assert [len(page) for page in followed] == [7, 7, 7, 3]


def test_a_cursor_begins_where_a_page_by_offset_ended(engine: Engine) -> None:
    for sort in ((Sort("_score"),), (Sort("versioncreated"),)):
        result = ask(engine, sort=sort, offset=1, limit=2)
        assert (
            uris(ask(engine, sort=sort, limit=2, cursor=result.next_cursor))
            == uris(ask(engine, sort=sort))[3:]
        )


def test_a_cursor_over_a_field_goes_on_through_changes(engine: Engine) -> None:
    newest_first = (Sort("versioncreated"),)
    result = ask(engine, sort=newest_first, limit=2)
    changed = [article("newer", versioncreated=day(20)), article("between", versioncreated=day(4))]
    engine.apply([*puts(changed, 5), Delete(7, article_id(HUELGA))], upto=7)
    rest = ask(engine, sort=newest_first, limit=9, cursor=result.next_cursor)
    assert uris(rest) == [STRIKE, "between", HARBOUR]


def test_a_cursor_over_scores_stays_with_its_commit_but_not_with_what_was_killed(engine: Engine) -> None:
    result = ask(engine, limit=1)
    assert uris(result) == [FLASH]
    engine.apply([*puts([article("new", versioncreated=day(9))], 5), Delete(6, article_id(STRIKE))], upto=6)
    rest = ask(engine, limit=9, cursor=result.next_cursor)
    assert uris(rest) == [HUELGA, HARBOUR]
    assert uris(ask(engine)) == ["new", FLASH, HUELGA, HARBOUR]


def test_a_cursor_over_scores_hides_what_the_current_commit_hides(engine: Engine) -> None:
    result = ask(engine, limit=1)
    hidden = [article(STRIKE, "bakers", embargoed=day(1, 12)), article(HUELGA, expires=day(1, 3))]
    engine.apply(puts(hidden, 5), upto=6)
    assert uris(ask(engine, limit=9, cursor=result.next_cursor)) == [HARBOUR]


def test_a_cursor_over_scores_is_good_in_any_process(engine: Engine, open_here) -> None:
    result = ask(engine, limit=1)
    engine.apply(puts([article("new", versioncreated=day(9))], 5), upto=5)
    assert uris(ask(open_here(), limit=9, cursor=result.next_cursor)) == [HUELGA, STRIKE, HARBOUR]


@pytest.mark.parametrize("sort", [(Sort("_score"),), (Sort("versioncreated"),)])
def test_a_cursor_is_bound_to_its_search(engine: Engine, sort) -> None:
    cursor = ask(engine, sort=sort, limit=1).next_cursor
    assert cursor is not None
    assert cursor.replace("-", "").replace("_", "").isalnum()
    for other in (
        {"query": word("ferry")},
        {"target": "quotes"},
        {"since": day(1)},
        {"filters": (Filter("source", ("efe",)),)},
        {"sort": (Sort("urgency"),)},
        {"collapse": True},
    ):
        with pytest.raises(InputError, match="cursor"):
            ask(engine, **{"sort": sort, "limit": 1, "cursor": cursor, **other})
    for damaged in ("", "x", cursor[:-4], cursor + "AAAA", "é" * 8, "A" * 5000, "bnVsbA"):
        with pytest.raises(InputError, match="cursor"):
            ask(engine, sort=sort, limit=1, cursor=damaged)


def test_facets_count_a_document_once_a_value_over_all_matches(engine: Engine) -> None:
    names = ("source", "located", "country", "subject", "speaker", "language", "urgency")
    result = ask(engine, limit=1, facets=tuple(Facet(name) for name in names))
    assert result.facets == {
        "source": (("Lusa", 1), ("Reuters", 1), ("efe", 1)),
        "located": (("Lisbon", 1), ("Madrid", 1), ("Paris", 1)),
        "country": (("ES", 1), ("FR", 1), ("PT", 1)),
        "subject": (("Labour", 2), ("Food, drink", 1), ("Shipping", 1), ("Transport accident", 1)),
        "speaker": (("Anne Petit", 1), ("Rui Melo", 1)),
        "language": (("en", 2), ("es-ES", 1)),
        "urgency": (("1", 1), ("4", 1), ("5", 1)),
    }
    narrowed = ask(engine, word("ferry"), facets=(Facet("source", 1), Facet("language", 1)))
    assert narrowed.facets == {"source": (("Lusa", 1),), "language": (("en", 1),)}
    assert ask(engine, facets=(Facet("country", 2),)).facets == {"country": (("ES", 1), ("FR", 1))}
    with pytest.raises(InputError, match="byline"):
        ask(engine, facets=(Facet("byline"),))


def test_speakers_are_counted_by_the_most_telling_of_what_is_known(engine: Engine) -> None:
    body = "It rained."
    speakers = (
        Speaker("She", "Ann Lee", "mayor"),
        Speaker("The divers", role="divers"),
        Speaker("They", role="divers"),
        Speaker("It", organisation="Rain Office"),
        Speaker("the crowd"),
        Speaker("They"),
    )
    quotes = tuple(quote(body, "It rained", speaker=speaker) for speaker in speakers)
    fill(engine, [article("a", body, quotes=quotes)])
    assert ask(engine, word("rained"), target="quotes", facets=(Facet("speaker"),)).facets == {
        "speaker": (("divers", 2), ("Ann Lee", 1), ("Rain Office", 1), ("the crowd", 1))
    }


def test_a_value_is_shown_as_it_is_most_often_written(engine: Engine) -> None:
    fill(engine, [article("a", source="efe"), article("b", source="EFE"), article("c", source="EFE")])
    assert ask(engine, facets=(Facet("source", 1),)).facets == {"source": (("EFE", 4),)}


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (
            "hour",
            (
                ("2022-02-03T00:00", 1),
                ("2022-02-05T00:00", 1),
                ("2022-02-07T00:00", 1),
                ("2022-02-08T00:00", 1),
            ),
        ),
        ("day", (("2022-02-03", 1), ("2022-02-05", 1), ("2022-02-07", 1), ("2022-02-08", 1))),
        ("week", (("2022-01-31", 2), ("2022-02-07", 2))),
        ("month", (("2022-02", 4),)),
        ("year", (("2022", 4),)),
    ],
)
def test_histograms_by_interval(engine: Engine, interval, expected) -> None:
    assert ask(engine, histogram=Histogram("versioncreated", interval)).histogram == expected


def test_a_histogram_is_of_local_days_also_where_the_clock_changes(engine: Engine) -> None:
    instants = {
        "last winter hour": day(27, 3, hour=0),
        "summer": day(27, 3, hour=21),
        "next day": day(27, 3, hour=22),
        "winter day before": day(26, 3, hour=22),
    }
    articles = [article(name, versioncreated=instant) for name, instant in instants.items()]
    fill(engine, articles)
    madrid = Histogram("versioncreated", "day", "Europe/Madrid")
    assert ask(engine, since=day(1, 3), histogram=madrid).histogram == (
        ("2022-03-26", 1),
        ("2022-03-27", 2),
        ("2022-03-28", 1),
    )
    for wrong in (Histogram("versioncreated", "day", "Nowhere/Land"), Histogram("headline", "day")):
        with pytest.raises(InputError):
            ask(engine, histogram=wrong)


def test_collapsing_shows_the_first_of_each_story(engine: Engine) -> None:
    result = ask(engine, collapse=True)
    assert [(hit.document["uri"], hit.collapsed) for hit in result.hits] == [
        (FLASH, 0),
        (HUELGA, 1),
        (HARBOUR, 0),
    ]
    assert result.total.value == 3
    oldest = (Sort("versioncreated", descending=False),)
    assert pages(engine, collapse=True, sort=oldest, limit=2) == [[HARBOUR, STRIKE], [FLASH]]
    assert pages(engine, collapse=True, limit=1) == [[FLASH], [HUELGA], [HARBOUR]]


def test_an_explanation_adds_up_to_the_score(engine: Engine) -> None:
    query = And((Or((word("ferry"), word("flour"))), Phrase(("second", "day"))))
    (hit,) = ask(engine, query, explain=True).hits
    assert hit.explanation is not None
    assert sum(leaf["score"] for leaf in hit.explanation["leaves"]) == pytest.approx(hit.score)
    assert {(leaf["field"], *leaf["terms"]) for leaf in hit.explanation["leaves"]} == {
        ("headline_stem", "flour"),
        ("body_text_stem", "flour"),
        ("body_text", "second"),
        ("body_text", "day"),
    }


def test_a_hit_shows_its_article(engine: Engine) -> None:
    (hit,) = ask(engine, word("fog")).hits
    assert hit.id == article_id(HARBOUR)
    assert dict(hit.document) == {
        "id": article_id(HARBOUR),
        "uri": HARBOUR,
        "headline": "Ferries collide in Lisbon fog",
        "source": "Lusa",
        "dateline": {
            "text": "LISBON, Feb 3 (Lusa) -",
            "city": "Lisbon",
            "cities": [],
            "country": "PT",
            "lat": 38.7,
            "lon": -9.1,
            "date": None,
            "date_inferred": False,
            "start": None,
            "end": None,
        },
        "versioncreated": "2022-02-03T00:00:00Z",
        "language": "en",
        "story": "s1",
    }
    assert (hit.highlights, hit.explanation, hit.collapsed) == ({}, None, None)


def test_a_quote_shows_its_article_and_the_sentences_around_it(engine: Engine) -> None:
    (hit,) = ask(engine, word("fog"), target="quotes").hits
    body = newsroom()[0].body_text
    start = body.index("The fog")
    assert hit.id == article_id(HARBOUR)
    assert {
        name: hit.document[name] for name in ("uri", "source", "text", "kind", "cue", "via", "spans", "start")
    } == {
        "uri": HARBOUR,
        "source": "Lusa",
        "text": "The fog was thick,",
        "kind": "direct",
        "cue": "said",
        "via": None,
        "spans": [[start, start + 18]],
        "start": start,
    }
    assert hit.document["speaker"] == {
        "surface": "captain Rui Melo",
        "name": "Rui Melo",
        "role": "captain",
        "organisation": None,
    }
    assert hit.document["before"] == "LISBON, Feb 3 (Lusa) - Two ferries collided in the harbour."
    assert hit.document["after"] == "Nobody was hurt."


def test_quotes_are_filtered_as_their_articles(engine: Engine) -> None:
    assert found(engine, target="quotes") == [HARBOUR, STRIKE]
    assert found(engine, target="quotes", filters=(Filter("speaker", ("melo",)),)) == [HARBOUR]
    assert found(
        engine, target="quotes", filters=(Filter("country", ("fr",)), Filter("kind", ("direct",)))
    ) == [STRIKE]
    assert ask(engine, target="quotes", facets=(Facet("kind"), Facet("speaker"))).facets == {
        "kind": (("direct", 2),),
        "speaker": (("Anne Petit", 1), ("Rui Melo", 1)),
    }


def test_highlights_mark_what_matched_in_the_fields_asked_for(engine: Engine) -> None:
    options = HighlightOptions(("headline", "body_text"))
    (hit,) = ask(engine, And((word("fog"), Phrase(("two", "ferries")))), highlight=options).hits
    marked = {
        name: [
            (span.kind, passage.text[span.start - passage.start : span.end - passage.start])
            for span in passage.spans
        ]
        for name, passages in hit.highlights.items()
        for passage in passages[:1]
    }
    assert marked["headline"] == [("term", "fog")]
    assert ("phrase", "Two ferries") in marked["body_text"]
    with pytest.raises(InputError, match="source"):
        ask(engine, highlight=HighlightOptions(("source",)))


def test_completions_are_the_most_frequent_words(engine: Engine) -> None:
    fill(engine, [article(f"{n}", "flounder") for n in range(3)])
    assert engine.suggest("fl", 2) == ["flounder", "flash"]
    assert engine.suggest("fresh FLO", 9) == ["fresh flounder", "fresh flour"]
    assert (engine.suggest("", 5), engine.suggest("flour ", 5), engine.suggest("zzz", 5)) == ([], [], [])


def test_a_better_spelling_is_offered_where_little_is_found(engine: Engine) -> None:
    assert ask(engine, word("flouur")).did_you_mean == "flour"
    assert ask(engine, And((word("bakers"), word("strke")))).did_you_mean == "bakers AND strike"
    assert ask(engine, word("flour")).did_you_mean is None
    assert ask(engine, word("xylophone")).did_you_mean is None


def test_saved_queries_that_articles_answer(engine: Engine) -> None:
    queries = {
        "fog": word("fog"),
        "spanish": word("panadero"),
        "second day": Phrase(("second", "day")),
        "wrong": word("x", "nosuch"),
        "all": Everything(),
    }
    harbour, strike, huelga, _ = newsroom()
    assert sorted(engine.match([harbour, huelga, strike], queries), key=repr) == sorted(
        [
            Match("fog", harbour.id),
            Match("spanish", huelga.id),
            Match("second day", strike.id),
            *(Match("all", each.id) for each in (harbour, huelga, strike)),
        ],
        key=repr,
    )
    assert list(engine.match([], queries)) == []

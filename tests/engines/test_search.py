"""What a query finds, and what a filter lets through: the same on every engine."""

from __future__ import annotations

import pytest

from searchsvc.article import Concept, Dateline
from searchsvc.errors import InputError
from searchsvc.search import BoundingBox, Engine, Filter, Sort
from searchsvc.tree import (
    And,
    AndMaybe,
    Boost,
    Everything,
    Exact,
    Fuzzy,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Wildcard,
    Word,
)
from tests.engines.corpus import article, ask, day, fill, found, newsroom, uris, word

HARBOUR, STRIKE, HUELGA, FLASH = "urn:harbour", "urn:strike", "urn:huelga", "urn:flash"
ALL = [FLASH, HARBOUR, HUELGA, STRIKE]


@pytest.fixture
def engine(engine: Engine) -> Engine:
    return fill(engine, newsroom())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Everything(), ALL),
        (Nothing(), []),
        (word("ferry"), [FLASH, HARBOUR]),
        (word("ferries"), [HARBOUR]),
        (word("strikes"), [STRIKE]),
        (word("panadero"), [HUELGA]),
        (Word("niño", "nino"), [HUELGA]),
        (word("collide", "headline"), [HARBOUR]),
        (word("harbour", "headline"), []),
        (word("dubois", "byline"), [STRIKE]),
        (word("melo", "speaker"), [HARBOUR]),
        (word("transport", "subject"), [HARBOUR]),
        (word("labour", "subject"), [HUELGA, STRIKE]),
        (word("efe", "source"), [HUELGA]),
        (word("4", "urgency"), [HARBOUR]),
        (Phrase(("second", "day")), [STRIKE]),
        (Phrase(("day", "second")), []),
        (Phrase(("bakers", "for")), []),
        (Phrase(("bakers", "for"), slop=1), [STRIKE]),
        (Phrase(("for", "bakers"), slop=3), []),
        (Phrase(("for", "bakers"), slop=4), [STRIKE]),
        (Phrase(("flour", "bakers"), slop=2, field="body_text"), []),
        (Phrase(("the", "ferry", "lusa"), slop=4), [HARBOUR]),
        (Phrase(("the", "ferry", "lusa"), slop=2), []),
        (Phrase(("rui", "melo"), field="speaker"), [HARBOUR]),
        (Phrase(("transport", "accident"), field="subject"), [HARBOUR]),
        (Phrase(("accident", "shipping"), field="subject", slop=100), []),
        (Phrase(("urn", "flash")), []),
        (Prefix("ferr"), [FLASH, HARBOUR]),
        (Prefix("ferr", "headline"), [HARBOUR]),
        (Prefix("pa", "located"), [STRIKE]),
        (Wildcard("*arin*"), [HUELGA]),
        (Wildcard("f?g"), [HARBOUR]),
        (Wildcard("fl*r"), [STRIKE]),
        (Wildcard("?????"), ALL),
        (Fuzzy("flor", 1), [STRIKE]),
        (Fuzzy("harbor", 1), [HARBOUR]),
        (Fuzzy("lour", 1), []),
        (Fuzzy("colided", 2), [HARBOUR]),
        (Exact("source", "efe"), [HUELGA]),
        (Exact("located", "lisbon"), [HARBOUR]),
        (Exact("language", "es"), [HUELGA]),
        (Exact("language", "es-es"), [HUELGA]),
        (Exact("subject", "transport accident"), [HARBOUR]),
        (Exact("subject", "20000139"), [HARBOUR]),
        (Exact("subject", "transport"), []),
        (Exact("uri", "urn:flash"), [FLASH]),
        (Range("versioncreated", day(3), day(7)), [HARBOUR, STRIKE]),
        (Range("versioncreated", None, day(3)), []),
        (Range("versioncreated", day(7), None), [FLASH, HUELGA]),
        (Range("firstcreated", None, None), [HARBOUR]),
        (Range("urgency", 1, 4), [FLASH, HARBOUR]),
        (Range("urgency", 1, 4, open_low=True), [HARBOUR]),
        (Range("urgency", 1, 4, open_high=True), [FLASH]),
        (Range("country", "es", "fr"), [HUELGA, STRIKE]),
        (Range("country", "es", "fr", open_high=True), [HUELGA]),
        (Range("country", "es", None, open_low=True), [HARBOUR, STRIKE]),
        (And((word("ferry"), word("fog"))), [HARBOUR]),
        (Or((word("fog"), word("flour"))), [HARBOUR, STRIKE]),
        (Not(word("ferry")), [HUELGA, STRIKE]),
        (And((word("ferry"), Not(word("fog")))), [FLASH]),
        (AndMaybe(word("ferry"), word("flour")), [FLASH, HARBOUR]),
        (Boost(word("fog"), 3.0), [HARBOUR]),
    ],
    ids=repr,
)
def test_what_a_query_finds(engine: Engine, query, expected) -> None:
    assert found(engine, query) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ((Filter("source", ("EFE",)),), [HUELGA]),
        ((Filter("source", ("efe", "REUTERS")),), [HUELGA, STRIKE]),
        ((Filter("source", ("efe", "reuters")), Filter("country", ("FR",))), [STRIKE]),
        ((Filter("located", (" lisbon ",)),), [HARBOUR]),
        ((Filter("language", ("es",)),), [HUELGA]),
        ((Filter("language", ("ES_es",)),), [HUELGA]),
        ((Filter("language", ("es-MX",)),), []),
        ((Filter("subject", ("LABOUR",)),), [HUELGA, STRIKE]),
        ((Filter("subject", ("food, drink",)),), [STRIKE]),
        ((Filter("speaker", ("petit",)),), [STRIKE]),
        ((Filter("speaker", ("Anne Petit",)),), [STRIKE]),
        ((Filter("speaker", ("Petit Anne",)),), []),
        ((Filter("speaker", ("Rui Petit",)),), []),
    ],
    ids=repr,
)
def test_filters_compare_whole_folded_values(engine: Engine, filters, expected) -> None:
    assert found(engine, filters=filters) == expected


def test_since_and_until_bound_versioncreated(engine: Engine) -> None:
    assert found(engine, since=day(5)) == [FLASH, HUELGA, STRIKE]
    assert found(engine, since=day(5), until=day(7)) == [STRIKE]


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (BoundingBox(-10, 38, 3, 49), [HARBOUR, HUELGA, STRIKE]),
        (BoundingBox(0, 38, 3, 49), [STRIKE]),
        (BoundingBox(170, -90, -9, 90), [HARBOUR]),
    ],
)
def test_a_box_may_cross_the_antimeridian(engine: Engine, box, expected) -> None:
    assert found(engine, bbox=box) == expected


def test_filters_and_ranges_do_not_touch_scores(engine: Engine) -> None:
    plain = {hit.id: hit.score for hit in ask(engine, word("ferry")).hits}
    filtered = ask(
        engine,
        And((word("ferry"), Range("versioncreated", day(1), None))),
        filters=(Filter("source", ("lusa",)),),
        since=day(1),
    )
    assert [(hit.id, hit.score) for hit in filtered.hits] == [
        (hit.id, plain[hit.id]) for hit in filtered.hits
    ]
    assert filtered.total.value == 1


def test_everything_scores_one_and_a_boost_multiplies(engine: Engine) -> None:
    assert [hit.score for hit in ask(engine).hits] == [1.0] * 4
    assert [hit.score for hit in ask(engine, Boost(Boost(Everything(), 2.0), 3.0)).hits] == [6.0] * 4
    single = ask(engine, word("fog")).hits[0].score
    assert single is not None
    assert ask(engine, Boost(word("fog"), 2.5)).hits[0].score == pytest.approx(2.5 * single)


def test_scores_of_and_or_and_andmaybe_are_sums(engine: Engine) -> None:
    def score(query) -> float:
        return next(hit.score or 0.0 for hit in ask(engine, query).hits if hit.document["uri"] == HARBOUR)

    fog, ferry = score(word("fog")), score(word("ferry"))
    for both in (And, Or):
        assert score(both((word("fog"), word("ferry")))) == pytest.approx(fog + ferry)
    assert score(AndMaybe(word("fog"), word("ferry"))) == pytest.approx(fog + ferry)
    assert score(AndMaybe(word("fog"), word("flour"))) == pytest.approx(fog)
    assert score(And((word("fog"), Not(word("flour"))))) == pytest.approx(fog)


def test_a_word_in_the_headline_counts_more_than_one_in_the_body(engine: Engine) -> None:
    fill(engine, [article("a", "grain", headline="other"), article("b", "other", headline="grain")])
    assert uris(ask(engine, word("grain"))) == ["b", "a"]


def test_words_are_stemmed_in_the_language_of_each_article_or_in_the_one_asked_for(engine: Engine) -> None:
    assert found(engine, word("precio")) == [HUELGA]
    assert found(engine, word("precio"), language="es") == [HUELGA]
    assert found(engine, word("precio"), language="en") == []
    # Without a language the word itself is the stem.
    assert found(engine, word("resumes")) == [FLASH]
    assert found(engine, word("resume")) == []


def test_a_set_of_stems_scores_as_one_term(engine: Engine) -> None:
    fill(engine, [article("x", "walked"), article("y", "walking")])
    hits = ask(engine, word("walks"), explain=True).hits
    assert [hit.explanation["leaves"][0]["df"] for hit in hits] == [2, 2]
    assert hits[0].score == hits[1].score


def test_an_embargo_and_an_expiry_hide_at_the_time_of_the_request(engine: Engine) -> None:
    fill(
        engine,
        [
            article("embargoed", embargoed=day(1, 6, hour=12)),
            article("expired", expires=day(1, 6)),
            article("shown", embargoed=day(1, 6), expires=day(1, 6, hour=1)),
        ],
    )
    assert found(engine) == sorted([*ALL, "shown"])
    assert found(engine, now=day(1, 6, hour=13)) == sorted([*ALL, "embargoed"])
    assert ask(engine, filters=(Filter("uri", ("embargoed",)),)).total.value == 0


def test_a_field_that_the_target_has_not_is_refused_by_name(engine: Engine) -> None:
    for query in (word("x", "cue"), Exact("nosuch", "x"), Range("text"), Prefix("x", "kind")):
        with pytest.raises(InputError, match=rf"{query.field}.* articles"):
            ask(engine, query)
    with pytest.raises(InputError, match=r"headline.* quotes"):
        ask(engine, word("x", "headline"), target="quotes")
    with pytest.raises(InputError, match="nosuch"):
        ask(engine, filters=(Filter("nosuch", ("x",)),))
    with pytest.raises(InputError, match="sorted by 'headline'"):
        ask(engine, sort=(Sort("headline"),))


def test_words_asked_of_an_instant_find_nothing_and_say_why(engine: Engine) -> None:
    result = ask(engine, word("yesterday", "versioncreated"))
    assert (result.hits, len(result.warnings)) == ((), 1)
    assert "versioncreated" in result.warnings[0]


def test_an_expansion_is_cut_to_its_most_frequent_terms_and_says_so(engine: Engine) -> None:
    rare = [f"mar{number:04}" for number in range(1200)]
    fill(engine, [article("many", " ".join(rare)), article("few", "marvel"), article("also", "marvel")])
    result = ask(engine, Prefix("mar"))
    assert sorted(uris(result)) == ["also", "few", "many"]
    assert len(result.warnings) == 1
    assert "mar*" in result.warnings[0]


def test_whether_there_is_anything_in_a_field_is_asked_of_all_of_its_terms(engine: Engine) -> None:
    many = [article(f"n{number}", headline=f"word{number}" if number % 2 else "") for number in range(2200)]
    fill(engine, many)
    for query, count in (
        (Prefix("", "headline"), 1100 + len(ALL)),
        (Not(Prefix("", "headline")), 1100),
        (Prefix("", "uri"), 2200 + len(ALL)),
    ):
        result = ask(engine, query)
        assert (result.total.value, result.warnings) == (count, ())


def test_an_empty_index_answers_with_nothing(engine: Engine, open_here, tmp_path) -> None:
    for target in ("articles", "quotes"):
        empty = open_here() if not (tmp_path / "index").exists() else engine
        assert ask(empty, word("nothing"), target=target).total.value == 0


def test_text_in_other_scripts_is_found(engine: Engine) -> None:
    fill(
        engine,
        [
            article("ja", "東京で雪が降った。", language="ja"),
            article("ru", "В Москве выпал снег.", language="ru"),
            article("ar", "تساقط الثلج في بيروت", language="ar"),
        ],
    )
    assert found(engine, Phrase(("東", "京"))) == ["ja"]
    assert found(engine, Word("москва", "москва")) == ["ru"]
    assert found(engine, Prefix("снег")) == ["ru"]
    assert found(engine, Word("الثلج", "الثلج")) == ["ar"]


def test_several_cities_of_a_dateline_are_each_a_place(engine: Engine) -> None:
    shared = Dateline("ROME/BERN", city="Rome", cities=("Rome", "Bern"), country="IT")
    fill(engine, [article("shared", dateline=shared, keywords=(Concept(code="k1"),))])
    assert found(engine, filters=(Filter("located", ("bern",)),)) == ["shared"]
    assert found(engine, Exact("keywords", "k1")) == ["shared"]

import pytest

from searchsvc.article import QuoteKind, Speaker
from searchsvc.wire.confidence import UNKNOWN, Evidence, confidence, evidence, mention
from searchsvc.wire.knowledge import table
from searchsvc.wire.lexicon import lexicon

WORDS = lexicon("en")


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        (None, "none"),
        (Speaker("Mayor Ann Lee", "Ann Lee", "Mayor"), "name"),
        (Speaker("Lee", "Ann Lee"), "surname"),
        (Speaker("the mayor", "Ann Lee", "mayor"), "surname"),
        (Speaker("She", "Ann Lee"), "pronoun"),
        (Speaker("she"), "nobody"),
        (Speaker("an aide", role="aide"), "role"),
        (Speaker("police", organisation="police"), "body"),
        (Speaker("the three parties"), "nobody"),
    ],
)
def test_mentions_fall_into_classes(speaker, expected):
    assert mention(speaker, WORDS) == expected


def test_evidence_is_what_is_known_when_a_quote_is_read():
    known = evidence("en-GB", QuoteKind.DIRECT, 0.95, Speaker("Lee", "Ann Lee"), "It rained a lot.", WORDS)
    assert known == Evidence("en", "direct", "0.95", "surname", "phrase")
    assert known.rows() == (
        "direct 0.95 surname phrase",
        "direct 0.95 surname",
        "direct 0.95",
        "direct",
    )
    assert evidence(None, QuoteKind.MIXED, 0.4, None, "rain", WORDS)[3:] == ("none", "word")


def test_every_row_is_a_share_and_has_a_row_above_it():
    for language, rows in table("confidence").items():
        assert language in {"en", "de"}
        for name, share in rows.items():
            assert 0 <= share <= 1
            assert name.count(" ") == 0 or name.rpartition(" ")[0] in rows


def test_a_quote_has_the_share_of_its_most_exact_row():
    known = Evidence("en", "direct", "no such strength", "name", "clause")
    assert confidence(known) == table("confidence")["en"]["direct"]
    assert confidence(known._replace(kind="no such kind")) == UNKNOWN


def test_of_a_language_without_labels_the_lower_share_is_taken():
    known = Evidence("pt", "direct", "no such strength", "name", "clause")
    assert confidence(known) == min(rows["direct"] for rows in table("confidence").values())

"""What a reader gathers: which article another one replaces, and whether there is one."""

import pytest

from searchsvc.errors import UnreadableError
from searchsvc.formats import Replaced
from searchsvc.formats.draft import MAX_REPLACED, Draft


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("irel:previousVersion", "updates"),
        ("http://cv.iptc.org/newscodes/itemrelation/previousVersion", "updates"),
        ("predecessor-version", "updates"),
        ("Correction", "corrects"),
        ("evolvedfrom", "updates"),
        ("irel:seeAlso", None),
        ("alternate", None),
        ("", None),
        (None, None),
    ],
)
def test_a_relation_is_known_by_its_word(relation, expected):
    draft = Draft()
    draft.add_replaced(relation, "urn:x:1")
    assert draft.replaces == ([Replaced(expected, "urn:x:1")] if expected else [])


def test_an_article_does_not_replace_itself_and_names_another_once():
    draft = Draft()
    draft.set("uri", "urn:x:2")
    draft.set("headline", "Rain")
    for name in ("urn:x:2", "urn:x:1", "urn:x:1", "", None):
        draft.add_replaced("replaces", name)
    assert draft.document("text/plain", b"").replaces == (Replaced("updates", "urn:x:1"),)


def test_what_it_replaces_is_bounded():
    draft = Draft()
    for number in range(MAX_REPLACED + 5):
        draft.add_replaced("corrects", f"urn:x:{number}")
    assert len(draft.replaces) == MAX_REPLACED


def test_a_headline_that_cannot_be_used_makes_no_article():
    draft = Draft()
    draft.set("headline", "\0Rain")
    with pytest.raises(UnreadableError, match="neither text nor a headline"):
        draft.document("text/plain", b"")


@pytest.mark.parametrize("written", ["No-Data-Available", "unknown", "-", ""])
def test_a_place_that_nobody_knows_is_none(written):
    draft = Draft()
    draft.set_city(written)
    assert draft.fields == {}

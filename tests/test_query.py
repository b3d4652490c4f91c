"""The query language: trees by example, and what must hold for any text."""

from __future__ import annotations

from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from searchsvc.query import parse

Op = Literal["and", "or"]

PIECES = st.sampled_from(
    [
        *'"()[]{}+-*?~^:\\<>“”«»„ \t\n',
        "AND", "OR", "NOT", "TO", " AND ", " OR ", " NOT ", " -", " +", "~1", "~0", "^2", "^0.5", "^1",
        "a", "b", "Kim", "l'été", "O'Brien", "co-op", "U.S.", "3,000", "5.5", "東京", "ไทย", "not", "and",
        "headline:", "source:", "located:", "versioncreated:", "urgency:", "subject:", "foo:",
        "dateline.city:",
        "headline:(", "located:\"New York\"", "[2022-01 TO 2022-03]", "{1 TO *]", ">=2022",
        "<3", "2022-02-30",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.characters(codec=None), max_size=30).map("".join)


@given(TEXTS, st.sampled_from(["and", "or"]), st.sampled_from(["articles", "quotes"]))
def test_any_text_parses_and_its_canonical_form_means_the_same(text: str, op: Op, target: str) -> None:
    understood = parse(text, op=op, target=target)
    for other in ("and", "or"):
        again = parse(understood.parsed, op=other, target=target, timezone="Asia/Tokyo")
        assert again.tree == understood.tree
        assert again.parsed == understood.parsed
    for warning in understood.warnings:
        assert 0 <= warning.start < warning.end <= len(text)

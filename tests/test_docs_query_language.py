"""Every example of docs/query-language.md, asked of the articles that the page shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, cast

import pytest

from searchsvc.fields import ALIASES, DEFAULT_FIELDS, FIELDS
from searchsvc.highlight import Highlighter
from searchsvc.query import And, AndMaybe, Boost, Everything, Node, Not, Nothing, Or, Prefix, parse

PAGE = (Path(__file__).parent.parent / "docs" / "query-language.md").read_text(encoding="utf-8")
LANGUAGES = {"1": "en", "2": "en", "3": "fr", "4": "en"}


def articles() -> dict[str, dict[str, str]]:
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in PAGE.splitlines()
        if re.match(r"\| (article|\d) ", line)
    ]
    return {row[0]: dict(zip(rows[0][1:], row[1:], strict=True)) for row in rows[1:]}


ARTICLES = articles()
EXAMPLES = re.findall(r"^```query([^\n]*)\n(.+?)\n= (.+?)\n→ (.+?)\n((?:! .+?\n)*)```$", PAGE, re.MULTILINE)


def answers(node: Node, number: str) -> bool:
    """Whether an article of the page answers the query: a leaf does where it marks something."""
    match node:
        case And(children):
            return all(answers(child, number) for child in children)
        case Or(children):
            return any(answers(child, number) for child in children)
        case AndMaybe(required, _):
            return answers(required, number)
        case Boost(child, _):
            return answers(child, number)
        case Not(child):
            return not answers(child, number)
        case Everything():
            return True
        case Nothing():
            return False
        case Prefix("", field):
            return bool(ARTICLES[number][field or "body_text"])
        case _:
            highlighter = Highlighter(node, languages=("en", "fr"))
            fields = [node.field] if getattr(node, "field", None) else DEFAULT_FIELDS["articles"]
            return any(
                highlighter.spans(name, ARTICLES[number][name], LANGUAGES[number])
                for name in fields
                if name in ARTICLES[number]
            )


@pytest.mark.parametrize(
    ("options", "typed", "canonical", "found", "warnings"), EXAMPLES, ids=[row[1] for row in EXAMPLES]
)
def test_example(options: str, typed: str, canonical: str, found: str, warnings: str) -> None:
    given = dict(option.split("=") for option in options.split())
    op = cast(Literal["and", "or"], given.get("op", "and"))
    understood = parse(typed, op=op, timezone=given.get("tz", "UTC"))
    assert understood.parsed == canonical
    assert [warning.message for warning in understood.warnings] == [
        line.removeprefix("! ") for line in warnings.splitlines()
    ]
    assert [number for number in ARTICLES if answers(understood.tree, number)] == (
        [] if found == "none" else found.split(", ")
    )


def test_every_block_is_an_example() -> None:
    assert len(EXAMPLES) == PAGE.count("```query") > 40


def test_every_field_is_documented() -> None:
    table = PAGE.partition("| field | where | compared |")[2].partition("\n\n")[0]
    targets = {"articles": ("articles",), "quotes": ("quotes",), "both": ("articles", "quotes")}
    documented = {
        name: targets[row[1]]
        for row in ([cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines()[2:])
        for name in re.findall(r"`([\w.]+)`", row[0])
    }
    assert documented == {
        **{name: field.targets for name, field in FIELDS.items()},
        **{alias: FIELDS[name].targets for alias, name in ALIASES.items()},
    }

from __future__ import annotations

import pytest

from searchsvc.wire.advisories import LONGEST_TEXT, MOST_NAMES, Advisory, read_advisory
from searchsvc.wire.knowledge import table

ADVISORIES = table("advisories")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("KILL: Harbour reopens after storm", "kill"),
        ("MANDATORY KILL - HARBOUR", "kill"),
        ("Kill", "kill"),
        ("(EDITORS: Please kill the story HARBOUR-STORM, sent at 1015 GMT)", "kill"),
        ("ATTENTION EDITORS - Do not use the story on the harbour", "kill"),
        ("Eds: please withhold HARBOUR-STORM until further notice", "withhold"),
        ("WITHHOLD (HARBOUR)", "withhold"),
        ("ATENCIÓN EDITORES: rogamos anulen la noticia", "kill"),
        ("ANNULATION: Le port rouvre", "kill"),
        ("Achtung Redaktionen: Bitte nicht verwenden", "kill"),
        ("Kill Bill opens in cinemas", None),
        ("KILLINGS IN THE NORTH: A REPORT", None),
        ("Hold the line, says minister", None),
        ("Editors of papers kill time", None),
        ("Editors hold annual meeting in Oslo", None),
        ("Police kill two in raid", None),
        ("Eds: corrects name in 2nd paragraph", None),
    ],
)
def test_what_editors_are_asked_to_do(line: str, kind: str | None) -> None:
    found = [
        read_advisory(line, None, None, "The harbour reopened."),
        read_advisory("Harbour", line, None, "The harbour reopened."),
        read_advisory("Harbour", None, line, "The harbour reopened."),
        read_advisory("Harbour", None, None, f"\n{line}\n\nThe harbour reopened."),
    ]
    assert [each and each.kind for each in found] == [kind] * 4


def test_the_stories_that_it_names() -> None:
    text = (
        "Please see urn:newsml:wire.example:20240305:harbour, and <https://wire.example/a?b=1>;\n\n"
        "also kxibyul2ufzd7ahambcjv4pvh5. urn:newsml:wire.example:20240305:harbour."
    )
    assert read_advisory("KILL: Harbour", None, None, text) == Advisory(
        "kill",
        (
            "urn:newsml:wire.example:20240305:harbour",
            "https://wire.example/a?b=1",
            "kxibyul2ufzd7ahambcjv4pvh5",
        ),
    )


def test_names_are_bounded() -> None:
    many = " ".join(f"urn:x:{number}" for number in range(100))
    found = read_advisory("Kill", None, None, many)
    assert found is not None
    assert len(found.names) == MOST_NAMES
    assert read_advisory("Kill", None, None, "x" * LONGEST_TEXT + " urn:x:1") == Advisory("kill", ())


@pytest.mark.parametrize("kind", ["kill", "withhold"])
def test_every_row_of_the_table_works(kind: str) -> None:
    for label in ADVISORIES[kind]["labels"]:
        assert read_advisory(f"{label.upper()}: Harbour", None, None, "") == Advisory(kind, ())
    for request in ADVISORIES[kind]["requests"]:
        for address in ADVISORIES["address"]:
            found = read_advisory(None, None, f"({address.title()}: {request} the story)", "")
            assert found == Advisory(kind, ()), (address, request)

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from searchsvc.wire import read
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
        ("Reuters is withdrawing its story headlined 'Harbour reopens'", "kill"),
        ("The Associated Press has withdrawn its story about the harbour.", "kill"),
        ("EFE anula la noticia del puerto", "kill"),
        ("Reuters is withdrawing from the harbour", None),
        ("The minister has withdrawn its story", None),
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


@pytest.mark.parametrize(
    ("slugline", "kind"),
    [
        ("BC-EU--Harbour Obit, KILL", "kill"),
        ("BC-EU--Harbour Obit, MANDATORY KILL, 0100", "kill"),
        ("BC-EU--Harbour, WITHHOLD", "withhold"),
        ("BC-EU--Harbour, 1st Ld-Writethru", None),
        ("BC-EU--Kill Bill", None),
    ],
)
def test_a_label_behind_a_comma_of_the_slug_line(slugline: str, kind: str | None) -> None:
    found = read_advisory(None, slugline, None, "The harbour reopened.")
    assert (found and found.kind) == kind


def test_the_slug_line_and_the_note_of_plain_copy_tell_it() -> None:
    copy = "BC-EU--Harbour Obit, KILL\nEDITORS: Kill the story on the harbour. It is wrong.\n\nThe AP"
    found = read(copy, anchor=datetime(2026, 6, 15, tzinfo=UTC))
    assert found.slugline == "BC-EU--Harbour Obit, KILL"
    assert read_advisory(None, None, found.ednote, "") == Advisory("kill", ())


def test_every_row_of_retractions_works() -> None:
    for verb in ADVISORIES["kill"]["retracts"]:
        for what in ADVISORIES["kill"]["retracted"]:
            assert read_advisory(f"EFE {verb} {what} on rain", None, None, "") == Advisory("kill", ())


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

from __future__ import annotations

import pytest

from searchsvc.wire.knowledge import table
from searchsvc.wire.revisions import are_alike, bare_headline, corrects_headline, read_revision


@pytest.mark.parametrize(
    ("headline", "kind", "bare"),
    [
        ("CORRECTED - PEARL GOLD INC <PGLD> 4TH QTR NET", "correction", "pearl gold inc <pgld> 4th qtr net"),
        ("(CORRECTED)-PEARL GOLD", "correction", "pearl gold"),
        ("Corrected: Harbour reopens", "correction", "harbour reopens"),
        ("UPDATE 2-Harbour reopens after storm", "update", "harbour reopens after storm"),
        ("CORRECTED-UPDATE 1-Harbour reopens", "correction", "harbour reopens"),
        ("Harbour reopens (2nd lead)", "update", "harbour reopens"),
        ("Harbour reopens (Update 3)", "update", "harbour reopens"),
        ("2nd Ld: Harbour reopens", "update", "harbour reopens"),
        ("REFILE-Harbour re-opens", "update", "harbour re opens"),
        ("ACTUALIZACIÓN 1: El puerto reabre", "update", "el puerto reabre"),
        ("Harbour reopens", None, "harbour reopens"),
        ("Update your phone now, police say", None, "update your phone now, police say"),
        ("Lead pipes to be replaced", None, "lead pipes to be replaced"),
        ("Corrected figures show growth", None, "corrected figures show growth"),
        ("Ferry (and its lead) lost", None, "ferry (and its lead) lost"),
        (None, None, ""),
    ],
)
def test_labels_of_headlines(headline: str | None, kind: str | None, bare: str) -> None:
    found = read_revision(headline, None)
    assert (found and found.kind, bare_headline(headline)) == (kind, bare)


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("(Eds: Corrects name in 2nd paragraph)", "correction"),
        ("Eds: Updates with quotes, adds byline.", "update"),
        ("Recasts, adds background", "update"),
        ("Eds: UPDATES with quotes. Corrects name of mayor.", "correction"),
        ("Adds quote; corrects day", "correction"),
        ("EDITORS: photos to come, updates follow", None),
        ("EDITORS: photos are available", None),
    ],
)
def test_notes_to_editors(note: str, kind: str | None) -> None:
    found = read_revision("Harbour reopens", note)
    assert (found and found.kind) == kind


@pytest.mark.parametrize("kind", ["correction", "update"])
def test_every_row_of_the_table_works(kind: str) -> None:
    for label in table("revisions")[kind]["labels"]:
        for headline in (f"{label.upper()} - Harbour", f"{label} 2-Harbour", f"Harbour ({label})"):
            found = read_revision(headline, None)
            assert (found and found.kind, bare_headline(headline)) == (kind, "harbour"), headline
    for note in table("revisions")[kind]["notes"]:
        found = read_revision(None, f"(Eds: {note.capitalize()} the name)")
        assert found is not None, note


def test_notes_that_correct_the_headline() -> None:
    for word in table("revisions")["correction"]["headline"]:
        assert corrects_headline(f"Corrects number in {word.upper()}"), word
    assert not corrects_headline("Corrects number in 2nd paragraph")
    assert not corrects_headline("Updates headline")
    assert not corrects_headline(None)


def test_headlines_of_which_one_may_correct_the_other() -> None:
    assert are_alike("CORRECTED-Norvik cuts 30 jobs in Oslo", "Norvik cuts 40 jobs in Oslo")
    assert not are_alike("CORRECTED-Norvik cuts 30 jobs", "Harbour cuts fees")
    assert not are_alike(None, None)

"""Dialogue with dashes: what is spoken, what is the writer's, what is a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.wire.dialogue import find_dialogue
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.quotes import find_quotes


def spoken(text: str, language: str) -> list[tuple[list[str], str | None]]:
    """The pieces of each direct quote, and its speaker's name."""
    return [
        ([text[start:end] for start, end in quote.spans], quote.speaker.name if quote.speaker else None)
        for quote in find_quotes(text, language=language)
        if quote.kind.value == "direct"
    ]


@pytest.mark.parametrize(
    ("language", "text", "pieces", "speaker"),
    [
        (
            "es",
            "—Llovió toda la noche —dijo el alcalde Juan Pérez—. Mañana también lloverá.",
            ["Llovió toda la noche", "Mañana también lloverá."],
            "Juan Pérez",
        ),
        (
            "es",
            "—Es un desastre —dijo Ana Ruiz—, y mañana será peor.",
            ["Es un desastre", "y mañana será peor."],
            "Ana Ruiz",
        ),
        ("es", "—¿Quién viene hoy? —le preguntó María López.", ["¿Quién viene hoy?"], "María López"),
        ("es", "- Hay que salir ya - afirmó Ana Ruiz.", ["Hay que salir ya"], "Ana Ruiz"),
        (
            "pt",
            "— Choveu muito ontem — disse o prefeito João Silva. — Amanhã também vai chover.",
            ["Choveu muito ontem", "Amanhã também vai chover."],
            "João Silva",
        ),
        (
            "it",
            "— Piove da ieri sera — ha detto il sindaco Mario Rossi — e domani ancora.",
            ["Piove da ieri sera", "e domani ancora."],
            "Mario Rossi",
        ),
        ("fr", "— Il pleut depuis hier, dit le maire Jean Dupont.", ["Il pleut depuis hier"], "Jean Dupont"),
        ("fr", "— Il pleut encore ? demande Jean Dupont.", ["Il pleut encore ?"], "Jean Dupont"),
    ],
)
def test_what_is_spoken_is_one_quote(language: str, text: str, pieces: list[str], speaker: str) -> None:
    assert spoken(text, language) == [(pieces, speaker)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "— La reforma fiscal de este año\n\n— El paro — sube otra vez"),
        ("es", "- Balance de víctimas - actualización"),
        ("en", "- Profits rose, said Smith."),
        ("de", "— Es regnet, sagte Roth."),
    ],
)
def test_an_item_of_a_list_is_not_spoken(language: str, text: str) -> None:
    assert spoken(text, language) == []


@pytest.mark.parametrize(
    "text",
    [
        "Jean Dupont est maire. « Il pleut depuis hier », dit-il à la presse.",
        "Jean Dupont est maire. « Il pleut depuis hier », ajoute-t-il.",
        "Jean Dupont est maire.\n\n— Il pleut depuis hier, dit-il.",
    ],
)
def test_a_pronoun_joined_to_its_verb_is_the_speaker(text: str) -> None:
    assert spoken(text, "fr") == [(["Il pleut depuis hier"], "Jean Dupont")]


@given(st.text(alphabet="—–-., ?aA\n", max_size=40).map(lambda text: text + "—dijo Ana"))
def test_spoken_stretches_are_in_order_and_inside(text: str) -> None:
    found = find_dialogue(text, 0, len(text), lexicon("es").verbs)
    ends = [0, *(each.outer_end for each in found)]
    for end, each in zip(ends, found, strict=False):
        assert end <= each.outer_start <= each.start < each.end <= each.outer_end <= len(text)

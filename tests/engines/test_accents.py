"""Case and accents make no difference to plain words, in any language, and what is found is marked."""

from __future__ import annotations

import pytest

from searchsvc.query import parse
from searchsvc.search import Engine, HighlightOptions
from tests.engines.corpus import article, ask, fill, uris

TEXTS = {
    "pt": "As declarações não falam da habitação em Belém",
    "fr": "Les employés quittent le musée de l’Élysée",
    "ro": "Primarul orașului București a vorbit",
    "es": "La situación llegó hace unos días",
    "hu": "A köztársaság régi házak között",
}


@pytest.fixture
def filled(engine: Engine) -> Engine:
    written = [article(language, text, language=language) for language, text in TEXTS.items()]
    plain = article("ascii", "A habitacao e os empregados", language="pt")
    return fill(engine, [*written, plain])


@pytest.mark.parametrize(
    ("typed", "found", "marked"),
    [
        ("habitacao", {"pt", "ascii"}, {"habitação", "habitacao"}),
        ("habitacoes", {"pt", "ascii"}, {"habitação", "habitacao"}),
        ("Habitação", {"pt", "ascii"}, {"habitação", "habitacao"}),
        ("nao", {"pt"}, {"não"}),
        ("declaracoes", {"pt"}, {"declarações"}),
        ("belem", {"pt"}, {"Belém"}),
        ("elysee", {"fr"}, {"Élysée"}),
        ("musee", {"fr"}, {"musée"}),
        ("employes", {"fr"}, {"employés"}),
        ("EMPLOYÉ", {"fr"}, {"employés"}),
        ("Bucuresti", {"ro"}, {"București"}),
        ("situaciones", {"es"}, {"situación"}),
        ("situacion", {"es"}, {"situación"}),
        ("dias", {"es"}, {"días"}),
        ("hazak", {"hu"}, {"házak"}),
    ],
)
@pytest.mark.parametrize("narrowed", [False, True])
def test_words_are_found_without_their_accents(
    filled: Engine, typed: str, found: set[str], marked: set[str], narrowed: bool
) -> None:
    language = min(found - {"ascii"}) if narrowed else None
    result = ask(
        filled, parse(typed).tree, language=language, highlight=HighlightOptions(("body_text",), 3, 200)
    )
    assert set(uris(result)) == found
    spans = {
        passage.text[span.start - passage.start : span.end - passage.start]
        for hit in result.hits
        for passage in hit.highlights["body_text"]
        for span in passage.spans
    }
    assert spans == marked

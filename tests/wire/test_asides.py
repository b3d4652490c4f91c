"""Speakers named within the quotation marks."""

import pytest

from searchsvc.wire.asides import part_asides
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.marks import find_quoted
from searchsvc.wire.quotes import find_quotes


@pytest.mark.parametrize(
    ("language", "text", "pieces", "speaker"),
    [
        ("it", "«Siamo bagnati — dicono due vicini — e stanchi di questo».", 2, "due vicini"),
        ("it", "«Piove molto in città – spiega il sindaco, Luigi Rossi –. Così non va».", 2, "il sindaco"),
        ("it", "«Piove da tre giorni in città - ha detto il sindaco -, e pioverà ancora».", 2, "il sindaco"),
        ("it", "«Piove da tre giorni in tutta la città - ha poi detto il sindaco».", 1, "il sindaco"),
        (
            "it",
            "«Piove da tre giorni - ha detto Anna Verdi. Poi verrà il sole - forse - domani».",
            2,
            "Anna Verdi",
        ),
        ("es", "«No llueve aquí —dijo el alcalde— desde hace tres meses».", 2, "el alcalde"),
        ("pt", "“Não chove aqui - disse o prefeito - há três meses.”", 2, "o prefeito"),
        ("fr", "« Il pleut, a dit le maire, depuis trois jours sur la ville. »", 2, "le maire"),
        ("fr", "« Il pleut depuis hier, a-t-il dit, et nul ne sait pourquoi. »", 2, "il"),
        ("fr", "« Il pleut beaucoup sur la ville, explique Anne Roux. Elle est triste. »", 2, "Anne Roux"),
    ],
)
def test_who_speaks_within_the_marks_is_not_quoted(language, text, pieces, speaker):
    [found] = find_quotes(text, language=language)
    assert (len(found.spans), found.speaker.surface) == (pieces, speaker)
    assert speaker not in found.text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "«La pioggia, le nuvole - tutto questo - non piace a nessuno», ha detto Anna Verdi."),
        ("it", "«Piove - forse - da tre giorni su tutta la città», ha detto Anna Verdi."),
        ("fr", "« La pluie, les nuages, dit tout bas, ne plaisent pas », a dit Anne Roux."),
        ("es", "«La lluvia - las nubes, el frío - no gusta a nadie», dijo Ana Ruiz."),
    ],
)
def test_the_speakers_own_dashes_and_commas_are(language, text):
    [found] = find_quotes(text, language=language)
    assert len(found.spans) == 1


def test_what_is_quoted_and_what_is_not_make_up_the_marks():
    text = "«Piove — dice Anna Verdi — da tre giorni, e basta — aggiunge — davvero»."
    pieces = part_asides(text, find_quoted(text, 0, len(text)), lexicon("it"))
    assert [text[each.start : each.end] for each in pieces] == ["Piove", "da tre giorni, e basta", "davvero"]
    assert [each.resumes for each in pieces] == [False, True, True]
    assert pieces[-1].outer_end == len(text) - 1


def test_short_words_in_marks_have_no_aside():
    text = "«Sì - dice - no»"
    assert part_asides(text, find_quoted(text, 0, len(text)), lexicon("it")) == find_quoted(
        text, 0, len(text)
    )

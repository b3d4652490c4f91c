"""What is not for publication below a story, in plain text and in messages of wires alike."""

from datetime import UTC, datetime

import pytest

from searchsvc.formats import iptc7901, plain
from searchsvc.ingest.parsing import parse
from searchsvc.unpublished import unpublished

NOW = datetime(2026, 6, 15, tzinfo=UTC)
STORY = "Bergen (dpa) - Es regnete drei Tage lang im Tal, teilte das Wetteramt mit. Die Flüsse stiegen an."
BELOW = (
    "# Notizblock\n\n## Redaktionelle Hinweise\n- Neu: Pegel im zweiten Absatz\n- Fotos folgen\n\n"
    "## Orte\n- [Wetteramt](Regenweg 1, Bergen)\n\n* * * *\n"
    "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt\n\n"
    "## Ansprechpartner\n- Ola Ness, +47 55 000 000\n\n"
    "## dpa-Kontakte\n- Autorin: Kari Lund, <lund@example.com>\n\n"
    "dpa kl yydd n1 on"
)


def read_plain(below):
    return parse(plain.read(f"Regen flutet Tal\n\n{STORY}\n\n\n{below}\n".encode()), NOW)


def read_message(below):
    data = f"bdt0123 4 vm 211  dpa 0908\n\nRegen flutet Tal =\n\n{STORY}\n\n\n{below}\n".encode()
    (document,) = iptc7901.read(data)
    return parse(document, NOW)


@pytest.mark.parametrize("read", [read_plain, read_message])
def test_it_is_in_no_text_and_editors_are_told(read):
    article = read(BELOW).article
    assert (article.headline, article.body_text, article.ednote, article.source) == (
        "Regen flutet Tal",
        STORY,
        "Neu: Pegel im zweiten Absatz Fotos folgen",
        "dpa",
    )


def test_what_is_left_out_of_plain_text_is_in_cuts():
    cuts = read_plain(BELOW).reading.cuts
    assert [cut.text for cut in cuts] == list(filter(None, BELOW.split("\n")))
    assert {cut.reason for cut in cuts} == {"not for publication"}


@pytest.mark.parametrize("read", [read_plain, read_message])
def test_the_sign_line_alone(read):
    assert read("dpa/lno kl yydd n1 on").article.body_text == STORY


@pytest.mark.parametrize(
    "line",
    [
        "# dpa-Notizblock",
        "Notizblock:",
        "#### Notebook",
        "The following information is not intended for publication",
        "Nachfolgende Angaben sind nicht zur Veröffentlichung bestimmt:",
        "NOT FOR PUBLICATION",
    ],
)
def test_lines_from_which_on_nothing_is_for_publication(line):
    assert unpublished(["It rained.", "", line, "Ola Ness"]) == (2, "")


@pytest.mark.parametrize(
    "line", ["Notebook sales fell", "The notes are not for publication, he said.", "# 1 in rain", ""]
)
def test_sentences_are_for_publication(line):
    assert unpublished([line, "It rained."]) == (2, "")

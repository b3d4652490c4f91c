"""Whom a medium quotes is the speaker, and the medium only passed it on."""

import pytest

from searchsvc.wire.quotes import find_quotes


def read(text):
    return [
        (quote.text, quote.speaker.surface if quote.speaker else None, quote.via)
        for quote in find_quotes(text, language="en")
    ]


@pytest.mark.parametrize(
    ("text", "said", "speaker", "via"),
    [
        ("“It is over,” SANA quoted Jane Roe as saying.", "It is over,", "Jane Roe", "SANA"),
        ("“It is over,” the SANA news agency quoted Roe as saying on Monday.", "It is over,", "Roe", "SANA"),
        ("“It is over,” SANA quoted the mayor, Jane Roe, as saying.", "It is over,", "the mayor", "SANA"),
        ("“It is over,” SANA quoted her as saying.", "It is over,", "her", "SANA"),
        ("SANA quoted a source as saying that rebels had left.", "that rebels had left", "a source", "SANA"),
        ("Interfax quoted officials as saying 12 people died.", "12 people died", "officials", "Interfax"),
        ("Interfax news agency quoted Roe as saying: “It is over.”", "It is over.", "Roe", "Interfax"),
        (
            "The army will stay, Interfax quoted Roe as saying on Monday.",
            "The army will stay",
            "Roe",
            "Interfax",
        ),
        ("“It is over,” Roe was quoted as saying by SANA.", "It is over,", "Roe", "SANA"),
    ],
)
def test_whom_a_medium_quotes_is_the_speaker(text, said, speaker, via):
    assert read(text) == [(said, speaker, via)]


def test_who_is_quoted_by_a_pronoun_is_named_before():
    (quote,) = find_quotes("Ann Poe spoke. “It is over,” SANA quoted her as saying.", language="en")
    assert quote.speaker.name == "Ann Poe"


@pytest.mark.parametrize(
    "text",
    [
        "The dam is unsafe, the Rain Gazette reported, citing two officials.",
        "The dam is unsafe, the Rain Gazette said on Monday, citing a military source.",
    ],
)
def test_whom_somebody_has_it_from_is_not_what_was_said(text):
    assert [said for said, *_ in read(text)] == ["The dam is unsafe"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Rain Oil Co. said the deal was off.", "Rain Oil Co."),
        ("The U.S. said it would leave.", "The U.S."),
        ("Judge James A. Wynn Jr. said the ban was legal.", "Judge James A. Wynn Jr."),
        ("Sen. Bob Casey Jr., a Democrat, said the bill was dead.", "Sen. Bob Casey Jr."),
        ("“It is over,” said Sammy Lane Jr., the singer.", "Sammy Lane Jr."),
        ("“We won,” he laughs.", "he"),
    ],
)
def test_a_name_may_end_in_a_dot(text, speaker):
    assert [each[1] for each in read(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "said", "speaker", "via"),
    [
        ("Roe said talks would resume, TASS reported.", "talks would resume", "Roe", "TASS"),
        (
            "Roe said talks would resume, the TASS news agency reported on Monday.",
            "talks would resume",
            "Roe",
            "TASS",
        ),
        ("The minister said “we won”, the BBC reported.", "we won", "The minister", "BBC"),
        ("Rebels took the town, Xinhua reported earlier.", "Rebels took the town", "Xinhua", None),
    ],
)
def test_a_medium_passes_on_what_somebody_said(text, said, speaker, via):
    assert read(text) == [(said, speaker, via)]

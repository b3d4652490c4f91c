"""What formats say, laid over what copy says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from searchsvc.article import Article
from searchsvc.formats import Document
from searchsvc.ingest import Difference, Parsed, parse
from searchsvc.ingest.reconciling import agency_at

AT = datetime(2023, 3, 6, tzinfo=UTC)
COPY = "BERGEN, March 5 (NTB) - The harbour reopened on Sunday after the storm.\n\nFerries sail again."


def parsed(copy: str | None = COPY, names: tuple[str, ...] = (), **fields: Any) -> Parsed:
    return parse(Document(fields, copy, b"", "text/vnd.iptc.nitf", b"", credits=names), AT)


def dateline_of(copy: str | None = COPY, **dateline: Any) -> tuple[Any, ...]:
    article = parsed(copy, headline="Harbour", dateline=dateline).article
    found = article.dateline
    assert found is not None
    return (found.text, found.city, found.country, found.lat is not None, str(found.date), found.start)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), "NTB"),
        (("The Associated Press", "NTB"), "AP"),
        (("Nobody & Sons", "efe"), "EFE"),
        # Who is unknown gives way to the agency that the copy names.
        (("Nobody & Sons",), "NTB"),
    ],
)
def test_the_agency_is_the_first_that_is_known(names: tuple[str, ...], expected: str) -> None:
    assert parsed(names=names).article.source == expected


def test_an_unknown_agency_is_named_as_it_is_where_the_copy_names_none() -> None:
    assert parsed("The harbour reopened.", ("Nobody & Sons",)).article.source == "Nobody & Sons"


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ann Lee", "Fjord"),
        ("Ann Lee, Fjord Today", "Fjord"),
        ("Ann Lee, Fjord", None),
        ("Bo Roe and Fjord", None),
        (None, "Ann Lee"),
    ],
)
def test_a_name_in_the_byline_is_no_agency(byline: str | None, expected: str | None) -> None:
    names = ("Ann Lee", "Fjord") if expected else ("Fjord",)
    assert parsed("The harbour reopened.", names, byline=byline).article.source == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("BERGEN, March 5 (NTB) -", (), "NTB"),
        ("BERGEN March 5 AAP -", ("Nobody & Sons",), "AAP"),
        ("BERGEN, March 5 (NTB) -", ("AP",), "AP"),
        ("Bergen", ("Nobody & Sons",), "Nobody & Sons"),
    ],
)
def test_the_agency_may_stand_in_the_formats_dateline(
    text: str, names: tuple[str, ...], expected: str
) -> None:
    found = parsed("The harbour reopened.", names, headline="Harbour", dateline={"text": text})
    assert found.article.source == expected


def test_an_agency_that_differs_from_that_of_the_copy_is_shown() -> None:
    shown = parsed(names=("AP",))
    assert shown.article.source == "AP"
    assert shown.differences == (Difference("source", "AP", "NTB"),)


LINE = "BERGEN, March 5 (NTB) -"
PARIS = "Paris, 5 mars 2023 (AFP)"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        # The same place: as it stands in the body, whatever the format writes.
        ({"text": "BERGEN", "city": "BERGEN"}, (LINE, "Bergen", "NO", True, "2023-03-05", 0)),
        ({"text": "Bergen, Norway", "city": "Bergen"}, (LINE, "Bergen", "NO", True, "2023-03-05", 0)),
        # Another place and another date: the format's, its city with where it lies.
        ({"city": "OSLO"}, (LINE, "Oslo", "NO", True, "2023-03-05", 0)),
        ({"date": "2023-03-04"}, (LINE, "Bergen", "NO", True, "2023-03-04", 0)),
        ({"city": "Nosuchplace", "country": "SE"}, (LINE, "Nosuchplace", "SE", False, "2023-03-05", 0)),
    ],
)  # fmt: skip
def test_a_dateline_over_that_of_the_copy(sent: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert dateline_of(**sent) == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"text": PARIS}, (PARIS, "Paris", "FR", True, "2023-03-05", None)),
        ({"text": "PARIS", "city": "PARIS"}, ("PARIS", "Paris", "FR", True, "None", None)),
        ({"city": "Paris", "country": "US"}, ("", "Paris", "US", False, "None", None)),
        ({"city": "Paris", "lat": 1.0, "lon": 2.0}, ("", "Paris", "FR", True, "None", None)),
    ],
)  # fmt: skip
def test_a_dateline_where_the_copy_has_none(sent: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert dateline_of("The harbour reopened on Sunday after the storm.", **sent) == expected


def test_a_date_alone_is_no_dateline() -> None:
    article: Article = parsed("The harbour reopened.", dateline={"date": "2023-03-05"}).article
    assert article.dateline is None


def test_differences_are_told_field_by_field() -> None:
    shown = parsed(headline="Harbour", dateline={"city": "Oslo", "date": "2023-03-04"})
    assert shown.differences == (
        Difference("dateline.city", "Oslo", "Bergen"),
        Difference("dateline.date", "2023-03-04", "2023-03-05"),
    )


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("http://www.businesswire.com/news/home/2013/en", "BUSINESS WIRE"),
        ("https://user:x@www.reuters.com:443/a", "Reuters"),
        ("urn:newsml:afp.com:20190121T104233Z:doc-1", "AFP"),
        ("tag:reuters.com,2016:newsml_L1", "Reuters"),
        ("https://ap.example/a", None),
        ("https://www.ap.org/a", None),
        ("https://localhost/", None),
        ("urn:uuid:1", None),
        ("", None),
        (None, None),
    ],
)
def test_whoever_gave_the_uri(uri: str | None, expected: str | None) -> None:
    assert agency_at(uri) == expected


def test_the_uri_counts_where_nothing_else_names_the_agency() -> None:
    uri = "tag:reuters.com,2016:1"
    assert parsed("Rain fell.", uri=uri).article.source == "Reuters"
    assert parsed("Rain fell.", ("AFP",), uri=uri).article.source == "AFP"
    assert parsed(uri=uri).article.source == "NTB"


def test_who_wrote_it_is_no_agency_unless_it_is_one() -> None:
    assert parsed("Rain fell.", ("Ann Lee",), byline="Ann Lee").article.source is None
    assert parsed("Rain fell.", ("Ann Lee", "EFE"), byline="Ann Lee, EFE").article.source == "EFE"
    assert parsed("Rain fell.", ("Nobody & Sons",), byline="Ann Lee").article.source == "Nobody & Sons"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BEIJING, March 5", ("Beijing", "CN")),
        ("Oslo/Paris, March 5 (XYZ) -", ("Oslo", "NO")),
        ("Upper Nowhere", ("Paris", "FR")),
    ],
)
def test_the_city_is_that_of_the_formats_own_dateline(text: str, expected: tuple[str, str]) -> None:
    dateline = {"text": text, "city": "Paris", "cities": ["Paris"], "country": "FR"}
    found = parsed("The harbour reopened.", headline="Harbour", dateline=dateline).article.dateline
    assert found is not None
    assert (found.city, found.country) == expected


def test_an_agency_that_nobody_knows_signs_off_as_it_opens() -> None:
    copy = "BERGEN, March 5 (Fjord Desk) - The harbour reopened.\n\nFerries sail again.\n\n(Fjord Desk)"
    article = parsed(copy).article
    assert (article.source, article.body_text) == ("Fjord Desk", copy.removesuffix("\n\n(Fjord Desk)"))


@pytest.mark.parametrize(
    ("sent", "expected"), [("DPA", "dpa"), ("Associated Press", "AP"), ("Fjord Post", "Fjord Post")]
)
def test_a_source_that_is_known_is_called_by_its_code(sent: str, expected: str) -> None:
    assert parsed("The harbour reopened.", source=sent).article.source == expected


def test_a_dateline_with_its_place_in_the_body_stays_as_it_is() -> None:
    # Metadata had said where the desk is, and went out beside what stands in the text.
    text = "BERGEN, March 5 (NTB) -"
    assert dateline_of(text=text, city="Oslo", cities=["Oslo"], country="NO", start=0, end=len(text))[:3] == (
        text,
        "Oslo",
        "NO",
    )
    assert dateline_of(text=text, city="Oslo", cities=["Oslo"], country="NO")[1] == "Bergen"

import pytest

from searchsvc.wire.agencies import agencies, credited, mentioned, signed


def test_the_table_has_the_services_and_each_row_is_whole():
    assert len(agencies()) >= 121
    for agency in agencies():
        assert agency.code and agency.names and len(agency.country) == 2 and agency.languages
        assert agency.kind in ("agency", "financial", "religious", "press-release", "broadcaster")


@pytest.mark.parametrize(
    ("form", "agency"),
    [(form, agency) for agency in agencies() for form in (agency.code, *agency.aliases, *agency.names)],
)
def test_every_form_of_the_table_is_credited(form, agency):
    assert credited(form, country=agency.country, language=agency.languages[0]) == agency
    assert credited(form.upper(), country=agency.country, language=agency.languages[0]) == agency


def code(agency):
    return agency and agency.code


def test_a_code_that_agencies_share_goes_by_place_then_language():
    assert credited("APA", country="AZ").names == credited("APA").names
    assert credited("KNA", country="KE").names == ("Kenya News Agency",)
    assert credited("KNA", language="de").names == ("Katholische Nachrichten-Agentur",)
    assert credited("CNS", language="zh").names[0] == "China News Service"
    assert credited("CNS", country="US").names == ("Catholic News Service",)


def test_a_combined_or_regional_credit_is_that_of_its_first_agency():
    assert code(credited("dpa/lno")) == "dpa"
    assert code(credited("STT/AFP")) == "STT"
    assert credited("nobody/AFP") is None


def test_sign_offs():
    assert [code(signed(text)) for text in ("Reuter", "REUTER", "EFE", "Enditem", "the end")] == [
        "Reuters",
        "Reuters",
        "EFE",
        "Xinhua",
        None,
    ]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("the South Korean Yonhap news agency", "Yonhap"),
        ("the Russian state agency TASS", "TASS"),
        ("Agence France-Presse", "AFP"),
        ("the Associated Press", "AP"),
        ("Reuters", "Reuters"),
        ("a map of the region", None),
        ("police sources", None),
        ("", None),
    ],
)
def test_an_agency_is_found_in_a_phrase_by_its_own_spelling(phrase, expected):
    assert code(mentioned(phrase)) == expected

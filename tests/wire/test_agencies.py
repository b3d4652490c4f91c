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


@pytest.mark.parametrize(
    ("form", "known", "name"),
    [
        ("APA", {"country": "AZ"}, "Azeri-Press Agency"),
        ("APA", {"country": "AT"}, "Austria Presse Agentur"),
        ("APA", {"language": "de"}, "Austria Presse Agentur"),
        ("APA", {"language": "az"}, "Azeri-Press Agency"),
        ("APA", {"country": "TR", "language": "de"}, "Austria Presse Agentur"),
        ("KNA", {"country": "KE"}, "Kenya News Agency"),
        ("KNA", {"language": "de"}, "Katholische Nachrichten-Agentur"),
        ("KNA", {"country": "VA", "language": "de"}, "Katholische Nachrichten-Agentur"),
        ("CNS", {"language": "zh"}, "China News Service"),
        ("CNS", {"country": "CN", "language": "en"}, "China News Service"),
        ("CNS", {"country": "US"}, "Catholic News Service"),
        ("CNS", {"country": "JO", "language": "en"}, "Catholic News Service"),
        ("CNA", {"country": "TW", "language": "en"}, "Central News Agency"),
        ("CNA", {"language": "zh"}, "Central News Agency"),
        ("CNA", {"country": "VA", "language": "en"}, "Catholic News Agency"),
        ("CNA", {"country": "SG", "language": "en"}, "Channel NewsAsia"),
        ("APS", {"country": "SN", "language": "fr"}, "Agence de presse sénégalaise"),
        ("APS", {"country": "DZ", "language": "fr"}, "Algérie Presse Service"),
        ("APS", {"language": "ar"}, "Algérie Presse Service"),
        ("ANP", {"country": "NE", "language": "fr"}, "Agence nigérienne de presse"),
        ("ANP", {"country": "NL"}, "Algemeen Nederlands Persbureau"),
        ("RNS", {"country": "KE", "language": "en"}, "Religion News Service"),
    ],
)
def test_a_code_that_agencies_share_goes_by_place_then_language(form, known, name):
    assert name in credited(form, **known).names


@pytest.mark.parametrize(
    "agency", [agency for agency in agencies() if agency.also], ids=lambda each: each.code
)
def test_a_code_that_means_other_things_needs_a_word_for_agency_beside_it(agency):
    assert mentioned(f"{agency.code} officials") is None
    if len(agency.code) > 2:
        assert code(mentioned(f"the {agency.code} news agency")) == agency.code


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

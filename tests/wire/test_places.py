from datetime import UTC, datetime

import pytest

from searchsvc.wire import read
from searchsvc.wire.dateline import match_dateline
from searchsvc.wire.knowledge import table
from searchsvc.wire.places import Region, find_city, named_in, namesakes, regions


def found(name, **how):
    place = find_city(name, **how)
    return (place.name, place.country) if place else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tokyo", ("Tokyo", "JP")),
        ("TOKYO", ("Tokyo", "JP")),
        ("Nueva Delhi", ("New Delhi", "IN")),
        ("Moscú", ("Moscow", "RU")),
        ("Athen", ("Athens", "GR")),
        ("東京", ("Tokyo", "JP")),
        ("Москва", ("Moscow", "RU")),
        ("UNITED NATIONS", ("United Nations", "US")),
        ("Paris", ("Paris", "FR")),
        ("Nowhereville", None),
    ],
)
def test_cities_are_found_in_any_language(name, expected):
    assert found(name) == expected


def test_what_stands_behind_a_city_says_which_is_meant():
    assert find_city("Paris", qualifier="Texas").admin1 == "TX"
    assert found("PORTLAND", qualifier="Ore.") == ("Portland", "US")
    assert found("Tbilisi", qualifier="Georgia") == ("Tbilisi", "GE")
    assert found("Ecija", qualifier="Sevilla") == ("Écija", "ES")
    assert found("Tokyo", qualifier="Texas") is None


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Bethlehem", "PS"),
        ("Parma", "IT"),
        ("Waterloo", "CA"),
        ("Corinth", "GR"),
        ("Padua", "IT"),
        ("Salem", "IN"),
    ],
)
def test_old_names_of_larger_cities_are_not_meant(name, country):
    assert find_city(name).country == country


def test_a_place_that_is_no_city_may_have_its_country_behind_it():
    assert find_city("Davos", qualifier="Switzerland") == find_city("Davos")
    assert find_city("Hollywood", qualifier="Fla.").admin1 == "FL"


@pytest.mark.parametrize(
    "city", ["GENEVA", "FLORENCE", "OXFORD", "BIRMINGHAM", "MANCHESTER", "ODESSA", "VANCOUVER", "PANAMA CITY"]
)
def test_the_united_states_are_named_everywhere_and_move_no_city(city):
    copy = f"{city} (Reuters) - The United States told Acme that U.S. officials would come on Monday."
    alone = read(
        f"{city} (Reuters) - The harbour was shut on Monday.", anchor=datetime(2026, 1, 1, tzinfo=UTC)
    )
    told = read(copy, anchor=datetime(2026, 1, 1, tzinfo=UTC))
    assert told.dateline.country == alone.dateline.country != "US"


def test_a_state_that_the_copy_names_moves_a_city_that_does_not_stand_alone():
    anchor = datetime(2026, 1, 1, tzinfo=UTC)
    moved = read("CAMBRIDGE (Reuters) - The governor of Massachusetts came on Monday.", anchor=anchor)
    stays = read("GENEVA (Reuters) - The governor of Illinois came to Switzerland.", anchor=anchor)
    assert (moved.dateline.country, stays.dateline.country) == ("US", "CH")


def test_every_city_that_stands_alone_is_in_its_country():
    for country, names in table("regions")["alone"].items():
        for name in names:
            assert find_city(name, home="AQ").country == country, name


def test_among_namesakes_the_agencys_home_weighs():
    assert found("Valencia", home="VE") == ("Valencia", "VE")
    assert found("Valencia", home="ES") == ("Valencia", "ES")


def test_every_row_of_the_regions_is_known():
    rows = table("regions")
    for name, codes in rows["countries"].items():
        assert [each.country for each in regions(name) if each.admin1 is None] == codes.split(), name
    for country, states in rows["states"].items():
        for admin1, names in states.items():
            for name in names:
                assert (country, admin1) in {(each.country, each.admin1) for each in regions(name)}, name
    for row in rows["place"]:
        assert find_city(row["name"]).name == row["name"]
    for other, name in rows["other_names"].items():
        assert find_city(other) in namesakes(name), other


def country_of(where):
    return match_dateline(f"{where} (AP) - Rain").places[0].country


def test_a_country_that_two_share_is_that_of_the_city_or_else_the_first():
    cities = ("GOMA, Congo", "BRAZZAVILLE, Congo", "UPPER NOWHERE, Congo")
    assert [country_of(each) for each in cities] == ["CD", "CG", "CD"]


def test_a_place_that_is_a_country_or_a_state_lies_in_it():
    assert [country_of(each) for each in ("TAIWAN", "BAVARIA", "NOWHERE")] == ["TW", "DE", None]


@pytest.mark.parametrize(
    ("copy", "country", "admin1"),
    [
        ("PARIS, Texas (AP) — Rain fell.", "US", "TX"),
        ("PARIS (AP) — Rain fell on Texas oil fields, France said.", "FR", None),
        ("PARIS (AP) — Rain fell.", "FR", None),
        ("SAN JOSE, Calif. (AP) — Rain fell.", "US", "CA"),
        ("SAN JOSE, Costa Rica (AP) — Rain fell.", "CR", None),
        ("San José, 3 ene (EFE).- Llovió.", "CR", None),
        ("SAN JOSE, March 2 (Reuters) - Rain fell on Costa Rica.", "CR", None),
        ("SAN JOSE, March 2 (Reuters) - Rain fell on California.", "US", "CA"),
        ("SAN JOSE, March 2 (Reuters) - Rain fell on the valley.", "CR", None),
        ("GENEVA, March 2 (Reuters) - Rain fell.", "CH", None),
        ("GENEVA/NAIROBI, March 2 (Reuters) - Rain fell.", "CH", None),
        ("GENEVA, Ill. (AP) — Rain fell.", "US", "IL"),
        ("ODESSA (Reuters) - Rain fell.", "UA", None),
        ("ODESSA, Texas (AP) — Rain fell.", "US", "TX"),
        ("ISLAMABAD (Reuters) - Rain fell.", "PK", None),
        ("Bogotá D.C., 3 mar (EFE).- Llovió.", "CO", None),
        ("BIRMINGHAM, England (AP) — Rain fell.", "GB", None),
        ("BIRMINGHAM, Ala. (AP) — Rain fell.", "US", "AL"),
        ("BIRMINGHAM (Reuters) - Rain fell.", "GB", None),
        ("BIRMINGHAM (PA) - Rain fell.", "GB", None),
        ("BIRMINGHAM (AP) — Rain fell on Alabama.", "US", "AL"),
        ("TBILISI, Georgia (AP) — Rain fell.", "GE", None),
        ("ATHENS, Georgia (AP) — Rain fell.", "US", "GA"),
        ("ATHENS, Ga. (AP) — Rain fell.", "US", "GA"),
        ("ATHENS (AP) — Rain fell.", "GR", None),
        ("ATLANTA, Georgia (AP) — Rain fell.", "US", "GA"),
        ("Valencia, 3 ene (EFE).- Llovió.", "ES", None),
        ("Valencia (España), 3 ene (EFE).- Llovió.", "ES", None),
        ("Valencia (Venezuela), 3 ene (EFE).- Llovió.", "VE", None),
        ("Valencia, 3 ene (AVN) - Llovió.", "VE", None),
        ("VALENCIA, Jan 3 (Reuters) - Rain fell, Spain said.", "ES", None),
        ("VALENCIA, Jan 3 (Reuters) - Rain fell on the way to Caracas.", "VE", None),
        ("Córdoba, 3 ene (EFE).- Llovió.", "ES", None),
        ("Córdoba (Argentina), 3 ene (EFE).- Llovió.", "AR", None),
        ("CÓRDOBA, 3 Ene. (EUROPA PRESS) - Llovió.", "ES", None),
        ("Córdoba, 3 ene (Télam) - Llovió.", "AR", None),
        ("CAMBRIDGE, Mass. (AP) — Rain fell.", "US", "MA"),
        ("CAMBRIDGE, England (AP) — Rain fell.", "GB", None),
        ("CAMBRIDGE, Jan 3 (Reuters) - Rain fell on Massachusetts.", "US", "MA"),
        ("CAMBRIDGE, Jan 3 (PA) - Rain fell.", "GB", None),
        ("TRIPOLI (Reuters) - Rain fell.", "LY", None),
        ("TRIPOLI, Lebanon (Reuters) - Rain fell.", "LB", None),
        ("TRIPOLI (Reuters) - Rain fell on the north of Lebanon.", "LB", None),
        ("TRIPOLI, Jan 3 (NNA) - Rain fell.", "LB", None),
        ("HYDERABAD, Jan 3 (APP): Rain fell.", "PK", None),
        ("Hyderabad, Jan 3 (PTI) Rain fell.", "IN", None),
        ("LONDON, Ont. (CP) — Rain fell.", "CA", None),
        ("LONDON (Reuters) - Rain fell on Canada.", "GB", None),
        ("VICTORIA, Jan 3 (CP) - Rain fell.", "CA", None),
        ("VICTORIA, Seychelles (AFP) - Rain fell.", "SC", None),
        ("Frankfurt/Main (dpa) - Es regnet.", "DE", None),
        ("Frankfurt/Oder (dpa) - Es regnet.", "DE", "11"),
        ("Frankfurt (Oder) (dpa/bb) - Es regnet.", "DE", "11"),
        ("GEORGETOWN, Guyana (AP) — Rain fell.", "GY", None),
        ("SANTIAGO (Reuters) - Rain fell.", "CL", None),
        ("Mérida (Badajoz), 3 ene (EFE).- Llovió.", "ES", None),
        ("MÉRIDA, Mexico (AP) — Rain fell.", "MX", None),
        ("Guadalajara, 3 ene (Notimex).- Llovió.", "MX", None),
        ("MOSCOW, Idaho (AP) — Rain fell.", "US", "ID"),
        ("ST. PETERSBURG, Fla. (AP) — Rain fell.", "US", "FL"),
        ("ST. PETERSBURG, Jan 3 (Reuters) - Rain fell.", "RU", None),
        ("PORTLAND, Maine (AP) — Rain fell.", "US", "ME"),
        ("PORTLAND, Ore. (AP) — Rain fell.", "US", "OR"),
        ("ALEXANDRIA, Va. (AP) — Rain fell.", "US", "VA"),
        ("ALEXANDRIA, Jan 3 (MENA) - Rain fell.", "EG", None),
        ("NEWCASTLE, Australia (AP) — Rain fell.", "AU", None),
        ("NEWCASTLE, Jan 3 AAP - Rain fell.", "AU", None),
        ("PERTH, Scotland (AP) — Rain fell.", "GB", None),
        ("LANCASTER (PA) — Rain fell on the town.", None, None),
        ("MANCHESTER, N.H. (AP) — Rain fell.", "US", "NH"),
        ("Porto Alegre (RS), 3 jan (Agência Brasil) - Choveu.", "BR", "23"),
        ("São José (SC), 3 jan (Agência Brasil) - Choveu.", "BR", "26"),
    ],
)
def test_which_of_several_towns_a_dateline_means(copy, country, admin1):
    dateline = read(copy, anchor=datetime(2026, 6, 15, tzinfo=UTC)).dateline
    assert dateline is not None
    if country is not None:
        assert (dateline.country, dateline.lat is None) == (country, False)
    if admin1 is not None:
        assert find_city(dateline.city, qualifier=admin1_name(country, admin1)).lat == dateline.lat


def admin1_name(country, admin1):
    return table("regions")["states"][country][admin1][0]


def test_every_name_of_a_country_or_state_tells_where_copy_was_filed():
    names = [name for row in table("regions")["states"].values() for names in row.values() for name in names]
    names = [name for name in names if len(regions(name)) == 1 and len(name) > 3 and name.istitle()]
    assert len(names) > 100
    for name in names:
        assert set(regions(name)) <= named_in(f"It rained in {name} on Monday."), name


def test_what_owns_something_and_names_of_several_words_tell_where_copy_was_filed():
    assert named_in("Rain in Norway's north, the People's Republic of China and Costa Rica.") == {
        Region("NO"),
        Region("CN"),
        Region("CR"),
    }

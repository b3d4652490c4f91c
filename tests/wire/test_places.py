import pytest

from searchsvc.wire.knowledge import table
from searchsvc.wire.places import find_city, regions


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


def test_among_namesakes_the_agencys_home_weighs():
    assert found("Valencia", home="VE") == ("Valencia", "VE")
    assert found("Valencia", home="ES") == ("Valencia", "ES")


def test_every_row_of_the_regions_is_known():
    rows = table("regions")
    for name, country in rows["countries"].items():
        assert country in {region.country for region in regions(name)}, name
    for country, states in rows["states"].items():
        for admin1, names in states.items():
            for name in names:
                assert (country, admin1) in {(each.country, each.admin1) for each in regions(name)}, name
    for row in rows["place"]:
        assert find_city(row["name"]).name == row["name"]

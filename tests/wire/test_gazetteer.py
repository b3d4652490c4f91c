import orjson

from searchsvc.wire.gazetteer import _OTHER_SCRIPT, Gazetteer
from searchsvc.wire.words import fold_all


def city(name, *others, population=1000, country="NO"):
    return {
        "name": name,
        "countrycode": country,
        "admin1code": "01",
        "latitude": 59.5,
        "longitude": 10.5,
        "population": population,
        "alternatenames": list(others),
    }


def gazetteer(*cities):
    return Gazetteer(orjson.dumps({str(number): each for number, each in enumerate(cities)}))


def test_cities_by_any_name_the_most_populous_first():
    cities = gazetteer(
        city("Oslo", "Kristiania", "OSL", "Осло", population=10),
        city("Osló", "Осло", population=20, country="US"),
        city("Осло", population=5, country="KZ"),
    )
    assert [place.country for place in cities.find("OSLO")] == ["US", "NO"]
    assert [place.country for place in cities.find("ОСЛО")] == ["US", "NO", "KZ"]
    assert [place.name for place in cities.find("Kristiania")] == ["Oslo"]
    assert cities.find("OSL") == cities.find("Bergen") == []


def test_a_name_in_another_script_never_folds_to_latin_letters():
    letters = [chr(code) for code in range(0x11_0000) if _OTHER_SCRIPT.match(chr(code))]
    assert len(letters) > 30_000
    assert not [letter for letter, folded in zip(letters, fold_all(letters), strict=True) if folded.isascii()]

import pytest

from searchsvc.wire.dateline import match_dateline


def read(copy):
    found = match_dateline(copy)
    if found is None:
        return None
    places = ["/".join((place.city, *place.qualifiers)) for place in found.places]
    day = found.date and (found.date.year, found.date.month, found.date.day)
    return copy[found.start : found.end], places, day, found.agency.code if found.agency else found.stranger


@pytest.mark.parametrize(
    ("copy", "text", "places", "day", "agency"),
    [
        ("Oslo, Feb 10 (EFE).- Snow fell.", "Oslo, Feb 10 (EFE).-", ["Oslo"], (None, 2, 10), "EFE"),
        ("Lima, 3 ene (EFE).-La lluvia", "Lima, 3 ene (EFE).-", ["Lima"], (None, 1, 3), "EFE"),
        ("SALEM, Ore. (AP) -- Rain", "SALEM, Ore. (AP) --", ["Salem/Ore."], None, "AP"),
        ("OSLO (AP) — Rain", "OSLO (AP) —", ["Oslo"], None, "AP"),
        ("DENVER, March 2 - Rain Co said", "DENVER, March 2 -", ["Denver"], (None, 3, 2), None),
        (
            "ST. LOUIS, MO., March 2 - Rain",
            "ST. LOUIS, MO., March 2 -",
            ["St. Louis/MO."],
            (None, 3, 2),
            None,
        ),
        ("OSLO/ROME (Reuters) - Rain", "OSLO/ROME (Reuters) -", ["Oslo", "Rome"], None, "Reuters"),
        (
            "AUSTIN, Texas/OSLO (Reuters) - Rain",
            "AUSTIN, Texas/OSLO (Reuters) -",
            ["Austin/Texas", "Oslo"],
            None,
            "Reuters",
        ),
        ("(Reuters) - Rain fell", "(Reuters) -", [], None, "Reuters"),
        ("March 2 (UPI) -- Rain", "March 2 (UPI) --", [], (None, 3, 2), "UPI"),
        (
            "Utrera (Sevilla), 3 may (EFE).- x",
            "Utrera (Sevilla), 3 may (EFE).-",
            ["Utrera/Sevilla"],
            (None, 5, 3),
            "EFE",
        ),
        ("MINSK, June 5. /TASS/. Rain", "MINSK, June 5. /TASS/.", ["Minsk"], (None, 6, 5), "TASS"),
        ("Aarhus /ritzau/: Regn", "Aarhus /ritzau/:", ["Aarhus"], None, "ritzau"),
        (
            "Pune [India], June 1 (ANI): Rain",
            "Pune [India], June 1 (ANI):",
            ["Pune/India"],
            (None, 6, 1),
            "ANI",
        ),
        ("Pune, Jun 1 (PTI) Rain fell", "Pune, Jun 1 (PTI)", ["Pune"], (None, 6, 1), "PTI"),
        ("(ANSA) - BARI, 3 MAG - Piove", "(ANSA) - BARI, 3 MAG -", ["Bari"], (None, 5, 3), "ANSA"),
        ("PERTH, June 2 AAP - Rain", "PERTH, June 2 AAP -", ["Perth"], (None, 6, 2), "AAP"),
        ("Jeddah, May 2, 2021, SPA -- Rain", "Jeddah, May 2, 2021, SPA --", ["Jeddah"], (2021, 5, 2), "SPA"),
        (
            "AKP Siem Reap, May 2, 2021 -- Rain",
            "AKP Siem Reap, May 2, 2021 --",
            ["Siem Reap"],
            (2021, 5, 2),
            "AKP",
        ),
        (
            "МИНСК, 3 мая — РИА Новости. Дождь",
            "МИНСК, 3 мая — РИА Новости.",
            ["Минск"],
            (None, 5, 3),
            "RIA Novosti",
        ),
        ("LIÈGE 03/06 (BELGA) = Pluie", "LIÈGE 03/06 (BELGA) =", ["Liège"], (None, 6, 3), "BELGA"),
        ("Linz (APA) - Regen", "Linz (APA) -", ["Linz"], None, "APA"),
        (
            "BOISE, Idaho--(BUSINESS WIRE)--Rain Inc",
            "BOISE, Idaho--(BUSINESS WIRE)--",
            ["Boise/Idaho"],
            None,
            "BUSINESS WIRE",
        ),
        (
            "Reno, Nevada--(Newsfile Corp. - May 2, 2021) - Rain",
            "Reno, Nevada--(Newsfile Corp. - May 2, 2021) -",
            ["Reno/Nevada"],
            (2021, 5, 2),
            "Newsfile Corp.",
        ),
        ("BOISE, Idaho _ Rain", "BOISE, Idaho _", ["Boise/Idaho"], None, None),
        ("By Ann Lee and Bo Ray BOSTON (Reuters) - Rain", "BOSTON (Reuters) -", ["Boston"], None, "Reuters"),
        ("By Ann Lee (Reuters) - Rain", "(Reuters) -", [], None, "Reuters"),
        ("Kiel (xyz/dpa) - Regen", "Kiel (xyz/dpa) -", ["Kiel"], None, "dpa"),
        ("Kiel (xyz) - Regen", "Kiel (xyz) -", ["Kiel"], None, "xyz"),
        ("新华社上海3月2日电 雨", "新华社上海3月2日电", ["上海"], (None, 3, 2), "Xinhua"),
    ],
)
def test_each_style_is_read(copy, text, places, day, agency):
    assert read(copy) == (text, places, day, agency)


@pytest.mark.parametrize(
    "copy",
    [
        "",
        "Rain fell in Oslo on March 2 - and snow",
        "President Jane Roe (Ohio) said so",
        "Jane Roe (D-Ohio) - who won - said so",
        "Rain Corp (NYSE: RAIN) - the company",
        "IN the heart of Norway, where it rains",
        "Oslo - the capital - is wet",
        "OSLO TIMES - the paper",
        "The Latest: rain",
        "(Rain) fell",
        "March 2 - rain fell",
        "Work on the tower was finished on May 1, 1923. Rain",
        "“Oslo” (AP) is a film",
        "Lima: May 3",
        "Update, May 3: The harbour of the town is open again.",
        "Correction 3 May 2021: The harbour of the town was never closed.",
        "Play May 3: The harbour of the town is open again.",
        "Published May 3, 2021 - The harbour of the town is open again.",
        "Jane Roe / AFP - Rain Images",
        "Roma | Ann Lee - Rain fell on the town for the third day in a row, and the harbour was closed.",
        "Writes Ann Lee on May 3: rain fell",
        "Berlin, 3. Mai. Es regnet seit drei Tagen, und die Menschen bleiben zu Hause.",
        "PARIS, May 3 /and/ 4 - The rain fell",
        "Dear Sirs, London, 3 May 2021 - we thank you for your letter about the rain.",
        "Roma - Lazio 2-1. Rain fell on the pitch for the whole of the second half, and nobody could stand.",
        "Hamburg – Bremen – Rain fell on both towns for the third day in a row, and the harbours closed.",
        "Sydney – I never liked the rain, and I will not begin to like it now, whatever the others may say.",
        "Nice – Rain is what the gardens of the town have been waiting for since the end of a long winter.",
        "Florenz – Perle der Toskana. Wir fahren mit Ihnen in vier Tagen zu den schönsten Plätzen der Stadt.",
        "• Munich – Take an umbrella, for it rains there on more than ten days of every month of the year.",
        "AP - Advanced Placement - courses about rain are offered in most of the schools of the country.",
        "Lyon - Bastia : Rain is forecast for the whole of the evening, and the pitch may be unfit for play.",
        "Oslo, May 3 2021 at noon",
        "Paris, Texas: Rain fell on the town for the third day in a row, and nobody could leave their homes.",
        "A" * 500,
        "A, " * 500,
        "(" * 500,
    ],
)
def test_what_is_no_dateline_gives_none(copy):
    assert match_dateline(copy) is None


def test_the_state_says_which_city_is_meant_and_the_country_of_an_unknown_one():
    salem = match_dateline("SALEM, Ore. (AP) -- Rain").places[0]
    unknown = match_dateline("UPPER NOWHERE, Norway (AP) -- Rain").places[0]
    assert (salem.country, salem.place.admin1) == ("US", "OR")
    assert (unknown.city, unknown.country, unknown.place.lat) == ("Upper Nowhere", "NO", None)

"""English copy of every kind: who is meant, and what exactly was said."""

import pytest

from searchsvc.wire.quotes import find_quotes


def named(speaker):
    return speaker and (speaker.name or speaker.organisation or speaker.role)


def read(text):
    """Of each quote who speaks, by name, else by organisation, else by role, and what was said."""
    return [(named(quote.speaker), quote.text) for quote in find_quotes(text, language="en")]


def speaks(text):
    """Who speaks in the last quote."""
    return read(text)[-1][0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain officials have long defended the dam, saying it would hold.", "Rain officials"),
        ("Rain aides defended the dam, saying it would hold.", "Rain aides"),
        (
            "Ann Hill came. The Hill administration had defended the dam, saying it held.",
            "Hill administration",
        ),
        ("Yet, experts are wary of Hill's plan, saying it will cost too much. Ann Hill left.", "experts"),
        ("Countries like Norway, Chile, and Japan have banned them, saying they do harm.", "Countries"),
        ("Ann Hill has blamed it, and openly named Bo Ray, claiming the minister knew.", "Ann Hill"),
        ("Ann Hill has blamed it, and Bo Ray left, claiming the minister knew.", "Bo Ray"),
        ("Today Mayor Ann Lee left Norway, Chile and Japan, saying it was late.", "Ann Lee"),
    ],
)
def test_a_participle_is_the_subjects(text, expected):
    assert speaks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chief of Staff Bo Ray has over the past few months repeatedly warned that it may break.", "Bo Ray"),
        ("Bo Ray has in recent weeks said that it may break.", "Bo Ray"),
        ("The past few weeks said that it may break.", None),
    ],
)
def test_a_time_does_not_speak(text, expected):
    assert speaks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Who is named between commas, with a role before it, has said it, and goes on.
        (
            "The minister, Tom Ware, said it holds.\n\nNorway's minister of power, Kgosi Ramo, told papers "
            "that it does not.\n\n“We were told,” he said.",
            "Kgosi Ramo",
        ),
        (
            "Ann Lind's sister, Tess Lomas, recently told the council she was glad. She said: “I am glad.”",
            "Tess Lomas",
        ),
        # Who spoke last as "he" does so again, whoever is named in between.
        (
            "Bo Mumba said he was well.\n\nHe said the day was long for Hage Geir, who left.\n\n"
            "Asked whether Hage Geir would come, he said it was late.",
            "Bo Mumba",
        ),
        # But not where somebody else has spoken since.
        (
            "“It rains,” Bo Ray said. “It pours,” he said.\n\nTom Ware left. “It stops,” he said.",
            "Tom Ware",
        ),
    ],
)
def test_he_is_who_spoke_last(text, expected):
    assert speaks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Behind a source that opens the sentence, and what is told of it, the clause begins with its comma.
        (
            "According to data released by the Rain Office (RO), the dam has held.",
            ("Rain Office", "the dam has held"),
        ),
        (
            "According to a May memo obtained by the Oslo Gazette through an act, it was told to close.",
            (None, "it was told to close"),
        ),
        (
            "According to Ann Poe, water that has salt in it is bad.",
            ("Ann Poe", "water that has salt in it is bad"),
        ),
        ("According to Ann Poe, 34, the dam is safe.", ("Ann Poe", "the dam is safe")),
        ("According to Ann Poe, the mayor of Oslo, it is safe.", ("Ann Poe", "it is safe")),
        ("According to reports, Ann Poe closed the gate.", (None, "Ann Poe closed the gate")),
        (
            "According to the mayor the dam is safe because it was built well.",
            ("mayor", "the dam is safe because it was built well"),
        ),
    ],
)
def test_a_source_and_what_it_says(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "What has Ann Roe said about the dam?",
        "Who told Ann Roe that the dam would break?",
        "How did Ann Roe say it would break?",
        "Did Ann Roe say the dam would break?",
    ],
)
def test_a_question_about_saying_says_nothing(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The dam was rotten,” Ann Roe began, before being told off.", "Ann Roe"),
        ("Ann Roe was asked, “Do you feel guilt?” The minister nodded.", None),
        ("She said he then announced: “My friend will come,” and alleges Bo Ray then came in.", None),
        ("Ann Roe said no. “It is late,” Bo Ray added.", "Bo Ray"),
        ("The fund paid $4.2 million to a nurse who said she was hurt.", "nurse"),
        ("Ann Poe came. The letter described how, saying that the office was “blind”.", None),
        ("Ann Poe still sometimes wonders how she ended there.", "Ann Poe"),
        ("We'll be curious to see what “culture” is.", None),
    ],
)
def test_who_speaks_and_what_does_not(text, expected):
    assert speaks(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "organisation"),
    [
        ("Minister Israel Kvist came. Israel said that it is late.", None, "Israel"),
        ("Downing Street said it was late.", None, "Downing Street"),
        ("Number 10 said it was late.", None, "Number 10"),
        ("A No 10 spokeswoman said it was late.", None, "No 10"),
        ("Tessa said: “It is late.”", "Tessa", None),
        ("Abby said it was late. “Very late,” Abby said.", "Abby", None),
        ("Environmental organisation Clean Sea Norway said it was late.", None, "Clean Sea Norway"),
        ("The charity Clean Rain came. Clean Rain said: “It is late.”", None, "Clean Rain"),
        ("State broadcaster VTV said it was late.", None, "VTV"),
        ("Camp Strada is big. Strada said it would go. Strada said it was late.", None, "Strada"),
        ("Rain Oil RAIN.O said it was late.", None, "Rain Oil"),
        ("“Late,” said Bo Ray, chief of Rain Oil RAIN.O today.", "Bo Ray", "Rain Oil"),
        ("Sallie Mae said it was late.", None, "Sallie Mae"),
        ("China Airlines left. China said it was late.", None, "China"),
        ("Cyprus Rain Co left. Cyprus said it was late.", None, "Cyprus Rain Co"),
        ("Fixing Norway is dear. Fixing Norway said it was late.", None, "Fixing Norway"),
        ("Will China lead? China said it was late.", None, "China"),
        ("Laurie Rain and Co analyst Bo Ray said it was late.", "Bo Ray", "Co"),
        ("Bo Ray told Reuters Strada had left. Strada has said that it was late.", None, "Strada"),
        ("Ranger Oil Ltd left. Ranger said it was late.", None, "Ranger Oil Ltd"),
        ("Jacobs Rain group Inc said it was late.", None, "Jacobs Rain group Inc"),
        ("Wall Street analysts said it was late.", None, None),
        ("Last October, Schlum said it was late.", None, "Schlum"),
        ("The government last week announced that it was late.", None, "government"),
        ("King Bo for the first time said it was late.", "Bo", None),
        ("The chiefs of Rain International Inc left, saying it was late.", None, "Rain International Inc"),
        ("The United Nations' office (UN) left. The UN said it was late.", None, "UN"),
    ],
)
def test_names_of_people_and_of_others(text, name, organisation):
    speaker = find_quotes(text, language="en")[-1].speaker
    assert (speaker.name, speaker.organisation) == (name, organisation)


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Forward Bo Kane said it was late.", "Bo Kane", "Forward"),
        ("“Late,” said Rain City forward Bo Kane.", "Bo Kane", "Rain City forward"),
        ("“Late,” said midfielder Tom Ware.", "Tom Ware", "midfielder"),
        ("Skipper Ann Lee said it was late.", "Ann Lee", "Skipper"),
        ("The quarterback said it was late.", None, "quarterback"),
        ("Another villager, Lipo Potob, said it was late.", "Lipo Potob", "villager"),
        (
            "“Late,” said Bo Ray, the cluster lead for the Rain Centre.",
            "Bo Ray",
            "cluster lead for the Rain Centre",
        ),
        ("Looking forward, Ann Lee said it was late.", "Ann Lee", None),
        ("Adv Tom Ware came. “Late,” Adv Ware said.", "Tom Ware", None),
    ],
)
def test_roles(text, name, role):
    speaker = find_quotes(text, language="en")[-1].speaker
    assert (speaker.name, speaker.role) == (name, role)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Rain Street Journal had it. Bo Ray told the Journal that it was late.", "Rain Street Journal"),
        ("Bo Ray told the Oslo Gazette no. “Late,” he told the newspaper.", "Oslo Gazette"),
        ("“Late,” Bo Ray told Daily Maverick.", "Daily Maverick"),
        ("“Late,” Bo Ray told the newspaper.", None),
    ],
)
def test_the_medium_that_was_told(text, expected):
    assert find_quotes(text, language="en")[-1].via == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What somebody is, behind a comma that no other closes.
        ("“It is late,” Bo Hawk, vice president of Rain Works, a water firm in Ohio told Fox.", "Bo Hawk"),
        ("In Oslo, Bo Lane, a 32-year-old member of a club said it was late.", "Bo Lane"),
        ("Ann Lee, analyst with Rain Brothers said it was late.", "Ann Lee"),
        # The verb behind a relative clause is that of whom the clause tells.
        ("A woman who was hurt by Bo Stein has revealed she was never let in.", "woman"),
        ("Many people who think the mayor of Oslo said it rained.", "Oslo"),
        # Documents are those of who issued them.
        ("A 2022 survey from Robo Corp finds that most fail.", "Robo Corp"),
        ("A Pentagon memo said it was late.", "Pentagon"),
        ("The daily Isvesta said no. “It is late,” the newspaper said.", "Isvesta"),
        ("The man had a hammer, the court was told.", None),
        ("The police officer who made the arrest said it was late.", "police officer"),
        ("AdImpact, a figure that dwarfs others, is big. AdImpact said it was late.", "AdImpact"),
        ("Bank of Rain's managing director for rates, Bo Reit, said it was late.", "Bo Reit"),
        ("According to data from Global Citizen Works, it was late.", "Global Citizen Works"),
        ("According to a report into the flood in Oslo, it was late.", None),
        ("Research by the investment company Saxon Bank said it was late.", "Saxon Bank"),
        ("An analyst at Danish investment company Saxon Bank said it was late.", "Saxon Bank"),
        ("According to the personal finance blog Wealthy, it was late.", "Wealthy"),
        ("An Interior Ministry statement said it was late.", "Interior Ministry"),
        ("Official figures showed that it was late.", "Official figures"),
        ("The January announcement said it was late.", "January announcement"),
        ("July 15, 1960: “In honored memory of Bo Ray, who stood here.”", None),
    ],
)
def test_whose_it_is(text, expected):
    assert speaks(text) == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("One analyst catches Rain chief executive Ann Lee. She said it was late.", "Rain chief executive"),
        (
            "Ann Lee, former mayor of Rain who’s been there for years, said it was late.",
            "former mayor of Rain",
        ),
    ],
)
def test_a_role_ends_before_a_verb(text, role):
    assert find_quotes(text, language="en")[-1].speaker.role == role


@pytest.mark.parametrize(
    ("text", "name", "role", "organisation"),
    [
        ("Sir Bo Hawk, chairman of Rain Oil, said it rained.", "Bo Hawk", "chairman of Rain Oil", "Rain Oil"),
        ("PC Bo Hawk told the jury it rained.", "Bo Hawk", "PC", None),
        (
            "British consumer affairs minister Bo Hawk said it rained.",
            "Bo Hawk",
            "British consumer affairs minister",
            None,
        ),
        ("Det Ch Insp Ann Lund said it rained.", "Ann Lund", "Det Ch Insp", None),
        ("The Duke of Oslo, Bo Hawk, said it rained.", "Bo Hawk", "Duke of Oslo", "Oslo"),
        ("Rain Oil (RAIN.N) said it rained.", None, None, "Rain Oil"),
    ],
)
def test_ranks_titles_and_symbols(text, name, role, organisation):
    (quote,) = find_quotes(text, language="en")
    assert (quote.speaker.name, quote.speaker.role, quote.speaker.organisation) == (name, role, organisation)


def test_a_role_has_no_other_persons_name_in_it():
    text = "They met campaign manager Paul Lund and a business associate, Bo Hawk. Hawk said it rained."
    (quote,) = find_quotes(text, language="en")
    assert (quote.speaker.name, quote.speaker.role) == ("Bo Hawk", "business associate")

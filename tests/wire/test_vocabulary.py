from searchsvc.wire.vocabulary import LANGUAGES, given_names, media_names, vocabulary


def test_each_table_gives_what_the_rules_need_in_lower_case():
    assert set(LANGUAGES) >= {"en", "es", "fr", "de", "pt", "it"}
    for language in LANGUAGES:
        words = vocabulary(language)
        assert words.male and words.female and words.counterparts and words.documents and words.public
        assert words.male.isdisjoint(words.female), language
        assert words.public <= words.roles | words.modifiers, language
        every = words.roles | words.bodies | words.openers | words.told | words.modifiers
        assert all(word == word.lower() for word in every), language


def test_roles_and_bodies_are_told_apart():
    words = vocabulary("en")
    assert words.is_role("Sen.") and words.is_role("ministers") and not words.is_role("rain")
    assert words.is_body("ministries") and words.is_body("Times") and not words.is_body("rain")
    assert vocabulary("de").is_role("Regenminister") and vocabulary("de").is_body("Regenministerium")


def test_titles_and_names_tell_the_gender():
    assert [vocabulary("en").gender([word]) for word in ("Mrs.", "spokesman", "mayor")] == [
        "female",
        "male",
        None,
    ]
    assert [given_names().get(name, "unknown") for name in ("Anna", "Robert", "Robin", "Rain")] == [
        "female",
        "male",
        None,
        "unknown",
    ]


def test_names_of_media_are_written_as_in_running_text():
    assert "CNN" in media_names()
    assert not any(name.islower() for name in media_names() - {"taz", "n-tv"})

from searchsvc.wire.lexicon import ENDINGS, LANGUAGES, Shapes, lexicon, may_report


def test_each_table_is_lower_case_and_gives_what_the_rules_need():
    assert set(LANGUAGES) >= {"en", "es", "fr", "de", "pt", "it"}
    for language in LANGUAGES:
        words = lexicon(language)
        assert words.verbs and words.according and words.pronouns and words.determiners and words.that
        assert words.nouns_too <= words.cues, language
        assert words.needs_that <= words.verbs, language
        assert words.telling <= words.verbs, language
        assert all(word == word.lower() for word in words.cues | words.breaks | words.roles), language


def test_every_verb_is_seen_in_a_text():
    for language in LANGUAGES:
        words = lexicon(language)
        assert all(may_report(f"Roe {verb}, today.", words.openers) for verb in words.verbs), language


def test_another_language_gets_the_english_words():
    assert lexicon("xx") == lexicon("en") == lexicon(None)
    assert lexicon("pt-BR") == lexicon("pt")
    assert not may_report("It rained all day.", lexicon("en").openers)
    assert not may_report("It rained in the valley.", lexicon("en").openers)
    assert may_report("In the words of Ann Lee, it rained.", lexicon("en").openers)
    assert may_report("It rained,said Ann Lee.", lexicon("en").openers)


def test_the_shapes_of_words_are_told_and_few_are_remembered(monkeypatch):
    shapes = Shapes({"it's": "pronoun"}, ENDINGS)
    words = ["It’s", "Oslo", "10th", "raining", "rained", "rain", ";"]
    assert [shapes[word] for word in words] == ["pronoun", "name", "number", "ing", "ed", "word", ";"]
    assert set(shapes) == set(words)
    assert (shapes["a" * 100], len(shapes)) == ("word", len(words))
    monkeypatch.setattr(Shapes, "MOST", len(words))
    assert (shapes["snow"], list(shapes)) == ("word", ["snow"])

from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.word_order import LANGUAGES, word_order


def test_each_table_is_lower_case_and_gives_what_the_rules_need():
    assert set(LANGUAGES) == {"de"}
    for language in LANGUAGES:
        order = word_order(language)
        assert order is not None
        for words in vars(order).values():
            assert words
            assert all(word == word.lower() for word in words), language
        assert order.subject_follows | order.quoting <= lexicon(language).cues
        assert order.nominative_relatives <= lexicon(language).relatives
        assert not order.nominative & order.oblique


def test_only_languages_with_a_table_have_one():
    assert word_order("de-AT") == word_order("de") == lexicon("de").order
    assert word_order("en") is None
    assert word_order(None) is None
    assert lexicon("xx").order is None

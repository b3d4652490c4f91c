import pytest

from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.sentence_subject import sentence_subject
from searchsvc.wire.subject_first import subject_before
from tests.wire.worded import tokens_of, words

EN = lexicon("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee has since said", "Ann Lee"),
        ("Ann Lee, the mayor of Salem, and her two lawyers said", "Ann Lee"),
        ("Diver Ann Lee, 60, from Salem, Oregon, said", "Diver Ann Lee"),
        ("Prof. Ann Lee, of the University of Salem, in a letter to the mayor, said", "Prof. Ann Lee"),
        ("A voice is then heard saying", "A voice"),
        ("Roe & Lee lawyer Ann Poe said", "Roe & Lee lawyer Ann Poe"),
        ("Ann Lee and Bo Ray have both said", "Ann Lee and Bo Ray"),
        ("Ann Lee (R-Ohio), the first woman there, said", "Ann Lee"),
        ("Ann Lee, 61, a diver who lives there, said", "Ann Lee"),
        ("Ann Lee, head of the Rain Office, which measures it, said", "Ann Lee"),
        ("Ann Lee - in a line that many noted - said", "Ann Lee"),
        ("Ann Lee paused, then said", "Ann Lee"),
        ("Sen. Ann Lee has left and said", "Sen. Ann Lee"),
        ("Mr. Lee, who is ill, left the hall, saying", "Mr. Lee"),
        ("The diver has left, saying", "The diver"),
        ("Ann Lee began by saying", "Ann Lee"),
        ("Ann Lee issued a statement saying", "Ann Lee"),
        ("she wrote a letter to Bo Ray asking", "she"),
        ("the mayor saying", "the mayor"),
        ("“It rains,” Ann Lee told the divers, adding", "Ann Lee"),
        ("“It rains,” said Ann Lee, adding", "Ann Lee"),
        ("She thought: “It rains,” adding", "She"),
        ("Ann Lee's eldest daughter has left, saying", "Ann Lee's eldest daughter"),
        ("Ann Lee did not mention", "Ann Lee"),
        ("Her aides still haven't said", "Her aides"),
        ("when Ann Lee refused to say", "Ann Lee"),
        ("the mayor has appeared to suggest", "the mayor"),
        ("Ann Lee then pivoted to arguing", "Ann Lee"),
        ("The page has been changed to note", "The page"),
        ("Eight years ago, he met Ann Lee and said", "he"),
        ("There, the mayor left early but said", "the mayor"),
        ("Shortly after the rain ended, Bo Ray's office sent out a press release saying", "Bo Ray's office"),
        ("Beyond the rain, the mayor cited talks and said", "the mayor"),
        ("Like Bo Ray, Ann Lee also left the hall, arguing", "Ann Lee"),
        ("He left, but Ann Lee brought him back to the rain, asking", "Ann Lee"),
        ("The town released a statement Monday saying", "The town"),
        ("remarks made by a rain minister who said", "a rain minister"),
        ("Ann Lee expressed a desire", "Ann Lee"),
        ("In a talk on “Rain and Friends,” Ann Lee pointed to the sea, remarking", "Ann Lee"),
        ("The Rain Accord was greeted with doubt by dry divers who said", "dry divers"),
        ("The Rain Can Inc said", "The Rain Can Inc"),
        ("Press reports said", "Press reports"),
        ("the town's own estimates show", "the town's own estimates"),
        ("Ann Lee's former rain adviser Bo Ray sued her, alleging", "Ann Lee's former rain adviser Bo Ray"),
        ("Ann Lee's Rain Office issued a report noting", "Ann Lee's Rain Office"),
        ("It rained, said", None),
    ],
)
def test_the_speaker_before_a_verb(text, expected):
    tokens = tokens_of(text)
    assert words(text, tokens, subject_before(tokens, len(tokens) - 1, 0, EN)) == expected


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("When asked by a diver whether it rained", "asked", "a diver"),
        ("He was told by Ann Lee that it rained", "told", "Ann Lee"),
        ("She was quoted by Rain Radio as saying", "quoted", "She"),
        ("Bo Ray's most serious claim is that it rained", "claim", "Bo Ray's"),
        ("She asks by letter whether it rained", "asks", "She"),
    ],
)
def test_whose_a_passive_verb_is(text, cue, expected):
    tokens = tokens_of(text)
    at = next(number for number, token in enumerate(tokens) if token.text == cue)
    assert words(text, tokens, subject_before(tokens, at, 0, EN)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee left", "Ann Lee"),
        ("But Ann Lee left", "Ann Lee"),
        ("On Monday, Ann Lee left", "Ann Lee"),
        ("Later that day, Ann Lee left", "Ann Lee"),
        ("A few days later, the mayor left", "the mayor"),
        ("Minutes later, she left", "she"),
        ("Asked about the rain, Ann Lee left", "Ann Lee"),
        ("In a wide-ranging, angry talk, Ann Lee left", "Ann Lee"),
        ("When Ann Lee left", "Ann Lee"),
        ("However, Ann Lee left", "Ann Lee"),
        ("Late last month, the company has left", "the company"),
        ("Dry presidential candidate Gov. Ann Lee left", "Dry presidential candidate Gov. Ann Lee"),
        ("rain fell", None),
        ("On it goes", None),
    ],
)
def test_the_subject_that_begins_a_sentence(text, expected):
    tokens = tokens_of(text)
    assert words(text, tokens, sentence_subject(tokens, 0, len(tokens) - 1, EN)) == expected


def test_asides_without_end_take_no_time():
    text = "(a) " * 3_000 + "said"
    tokens = tokens_of(text)
    assert subject_before(tokens, len(tokens) - 1, 0, EN) is None

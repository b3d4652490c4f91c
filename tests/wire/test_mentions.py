import pytest

from searchsvc.wire.mentions import find_mentions, read_run
from searchsvc.wire.vocabulary import vocabulary

WORDS = vocabulary("en")


@pytest.mark.parametrize(
    ("run", "title", "name"),
    [
        ("Rain Minister Ann Lee", "Rain Minister", "Ann Lee"),
        ("Mr. Lee", None, "Lee"),
        ("Gov. Bo Ray", "Gov.", "Bo Ray"),
        ("But Robert Ray", None, "Robert Ray"),
        ("Republican Robert Ray", None, "Robert Ray"),
        ("Robert Ray Jr.", None, "Robert Ray Jr."),
        ("Robert de la Cruz", None, "Robert de la Cruz"),
        ("Anna Lee Wins Oslo", None, "Anna Lee"),
        ("Stephen King", None, "Stephen King"),
        ("Lee", None, "Lee"),
    ],
)
def test_capitalised_words_are_divided_into_role_and_name(run, title, name):
    mention = read_run(run, 100, WORDS)
    assert (mention.title, " ".join(mention.words)) == (title, name)
    assert run[mention.start - 100 : mention.end - 100] == name


@pytest.mark.parametrize("run", ["Rain Ministry", "House Speaker", "But", "CNN Tonight", "ANN LEE", "A"])
def test_what_is_nobodys_name(run):
    assert read_run(run, 0, WORDS) is None


def test_the_mentions_of_a_body_in_order():
    body = "On Monday, Mayor Ann Lee’s aide met Dr. Bo Ray. “Rain,” said Ray."
    found = [(body[each.outer : each.end], each.sure, each.gender) for each in find_mentions(body, 0, WORDS)]
    assert found == [
        ("Mayor Ann Lee", True, "female"),
        ("Dr. Bo Ray", True, None),
        ("Rain", False, None),
        ("Ray", False, None),
    ]

import pytest

from searchsvc.wire.marks import MOST_QUOTED, find_quoted, has_double_marks, may_quote


def quoted(text, **how):
    return [text[each.start : each.end] for each in find_quoted(text, 0, len(text), **how)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “yes” and “no.”", ["yes", "no."]),
        ('He said "yes" and "no."', ["yes", "no."]),
        ("Er sagte: „Ja“, und „Nein“.", ["Ja", "Nein"]),
        ("Il a dit « oui » puis « non ».", ["oui", "non"]),
        ("Er sagte: »Ja«.", ["Ja"]),
        ("He said ``yes'' and ''no.''", ["yes", "no."]),
        ("Elle a dit ‘’oui’’ puis ‘‘non’’ et ’’peut-être’’.", ["oui", "non", "peut-être"]),
        ('He said: \u00ad"yes"', ["yes"]),
        ("彼は「はい」と言った", ["はい"]),
        ("“He said ‘yes’ to me,” she said.", ["He said ‘yes’ to me,"]),
        ('A 5" pipe and a 6" pipe', []),
        ("“never closed", []),
        ("“first never closed “second” then", ["second"]),
        ("“” empty", []),
        ("”)«", []),
    ],
)
def test_what_stands_in_marks(text, expected):
    assert quoted(text) == expected


def test_single_marks_where_a_text_quotes_in_them():
    assert quoted("‘I don’t know,’ he said. ‘It’s late.’", single=True) == ["I don’t know,", "It’s late."]
    assert quoted("'It rained,' he said.", single=True) == ["It rained,"]
    assert not has_double_marks("‘It rained,’ he said.")


def test_a_quote_may_go_on_in_the_next_paragraph():
    (one,) = find_quoted("“It rained.", 0, 11, goes_on=True)
    assert (one.start, one.end, one.closed) == (1, 11, False)


def test_a_paragraph_of_marks_alone_is_not_read_to_its_end():
    found = find_quoted('("a") ' * 2 * MOST_QUOTED, 0, 12 * MOST_QUOTED)
    assert len(found) == MOST_QUOTED
    assert found[-1].outer_end == 6 * MOST_QUOTED - 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The firm's shares rose, its dealers' too.", False),
        ("The 'firm' rose.", True),
        ("'Rain' fell.", True),
        ("Rain ‘fell’.", True),
        ("He said ('rain') fell.", True),
    ],
)
def test_whether_single_marks_may_quote(text, expected):
    assert may_quote(text, 0, single=True) is expected
    assert may_quote(text, 0, single=False)
    assert expected or not find_quoted(text, 0, len(text), single=True)

import pytest

from searchsvc.wire.layout import join, paragraphs


def texts(copy):
    return [join(paragraph) for paragraph in paragraphs(copy)]


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("", []),
        (" \n\t\n", []),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.\rstill two.", ["One.", "Two. still two."]),
        ("    Wrapped at the\nmargin.\n    And the\nnext.", ["Wrapped at the margin.", "And the next."]),
        ("   Shr 1 ct\n   Net 2 mln\n   Revs 3 mln", ["Shr 1 ct", "Net 2 mln", "Revs 3 mln"]),
        ("One long line " + "x" * 100 + "\nTwo\nThree", ["One long line " + "x" * 100, "Two", "Three"]),
        ("One.\u2029Two.", ["One.", "Two."]),
        ("One.\vTwo.\x85\fThree.\u2028Four.", ["One. Two. Three. Four."]),
        ("The end^M\n", ["The end"]),
        ("\ufeffThe end\x03", ["The end"]),
    ],
)
def test_paragraphs_of_each_layout(copy, expected):
    assert texts(copy) == expected


def test_lines_know_where_they_stood():
    copy = "  One\n  two.\n\n\tThree."
    assert [copy[line.start : line.end] for block in paragraphs(copy) for line in block] == [
        "One",
        "two.",
        "Three.",
    ]

from searchsvc.errors import Problem
from searchsvc.formats.document import check_text


def test_clean_text_has_no_faults():
    assert check_text("Tōkyō 🗼", "raw") == []


def test_faults_are_told_with_their_position():
    assert check_text("a\0b\udc80", "raw") == [
        Problem("has a NUL character; remove it", "raw", 1),
        Problem("has half of a surrogate pair; send valid Unicode", "raw", 3),
    ]

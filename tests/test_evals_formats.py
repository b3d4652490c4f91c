"""The labels of files of every format, and what they are compared with."""

import json

import pytest

from evals.files import LABELS, WHAT, rows_of, scores, unlabelled
from evals.pages import BAR, pages, token_f1
from evals.sets import data_folder
from tests.formats.reading import FILES


def test_every_label_is_whole():
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert row.keys() in ({"file", *WHAT}, {"file", "refused"}), row
        assert len(row.get("headline") or "") < 250


def test_a_file_is_scored_by_its_rows(tmp_path, monkeypatch):
    place = tmp_path / "formats" / "x"
    place.mkdir(parents=True)
    for name in ("feed.rss", "message.anpa"):
        (place / name).write_bytes((FILES / name).read_bytes())
    (place / "bad.xml").write_text("<recipe/>")
    (place / "new.txt").write_text("Rain.")
    (place / "torn.xml").write_text("<nitf>")
    labels = tmp_path / "labels.ndjson"
    rows = [{"file": "x/bad.xml", "refused": True}]
    rows += [
        {"file": f"x/{name}", **row} for name in ("feed.rss", "message.anpa") for row in rows_of(place / name)
    ]
    rows += [{"file": "x/torn.xml", **dict.fromkeys(WHAT)}, {"file": "x/gone.txt", "refused": True}]
    rows[1]["headline"], rows[2]["length"], rows[3]["language"] = "Another", 500, "en-US"
    labels.write_text("".join(json.dumps(row) + "\n" for row in rows))
    monkeypatch.setattr("evals.files.LABELS", labels)
    bad, feed, message, torn = scores(tmp_path)
    assert (bad.is_right, bad.read, bad.refusals[0][:19]) == (True, 0, "it is XML whose roo")
    assert feed.right == {"headline": 1, "date": 2, "source": 2, "language": 2, "length": 1}
    assert feed.wrong[0] == "headline 'Bergen opens & celebrates' for 'Another'"
    assert message.is_right
    assert (torn.is_right, torn.read) == (False, 0)
    assert torn.wrong[0].startswith("refused (")
    assert unlabelled(tmp_path) == ["x/new.txt"]


def test_f1_of_tokens():
    assert token_f1("Rain fell.", "rain FELL") == 1
    assert token_f1("", "") == 0
    assert token_f1("a b c d", "a b") == pytest.approx(2 / 3)


@pytest.mark.data
def test_every_file_of_the_data_is_labelled_and_read_or_refused():
    folder = data_folder()
    assert unlabelled(folder) == []
    found = list(scores(folder))
    assert [score.file for score in found if score.read != score.labelled] == []
    assert all(score.refusals for score in found if not score.read)
    right = sum(sum(score.right.values()) for score in found)
    assert right >= 0.97 * sum(len(WHAT) * score.labelled for score in found)


@pytest.mark.data
def test_pages_reach_their_publishers():
    found = list(pages(data_folder()))
    assert sum(page.f1 for page in found) / len(found) >= BAR

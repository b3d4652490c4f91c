"""Files into the store, the refused into quarantine, and out of it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from searchsvc.errors import NotFoundError
from searchsvc.ingest import Ingestor, Outcome
from searchsvc.ingest.files import read_file
from searchsvc.ingest.intake import retry, take_in
from searchsvc.store import Store, quarantine

NOW = datetime(2024, 3, 7, 15, tzinfo=UTC)
GOOD = '{"uri": "urn:test:1", "body_text": "The ferry strike ended."}\n'


class Desk:
    """A store with what takes files into it, and a clock that ticks with each look."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(f"sqlite:///{folder}/articles.db")
        self.ticks = count()
        self.ingestor = Ingestor(self.store, clock=self.clock)
        self.folder = folder

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=next(self.ticks))

    def take(self, name: str, content: str | bytes | None = None) -> list[str]:
        file = self.folder / name
        if content is not None:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        taken = take_in(self.store, self.ingestor, read_file(str(file)), clock=self.clock)
        return [result.outcome.value for _, result in taken]

    def refused(self) -> list[tuple[str, int | None, str, int]]:
        return [
            (Path(each.place).name, each.line, each.reason, each.tries) for each in self.store.quarantined()
        ]

    def retry(self) -> Counter[Outcome]:
        counts: Counter[Outcome] = Counter()
        for each in self.store.quarantined():
            counts += retry(self.store, self.ingestor, each, clock=self.clock)
        return counts


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


def test_what_is_refused_stands_in_quarantine_and_the_rest_lands(desk: Desk) -> None:
    assert desk.take("a.ndjson", "{broken\n" + GOOD + '{"colour": 1}\n') == ["refused", "created", "refused"]
    assert desk.take("b.xml", "<nitf><body") == ["refused"]
    assert [each[:2] for each in desk.refused()] == [("a.ndjson", 1), ("a.ndjson", 3), ("b.xml", None)]
    assert [desk.store.quarantined_bytes(number) for number in (1, 3)] == [b"{broken", b"<nitf><body"]
    assert (desk.store.count(), desk.store.quarantined_count()) == (1, 3)
    with pytest.raises(NotFoundError):
        desk.store.quarantined_bytes(4)


def test_the_same_refused_again_is_one_row(desk: Desk) -> None:
    for _ in range(2):
        desk.take("a.ndjson", "{broken\n{broken\n")
    assert [each[1::2] for each in desk.refused()] == [(1, 2), (2, 2)]


def test_a_file_that_is_mended_leaves_the_quarantine(desk: Desk) -> None:
    desk.take("a.ndjson", "{broken\n{broken too\n")
    desk.take("b.ndjson", "{broken\n")
    assert desk.take("a.ndjson", GOOD + "{broken too\n") == ["created", "refused"]
    assert [each[:2] for each in desk.refused()] == [("a.ndjson", 2), ("b.ndjson", 1)]


def test_what_is_tried_again_and_still_refused_stays(desk: Desk) -> None:
    desk.take("a.ndjson", "{broken\n")
    assert desk.retry() == {Outcome.REFUSED: 1}
    [(name, line, reason, tries)] = desk.refused()
    assert (name, line, tries) == ("a.ndjson", 1, 2)
    assert "JSON" in reason


def test_what_is_good_by_now_is_stored_and_leaves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old:
        old.setattr("searchsvc.ingest.batch.parse", None)  # a reader that fails on everything
        assert desk.take("a.ndjson", GOOD) == ["refused"]
    assert "please report it" in desk.refused()[0][2]
    assert desk.retry() == {Outcome.CREATED: 1}
    assert (desk.refused(), desk.store.count()) == ([], 1)


def test_what_was_too_long_to_keep_is_read_from_its_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "KEPT_BYTES", 3)
    desk.take("a.json", "[broken")
    assert desk.store.quarantined_bytes(1) is None
    (desk.folder / "a.json").write_text(f"[{GOOD}]")
    assert desk.retry() == {Outcome.CREATED: 1}
    desk.take("b.xml", "<nitf")
    (desk.folder / "b.xml").unlink()
    assert desk.retry() == {Outcome.REFUSED: 1}
    assert desk.refused()[0][2] == "its bytes were not kept, and the file is no longer there"


def test_a_file_that_is_not_there_is_refused_with_its_name(desk: Desk) -> None:
    assert desk.take("gone.txt") == ["refused"]
    assert desk.refused() == [("gone.txt", None, "cannot be read: No such file or directory", 1)]


def test_names_and_reasons_that_no_database_holds_are_kept_as_well_as_can_be(desk: Desk) -> None:
    [result] = desk.ingestor.put_many(read.document for read in read_file("\udcff/none.txt"))
    with desk.store.transaction() as transaction:
        transaction.quarantine("\udcff/none.txt", result, NOW)
    assert [each.place for each in desk.store.quarantined()] == ["?/none.txt"]


def test_released_by_number(desk: Desk) -> None:
    desk.take("a.ndjson", "{a\n{b\n{c\n")
    with desk.store.transaction() as transaction:
        assert transaction.release([1, 3, 9]) == 2
    assert [each[1] for each in desk.refused()] == [2]

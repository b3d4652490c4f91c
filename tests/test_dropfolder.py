"""A drop folder: what is whole, what is new, and what was taken in before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from searchsvc.formats import Refusal
from searchsvc.ingest.dropfolder import DropFolder
from searchsvc.ingest.files import read_file
from searchsvc.store import Store

NOW = datetime(2024, 3, 7, 15, tzinfo=UTC)
START = 2_000_000_000.0
"""Later than the files of a test, by the clock that the tests give."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/articles.db")
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "desk").mkdir(parents=True)
    return tmp_path / "in"


def drop(path: Path, text: str = "Ferry runs again.", changed: float = START - 100) -> Path:
    path.write_text(text)
    os.utime(path, (changed, changed))
    return path


def take(watched: DropFolder, now: float) -> list[str]:
    """The names of the files that are whole and new, which then count as taken in."""
    drops = watched.new(watched.whole(now), NOW)
    watched.keep(drops)
    return [Path(each.path).name for each in drops]


def test_whole_files_of_known_kinds_are_taken_once(store: Store, folder: Path) -> None:
    for name in ("b.txt", "a.xml", "desk/c.json", ".hidden.txt", "d.txt.part", "e.tmp", "notes.md"):
        drop(folder / name, text=name)
    (folder / ".later").mkdir()
    drop(folder / ".later" / "f.txt")
    watched = DropFolder(store, folder, settle=2.0)
    assert take(watched, START) == ["a.xml", "b.txt", "c.json"]
    assert take(watched, START + 10) == []


def test_files_of_other_kinds_are_named_once(store: Store, folder: Path) -> None:
    for name in ("b.txt", "notes.md", ".hidden.md", "c.docx.part", "desk/plan"):
        drop(folder / name)
    watched = DropFolder(store, folder, settle=2.0)
    watched.whole(START)
    assert watched.others() == [str(folder / "desk" / "plan"), str(folder / "notes.md")]
    watched.whole(START)
    assert watched.others() == []
    (folder / "notes.md").unlink()
    watched.whole(START)
    drop(folder / "notes.md")
    watched.whole(START)
    assert watched.others() == [str(folder / "notes.md")]


def test_links_are_not_followed(store: Store, folder: Path, tmp_path: Path) -> None:
    secret = drop(tmp_path / "secret.txt", "A key.")
    (folder / "link.txt").symlink_to(secret)
    (folder / "linked").symlink_to(tmp_path)
    (folder / "pipe").mkdir()
    os.mkfifo(folder / "pipe" / "a.txt")
    watched = DropFolder(store, folder, settle=2.0)
    assert take(watched, START) == []
    drop(folder / "a.txt", "Ferry")
    whole = watched.whole(START + 10)
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(secret)
    assert watched.new(whole, NOW) == []
    [refused] = read_file(str(folder / "a.txt"), follow=False)
    assert isinstance(refused.document, Refusal)


def test_a_file_is_left_alone_while_it_grows(store: Store, folder: Path) -> None:
    watched = DropFolder(store, folder, settle=2.0)
    drop(folder / "a.txt", "Ferry", changed=START)
    os.utime(folder / "a.txt", (START, START))
    assert take(watched, START + 1) == []
    drop(folder / "a.txt", "Ferry runs", changed=START + 1.5)
    assert take(watched, START + 3) == []
    assert take(watched, START + 4.9) == []
    assert take(watched, START + 5) == ["a.txt"]


def test_a_file_whose_size_alone_changes_is_not_whole(store: Store, folder: Path) -> None:
    watched = DropFolder(store, folder, settle=2.0)
    drop(folder / "a.txt", "Ferry", changed=START)
    assert watched.whole(START + 1) == []
    drop(folder / "a.txt", "Ferry runs", changed=START)
    assert watched.whole(START + 2.5) == []
    assert len(watched.whole(START + 4.5)) == 1


def test_an_empty_file_is_not_whole(store: Store, folder: Path) -> None:
    drop(folder / "a.txt", "")
    assert take(DropFolder(store, folder, settle=0.0), START) == []


def test_a_file_that_changes_while_it_is_read_is_not_taken(store: Store, folder: Path) -> None:
    watched = DropFolder(store, folder, settle=2.0)
    path = drop(folder / "a.txt")
    ready = watched.whole(START)
    drop(path, "Ferry runs again, and more", changed=START)
    assert (watched.new(ready, NOW), len(ready)) == ([], 1)
    path.unlink()
    assert watched.new(ready, NOW) == []


def test_a_file_that_changes_while_it_is_taken_in_is_taken_again(store: Store, folder: Path) -> None:
    watched = DropFolder(store, folder, settle=2.0)
    path = drop(folder / "a.txt")
    drops = watched.new(watched.whole(START), NOW)
    drop(path, "Ferry runs again, and more", changed=START)
    watched.keep(drops)
    watched.whole(START + 1)
    assert take(watched, START + 4) == ["a.txt"]


def test_neither_a_restart_nor_another_name_makes_content_new(store: Store, folder: Path) -> None:
    drop(folder / "a.txt")
    assert take(DropFolder(store, folder, settle=2.0), START) == ["a.txt"]
    drop(folder / "b.txt")
    drop(folder / "c.txt", "Other.")
    drop(folder / "desk" / "d.txt", "Other.")
    assert take(DropFolder(store, folder, settle=2.0), START) == ["c.txt"]
    os.utime(folder / "a.txt", (START - 50, START - 50))
    again = DropFolder(store, folder, settle=2.0)
    assert take(again, START) == []
    assert again.whole(START) == []


def test_what_was_not_kept_is_taken_again_after_a_crash(store: Store, folder: Path) -> None:
    drop(folder / "a.txt")
    watched = DropFolder(store, folder, settle=2.0)
    assert len(watched.new(watched.whole(START), NOW)) == 1
    assert take(DropFolder(store, folder, settle=2.0), START) == ["a.txt"]


def test_a_file_with_new_content_under_an_old_name_is_new(store: Store, folder: Path) -> None:
    watched = DropFolder(store, folder, settle=2.0)
    drop(folder / "a.txt")
    assert take(watched, START) == ["a.txt"]
    drop(folder / "a.txt", "Ferry stops.", changed=START)
    assert take(watched, START + 1) == []
    assert take(watched, START + 3) == ["a.txt"]


def test_a_file_that_is_gone_once_taken_in_is_known_when_it_comes_again(store: Store, folder: Path) -> None:
    watched = DropFolder(store, folder, settle=2.0)
    path = drop(folder / "a.txt")
    drops = watched.new(watched.whole(START), NOW)
    path.unlink()
    watched.keep(drops)
    drop(folder / "b.txt")
    assert take(watched, START + 10) == []


def test_a_name_of_any_bytes_is_known(store: Store, folder: Path) -> None:
    drop(Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")))
    assert take(DropFolder(store, folder, settle=2.0), START) == [os.fsdecode(b"caf\xe9.txt")]
    assert DropFolder(store, folder, settle=2.0).whole(START) == []

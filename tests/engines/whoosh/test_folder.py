"""What lies on disk: crashes, damage, garbage, leases, locks."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from searchsvc.article import article_id
from searchsvc.engines import open_engine
from searchsvc.engines.whoosh import WhooshEngine, manifest, writer
from searchsvc.engines.whoosh.manifest import read_manifest
from searchsvc.errors import GoneError, IndexDamagedError, SettingsError, UnavailableError
from searchsvc.search import Delete
from tests.engines.corpus import article, ask, fill, found, newsroom, puts, uris, word


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_here(folder: Path, clock: Clock) -> Iterator[Callable[[], WhooshEngine]]:
    opened: list[WhooshEngine] = []

    def opener() -> WhooshEngine:
        opened.append(WhooshEngine(folder, grace=10.0, clock=clock))
        return opened[-1]

    yield opener
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(open_here: Callable[[], WhooshEngine]) -> WhooshEngine:
    return open_here()


def needed(folder: Path) -> set[str]:
    """The files that the manifest names, and the fixed ones."""
    found = read_manifest(folder)
    assert found is not None
    return {*found.files, "manifest.json", "number", "lock", "verified"}


def there(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_urls_of_engines(tmp_path: Path) -> None:
    open_engine(f"whoosh:{tmp_path / 'new'}").close()
    assert not (tmp_path / "new").exists()
    for wrong in ("", "whoosh", "whoosh:", "elastic:x"):
        with pytest.raises(SettingsError, match="whoosh:FOLDER"):
            open_engine(wrong)


# Crashes


def test_a_crash_before_the_manifest_is_renamed_leaves_the_old_commit(
    engine: WhooshEngine, open_here, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine, newsroom())

    def die(path: Path, data: bytes) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(writer, "write_durably", die)
        with pytest.raises(KeyboardInterrupt):
            engine.apply([*puts([article("lost")], 5), Delete(6, article_id("urn:flash"))], upto=6)
    assert there(folder) > needed(folder)
    after = open_here()
    assert (after.position(), len(found(after))) == (4, 4)
    after.apply(puts([article("kept")], 5), upto=5)
    assert (after.position(), len(found(after))) == (5, 5)


def test_what_a_crash_left_is_removed_once_nobody_can_be_opening_it(
    engine: WhooshEngine, open_here, folder: Path, clock: Clock
) -> None:
    fill(engine, newsroom())
    leftovers = [
        "build-000001/articles/MAIN_dead.seg",
        "build-000009/articles/_MAIN_1.toc",
        ".manifest.json.1.tmp",
    ]
    for name in leftovers:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"left")
    clock.now += 60
    open_here().apply(puts([article("new")], 5), upto=5)
    assert there(folder).isdisjoint(leftovers)


def test_kill_nine_loses_no_commit_and_leaves_an_index_that_opens(folder: Path) -> None:
    """A process commits one article after the other, says so, and is killed; ten times over."""
    code = (
        "import sys\n"
        f"sys.path[:] = {sys.path!r}\n"
        "from pathlib import Path\n"
        "from searchsvc.engines.whoosh import WhooshEngine\n"
        "from tests.engines.corpus import article, puts\n"
        f"engine = WhooshEngine(Path({str(folder)!r}))\n"
        "seq = engine.position()\n"
        "while True:\n"
        "    seq += 1\n"
        "    engine.apply(puts([article(f'a{seq}', 'common')], seq), upto=seq)\n"
        "    print(seq, flush=True)\n"
    )
    acknowledged = 0
    for lines in (1, 2, 3, 2, 9):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(lines):
            acknowledged = int(process.stdout.readline())
        time.sleep(0.003 * lines)
        process.kill()
        process.communicate()
        reader = WhooshEngine(folder)
        position = reader.position()
        assert position >= acknowledged
        assert reader.count()["articles"] == position
        assert ask(reader, word("common"), limit=0).total.value == position
        reader.close()


def test_everything_is_on_disk_before_the_manifest_names_it(
    engine: WhooshEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    plain_sync = os.fsync

    def record(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().relative_to(folder).as_posix())
        plain_sync(handle)

    monkeypatch.setattr(manifest.os, "fsync", record)
    fill(engine, newsroom())
    committed = read_manifest(folder)
    assert committed is not None
    renamed = next(number for number, name in enumerate(synced) if name.startswith(".manifest.json"))
    assert set(committed.files) <= set(synced[:renamed])
    assert {"build-000001/articles", "build-000001/quotes", "build-000001", "."} <= set(synced[:renamed])
    assert synced[renamed + 1] == "."


# Damage


def _delete(path: Path) -> None:
    path.unlink()


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def _scribble(path: Path) -> None:
    path.write_bytes(b"\x00" * path.stat().st_size)


HARMS = [
    (pattern, harm)
    for pattern in ("build-*/articles/*.seg", "build-*/quotes/*.toc", "manifest.json")
    for harm in (_delete, _cut_short, _scribble)
    if (pattern, harm) != ("manifest.json", _delete)  # it is a new index then, as the next test has it
]


@pytest.mark.parametrize(("pattern", "harm"), HARMS)
def test_a_damaged_index_is_refused_and_can_be_rebuilt(engine, open_here, folder, harm, pattern) -> None:
    fill(engine, newsroom())
    engine.close()
    harm(next(iter(folder.glob(pattern))))
    after = open_here()
    for use in (
        after.position,
        lambda: ask(after),
        after.count,
        lambda: after.apply(puts(newsroom()), upto=9),
    ):
        with pytest.raises(IndexDamagedError):
            use()
    after.rebuild(puts(newsroom()), upto=4)
    for each in (after, open_here()):
        assert (each.position(), len(found(each))) == (4, 4)


def test_an_index_without_a_manifest_is_a_new_one_and_brought_up_from_the_store(
    engine, open_here, folder
) -> None:
    fill(engine, newsroom())
    engine.close()
    _delete(folder / "manifest.json")
    after = open_here()
    assert (after.position(), found(after)) == (0, [])
    after.apply(puts(newsroom()), upto=4)
    for each in (after, open_here()):
        assert (each.position(), len(found(each))) == (4, 4)


def test_another_schema_is_refused(engine, open_here, folder) -> None:
    fill(engine, newsroom())
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"schema": "', '"schema": "0'))
    with pytest.raises(IndexDamagedError, match="another schema"):
        open_here().position()


def test_a_deleted_folder_is_an_empty_index_to_those_who_had_it_open(engine, open_here, folder) -> None:
    fill(engine, newsroom())
    reader = open_here()
    assert reader.position() == 4
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
    wait_for(lambda: reader.position() == 0)
    assert found(reader) == []
    fill(engine, newsroom()[:1])
    wait_for(lambda: reader.position() == 1)
    assert found(reader) == ["urn:harbour"]


def wait_for(condition: Callable[[], bool]) -> None:
    """Return once the condition holds; fail after half a minute."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# Garbage and leases


def test_files_of_old_commits_go_after_the_grace(engine: WhooshEngine, folder: Path, clock: Clock) -> None:
    fill(engine, newsroom())
    first = needed(folder)
    fill(engine, newsroom())
    assert there(folder) >= first | needed(folder)
    clock.now += 11
    engine.apply([], upto=9)
    assert there(folder) == needed(folder)


def test_a_rebuild_leaves_nothing_of_the_old_index(engine: WhooshEngine, folder: Path, clock: Clock) -> None:
    fill(engine, newsroom())
    engine.rebuild(puts(newsroom()), upto=5)
    clock.now += 11
    engine.apply([], upto=6)
    assert there(folder) == needed(folder)
    assert [path.name for path in folder.glob("build-*")] == ["build-000002"]


def test_a_cursor_over_scores_keeps_its_commit_for_five_minutes(engine, open_here, folder, clock) -> None:
    fill(engine, newsroom())
    cursor = ask(engine, limit=1).next_cursor
    engine.rebuild(puts([article("new")]), upto=5)
    clock.now += 299
    engine.apply([], upto=6)
    fresh = open_here()
    # Of the pinned commit nothing is left in the current one, and so nothing is shown.
    assert uris(ask(fresh, limit=9, cursor=cursor)) == []
    assert ask(fresh, limit=9, cursor=cursor).total.value == 4
    clock.now += 1
    with pytest.raises(GoneError, match="expired"):
        ask(fresh, limit=9, cursor=cursor)
    clock.now += 100
    engine.apply([], upto=7)
    clock.now += 11
    engine.apply([], upto=8)
    assert there(folder) == needed(folder)


def test_where_no_lease_can_be_written_the_cursor_is_good_until_the_next_commit(
    engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine, newsroom())

    def full(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        first = ask(engine, limit=1)
    assert first.warnings == (
        "next_cursor may expire at any time: the index's folder is full, or cannot be written",
    )
    second = ask(engine, limit=1, cursor=first.next_cursor)
    assert (len(second.hits), second.hits != first.hits, second.warnings) == (1, True, ())
    engine.apply([], upto=9)
    with pytest.raises(GoneError):
        ask(engine, limit=1, cursor=first.next_cursor)


def test_a_full_disk_is_said_of_the_index(engine, folder, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(engine, newsroom())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("searchsvc.engines.whoosh.writer.write_durably", full)
        says = f"the disk that holds the index in {folder} is full; make room and try again"
        with pytest.raises(UnavailableError, match=re.escape(says)):
            engine.apply(puts([article("e", "late")], 5), upto=5)
        with pytest.raises(UnavailableError, match=re.escape(says)):
            engine.rebuild(puts(newsroom()), upto=5)
    assert (engine.position(), engine.count()["articles"]) == (4, 4)
    engine.apply(puts([article("e", "late")], 5), upto=5)
    assert (engine.position(), engine.count()["articles"]) == (5, 5)


def test_a_cursor_without_its_lease_is_gone(engine, open_here, folder) -> None:
    fill(engine, newsroom())
    cursor = ask(engine, limit=1).next_cursor
    engine.apply(puts([article("new")], 5), upto=5)
    for lease in (folder / "leases").iterdir():
        lease.write_bytes(b"broken")
    with pytest.raises(GoneError):
        ask(open_here(), limit=1, cursor=cursor)


def test_one_lease_serves_the_searches_of_a_minute(engine: WhooshEngine, folder: Path, clock: Clock) -> None:
    fill(engine, newsroom())
    ask(engine, limit=1)
    (lease,) = (folder / "leases").iterdir()
    first = lease.stat().st_ino
    clock.now += 59
    ask(engine, limit=1)
    assert lease.stat().st_ino == first
    clock.now += 2
    ask(engine, limit=1)
    assert lease.stat().st_ino != first


# Locks and processes


def test_only_one_process_writes(engine: WhooshEngine, folder: Path) -> None:
    fill(engine, newsroom())
    code = (
        "import fcntl, sys\n"
        f"file = open({str(folder / 'lock')!r}, 'ab')\n"
        "fcntl.flock(file, fcntl.LOCK_EX)\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(UnavailableError, match="Another process"):
            engine.apply([], upto=9)
        with pytest.raises(UnavailableError, match="Another process"):
            engine.rebuild([], upto=9)
        assert len(found(engine)) == 4
        other.communicate()
    engine.apply([], upto=9)
    assert engine.position() == 9


def test_writers_take_turns(engine: WhooshEngine, open_here) -> None:
    other = open_here()
    for seq in range(1, 9):
        writer_of_turn = (engine, other)[seq % 2]
        writer_of_turn.apply(puts([article(f"a{seq}", "common")], seq), upto=seq)
    assert ask(engine, word("common"), limit=0).total.value == 8
    assert other.position() == 8


def test_a_second_rebuild_waits_its_turn(engine: WhooshEngine) -> None:
    inside, leave = threading.Event(), threading.Event()

    def articles():
        inside.set()
        assert leave.wait(30)
        yield from puts(newsroom())

    rebuilding = threading.Thread(target=engine.rebuild, args=(articles(),), kwargs={"upto": 4})
    rebuilding.start()
    assert inside.wait(30)
    with pytest.raises(UnavailableError, match="rebuilt already"):
        engine.rebuild([], upto=1)
    leave.set()
    rebuilding.join(30)
    assert engine.count()["articles"] == 4


def test_readers_in_other_processes_see_whole_commits_only(engine: WhooshEngine, folder: Path) -> None:
    """Each commit moves thirty articles from word to word, and old files are deleted at once."""
    names = [f"a{number}" for number in range(30)]
    fast = WhooshEngine(folder, grace=0.5)
    fast.apply(puts([article(name, "common") for name in names]), upto=1)
    code = (
        "import sys\n"
        f"sys.path[:] = {sys.path!r}\n"
        "from pathlib import Path\n"
        "from searchsvc.engines.whoosh import WhooshEngine\n"
        "from tests.engines.corpus import ask, word\n"
        f"engine = WhooshEngine(Path({str(folder)!r}))\n"
        "seen = set()\n"
        "print('ready', flush=True)\n"
        "while engine.position() < 40:\n"
        "    seen.add((ask(engine, word('common'), limit=3).total.value, engine.count()['articles']))\n"
        "print(sorted(seen))\n"
    )
    readers = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    for turn in range(2, 41):
        fast.apply(puts([article(name, f"common turn{turn}") for name in names]), upto=turn)
    assert [reader.communicate(timeout=60)[0] for reader in readers] == ["[(30, 30)]\n"] * 2
    fast.close()

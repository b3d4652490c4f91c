"""No answer comes from a file that is not as it was written, nor from an index of a format not known."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchsvc.engines.whoosh import WhooshEngine
from searchsvc.engines.whoosh.manifest import read_manifest
from searchsvc.errors import IndexDamagedError
from tests.engines.corpus import ask, fill, newsroom, puts, word

INDEXES = Path(__file__).parent / "indexes"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damage") / "index"
    engine = WhooshEngine(folder)
    fill(engine, newsroom())
    engine.apply(puts(newsroom()[:2], 10), upto=11)  # so that some are dead
    engine.close()
    return folder


def parts(folder: Path) -> list[str]:
    """The files that make up the committed index."""
    manifest = read_manifest(folder)
    assert manifest is not None
    return [*sorted(manifest.files), "manifest.json"]


def answers(folder: Path) -> object:
    engine = WhooshEngine(folder)
    try:
        results = [
            ask(engine, query, target=target)
            for query in (None, word("ferry"))
            for target in ("articles", "quotes")
        ]
        return [(result.hits, result.total, result.facets) for result in results]
    finally:
        engine.close()


def test_an_undamaged_copy_answers(written: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(written, tmp_path / "index")
    assert answers(copy) == answers(written)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_flipped_bit_is_refused_or_was_of_no_matter(written: Path, tmp_path: Path, data) -> None:
    copy = tmp_path / "index"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(written, copy)
    name = data.draw(st.sampled_from(parts(written)))
    content = bytearray((copy / name).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    (copy / name).write_bytes(content)
    try:
        found = answers(copy)
    except IndexDamagedError as error:
        assert "rebuild" in str(error) or "cannot be opened" in str(error)
    else:
        # Between sections there is padding that nobody reads.
        assert name.endswith(".seg")
        assert found == answers(written)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_cut_short_is_refused(written: Path, tmp_path: Path, data) -> None:
    copy = tmp_path / "index"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(written, copy)
    name = data.draw(st.sampled_from(parts(written)))
    os.truncate(copy / name, data.draw(st.integers(0, (copy / name).stat().st_size - 1)))
    with pytest.raises(IndexDamagedError):
        answers(copy)


def test_what_is_touched_while_it_is_open_is_looked_at_again(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchsvc.engines.whoosh.engine._LOOK_AGAIN", 0.0)
    copy = shutil.copytree(written, tmp_path / "index")
    engine = WhooshEngine(copy)
    assert ask(engine, word("ferry")).total.value
    segment = next(copy / name for name in parts(copy) if name.endswith(".seg"))
    content = bytearray(segment.read_bytes())
    content[200] ^= 4
    with segment.open("r+b") as file:
        file.write(content)
    with pytest.raises(IndexDamagedError, match="rebuild"):
        ask(engine, word("ferry"))
    engine.close()


def test_a_damaged_index_is_rebuilt_in_its_place(written: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(written, tmp_path / "index")
    segment = next(copy / name for name in parts(copy) if name.endswith(".seg"))
    os.truncate(segment, 100)
    engine = WhooshEngine(copy)
    with pytest.raises(IndexDamagedError):
        ask(engine, word("ferry"))
    engine.rebuild(puts(newsroom()), upto=20)
    assert ask(engine, None).total.value == len(newsroom())
    engine.close()


@pytest.mark.parametrize("name", ["format-1", "format-2", "format-3"])
def test_earlier_formats_are_known_and_to_be_rebuilt(name: str, tmp_path: Path) -> None:
    folder = shutil.copytree(INDEXES / name, tmp_path / "index")
    engine = WhooshEngine(folder)
    with pytest.raises(IndexDamagedError, match="another schema"):
        engine.position()
    engine.rebuild(puts(newsroom()), upto=4)
    assert ask(engine, word("ferry")).total.value
    engine.close()


def test_the_fourth_format_is_read(tmp_path: Path) -> None:
    folder = shutil.copytree(INDEXES / "format-4", tmp_path / "index")
    fresh = tmp_path / "fresh"
    engine = WhooshEngine(fresh)
    fill(engine, newsroom())
    engine.close()
    assert answers(folder) == answers(fresh)

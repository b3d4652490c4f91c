"""Many articles are indexed by several processes, with the answers of one."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage

from searchsvc import analysis
from searchsvc.engines.whoosh import WhooshEngine, building
from searchsvc.engines.whoosh.building import Crew, Job, build
from searchsvc.engines.whoosh.occurrences import Lexicon
from searchsvc.engines.whoosh.rows import Placed, Row, Text
from searchsvc.engines.whoosh.schema import SCHEMAS
from searchsvc.engines.whoosh.segments import SegmentBuilder
from searchsvc.search import Delete
from tests.engines.corpus import article, ask, found, newsroom, puts, word


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MANY", 4)


def archive(count: int) -> list[object]:
    return [article(f"a{number}", f"common w{number} w{number % 7}") for number in range(count)]


def answers(engine: WhooshEngine) -> object:
    queries = [None, word("common"), word("w3"), word("w17")]
    return [(r.hits, r.total) for r in (ask(engine, query, limit=50) for query in queries)]


def test_several_processes_build_what_one_builds(tmp_path: Path, many: None) -> None:
    one, two = WhooshEngine(tmp_path / "one"), WhooshEngine(tmp_path / "two", processes=2)
    for engine in (one, two):
        engine.rebuild(puts(archive(40)), upto=40)
        engine.apply(
            [*puts([replace(article("a1"), headline="Moved")], 41), Delete(42, article("a2").id)], upto=42
        )
    assert answers(one) == answers(two)
    assert one.count() == two.count()
    for engine in (one, two):
        engine.close()


def test_the_last_of_several_versions_counts_in_a_rebuild_too(
    tmp_path: Path, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchsvc.engines.whoosh.writer.REBUILD_BATCH", 8)
    engine = WhooshEngine(tmp_path / "index", processes=2)
    again = [replace(each, headline="Again") for each in archive(20)]
    engine.rebuild(puts([*archive(20), *again]), upto=40)
    assert ask(engine, None, limit=0).total.value == 20
    assert ask(engine, word("again"), limit=0).total.value == 20
    engine.close()


def test_a_rebuild_leaves_one_segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchsvc.engines.whoosh.writer.REBUILD_BATCH", 3)
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild(puts([*newsroom(), *archive(10)]), upto=20)
    for target, collection in engine._current().collections.items():
        assert len(collection.segments) == 1
        left = list((tmp_path / "index" / "build-000001" / target).glob("*.seg"))
        assert len(left) == 1
    engine.close()


def test_what_a_killed_process_had_is_built_here(tmp_path: Path, many: None) -> None:
    for target in ("articles", "quotes"):
        (tmp_path / target).mkdir()
    crew = Crew(2)
    job = Job(tmp_path, puts(archive(12)))
    expected = sum(segment.doc_count() for segment in build(job)["articles"])
    assert sum(segment.doc_count() for segment in crew.start(job)()["articles"]) == expected
    assert crew._pool is not None
    for process in list(crew._pool._processes.values()):
        with contextlib.suppress(ProcessLookupError):  # the pool ends the others of one that died
            os.kill(process.pid, signal.SIGKILL)
        process.join()
    for _ in range(2):  # the second one may get a pool of new processes
        assert sum(segment.doc_count() for segment in crew.start(job)()["articles"]) == expected
    crew.close()


def test_idle_processes_are_let_go(tmp_path: Path, many: None, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = WhooshEngine(tmp_path / "index", processes=2)
    engine.apply(puts(archive(10)), upto=10)
    crew = engine._writer._crew
    assert crew._pool is not None
    monkeypatch.setattr(building, "IDLE_SECONDS", 0.0)
    engine.apply(puts([article("single", "alone")], 11), upto=11)
    assert crew._pool is None
    assert found(engine, word("alone")) == ["single"]
    engine.close()


def test_what_documents_have_in_common_is_added_as_if_each_had_it(tmp_path: Path) -> None:
    shared = Row(
        {"source": ["efe"], "subject": Placed(["oil", "gas"], [0, 1001]), "language": ["en-gb", "en"]},
        {"source_values": ["EFE"], "versioncreated": 5, "key": b"k", "lat": 1.5, "story_values": None},
    )
    own = [Row({"text": ["one", "two", "one"]}, {"ordinal": 0}, b"{}"), Row({"text": []}, {"ordinal": 1})]
    files = []
    for folder in (tmp_path / "alike", tmp_path / "each"):
        folder.mkdir()
        builder = SegmentBuilder(FileStorage(str(folder)), SCHEMAS["quotes"])
        for rows in (own, own[:1], own):
            if folder.name == "alike":
                builder.add_alike(rows, shared)
            else:
                for row in rows:
                    builder.add(Row(row.terms | shared.terms, row.columns | shared.columns, row.stored))
        segment = builder.finish()
        assert segment is not None
        assert segment.doc_count() == 5
        name = segment.segment_id().encode()
        files.append({path.suffix: path.read_bytes().replace(name, b"-") for path in folder.iterdir()})
    assert files[0] == files[1]


@pytest.mark.parametrize("words", [["Ships sail", "ships, Ships", "— …", "", "U.S. ships' O’Brien"], ["…"]])
def test_a_text_is_indexed_as_its_terms_and_stems_are(tmp_path: Path, words: list[str]) -> None:
    files = []
    for folder in (tmp_path / "texts", tmp_path / "terms"):
        folder.mkdir()
        lexicon = Lexicon()
        lexicon.numbers(analysis.chunks("other texts, of another builder"), "en")
        builder = SegmentBuilder(FileStorage(str(folder)), SCHEMAS["articles"], lexicon=lexicon)
        for number, text in enumerate(words * 2):
            language = ("en", "fr", None)[number % 3]
            if folder.name == "texts":
                builder.add(Row(texts={"body_text": Text(analysis.chunks(text), language)}))
            else:
                terms, stems = analysis.index_terms(text, language)
                builder.add(Row({"body_text": terms, "body_text_stem": stems}))
        segment = builder.finish()
        assert segment is not None
        name = segment.segment_id().encode()
        files.append({path.suffix: path.read_bytes().replace(name, b"-") for path in folder.iterdir()})
    assert files[0] == files[1]

"""The longer fuzzing of readers: it ends, and keeps what breaks one."""

import random

import orjson

from evals import fuzz
from evals.fuzz import corpus, runs
from evals.json_mutations import mutated_json
from searchsvc.formats import FORMATS


def test_every_format_has_files_to_mutate():
    assert {name for name, files in corpus().items() if files} == {row.name for row in FORMATS}


def test_a_run_ends_and_counts(tmp_path):
    [run] = runs(["json"], 0.3, 1, tmp_path)
    assert (run.name, run.failure) == ("json", "")
    assert run.inputs > 0
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_a_reader_is_kept(tmp_path, monkeypatch):
    calls = []

    def check(data, media_type):
        calls.append(data)
        if len(calls) > 50:
            raise ZeroDivisionError("a fault")

    monkeypatch.setattr(fuzz, "check", check)
    [run] = runs(["json"], 30, 7, tmp_path)
    [kept] = tmp_path.iterdir()
    assert run.failure.startswith(f"{kept}: Traceback")
    assert "ZeroDivisionError: a fault" in run.failure
    assert kept.read_bytes()


def test_a_reader_that_hangs_is_stopped(tmp_path, monkeypatch):
    def check(data, media_type):
        while data:
            pass

    monkeypatch.setattr(fuzz, "check", check)
    monkeypatch.setattr(fuzz, "corpus", lambda: {"json": [b"{}"]})
    monkeypatch.setattr(fuzz, "INPUT_SECONDS", 0.1)
    [run] = runs(["json"], 0.1, 1, tmp_path)
    assert run.failure.startswith("the process ended with -9")


def test_json_stays_json_and_changes():
    chance = random.Random(3)  # to be the same again
    data = b'{"headline": "Rain", "subject": [{"name": "weather"}], "x": null}'
    changed = [mutated_json(data, b'[{"a": 1}]', chance) for _ in range(300)]
    assert all(each is not None and orjson.loads(each) is not data for each in changed)
    assert len(set(changed)) > 200
    assert any(b"[" * 300 in each for each in changed)


def test_what_is_no_json_is_left_to_others():
    assert mutated_json(b"{", b"{}", random.Random(1)) is None
    assert mutated_json(b"7", b"8", random.Random(1)) is not None

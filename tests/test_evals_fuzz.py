"""The longer fuzzing of readers: it ends, and keeps what breaks one."""

from evals import fuzz
from evals.fuzz import corpus, runs
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

"""The commands: what they print, where, and with which exit code."""

from __future__ import annotations

import io
import json
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from searchsvc.article import from_dict, to_dict
from searchsvc.cli import ingesting, inputs, main, parsing, upkeep
from searchsvc.cli.options import sentences
from searchsvc.errors import InputError, Problem
from searchsvc.formats import read_lines
from searchsvc.ingest import Ingestor, files
from searchsvc.lock import Lock
from searchsvc.query import MAX_QUERY_LENGTH
from searchsvc.search import Engine
from searchsvc.settings import SETTINGS, STORE
from searchsvc.store import Store
from tests.service.running import Service, free_port, wait_until

SEEDS = Path(__file__).parent.parent / "seeds"
COMMAND = [str(Path(sys.executable).with_name("searchsvc"))]

HARBOUR = """Harbour of Oslo opens a second pier

Oslo, March 3 (EFE).- The harbour of Oslo opened a second pier on Thursday.

“The pier doubles what we can take in,” said the harbour master, Kari Berg. EFE
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a working folder, and with the default settings a store and an index, of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given)


def ok(*arguments: str, given: str | bytes | None = None) -> str:
    """The output of a command that must succeed without a word on standard error."""
    result = run(*arguments, given=given)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def timeless(text: str) -> str:
    """The text without what differs between two runs: durations and scores."""
    text = re.sub(r"in [\d.]+ (m?s)\b", r"in N \1", text)
    text = re.sub(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", "T ", text, flags=re.MULTILINE)
    return re.sub(r"score [\d.]+", "score N", text)


def make_store() -> None:
    """An empty store where the default settings have it."""
    Store.open(STORE).close()


def articles(*numbers: int) -> str:
    return "".join(
        json.dumps({"uri": f"urn:pier:{n}", "headline": f"Pier {n}", "body_text": f"Pier number {n} opened."})
        + "\n"
        for n in numbers
    )


def test_a_folder_is_taken_in_and_found(folder: Path) -> None:
    assert timeless(ok("ingest", str(SEEDS))) == "1 created in N s\n"
    assert timeless(ok("ingest", str(SEEDS))) == "1 unchanged in N s\n"
    assert sorted(path.name for path in folder.iterdir()) == ["index", "instance"]
    shown = timeless(ok("search", '"South Korea" missile', "--per-page", "5"))
    lines = shown.splitlines()
    assert lines[:4] == [
        "1 hit in N ms",
        "",
        "1. Japan, South Korea, US reaffirm alliance amid Pyongyang ‘threats’",
        "   EFE · Tokyo, JP · 2022-02-10T00:00:00Z · aockekoxklc4i4sczzsuoj2cj6 · score N",
    ]
    assert len(lines) == 6 and all("Korea" in line or "missile" in line for line in lines[4:])


def test_quotes_are_printed_with_who_said_them() -> None:
    ok("ingest", str(SEEDS))
    shown = ok("quotes", "serious threat", "--via", "Yonhap")
    assert "1 hit in" in shown
    assert "a serious and direct threat" in shown
    assert "South Korean defense minister, according to" in shown
    assert "Yonhap" in shown
    assert timeless(ok("quotes", "--speaker", "Yonhap")) == "0 hits in N ms\n"
    assert timeless(ok("quotes", "--min-confidence", "1")) == "0 hits in N ms\n"
    refused = run("quotes", "--min-confidence", "2")
    assert (refused.exit_code, refused.stderr) == (2, "Error: min_confidence must be a number from 0 to 1\n")


def test_json_output_is_the_answer_of_the_api() -> None:
    ok("ingest", "-", given=articles(1, 2, 3))
    answer = json.loads(ok("search", "pier", "--json", "--per-page", "2"))
    assert list(answer) == [
        "query",
        "total",
        "took_ms",
        "page",
        "per_page",
        "next_cursor",
        "hits",
        "facets",
        "histogram",
        "did_you_mean",
    ]
    assert answer["total"] == {"value": 3, "relation": "eq"}
    assert len(answer["hits"]) == 2
    assert answer["hits"][0]["highlights"]["body_text"][0]["spans"]


def test_filters_and_pages_are_handed_on() -> None:
    ok("ingest", str(SEEDS), "-", given=articles(1, 2, 3))

    def found(*arguments: str) -> list[str]:
        return [hit["uri"] for hit in json.loads(ok("search", "--json", *arguments))["hits"]]

    assert len(found()) == 4
    assert found("--source", "EFE", "--country", "jp", "--from", "2022-02", "--to", "2022-02-10") == [
        "urn:searchsvc:e1225a4ed4810239e47f174a1044bfdb933106a1ccdd582aadecb2221bd0a5ff"
    ]
    assert found("--source", "AP", "--source", "Reuters") == []
    assert len(found("pier OR missile", "--op", "or", "--page", "2", "--per-page", "3")) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("search", "--per-page", "0"), "per_page"),
        (("search", "--from", "yesterday"), "from"),
        (("quotes", "--kind", "whispered"), "kind"),
        (("search", "--sort", "colour"), "sort"),
        (("search", "x" * (MAX_QUERY_LENGTH + 1)), "q"),
    ],
)
def test_a_search_that_cannot_be_is_misuse(arguments: tuple[str, ...], message: str) -> None:
    make_store()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_hostile_article_cannot_write_to_the_terminal() -> None:
    hostile = {"uri": "urn:x", "headline": "Red \x1b[31malert\x07", "body_text": "pier \x1b]0;title\x07 pier"}
    ok("ingest", "-", given=json.dumps(hostile))
    assert "\x1b" not in ok("search", "pier")
    assert "\x07" not in ok("search", "alert")


def test_what_is_refused_is_listed_and_keeps_nothing_out(folder: Path) -> None:
    (folder / "wire").mkdir()
    (folder / "wire" / "a.ndjson").write_text(articles(1) + "{broken\n\n" + articles(2))
    (folder / "wire" / "b.txt").write_text(HARBOUR)
    (folder / "wire" / "c.json").write_text('{"headline": 7, "body_text": "x"}')
    (folder / "wire" / "d.txt").write_text("  \n")
    (folder / "wire" / "notes.md").write_text("no wire copy")
    (folder / "wire" / ".hidden.txt").write_text("no wire copy")
    result = run("ingest", "wire")
    assert result.exit_code == 1
    assert timeless(result.stdout) == (
        "3 created in N s\nskipped 1 file with another suffix; name a file to take it in\n"
    )
    told = result.stderr.splitlines()
    assert told[-1] == "Error: refused 3 of 6 articles; see searchsvc quarantine"
    assert [line.split(": ")[0] for line in told[:-1]] == ["wire/a.ndjson:2", "wire/c.json", "wire/d.txt"]
    assert "Traceback" not in result.stderr


def test_what_was_refused_is_listed_shown_tried_again_and_dropped(folder: Path) -> None:
    (folder / "a.ndjson").write_text('{"headline": 7}\n{"\x1b[31m": 1}\n{broken\n')
    run("ingest", "a.ndjson")
    first, second, _ = ok("quarantine").splitlines()
    assert first.startswith(f"1  {folder}/a.ndjson:1: headline is a number; send a string; 15 bytes, ")
    assert "\x1b" not in second
    assert ok("quarantine", "1", "--show") == '{"headline": 7}'
    assert json.loads(ok("quarantine", "3", "--json"))["line"] == 3
    again = run("quarantine", "--retry")
    assert (again.exit_code, again.stdout) == (1, "nothing\n")
    assert again.stderr == "Error: refused 3 articles again; 3 in quarantine\n"
    assert ok("quarantine", "--drop", "1", "3") == "dropped 2\n"
    assert ok("quarantine").startswith("2  ")
    assert ok("quarantine", "--drop", "--all") == "dropped 1\n"
    (folder / "a.ndjson").write_text("{}\n" + articles(1))
    assert run("quarantine", "7").stderr == "Error: there is no 7 in quarantine\n"
    run("ingest", "a.ndjson")
    assert [line.split()[0] for line in ok("quarantine").splitlines()] == ["4"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--retry --drop", "--retry and --drop cannot be given together; leave one of them out"),
        ("1 --drop --show", "--drop and --show cannot be given together; leave one of them out"),
        ("--retry --json", "--retry and --json cannot be given together; leave one of them out"),
        ("1 --drop --all", "numbers and --all cannot be given together; leave one of them out"),
        ("--drop", "--drop takes out for good; give the numbers of what to drop, or --all"),
    ],
)
def test_what_to_do_with_the_refused_is_said_plainly(folder: Path, options: str, sentence: str) -> None:
    (folder / "a.ndjson").write_text("{broken\n")
    run("ingest", "a.ndjson")
    result = run("quarantine", *options.split())
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {sentence}\n")
    assert len(ok("quarantine", "--all").splitlines()) == 1


def test_a_drop_folder_is_taken_in_once_and_can_be_searched(folder: Path) -> None:
    (folder / "in" / "desk").mkdir(parents=True)
    (folder / "in" / "a.txt").write_text(HARBOUR)
    (folder / "in" / "desk" / "b.ndjson").write_text(articles(2) + "{broken\n")
    (folder / "in" / "c.txt.part").write_text(HARBOUR + "half")
    first = run("watch", "in", "--once", "--settle", "0")
    assert timeless(first.stdout) == "T 2 files: 2 created, 1 refused in N s\n"
    assert timeless(first.stderr).startswith(f"T {folder}/in/desk/b.ndjson:2: ")
    assert "Harbour of Oslo" in ok("search", "pier")
    (folder / "in" / "again.txt").write_text(HARBOUR)
    assert ok("watch", "in", "--once", "--settle", "0") == ""
    assert ok("watch", "in", "--once", "--settle", "1000") == ""
    assert len(ok("quarantine").splitlines()) == 1


def test_warnings_of_reading_are_told_with_their_file_and_bounded(folder: Path) -> None:
    latin = f"Café at the pier {HARBOUR}".encode("windows-1252", "replace")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_bytes(latin)
    (folder / "in" / "plan.docx").write_text("x")
    result = run("ingest", "in/a.txt")
    (warning,) = result.stderr.splitlines()
    assert warning.startswith("in/a.txt: ")
    assert "windows-1252" in warning
    items = "".join(f"<item><title>T {n}</title><pubDate>garbage</pubDate></item>" for n in range(30))
    (folder / "in" / "feed.xml").write_text(f"<rss version='2.0'><channel>{items}</channel></rss>")
    watched = run("watch", "in", "--once", "--settle", "0")
    lines = timeless(watched.stderr).splitlines()
    name = f"T {folder}/in"
    assert lines[0] == f"{name}/plan.docx: not read, for its suffix; searchsvc ingest reads it all the same"
    assert lines[1].startswith(f"{name}/feed.xml")
    assert "garbage" in lines[1]
    assert lines[21:] == ["T ... and 10 more warnings; searchsvc parse shows those of a file"]


def test_watching_goes_on_until_it_is_told_to_end(folder: Path) -> None:
    (folder / "in").mkdir()
    command = [*COMMAND, "watch", "in", "--settle", "0.1"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        (folder / "in" / "a.txt").write_text(HARBOUR)
        assert timeless(process.stdout.readline()) == "T 1 file: 1 created in N s\n"
        (folder / "in" / "b.txt").write_text(HARBOUR.replace("second", "third"))
        assert timeless(process.stdout.readline()) == "T 1 file: 1 created in N s\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_patterns_and_single_files_whatever_their_suffix(folder: Path) -> None:
    (folder / "one.txt").write_text(HARBOUR)
    (folder / "two.wire").write_text(HARBOUR.replace("second", "third"))
    assert timeless(ok("ingest", "*.wire", str(folder / "one.txt"))) == "2 created in N s\n"
    assert timeless(ok("ingest", str(folder / "*.???"))) == "1 unchanged in N s\n"


@pytest.mark.parametrize("command", ["ingest", "parse"])
def test_a_path_that_is_not_there_is_misuse(command: str) -> None:
    result = run(command, "nowhere/*.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: there is no file or folder 'nowhere/*.txt'\n"


def test_ingest_without_a_path_is_misuse() -> None:
    result = run("ingest")
    assert result.exit_code == 2
    assert "Missing argument 'PATHS...'" in result.stderr


def test_a_file_that_cannot_be_read_is_refused(folder: Path) -> None:
    (folder / "gone.txt").write_text(HARBOUR)
    found = inputs.find(("gone.txt",))
    (folder / "gone.txt").unlink()
    (only,) = inputs.documents(found.files)
    assert only.source == "gone.txt"
    assert str(only.document.error) == "cannot be read: No such file or directory"  # type: ignore[union-attr]


def test_a_file_that_is_too_large_to_be_read_as_a_whole_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_FILE", 100)
    (folder / "large.txt").write_text(HARBOUR)
    result = run("ingest", "large.txt")
    assert result.exit_code == 1
    assert "large.txt: has more than 100 bytes; as NDJSON it may have any size" in result.stderr


def test_parse_prints_an_article_a_line_and_stores_nothing(folder: Path) -> None:
    (folder / "harbour.txt").write_text(HARBOUR)
    (line,) = ok("parse", "harbour.txt").splitlines()
    article = json.loads(line)
    assert [(cut["text"], cut["reason"]) for cut in article.pop("cuts")] == [("EFE", "sign-off")]
    assert to_dict(from_dict(article)) == article
    assert article["headline"] == "Harbour of Oslo opens a second pier"
    assert (article["source"], article["dateline"]["city"]) == ("EFE", "Oslo")
    assert [quote["text"] for quote in article["quotes"]] == ["The pier doubles what we can take in,"]
    assert ok("parse", given=HARBOUR) == ok("parse", "-", "--format", "text", given=HARBOUR)
    assert [path.name for path in folder.iterdir()] == ["harbour.txt"]


def lines_of_copy(count: int) -> str:
    return "".join(
        json.dumps(
            {
                "uri": f"urn:copy:{n}",
                "versioncreated": "2022-02-10T12:00:00Z",
                "slugline": f"SLUG-{n}",
                "raw": HARBOUR.replace("second", f"{n}th"),
            }
        )
        + "\n"
        for n in range(count)
    )


@pytest.mark.parametrize("count", [3, parsing.ALONE])
def test_parse_keeps_the_order_and_the_fields_sent_beside_the_copy(count: int) -> None:
    parsed = [
        json.loads(line)
        for line in ok("parse", "--format", "ndjson", given=lines_of_copy(count)).splitlines()
    ]
    assert [article["uri"] for article in parsed] == [f"urn:copy:{n}" for n in range(count)]
    assert [article["slugline"] for article in parsed] == [f"SLUG-{n}" for n in range(count)]
    assert {article["versioncreated"] for article in parsed} == {"2022-02-10T12:00:00Z"}


def test_parse_reports_bad_lines_and_goes_on() -> None:
    lines = lines_of_copy(3).splitlines()
    given = "\n".join([lines[0], "{", lines[1], '{"raw": 7}', lines[2]])
    result = run("parse", "--format", "ndjson", "--jobs", "1", given=given)
    assert result.exit_code == 1
    assert [json.loads(line)["uri"] for line in result.stdout.splitlines()] == [
        "urn:copy:0",
        "urn:copy:1",
        "urn:copy:2",
    ]
    told = result.stderr.splitlines()
    assert told[0].startswith("standard input:2: ")
    assert any(line.startswith("standard input:4: ") for line in told)
    assert told[-1] == "Error: 2 of 5 articles could not be read"


def command(*arguments: str, given: bytes = b"", **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, timeout=300, **options)


def test_several_processes_parse_as_one_does() -> None:
    lines = lines_of_copy(parsing.ALONE + 3 * parsing.CHUNK).splitlines()
    lines[parsing.ALONE + 40] = "{"
    given = "\n".join(lines).encode()
    one = command("parse", "--format", "ndjson", "--jobs", "1", given=given)
    several = command("parse", "--format", "ndjson", "--jobs", "3", given=given)
    assert (several.returncode, several.stdout, several.stderr) == (1, one.stdout, one.stderr)
    assert one.stderr.startswith(f"standard input:{parsing.ALONE + 41}: ".encode())
    assert len(one.stdout.splitlines()) == len(lines) - 1


def test_a_reader_that_has_seen_enough_ends_parse_quietly() -> None:
    process = subprocess.Popen(
        [*COMMAND, "parse", "--format", "ndjson"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin and process.stdout and process.stderr
    process.stdout.close()
    try:
        process.stdin.write(lines_of_copy(300).encode())
        process.stdin.close()
    except BrokenPipeError:
        pass
    with process.stderr as errors:
        assert errors.read() == b""
    assert process.wait(60) == 1


def test_ctrl_c_ends_a_command_without_a_traceback() -> None:
    process = subprocess.Popen(
        [*COMMAND, "parse", "--format", "ndjson", "--jobs", "1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Who runs the tests in the background may have passed on that Ctrl-C is to be ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdin
    process.stdin.write(b"\n" * 300_000)  # more than pipe and buffers hold: it is reading when this returns
    process.stdin.flush()
    assert process.stderr
    for _ in range(12):  # Python ignores one that comes while it runs a callback: then a person presses again
        process.send_signal(signal.SIGINT)
        if select.select([process.stderr], [], [], 5)[0]:
            break
    process.send_signal(signal.SIGINT)  # who presses twice is told no more than who presses once
    assert process.communicate(timeout=60) == (b"", b"\nAborted!\n")
    assert process.returncode == 1


def test_reindex_builds_the_index_anew() -> None:
    ok("ingest", str(SEEDS))
    shutil.rmtree("index")
    assert re.fullmatch(r"indexed 1 article, \d quotes\n", ok("reindex"))
    assert re.fullmatch(
        r"0 articles read differently\nindexed 1 article, \d quotes\n", ok("reindex", "--reparse")
    )
    assert ok("check").startswith("store and index agree at 1: 1 article, ")


@pytest.mark.parametrize("command", ["search", "quotes"])
def test_a_search_without_an_index_says_who_builds_it(command: str) -> None:
    ok("ingest", "-", given=articles(1))
    shutil.rmtree("index")
    result = run(command)
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: the index is missing, or of another store, and no service is running that would build it;"
        " run searchsvc reindex, or start searchsvc serve\n",
    )
    with Lock(Path("instance/spool/indexer.lock")):
        result = run(command)
    message = "Error: the index is being built anew from the store; try again shortly\n"
    assert (result.exit_code, result.stderr) == (1, message)


def test_check_says_what_is_wrong_and_what_to_do() -> None:
    make_store()
    assert ok("check") == "store and index agree at 0: 0 articles, 0 quotes\n"
    ok("ingest", "-", given=articles(1, 2, 3))
    assert ok("check") == "store and index agree at 3: 3 articles, 0 quotes\n"
    shutil.rmtree("index")
    result = run("check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("the index is not where the store is (3): ")
    assert result.stderr.endswith("start the service, or run reindex\nError: 1 fault found\n")


def test_a_restored_store_is_not_searched_by_the_index_of_what_came_after(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ok("ingest", "-", given=articles(1, 2))
    shutil.copytree("instance", "backup")
    ok("ingest", "-", given=articles(3, 4))
    shutil.rmtree("instance")
    shutil.copytree("backup", "instance")
    other = json.dumps({"uri": "urn:pier:1", "headline": "Pier 1", "body_text": "Another."}) + "\n"
    store = Store.open(STORE)
    for _ in Ingestor(store).put_many(read_lines(io.BytesIO((other + articles(5)).encode()))):
        pass
    store.close()
    why = "it has seen changes that the store has not, which was restored from a backup or replaced"
    result = run("check")
    assert (result.exit_code, result.stderr) == (
        1,
        f"the index is not of this store's changes: {why}; start the service, or run reindex\n"
        "Error: 1 fault found\n",
    )
    assert run("search").exit_code == 1
    assert run("ingest", "-", given=articles(6)).exit_code == 0
    assert caplog.messages == [f"the index is rebuilt from the store: {why}"]
    found = sorted(hit["uri"] for hit in json.loads(ok("search", "--json"))["hits"])
    assert found == [f"urn:pier:{number}" for number in (1, 2, 5, 6)]
    assert ok("check") == "store and index agree at 5: 4 articles, 0 quotes\n"


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Another process writes to the store, and indexes, in each of the attempts that this counts down."""
    left = [2]
    indexed = upkeep._indexed

    def meanwhile(engine: Engine) -> Iterator[str]:
        if left[0]:
            left[0] -= 1
            ok("ingest", "-", given=articles(100 + left[0]))
        return indexed(engine)

    monkeypatch.setattr(upkeep, "ATTEMPT_PAUSE", 0.0)
    monkeypatch.setattr(upkeep, "_indexed", meanwhile)
    return left


def test_check_tries_again_where_the_store_is_written_to(busy: list[int]) -> None:
    ok("ingest", "-", given=articles(1))
    assert ok("check") == "store and index agree at 3: 3 articles, 0 quotes\n"


def test_check_says_that_it_could_not_check(busy: list[int]) -> None:
    ok("ingest", "-", given=articles(1))
    busy[0] = upkeep.ATTEMPTS
    result = run("check")
    says = "not checked: the store was written to during each of 5 attempts; check when it is quiet"
    assert (result.exit_code, result.output) == (3, f"Error: {says}\n")


def test_stats_count_what_is_there() -> None:
    ok("ingest", str(SEEDS), "-", given=articles(1, 2))
    lines = ok("stats").splitlines()
    assert lines[0] == "store     3 articles, last change 3"
    assert re.fullmatch(r"index     3 articles, \d quotes, up to change 3", lines[1])
    assert lines[2] == "tasks     0 waiting"
    assert lines[4:] == ["source    EFE 1", "language  en 1", "country   JP 1"]
    figures = json.loads(ok("stats", "--json"))
    assert figures["store"] == {"articles": 3, "head": 3}
    assert figures["facets"] == {"source": {"EFE": 1}, "language": {"en": 1}, "country": {"JP": 1}}


def test_stats_of_an_index_that_must_be_rebuilt_say_how(folder: Path) -> None:
    ok("ingest", str(SEEDS))
    manifest = folder / "index" / "manifest.json"
    manifest.write_text(manifest.read_text()[:100])
    result = run("stats")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("; run searchsvc reindex, or start searchsvc serve\n"), result.stderr


def test_no_name_and_no_copy_moves_the_cursor(folder: Path) -> None:
    name = "a\x1b[2J.txt"
    (folder / name).write_text("")
    article = {"uri": "urn:x", "headline": "A\x1b]0;b\x07\x9b pier", "body_text": "x", "source": "N\x1bB"}
    results = [
        run("ingest", "-", name, given=json.dumps(article)),
        run("search", "pier"),
        run("quarantine"),
        run("stats"),
        run("parse", name),
    ]
    shown = "".join(result.output for result in results)
    assert not set(shown) & {"\x1b", "\x07", "\x9b"}
    assert all(text in shown for text in ("a␛[2J.txt", " pier", "N␛B"))


def test_an_empty_path_is_not_the_working_folder(folder: Path) -> None:
    (folder / "a.txt").write_text(HARBOUR)
    result = run("ingest", "")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: a path is empty; name files or folders, as in . for this one\n"


@pytest.mark.parametrize("command", ["serve", "ingest -", "watch ."])
@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        (
            "spool",
            "file/spool",
            "spool is 'file/spool', which cannot be used: a file is in the way; name a folder to write to",
        ),
        (
            "engine",
            "whoosh:file/index",
            "engine is 'whoosh:file/index', which cannot be used: a file is in the way;"
            " name a folder to write to",
        ),
        (
            "engine",
            "whoosh:file",
            "engine is 'whoosh:file', which is a file; use whoosh:FOLDER, such as whoosh:index",
        ),
    ],
)
def test_a_folder_that_cannot_be_made_is_misuse_before_anything_is_stored(
    folder: Path, command: str, setting: str, value: str, message: str
) -> None:
    (folder / "file").touch()
    port = ["--port", str(free_port())] if command == "serve" else []
    result = run(*command.split(), f"--{setting}", value, *port, given=articles(1))
    assert (result.exit_code, result.stderr) == (2, f"Error: {message}\n")
    assert not (folder / "instance" / "articles.db").exists()


@pytest.mark.parametrize(
    "command",
    ["search pier", "quotes", "stats", "export", "check", "reindex", "quarantine", "parse --diff"],
)
@pytest.mark.parametrize("named", [(), ("--store", "sqlite:///mistyped/articles.db")])
def test_what_only_reads_makes_no_store(folder: Path, command: str, named: tuple[str, ...]) -> None:
    result = run(*command.split(), *named)
    assert (result.exit_code, result.stdout) == (2, "")
    place = folder / ("mistyped" if named else "instance") / "articles.db"
    assert result.stderr == (
        f"Error: there is no store at {place}; change to its folder, or name it with --store or"
        " SEARCHSVC_STORE (searchsvc ingest, watch and serve make one)\n"
    )
    assert list(folder.iterdir()) == []


def test_a_store_that_is_a_folder_is_misuse() -> None:
    result = run("ingest", "-", "--store", "sqlite:///.", given=articles(1))
    message = "store is 'sqlite:///.', which is a folder; use sqlite:///folder/articles.db"
    assert (result.exit_code, result.stderr) == (2, f"Error: {message}\n")


def test_a_setting_that_cannot_work_is_misuse(monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (("search", "--engine", "lucene:index"), ("search", "--store", "nowhere")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("Error: ")
    monkeypatch.setenv("SEARCHSVC_COLOUR", "blue")
    result = run("stats")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: SEARCHSVC_COLOUR is not a setting")


def test_an_error_names_its_places() -> None:
    problems = (
        Problem("must be text", "headline"),
        Problem("ends too early", position=4, line=2),
        Problem("is empty"),
    )
    assert sentences(InputError("it cannot be used", problems=problems)) == (
        "it cannot be used\n  headline: must be text\n  line 2, character 5: ends too early\n  is empty"
    )


def test_options_of_settings_say_variable_and_default() -> None:
    shown = " ".join(ok("serve", "--help").split())
    for setting in SETTINGS:
        assert setting.variable in shown


def test_the_version_is_told() -> None:
    assert ok("--version") == "searchsvc, version 0.1.0\n"


def test_commands_work_beside_a_running_service(folder: Path) -> None:
    with Service(folder) as service:
        ran = service.run("ingest", "-", given=articles(1, 2).encode())
        assert ran.returncode == 0, ran.stderr
        assert service.total("pier") == 2
        ran = service.run("reindex")
        assert (ran.returncode, ran.stdout) == (0, b"indexed 2 articles, 0 quotes\n"), ran.stderr
        ran = service.run("check")
        assert ran.returncode == 0, ran.stderr
        wait_until(lambda: service.get("/readyz").status == 200, "readiness")
        assert service.total("pier") == 2


# Other formats.

FILES = Path(__file__).parent / "formats" / "files"


def test_files_of_each_format_are_taken_in_by_their_content(folder: Path) -> None:
    for name in ("story.nitf.xml", "item.g2.xml", "item.newsml.xml", "item.ninjs1.json", "item.ninjs3.json"):
        shutil.copy(FILES / name, folder / name)
    (folder / "broken.xml").write_text("<nitf>\n<body>")
    result = run("ingest", str(folder))
    assert result.exit_code == 1
    # The two ninjs files are one item in the two ways of writing it.
    assert (
        "broken.xml: line 2, column 7: not well-formed XML (no element found); it breaks off" in result.stderr
    )
    assert "4 created" in result.stdout
    assert ok("search", "hafen").startswith("1 hit")


def test_parse_shows_where_format_and_copy_differ(folder: Path) -> None:
    data = (FILES / "story.nitf.xml").read_bytes().replace(b"<city>BERGEN</city>", b"<city>Oslo</city>")
    (folder / "a.xml").write_bytes(data)
    [article] = map(json.loads, ok("parse", "a.xml").splitlines())
    assert article["dateline"]["city"] == "Oslo"
    assert article["differences"] == [
        {"field": "dateline.city", "sent": "Oslo", "read": "Bergen"},
        {"field": "dateline.text", "sent": "Oslo, Norway", "read": "BERGEN, Norway, March 5 (XYZ) -"},
    ]


def test_parse_shows_what_whoever_sent_the_copy_should_know(folder: Path) -> None:
    (folder / "a.txt").write_text("HOLD FOR RELEASE\n\nRain\n\nOSLO (AP) - It rained.")
    [article] = map(json.loads, ok("parse", "a.txt").splitlines())
    assert article["pubstatus"] == "withheld"
    assert article["warnings"] == [
        "it states an embargo and nothing by which its end can be told, so it is withheld; a PATCH with"
        " pubstatus usable, or with embargoed, publishes it"
    ]


def test_parse_shows_what_the_format_says_that_it_replaces(folder: Path) -> None:
    line = {"type": "text", "headline": "Rain", "body_xhtml": "<p>Rain.</p>", "evolvedfrom": "urn:x:1"}
    (folder / "a.json").write_text(json.dumps(line))
    [article] = map(json.loads, ok("parse", "a.json").splitlines())
    assert article["replaces"] == [{"relation": "updates", "uri": "urn:x:1"}]


def test_parse_reads_as_the_format_that_is_named(folder: Path) -> None:
    (folder / "a").write_bytes((FILES / "story.nitf.xml").read_bytes())
    assert json.loads(ok("parse", "--format", "nitf", "a"))["headline"] == "Harbour reopens after storm"
    result = run("parse", "--format", "json", "a")
    assert (result.exit_code, "not JSON" in result.stderr) == (1, True)


def test_what_is_exported_can_be_taken_in_again(folder: Path) -> None:
    (folder / "harbour.txt").write_text(HARBOUR)
    ok("ingest", "harbour.txt")
    lines = ok("export", "--extended")
    [plain] = map(json.loads, ok("export").splitlines())
    [extended] = map(json.loads, lines.splitlines())
    assert plain["headlines"][0]["value"] == "Harbour of Oslo opens a second pier"
    assert extended == plain | {"quotes": extended["quotes"], "dateline": extended["dateline"]}
    (folder / "other.ndjson").write_text(lines)
    ok("ingest", "--store", "sqlite:///other.db", "--engine", "whoosh:other", "other.ndjson")
    assert ok("export", "--extended", "--store", "sqlite:///other.db") == lines


@pytest.mark.parametrize(
    ("sizes", "much"),
    [
        ([], False),
        ([ingesting.MUCH - 1], False),
        ([ingesting.MUCH], True),
        ([ingesting.MUCH // 2] * 2, True),
        ([1] * (ingesting.MANY - 1), False),
        ([1] * ingesting.MANY, True),
    ],
)
def test_processes_start_early_where_there_is_much_to_take_in(
    folder: Path, sizes: list[int], much: bool
) -> None:
    below = folder / "in" / "deeper"
    below.mkdir(parents=True)
    for number, size in enumerate(sizes):
        (below / f"{number}.txt").write_bytes(bytes(size))
    assert ingesting.is_much(("in",)) == much
    assert ingesting.is_much(("in/*/*.txt",)) == much
    assert ingesting.is_much(tuple(f"in/deeper/{number}.txt" for number in range(len(sizes)))) == much
    assert not ingesting.is_much(("-", "not there"))

"""``python -m evals.fuzz``: files of every format, mutated, for some time a reader.

Times are the processor's, so that a run beside other work, or one that is paused, does as much. The corpus
is ``tests/formats/files`` and, where they are there, the files of the labelled data. Each reader has a
process of its own with a limit on its memory, and each input a limit of time. A reader gives documents and
refusals or raises InputError; an input that makes it do anything else is kept under ``--keep``.
"""

from __future__ import annotations

import argparse
import gzip
import io
import math
import multiprocessing
import random
import resource
import signal
import sys
import time
import traceback
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from types import FrameType

from evals.json_mutations import DEEP, mutated_json
from evals.sets import HERE, data_folder
from searchsvc.errors import InputError
from searchsvc.formats import FORMATS, HEAD, Document, Refusal, media_type_of, read

FIXTURES = HERE.parent / "tests" / "formats" / "files"
LARGEST = 600_000
"""Bytes of a file in the corpus: larger ones take the time of many small ones."""
MEMORY = 3_000_000_000
"""Bytes of address space; libraries take half a gigabyte of it before anything is read."""
INPUT_SECONDS = 20
IDLE = 20
"""Times the seconds of a run that may pass on the clock before it is taken to wait for something."""
JSON_SHARE = 0.7
"""Of files that are JSON: how often their values are changed and not their bytes."""
TOKENS = (
    *(b"<", b">", b"</", b"/>", b"&", b"&amp;", b"&#0;", b"&nosuch;", b"]]>", b"<![CDATA[", b"<!--", b"-->"),
    *(b"<!DOCTYPE a [", b'<!ENTITY a "b">', b"<?xml ?>", b"<p>", b"<div>", b"<item>", b"</item>", b"<entry>"),
    *(
        b"<article>",
        b"<script>",
        b'<script type="application/ld+json">',
        b"<table><tr><td>",
        b"{",
        b"}",
        b"[",
    ),
    *(
        b"]",
        b'"',
        b"'",
        b",",
        b":",
        b"null",
        b"\x00",
        b"\x01",
        b"\x02",
        b"\x03",
        b"\x04",
        b"\x1f",
        b"\xff\xfe",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\x80",
        b"\xed\xa0\x80",
        b"=",
        b"\r\n",
        b"\n\n",
        b" ",
        b"^",
        b"9" * 30,
        b"-1",
        b"1e999",
    ),
    *(b"WARC/1.0\r\n", b"Content-Length: 99999999\r\n", b"Content-Encoding: gzip\r\n", b"\x1f\x8b\x08"),
    *(DEEP, b'{"a":' * 300 + b"1" + b"}" * 300),
    *(b"Transfer-Encoding: chunked\r\n", b"PK\x03\x04", b"PK\x01\x02"),
)


class SlowError(Exception):
    """An input took longer than it may."""


@dataclass(frozen=True)
class Run:
    """What became of a format: how many inputs were read, the slowest, and what broke it, if anything did."""

    name: str
    inputs: int
    slowest: float
    peak: int
    failure: str = ""


def corpus() -> dict[str, list[bytes]]:
    """Files by the name of the format that recognises them, and each packed for the formats that pack."""
    found: dict[str, list[bytes]] = {row.name: [] for row in FORMATS}
    by_type = {row.media_type: row.name for row in FORMATS}
    for path in sorted((*FIXTURES.iterdir(), *(data_folder() / "formats").rglob("*"))):
        if path.is_file() and path.stat().st_size <= LARGEST:
            data = path.read_bytes()
            found[by_type[media_type_of(path.name, data[:HEAD])]].append(data)
            if path.suffix == ".gz" and len(inner := gzip.decompress(data)) <= LARGEST:
                found[by_type[media_type_of(path.stem, inner[:HEAD])]].append(inner)
    small = [data for files in list(found.values()) for data in files if len(data) < 20_000]
    found["gzip"] += [gzip.compress(data) for data in small]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate(small[:12]):
            archive.writestr(f"{number}.txt", data)
    found["zip"].append(stream.getvalue())
    found["ninjs"] += [data for data in found["json"] if b"version" in data]
    found["text"].append(b"LIMA, Mar 3 (XYZ) - Rain fell.\n\nMore rain, she said.\n")
    found["xml"].append(b"<?xml version='1.0'?><recipe><item>x</item></recipe>")
    found["ndjson"].append(b'{"raw": "Rain."}\n{"headline": "Snow", "body_text": "Snow."}\n')
    found["json"].append(b'[{"raw": "Rain."}, {"headline": "Snow", "body_text": "Snow."}]')
    return found


def mutated(files: list[bytes], chance: random.Random) -> bytes:
    """A file of the corpus with up to twelve changes: bytes, cuts, repetitions, pieces of others, tokens."""
    data = chance.choice(files)
    if data[:1] in (b"{", b"[") and chance.random() < JSON_SHARE:
        changed = mutated_json(data, chance.choice(files), chance)
        if changed is not None:
            return changed
    for _ in range(chance.randint(1, 12)):
        at = chance.randint(0, len(data))
        end = min(len(data), at + chance.choice((0, 1, 4, 30, 300, 5_000)))
        kind = chance.randrange(6)
        if kind == 0:
            piece = bytes(chance.randrange(256) for _ in range(chance.randint(1, 6)))
        elif kind == 1:
            piece = b""
        elif kind == 2:
            piece = data[at:end] * chance.choice((2, 2, 3, 40))
        elif kind == 3:
            other = chance.choice(files)
            start = chance.randint(0, len(other))
            piece = other[start : start + chance.choice((10, 200, 3_000))]
        else:
            piece = chance.choice(TOKENS) * chance.choice((1, 1, 1, 3, 200))
        data = data[:at] + piece + data[end:]
    return data[: chance.randint(0, len(data))] if chance.random() < 0.1 else data


def check(data: bytes, media_type: str) -> None:
    """Read ``data``; raises whatever a reader must not."""
    try:
        for found in read(data, media_type):
            if not isinstance(found, Document | Refusal):
                raise TypeError(f"a reader gave {type(found).__name__}")
    except InputError:
        return


def run(name: str, files: list[bytes], seconds: float, seed: int, keep: Path) -> Run:
    """Read mutations of ``files`` as ``name`` for ``seconds``; stops at the first that breaks the reader."""
    media_type = next(row.media_type for row in FORMATS if row.name == name)
    chance = random.Random(seed)  # noqa: S311  # to be the same again, not to be secret
    signal.signal(signal.SIGPROF, _too_slow)
    for data in files:
        check(data, media_type)  # what is loaded with the first file is not the files' time
    end = time.process_time() + seconds
    inputs, slowest = 0, 0.0
    while time.process_time() < end:
        data = mutated(files, chance)
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, INPUT_SECONDS)
        try:
            check(data, media_type)
        except Exception:  # noqa: BLE001  # anything else than InputError is what is looked for
            signal.setitimer(signal.ITIMER_PROF, 0)
            kept = keep / f"{name}-{seed}-{inputs}"
            kept.write_bytes(data)
            return Run(name, inputs, slowest, _peak(), f"{kept}: {traceback.format_exc(limit=-3)}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, time.process_time() - began)
        inputs += 1
    return Run(name, inputs, slowest, _peak())


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise SlowError(f"it takes longer than {INPUT_SECONDS} s")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _limited(
    name: str, files: list[bytes], seconds: float, seed: int, keep: Path, answer: SimpleQueue[Run]
) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # What hangs in a library does not see the timer.
    most = math.ceil(time.process_time() + seconds + 10 * INPUT_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    answer.put(run(name, files, seconds, seed, keep))


def runs(names: list[str], seconds: float, seed: int, keep: Path) -> Iterator[Run]:
    """One run after the other, each in a process of its own."""
    files = corpus()
    context = multiprocessing.get_context("fork")
    for name in names:
        answer: SimpleQueue[Run] = context.SimpleQueue()
        process = context.Process(target=_limited, args=(name, files[name], seconds, seed, keep, answer))
        process.start()
        process.join(IDLE * (seconds + INPUT_SECONDS))
        if process.is_alive():
            process.kill()
            process.join()
        yield (
            answer.get()
            if not answer.empty()
            else Run(name, 0, 0, 0, f"the process ended with {process.exitcode}")
        )


def main() -> int:
    """Fuzz each reader; 1 where one broke."""
    names = [row.name for row in FORMATS]
    parser = argparse.ArgumentParser(prog="python -m evals.fuzz", description="Fuzz the readers of formats.")
    parser.add_argument("--seconds", type=float, default=60, help="of the processor, for each format [60]")
    parser.add_argument(
        "--only", choices=names, nargs="+", default=names, metavar="FORMAT", help=", ".join(names)
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--keep", type=Path, default=Path("fuzz"), help="where inputs that break are kept [fuzz]"
    )
    options = parser.parse_args()
    options.keep.mkdir(exist_ok=True)
    failed = 0
    for result in runs(options.only, options.seconds, options.seed, options.keep):
        failed += bool(result.failure)
        figures = f"{result.inputs:,} inputs, slowest {result.slowest:.2f} s, {result.peak:,} MB"
        sys.stdout.write(f"{result.name}: {figures}; {result.failure or 'nothing broke'}\n")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

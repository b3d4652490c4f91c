"""``searchsvc parse``: what the parser sees in wire copy, one article as JSON a line; nothing is stored."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import islice

import click
import orjson

from searchsvc.article import to_json
from searchsvc.cli.comparing import show_changes
from searchsvc.cli.inputs import STANDARD_INPUT, documents, find
from searchsvc.cli.options import Failure, Misuse, counted, harmless, sentences, with_settings
from searchsvc.errors import InputError
from searchsvc.formats import Document, Refusal
from searchsvc.ingest import Parsed
from searchsvc.ingest import parse as parse_document
from searchsvc.ingest.files import MEDIA_TYPES, Input
from searchsvc.pool import collect_rarely
from searchsvc.serve.orphans import end_with
from searchsvc.settings import CORES, Settings

CHUNK = 32
"""Documents that a process is given at a time."""
ALONE = 64
"""Documents that are parsed here before other processes are started: fewer are done sooner without."""


@click.command()
@click.argument("files", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(MEDIA_TYPES)),
    help="Read everything as this, whatever content and name tell.",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes that parse. [the number of cores]")
@click.option("--diff", is_flag=True, help="Show what the present parser would change in the store.")
@with_settings("store")
def parse(
    settings: Settings, files: tuple[str, ...], form: str | None, jobs: int | None, *, diff: bool
) -> None:
    """Show how wire copy is read: one article as JSON a line, in the order read. Nothing is stored.

    FILES are wire copy, JSON, NDJSON ({"uri", "raw"} a line, with any other field beside them), or of
    another known format; without them standard input is read. Where the format says one thing and the
    copy another, "differences" has both; "replaces" are articles that the format names as corrected or
    updated; "cuts" is what was left out of the copy, where, and why. What cannot be read is reported on
    standard error.

    With --diff every article of the store is read anew from its original, edits laid over it, and those that
    come out differently are written: id, uri and "changes", each with its field and what is stored and read.
    A count by field follows on standard error. The exit code is 1 only where an original cannot be read.
    """
    if diff:
        if files or form:
            raise Misuse("--diff reads the articles of the store; leave files and --format out")
        show_changes(settings, jobs or CORES)
        return
    collect_rarely()
    found = find(files or (STANDARD_INPUT,))
    output = sys.stdout.buffer
    total = refused = 0
    for source, line, outcome in parsed(documents(found.files, form=form), jobs or CORES):
        total += 1
        if isinstance(outcome, bytes):
            output.write(outcome)
            continue
        refused += 1
        where = source if line is None else f"{source}:{line}"
        click.echo(harmless(f"{where}: {outcome}"), err=True)
    output.flush()
    if refused:
        raise Failure(f"{refused:,} of {counted(total, 'article')} could not be read")


Outcome = bytes | str
"""A line of JSON, or why there is none."""


def parsed(inputs: Iterator[Input], jobs: int) -> Iterator[tuple[str, int | None, Outcome]]:
    """Source, line and outcome of each input, in order; by ``jobs`` processes where it pays."""
    at = datetime.now(UTC)
    for each in islice(inputs, ALONE if jobs > 1 else None):
        yield each.source, each.document.line, outcome_of(each.document, at)
    chunk = list(islice(inputs, CHUNK))
    if not chunk:
        return
    collect_rarely()
    # By fork, so that the tables which the first documents made this process load are there at once.
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, prepare_parser, (os.getpid(),)) as executor:
        waiting: deque[tuple[list[Input], Future[list[Outcome]]]] = deque()
        while chunk or waiting:
            while chunk and len(waiting) < jobs * 4:
                waiting.append((chunk, executor.submit(outcomes_of, [each.document for each in chunk], at)))
                chunk = list(islice(inputs, CHUNK))
            given, future = waiting.popleft()
            for each, outcome in zip(given, future.result(), strict=True):
                yield each.source, each.document.line, outcome


def prepare_parser(parent: int) -> None:
    """In a process that parses: Ctrl-C is for ``parent`` to handle, and its end is ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(parent)


def outcomes_of(given: Sequence[Document | Refusal], at: datetime) -> list[Outcome]:
    """The outcomes of several documents that came in at ``at``."""
    return [outcome_of(document, at) for document in given]


def outcome_of(document: Document | Refusal, at: datetime) -> Outcome:
    """The article's JSON and a line feed, or a sentence."""
    if isinstance(document, Refusal):
        return sentences(document.error)
    try:
        return _shown(parse_document(document, at))
    except InputError as error:
        return sentences(error)


def _shown(parsed: Parsed) -> bytes:
    """The article; where format and copy differ, what each says; and what was hard to read."""
    beside = {
        "cuts": parsed.reading.cuts,
        "differences": parsed.differences,
        "replaces": parsed.document.replaces,
        "warnings": parsed.warnings,
    }
    told = {name: members for name, members in beside.items() if members}
    article = to_json(parsed.article)
    if not told:
        return article + b"\n"
    return article[:-1] + b"," + orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)[1:]

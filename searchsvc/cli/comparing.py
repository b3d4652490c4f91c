"""``searchsvc parse --diff``: what the present parser would change in the articles of the store."""

from __future__ import annotations

import re
import sys
from collections import Counter
from contextlib import ExitStack

import click
import orjson

from searchsvc.cli.options import Failure, counted, harmless
from searchsvc.ingest import Ingestor
from searchsvc.pool import open_pool
from searchsvc.settings import Settings
from searchsvc.store import Store

_NUMBER = re.compile(r"\.\d+")


def show_changes(settings: Settings, jobs: int) -> None:
    """Write the articles that would change, one as JSON a line, and count them by field.

    Raises Failure where originals cannot be read.
    """
    output = sys.stdout.buffer
    total = unread = differ = 0
    fields: Counter[str] = Counter()
    with ExitStack() as stack:
        store = Store.open(settings.store, create=False)
        stack.callback(store.close)
        executor = stack.enter_context(open_pool(jobs)) if jobs > 1 else None
        for compared in Ingestor(store, executor=executor).compare():
            total += 1
            if compared.changes is None:
                unread += 1
                click.echo(
                    harmless(f"{compared.uri}: its original cannot be read by the present parser"), err=True
                )
            elif compared.changes:
                differ += 1
                output.write(orjson.dumps(compared, option=orjson.OPT_APPEND_NEWLINE))
                fields.update({_NUMBER.sub("", change.field) for change in compared.changes})
    output.flush()
    click.echo(f"{differ:,} of {counted(total, 'article')} would change", err=True)
    for field, number in sorted(fields.items()):
        click.echo(f"  {field} in {number:,}", err=True)
    if unread:
        raise Failure(f"{counted(unread, 'original')} could not be read")

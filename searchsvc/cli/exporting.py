"""``searchsvc export``: every article of the store as a line of ninjs, to be taken in again anywhere."""

from __future__ import annotations

import sys

import click
import orjson

from searchsvc.cli.options import with_settings
from searchsvc.formats import to_ninjs
from searchsvc.settings import Settings
from searchsvc.store import State, Store


@click.command()
@click.option("--extended", is_flag=True, help="With quotes and dateline, which ninjs has no place for.")
@with_settings("store")
def export(settings: Settings, extended: bool) -> None:
    """Write every article as ninjs 3.1, one a line, in the order of their last change.

    Withheld ones, those under embargo and expired ones are among them and say so; killed and deleted
    ones are not. Any service takes the lines in again with ingest.
    """
    store = Store.open(settings.store, create=False)
    output = sys.stdout.buffer
    try:
        for stored in store.walk(store.head()):
            if stored.state is State.LIVE:
                data = to_ninjs(stored.article, extended=extended)
                output.write(orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE))
        output.flush()
    finally:
        store.close()

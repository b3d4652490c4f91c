"""``searchsvc reindex``: the command, and processes that start while what it does is loaded."""

from __future__ import annotations

from importlib import import_module

import click

from searchsvc.cli.options import with_settings
from searchsvc.pool import INDEXING, PRELOADED, begin
from searchsvc.settings import CORES, Settings


@click.command()
@click.option("--reparse", is_flag=True, help="First read all originals again, with the present parser.")
@with_settings("store", "engine", "spool")
def reindex(settings: Settings, reparse: bool) -> None:
    """Build the index anew from the store and swap; searches go on meanwhile.

    Done by the running service where there is one, else here.
    """
    if CORES > 1:
        begin(PRELOADED if reparse else INDEXING)
    # Loaded only now: it takes as long as those processes do.
    import_module("searchsvc.cli.upkeep").rebuild(settings, reparse=reparse)

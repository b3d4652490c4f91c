"""The command line: a thin skin over the functions that the service uses, one module a group of commands.

Exit codes: 0, 1 failed in part (with the count), 2 misuse.
"""

from __future__ import annotations

import click

from searchsvc import __version__
from searchsvc.cli.exporting import export
from searchsvc.cli.ingesting import ingest
from searchsvc.cli.options import Commands
from searchsvc.cli.parsing import parse
from searchsvc.cli.quarantining import quarantine
from searchsvc.cli.searching import quotes, search
from searchsvc.cli.serving import serve
from searchsvc.cli.upkeep import check, reindex, stats
from searchsvc.cli.watching import watch
from searchsvc.serve import logs

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="searchsvc")
def main() -> None:
    """Full-text search for newswire: quotes by speaker, datelines, exact highlights.

    Settings come from SEARCHSVC_* variables, or from the options that name them.
    """
    logs.configure_briefly()


for command in (serve, ingest, watch, quarantine, search, quotes, parse, export, reindex, check, stats):
    main.add_command(command)

"""The command line: a thin skin over the functions that the service uses, one module a group of commands.

Exit codes: 0, 1 failed in part (with the count), 2 misuse, 3 not found out (check).
"""

from __future__ import annotations

import click

from searchsvc import __version__
from searchsvc.cli.loading import Loaded
from searchsvc.cli.options import Commands
from searchsvc.serve import logs

__all__ = ["main"]

COMMANDS = {
    "serve": "serving",
    "ingest": "ingesting",
    "watch": "watching",
    "quarantine": "quarantining",
    "search": "searching",
    "quotes": "searching",
    "parse": "parsing",
    "export": "exporting",
    "reindex": "reindexing",
    "check": "upkeep",
    "stats": "upkeep",
}
"""Each command and the module here that has it, which is loaded when the command is asked for."""


@click.group(
    cls=Commands,
    commands=Loaded({name: f"{__name__}.{module}" for name, module in COMMANDS.items()}),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="searchsvc")
def main() -> None:
    """Full-text search for newswire: quotes by speaker, datelines, exact highlights.

    Settings come from SEARCHSVC_* variables, or from the options that name them.
    """
    logs.configure_briefly()

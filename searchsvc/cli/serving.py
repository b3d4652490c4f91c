"""``searchsvc serve``: the service, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import sys

import click

from searchsvc.cli.options import with_settings
from searchsvc.serve.starting import run
from searchsvc.settings import SETTINGS, Settings


@click.command()
@with_settings(*(setting.name for setting in SETTINGS))
def serve(settings: Settings) -> None:
    """Answer over HTTP until Ctrl-C or SIGTERM.

    Creates what is missing. SIGHUP replaces the worker processes one by one; requests under way are
    finished.
    """
    sys.exit(run(settings, announce=click.echo))

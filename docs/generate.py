"""Writes docs/commands.md and docs/settings.md from the commands and the settings themselves: make docs.

A test fails when the files differ from what this would write.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from searchsvc.cli import main
from searchsvc.cli.options import shown_default
from searchsvc.settings import SETTINGS

HERE = Path(__file__).parent
WIDTH = 100

COMMANDS = """\
# Commands

Every command explains itself with `--help`; this page is generated from that (`make docs`).

Exit codes: 0, all is well; 1, something failed, or failed in part (the count is printed); 2, misuse: an
option, a setting or a path that cannot work; 3, `check` could not compare store and index, for the store was
written to all the while, and found no fault otherwise. Messages go to standard error, results to standard
output. Progress is shown, and colours are used, only on a terminal; `NO_COLOR=1` turns colours off.

`serve`, `ingest` and `watch` make the store where there is none; to every other command that is misuse.

`ingest`, `reindex`, `check`, `search` and `stats` work beside a running service on the same store and
index, and without one. What a running service indexes, it indexes; else the command does it.
"""

SETTINGS_PAGE = """\
# Settings

Each is an environment variable, and an option of `searchsvc serve`; the option wins. An unknown
`SEARCHSVC_` variable is an error, so that a misspelt one is noticed. This page is generated (`make docs`).

| variable | option | default | meaning |
|---|---|---|---|
"""

SETTINGS_NOTES = """
Paths in URLs are relative to the folder in which a command is started; `sqlite:////srv/wire/articles.db`,
with four slashes, and `whoosh:/srv/wire/index` are absolute. Every process that works on the same articles
needs the same `SEARCHSVC_STORE`, `SEARCHSVC_ENGINE` and `SEARCHSVC_SPOOL`.

## Backup

What stands under `instance/` is the truth: back it up. What stands under `index/` is derived: it may be
deleted at any time and is built again.

To back up, stop the service and whatever else writes, and copy `instance/`. Beside a running service let
SQLite make the copy, which is whole whatever is written meanwhile:

```console
$ sqlite3 instance/articles.db ".backup articles-backup.db"
```

Copying the files themselves while they are written does not do: the newest changes stand in
`articles.db-wal`, and the two belong together only in a snapshot of the file system that has both as they
were at one instant. Bulk uploads that were accepted and not yet taken in are files in the spool
(`instance/spool`); copy it after the store.

To restore, stop everything, remove `articles.db`, `articles.db-wal` and `articles.db-shm`, put the copy
in the place of `articles.db` and start again. The index may stay as it is. Where it has seen changes that
the restored store has not, the first process that indexes (`serve`, `ingest`, `watch`, `reindex`) says so and
builds it anew from the store; until then searches answer 503. Where it is merely behind, it catches up.
"""


def commands_page() -> str:
    """docs/commands.md."""
    parts = [COMMANDS]
    for path, command in sorted(_commands(main, "searchsvc")):
        context = click.Context(
            command,
            info_name=path,
            terminal_width=WIDTH,
            max_content_width=WIDTH,
            help_option_names=main.context_settings["help_option_names"],
        )
        parts.append(f"## {path}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _commands(child, f"{path} {name}")


def settings_page() -> str:
    """docs/settings.md."""
    rows = (
        f"| `{setting.variable}` | `--{setting.name.replace('_', '-')}` | "
        f"`{shown_default(setting)}` | {_meaning(setting.help, setting.words)} |\n"
        for setting in SETTINGS
    )
    return SETTINGS_PAGE + "".join(rows) + SETTINGS_NOTES


def _meaning(help_text: str, words: tuple[str, ...]) -> str:
    return f"{help_text}: {', '.join(words)}" if words else help_text


if __name__ == "__main__":
    (HERE / "commands.md").write_text(commands_page())
    (HERE / "settings.md").write_text(settings_page())

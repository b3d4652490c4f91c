"""``searchsvc quarantine``: what was refused of files: listed, shown, tried again, dropped."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

import click
import orjson
from rich.text import Text

from searchsvc.api.answers import quarantined_record
from searchsvc.article import format_instant
from searchsvc.cli.options import Failure, Misuse, counted, terminal, with_settings
from searchsvc.cli.taking_in import index, summary
from searchsvc.errors import NotFoundError
from searchsvc.ingest import Ingestor, intake
from searchsvc.settings import Settings
from searchsvc.store import Outcome, Quarantined, Store

PAGE = 1_000


@click.command()
@click.argument("numbers", nargs=-1, type=click.IntRange(min=1))
@click.option("--retry", is_flag=True, help="Read them again; what is good leaves.")
@click.option("--drop", is_flag=True, help="Take those with NUMBERS, or --all, out for good.")
@click.option("--show", is_flag=True, help="Print their bytes.")
@click.option(
    "--all", "everything", is_flag=True, help="All there are, as without NUMBERS; --drop asks for it."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one a line.")
@with_settings("store", "engine", "spool")
def quarantine(
    settings: Settings,
    numbers: tuple[int, ...],
    retry: bool,
    drop: bool,
    show: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """List what was refused of files, with its place and reason.

    NUMBERS are those of the list; without any, all. What was too long to be kept is read again from its
    file. A file that is taken in again and is good by then takes what was refused of it out.
    """
    actions = {"--retry": retry, "--drop": drop, "--show": show, "--json": as_json}
    _require_sense([name for name, chosen in actions.items() if chosen], numbers, everything)
    store = Store.open(settings.store, create=False)
    try:
        found = list(_chosen(store, numbers))
        if retry:
            _retry(settings, store, found)
        elif drop:
            with store.transaction() as transaction:
                dropped = transaction.release([each.number for each in found])
            click.echo(f"dropped {dropped:,}")
        elif show:
            for each in found:
                sys.stdout.buffer.write(_bytes(store, each))
            sys.stdout.buffer.flush()
        else:
            _list(found, as_json=as_json)
    finally:
        store.close()


def _require_sense(actions: list[str], numbers: tuple[int, ...], everything: bool) -> None:
    """Raises Misuse where it is not plain what is to be done, or with what."""
    if len(actions) > 1:
        raise Misuse(f"{actions[0]} and {actions[1]} cannot be given together; leave one of them out")
    if numbers and everything:
        raise Misuse("numbers and --all cannot be given together; leave one of them out")
    if actions == ["--drop"] and not (numbers or everything):
        raise Misuse("--drop takes out for good; give the numbers of what to drop, or --all")


def _list(found: list[Quarantined], *, as_json: bool) -> None:
    console = terminal()
    for each in found:
        if as_json:
            click.echo(orjson.dumps(quarantined_record(each)))
        else:
            console.print(Text(_line(each)))  # not a word in it can steer the terminal


def _chosen(store: Store, numbers: tuple[int, ...]) -> Iterator[Quarantined]:
    """Those with the numbers, or all. Raises NotFoundError."""
    for number in numbers:
        found = store.quarantined(number - 1, 1)
        if not found or found[0].number != number:
            raise NotFoundError(f"there is no {number} in quarantine")
        yield found[0]
    after = 0
    while not numbers and (page := store.quarantined(after, PAGE)):
        yield from page
        after = page[-1].number


def _retry(settings: Settings, store: Store, found: list[Quarantined]) -> None:
    ingestor = Ingestor(store)
    counts: Counter[Outcome] = Counter()
    for each in found:
        counts += intake.retry(store, ingestor, each)
    index(settings, store)
    click.echo(summary(counts))
    left = store.quarantined_count()
    if refused := counts[Outcome.REFUSED]:
        raise Failure(f"refused {counted(refused, 'article')} again; {left:,} in quarantine")


def _bytes(store: Store, quarantined: Quarantined) -> bytes:
    data = store.quarantined_bytes(quarantined.number)
    if data is None:
        raise NotFoundError(f"{quarantined.number} was too long to be kept; see {quarantined.place}")
    return data


def _line(quarantined: Quarantined) -> str:
    where = quarantined.place if quarantined.line is None else f"{quarantined.place}:{quarantined.line}"
    at = "" if quarantined.position is None else f" (character {quarantined.position + 1})"
    tries = "" if quarantined.tries == 1 else f", {quarantined.tries} times"
    when = format_instant(quarantined.refused_at)
    size = f"{quarantined.size:,} bytes"
    return f"{quarantined.number}  {where}: {quarantined.reason}{at}; {size}, {when}{tries}"

"""``searchsvc search`` and ``searchsvc quotes``: the API's searches, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import click
import orjson
from rich.console import Console
from rich.text import Text

from searchsvc.api import EXTENSION, Readiness
from searchsvc.app import create_app
from searchsvc.cli.options import Command, Failure, Misuse, counted, terminal, with_settings
from searchsvc.errors import UnavailableError
from searchsvc.fields import FILTERS, QUOTE_FILTERS, fields_of
from searchsvc.serve.background import somebody_indexes
from searchsvc.settings import HOST, Settings

MARKED = "bold yellow"


def searching(target: str, filters: tuple[str, ...]) -> Callable[[Command], Command]:
    """The options that searches for articles and for quotes share."""

    def decorate(command: Command) -> Command:
        options = [
            click.option("--op", type=click.Choice(["and", "or"]), help="Whether all words must be found."),
            *(
                click.option(_option(name), name, multiple=True, metavar="VALUE", help=_help(name, target))
                for name in filters
            ),
            click.option("--from", "since", metavar="DATE", help="From this date, month, year or instant."),
            click.option("--to", "until", metavar="DATE", help="Until then; a whole date is included."),
            click.option("--tz", metavar="ZONE", help="Time zone of dates, as in Asia/Tokyo. [UTC]"),
            click.option("--sort", metavar="FIELDS", help="As in -versioncreated. [_score]"),
            click.option("--page", type=int, metavar="NUMBER", help="Which page, from 1."),
            click.option("--per-page", type=int, metavar="NUMBER", help="Hits on a page. [10]"),
            click.option("--json", "as_json", is_flag=True, help="Print the API's answer."),
        ]
        decorated = command
        for option in reversed(options):
            decorated = option(decorated)
        return with_settings("store", "engine", "spool")(decorated)

    return decorate


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _help(name: str, target: str) -> str:
    return f"Only where {name} is this: {fields_of(target)[name].help}. Repeatable."


@click.command()
@click.argument("q", required=False, default="")
@searching("articles", FILTERS)
def search(settings: Settings, q: str, as_json: bool, **parameters: Any) -> None:
    """Search for articles: ranked, with what matched marked. Without Q: all of them.

    Q is in the query language (docs/query-language.md), as in: searchsvc search '"South Korea" missile'
    """
    marked = {"highlight": ["headline", "body_text"], "fragments": 2}
    answer = ask(settings, "/v1/search", {"q": q, **marked, **parameters})
    show(answer, article_lines, as_json)


@click.command()
@click.argument("q", required=False, default="")
@searching("quotes", QUOTE_FILTERS)
@click.option(
    "--min-confidence",
    type=float,
    metavar="NUMBER",
    help="Only quotes that are as sure as that, from 0 to 1.",
)
def quotes(settings: Settings, q: str, as_json: bool, **parameters: Any) -> None:
    """Search for quotes: who said what. Without Q: all of them.

    As in: searchsvc quotes threat --speaker minister
    """
    marked = {"highlight": ["text"], "fragments": 1, "fragment_size": 10_000}
    answer = ask(settings, "/v1/quotes", {"q": q, **marked, **parameters})
    show(answer, quote_lines, as_json)


def ask(settings: Settings, path: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The API's answer, from an application in this process. Raises Failure with the problem, and
    UnavailableError where there is no index to ask."""
    names = {"since": "from", "until": "to"}
    given = {names.get(name, name): value for name, value in parameters.items() if value not in (None, ())}
    if "sort" in given:
        given["sort"] = given["sort"].split(",")
    # Reading compiled kernels takes longer than one search without them.
    app = create_app(replace(settings, host=HOST, kernels="plain"), create=False)
    try:
        _require_index(settings, app.extensions[EXTENSION].readiness)
        response = app.test_client().post(path, json={**given, "hl_format": "offsets"})
    finally:
        app.extensions[EXTENSION].close()
    answer: dict[str, Any] = orjson.loads(response.data)
    if response.status_code == 200:
        return answer
    said = answer["detail"]
    faults = [f"{fault.get('parameter', '')} {fault['message']}" for fault in answer["errors"]]
    kind = Misuse if response.status_code < 500 else Failure
    raise kind("\n  ".join([said, *(fault for fault in faults if fault not in said)]))


def _require_index(settings: Settings, readiness: Readiness) -> None:
    """Raises UnavailableError where the index must be built first, which says who does that."""
    try:
        readiness.require_index()
    except UnavailableError as error:
        if somebody_indexes(settings):
            raise
        raise UnavailableError(
            "the index is missing, or of another store, and no service is running that would build it;"
            " run searchsvc reindex, or start searchsvc serve"
        ) from error


def show(answer: dict[str, Any], lines: Callable[[Mapping[str, Any]], list[Text]], as_json: bool) -> None:
    """Print the answer: the total, then the hits with their ranks."""
    if as_json:
        click.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2))
        return
    console = terminal()
    for warning in answer["query"]["warnings"]:
        terminal(stderr=True).print(Text(f"note: {warning['message']}"))
    total = answer["total"]
    more = "" if total["relation"] == "eq" else "more than "
    console.print(Text(f"{more}{counted(total['value'], 'hit')} in {answer['took_ms']:g} ms", style="dim"))
    if answer["did_you_mean"]:
        console.print(Text(f"did you mean: {answer['did_you_mean']}"))
    first = ((answer["page"] or 1) - 1) * answer["per_page"] + 1
    for rank, hit in enumerate(answer["hits"], first):
        _print_hit(console, rank, lines(hit))


def _print_hit(console: Console, rank: int, lines: list[Text]) -> None:
    console.print()
    margin = f"{rank}. "
    for line in lines:
        console.print(Text(margin) + line)
        margin = " " * len(margin)


def article_lines(hit: Mapping[str, Any]) -> list[Text]:
    """Headline, provenance, and the passages that matched."""
    headline = Text(_one_line(hit["headline"] or "(no headline)"), style="bold")
    for passage in hit["highlights"].get("headline", ()):
        _mark(headline, passage, at=passage["start"])
    passages = [marked(passage) for passage in hit["highlights"].get("body_text", ())]
    return [headline, provenance(hit), *passages]


def quote_lines(hit: Mapping[str, Any]) -> list[Text]:
    """The quoted words, who said them, and where it stands."""
    passages = hit["highlights"].get("text", ())
    words = marked(passages[0]) if passages else Text(_one_line(hit["text"]))
    speaker = hit["speaker"] or {}
    who = speaker.get("name") or speaker.get("surface") or "unnamed speaker"
    role = f", {speaker['role']}" if speaker.get("role") and speaker["role"] not in who else ""
    via = f", according to {hit['via']}" if hit["via"] else ""
    said = Text(f"{who}{role}{via} ({hit['kind']})", style="bold")
    return [Text("“") + words + Text("”"), said, Text(_one_line(hit["headline"] or "")), provenance(hit)]


def provenance(hit: Mapping[str, Any]) -> Text:
    """Agency, city, instant, id and score, as far as they are known."""
    dateline = hit["dateline"] or {}
    place = ", ".join(part for part in (dateline.get("city"), dateline.get("country")) if part)
    score = "" if hit["score"] is None else f"score {hit['score']:.2f}"
    parts = [hit["source"], place, hit["versioncreated"], hit["id"], score]
    return Text(" · ".join(part for part in parts if part), style="dim")


def marked(passage: Mapping[str, Any]) -> Text:
    """A passage on one line, what matched in colour."""
    text = Text(_one_line(passage["snippet"]))
    _mark(text, passage, at=0)
    return text


def _mark(text: Text, passage: Mapping[str, Any], *, at: int) -> None:
    for span in passage["spans"]:
        start = span["start"] - passage["start"] + at
        text.stylize(MARKED, start, start + span["end"] - span["start"])


def _one_line(text: str) -> str:
    """Line feeds, and control characters that a terminal would obey, as spaces: offsets stay."""
    return "".join(character if character.isprintable() else " " for character in text)

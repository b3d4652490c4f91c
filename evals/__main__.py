"""``python -m evals``: read every labelled set, score it, and print tables; or list what is missed in some.

``--misses dateline_ieer_ap_nyt`` lists the misses of the sets whose name has that in it, tab-separated.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from evals.files import WHAT, scores, unlabelled
from evals.misses import misses, sets_called
from evals.pages import BAR, pages
from evals.reading import score, write_articles
from evals.reliability import KINDS, reliability
from evals.sets import DATELINES, QUOTES, LabelledSet, data_folder
from evals.speakers import figures, outcomes, parts
from evals.styles import styles


def main() -> int:
    """Print the figures, or the misses; 1 where the sets are not there."""
    options = _options()
    folder = data_folder()
    if not folder.is_dir():
        sys.stderr.write(f"{folder} is missing: set SEARCHSVC_TEST_DATA to the folder of the labelled sets\n")
        return 1
    if options.misses:
        return _print_misses(options.misses, folder)
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as scratch:
        console.print(_datelines(folder, Path(scratch)))
        console.print(_styles(folder))
        quotes, reliable = _quotes(folder, Path(scratch))
        console.print(quotes)
        console.print(reliable)
    console.print(_speakers(folder))
    console.print(_pages(folder))
    console.print(_files(folder))
    return 0


def _pages(folder: Path) -> Table:
    table = Table("page", "F1 of the body", "bar", "headline")
    found = list(pages(folder))
    for page in found:
        table.add_row(page.name, f"{page.f1:.3f}", "", "right" if page.headline else "wrong")
    if found:
        right = sum(page.headline for page in found)
        average = sum(page.f1 for page in found) / len(found)
        table.add_row("average", f"{average:.3f}", f"{BAR}", f"{right} of {len(found)}")
    return table


def _files(folder: Path) -> Table:
    table = Table(Column("file", overflow="fold"), "articles", *WHAT, "otherwise")
    for file in scores(folder):
        right = (str(count) if file.labelled else "-" for count in file.right.values())
        otherwise = "; ".join(file.wrong or file.refusals)
        table.add_row(file.file, f"{file.read} of {file.labelled}", *right, otherwise[:60])
    for name in unlabelled(folder):
        table.add_row(name, *("?",) * 6, "has no row in evals/labelled/formats.ndjson")
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evals", description="Score extraction on the labelled sets."
    )
    parser.add_argument(
        "--misses", metavar="SET", help="list what is missed in the sets with SET in their name"
    )
    return parser.parse_args()


def _print_misses(name: str, folder: Path) -> int:
    sets = sets_called(name)
    if not sets:
        names = ", ".join(labelled.name for labelled in (*DATELINES, *QUOTES))
        sys.stderr.write(f"no set has {name} in its name; there are {names}\n")
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        for labelled in sets:
            articles = Path(scratch) / f"{labelled.name}.ndjson"
            write_articles(labelled, folder, articles)
            for miss in misses(labelled, folder, articles):
                sys.stdout.write(f"{miss}\n")
    return 0


def _styles(folder: Path) -> Table:
    table = Table("datelines of agencies.json", "read", "of", "not read")
    for what, seen in (("seen in print", True), ("templates, unverified", False)):
        of_kind = [style for style in styles(folder) if style.seen == seen]
        unread = [style.dateline for style in of_kind if not style.is_read()]
        table.add_row(what, str(len(of_kind) - len(unread)), str(len(of_kind)), "; ".join(unread))
    return table


def _datelines(folder: Path, scratch: Path) -> Table:
    table = Table("set", "texts", "all three right", "bar", "city", "date", "agency", "invented", "texts/s")
    for labelled in DATELINES:
        articles = scratch / f"{labelled.name}.ndjson"
        count, speed = write_articles(labelled, folder, articles)
        printed = score(labelled, folder, articles, "datelines")
        fields = {field: _figure(printed, rf"^{field}\s+acc (\S+)") for field in ("city", "date", "agency")}
        invented = _figure(printed, r"^city .* spur (\S+)")
        whole = _figure(printed, r"all three fields right (\S+)")
        table.add_row(
            labelled.name, str(count), whole, labelled.bar, *fields.values(), invented, f"{speed:.0f}"
        )
    return table


def _quotes(folder: Path, scratch: Path) -> tuple[Table, Table]:
    table = Table("set", "quotes", "overlap F1", "bar", "exact F1", "speaker", "joint F1", "texts/s")
    reliable = Table("set", "confidence from", *(f"{kind}: right of" for kind in ("all", *KINDS)))
    for labelled in QUOTES:
        articles = scratch / f"{labelled.name}.ndjson"
        _, speed = write_articles(labelled, folder, articles)
        runs = {"direct": "fragments", "direct,mixed": "fragments", "": "quotes"}
        for types, what in runs.items():
            options = ["--types", types, "--fragments"] if types else []
            printed = score(labelled, folder, articles, what, options)
            bar = labelled.bar if types == "direct" else ""
            table.add_row(*_quote_row(labelled, types, printed, bar), f"{speed:.0f}")
        for band, kinds in reliability(labelled, folder, articles).items():
            shares = (f"{right / many:.3f} of {many}" if many else "-" for many, right in kinds.values())
            reliable.add_row(labelled.name, f"{band:.1f}", *shares)
    return table, reliable


def _speakers(folder: Path) -> Table:
    rows = {part: figures(results) for part, results in parts(list(outcomes(folder))).items()}
    table = Table("speakers of quotes_polnear", *next(iter(rows.values())))
    for part, row in rows.items():
        table.add_row(part, *row.values())
    return table


def _quote_row(labelled: LabelledSet, types: str, printed: str, bar: str) -> tuple[str, ...]:
    return (
        labelled.name,
        types or "all types",
        _figure(printed, r"^overlap .* F1 (\S+)"),
        bar,
        _figure(printed, r"^exact .* F1 (\S+)"),
        _figure(printed, r"head-name (\S+)"),
        _figure(printed, r"^joint .* F1 (\S+)"),
    )


def _figure(printed: str, pattern: str) -> str:
    found = re.search(pattern, printed, re.M)
    return found[1] if found else "-"


if __name__ == "__main__":
    sys.exit(main())

"""How long the reader takes over text made to be slow: ``python -m bench.hostile``.

A text is a short row of fragments (marks, brackets, pieces of datelines, verbs of saying, names, quotes,
white space), repeated to a megabyte; it is read twice, as copy and as a clean body, in one of six languages
or in the one it seems to be in. Printed are the slowest, in seconds of one core; the exit code is 1 where one
took longer than the limit.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import UTC, datetime
from operator import itemgetter

from searchsvc.wire import read

ANCHOR = datetime(2026, 1, 1, tzinfo=UTC)
MARKS = [
    *"“”\"'‘’«»„「」(){}[]<>.,:;!?-–—/&@_|*#=^",
    "''",
    "``",
    "--",
    "...",
    "((",
    "))",
    "\u0301",
    "İ",
    "\u202e",
]
SPACES = [" ", "  ", "\n", "\n\n", "\r\n", "\t", "    ", "\u00a0", "\u2028", "\u3000", "\x85"]
DATELINES = [
    "PARIS, ",
    "OSLO/",
    "San ",
    "St. ",
    "D'",
    "By ",
    "Jan 1 ",
    "March 2, ",
    "2/3/",
    "10:45 a.m. ",
    "lundi ",
]
CREDITS = [
    "(Reuters) - ",
    "(AFP, ",
    "/TASS/",
    "AFP - ",
    ". EFE",
    "EFE abc/de",
    "新华社北京",
    "【东京=",
    "[서울=",
    "© ",
]
CUES = [
    "said ",
    "he said ",
    "saying, ",
    "said that ",
    "according to X ",
    "told CNN ",
    "dijo que ",
    "sagte ",
    "she ",
]
NAMES = [
    "Ann ",
    "Bo Lee ",
    "Mr. ",
    "Dr. A. ",
    "U.S. ",
    "A",
    "Aa",
    "a",
    "1 ",
    "the minister of ",
    "Rain Party’s ",
    "and ",
]
LINKS = [
    "Related Articles\n",
    "Read more: x\n",
    "Advertisement\n",
    "(more)\n",
    "Copyright ",
    "(Eds: ",
    "X-Y-1\n",
]
SPEECH = [
    "“a ” ",
    "“A b,” he said, ",
    "'a' ",
    "- - - ",
    "— dijo — ",
    "that that ",
    "The company said it ",
    "Lo dijo Ana Paz. ",
    "«Sí», añadió. ",
    "selon M. Duval, ",
    "il a ajouté que ",
    "o ministro disse que ",
    "„Ja“, sagte er, ",
    "der „Rat“ sagte, dass ",
    "Così Lupi. ",
    "Acme Corp <ACM.N> said ",
    "(AB), chairman of Acme Bank, said ",
    "the bank the newspaper ",
]
TOLD = [
    "told the ",
    "told Reuters in an interview on Monday ",
    "SANA quoted Roe as saying ",
    "quoted him, a man, as saying ",
    "said on Monday in a statement ",
    "said last this ",
    'Roe said: "Yes." ',
    'Bob Roe said, "We lost." "It is," echoed Poe. ',
    "The dam broke, police said on Monday, adding ",
    "Co., Ltd. said ",
    "Inc.'s ",
    "citing two officials, TASS reported, ",
    "According to a poll published on Friday, ",
    "Witnesses said ",
    "and his wife, ",
    "(since 2009 ",
    "5% ) ",
    "Jr. ",
    '"It." Roe shot back, ',
]
FRAGMENTS = [*MARKS, *SPACES, *DATELINES, *CREDITS, *CUES, *NAMES, *LINKS, *SPEECH, *TOLD]
LANGUAGES = (None, "en", "es", "fr", "de", "pt", "it")
"""In which a text is read; None: in that which it seems to be in."""


def repeated(unit: str, size: int) -> str:
    """``unit`` again and again, whole each time: ``size`` characters or a few less."""
    return unit * max(1, size // len(unit))


def seconds(text: str, language: str | None = None) -> float:
    """Of one core, to read ``text`` in the slower of the two ways."""
    slowest = 0.0
    for body_is_clean in (False, True):
        started = time.process_time()
        read(text, anchor=ANCHOR, language=language, body_is_clean=body_is_clean)
        slowest = max(slowest, time.process_time() - started)
    return slowest


def main(argv: list[str] | None = None) -> int:
    """Reads ``--texts`` texts and prints the slowest ten."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("--texts", type=int, default=100, help="how many [100]")
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of each [1000000]")
    parser.add_argument("--limit", type=float, default=2.0, help="seconds that none may exceed [2]")
    parser.add_argument("--seed", type=int, default=1, help="of the choice of fragments [1]")
    options = parser.parse_args(argv)
    chance = random.Random(options.seed)  # noqa: S311 - which texts, not which secrets
    units = [
        ("".join(chance.choices(FRAGMENTS, k=chance.randint(1, 5))), chance.choice(LANGUAGES))
        for _ in range(options.texts)
    ]
    seconds("PARIS, Jan 1 (AFP) - “Tables are loaded by the first text,” said Ann Lee.")
    taken = [(seconds(repeated(unit, options.size), language), unit, language) for unit, language in units]
    taken.sort(key=itemgetter(0), reverse=True)
    for each, unit, language in taken[:10]:
        sys.stdout.write(f"{each:6.2f} s  {language or '-':2}  {unit!r}\n")
    return int(bool(taken) and taken[0][0] > options.limit)


if __name__ == "__main__":
    sys.exit(main())

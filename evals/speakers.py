"""Who said it, resolved: the speakers of 200 quotes of PolNeAR, labelled by careful reading.

``labelled/speakers.ndjson`` has a quote a line: the article's id, the quote's offsets there, and the answers
as lists of what is right (null: that there is none). ``name`` is the fullest that the article introduces
(null where the speaker is nobody with a name), ``role`` what it says the person is, ``organisation`` theirs,
or the speaker itself, ``via`` the medium or person that passed the words on ("told Reuters", "according
to Yonhap", "in an interview with ...").

Half of them are held out: their misses are listed only on demand, and no rule was tuned on them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.reading import parse
from evals.sets import QUOTES, data_folder

ANSWERS = Path(__file__).resolve().parent / "labelled" / "speakers.ndjson"
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "sen", "rep", "gov", "sir", "lord", "dame"])
_ARTICLES = frozenset(["the", "a", "an"])


@dataclass(frozen=True)
class Outcome:
    """One labelled quote, what was read there (None: no quote was found), and what of it is right."""

    answer: dict[str, Any]
    found: dict[str, Any] | None
    name: bool
    role: bool
    via: bool

    @property
    def who(self) -> bool:
        """Whether both the name and the role are right."""
        return self.name and self.role


def outcomes(folder: Path) -> Iterator[Outcome]:
    """Every labelled quote with what the parser makes of it, in the order of the labels."""
    answers = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]
    wanted = {answer["article"] for answer in answers}
    records = {each["id"]: each for each in QUOTES[0].records(folder) if each["id"] in wanted}
    for answer in answers:
        record = records[answer["article"]]
        found = _quote_at(answer, record["text"], parse(record))
        yield judge(answer, found)


def judge(answer: dict[str, Any], found: dict[str, Any] | None) -> Outcome:
    """Compare a parsed quote with the answers.

    Names are equal without case, accents, titles and marks. Roles and organisations agree where one has all
    the words of the other in a row ("minister" and "Japanese defense minister"). A speaker who is nobody
    with a name is right by the role, or, where it is a body, by the organisation. ``via`` agrees as roles do.
    """
    if found is None:
        return Outcome(answer, None, name=False, role=False, via=False)
    speaker = found["speaker"] or {}
    name, role, organisation = (speaker.get(key) for key in ("name", "role", "organisation"))
    named = any(answer["name"])
    name_right = any(_plain(name) == _plain(right) for right in answer["name"])
    if named or not (any(answer["role"]) or any(answer["organisation"])):
        role_right = not named or _agrees(role, answer["role"])
    else:
        either = [right for key in ("role", "organisation") for right in answer[key] if right]
        none_is_right = all(None in answer[key] for key in ("role", "organisation"))
        said = [each for each in (role, organisation) if each]
        role_right = any(_agrees(each, either) for each in said) or (none_is_right and not said)
    return Outcome(answer, found, name_right, role_right, _agrees(found.get("via"), answer["via"]))


def figures(results: list[Outcome]) -> dict[str, str]:
    """The shares: of the quotes that were found, and of those whose answer names a via."""
    found = [each for each in results if each.found is not None]
    reported = [each for each in found if any(each.answer["via"]) and None not in each.answer["via"]]
    return {
        "quotes": str(len(results)),
        "found": str(len(found)),
        "name": _share(each.name for each in found),
        "name and role": _share(each.who for each in found),
        "via": _share(each.via for each in found),
        "via where one is": _share(each.via for each in reported),
    }


def parts(results: list[Outcome]) -> dict[str, list[Outcome]]:
    """All, and those that rules may and may not be tuned on."""
    return {
        "all 200": results,
        "to tune on": [each for each in results if not each.answer["held_out"]],
        "held out": [each for each in results if each.answer["held_out"]],
    }


def _share(rights: Iterator[bool]) -> str:
    counts = Counter(rights)
    return f"{counts[True] / counts.total():.3f}" if counts else "-"


def _plain(text: str | None) -> str:
    """Folded to words without titles and articles."""
    decomposed = unicodedata.normalize("NFKD", (text or "").replace("’", "'")).casefold()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.findall(r"\w+", re.sub(r"'s\b|\.", "", letters))
    return " ".join(word for word in words if word not in _TITLES and word not in _ARTICLES) or " ".join(
        words
    )


def _agrees(said: str | None, rights: list[str | None]) -> bool:
    if not said:
        return None in rights
    words = f" {_plain(said)} "
    return any(right and (f" {_plain(right)} " in words or words in f" {_plain(right)} ") for right in rights)


def _quote_at(answer: dict[str, Any], text: str, article: dict[str, Any]) -> dict[str, Any] | None:
    """The parsed quote that shares most with the labelled one: half of the shorter of the two at least."""
    body = article["body_text"]
    best, most = None, 0
    for quote in article["quotes"]:
        shared, length = 0, 0
        for start, end in quote["spans"]:
            at = _nearest(text, body[start:end], start + len(text) - len(body))
            length += end - start
            if at is not None:
                shared += max(0, min(at + end - start, answer["end"]) - max(at, answer["start"]))
        if 2 * shared >= min(length, answer["end"] - answer["start"]) and shared > most:
            best, most = quote, shared
    return best


def _nearest(text: str, piece: str, place: int) -> int | None:
    before, behind = text.rfind(piece, 0, max(place, 0) + len(piece)), text.find(piece, max(place, 0))
    return min((at for at in (before, behind) if at >= 0), key=lambda at: abs(at - place), default=None)


def main() -> int:
    """List the misses, those of the held-out half only on demand."""
    options = argparse.ArgumentParser(prog="python -m evals.speakers", description=main.__doc__)
    options.add_argument("--held-out", action="store_true", help="list the held-out half instead")
    wanted = options.parse_args().held_out
    for each in outcomes(data_folder()):
        if each.answer["held_out"] is wanted and not (each.who and each.via):
            sys.stdout.write(json.dumps(_miss(each), ensure_ascii=False) + "\n")
    return 0


def _miss(each: Outcome) -> dict[str, Any]:
    found = each.found or {}
    keys = ("article", "start", "type", "name", "role", "organisation", "via")
    return {
        "wrong": [key for key in ("name", "role", "via") if not getattr(each, key)]
        if each.found
        else ["quote"],
        "right": {key: each.answer[key] for key in keys},
        "read": {
            "speaker": found.get("speaker"),
            "via": found.get("via"),
            "text": found.get("text", "")[:80],
        },
    }


if __name__ == "__main__":
    sys.exit(main())

"""JSON that stays JSON while its values change: most changes of bytes make a file that no reader looks at."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import orjson

DEEP = b"[" * 300 + b"]" * 300
"""More than orjson writes, less than it reads."""
STRINGS = (
    *("", " ", "x", "\0", "\x1f", "<p>Rain.</p>", "<nitf>", "&lt;", "2023-03-05T09:15:00Z", "urn:x:1"),
    *("9999-12-31T23:59:59+14:00", "https://x.example/a?b#c", "text", "picture", "x" * 30_000),
)
ODD = (
    *map(orjson.dumps, STRINGS),
    *(b"null", b"true", b"false", b"0", b"-1", b"3", b"1.5", b"1e300", b"4611686018427387904"),
    *(b"[]", b"{}", b"[[]]", b"[{}]", b'{"":null}', b'["x",7,null]', b'{"name":"x","uri":"urn:x:1"}'),
    *(b'{"value":"x","role":"main"}', b'{"@value":["x"]}', b'[{"@id":"#a"},{"@id":"#a","@graph":[]}]'),
    b"[" + b"null," * 2_000 + b"null]",
)
NAMES = ("type", "uri", "items", "raw", "@type", "x", "")
MOST_PLACES = 5_000


def mutated_json(data: bytes, other: bytes, chance: random.Random) -> bytes | None:
    """``data`` with up to six values changed, removed, repeated or taken from ``other``; None for no JSON."""
    try:
        value = orjson.loads(data)
        orjson.loads(other)
    except orjson.JSONDecodeError:
        return None
    for _ in range(chance.randint(1, 6)):
        places = _places(value)
        if not places:
            return chance.choice(ODD)
        holder, key = chance.choice(places)
        kind = chance.randrange(5)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, list):
            holder.insert(key, holder[key])
        elif kind == 2:
            # Read anew: what is taken must not be a part of what it is put into.
            donors = _places(orjson.loads(other))
            at, name = chance.choice(donors) if donors else ([None], 0)
            holder[key] = at[name]
        elif kind == 3 and isinstance(holder, dict):
            holder[chance.choice(NAMES)] = holder[key]
        else:
            holder[key] = orjson.loads(chance.choice(ODD))
    changed = orjson.dumps(value)
    return changed.replace(b"null", DEEP, 1) if chance.random() < 0.05 else changed


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every holder with each of its keys, up to a bound."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting and len(found) < MOST_PLACES:
        holder = waiting.pop()
        pairs: Iterable[tuple[Any, Any]] = ()
        if isinstance(holder, dict):
            pairs = holder.items()
        elif isinstance(holder, list):
            pairs = enumerate(holder)
        for key, member in pairs:
            found.append((holder, key))
            waiting.append(member)
    return found

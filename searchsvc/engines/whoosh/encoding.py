"""A stored document as bytes: our own as they are, Whoosh's stored fields as JSON, or at worst a pickle."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

import orjson

RAW, JSON, PICKLED = b"\0", b"\1", b"\2"


def encode_fields(fields: Mapping[str, Any]) -> bytes:
    """Stored fields as bytes, the first of which says how."""
    if len(fields) == 1 and isinstance(fields.get("document"), bytes):
        return RAW + bytes(fields["document"])
    plain = all(type(value) in (str, int, float, bool) for value in fields.values())
    try:
        if plain:
            return JSON + bytes(orjson.dumps(fields))
    except TypeError:
        pass  # such as an integer of more than 64 bits
    return PICKLED + pickle.dumps(fields)


def decode_fields(kept: bytes) -> dict[str, Any]:
    """The inverse. Raises ValueError."""
    fields: dict[str, Any]
    match kept[:1]:
        case b"\0":
            fields = {"document": kept[1:]}
        case b"\1":
            fields = orjson.loads(kept[1:])
        case b"\2":
            # Whoosh's own tables of contents are pickles too: an index is opened from a trusted folder.
            fields = pickle.loads(kept[1:])  # noqa: S301
        case _:
            raise ValueError("not a stored document")
    return fields

"""The table of input formats: one row each, in the order in which content is asked what it is."""

from __future__ import annotations

from searchsvc.formats import article_json, json_lines, json_values, plain
from searchsvc.formats.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        name="ndjson",
        media_types=(
            json_lines.MEDIA_TYPE,
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
        ),
        suffixes=(".ndjson", ".jsonl"),
        recognises=json_lines.recognises,
        read=json_lines.read,
    ),
    Format(
        name="json",
        media_types=(article_json.MEDIA_TYPE,),
        suffixes=(".json",),
        recognises=json_values.recognises,
        read=json_values.read,
    ),
    Format(
        name="text",
        media_types=(plain.MEDIA_TYPE,),
        suffixes=(".txt",),
        recognises=lambda _: True,
        read=plain.read_all,
    ),
)
"""Rows that recognise little stand before those that recognise much; the last takes everything."""

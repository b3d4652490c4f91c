"""Examples for the documentation; tests hold them to the schemas, and to what the service answers."""

from __future__ import annotations

from typing import Any

ARTICLE: dict[str, Any] = {
    "uri": "urn:example:ferry",
    "headline": "Ferry runs again",
    "body_text": "OSLO, March 3 (NTB) - The ferry runs again.\n\n“We are glad,” said Captain Kari Moe.",
    "versioncreated": "2021-03-03T10:00:00Z",
    "language": "en",
}

SEARCH: dict[str, Any] = {"q": "ferry", "highlight": ["headline"], "facets": ["source"]}

ANSWER: dict[str, Any] = {
    "query": {"q": "ferry", "parsed": "ferry", "warnings": []},
    "total": {"value": 1, "relation": "eq"},
    "took_ms": 0.8,
    "page": 1,
    "per_page": 10,
    "next_cursor": None,
    "hits": [
        {
            "id": "kxibyul2ufzd7ahambcjv4pvh5",
            "uri": "urn:example:ferry",
            "score": 1.0,
            "headline": "Ferry runs again",
            "source": "NTB",
            "dateline": {
                "text": "OSLO, March 3 (NTB) -",
                "city": "Oslo",
                "cities": ["Oslo"],
                "country": "NO",
                "lat": 59.91,
                "lon": 10.75,
                "date": "2021-03-03",
                "date_inferred": True,
                "start": 0,
                "end": 21,
            },
            "versioncreated": "2021-03-03T10:00:00Z",
            "language": "en",
            "story": "rdq4jnqppf3bgubsq3ulpmwr4e",
            "highlights": {
                "headline": [
                    {
                        "snippet": "<mark>Ferry</mark> runs again",
                        "start": 0,
                        "end": 16,
                        "spans": [{"start": 0, "end": 5, "kind": "term"}],
                    }
                ]
            },
        }
    ],
    "facets": {"source": [{"value": "NTB", "count": 1}]},
    "histogram": {},
    "did_you_mean": None,
}

LINES = (
    '{"uri": "urn:example:1", "headline": "One", "body_text": "The first."}\n'
    '{"raw": "Fire in Bern\\n\\nBERN, May 2 (AFP) - A fire broke out on Monday."}\n'
)

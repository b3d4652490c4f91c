"""Feeds: how RSS, Atom and JSON Feed are told by their beginning."""

from __future__ import annotations

from searchsvc.formats.format import Head

MEDIA_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
"""RSS, Atom and RSS 1.0, which is RDF; what is in a feed tells which it is."""
SUFFIXES = (".rss", ".atom", ".rdf")
JSON_TYPES = ("application/feed+json",)

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "")
_RSS_1 = (
    b"http://purl.org/rss/",
    b"http://my.netscape.com/rdf/simple/0.9/",
    b"http://channel.netscape.com/rdf/",
)


def recognises(head: Head) -> bool:
    """By its root element, and RDF by the namespace of RSS."""
    namespace, name = head.root
    if name == "RDF":
        return any(each in head.start for each in _RSS_1)
    return name == "rss" or (name == "feed" and namespace in _ATOM)


def recognises_json(head: Head) -> bool:
    """By the version, which JSON Feed puts first or close to it."""
    start = head.start
    return start[:1] == b"{" and b"jsonfeed.org" in start[:2048] and b'"version"' in start[:2048]

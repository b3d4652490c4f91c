"""WARC and ARC: how archives of the web are told by their beginning."""

from __future__ import annotations

import re

from searchsvc.formats.format import Head

MEDIA_TYPE = "application/warc"
OTHER_TYPES = ("application/x-warc", "application/arc", "application/x-internet-archive")
SUFFIXES = (".warc", ".arc")

_WARC = re.compile(rb"WARC/\d\.\d\s*\n")
_ARC = re.compile(rb"filedesc://[^\n ]{1,1000} [^\n]{1,500}\n")


def recognises(head: Head) -> bool:
    """By the first line of its first record. One that is packed record by record is gzip first."""
    return _WARC.match(head.start) is not None or _ARC.match(head.start) is not None

"""What a format is to this package: a row that says how it is named, told apart, and read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import PurePath

from searchsvc.formats.document import Document, Refusal

HEAD = 65_536
"""How many bytes of a file are enough to tell what it is."""

Read = Callable[[bytes, str | None], Iterable[Document | Refusal]]
"""From a file's bytes, and the charset that its sender named beside them, to what is in it. Raises
InputError where the whole input cannot be used."""


def lazily(module: str) -> Read:
    """The ``read`` of ``module`` in this package, which is imported with the first file that needs it: what
    it is made with takes long to load, and most services never meet one."""

    def read(data: bytes, charset: str | None = None) -> Iterable[Document | Refusal]:
        found: Iterable[Document | Refusal] = import_module(f"searchsvc.formats.{module}").read(data, charset)
        return found

    return read


@dataclass(frozen=True)
class Member:
    """A file inside a container: its name there, its bytes, and what the container says of it.

    ``media_type`` is None where its content has to tell; ``fields`` are laid under what its own
    reader finds (a WARC record's address, say).
    """

    name: str
    data: bytes
    media_type: str | None = None
    charset: str | None = None
    fields: dict[str, object] = field(default_factory=dict)


def unpacked_lazily(module: str) -> Callable[[bytes], Iterable[Member | Refusal]]:
    """As ``lazily``, for the ``unpack`` of ``module``."""

    def unpack(data: bytes) -> Iterable[Member | Refusal]:
        found: Iterable[Member | Refusal] = import_module(f"searchsvc.formats.{module}").unpack(data)
        return found

    return unpack


@dataclass(frozen=True)
class Format:
    """A row of the table of formats. It has either ``read`` or ``unpack``.

    ``media_types``: the first is its own, under which documents are kept, the others are other names
    of it. ``generic``: types that it may come under as well; of the rows with such a type the first
    that ``recognises`` the content reads it. ``suffixes`` decide where no row recognises the content.
    ``unpack`` is a container's: its members are read each by their own format. Members come one by
    one, and neither their number nor their size is trusted.
    """

    name: str
    media_types: tuple[str, ...]
    recognises: Callable[[Head], bool]
    read: Read | None = None
    unpack: Callable[[bytes], Iterable[Member | Refusal]] | None = None
    generic: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """Its own media type."""
        return self.media_types[0]


_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# What may stand before a root element, each at one place: nothing is tried twice.
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.S)
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^>\[]*+(?:\[.*?\]\s*+)?>", re.S | re.I)
_ROOT = re.compile(r"<([A-Za-z_][^\s/><\"'=&]*)([^>]*)")
_NAMESPACE = re.compile(r"\bxmlns(?::([^\s=:]{1,100}))?\s{0,20}=\s{0,20}[\"']([^\"']{0,500})")


@dataclass(frozen=True)
class Head:
    """A file's name and its first bytes, at most ``HEAD``, with what rows ask of them."""

    name: str
    data: bytes

    @cached_property
    def suffix(self) -> str:
        """The last suffix of the name, in lower case."""
        return PurePath(self.name).suffix.lower()

    @cached_property
    def start(self) -> bytes:
        """The bytes without a byte order mark and leading white space, UTF-16 as UTF-8."""
        for mark, encoding in _MARKS:
            if self.data.startswith(mark):
                rest = self.data.removeprefix(mark)
                if encoding != "utf-8":
                    rest = rest.decode(encoding, "replace").encode()
                return rest.lstrip()
        if self.data[:2] in (b"<\0", b"\0<"):
            encoding = "utf-16-le" if self.data[1] == 0 else "utf-16-be"
            return self.data.decode(encoding, "replace").encode()
        return self.data.lstrip()

    @cached_property
    def root(self) -> tuple[str, str]:
        """Namespace and local name of the first element of markup, both empty where there is none."""
        if not self.start.startswith(b"<"):
            return "", ""
        text = self.start.decode("latin-1")
        at = 0
        while found := _BEFORE_ROOT.match(text, at) or _DOCTYPE.match(text, at):
            at = found.end()
        element = _ROOT.match(text, at)
        if element is None:
            return "", ""
        prefix, _, local = element[1].rpartition(":")
        names = dict(_NAMESPACE.findall(element[2]))
        return names.get(prefix, ""), local

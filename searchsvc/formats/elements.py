"""XML: bytes -> a tree of elements, whoever wrote the bytes.

The parser is expat, which comes with Python. Nothing outside the bytes is ever read: a DTD that they
name counts as empty, as does a part of one, and a document that declares entities is refused. Depth, size
and number of elements are bounded. Names lose the prefixes of the namespaces of IPTC and XHTML, so that
``h:p`` and ``p`` are the same; those of other namespaces keep theirs.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder  # the tree alone; its parser is not used
from xml.parsers import expat

from searchsvc.errors import InputError, Problem, TooLargeError
from searchsvc.formats.encodings import decode_xml

MAX_XML_BYTES = 64_000_000
"""A message with some thousand stories; the tree takes about five times as much memory."""
MAX_DEPTH = 200
"""Elements inside one another. Real news nests up to 30 deep."""
MAX_ELEMENTS = 1_000_000
MAX_ENVELOPE_BYTES = 200_000
"""Of a message, around its items: it is kept with each of them."""
MAX_ATTRIBUTES = 200
"""Of one element."""

_OURS = (
    "http://iptc.org/",
    "http://www.iptc.org/",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2001/XMLSchema",
)
_TRUNCATED = (
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
)


@dataclass(frozen=True)
class Place:
    """Where an element stands in the UTF-8 bytes that were parsed: ``start:end``, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class Tree:
    """A parsed document. ``places`` has those of the elements that were asked for, by document order."""

    root: Element
    places: tuple[Place, ...]
    warnings: tuple[str, ...]
    utf8: bytes
    to_bytes: Callable[[bytes], bytes]
    """From a piece of ``utf8`` back to the bytes as they came."""

    def piece(self, number: int) -> bytes:
        """The bytes of the located element ``number``, in UTF-8."""
        place = self.places[number]
        return self.utf8[place.start : place.end]

    def without_others(self, number: int) -> bytes:
        """The document as it came, but for the other located elements, which stand in one row.

        Raises TooLargeError where what is around them is too much to be kept with each.
        """
        before, behind = self.utf8[: self.places[0].start], self.utf8[self.places[-1].end :]
        if len(before) + len(behind) > MAX_ENVELOPE_BYTES:
            raise TooLargeError(f"the envelope of its items has more than {MAX_ENVELOPE_BYTES:,} bytes")
        return self.to_bytes(before + self.piece(number) + behind)


def parse(data: bytes, charset: str | None = None, *, locate: frozenset[str] = frozenset()) -> Tree:
    """The tree of ``data``; ``locate`` names elements whose places are wanted.

    Raises InputError with line and column, TooLargeError, UnsupportedError for an unknown charset.
    """
    if len(data) > MAX_XML_BYTES:
        raise TooLargeError(f"the XML has {len(data):,} bytes; at most {MAX_XML_BYTES:,}: send it in parts")
    decoded = decode_xml(data, charset)
    building = _Building(decoded.utf8, locate)
    root = building.run()
    return Tree(root, tuple(building.places), decoded.warnings, decoded.utf8, decoded.to_bytes)


def parse_text(text: str) -> Element:
    """The tree of XML that stands as text inside something else. Raises InputError, TooLargeError."""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"character {error.start} is half of a surrogate pair") from error
    if len(data) > MAX_XML_BYTES:
        raise TooLargeError(f"the XML has {len(data):,} bytes; at most {MAX_XML_BYTES:,}")
    return _Building(data, frozenset()).run()


class _Building:
    """One run of the parser."""

    def __init__(self, utf8: bytes, locate: frozenset[str]) -> None:
        self._utf8 = utf8
        self._locate = locate
        self._builder = TreeBuilder()
        self._prefixes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._depth = 0
        self._count = 0
        self._open: list[tuple[int, int]] = []
        self.places: list[Place] = []
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.specified_attributes = True  # a DTD's default values could be repeated without end
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._builder.data
        # Without a DTD that it may read, expat refuses a file for a single &nbsp;.
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        parser.UseForeignDTD(True)
        parser.ExternalEntityRefHandler = self._read_nothing
        parser.SkippedEntityHandler = self._named
        parser.EntityDeclHandler = self._declared

    def run(self) -> Element:
        try:
            self._parser.Parse(self._utf8, True)
            return self._builder.close()
        except expat.ExpatError as error:
            raise self._fault(error) from error

    def _start(self, qname: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            raise TooLargeError(f"{self._where()}: elements stand in each other more than {MAX_DEPTH} deep")
        if self._count > MAX_ELEMENTS:
            raise TooLargeError(f"{self._where()}: there are more than {MAX_ELEMENTS:,} elements")
        if len(attributes) > MAX_ATTRIBUTES:
            raise TooLargeError(f"{self._where()}: an element has more than {MAX_ATTRIBUTES} attributes")
        for name, value in attributes.items():
            if name.startswith("xmlns:") and self._prefixes.get(name[6:]) != value:
                self._prefixes[name[6:]] = value
                self._names.clear()
        name = self._names.get(qname) or self._name(qname)
        if name in self._locate:
            self._open.append((len(self.places), self._depth))
            self.places.append(Place(self._parser.CurrentByteIndex, -1))
        self._builder.start(name, attributes)

    def _end(self, qname: str) -> None:
        if self._open and self._open[-1][1] == self._depth:
            number, _ = self._open.pop()
            end = self._utf8.find(b">", self._parser.CurrentByteIndex) + 1
            self.places[number] = Place(self.places[number].start, end)
        self._depth -= 1
        self._builder.end(self._names.get(qname) or self._name(qname))

    def _name(self, qname: str) -> str:
        prefix, _, local = qname.rpartition(":")
        ours = not prefix or self._prefixes.get(prefix, "").startswith(_OURS)
        name = local if ours else qname
        self._names[qname] = name
        return name

    def _read_nothing(
        self, context: str | None, base: str | None, system: str | None, public: str | None
    ) -> int:
        if context is not None:
            self._refuse_entities()
        self._parser.ExternalEntityParserCreate(None).Parse(b" ", True)
        return 1

    def _named(self, name: str, is_parameter: bool) -> None:
        """An entity of a DTD that was not read: what HTML knows by this name, or as it is written."""
        if not is_parameter:
            self._builder.data(html.entities.html5.get(f"{name};", f"&{name};"))

    def _declared(self, name: str, is_parameter: bool, value: str | None, *where: str | None) -> None:
        """A part of the DTD that stands in another file, as the DTD of NITF does in NewsML's, is not read
        either."""
        if not is_parameter or value is not None:
            self._refuse_entities()

    def _refuse_entities(self) -> None:
        raise InputError(
            f"{self._where()}: the XML declares entities, which are not read; send it with them resolved",
            problems=(self._problem("declares entities"),),
        )

    def _where(self) -> str:
        return f"line {self._parser.CurrentLineNumber}, column {self._parser.CurrentColumnNumber + 1}"

    def _problem(self, message: str) -> Problem:
        return Problem(message, None, max(self._parser.CurrentByteIndex, 0), self._parser.CurrentLineNumber)

    def _fault(self, error: expat.ExpatError) -> InputError:
        reason = expat.ErrorString(error.code) or "not well-formed"
        cut = reason in _TRUNCATED and bool(self._utf8)
        advice = "it breaks off; send the whole file" if cut else "send well-formed XML"
        message = f"line {error.lineno}, column {error.offset + 1}: not well-formed XML ({reason}); {advice}"
        position = max(self._parser.ErrorByteIndex, 0)
        problem = Problem(f"not well-formed: {reason}", None, position, error.lineno)
        return InputError(message, problems=(problem,))


_SPACE = re.compile(r"\s+")


def text_of(element: Element | None) -> str:
    """All text in ``element``, white space normalised; empty where there is none."""
    if element is None:
        return ""
    return _SPACE.sub(" ", "".join(element.itertext())).strip()

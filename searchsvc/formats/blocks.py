"""From elements of NITF or HTML to paragraphs of text.

Each block element is a paragraph of its own, a table's row too, with gaps between its cells. The text of
inline elements runs on; white space is normalised; a line break stays one within its paragraph, two
divide it. What is not the story's text is left out: scripts, pictures and their captions, navigation.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from searchsvc.formats.names import names

_BLOCKS = names("blocks")
_LEFT_OUT = names("left_out")
_CELLS = frozenset(("td", "th"))
CELL_GAP = "  "
"""Between the cells of a row."""

LEAST_TYPED = 2
"""Lines with an indent, and without, that are copy as it was typed."""
LONGEST_LABEL = 40
"""Characters of what a rubric and a credit may have."""
_LABELS = names("label_classes")
_ESCAPED = re.compile(r"<([a-z]{2,12})>([^<>]{1,3})</\1>")
"""An element that was escaped once too often, around a dash or the like."""
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def paragraphs(*elements: Element) -> list[str]:
    """The paragraphs of ``elements`` in order, none of them empty."""
    writer = _Writer()
    for element in elements:
        writer.write(element)
        writer.end_paragraph()
    return writer.done


def join(texts: list[str]) -> str:
    """Paragraphs as one text."""
    return "\n\n".join(texts)


class _Writer:
    def __init__(self) -> None:
        self.done: list[str] = []
        self._pieces: list[str] = []
        self._pre = 0
        self._cells = 0

    def write(self, element: Element) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT or _is_hidden(element):
            return
        if tag == "br":
            self._pieces.append("\v")
            return
        cell = tag in _CELLS and not _is_layout(element)
        block = (tag in _BLOCKS and not self._cells) or (tag in _CELLS and not cell)
        if block:
            self.end_paragraph()
        elif cell:
            self._pieces.append("\f")
            self._cells += 1
        elif tag in _BLOCKS:
            self._pieces.append(" ")
        self._pre += tag == "pre"
        self._text(element.text)
        for child in element:
            self.write(child)
            self._text(child.tail)
        self._pre -= tag == "pre"
        if block:
            self.end_paragraph()
        elif cell:
            self._pieces.append("\f")
            self._cells -= 1
        elif tag in _BLOCKS:
            self._pieces.append(" ")

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            # Lines mean something here.
            self._pieces.append(text.replace("\n", "\v"))
        else:
            text = text.replace("\v", " ").replace("\f", " ")
            self._pieces.append(_typed(text) if "\n" in text else text)

    def end_paragraph(self) -> None:
        """What was written since the last paragraph is one, if there is anything in it."""
        text = "".join(self._pieces)
        self._pieces.clear()
        if not text or text.isspace():
            return
        for part in re.split(r"\v\s*\v", text):
            lines = (_line(line) for line in part.split("\v"))
            if paragraph := "\n".join(line for line in lines if line):
                self.done.append(paragraph)


def _typed(text: str) -> str:
    """Copy that was put into an element as it came off the wire, its paragraphs told by their indents: with a
    line break at each. Where markup is laid out, lines are indented alike."""
    lines = text.split("\n")
    told = [line for line in lines[1:] if line and not line.isspace()]
    indented = sum(line[:1] in " \t" for line in told)
    if indented < LEAST_TYPED or len(told) - indented < LEAST_TYPED:
        return text
    return "\n".join(f"\v\v{line}" if line[:1] in " \t" else line for line in lines)


def _line(text: str) -> str:
    """One line, its white space normalised, its cells (if it has any) with a gap between them."""
    text = text.translate(_INVISIBLE).replace("\u00a0", " ")
    if "</" in text:
        text = _ESCAPED.sub(r"\2", text)
    if "\f" not in text:
        return _SPACE.sub(" ", text).strip()
    cells = (_SPACE.sub(" ", cell).strip() for cell in text.split("\f"))
    return CELL_GAP.join(cell for cell in cells if cell)


def _is_layout(cell: Element) -> bool:
    """Whether a cell holds paragraphs, as in pages that are laid out with tables."""
    found = (each for each in cell.iter() if each is not cell and each.tag in _BLOCKS)
    return next(found, None) is not None and next(found, None) is not None


def _is_hidden(element: Element) -> bool:
    attributes = element.attrib
    if not attributes:
        return False
    if attributes.get("class") in _LABELS and element.tag in ("p", "span"):
        label = "".join(element.itertext())
        # One that says when has something to say.
        return len(label) <= LONGEST_LABEL and not any(map(str.isdigit, label))
    return "hidden" in attributes or "display:none" in attributes.get("style", "").replace(" ", "")

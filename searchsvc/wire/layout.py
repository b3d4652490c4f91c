"""The layout of wire copy: text -> paragraphs of lines that know where they stood.

Wires break lines at about 70 characters and indent the first line of a paragraph; the web has one
line a paragraph, or blank lines between. All three are read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_WRAPPED_LINE = 100
"""A copy with a longer line has one line a paragraph: wires wrap at 64 to 90 characters."""

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_CARETS = ("^M", "^C")
# ETX and its caret form end a story on older wires; they carry no text.
_CONTROLS = " \t\u00a0\ufeff\x00\x01\x02\x03\x04"


class Line(NamedTuple):
    """A line without its outer white space, at ``start:end`` of the copy; ``indent`` in columns."""

    text: str
    start: int
    end: int
    indent: int


Paragraph = list[Line]


def paragraphs(copy: str) -> list[Paragraph]:
    """The paragraphs of ``copy`` in order, each with at least one line."""
    blocks = _blocks(copy)
    if any(len(line.text) > LONGEST_WRAPPED_LINE for block in blocks for line in block):
        return [[line] for block in blocks for line in block]
    return [paragraph for block in blocks for paragraph in _by_indent(block)]


def _blocks(copy: str) -> list[Paragraph]:
    """Runs of lines without a blank line between them."""
    blocks: list[Paragraph] = []
    block: Paragraph = []
    previous_end = None
    for found in _LINE.finditer(copy):
        raw = found[0]
        text = raw.strip(_CONTROLS)
        if text[-2:] in _CARETS:
            text = text[:-2].rstrip(_CONTROLS)
        if not text:
            continue
        lead = 0 if raw[0] == text[0] else raw.index(text[0])
        start = found.start() + lead
        end = start + len(text)
        line = Line(text, start, end, len(raw[:lead].expandtabs(8)) if lead else 0)
        if previous_end is None or _is_blank_between(copy[previous_end:start]):
            block = [line]
            blocks.append(block)
        else:
            block.append(line)
        previous_end = end
    return blocks


def _is_blank_between(between: str) -> bool:
    if between == "\n":
        return False
    if "\r" in between:
        between = between.replace("\r\n", "\n").replace("\r", "\n")
    return between.count("\n") > 1 or "\u2029" in between


def _by_indent(block: Paragraph) -> list[Paragraph]:
    """A block of wrapped lines, divided where a line is indented further than the text is."""
    if len(block) == 1:
        return [block]
    margin = min(line.indent for line in block)
    divided: list[Paragraph] = []
    for line in block:
        if line.indent > margin or not divided:
            divided.append([line])
        else:
            divided[-1].append(line)
    if all(line.indent == margin for line in block) and margin >= 2:
        return [[line] for line in block]
    return divided


def join(paragraph: Paragraph) -> str:
    """A paragraph as one line of text; a word divided by a hyphen at a line's end stays divided."""
    return " ".join(line.text for line in paragraph)

"""The layout of wire copy: text -> paragraphs of lines that know where they stood.

Wires break lines at about 70 characters and indent the first line of a paragraph; the web has one
line a paragraph, or blank lines between. All three are read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_WRAPPED_LINE = 100
"""A copy with a longer line has one line a paragraph: wires wrap at 64 to 90 characters."""

_RARE_ENDS = "\r\v\f\x85\u2028\u2029"
"""What ends a line besides the newline."""
_LINE_END = re.compile(f"[\n{_RARE_ENDS}]")
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
    blocks, longest = _blocks(copy)
    if longest > LONGEST_WRAPPED_LINE:
        return [[line] for block in blocks for line in block]
    return [paragraph for block in blocks for paragraph in _by_indent(block)]


def _blocks(copy: str) -> tuple[list[Paragraph], int]:
    """Runs of lines without a blank line between them, and the length of the longest line."""
    blocks: list[Paragraph] = []
    longest = begins = previous_end = 0
    make = tuple.__new__  # there are many lines
    rare, carets = any(map(copy.__contains__, _RARE_ENDS)), "^" in copy
    for raw in _LINE_END.split(copy) if rare else copy.split("\n"):
        text = raw.strip(_CONTROLS)
        if carets and text.endswith(_CARETS):
            text = text[:-2].rstrip(_CONTROLS)
        if text:
            lead = 0 if raw[0] == text[0] else raw.index(text[0])
            start, length = begins + lead, len(text)
            indent = len(raw[:lead].expandtabs(8)) if lead else 0
            line = make(Line, (text, start, start + length, indent))
            between = copy[previous_end:start]
            if blocks and (between == "\n" or not _is_blank_between(between)):
                blocks[-1].append(line)
            else:
                blocks.append([line])
            previous_end = start + length
            if length > longest:
                longest = length
        begins += len(raw) + 1
    return blocks, longest


def _is_blank_between(between: str) -> bool:
    if "\r" in between:
        between = between.replace("\r\n", "\n").replace("\r", "\n")
    return between.count("\n") > 1 or "\u2029" in between


def _by_indent(block: Paragraph) -> list[Paragraph]:
    """A block of wrapped lines, divided where a line is indented further than the text is."""
    if len(block) == 1:
        return [block]
    indents = [line.indent for line in block]
    margin = min(indents)
    if max(indents) == margin:
        return [[line] for line in block] if margin >= 2 else [block]
    divided: list[Paragraph] = []
    for line in block:
        if line.indent > margin or not divided:
            divided.append([line])
        else:
            divided[-1].append(line)
    return divided


def join(paragraph: Paragraph) -> str:
    """A paragraph as one line of text; a word divided by a hyphen at a line's end stays divided."""
    if len(paragraph) == 1:
        return paragraph[0].text
    return " ".join([line.text for line in paragraph])

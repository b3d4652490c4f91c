"""What a word, a phrase or a range means in its field: from a lexeme to a leaf of the tree."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo

from searchsvc.analysis import Token, fold_value, is_unspaced, tokenize
from searchsvc.fields import FIELDS, FieldKind
from searchsvc.query.lexer import Kind, Lexeme
from searchsvc.query.periods import period
from searchsvc.query.warnings import QueryWarning
from searchsvc.tree import (
    And,
    Boost,
    Everything,
    Exact,
    Fuzzy,
    Node,
    Phrase,
    Prefix,
    Range,
    Wildcard,
    Word,
)

MAX_SLOP = 100
MAX_NEAR_WORDS = 32
MAX_EDITS = 2
MAX_BOOST = 1000.0
MAX_WILDCARDS = 8
_ANY_FIELD = ":"
"""Between two stars: ``*:*`` is everything to who knows Lucene."""
_LARGEST_NUMBER = 2**53


class Reader:
    """Reads the operands of one query; ``warnings`` fills as it does."""

    def __init__(self, local: tzinfo) -> None:
        self.local = local
        self.warnings: list[QueryWarning] = []

    def node(self, lexeme: Lexeme, field: str | None) -> Node | None:
        """The meaning of a word, phrase or range; None where it has no letter or digit in it.

        ``field`` is the field of the group around it, which the lexeme's own overrides."""
        field = lexeme.field or field
        node = self._leaf(lexeme, field)
        return None if node is None else self.boosted(node, lexeme)

    def boosted(self, node: Node, lexeme: Lexeme) -> Node:
        """``node`` under the ``^`` of ``lexeme``."""
        factor = lexeme.boost
        if factor > MAX_BOOST:
            factor = MAX_BOOST
            self.warn(lexeme, f"A weight is at most {MAX_BOOST:g}")
        return node if factor == 1 else Boost(node, factor)

    def warn(self, lexeme: Lexeme, message: str) -> None:
        """Note something about the whole of ``lexeme``."""
        self.warnings.append(QueryWarning(message, lexeme.start, lexeme.end))

    def _leaf(self, lexeme: Lexeme, field: str | None) -> Node | None:
        kind = FIELDS[field].kind if field else FieldKind.STEMMED
        if len(lexeme.wildcards) > MAX_WILDCARDS and lexeme.text.strip("*"):
            self.warn(lexeme, f"A word has at most {MAX_WILDCARDS} wildcards; the others are left out")
            lexeme = replace(lexeme, wildcards=frozenset(sorted(lexeme.wildcards)[:MAX_WILDCARDS]))
        if lexeme.kind is Kind.RANGE:
            return self._range(lexeme, field, kind)
        if field is not None and kind in (FieldKind.INSTANT, FieldKind.NUMBER):
            return self._point(lexeme, field, kind)
        if lexeme.kind is Kind.WORD and lexeme.text.strip("*") in ("", _ANY_FIELD) and lexeme.wildcards:
            return Everything() if field is None else Prefix("", field)
        if field is not None and kind is FieldKind.EXACT:
            return self._value(lexeme, field)
        if lexeme.kind is Kind.PHRASE:
            return self._phrase(lexeme, field)
        if lexeme.wildcards:
            return self._pattern(lexeme, field)
        return self._words(lexeme, field)

    def _words(self, lexeme: Lexeme, field: str | None) -> Node | None:
        tokens = tokenize(lexeme.text)
        if not tokens:
            return None
        if len(tokens) > 1:
            if lexeme.distance is not None:
                self.warn(lexeme, "~ works on a single word; searched as written")
            return Phrase(tuple(token.term for token in tokens), field=field)
        if lexeme.distance is None:
            return Word(tokens[0].word, tokens[0].term, field)
        if lexeme.distance == 0:
            return Phrase((tokens[0].term,), field=field)
        return Fuzzy(tokens[0].term, self._edits(lexeme), field)

    def _phrase(self, lexeme: Lexeme, field: str | None) -> Node | None:
        terms = tuple(token.term for token in tokenize(lexeme.text))
        if not terms:
            return None
        if "*" in lexeme.text:
            self.warn(lexeme, "* has no meaning in a phrase")
        slop = lexeme.distance or 0
        if slop > MAX_SLOP:
            slop = MAX_SLOP
            self.warn(lexeme, f"Words of a phrase are at most {MAX_SLOP} positions apart")
        if slop and len(terms) > MAX_NEAR_WORDS:
            slop = 0
            self.warn(lexeme, f"A phrase with ~ has at most {MAX_NEAR_WORDS} words; searched without it")
        return Phrase(terms, slop if len(terms) > 1 else 0, field)

    def _edits(self, lexeme: Lexeme) -> int:
        distance = lexeme.distance or 0
        if distance > MAX_EDITS:
            self.warn(lexeme, f"A fuzzy word differs in at most {MAX_EDITS} characters")
        return min(distance, MAX_EDITS)

    def _pattern(self, lexeme: Lexeme, field: str | None) -> Node | None:
        """A word with wildcards in it; punctuation inside splits it as it splits any word."""
        if lexeme.distance is not None:
            self.warn(lexeme, "A word cannot be fuzzy and have wildcards; ~ is left out")
        parts = _parts(lexeme.text, lexeme.wildcards)
        nodes = [_pattern_node(part, field) for part in parts]
        if len(nodes) > 1:
            if all(isinstance(node, Word) for node in nodes):
                return Phrase(tuple(node.term for node in nodes if isinstance(node, Word)), field=field)
            self.warn(lexeme, "The words in this are searched one by one, for one of them has a wildcard")
            return And(tuple(nodes))
        return nodes[0] if nodes else None

    def _value(self, lexeme: Lexeme, field: str) -> Node | None:
        """A whole value of an EXACT field."""
        places, text = lexeme.wildcards, lexeme.text
        if places:
            # Patterns have no escapes: a literal * or ? among wildcards stands as any one character.
            pattern = "".join(
                "?" if character in "*?" and place not in places else character
                for place, character in enumerate(text)
            )
            return _pattern(fold_value(pattern), field)
        value = fold_value(text)
        if not value:
            return None
        if lexeme.distance:
            return Fuzzy(value, self._edits(lexeme), field)
        return Exact(field, value)

    def _point(self, lexeme: Lexeme, field: str, kind: FieldKind) -> Node | None:
        """A single date or number: all of its period, or exactly it."""
        if lexeme.text == "*":
            return Range(field)
        try:
            if kind is FieldKind.NUMBER:
                return Range(field, _number(lexeme.text), _number(lexeme.text))
            low, high = period(lexeme.text, self.local)
            return Range(field, low, high)
        except ValueError as error:
            return self._as_words(lexeme, str(error), lexeme.text)

    def _range(self, lexeme: Lexeme, field: str | None, kind: FieldKind) -> Node | None:
        written = " ".join(bound for bound in lexeme.bounds if bound is not None)
        if field is None or kind not in (FieldKind.INSTANT, FieldKind.NUMBER, FieldKind.EXACT):
            return self._as_words(lexeme, f"{field} holds words and has no ranges", written)
        try:
            limits = self._limits(lexeme, field, kind)
        except ValueError as error:
            return self._as_words(lexeme, str(error), written)
        if _is_empty(limits):
            self.warn(lexeme, "This range ends before it begins")
        return limits

    def _limits(self, lexeme: Lexeme, field: str, kind: FieldKind) -> Range:
        (low, high), (open_low, open_high) = lexeme.bounds, lexeme.excluded
        if kind is FieldKind.INSTANT:
            # An end that is left out is left out with its whole period.
            since, until = (
                None if bound is None else period(bound, self.local)[at]
                for bound, at in ((low, int(open_low)), (high, int(not open_high)))
            )
            return Range(field, since, until)
        lowest, highest = (
            None if bound is None else _number(bound) if kind is FieldKind.NUMBER else fold_value(bound)
            for bound in (low, high)
        )
        return Range(field, lowest, highest, open_low and low is not None, open_high and high is not None)

    def _as_words(self, lexeme: Lexeme, why: str, text: str) -> Node | None:
        self.warn(lexeme, f"{why}; searched as words")
        return self._words(Lexeme(Kind.WORD, lexeme.start, lexeme.end, text), None)


def _number(text: str) -> int:
    digits = text.strip().removeprefix("+").removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 17 and int(digits) < _LARGEST_NUMBER):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def _is_empty(limits: Range) -> bool:
    low, high = limits.low, limits.high
    if isinstance(low, datetime) and isinstance(high, datetime):
        return low >= high
    if isinstance(low, int) and isinstance(high, int):
        return low > high
    return isinstance(low, str) and isinstance(high, str) and low > high


def _parts(text: str, wildcards: frozenset[int]) -> list[tuple[str, Token | None]]:
    """The words of ``text`` as patterns, each with the token that it begins with, if it does.

    A wildcard belongs to the word that it touches; those that touch none are left out, and so is a
    question mark at the end of a word."""
    parts: list[tuple[str, Token | None]] = []
    touching = False
    start = 0
    for end in (*sorted(wildcards), len(text)):
        piece = text[start:end]
        for token in tokenize(piece):
            if touching and token.start == 0 and not is_unspaced(token.term):
                parts[-1] = (parts[-1][0] + token.term, parts[-1][1])
            else:
                parts.append((token.term, token))
        if piece:
            touching = _reaches_end(piece)
        if end < len(text):
            if touching:
                parts[-1] = (parts[-1][0] + text[end], parts[-1][1])
            else:
                parts.append((text[end], None))
            touching = True
        start = end + 1
    stripped = [(pattern.rstrip("?"), token) for pattern, token in parts]
    return [part for part in stripped if part[0].strip("*?")]


def _reaches_end(piece: str) -> bool:
    """Whether a wildcard after ``piece`` goes on with its last word."""
    tokens = tokenize(piece)
    return bool(tokens) and tokens[-1].end == len(piece) and not is_unspaced(tokens[-1].term)


def _pattern_node(part: tuple[str, Token | None], field: str | None) -> Node:
    text, token = part
    if token is not None and token.term == text:
        return Word(token.word, token.term, field)
    return _pattern(text, field)


def _pattern(text: str, field: str | None) -> Node:
    """A prefix, if nothing but a star at the end is special in ``text``, or else a wildcard."""
    while "**" in text:
        text = text.replace("**", "*")
    if text.endswith("*") and not any(wildcard in text[:-1] for wildcard in "*?"):
        return Prefix(text[:-1], field)
    return Wildcard(text, field)

"""Text in, terms with offsets out: what every engine indexes, every query means and every highlight marks.

Pure functions of their arguments; they never fail on any ``str``. ``words`` finds the words of a text,
``folding`` says which of them are the same term, ``stemming`` which are forms of one word, ``matching``
which terms a wildcard or a misspelt word stands for, and ``indexing`` what an index keeps. What they know
about scripts and languages is in ``words.toml`` and ``stemmers.toml``.
"""

from searchsvc.analysis.folding import MAX_TERM_LENGTH, fold, fold_value, is_pronoun
from searchsvc.analysis.indexing import index_terms, known_chunks
from searchsvc.analysis.matching import matches_wildcard, within_edits
from searchsvc.analysis.stemming import STEMMED_LANGUAGES, both_stems, shared_beginning, stem, stemmed, stems
from searchsvc.analysis.words import Token, chunks, is_unspaced, tokenize

__all__ = [
    "MAX_TERM_LENGTH",
    "STEMMED_LANGUAGES",
    "Token",
    "both_stems",
    "chunks",
    "fold",
    "fold_value",
    "index_terms",
    "is_pronoun",
    "is_unspaced",
    "known_chunks",
    "matches_wildcard",
    "shared_beginning",
    "stem",
    "stemmed",
    "stems",
    "tokenize",
    "within_edits",
]

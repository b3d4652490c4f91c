"""The language of a text, by py3langid, whose model (Naive Bayes over byte n-grams) is in its package.

The model is 4.6 MB on disk. It is read when the first text needs it, which takes 0.5 s and leaves 90 MB in
the process; a text then takes it 0.1 ms. Text that is plainly in one of six languages does not need it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from searchsvc.wire.agencies import Agency
from searchsvc.wire.dates import languages_of_month
from searchsvc.wire.knowledge import table

LANGUAGES = (
    "af",
    "ar",
    "az",
    "be",
    "bg",
    "bn",
    "ca",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fr",
    "ga",
    "gl",
    "gu",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ja",
    "ka",
    "kk",
    "km",
    "ko",
    "ku",
    "lo",
    "lt",
    "lv",
    "mk",
    "ml",
    "mn",
    "mr",
    "ms",
    "my",
    "nb",
    "ne",
    "nl",
    "nn",
    "pa",
    "pl",
    "ps",
    "pt",
    "ro",
    "ru",
    "si",
    "sk",
    "sl",
    "so",
    "sq",
    "sr",
    "sv",
    "sw",
    "ta",
    "te",
    "th",
    "tl",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "zh",
    "zu",
)
"""What wires write in. Rarer ones are left out: short copy is too easily taken for them."""

ENOUGH = 500
"""Characters that are looked at: more do not change the answer on Reuters copy, and each 500 cost 0.2 ms."""
TOO_FEW_LETTERS = 20
BEGINNING = 60
"""Characters that have so many letters in most texts; only of others all are counted."""
SURE = 0.5
"""The least posterior probability (of texts scaled for their length) that is an answer."""
_SPELLED = {"no": "nb"}
_MODEL_NAMES = {"nb": "no"}


SHARE_OF_SMALL_WORDS = 0.12
"""Of all words. On the labelled copy of six languages this answers for nine texts in ten, never
otherwise than the model does, in a tenth of its time."""
FEWEST_SMALL_WORDS = 5


@cache
def _small_words() -> dict[str, str]:
    """Each small word and the language that it is of: they share none."""
    return {word: language for language, words in table("languages").items() for word in words.split()}


def _by_small_words(sample: str) -> str | None:
    """The language whose small words ("the", "of") fill the text, if it is plain."""
    words = sample.lower().split()
    found = list(filter(None, map(_small_words().get, words)))
    if len(found) < FEWEST_SMALL_WORDS:
        return None
    (most, language), *others = sorted(((found.count(each), each) for each in set(found)), reverse=True)
    second = others[0][0] if others else 0
    plain = most >= FEWEST_SMALL_WORDS and most >= SHARE_OF_SMALL_WORDS * len(words) and most >= 3 * second
    return language if plain else None


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([name for code in LANGUAGES if (name := _MODEL_NAMES.get(code, code)) in known])
    # Rows are looked up, and picking columns has left them scattered.
    identifier.nb_ptc = np.ascontiguousarray(identifier.nb_ptc)
    return identifier


def detect(text: str) -> str | None:
    """The BCP 47 tag of the language of ``text``, or None where it is too short or too mixed to tell."""
    sample = text[:ENOUGH]
    if not _has_enough_letters(sample):
        return None
    if (plain := _by_small_words(sample)) is not None:
        return plain
    language, probability = _identifier().classify(sample)
    return _SPELLED.get(language, str(language)) if probability >= SURE else None


def _has_enough_letters(sample: str) -> bool:
    letters = sum(map(str.isalpha, sample[:BEGINNING]))
    if letters < TOO_FEW_LETTERS:
        letters = sum(map(str.isalpha, sample))
    if letters >= TOO_FEW_LETTERS:
        return True
    # A letter of the scripts that begin with kana is a word or half of one.
    return letters >= TOO_FEW_LETTERS // 4 and max(sample[:50]) >= "\u3000"


def told_by(date: str, agency: Agency | None) -> str | None:
    """The language of copy that is too short to tell, or all figures, from its dateline: the first that its
    agency writes in, if the month of ``date`` has that name there ("DALLAS, March 2 - Net 3,150")."""
    if agency is None or agency.languages[0] not in languages_of_month(date):
        return None
    return agency.languages[0]

"""What rows hold of an article: the sentences before and after a quote."""

from __future__ import annotations

import pytest

from searchsvc.engines.whoosh.documents import Sentences
from searchsvc.highlight import sentence_starts


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (
            "The pier broke. Sen. Ann Roe came. “It rains.” Mr. Poe and Gov. Lee left. It was late.",
            "Sen. Ann Roe came.",
            "Mr. Poe and Gov. Lee left.",
        ),
        (
            "TOKYO, Aug. 5 (Mokk) - The court met. Judge Harold T. Poe said: “It rains.” Nobody asked.",
            "TOKYO, Aug. 5 (Mokk) - The court met.",
            "Nobody asked.",
        ),
        ("He said no. Ann Roe, too. “It rains.” No. 10 was wet.", "Ann Roe, too.", "No. 10 was wet."),
        (
            "Se fue al mar. Luego dijo: “It rains.” La Sra. Ruiz calló.",
            "Se fue al mar.",
            "La Sra. Ruiz calló.",
        ),
        ("First.\n\nThe pier\nbroke\n\n“It rains.”\n\nThe end\ncame", "The pier\nbroke", "The end\ncame"),
        ("One line.\nAnother.\n“It rains.”\nThe next.", "Another.", "The next."),
        ("桟橋が壊れた。市長は“It rains.”と言った。誰もいない。", "桟橋が壊れた。", "誰もいない。"),
        ("“It rains.”", None, None),
        ("***\n\n“It rains.”\n\n***", None, None),
    ],
)
def test_sentences_about_a_quote_do_not_end_at_abbreviations(
    text: str, before: str | None, after: str | None
) -> None:
    sentences = Sentences(text, sentence_starts(text))
    start = text.index("It rains.")
    assert (sentences.before(start), sentences.after(start + len("It rains."))) == (before, after)

"""Romance verbs of saying: whether a word that may be one says anything where it stands.

"El puesto de mando avanzado" has only a participle, "Nike n'a pas commenté" says that nothing was said, and
behind "ha affermato di" an infinitive is what was said.
"""

from __future__ import annotations

from searchsvc.wire.lexicon import Lexicon
from searchsvc.wire.phrases import Token

FARTHEST = 7
"""Words between an auxiliary and its participle: "a, de son côté, aussitôt indiqué"."""
REACH_OF_A_DENIAL = 4
"""Words between "not" and the verb that it denies: "n'a toujours pas commenté"."""


def is_participle_alone(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the token is a participle without an auxiliary before it, which describes a noun."""
    token = tokens[at]
    if not lexicon.having or not token.low.endswith(lexicon.past_participles):
        return False
    if at and tokens[at - 1].low in lexicon.joins:
        return False  # "a affirmé que ... et salué"
    for place in range(at - 1, max(-1, at - FARTHEST - 1), -1):
        before = tokens[place]
        if before.text in ".;:?!" or before.quoted is not None:
            return True
        if _auxiliary(before) in lexicon.having:
            return False
    return True


def _auxiliary(token: Token) -> str:
    """The verb of "l'a", "n'ont", "a-t-il" and "s'est"."""
    return token.low.partition("-")[0].rpartition("'")[2]


def is_denied(tokens: list[Token], verb: int, lexicon: Lexicon) -> bool:
    """Whether it is said that somebody did not say it: "no ha comentado", "n'a pas répondu"."""
    near = tokens[max(0, verb - REACH_OF_A_DENIAL) : verb]
    return bool(lexicon.denying) and any(
        token.low in lexicon.denying or token.low.startswith("n'") for token in near
    )


def opens_infinitive(tokens: list[Token], at: int, last: int, lexicon: Lexicon) -> bool:
    """Whether what was said follows as an infinitive behind a small word: "afferma | di volere la pace"."""
    return (
        at < last
        and tokens[at].low in lexicon.before_infinitives
        and tokens[at + 1].text.islower()
        and tokens[at + 1].low.endswith(lexicon.infinitives)
    )

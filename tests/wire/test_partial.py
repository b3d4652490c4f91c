import pytest

from searchsvc.article import QuoteKind
from searchsvc.wire.attribution import Attribution
from searchsvc.wire.drafts import Draft
from searchsvc.wire.features import Sentence
from searchsvc.wire.frames import framed_behind
from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.marks import find_quoted
from searchsvc.wire.partial import Piece, Setting, features, is_one_of, setting_of
from searchsvc.wire.phrases import Span, tokenize
from searchsvc.wire.quotes import find_quotes
from searchsvc.wire.ranker import Weights

ALONE = Setting(None, None, named=False, again=False, carries_on=False, heard="-")


def sentence(text, language="de"):
    tokens = tokenize(text, 0, len(text), find_quoted(text, 0, len(text)))
    return Sentence(tokens, Span(0, len(tokens) - 1), frozenset(), lexicon(language))


def quoted(within):
    return [at for at in range(within.first, within.last + 1) if within.tokens[at].quoted]


def found(text):
    return [
        (quote.kind, quote.text, quote.speaker and quote.speaker.surface)
        for quote in find_quotes(text, language="de")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Lehrer Bo Ray nannte das Vorhaben „vorbildlich“.", [("vorbildlich", "Der Lehrer Bo Ray")]),
        (
            "Die Ministerin Anna Roth sprach von „Versuchen einer Eskalation“ am Damm.",
            [("Versuchen einer Eskalation", "Die Ministerin Anna Roth")],
        ),
        ("Laut Anna Roth ist die Lage am Damm „alarmierend“.", [("alarmierend", "Anna Roth")]),
        ("Roth wies den Bericht als „falsch“ zurück.", [("falsch", "Roth")]),
        ("Der Rücktritt sei ein „natürlicher Vorgang“, sagte Roth.", [("natürlicher Vorgang", "Roth")]),
        (
            "Weil die Regierung den Damm als „sicher genug“ bezeichnet hat, blieb er stehen.",
            [("sicher genug", "die Regierung")],
        ),
        # Names, titles and terms.
        ("Der Bericht nennt „Regenbuch“ in Oslo.", []),
        ("„Wasserwerk“, so heißt ein geplantes Projekt.", []),
        ("Der wissenschaftliche Name lautet „Pluvia magna“.", []),
        ("Der Film „Regenzeit“ läuft seit Mai.", []),
        ("Ray sprach mit dem so genannten „Regenmacher“.", []),
        ("Die Firma stellte ihren „Sturmvogel X2“ vor.", []),
        ("Das „Kesselhaus“ der Brauerei öffnete am Montag.", []),
        ("Unter dem Motto „Regen für alle“ zogen sie durch Oslo.", []),
    ],
)
def test_words_that_somebody_used_and_names(text, expected):
    assert found(text) == [(QuoteKind.MIXED, words, speaker) for words, speaker in expected]


def test_a_name_in_a_reported_clause_is_part_of_it():
    text = "Die Ministerin sagte, der „Regenbote“ sei fertig."
    assert found(text) == [(QuoteKind.INDIRECT, "der „Regenbote“ sei fertig", "Die Ministerin")]


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Wortbruch", "noun"),
        ("faul", "lower"),
        ("…", "mark"),
        ("böse und gemein", "small"),
        ("großer Sieg", "phrase"),
        ("Haus am See", "title"),
        ("Das Wetter spielt verrückt", "capital"),
        ("Das Wetter spielt verrückt.", "clause"),
    ],
)
def test_the_form_of_the_words(words, form):
    within = sentence(f"Ray sprach von „{words}“ und ging.")
    (at,) = quoted(within)
    assert f"form {form}" in features(within, at, ALONE)


def test_what_is_known_of_a_piece():
    within = sentence("Roth nannte ihn „faul“ oder „Ze-0“.")
    one, other = quoted(within)
    attribution = Attribution(Span(1, 1), Span(0, 0), 0.9)
    known = features(within, one, ALONE._replace(attribution=attribution, clause=0.5))
    expected = {
        "before ihn",
        "behind oder",
        "size 1",
        "odd False",
        "clause likely",
        "place,kind before near framing",
        "place before near",
        "speaker some",
        "reports near -",
    }
    assert expected <= set(known)
    assert {"odd True", "place -", "clause -"} <= set(features(within, other, ALONE))


def test_the_setting_of_a_piece():
    body = "Der „Regen“ fiel. Am Montag sprach Ray von „Regen“ und von „viel Sonne“."
    marks = find_quoted(body, 0, len(body))
    pieces = [Piece(at, each, None, None) for at, each in enumerate(marks)]
    previous = Draft(QuoteKind.DIRECT, [(0, 1)], 0, 0)
    settings = [
        setting_of(piece, None, [], body, previous, paragraph=1, carries_on=False) for piece in pieces
    ]
    near = ALONE._replace(heard="False direct")
    assert settings == [near._replace(again=True), near._replace(again=True), near]


def test_the_verb_that_ends_the_clause_frames_a_piece():
    within = sentence("Es regnet, weil Roth den Damm als „sicher“ bezeichnet hat, und es stürmt.")
    (at,) = quoted(within)
    framed = framed_behind(within, at)
    assert framed is not None
    assert (within.tokens[framed.cue.first].text, within.tokens[framed.speaker.first].text) == (
        "bezeichnet",
        "Roth",
    )
    within = sentence("Roth lobte „Regen“, bezeichnet als Wunder.")
    assert framed_behind(within, quoted(within)[0]) is None


def test_joined_words_are_of_one_kind():
    within = sentence("Sie nannte es „faul“ oder „dumm“ und den „Boten“ gut.")
    one, other, third = quoted(within)
    assert [at for at in (one, other, third) if is_one_of(within, at, [one])] == [one, other]


def test_weights_tell_how_probable_it_is():
    weights = Weights(frozenset(), {}, {"partial": {"form lower": 2.0, "size 1": -1.0}})
    assert round(weights.partial_of(["form lower", "size 1", "unknown"]), 3) == 0.731
    assert Weights(frozenset(), {}, {}).partial == {}

import pytest

from searchsvc.wire.lexicon import lexicon
from searchsvc.wire.marks import find_quoted
from searchsvc.wire.phrases import tokenize
from searchsvc.wire.subjects import main_verb, speaker_behind, speaker_of, subject_of


def read(text, cue, find, language="de"):
    """Whose verb ``cue`` is in ``text``, as written there."""
    tokens = tokenize(text, 0, len(text), find_quoted(text, 0, len(text)))
    at = next(number for number, token in enumerate(tokens) if token.text == cue)
    words = lexicon(language)
    if find is speaker_of:
        found = speaker_of(tokens, at, 0, len(tokens) - 1, words)
    else:
        found = speaker_behind(tokens, at, len(tokens) - 1, words)
    return found and text[tokens[found.first].start : tokens[found.last].end]


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Die Ministerin sagte: „Es regnet.“", "sagte", "Die Ministerin"),
        ("Ray, der Minister, sagte: „Es regnet.“", "sagte", "Ray"),
        ("Die Ministerin sagte der Zeitung: „Es regnet.“", "sagte", "Die Ministerin"),
        (
            "Der für die Region zuständige Leiter Ray sagte: „Nein.“",
            "sagte",
            "Der für die Region zuständige Leiter Ray",
        ),
        ("Von der Au betonte: „Nein.“", "betonte", "Von der Au"),
        ("Die Lage der Stadt erklärte der Minister so: „Nein.“", "erklärte", "der Minister"),
        ("Gestern hatte der „Regenbote“ erklärt: „Nein.“", "erklärt", "der „Regenbote“"),
        ("Wie Anna Roth, die Leiterin, heute sagte, regnet es.", "sagte", "Anna Roth"),
        ("Auch die Ministerin Roth (ABC) äußerte Zweifel: „Nein.“", "äußerte", "die Ministerin Roth"),
        # An adverb, a preposition or another case before the verb: the subject follows.
        ("So sagte der Vorsitzende Bo Ray: „Es regnet.“", "sagte", "der Vorsitzende Bo Ray"),
        ("In einem Gespräch mit der Zeitung erklärte er: „Nein.“", "erklärte", "er"),
        ("Über Anna Roth sagte Ray: „Sie kommt.“", "sagte", "Ray"),
        ("Der norwegischen Zeitung sagte Anna Roth: „Nein.“", "sagte", "Anna Roth"),
        ("Dem Sender sagte die Ministerin gestern: „Nein.“", "sagte", "die Ministerin"),
        ("Den Regen bezeichnete er als „ergiebig“.", "bezeichnete", "er"),
        ("Gestern warnten Vertreter der Verbände vor einem „Regen“.", "warnten", "Vertreter der Verbände"),
        ("Heute sagte dem Sender die Ministerin: „Nein.“", "sagte", "die Ministerin"),
        ("Heute kündigte die Ministerin einen „Schirm“ an.", "kündigte", "die Ministerin"),
        ("Weil es regnete, sagte Ray: „Nein.“", "sagte", "Ray"),
        # The auxiliary stands second, the participle last.
        ("So hatte die Ministerin Anna Roth im Mai erklärt: „Nein.“", "erklärt", "die Ministerin Anna Roth"),
        ("Ray hatte die Rolle der Ämter betont: „Ja.“", "betont", "Ray"),
        ("In dem Bericht wird Ray wie folgt zitiert: „Ja.“", "zitiert", "Ray"),
        ("Später soll Ray zu Roth gesagt haben: „Ja.“", "gesagt", "Ray"),
        # In a dependent clause the verb is last, and the subject follows the conjunction.
        ("Es werde regnen, wie Anna Roth (ABC) heute sagte, bis Montag.", "sagte", "Anna Roth"),
        ("Anna Roth, die heute sagte: „Ja.“", "sagte", "Anna Roth"),
        ("Ray, der heute erklärte: „Ja.“", "erklärte", "Ray"),
        ("Es war ein Satz, den Anna Roth so erklärt hatte: „Ja.“", "erklärt", "Anna Roth"),
        # Two verbs have one subject.
        ("In Oslo nannte Ray die Lage ernst und sagte: „Nein.“", "sagte", "Ray"),
        ("Bo Ray kam aus Oslo und sagte: „Nein.“", "sagte", "Bo Ray"),
        ("Es regnete; gestern sagte Ray: „Nein.“", "sagte", "Ray"),
        ("Es regnete, aber Ray sagte: „Nein.“", "sagte", "Ray"),
        # Whoever is quoted speaks, not who quotes.
        ("Der Sender zitiert einen Augenzeugen mit den Worten: „Nein.“", "zitiert", "einen Augenzeugen"),
        ("Es sei trocken, so die Ministerin weiter: „Nein.“", "so", "die Ministerin"),
        # It says so: in what, or from where.
        ("In dem Brief der Ministerin heißt es: „Nein.“", "heißt", "dem Brief der Ministerin"),
        ("So heißt es in dem Brief wörtlich: „Nein.“", "heißt", "dem Brief"),
        ("Aus Oslo hieß es, man sei „nass“.", "hieß", "Oslo"),
        ("Dort heißt es: „Nein.“", "heißt", None),
        ("Gestern sagte: „Nein.“", "sagte", None),
        ("Dabei sagte sehr leise im Saal Ray: „Nein.“", "sagte", None),
    ],
)
def test_the_speaker_of_a_german_verb(text, cue, expected):
    assert read(text, cue, speaker_of) == expected


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("„Nein“, sagte Anna Roth in Oslo.", "sagte", "Anna Roth"),
        ("„Nein“, heißt es auf der Seite der Stadt Oslo.", "heißt", "der Seite der Stadt Oslo"),
        ("„Nein“, hieß es.", "hieß", None),
    ],
)
def test_the_speaker_behind_a_german_verb(text, cue, expected):
    assert read(text, cue, speaker_behind) == expected


def test_other_languages_have_the_speaker_before_the_verb():
    assert read("In Oslo, Ann Lee said: “No.”", "said", speaker_of, "en") == "Ann Lee"


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Den Unmut brachte die Sprecherin der Partei vor", "brachte", "die Sprecherin der Partei"),
        ("Als es regnete, ging die Ministerin nach Hause", "ging", "die Ministerin"),
        ("Der ermordete Politiker hatte ein Haus", "hatte", "Der ermordete Politiker"),
        ("Der Rat der Stadt, der gestern tagte, floh", "floh", "Der Rat der Stadt"),
        ("Zum Glück reagierte er ruhig", "reagierte", "er"),
        ("Derzeit steht in dem Entwurf der Satz", "steht", None),
    ],
)
def test_the_verb_and_the_subject_of_a_sentence(text, verb, subject):
    tokens = tokenize(text, 0, len(text), [])
    words, last = lexicon("de"), len(tokens) - 1
    at = main_verb(tokens, 0, last, words)
    found = subject_of(tokens, 0, last, words)
    assert (None if at is None else tokens[at].text) == verb
    assert (found and text[tokens[found.first].start : tokens[found.last].end]) == subject


def test_no_subject_is_told_so_in_english():
    tokens = tokenize("Roe shook her head", 0, 18, [])
    assert subject_of(tokens, 0, 3, lexicon("en")) is None
    assert main_verb(tokens, 0, 3, lexicon("en")) is None

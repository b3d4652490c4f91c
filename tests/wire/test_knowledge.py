from searchsvc.wire.knowledge import names, table


def test_tables_are_found_by_their_path():
    assert "en" in names("quotes")
    assert "said" in " ".join(table("quotes", "en")["verbs"])


def test_each_language_has_the_same_keys_as_english():
    for folder in ("quotes", "furniture", "speakers"):
        for language in names(folder):
            assert table(folder, language).keys() == table(folder, "en").keys(), (folder, language)

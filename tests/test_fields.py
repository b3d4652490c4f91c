"""The table of fields holds together."""

from __future__ import annotations

import dataclasses

import pytest

from searchsvc.article import Article
from searchsvc.fields import DEFAULT_FIELDS, FIELDS, FILTERS, QUOTE_FILTERS, Field, FieldKind, fields_of


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_every_row_is_sound(field: Field) -> None:
    assert field.help
    assert set(field.targets) <= {"articles", "quotes"} and field.targets
    if field.kind in (FieldKind.STEMMED, FieldKind.INSTANT):
        assert not field.facet


def test_article_fields_bear_the_names_of_the_model() -> None:
    elsewhere = {
        "located",
        "country",
        "speaker",
        "known_as",
        "via",
        "id",
    }  # of its dateline, its quotes; a property
    model = {field.name for field in dataclasses.fields(Article)}
    assert set(fields_of("articles")) - elsewhere <= model


def test_defaults_and_filters_exist_on_their_targets() -> None:
    for target, names in DEFAULT_FIELDS.items():
        assert all(fields_of(target)[name].kind is FieldKind.STEMMED for name in names)
    assert set(FILTERS) <= set(fields_of("articles")) & set(fields_of("quotes"))
    assert set(QUOTE_FILTERS) <= set(fields_of("quotes"))

"""What stands between the headline of a page and its story."""

import lxml.html
import pytest

from searchsvc.formats.html_standfirst import behind_headline, with_standfirst
from tests.formats.reading import read_one

LEAD = "Ferries sail again after the storm, though not to all of the islands."
STORY = [
    "The harbour of Bergen opened on Monday, its master said, and the first ferry left at noon.",
    "Another will follow in the evening, when the wind has gone down.",
]


def page(above: str, *, description: str = "", below: str = "", headline: str = "Harbour opens") -> str:
    told = f'<meta property="og:description" content="{description}">' if description else ""
    text = "".join(f"<p>{each}</p>" for each in STORY)
    return (
        f'<html lang="en"><head><title>{headline}</title>{told}</head><body><main><article><header>'
        f"<h1>{headline}</h1>{above}</header><div>{text}</div></article>{below}</main></body></html>"
    )


def read(markup: str, description: str = "") -> list[str]:
    found = behind_headline(lxml.html.fromstring(markup), "Harbour opens", [description])
    return with_standfirst(STORY, found, ["Harbour opens"])


@pytest.mark.parametrize(
    "markup",
    [
        f'<p class="article__standfirst">{LEAD}</p>',
        f'<div class="c-article-lead"><p>{LEAD}</p></div>',
        f'<div class="Article_elementLead__N3pGr">{LEAD}</div>',
        f'<h2 class="subTitle">{LEAD}</h2>',
        f'<p class="perex">{LEAD}</p>',
    ],
)
def test_it_is_told_by_its_class(markup):
    assert read(page(markup)) == [LEAD, *STORY]
    assert read_one(page(markup), "text/html").copy == "\n\n".join([LEAD, *STORY])


@pytest.mark.parametrize(
    "description",
    [LEAD, LEAD.upper(), "Ferries sail again after the storm, though not to all ...", LEAD + " More soon."],
)
def test_it_is_told_by_the_description_of_the_page(description):
    assert read(page(f'<div class="x1">{LEAD}</div>'), description) == [LEAD, *STORY]


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        # Nothing says that it is one.
        (f"<div>{LEAD}</div>", ""),
        (f'<div class="article__lead-image">{LEAD}</div>', ""),
        # Captions, menus and links are none.
        (f'<figure><p class="lead">{LEAD}</p></figure>', LEAD),
        (f'<nav><p class="lead">{LEAD}</p></nav>', LEAD),
        (f'<a href="/x"><p class="lead">{LEAD}</p></a>', LEAD),
        ('<p class="lead">Ferries in the harbour of Bergen on Monday © XYZ</p>', ""),
        # What is said already.
        (f'<p class="lead">{STORY[0]}</p>', STORY[0]),
        ('<p class="lead">The harbour of Bergen opened on Monday, its master said.</p>', ""),
        ('<p class="subtitle">Harbour opens</p>', ""),
        ('<p class="lead">Too short a line</p>', ""),
    ],
)
def test_what_is_none(markup, description):
    assert read(page(markup), description) == STORY


def test_what_stands_below_the_story_belongs_to_another():
    other = '<div class="excerpt">Rain has fallen on Lima for the ninth day, and no end is in sight.</div>'
    assert read(page("", below=other)) == STORY
    assert read(page(f'<p class="lead">{LEAD}</p>', below=other)) == [LEAD, *STORY]


def test_a_page_without_a_heading_is_looked_through_from_its_beginning():
    markup = f'<html><body><p class="intro">{LEAD}</p><p>{STORY[0]}</p></body></html>'
    assert read(markup) == [LEAD, *STORY]


def test_no_story_has_no_standfirst():
    found = behind_headline(lxml.html.fromstring(page(f'<p class="lead">{LEAD}</p>')), "Harbour opens", [])
    assert with_standfirst([], found, []) == []


def test_a_part_of_the_page_is_none():
    inside = "<i></i>" * 300
    assert read(page(f'<div class="lead">{LEAD}{inside}</div>')) == STORY

"""What a correction or an update replaces: the earlier article that its copy names."""

from __future__ import annotations

from searchsvc.article import Article
from searchsvc.store import Link, Transaction
from searchsvc.wire.revisions import bare_headline, read_revision

RELATIONS = {"correction": "corrects", "update": "updates"}


def link_revision(transaction: Transaction, article: Article) -> Link | None:
    """Keep, and return, what ``article`` says that it replaces: of the live articles of its story and its
    agency the last that changed which has its headline, labels aside, or its slug line. Called before it is
    written."""
    revision = read_revision(article.headline, article.ednote)
    if revision is None or article.story is None or article.source is None:
        return None
    headline = bare_headline(article.headline)
    for id in transaction.of_story(article.story):  # noqa: A001 - the domain's word
        if id == article.id:
            continue
        other = transaction.stored(id).article
        same_name = bool(headline) and bare_headline(other.headline) == headline
        same_slug = article.slugline is not None and other.slugline == article.slugline
        if other.source == article.source and (same_name or same_slug):
            link = Link(article.id, RELATIONS[revision.kind], id)
            transaction.keep_link(link)
            return link
    return None

"""What a correction or an update replaces: the article that its format names, else the one its copy does."""

from __future__ import annotations

from collections.abc import Sequence

from searchsvc.article import Article, article_id
from searchsvc.formats import Replaced
from searchsvc.store import Link, Transaction
from searchsvc.wire.revisions import bare_headline, read_revision

RELATIONS = {"correction": "corrects", "update": "updates"}


def link_revision(transaction: Transaction, article: Article, named: Sequence[Replaced] = ()) -> Link | None:
    """Keep, and return, what ``article`` replaces; called before it is written.

    That is what its format ``named``: of several the one here that changed last, else the last named, which
    may still come. Else what its copy says: of the live articles of its story and its agency the last that
    changed which has its headline, labels aside, or its slug line.
    """
    revision = read_revision(article.headline, article.ednote)
    if named:
        correcting = revision is not None and revision.kind == "correction"
        link = _named(transaction, article, named, correcting=correcting)
        transaction.keep_link(link)
        return link
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


def _named(
    transaction: Transaction, article: Article, named: Sequence[Replaced], *, correcting: bool
) -> Link:
    ids = [article_id(each.uri) for each in named]
    entries = transaction.entries(ids)
    changed = [entries[id].seq if id in entries else 0 for id in ids]  # noqa: A001 - the domain's word
    last = max(range(len(ids)), key=lambda place: (changed[place], place))
    relation = RELATIONS["correction"] if correcting else named[last].relation
    return Link(article.id, relation, ids[last])

"""What a correction or an update replaces: the article that its format names, else the one its copy does."""

from __future__ import annotations

from collections.abc import Sequence

from searchsvc.article import Article, article_id
from searchsvc.formats import Replaced
from searchsvc.store import Link, Transaction
from searchsvc.wire.revisions import are_alike, bare_headline, corrects_headline, read_revision

RELATIONS = {"correction": "corrects", "update": "updates"}


def link_revision(transaction: Transaction, article: Article, named: Sequence[Replaced] = ()) -> Link | None:
    """Keep, and return, what ``article`` replaces; called before it is written.

    That is what its format ``named``: of several the one here that changed last, else the last named, which
    may still come. Else what its copy says: of the live articles of its story and its agency the last that
    changed which has its headline, labels aside, or its slug line; of a correction else the last whose
    headline it may have corrected.
    """
    revision = read_revision(article.headline, article.ednote)
    if named:
        correcting = revision is not None and revision.kind == "correction"
        link = _named(transaction, article, named, correcting=correcting)
        transaction.keep_link(link)
        return link
    if revision is None or article.story is None or article.source is None:
        return None
    replaced = None
    for id in transaction.of_story(article.story):  # noqa: A001 - the domain's word
        other = transaction.stored(id).article
        if id == article.id or other.source != article.source:
            continue
        if _is_named_alike(article, other):
            replaced = other
            break
        if replaced is None and revision.kind == "correction" and _may_be_corrected(article, other):
            replaced = other
    if replaced is None:
        return None
    link = Link(article.id, RELATIONS[revision.kind], replaced.id)
    transaction.keep_link(link)
    return link


def _is_named_alike(article: Article, other: Article) -> bool:
    headline = bare_headline(article.headline)
    same_name = bool(headline) and bare_headline(other.headline) == headline
    return same_name or (article.slugline is not None and other.slugline == article.slugline)


def _may_be_corrected(article: Article, other: Article) -> bool:
    """Whether the headline of ``article`` can be the corrected one of ``other``: its note says that the
    headline is corrected, or few words differ."""
    return corrects_headline(article.ednote) or are_alike(article.headline, other.headline)


def _named(
    transaction: Transaction, article: Article, named: Sequence[Replaced], *, correcting: bool
) -> Link:
    ids = [article_id(each.uri) for each in named]
    entries = transaction.entries(ids)
    changed = [entries[id].seq if id in entries else 0 for id in ids]  # noqa: A001 - the domain's word
    last = max(range(len(ids)), key=lambda place: (changed[place], place))
    relation = RELATIONS["correction"] if correcting else named[last].relation
    return Link(article.id, relation, ids[last])

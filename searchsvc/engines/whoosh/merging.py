"""Which segments to merge at a commit: tiers of about equal size, so that their number stays bounded."""

from __future__ import annotations

from collections.abc import Sequence

TIER = 8
"""So many segments of a tier become one of the next: each document is copied log8(n) times at most."""

AT_ONCE = 256
"""Live documents that a commit may merge before it is done. Copying goes through Whoosh's matchers, a posting
at a time: about 500 Reuters articles a second."""

LARGEST = 20_000
"""Live documents in a segment that is merged in the background, at the same speed."""


def choose_merges(sizes: Sequence[tuple[int, int]], largest: int) -> list[list[int]]:
    """Groups of segment numbers to be merged, each into one of at most ``largest`` live documents.

    ``sizes`` has each segment's live documents and all its documents. A segment of which more than half is
    deleted is rewritten alone.
    """
    tiers: dict[int, list[int]] = {}
    groups = []
    for number, (live, count) in enumerate(sizes):
        if live * 2 < count and live <= largest:
            groups.append([number])
        else:
            tiers.setdefault(_tier(live), []).append(number)
    for tier in sorted(tiers):
        members = tiers[tier]
        while len(members) >= TIER:
            group, members = members[:TIER], members[TIER:]
            if sum(sizes[number][0] for number in group) <= largest:
                groups.append(group)
    return groups


def _tier(live: int) -> int:
    tier = 0
    while live >= TIER:
        live //= TIER
        tier += 1
    return tier

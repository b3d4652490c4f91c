"""Which segments to merge at a commit: tiers of about equal size, so that their number stays bounded."""

from __future__ import annotations

from collections.abc import Sequence

TIER = 8
"""So many segments of a tier become one of the next: each document is copied log8(n) times at most."""

SMALLEST = 64
"""Segments of fewer live documents are of one tier: what a merge costs at least, they cost as well."""

AT_ONCE = 128
"""Live documents that a commit may merge before it is done: about 20 ms of Reuters articles."""

LARGEST = 2**24
"""Live documents in a segment that is merged in the background, at about 15,000 Reuters articles a second."""

SETTLED = 2**20
"""Live documents in a segment that a rebuild leaves behind."""


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
    live //= SMALLEST
    while live:
        live //= TIER
        tier += 1
    return tier

"""Sentences that are told again: in a later report, by another outlet, with a word changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from geo.claim import Claim

__all__ = ["origins"]

_WORD = re.compile(r"\w+")
_SHINGLE = 3  # words
_MOST = 60  # shingles of a sentence that are compared, and sentences that one shingle may lead to
_LEAST = 6  # shingles that a sentence must have: shorter ones may well be alike by chance
_ALIKE = 0.6  # share of the shorter sentence's shingles from which it is the same sentence


def origins(claims: Iterable[Claim]) -> Mapping[str, Claim]:
    """For each claim, by id, the first claim whose sentence tells the same of the same place; often itself.

    Sentences are the same when most of their runs of three words are. The first is the first reported; what is
    reported at no known day comes last. Work grows with the number of claims, not with its square.

    >>> from geo.claim import Evidence
    >>> def said(id, text):
    ...     return Claim(id, id, "control", "holds", Evidence(id, 0, 1, text, (0, 1)))
    >>> once, again = "The army still holds the port, they said.", "The army still holds the port, they told us."
    >>> found = origins([said("a", once), said("b", again)])
    >>> found["b"].id
    'a'
    """
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[_subject(claim)].append(claim)
    return {id: first for group in groups.values() for id, first in _of_group(group).items()}


def _subject(claim: Claim) -> tuple[object, ...]:
    actor = claim.actor.actor.id if claim.actor else ""
    return claim.action, actor, tuple((r, ref.place.id if ref.place else "") for r, ref in claim.places().items())


def _of_group(group: list[Claim]) -> dict[str, Claim]:
    found: dict[str, Claim] = {}
    known: dict[tuple[str, ...], list[int]] = defaultdict(list)
    firsts: list[tuple[Claim, frozenset[tuple[str, ...]]]] = []
    for claim in sorted(group, key=lambda c: (c.reported is None, c.reported and c.reported.toordinal(), c.id)):
        told = _shingles(claim.evidence.text)
        near = sorted({n for shingle in told for n in known[shingle][:_MOST]})
        same = next((firsts[n][0] for n in near if _same(told, firsts[n][1])), None)
        found[claim.id] = same or claim
        if same is None:
            for shingle in told:
                known[shingle].append(len(firsts))
            firsts.append((claim, told))
    return found


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())[: _MOST + _SHINGLE - 1]
    runs = {tuple(words[n : n + _SHINGLE]) for n in range(max(1, len(words) - _SHINGLE + 1))}
    return frozenset(runs)


def _same(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= _LEAST and len(one & other) >= _ALIKE * shorter

"""Names of forces and organisations that the catalogue knows, whose words are names of places only by chance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from geo.catalogue import Catalogue, load_catalogue
from geo.nlp.places.reading import Reading

__all__ = ["is_force", "names_of_forces"]

Span = tuple[int, int]

_BRACKETS = re.compile(r"\s*\([^)]*\)")
_LONGEST = 12


def names_of_forces(reading: Reading, catalogue: Catalogue | None = None) -> Iterator[Span]:
    """Spans of words that name an actor other than a state ("Wagner"), the longest at each word."""
    catalogue = catalogue or load_catalogue()
    table, i = _names(catalogue), 0
    while i < len(reading.words):
        stop = _end(reading, i, catalogue, table) if reading.words[i].is_capitalised else i
        if stop > i:
            yield i, stop
        i = max(stop, i + 1)


def is_force(name: str, catalogue: Catalogue | None = None) -> bool:
    """Whether a name as it stands is one of an actor other than a state.

    >>> is_force("Wagner"), is_force("Rapid")
    (True, False)
    """
    catalogue = catalogue or load_catalogue()
    return tuple(catalogue.fold(name).split()) in _names(catalogue)


def _end(reading: Reading, first: int, catalogue: Catalogue, table: frozenset[tuple[str, ...]]) -> int:
    """Where the longest name that begins at a word stops; ``first`` itself for none."""
    keys: tuple[str, ...] = ()
    longest = at = first
    while (word := reading.at(at, beside=first)) is not None and at < first + _LONGEST:
        at += 1
        key = catalogue.fold.word(word.text) if word.text[0].isalnum() else ""
        if key:
            keys = (*keys, *key.split())
            if keys not in _beginnings(catalogue):
                break
            if keys in table:
                longest = at
    return longest


@cache
def _names(catalogue: Catalogue) -> frozenset[tuple[str, ...]]:
    """The keys of names that begin with a capital and are no state's; acronyms name nothing else anyway."""
    found: set[tuple[str, ...]] = set()
    for actor in catalogue:
        if actor.kind != "state":
            names = (_BRACKETS.sub("", actor.name), *actor.aliases)
            found.update(tuple(catalogue.fold(name).split()) for name in names if name[0].isupper())
    return frozenset(found - {()})


@cache
def _beginnings(catalogue: Catalogue) -> frozenset[tuple[str, ...]]:
    return frozenset(name[:size] for name in _names(catalogue) for size in range(1, len(name) + 1))

"""Layers one upon the other: an entry as all of them tell it, the upper one's word first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from gazetteer.packing import hashed_number
from gazetteer.place import Place
from gazetteer.prominence import prominence
from gazetteer.shipped import joined
from gazetteer.store import Store

__all__ = ["Met", "Stack"]

_PLACES_KEPT = 20_000
_REMEMBERED = 50_000

# An entry as all layers tell it, as one of them does, and how well known it is.
Met = tuple[Place, Place, float]


class Stack:
    """The layers, topmost first, and the places of them that were asked for lately."""

    def __init__(self, layers: Sequence[Store]) -> None:
        self.layers = tuple(layers)
        self._own = [layer.meta.get("layer") == "own" for layer in layers]
        self.has_own = any(self._own)
        self._met: dict[int, Met] = {}

    def place(self, ident: str) -> Place | None:
        """The entry with the id as all layers tell it."""
        whole: Place | None = None
        for layer, own in zip(self.layers, self._own, strict=True):
            found = layer.by_id(ident)
            if found:
                found = replace(found, own=True) if own else found
                whole = joined(whole, found) if whole else found
        return whole

    def met(self, at: int, number: int) -> Met:
        """The entry with a number in a layer."""
        return self._met.get(at << 32 | number) or self._opened(at, number)

    def _opened(self, at: int, number: int) -> Met:
        alone, geonames, weight = self.layers[at].entry(number)
        if self._own[at]:
            alone, weight = replace(alone, own=True), 1.0
        met: Met = alone, alone, weight
        if self._is_shared(at, number, geonames):
            whole = self.place(alone.id) or alone
            met = whole, alone, prominence(whole)
        if len(self._met) >= _PLACES_KEPT:
            self._met.clear()
        self._met[at << 32 | number] = met
        return met

    def _is_shared(self, at: int, number: int, geonames: int) -> bool:
        """Whether another layer has an entry with the same id."""
        remembered, others, asked = self._others[at]
        if geonames:
            if geonames in remembered:
                return True
            if not asked:
                return False
            key = hashed_number(geonames)
            return any(layer.has_id(key) for layer in asked)
        if not others:
            return False
        key = self.layers[at].id_key(number)
        return any(layer.has_id(key) for layer in others)

    @cached_property
    def _others(self) -> list[tuple[frozenset[int], list[Store], list[Store]]]:
        """For each layer, of the others: the GeoNames numbers of small ones, all of them, and those that are large."""
        small = [x.count() < _REMEMBERED for x in self.layers]
        numbers = [frozenset(x.geonames_numbers() if few else ()) for x, few in zip(self.layers, small, strict=True)]
        found = []
        for at in range(len(self.layers)):
            others = [other for other in range(len(self.layers)) if other != at]
            remembered = frozenset().union(*(numbers[other] for other in others))
            asked = [self.layers[other] for other in others if not small[other]]
            found.append((remembered - {0}, [self.layers[other] for other in others], asked))
        return found

"""The words that tell a place name from other names, read from ``geo/nlp/data/toponyms.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["Lexicon", "load_lexicon"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of lower-case words. ``prepositions``, ``places`` and ``facilities`` map a word to its group's name."""

    prepositions: Mapping[str, str]
    places: Mapping[str, str]
    facilities: Mapping[str, str]
    organisations: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    taking: frozenset[str]
    of_places: frozenset[str]
    war: frozenset[str]
    motion: frozenset[str]
    speech: frozenset[str]
    personal: frozenset[str]
    undergoing: frozenset[str]
    organs: frozenset[str]
    directions: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    continental: frozenset[str]
    never: frozenset[str]
    lengths: frozenset[str]

    def cue(self, noun: str) -> str | None:
        """The kind of place that a noun names, None for other words.

        >>> load_lexicon().cue("village"), load_lexicon().cue("airfield"), load_lexicon().cue("soldier")
        ('city', 'airport', None)
        """
        return self.places.get(noun) or self.facilities.get(noun)

    def is_generic(self, noun: str) -> bool:
        """Whether a word tells a kind of thing and, alone, names nothing."""
        return self.cue(noun) is not None or noun in self.organisations


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the shipped lexicon; it is read once."""
    tables: dict[str, Any] = {name: _indexed(table) for name, table in read_yaml("toponyms.yaml").items()}
    return Lexicon(**tables, lengths=frozenset(read_yaml("relative.yaml")["units"]))


def read_yaml(name: str) -> Any:
    """One of the package's own data files."""
    return yaml.safe_load(files("geo.nlp").joinpath("data", name).read_text(encoding="utf-8"))


def _indexed(table: list[str] | dict[str, list[str]]) -> frozenset[str] | dict[str, str]:
    if isinstance(table, list):
        return frozenset(table)
    return {word: group for group, words in table.items() for word in words}

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
    """Sets of lower-case words. The mappings tell the group that a word is of."""

    prepositions: Mapping[str, str]
    places: Mapping[str, str]
    facilities: Mapping[str, str]
    organisations: Mapping[str, str]
    titles: frozenset[str]
    given_names: frozenset[str]
    taking: Mapping[str, str]
    of_places: Mapping[str, str]
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
    whereabouts: frozenset[str]
    treaties: frozenset[str]
    falling: frozenset[str]
    makes: frozenset[str]
    borrowers: frozenset[str]
    sport: frozenset[str]
    diseases: frozenset[str]
    assaults: frozenset[str]
    townsfolk: frozenset[str]
    openers: frozenset[str]
    seats: frozenset[str]
    abbreviations: frozenset[str]
    lengths: frozenset[str]
    family_names: frozenset[str]
    words: frozenset[str]
    agencies: frozenset[str]

    def cue(self, noun: str) -> str | None:
        """The kind of place that a noun names, None for other words.

        >>> load_lexicon().cue("village"), load_lexicon().cue("airfield"), load_lexicon().cue("soldier")
        ('city', 'airport', None)
        """
        return self.places.get(noun) or self.facilities.get(noun)

    def is_generic(self, noun: str) -> bool:
        """Whether a word tells a kind of thing and, alone, names nothing."""
        return self.cue(noun) is not None or noun in self.organisations

    def is_ambiguous(self, lower: str) -> bool:
        """Whether a name is also a word, or a person's name."""
        return self.is_word(lower) or lower in self.given_names or lower in self.family_names

    def is_word(self, lower: str) -> bool:
        """Whether a lower-case word stands in the dictionary, which leaves proper names out.

        >>> load_lexicon().is_word("fishponds"), load_lexicon().is_word("benghazi")
        (True, False)
        """
        return lower in self.words or (lower.endswith("s") and lower[:-1] in self.words)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the shipped lexicon; it is read once."""
    tables: dict[str, Any] = {name: _indexed(table) for name, table in read_yaml("toponyms.yaml").items()}
    tables["given_names"] |= read_words("given_names.txt")
    return Lexicon(
        **tables,
        lengths=frozenset(read_yaml("relative.yaml")["units"]),
        family_names=read_words("family_names.txt"),
        words=read_words("words.txt"),
        agencies=frozenset(read_yaml("datelines.yaml")["agencies"]),
    )


def read_yaml(name: str) -> Any:
    """One of the package's own data files."""
    text = files("geo.nlp").joinpath("data", name).read_text(encoding="utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def read_words(name: str) -> frozenset[str]:
    """One of the package's own lists of words, a word a line under a line that tells the source."""
    lines = files("geo.nlp").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _indexed(table: list[str] | dict[str, list[str]]) -> frozenset[str] | dict[str, str]:
    if isinstance(table, list):
        return frozenset(table)
    return {word: group for group, words in table.items() for word in words}

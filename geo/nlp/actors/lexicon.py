"""What words say of actors: the lexicon in data/actors.yaml, turned round for looking up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Lexicon", "load_lexicon"]

_SETS = (
    "not_bodies", "plain_modifiers", "forces", "need_side", "regulars", "definite", "state_roles", "civilians",
    "quantities", "persons", "fillers", "stops", "titles", "held", "not_of_persons", "adjectives", "no_names", "links",
    "possessions", "seats", "soldierly", "transports",
)  # fmt: skip
_PATH = Path(__file__).parent.parent / "data" / "actors.yaml"


@dataclass(frozen=True)
class Lexicon:
    """Lower-case words by what they tell. ``bodies`` maps a noun to the kind of actor it names."""

    bodies: Mapping[str, str]
    body_needs: Mapping[str, frozenset[str]]
    not_bodies: frozenset[str]
    plain_modifiers: frozenset[str]
    forces: frozenset[str]
    need_side: frozenset[str]
    regulars: frozenset[str]
    definite: frozenset[str]
    role_nouns: Mapping[str, str]
    role_modifiers: Mapping[str, str]
    role_falls_back: Mapping[str, tuple[str, ...]]
    state_roles: frozenset[str]
    civilians: frozenset[str]
    quantities: frozenset[str]
    persons: frozenset[str]
    fillers: frozenset[str]
    stops: frozenset[str]
    titles: frozenset[str]
    held: frozenset[str]
    not_of_persons: frozenset[str]
    adjectives: frozenset[str]
    no_names: frozenset[str]
    links: frozenset[str]
    possessions: frozenset[str]
    seats: frozenset[str]
    soldierly: frozenset[str]
    transports: frozenset[str]
    owners: Mapping[str, str]
    ties_hyphen: Mapping[str, str]
    ties_right: tuple[tuple[tuple[str, ...], str], ...]


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships, read once.

    >>> load_lexicon().role_nouns["insurgents"], load_lexicon().bodies["brigade"]
    ('rebels', 'militia')
    """
    raw: dict[str, Any] = yaml.load(_PATH.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    ties = [(tuple(words.split()), tie) for tie, many in raw["ties_right"].items() for words in many]
    return Lexicon(
        bodies=_turned(raw["bodies"]),
        body_needs={noun: frozenset(words) for noun, words in raw["body_needs"].items()},
        role_nouns=_turned({role: words["nouns"] for role, words in raw["roles"].items()}),
        role_modifiers=_turned({role: words["modifiers"] for role, words in raw["roles"].items()}),
        role_falls_back={role: tuple(others) for role, others in raw["role_falls_back"].items()},
        owners=raw["owners"],
        ties_hyphen=_turned(raw["ties_hyphen"]),
        ties_right=tuple(sorted(ties, key=lambda tie: -len(tie[0]))),
        **{key: frozenset(raw[key]) for key in _SETS},
    )


def _turned(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {word: key for key, words in table.items() for word in words}

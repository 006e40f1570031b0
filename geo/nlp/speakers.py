"""Who speaks for a party, and which words decide how surely something is said."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

__all__ = ["is_admission", "is_boast", "speaks_for_party", "words_of_stance"]


@cache
def words_of_stance() -> Mapping[str, frozenset[str]]:
    """The lists of words that decide, by name: ``negated``, ``possible``, ``speech``, ``parties`` ..."""
    text = resources.files("geo.nlp").joinpath("data", "lexicon-factuality.yaml").read_text(encoding="utf-8")
    table = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return {name: frozenset(map(str, words)) for name, words in table.items()}


def speaks_for_party(words: list[str]) -> bool | None:
    """Whether a speaker's words tell a party to a conflict (True), a bystander (False), or neither (None).

    >>> speaks_for_party(["rebel", "spokesman"]), speaks_for_party(["aid", "worker"]), speaks_for_party(["he"])
    (True, False, None)
    """
    if any(word in words_of_stance()["neutral"] for word in words):
        return False
    return True if any(word in words_of_stance()["parties"] for word in words) else None


def is_boast(verb: str) -> bool:
    """Whether a verb that tells of control tells it as its subject's own word: "the army claims control of X".

    >>> is_boast("claim"), is_boast("take")
    (True, False)
    """
    return verb in words_of_stance()["claiming"]


def is_admission(action: str) -> bool:
    """Whether an action speaks against the interest of the party that does it."""
    return action in words_of_stance()["admissions"]

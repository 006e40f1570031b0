"""The templates of relative places, compiled from ``geo/nlp/data/relative.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gazetteer.footprint import metres
from geo.nlp.places.lexicon import read_yaml

__all__ = ["Grammar", "Template", "load_grammar"]

_ITEM = re.compile(r"\[([^\]]*)\]|\(([^)]*)\)|(\S+)")
_ASIDE = r"\([^()]{2,30}\)"
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_JOINTS = frozenset("-–—")
_LAST = re.compile(r"([^\W\d_]+)[^\w]*$")
_FIRST = re.compile(r"[\s-]*(?:['’]s\b[\s-]*)?([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Template:
    """What stands before a name, between two names, and behind."""

    kind: Any
    before: re.Pattern[str]
    middle: re.Pattern[str]
    after: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Templates for one name and for two, in the order in which they are tried, and the words that spoil a match."""

    templates: tuple[Template, ...]
    pairs: tuple[Template, ...]
    dealings: frozenset[str]
    particle_verbs: frozenset[str]
    numbers: Mapping[str, float]
    vague_numbers: Mapping[str, float]
    defaults: Mapping[str, Mapping[str, float]]
    joints: Mapping[str, re.Pattern[str]]
    vocabulary: Mapping[str, frozenset[str]]

    def may_tell(self, left: str, right: str) -> bool:
        """Whether the word before a name, or behind it, is one of the grammar's: a quick look before a long one.

        >>> load_grammar().may_tell("They camped near ", "."), load_grammar().may_tell("Said ", " on Monday.")
        (True, False)
        """
        before, behind = _LAST.search(left), _FIRST.match(right)
        if before is not None and before[1].lower() in self.vocabulary["before"]:
            return True
        return behind is not None and behind[1].lower() in self.vocabulary["after"]

    def measured(self, found: Mapping[str, str | None]) -> tuple[float | None, bool]:
        """The distance that a match tells, in metres, and whether it is vague.

        >>> load_grammar().measured({"number": "1,200", "unit": "m"}), load_grammar().measured({})
        ((1200.0, False), (None, False))
        """
        number, unit = found.get("number"), found.get("unit")
        if not number or not unit:
            return None, False
        words = " ".join(number.lower().split())
        vague = words in self.vague_numbers
        value = self.vague_numbers.get(words) or self.numbers.get(words) or float(words.replace(",", ""))
        return metres(value, unit), vague


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """Read and compile the shipped grammar; it is read once."""
    table = read_yaml("relative.yaml")
    classes = _classes(table)
    return Grammar(
        templates=tuple(_template(row, classes) for row in table["templates"]),
        pairs=tuple(_template(row, classes) for row in table["pairs"]),
        dealings=frozenset(table["dealings"]),
        particle_verbs=frozenset(table["particle_verbs"]),
        numbers=table["numbers"],
        vague_numbers=table["vague_numbers"],
        defaults=table["defaults"],
        vocabulary={part: _vocabulary(table, part) for part in ("before", "after")},
        joints={name: _joint(words, classes) for name, words in table["joints"].items()},
    )


def _vocabulary(table: Mapping[str, Any], part: str) -> frozenset[str]:
    """Every word that the templates have before a name, or behind it, in themselves or in their classes."""
    lists = {**table["classes"], "wind": table["winds"], "side": table["sides"], "distance": table["units"]}
    named = {word for row in table["templates"] for word in _WORD.findall(row.get(part, ""))}
    words = [each for word in named for each in lists.get(word, [word])]
    return frozenset(found.lower() for word in words for found in _WORD.findall(word))


def _joint(words: Iterable[str], classes: Mapping[str, str]) -> re.Pattern[str]:
    """What joins a line to the name or phrase behind it."""
    return re.compile(rf"\s+(?:{_any(words)})\s+(?:the\s+)?(?:(?:{classes['kind']})\s+)?", re.IGNORECASE)


def _classes(table: Mapping[str, Any]) -> dict[str, str]:
    number = f"{_DIGITS}|{_any((*table['vague_numbers'], *table['numbers']))}"
    return {
        **{name: _any(words) for name, words in table["classes"].items()},
        "distance": rf"(?P<number>{number})[\s-]*(?P<unit>{_any(table['units'])})\.?",
        "wind": f"(?P<wind>{_any(table['winds'])})",
        "side": f"(?P<side>{_any(table['sides'])})",
        "close": f"(?P<close>{_any(table['classes']['close'])})",
        "bodies": _any(table["bodies"]),
        "aside": _ASIDE,
    }


def _any(words: Iterable[str]) -> str:
    """One of several words, the longest first."""
    return "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def _template(row: Mapping[str, str], classes: Mapping[str, str]) -> Template:
    before = "".join(_items(row["before"], classes, r"\s+"))
    after = "".join(_items(row.get("after", ""), classes, r"\b", r"[\s-]*"))
    unless = rf"(?![\s-]+(?:{classes[row['unless']]})\b)" if "unless" in row else ""
    middle = "".join(_items(row.get("middle", ""), classes, r"\s*", r"\s*"))
    return Template(
        row["kind"],
        re.compile(rf"(?<![\w.,$€£-]){before}$" if before else "$", re.IGNORECASE),
        re.compile(middle, re.IGNORECASE),
        re.compile(after + unless, re.IGNORECASE),
    )


def _items(template: str, classes: Mapping[str, str], behind: str, ahead: str = "") -> Iterable[str]:
    seen: set[str] = set()
    for optional, several, needed in _ITEM.findall(template):
        alternatives = (optional or several or needed).split("|")
        pattern = "|".join(_phrase(alternative, classes, seen) for alternative in alternatives)
        yield f"(?:{ahead}(?:{pattern}){behind})" + ("?" if optional else "")


def _phrase(words: str, classes: Mapping[str, str], seen: set[str]) -> str:
    """A row of words and classes; a class named twice in a template is remembered the first time only."""
    parts = []
    for word in words.split():
        part = f"(?:{classes[word]})" if word in classes else re.escape(word)
        parts.append(re.sub(r"\(\?P<\w+>", "(?:", part) if word in seen else part)
        seen.add(word)
    return r"\s+".join(parts)

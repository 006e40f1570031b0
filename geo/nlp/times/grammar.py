"""The words that tell a time: the grammar in data/times.yaml, compiled, and what of a text it matches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Grammar", "load_grammar", "matches"]

_PATH = Path(__file__).parent.parent / "data" / "times.yaml"
_TRIGGERS = {
    "month": r"{month}\b",
    "weekday": r"{weekday}\b",
    "word": r"{word}\b",
    "echo": r"{echo}\b",
    "season": r"{season}\b",
    "feast": r"{feast}\b",
    "daytime": r"{daytime}\b",
    "ordinal": r"\d(?:st|nd|rd|th)\b",
    "figures": r"\d[/.\-]\d",
    "unit": r"(?:[Hh]our|[Dd]ay|[Nn]ight|[Ww]eek|[Mm]onth|[Yy]ear|[Dd]ecade|[Ff]ortnight)(?:s|end)?\b",
    "year": r"(?:19|20)\d\ds?\b",
}
_WORD_SETS = ("forward", "apart", "meant", "onward", "causing", "together", "events")
_REACH = 40
"""How many characters a time's other words may lie from its telling one."""


@dataclass(frozen=True)
class Grammar:
    """Patterns, each with the name of its arithmetic and of the words it cannot match without; and tables of words."""

    patterns: tuple[tuple[str, str, re.Pattern[str]], ...]
    triggers: Mapping[str, re.Pattern[str]]
    forward: frozenset[str]
    apart: frozenset[str]
    meant: frozenset[str]
    onward: frozenset[str]
    causing: frozenset[str]
    together: frozenset[str]
    events: frozenset[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    seasons: Mapping[str, int]
    words: Mapping[str, int]
    echoes: Mapping[str, int]
    feasts: Mapping[str, tuple[int, int]]
    name_behind: re.Pattern[str]


@cache
def load_grammar() -> Grammar:
    """The grammar that ships, read and compiled once.

    >>> load_grammar().months["Sept"]
    9
    """
    raw: dict[str, Any] = yaml.load(_PATH.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    parts = {
        "month": _any(raw["months"]),
        "weekday": _any(raw["weekdays"]),
        "weekday_long": _any(name for name in raw["weekdays"] if name.endswith("day")),
        "number": _any([*raw["numbers"], *(word.capitalize() for word in raw["numbers"])]),
        "season": _any(raw["seasons"]),
        "word": _any([*raw["words"], *(word.capitalize() for word in raw["words"])]),
        "echo": _any([*raw["echoes"], *(word.capitalize() for word in raw["echoes"])]),
        "daytime": _any([*raw["daytimes"], *(word.capitalize() for word in raw["daytimes"])]),
        "feast": _any(raw["feasts"]),
        "year": r"(?:19|20)\d\d",
        "d": r"(?:3[01]|[12]\d|0?[1-9])",
        "th": r"(?:st|nd|rd|th)?",
        "measure": raw["measures"],
    }
    patterns = tuple(
        (row["means"], row.get("near") or _trigger_of(row["pattern"]), re.compile(_filled(row["pattern"], parts)))
        for row in raw["patterns"]
    )
    triggers = {name: re.compile(_filled(trigger, parts)) for name, trigger in _TRIGGERS.items()}
    tables = {key: raw[key] for key in ("months", "weekdays", "seasons", "words", "echoes", "feasts")}
    return Grammar(
        patterns,
        triggers,
        name_behind=re.compile(rf" (?:{_any(raw['names_behind'])})\b"),
        numbers={form: number for word, number in raw["numbers"].items() for form in (word, word.capitalize())},
        **tables,
        **{
            key: frozenset(raw[key]) for key in ("forward", "apart", "meant", "onward", "causing", "together", "events")
        },  # type: ignore[arg-type]
    )


def _trigger_of(pattern: str) -> str:
    return next((name for name in _TRIGGERS if f"{{{name}" in pattern), "unit")


def _any(words: Any) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda m: parts[m.group(1)], pattern)


def matches(text: str, grammar: Grammar) -> Iterator[tuple[str, re.Match[str]]]:
    """What the patterns match, without overlaps, in the order of the text; earlier patterns go first."""
    taken: set[int] = set()
    kept: list[tuple[str, re.Match[str]]] = []
    windows = {name: _windows(text, trigger) for name, trigger in grammar.triggers.items()}
    for means, trigger, pattern in grammar.patterns:
        for match in (m for start, end in windows[trigger] for m in pattern.finditer(text, start, end)):
            start, end = match.span()
            if grammar.name_behind.match(text, end) or not taken.isdisjoint(range(start, end)):
                continue
            taken.update(range(start, end))
            kept.append((means, match))
    yield from sorted(kept, key=lambda item: item[1].start())


def _windows(text: str, trigger: re.Pattern[str]) -> list[tuple[int, int]]:
    """Stretches of text around the words that every match of a pattern holds: the costly patterns see no others."""
    windows: list[tuple[int, int]] = []
    for match in trigger.finditer(text):
        start, end = max(0, match.start() - _REACH), match.end() + _REACH
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows

"""The head of a report: masthead, byline and dateline, which are no part of its first sentence.

MARSA, Libya | Mon Jul 4, 2011 6:10am EDT
By Mona Harb and John Ray
MARSA, Libya, July 4 (Reuters) -
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import yaml

__all__ = ["head_names", "head_parts", "opening_names"]

_LONGEST, _FARTHEST = 300, 1500
_UNMISTAKABLE = 2  # so many of the patterns, the first ones, are looked for behind a caption too
_MOST_PARTS = 5
# Words and what parts them share no character, so that a match never goes back over more than a few words.
_CAPITALS = r"[A-Z][A-Z'’.]+(?:[ /-][A-Z][A-Z'’.]*){0,5}"
_NAME = r"(?![Bb]y )[A-Z][\w'’.]*(?:[ -][A-Za-z][\w'’.]*){0,3}"
_REGION = rf"(?:, {_NAME}){{0,2}}"
_CLOCK = r"\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?|[AP]\.?M\.?)?(?: [A-Z]{2,4}\b)?"
_DASH = r"(?:--+|[-–—])(?=\s|$)"
_BRACKET = r"\((?=[^()]*[A-Z])[^()]{2,40}\)"

_CAPITAL_NAME = re.compile(_CAPITALS)


@lru_cache(maxsize=1)
def _parts() -> tuple[re.Pattern[str], ...]:
    text = files("geo.nlp").joinpath("data", "datelines.yaml").read_text(encoding="utf-8")
    table = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    day, month, agency = (_any(table[name]) for name in ("days", "months", "agencies"))
    date = rf"(?:{day}\.?,? )?(?:{month}\.? \d{{1,2}}|\d{{1,2}} {month})\.?(?:,? \d{{4}})?"
    named = rf"\((?:{agency})\)"
    return tuple(
        re.compile(rf"{pattern}\s*")
        for pattern in (
            rf"\b{_CAPITALS}{_REGION}(?:,? {date})? ?\| ?{date},? ?(?:{_CLOCK})?",
            rf"\b{_CAPITALS}{_REGION}(?:,? {date})? ?{named} ?{_DASH}",
            rf"(?:{_CAPITALS}{_REGION} ?)?\| ?(?:{date},? ?(?:{_CLOCK})?|{agency})",
            rf"(?:{date},? ?(?:{_CLOCK})? ?|{agency} ?)\| ?{_CAPITALS}{_REGION}(?=\s|$)",
            rf"(?i:by) {_NAME}(?:(?:, | and |, and ){_NAME}){{0,3}}(?:, (?:{agency}))?(?= {_CAPITALS}|$| \|)",
            rf"{_CAPITALS}{_REGION}(?:,? {date})?(?: ?{_BRACKET})? ?{_DASH}(?=\s+[^a-z]|\s*$)",
            rf"{_NAME}{_REGION}(?:,? {date})? ?{_BRACKET} ?{_DASH}",
            rf"{_NAME}{_REGION},? {date} ?{_DASH}",
            rf"{_NAME}{_REGION}(?:,? {date})? ?{named}(?: ?{_DASH})?",
            rf"(?:{date} )?{named} ?{_DASH}",
            rf"(?:{date},? ?(?:{_CLOCK})? ?)?\((?:Adds|Updates|Recasts|Releads|Corrects|Refiles)\b[^()]{{0,90}}\)",
            rf"{_CAPITALS}{_REGION}:(?= [A-Z])",
        )
    )


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def head_parts(text: str) -> list[tuple[int, int]]:
    """The spans of a report's masthead, byline and dateline, in order; each ends where the next sentence begins.

    They stand at the text's beginning, or, where one is unmistakable, behind a caption or a summary.

    >>> text = "By Mona Harb MARSA, Libya (Reuters) - Rebels hold the port."
    >>> [text[start:end] for start, end in head_parts(text)]
    ['By Mona Harb ', 'MARSA, Libya (Reuters) - ']
    """
    start = at = _begin(text)
    parts: list[tuple[int, int]] = []
    for _ in range(_MOST_PARTS):
        end = max((m.end() for part in _parts() if (m := part.match(text, at, start + _LONGEST))), default=at)
        if end == at:
            break
        parts.append((at, end))
        at = end
    return parts


def head_names(text: str) -> frozenset[str]:
    """The names in capitals that open the datelines of a report's head.

    A name with nothing but a dash behind it is left out, since headings look so, too.

    >>> sorted(head_names("HOMS, Syria (Reuters) - Rebels hold the port.")), sorted(head_names("NATO - It met."))
    (['HOMS'], [])
    """
    return frozenset(name for name, rest in _opened(text) if rest)


def opening_names(text: str) -> frozenset[str]:
    """The names in capitals with nothing but a dash behind them: of a dateline, or of a heading.

    >>> sorted(opening_names("GOMA — Rebels entered the city at dawn."))
    ['GOMA']
    """
    return frozenset(name for name, rest in _opened(text) if not rest)


def _opened(text: str) -> Iterator[tuple[str, str]]:
    """The name in capitals that opens each part of the head, and what stands behind it save dashes."""
    for start, end in head_parts(text):
        name = _CAPITAL_NAME.match(text, start, end)
        if name:
            yield name[0], text[name.end() : end].strip(" -–—")


def _begin(text: str) -> int:
    """Where the head begins: at the beginning, or at the first masthead or dateline that is unmistakable."""
    if any(part.match(text, 0, _LONGEST) for part in _parts()):
        return 0
    found = [m.start() for part in _parts()[:_UNMISTAKABLE] if (m := part.search(text, 0, _FARTHEST))]
    return min(found, default=0)

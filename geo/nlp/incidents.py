"""What only incidents have: the dead and wounded that a sentence counts."""

from __future__ import annotations

import re

__all__ = ["casualties"]

_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12}
_NUMBER = r"(?:\d[\d,]*|" + "|".join(_NUMBERS) + r")(?: (?:hundred|thousand))?"
_RANGE = rf"(?P<least>at least |more than |over )?(?P<low>{_NUMBER})(?:(?: to | and |-|–)(?P<high>{_NUMBER}))?"
_PEOPLE = rf"(?:\s+(?:(?!{_NUMBER}\b)[\w'’-]+\s+){{0,4}}?)"
_DEAD = (
    rf"\b(?:kill(?:ed|ing|s)?|executed|dead) (?:about |some |up to |an estimated )?{_RANGE}\b",
    rf"\b{_RANGE}{_PEOPLE}(?:(?:were|was|been|are|had been|have been) )?(?:killed|dead|died|bodies)\b",
)
_WOUNDED = (
    rf"\b(?:wound|injur)(?:ed|ing|es|s)? (?:about |some |up to |an estimated )?{_RANGE}\b",
    rf"\b{_RANGE}{_PEOPLE}(?:(?:were|was|been|are|had been|have been) )?(?:wounded|injured|hurt)\b",
)


def casualties(sentence: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The (least, most) dead and the (least, most) wounded that a sentence counts, None where it counts none.

    >>> casualties("Shelling killed at least 12 people and wounded 30 to 40.")
    ((12, 12), (30, 40))
    >>> casualties("The town was quiet.")
    (None, None)
    """
    return _count(_DEAD, sentence), _count(_WOUNDED, sentence)


def _count(patterns: tuple[str, ...], sentence: str) -> tuple[int, int] | None:
    for pattern in patterns:
        found = re.search(pattern, sentence, flags=re.IGNORECASE)
        if found:
            low = _number(found["low"])
            high = _number(found["high"]) if found["high"] else low
            return (low, high) if low <= high else (high, low)
    return None


def _number(words: str) -> int:
    first, *scale = words.lower().split()
    value = _NUMBERS.get(first)
    number = int(first.replace(",", "") or 0) if value is None else value
    return number * {"hundred": 100, "thousand": 1000}.get(scale[0] if scale else "", 1)

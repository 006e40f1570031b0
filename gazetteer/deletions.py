"""Hashes of a key without one of its letters: two keys that differ by one letter share one of them.

The hash is a sum over the letters, so that a letter is taken out of it without going through the others again, and
NumPy takes all letters out of a hundred thousand keys at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

__all__ = ["WHOLE", "are_one_apart", "deletions", "deletions_of_all"]

WHOLE = 255  # in place of a letter's position: none was taken out
_LONGEST = 40  # letters of a key; nobody misspells a longer one
_ALL = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15
_BACK = pow(_BASE, -1, 1 << 64)


def _stirred(number: int) -> int:
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 & _ALL
    number = (number ^ number >> 27) * 0x94D049BB133111EB & _ALL
    return number ^ number >> 31


_LETTERS = [_stirred((letter + 1) * _BASE & _ALL) for letter in range(256)]
_POWERS = [pow(_BASE, at, 1 << 64) for at in range(_LONGEST)]


def deletions(key: str) -> list[tuple[int, int]]:
    """The hashes of a key in ASCII and of what is left without each letter, with the letter's position or WHOLE.

    >>> [at for _, at in deletions("zwr")]
    [255, 0, 1, 2]
    >>> {hash for hash, _ in deletions("zwr")} & {hash for hash, _ in deletions("zmr")} == {deletions("zwr")[2][0]}
    True
    """
    if not key or len(key) > _LONGEST:
        return []
    terms = [_LETTERS[ord(letter)] * power & _ALL for letter, power in zip(key, _POWERS, strict=False)]
    whole = sum(terms) & _ALL
    found = [(_stirred(whole), WHOLE)]
    before = 0
    for at, term in enumerate(terms if len(key) > 1 else ()):
        behind = whole - before - term
        found.append((_stirred(before + behind * _BACK & _ALL), at))
        before += term
    return found


def are_one_apart(left: int, right: int) -> bool:
    """Whether keys that share a deletion, each without the letter at a position or WHOLE, differ by one letter.

    Exchanged, left out, put in, or two neighbours swapped. Two letters at different places make two mistakes.

    >>> are_one_apart(2, 2), are_one_apart(2, 3), are_one_apart(2, 5), are_one_apart(WHOLE, 5)
    (True, True, False, True)
    """
    if left == WHOLE or right == WHOLE:
        return left != right
    return abs(left - right) < 2


def deletions_of_all(keys: Sequence[str]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """:func:`deletions` of many keys: the hashes, the positions, and which key each belongs to."""
    import numpy as np

    lengths = np.array([len(key) if len(key) <= _LONGEST else 0 for key in keys], np.int64)
    text = "".join(key for key, length in zip(keys, lengths.tolist(), strict=True) if length)
    letters = np.frombuffer(text.encode("ascii"), np.uint8)
    owners = np.repeat(np.arange(len(keys)), lengths)
    starts = np.cumsum(lengths) - lengths
    at = np.arange(len(letters)) - starts[owners]
    terms = np.array(_LETTERS, np.uint64)[letters] * np.array(_POWERS, np.uint64)[at]
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])
    wholes = sums[starts + lengths] - sums[starts]
    before = sums[:-1] - sums[starts][owners]
    less = before + (wholes[owners] - before - terms) * np.uint64(_BACK)
    many, some = lengths[owners] > 1, np.flatnonzero(lengths)
    hashes = np.concatenate([wholes[some], less[many]])
    places = np.concatenate([np.full(len(some), WHOLE, np.uint8), at[many].astype(np.uint8)])
    return _all_stirred(hashes), places, np.concatenate([some, owners[many]])


def _all_stirred(numbers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    import numpy as np

    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        numbers = (numbers ^ numbers >> np.uint64(shift)) * np.uint64(factor)
    return np.asarray(numbers ^ numbers >> np.uint64(31))

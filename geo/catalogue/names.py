"""Names made comparable: case, accents, hyphens, Arabic articles, plurals and known spellings folded away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["Folder"]

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?")
_DROPPED = frozenset({"the", "al", "el", "a", "an", "of", "s"})
_LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss"})


def _plain(word: str) -> str:
    word = word.casefold()
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.translate(_LATIN).replace("’", "'"))
        word = "".join(c for c in word if not unicodedata.combining(c))
    if not word.isalnum():
        word = word.removesuffix("'s").replace("'", "").replace(".", "")
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    plural = len(word) > 4 and word.endswith("s") and word[-2] not in "suiao"
    return word[:-1] if plural else word


class Folder:
    """Folds names to keys; ``spellings`` are groups of words that spell one name, the first of each being its key.

    >>> fold = Folder([["Gaddafi", "Qadhafi"]])
    >>> fold("Muammar al-Qadhafi"), fold("Anti-IS Operations Rooms")
    ('muammar gaddafi', 'anti is operation room')
    """

    def __init__(self, spellings: Iterable[Iterable[str]] = ()) -> None:
        self._words: dict[str, str] = {}
        self._spellings: dict[str, str] = {}
        for group in spellings:
            folded = [" ".join(w for part in _WORD.findall(s) if (w := _plain(part)) not in _DROPPED) for s in group]
            self._spellings.update(dict.fromkeys(folded, folded[0]))

    def word(self, word: str) -> str:
        """The key of one word; empty for an article or particle that names are compared without."""
        key = self._words.get(word)
        if key is None:
            key = _plain(word)
            key = self._words[word] = "" if key in _DROPPED else self._spellings.get(key, key)
        return key

    def __call__(self, name: str) -> str:
        """The key of a whole name: the keys of its words, parted by one blank."""
        return " ".join(key for word in _WORD.findall(name) if (key := self.word(word)))

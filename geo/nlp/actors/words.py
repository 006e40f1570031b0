"""The words of an article as names need them: hyphens split, possessives set apart, keyed for comparison."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.article import Article
from geo.catalogue import Folder
from geo.document import Sentence, Token

__all__ = ["Found", "Word", "words_of"]

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|(?<![^\W_]['’])[^\W_]+(?:['’](?!s\b)[^\W_]+)*")
_OWNS = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its span, its key, and what lies between it and the next word (``gap``, without a possessive)."""

    text: str
    lower: str
    key: str
    start: int
    end: int
    gap: str
    owns: bool
    sentence: int
    token: Token | None

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def joins(self) -> bool:
        """Whether the next word may belong to the same name."""
        return not self.gap.strip(" -–\n'’\"“”") and self.gap.count("\n") < 2

    @property
    def touches(self) -> bool:
        """Whether only a hyphen parts it from the next word."""
        return self.gap in {"-", "–", "‑"}

    @property
    def verb(self) -> bool:
        """Whether the tagger takes the word for a finite verb."""
        return self.token is not None and self.token.pos in {"VERB", "AUX"} and self.token.tag not in {"VBG", "VBN"}


@dataclass(frozen=True, slots=True)
class Found:
    """A span of words [start, end) with its governing word, as the parts of the engine pass it on.

    ``what`` says how it names the actor: name, leader, person, role, force, people, state or pronoun.
    """

    start: int
    end: int
    head: int
    actor: str
    what: str
    confidence: float = 1.0


def words_of(article: Article, sentences: Sequence[Sentence], fold: Folder) -> list[Word]:
    """The words of all sentences, in order; each with the token that covers its beginning, if it was parsed."""
    return [word for sentence in sentences for word in _words(article.text, sentence, fold)]


def _words(text: str, sentence: Sentence, fold: Folder) -> Iterator[Word]:
    matches = list(_WORD.finditer(text, sentence.start, sentence.end))
    starts = [token.start for token in sentence.tokens]
    for i, match in enumerate(matches):
        stop = matches[i + 1].start() if i + 1 < len(matches) else sentence.end
        owns = _OWNS.match(text, match.end())
        if owns and owns.end() > stop:
            stop = max(stop, owns.end())
        gap = text[owns.end() if owns else match.end() : stop]
        at = bisect_right(starts, match.start()) - 1
        token = sentence.tokens[at] if at >= 0 else None
        word = match.group()
        yield Word(
            word, word.lower(), fold.word(word), match.start(), match.end(), gap, bool(owns), sentence.index, token
        )

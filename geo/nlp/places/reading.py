"""A text as a row of words, and the spans in it that may be names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from geo.document import Sentence, Token
from geo.nlp.places.lexicon import Lexicon

__all__ = ["Reading", "Word"]

Span = tuple[int, int]

_PARTS = re.compile(r"[-‐‑–—/]|[^-‐‑–—/]+")
_JOINTS = frozenset("-‐‑'’.&")
_NO_LINKS = frozenset({"and", "on", "under", "am", "i", "as", "an", "at", "e", "y", "'s", "’s"})
_NO_START = frozenset({"ADP", "SCONJ", "PRON", "DET", "CCONJ", "AUX", "VERB", "ADV", "INTJ"})
_NO_NAME = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})
_PEOPLED = frozenset({"PERSON", "GPE", "NORP", "LOC"})
_ENDS = frozenset(".!?")
_SHORT_WORD, _FEW, _TITLE_SHARE = 3, 3, 0.75
_DIVIDERS = frozenset({"'s", "’s", ",", "and", "/", "(", ")"})
LONGEST = 9
"""Words, joints counted, of the longest name that is looked up."""


@dataclass(frozen=True, slots=True)
class Word:
    """A token, or a part of one that a hyphen or a slash joins to others. ``sentence`` is the sentence's index.

    ``is_capitalised`` tells whether the word begins as a name does.
    """

    text: str
    lower: str
    start: int
    end: int
    token: Token
    sentence: int
    is_capitalised: bool


class Reading:
    """The words of a document. Spans of words are pairs (first, stop), the second not included."""

    def __init__(self, text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> None:
        self.text = text
        self._written: dict[Span, str] = {}
        self.lexicon = lexicon
        self.words = [
            word for sentence in sentences for token in sentence.tokens for word in _words(token, sentence.index)
        ]
        self.plain = {word.text for word in self.words if word.text.islower()}
        self._headlines = frozenset(self._find_headlines())
        self.entities = {span: label for span, label in self._entities() if label not in _NO_NAME}
        self._inside = {i: (span, label) for span, label in self.entities.items() for i in range(*span)}
        self._tokens = {word.token.index: i for i, word in enumerate(self.words)}

    def at(self, i: int, *, beside: int | None = None) -> Word | None:
        """The word at a position, None outside the text or outside the sentence of the word ``beside``."""
        if not 0 <= i < len(self.words):
            return None
        word = self.words[i]
        return word if beside is None or word.sentence == self.words[beside].sentence else None

    def of_token(self, index: int) -> Word | None:
        """The (last) word of a token, by the token's index in the document."""
        at = self._tokens.get(index)
        return None if at is None else self.words[at]

    def entity(self, i: int) -> tuple[Span, str] | None:
        """The model's name that covers a word, with its label."""
        return self._inside.get(i)

    def written(self, span: Span) -> str:
        """The words of a span as they stand in the text, white space made single."""
        if span not in self._written:
            self._written[span] = " ".join(self.text[self.words[span[0]].start : self.words[span[1] - 1].end].split())
        return self._written[span]

    def offsets(self, span: Span) -> tuple[int, int]:
        """The characters that a span covers."""
        return self.words[span[0]].start, self.words[span[1] - 1].end

    def span(self, start: int, end: int) -> Span | None:
        """The words that lie in a span of characters, None where there is none."""
        inside = [i for i, word in enumerate(self.words) if word.start < end and start < word.end]
        return (inside[0], inside[-1] + 1) if inside else None

    def is_headline(self, i: int) -> bool:
        """Whether a word stands in a sentence whose every longer word is capitalised."""
        return self.words[i].sentence in self._headlines

    def _find_headlines(self) -> Iterator[int]:
        for sentence, words in groupby(self.words, key=lambda word: word.sentence):
            row = list(words)
            longer = [word.is_capitalised for word in row if len(word.text) > _SHORT_WORD and word.text.isalpha()]
            if row[-1].text not in _ENDS and len(longer) > _FEW and sum(longer) >= _TITLE_SHARE * len(longer):
                yield sentence

    def runs(self) -> Iterator[Span]:
        """Every longest row of capitalised words, with the particles and joints between them."""
        i = 0
        while i < len(self.words):
            if not self.words[i].is_capitalised:
                i += 1
                continue
            stop = self._run_end(i)
            yield i, stop
            i = stop

    def _run_end(self, first: int) -> int:
        stop = at = first + 1
        while (word := self.at(at, beside=first)) is not None:
            if word.is_capitalised:
                stop = at + 1
            elif not self.links(word):
                break
            at += 1
        return stop

    def links(self, word: Word) -> bool:
        """Whether a word may stand within a name without being capitalised."""
        return word.text in _JOINTS or (word.lower in self.lexicon.particles and word.lower not in _NO_LINKS)

    def ends(self, first: int) -> Iterator[int]:
        """Where a name that begins at ``first`` may stop, the farthest first."""
        stops = []
        for at in range(first, first + LONGEST):
            word = self.at(at, beside=first)
            if word is None:
                break
            if word.is_capitalised or (at > first and (self.is_generic(word) or word.text.isdecimal())):
                stops.append(at + 1)
            elif not (self.links(word) or word.lower in self.lexicon.particles or word.text[0].isdigit()):
                break
        return reversed(stops)

    def begins(self, i: int) -> bool:
        """Whether a name may begin here: a capital, or an Arabic article joined to one."""
        word = self.words[i]
        if word.is_capitalised:
            return True
        if word.lower not in self.lexicon.articles:
            return False
        after, beyond = self.at(i + 1, beside=i), self.at(i + 2, beside=i)
        joined = after is not None and after.text in "-‐‑" and beyond is not None and beyond.is_capitalised
        return joined and after is not None and word.end == after.start

    def is_generic(self, word: Word) -> bool:
        """Whether a lower-case word may end a name ("Black Sea coast", "Zawia refinery")."""
        return self.lexicon.cue(word.lower) is not None

    def trimmed(self, span: Span) -> Span | None:
        """A span without what is lower-case at its ends, and without a first word that no name begins with."""
        first, stop = span
        while first < stop and not self._starts_name(first, stop):
            first += 1
        while stop > first and not self.words[stop - 1].is_capitalised:
            stop -= 1
        return (first, stop) if first < stop else None

    def _starts_name(self, first: int, stop: int) -> bool:
        word = self.words[first]
        if not self.begins(first) or word.lower in {"the", "a", "an"}:
            return False
        opens = self.at(first - 1, beside=first) is None
        return not (
            opens and stop - first > 1 and word.token.pos in _NO_START and word.lower not in self.lexicon.articles
        )

    def split(self, span: Span) -> Iterator[Span]:
        """The names in a span that a possessive, a comma or "and" divides."""
        first = span[0]
        for i in range(*span):
            if self.words[i].lower in _DIVIDERS:
                yield first, i
                first = i + 1
        yield first, span[1]

    def _entities(self) -> Iterator[tuple[Span, str]]:
        first = 0
        for i, word in enumerate(self.words):
            label = word.token.entity
            following = self.at(i + 1)
            goes_on = following is not None and following.token.entity == label and _continues(word, following)
            if goes_on:
                continue
            if label:
                whole = (first, i + 1)
                parts = (
                    (self.trimmed(part) for part in self.split(whole)) if label in _PEOPLED else (self.trimmed(whole),)
                )
                yield from ((part, label) for part in parts if part)
            first = i + 1


def _continues(word: Word, following: Word) -> bool:
    same = following.token.index == word.token.index
    return following.sentence == word.sentence and (same or following.token.iob != "B")


def _words(token: Token, sentence: int) -> Iterator[Word]:
    text = token.text
    if text.isalnum() or len(text) < 2 or token.end - token.start != len(text):
        yield Word(text, text.lower(), token.start, token.end, token, sentence, text[0].isupper())
        return
    for part in _PARTS.finditer(text):
        start, piece = token.start + part.start(), part[0]
        yield Word(piece, piece.lower(), start, start + len(piece), token, sentence, piece[0].isupper())

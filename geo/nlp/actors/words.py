"""The words of an article as names need them: hyphens split, possessives set apart, keyed for comparison."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geo.article import Article
from geo.catalogue import Folder
from geo.document import Sentence, Token

__all__ = ["Found", "Word", "words_of"]

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|(?<![^\W_]['’])[^\W_]+(?:['’](?!s\b)[^\W_]+)*")
_WITHIN = " -–\n'’\"“”"
_HYPHENS = frozenset({"-", "–", "‑"})
_VERBS, _PARTICIPLES = frozenset({"VERB", "AUX"}), frozenset({"VBG", "VBN"})
_OWNS = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")


class Word(NamedTuple):
    """A word with its span, its key, and what lies between it and the next word (``gap``, without a possessive).

    ``capital`` tells a capital at its head, ``joins`` that the next word may belong to the same name, ``touches``
    that only a hyphen parts them, ``owns`` a possessive, ``verb`` that the tagger takes it for a finite verb.
    """

    text: str
    lower: str
    key: str
    start: int
    end: int
    sentence: int
    token: Token | None
    capital: bool
    joins: bool
    touches: bool
    owns: bool
    verb: bool
    gap: str


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
            word,
            word.lower(),
            fold.word(word),
            match.start(),
            match.end(),
            sentence.index,
            token,
            capital=word[0].isupper(),
            joins=gap == " " or (not gap.strip(_WITHIN) and gap.count("\n") < 2),
            touches=gap in _HYPHENS,
            owns=owns is not None,
            verb=token is not None and token.pos in _VERBS and token.tag not in _PARTICIPLES,
            gap=gap,
        )

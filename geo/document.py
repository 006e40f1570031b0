"""An article annotated: sentences with their tokens, and mentions of toponyms, actors and times.

Plain data, free of any NLP library, so that the engines that read it can be tested and replaced alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, TypeVar

from gazetteer.footprint import Footprint
from gazetteer.place import Place
from gazetteer.resolver import Resolution
from geo.actor import Actor
from geo.article import Article
from geo.interval import Interval

__all__ = ["ActorMention", "Document", "Role", "Sentence", "TimeMention", "Token", "ToponymMention"]

Role = Literal["literal", "metonym", "demonym", "embedded"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its Universal part of speech, fine tag, dependency label and the document-wide index of its head.

    ``entity`` is the model's label of the name that the token is part of ("GPE", "PERSON", ...), else empty;
    ``iob`` is "B" where such a name begins and "I" within it.
    """

    index: int
    text: str
    start: int
    end: int
    lemma: str = ""
    pos: str = ""
    tag: str = ""
    dep: str = ""
    head: int = -1
    entity: str = ""
    iob: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's span; ``tokens`` is empty where nothing called for a parse."""

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class ToponymMention:
    """A place name, or a place told relative to one, at a span of the text.

    ``start``/``end`` span the name itself ("Brak"); ``phrase_start``/``phrase_end`` the whole expression
    ("some 9 km west of Brak, Libya"), equal to the former for a plain name. ``offset`` are the words
    that shift or narrow it ("9 km west of", "outskirts of"), empty for a plain name; where they go on behind the
    name an ellipsis stands for it ("the …-Hun road"). ``confidence`` estimates
    the probability, 0 to 1, that the words name a place at all; the resolution has its own for which place.
    """

    start: int
    end: int
    text: str
    role: Role
    resolution: Resolution
    footprint: Footprint | None = None
    phrase_start: int = -1
    phrase_end: int = -1
    offset: str = ""
    confidence: float = 1.0

    @property
    def place(self) -> Place | None:
        """The place that the name was resolved to, None for unknown."""
        return self.resolution.place

    @property
    def is_place(self) -> bool:
        """Whether a place is meant: a demonym alone is none, but "the Libyan border" is."""
        return self.role != "demonym" or bool(self.offset)


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that name or describe an actor. ``head`` is the index of the token that governs them."""

    start: int
    end: int
    text: str
    actor: Actor
    head: int = -1
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Words that tell a time, resolved against the publication date where that is possible (else None)."""

    start: int
    end: int
    text: str
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Document:
    """The whole annotation of one article; every tuple is in the order of the text."""

    article: Article
    sentences: tuple[Sentence, ...] = ()
    toponyms: tuple[ToponymMention, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers a character offset, None between sentences."""
        number = bisect_right(self.sentences, offset, key=_start) - 1
        return self.sentences[number] if number >= 0 and offset < self.sentences[number].end else None

    def around(self, sentence: Sentence, before: int) -> Document:
        """The document as a reader has it in mind at a sentence: that one and so many before it, with their mentions.

        Work that looks back then costs the same in a long text as in a short one.
        """
        number = bisect_right(self.sentences, sentence.start, key=_start)
        near = self.sentences[max(0, number - 1 - before) : number]
        start, end = near[0].start if near else sentence.start, sentence.end
        return replace(
            self,
            sentences=near,
            toponyms=_between(self.toponyms, start, end),
            actors=_between(self.actors, start, end),
            times=_between(self.times, start, end),
        )


class _Spanning(Protocol):
    @property
    def start(self) -> int: ...


_Mention = TypeVar("_Mention", bound=_Spanning)


def _start(item: _Spanning) -> int:
    return item.start


def _between(mentions: tuple[_Mention, ...], start: int, end: int) -> tuple[_Mention, ...]:
    return mentions[bisect_left(mentions, start, key=_start) : bisect_left(mentions, end, key=_start)]

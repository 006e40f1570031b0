"""What the sentence says of a place name besides the name: the place that contains it, the kind of thing it is."""

from __future__ import annotations

from collections.abc import Mapping

from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.reading import Reading, Word

__all__ = ["cue_of", "parent_of"]

Span = tuple[int, int]

_WIDE = frozenset({"country", "area"})
_LINKS = ({","}, {"("}, {"in"}, {",", "in"}, {"in", "the"}, {"in", "'s"})


def parent_of(reading: Reading, knowledge: Knowledge, span: Span, others: Mapping[int, Span]) -> str | None:
    """The containing place that the text names: "X, Libya", "X in Libya", "Libya's X", "the Libyan town of X".

    ``others`` are the spans of names by their first word.
    """
    if knowledge.standing(reading.written(span)) == "country":
        return None
    return _behind(reading, knowledge, span, others) or _in_front(reading, knowledge, span)


def _behind(reading: Reading, knowledge: Knowledge, span: Span, others: Mapping[int, Span]) -> str | None:
    for first in (span[1] + 1, span[1] + 2):
        other = others.get(first)
        if other is None or reading.at(first, beside=span[0]) is None:
            continue
        name = reading.written(other)
        gap = {word.lower for word in reading.words[span[1] : first]}
        if gap in _LINKS and knowledge.standing(name) in _WIDE:
            return name
    return None


_OF_BORDERS = frozenset({"border", "frontier"})
_POSTS = frozenset({"crossing", "post", "gate", "point"})


def _in_front(reading: Reading, knowledge: Knowledge, span: Span) -> str | None:
    """An owner or a demonym among the few words before the name."""
    for i in range(span[0] - 1, span[0] - 6, -1):
        word = reading.at(i, beside=span[0])
        if word is None or word.token.pos == "VERB" or word.text in {",", "and"}:
            return None
        owned = reading.words[i + 1].lower in {"'s", "’s"}
        if word.is_capitalised and owned and knowledge.standing(word.text) in _WIDE:
            return word.text
        if word.is_capitalised and (code := knowledge.demonym(word.text)) and _describes_place(reading, i, span):
            return knowledge.country_name(code)
    return None


def _describes_place(reading: Reading, i: int, span: Span) -> bool:
    between = reading.words[i + 1 : span[0]]
    return any(reading.lexicon.cue(word.lower) for word in between)


def cue_of(reading: Reading, span: Span) -> str | None:
    """The kind of place that a noun beside or within the name tells: "city", "province", "airport" ..."""
    before, after = reading.at(span[0] - 1, beside=span[0]), reading.at(span[1], beside=span[0])
    if before is not None and before.lower == "the":
        before = reading.at(span[0] - 2, beside=span[0])
    if before is not None and before.lower == "of":
        before = reading.at(span[0] - 2, beside=span[0])
    if after is not None and after.lower in _OF_BORDERS:  # "the X border post": what stands there is a crossing
        post = reading.at(span[1] + 1, beside=span[0])
        if post is not None and post.lower in _POSTS:
            return "crossing"
    return _kind(reading, reading.words[span[1] - 1], span) or _kind(reading, after) or _kind(reading, before)


def _kind(reading: Reading, word: Word | None, span: Span | None = None) -> str | None:
    if word is None or (span is not None and span[1] - span[0] < 2):
        return None
    return reading.lexicon.cue(word.lower) or reading.lexicon.cue(word.token.lemma.lower())

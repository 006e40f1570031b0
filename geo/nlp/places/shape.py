"""What a name's own words say: how many, how written, whether words, names of people or kinds of places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.nlp.places.lexicon import Lexicon
from geo.nlp.places.reading import Word

__all__ = ["shape"]

_ACRONYM = 5
_STATE_CODE = 2
_WATERS_AND_HEIGHTS = frozenset({"lake", "mount", "river", "cape", "port", "fort", "gulf", "bay"})
_LINKS = frozenset({"and", "of", "the", "&", "for"})


def shape(words: Sequence[Word], lexicon: Lexicon) -> Iterator[str]:
    """What speaks for or against a row of words being a place name, whatever stands around it."""
    yield "one word" if len(words) == 1 else "two words" if len(words) == 2 else "many words"
    yield from _capitals(words)
    if " ".join(word.lower for word in words) in lexicon.seats:
        yield "seat of power"
    if " ".join(word.text for word in words) in lexicon.agencies:
        yield "news agency"
    yield from _one(words[0], lexicon) if len(words) == 1 else _many(words, lexicon)


def _capitals(words: Sequence[Word]) -> Iterator[str]:
    if all(word.text.isupper() or not word.text.isalpha() for word in words):
        length = len(words[-1].text) if len(words) == 1 else _ACRONYM + 1
        yield "state code" if length == _STATE_CODE else "acronym" if length <= _ACRONYM else "capitals"


def _one(word: Word, lexicon: Lexicon) -> Iterator[str]:
    yield f"tag {word.token.tag}" if word.token.pos != "PROPN" else "proper noun"
    if word.lower in lexicon.given_names:
        yield "given name"
    elif word.lower in lexicon.family_names:
        yield "family name"
    if word.lower in lexicon.openers:
        yield "only opens a name"
    if lexicon.is_word(word.lower):
        yield "dictionary word"


def _many(words: Sequence[Word], lexicon: Lexicon) -> Iterator[str]:
    last = words[-1].lower.rstrip(".")
    if words[0].lower in lexicon.openers:
        yield "opens as places do"
    if words[0].lower in lexicon.borrowers:
        yield "opens as operations and ships do"
    if last in lexicon.places:
        yield f"ends in {lexicon.places[last]}"
    elif words[0].lower in _WATERS_AND_HEIGHTS:
        yield "opens with a water or height"
    elif last in lexicon.facilities:
        yield f"ends in {lexicon.facilities[last]}"
    if last in lexicon.organisations:
        yield "ends in organisation"
    if words[0].lower in lexicon.given_names:
        yield "begins with given name"
    if words[0].lower.rstrip(".") in lexicon.titles:
        yield "begins with title"
    if any(word.lower in _LINKS for word in words[1:-1]):
        yield "linking word"
    if all(lexicon.is_word(word.lower) or word.lower in _LINKS for word in words):
        yield "dictionary words"

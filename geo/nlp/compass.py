"""Parts of countries told by a direction: whether "the east" is meant as a whole, or only some of it."""

from __future__ import annotations

import re

from geo.claim import PlaceRef

__all__ = ["compass_of"]

_POINTS = r"(?:north|south)[- ]?(?:east|west)|north|south|east|west"
_DIRECTION = re.compile(rf"\b({_POINTS})(?:ern)?\b")
# Behind a bare "the east" nothing may say of what, but for the country: the east of the town is no region.
_OF_ELSE = re.compile(r"\s+(?:of|from|side|bank|coast|gate|front)\b(?!\s+(?:the\s+)?(?:country|nation|state)\b)", re.I)
# A stronghold in the west is a place there; towns, parts, pockets or most of it are some of it, not it.
_SOME = (
    r"strong-?holds?|bastions?|enclaves?|redoubts?|pockets?|bases?|outposts?|footholds?|holdouts?|towns?|cit(?:y|ies)|"
    r"villages?|areas?|parts|places?|districts?|swath(?:e|es)?|chunks?|some|several|much|most|half|thirds?|"
    r"(?:oil)?fields?|terminals?|ports?"
)
_NOT_ALL = re.compile(rf"\b(?:{_SOME})\b(?:\s+\w+){{0,4}}\s+(?:in|of|across)\s+(?:\w+\s+){{0,3}}$", re.I)


def compass_of(ref: PlaceRef, sentence: str, start: int) -> str:
    """The direction in which the part of a country lies that a claim is on all of, else nothing.

    ``start`` is where the sentence begins in the article. The country is the reference's own place, or left to what
    the article is about where the words are a direction alone.

    >>> compass_of(PlaceRef("east", 15), "They hold the east.", 1)
    'east'
    >>> compass_of(PlaceRef("east", 25), "They hold a town in the east.", 1)
    ''
    """
    if ref.place is None:
        told = _DIRECTION.fullmatch(ref.text)
    else:
        told = _DIRECTION.search(ref.offset.lower()) if ref.place.is_country else None
    return re.sub(r"[- ]", "", told.group(1)) if told and _means_all(ref, sentence, start) else ""


def _means_all(ref: PlaceRef, sentence: str, start: int) -> bool:
    """Whether the words about the region tell of all of it, as far as the sentence shows."""
    at = ref.start - start
    if at < 0 or sentence[at : at + len(ref.text)] != ref.text:
        at = sentence.find(ref.text)
    return at >= 0 and not _NOT_ALL.search(sentence[:at]) and not _OF_ELSE.match(sentence[at + len(ref.text) :])

"""Which spans of a text may be place names, and which of them are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.reading import Reading

__all__ = ["choose", "possible_names", "with_their_nouns"]

Span = tuple[int, int]

_DASHES = frozenset("-‐‑–—/")


def possible_names(reading: Reading, knowledge: Knowledge) -> dict[Span, None]:
    """Every span worth weighing, in the order of the text: the model's names, the gazetteer's, rows of capitals."""
    spans = {*reading.entities, *known_names(reading, knowledge)}
    for run in reading.runs():
        if not reading.is_headline(run[0]):
            spans.update(trimmed for part in reading.split(run) if (trimmed := reading.trimmed(part)))
    parts = {part for span in spans for part in _taken_apart(reading, knowledge, span)}
    parts -= {_rival(reading, knowledge, part) for part in parts if reading.words[part[0]].lower == "the"}
    return dict.fromkeys(sorted(part for part in parts if _is_wordlike(reading, part)))


def _rival(reading: Reading, knowledge: Knowledge, span: Span) -> Span:
    """Of a name with and without its article, the one that is not meant: "Hague", but "The Donbas"."""
    bare = span[0] + 1, span[1]
    places = knowledge.places(reading.written(span))
    has_article = any(place.is_country or place.name.lower().startswith("the ") for place in places)
    return bare if has_article or not knowledge.places(reading.written(bare)) else span


def _taken_apart(reading: Reading, knowledge: Knowledge, span: Span) -> Iterator[Span]:
    """A span that no gazetteer knows in the pieces that it does: "Sorman-Zawiya", "Sorman refinery"."""
    words = reading.words[slice(*span)]
    if len(words) < 2 or knowledge.places(reading.written(span)):
        yield span
        return
    if _is_part_of(reading, span):
        yield from _taken_apart(reading, knowledge, (span[0] + 2, span[1]))
        return
    dash = next((i for i in range(*span) if reading.words[i].text in _DASHES), None)
    pieces = [(span[0], dash), (dash + 1, span[1])] if dash else []
    if pieces and all(first < stop and knowledge.places(reading.written((first, stop))) for first, stop in pieces):
        yield from pieces
        return
    if pieces and all(knowledge.demonym(reading.written(piece)) for piece in pieces):
        return  # "Russian-Ukrainian" is said of peoples, each found for itself
    town = _without_facility(reading, knowledge, span)
    if town:
        yield town
    if town is None or reading.words[span[1] - 1].is_capitalised:
        yield span


def _is_part_of(reading: Reading, span: Span) -> bool:
    """Whether a sentence opens with words for a part of a place: "Most of NAME", "Residents of NAME"."""
    first, lexicon = reading.words[span[0]].lower, reading.lexicon
    if span[1] - span[0] < 3 or reading.words[span[0] + 1].lower != "of" or lexicon.is_generic(first):
        return False
    return reading.at(span[0] - 1, beside=span[0]) is None and (first in lexicon.of_places or lexicon.is_word(first))


def _without_facility(reading: Reading, knowledge: Knowledge, span: Span) -> Span | None:
    """The town in the name of something that stands there, where only the town is known."""
    if reading.words[span[1] - 1].lower not in reading.lexicon.facilities:
        return None
    stops = range(span[1] - 1, span[0], -1)
    return next(((span[0], stop) for stop in stops if knowledge.places(reading.written((span[0], stop)))), None)


def known_names(reading: Reading, knowledge: Knowledge) -> Iterator[Span]:
    """At each word the longest span that the gazetteer knows; names that end in a number only of the user's own."""
    for first in range(len(reading.words)):
        if not reading.begins(first):
            continue
        for stop in reading.ends(first):
            if reading.words[first].lower == "the" and not (
                stop - first > 1 and reading.words[first + 1].is_capitalised
            ):
                continue
            name = reading.written((first, stop))
            if knowledge.is_of_the_user(name) if name[-1].isdigit() else knowledge.places(name):
                yield first, stop
                break


def choose(scored: Mapping[Span, float], least: float) -> list[Span]:
    """Spans that do not overlap, the most probable first taken; of two as probable the longer one."""
    taken: list[Span] = []
    used: set[int] = set()
    for span in sorted(scored, key=lambda s: (-scored[s] - 0.05 * (s[1] - s[0]), s)):
        if scored[span] >= least and used.isdisjoint(range(*span)):
            taken.append(span)
            used.update(range(*span))
    return sorted(taken)


def with_their_nouns(reading: Reading, scored: Mapping[Span, float]) -> dict[Span, float]:
    """Probabilities where a capitalised noun belongs to the name before it: "Nelson Street", never "Nelson" alone."""
    found = dict(scored)
    for first, stop in scored:
        shorter = (first, stop - 1)
        if shorter in scored and _is_kind(reading, stop - 1):
            found[first, stop] = max(found[first, stop], found.pop(shorter, 0.0))
    return found


def _is_kind(reading: Reading, i: int) -> bool:
    word, lexicon = reading.words[i], reading.lexicon
    return word.is_capitalised and lexicon.cue(word.lower) is not None and word.lower not in lexicon.organisations


def _is_wordlike(reading: Reading, span: Span) -> bool:
    words = reading.words[slice(*span)]
    letters = sum(c.isalpha() for word in words for c in word.text)
    if letters < 2 or reading.written(span).lower() in reading.lexicon.never:
        return False
    return len(words) > 1 or not reading.lexicon.is_generic(words[0].lower)

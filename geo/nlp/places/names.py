"""Which spans of a text may be place names, and which of them are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.reading import Reading

__all__ = ["choose", "possible_names"]

Span = tuple[int, int]


def possible_names(reading: Reading, knowledge: Knowledge) -> dict[Span, None]:
    """Every span worth weighing, in the order of the text: the model's names, the gazetteer's, rows of capitals."""
    spans = {*reading.entities, *known_names(reading, knowledge)}
    for run in reading.runs():
        parts = () if reading.is_headline(run[0]) else reading.split(run)
        spans.update(trimmed for part in parts if (trimmed := reading.trimmed(part)))
    return dict.fromkeys(sorted(span for span in spans if _is_wordlike(reading, span)))


def known_names(reading: Reading, knowledge: Knowledge) -> Iterator[Span]:
    """At each word the longest span that the gazetteer knows."""
    for first in range(len(reading.words)):
        if not reading.begins(first):
            continue
        for stop in reading.ends(first):
            if reading.words[first].lower == "the" and not (
                stop - first > 1 and reading.words[first + 1].is_capitalised
            ):
                continue
            if knowledge.places(reading.written((first, stop))):
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


def _is_wordlike(reading: Reading, span: Span) -> bool:
    words = reading.words[slice(*span)]
    letters = sum(c.isalpha() for word in words for c in word.text)
    if letters < 2 or reading.written(span).lower() in reading.lexicon.never:
        return False
    return len(words) > 1 or not reading.lexicon.is_generic(words[0].lower)

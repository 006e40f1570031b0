"""Places told relative to others: "22 miles north of X", "off X", "between A and B", "along the X border near Y".

The grammar is a table of templates, ``geo/nlp/data/relative.yaml``. Finding phrases asks no gazetteer; where one lies
is told by :mod:`geo.nlp.placing`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from geo.nlp.places.grammar import Grammar, Template, load_grammar

__all__ = ["LINES", "Phrase", "PhraseKind", "find_phrases"]

PhraseKind = Literal[
    "offset", "around", "near", "offshore", "direction", "part", "fringe", "country", "core", "site", "between",
    "halfway", "road", "roadside", "border", "side", "coast", "along", "bank", "across",
]  # fmt: skip

LINES: frozenset[PhraseKind] = frozenset({"border", "side", "coast", "along", "bank", "across", "road"})
"""Kinds of places that are lines, which another place may bound."""

_BOUNDING = frozenset({"near", "around", "offset", "direction", "fringe", "core", "site", "country"})
_OWNED = re.compile(r"^['’]s\b")
_APPOSED = re.compile(r"\s*,\s*|\s+")
_WINDOW = 140
_AFTER = 60
_ASIDE = 40
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A relative place: the span of the whole expression and what it says.

    ``anchors`` are numbers of the names that it starts from; ``words`` what shifts or narrows them. ``distance_m``
    is None where no distance is told, ``vague`` whether the number is none to rely on; ``wind`` is a compass word.
    ``close`` tells "near the border" from "along" it. ``bound`` is the number of a name near which, and ``within`` of
    one inside which, the part of a line lies that is meant; ``bounding`` how that name's own phrase puts it.
    """

    kind: PhraseKind
    start: int
    end: int
    anchors: tuple[int, ...]
    words: str
    distance_m: float | None = None
    vague: bool = False
    wind: str = ""
    close: bool = False
    bound: int | None = None
    bounding: Phrase | None = None
    within: int | None = None

    def words_round(self, text: str, name: Span) -> str:
        """The words of the phrase without a name of it, in whose stead an ellipsis stands if more follows.

        >>> text = "the road between Brak and Hun"
        >>> phrase = find_phrases(text, [(17, 21), (26, 29)], [(0, 29)])[0]
        >>> phrase.words_round(text, (17, 21)), phrase.words_round(text, (26, 29))
        ('the road between … and Hun', 'the road between Brak and')
        """
        if len(self.anchors) == 1 and self.bound is None:
            return self.words
        behind = text[name[1] : self.end]
        return " ".join(f"{text[self.start : name[0]]}{'…' if behind.strip() else ''}{behind}".split())


def find_phrases(text: str, names: Sequence[Span], bounds: Sequence[Span]) -> dict[int, Phrase]:
    """The relative places of a text, by the number of each name that anchors or bounds one.

    ``names`` are spans of place names in the order of the text, ``bounds`` those of its sentences.

    >>> text = "A boat sank about 22 miles north of Zuwarah."
    >>> phrase = find_phrases(text, [(36, 43)], [(0, 44)])[0]
    >>> text[phrase.start : phrase.end], phrase.kind, round(phrase.distance_m), phrase.wind
    ('about 22 miles north of Zuwarah', 'offset', 35406, 'north')

    A direction of movement is no place: "withdrew east to Sorman" has a destination and no offset.

    >>> find_phrases("They withdrew east to Sorman.", [(22, 28)], [(0, 29)])
    {}
    """
    grammar = load_grammar()
    found: dict[int, Phrase] = {}
    firsts = [start for start, _ in bounds]
    for number, name in enumerate(names):
        at = bisect_right(firsts, name[0]) - 1
        sentence = bounds[at] if at >= 0 and name[0] < bounds[at][1] else (0, len(text))
        pair = _pair(grammar, text, names, number, sentence)
        if pair is not None:
            found.update(dict.fromkeys(pair.anchors, pair))
        elif number not in found and (phrase := _single(grammar, text, name, number, sentence)):
            found[number] = phrase
    for phrase in [phrase for number, phrase in found.items() if phrase.anchors[0] == number and phrase.kind in LINES]:
        found.update(_bounded(grammar, text, names, phrase, found))
    return found


def _single(grammar: Grammar, text: str, name: Span, number: int, sentence: Span) -> Phrase | None:
    left, right = _around(text, name, sentence)
    if not grammar.may_tell(left, right):
        return None
    for template in grammar.templates:
        after = template.after.match(right)
        before = None if after is None else template.before.search(left)
        if before is None or after is None or _belongs_to_verb(grammar, template, left, before.start()):
            continue
        found = {**before.groupdict(), **{k: v for k, v in after.groupdict().items() if v}}
        start, end = name[0] - len(left) + before.start(), name[1] + after.end()
        words = " ".join(f"{text[start : name[0]]} {_OWNED.sub('', text[name[1] : end])}".split())
        told = (*grammar.measured(found), _wind(found), bool(found.get("close")))
        return Phrase(template.kind, start, end, (number,), words, *told)
    return None


def _pair(grammar: Grammar, text: str, names: Sequence[Span], number: int, sentence: Span) -> Phrase | None:
    if number + 1 >= len(names) or names[number + 1][0] >= sentence[1]:
        return None
    first, second = names[number], names[number + 1]
    if second[0] - first[1] > _ASIDE:
        return None
    left, right = _around(text, first, sentence)[0], _around(text, second, sentence)[1]
    for template in grammar.pairs:
        middle = template.middle.fullmatch(text[first[1] : second[0]])
        after = None if middle is None else template.after.match(right)
        before = None if after is None else template.before.search(left)
        if before is None or after is None or _is_dealing(grammar, template, left, before.start()):
            continue
        found = {**before.groupdict(), **{k: v for k, v in after.groupdict().items() if v}}
        start, end = first[0] - len(left) + before.start(), second[1] + after.end()
        words = " ".join(f"{text[start : first[0]]} {text[first[1] : second[0]]} {text[second[1] : end]}".split())
        told = (*grammar.measured(found), _wind(found), bool(found.get("close")))
        return Phrase(template.kind, start, end, (number, number + 1), words, *told)
    return None


def _bounded(
    grammar: Grammar, text: str, names: Sequence[Span], line: Phrase, found: Mapping[int, Phrase]
) -> dict[int, Phrase]:
    """The line as the name behind it, or before it, bounds it: "near X", "in X", "X, on"."""
    number = max(line.anchors) + 1
    own = found.get(number)
    if number < len(names) and line.end <= names[number][0] <= line.end + _ASIDE:
        begins = own.start if own is not None and own.start >= line.end else names[number][0]
        gap = text[line.end : begins]
        if own is not None and own.kind in _BOUNDING and begins == own.start and _APPOSED.fullmatch(gap):
            whole = replace(line, end=max(own.end, names[number][1]), bound=number, bounding=own)
            return dict.fromkeys((*line.anchors, number), whole)
        if grammar.joints["within"].fullmatch(gap):
            return dict.fromkeys(line.anchors, replace(line, within=number))
        if own is None and grammar.joints["near"].fullmatch(gap):
            whole = replace(line, end=names[number][1], bound=number)
            return dict.fromkeys((*line.anchors, number), whole)
    return _placed_before(text, names, line, found)


def _placed_before(text: str, names: Sequence[Span], line: Phrase, found: Mapping[int, Phrase]) -> dict[int, Phrase]:
    """The line with the place that was put beside it: "Brak, on the Chadian border"; the place stays what it is."""
    number = min(line.anchors) - 1
    if number < 0 or line.start == names[line.anchors[0]][0]:
        return {}
    own = found.get(number)
    end = names[number][1] if own is None else max(own.end, names[number][1])
    if end <= line.start and _APPOSED.fullmatch(text[end : line.start]) and line.kind != "road":
        return dict.fromkeys(line.anchors, replace(line, bound=number, bounding=own))
    return {}


def _around(text: str, name: Span, sentence: Span) -> tuple[str, str]:
    left = text[max(sentence[0], name[0] - _WINDOW, 0) : name[0]]
    return left, text[name[1] : min(max(sentence[1], name[1]), name[1] + _AFTER)]


def _wind(found: Mapping[str, str | None]) -> str:
    word = found.get("wind") or found.get("side") or ""
    return "" if word.lower() == "central" else word


def _belongs_to_verb(grammar: Grammar, template: Template, left: str, start: int) -> bool:
    previous = left[:start].split()
    return template.kind == "offshore" and bool(previous) and previous[-1].lower() in grammar.particle_verbs


def _is_dealing(grammar: Grammar, template: Template, left: str, start: int) -> bool:
    previous = left[:start].split()[-3:]
    return template.kind == "between" and any(word.lower() in grammar.dealings for word in previous)

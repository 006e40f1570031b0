"""Places told relative to others: "22 miles north of X", "off X", "between A and B", "eastern Y".

The grammar is a table of templates, ``geo/nlp/data/relative.yaml``. Finding phrases asks no gazetteer; locating one
needs the places that its anchors were resolved to.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from gazetteer import footprint
from gazetteer.footprint import Footprint
from gazetteer.place import Place
from geo.nlp.places.grammar import Grammar, Template, load_grammar

if TYPE_CHECKING:
    from gazetteer.boundaries import Boundaries

__all__ = ["Phrase", "PhraseKind", "find_phrases", "locate"]

PhraseKind = Literal[
    "offset", "around", "offshore", "direction", "part", "fringe", "core", "site", "between", "road"
]  # fmt: skip

_OWNED = re.compile(r"^['’]s\b")
_WINDOW = 140
_AFTER = 60
_OFFSHORE_M = 20_000.0
_FRINGE_M = 3_000.0
_BETWEEN_KM = 500
_SITE_M = 10_000.0
_VAGUE = 0.6
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A relative place: the span of the whole expression and what it says.

    ``anchors`` are numbers of the names that it starts from; ``words`` what shifts or narrows them. ``distance_m``
    is None where no distance is told, ``vague`` whether the number is none to rely on; ``wind`` is a compass word.
    """

    kind: PhraseKind
    start: int
    end: int
    anchors: tuple[int, ...]
    words: str
    distance_m: float | None = None
    vague: bool = False
    wind: str = ""


def find_phrases(text: str, names: Sequence[Span], bounds: Sequence[Span]) -> dict[int, Phrase]:
    """The relative places of a text, by the number of each name that anchors one.

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
    return found


def locate(phrase: Phrase, places: Sequence[Place], boundaries: Boundaries | None) -> Footprint | None:
    """Where a phrase lies, given the places of its anchors; None where the words do not fit those places.

    Without ``boundaries`` nothing can be told of a coast or the shape of a country.
    """
    anchor = places[0]
    try:
        if len(places) > 1:
            return _of_two(phrase, places[0], places[1])
        return _OF_ONE[phrase.kind](phrase, anchor, boundaries)
    except (ValueError, KeyError):
        return None


def _single(grammar: Grammar, text: str, name: Span, number: int, sentence: Span) -> Phrase | None:
    left, right = _around(text, name, sentence)
    for template in grammar.templates:
        before, after = template.before.search(left), template.after.match(right)
        if before is None or after is None or _belongs_to_verb(grammar, template, left, before.start()):
            continue
        found = {**before.groupdict(), **{k: v for k, v in after.groupdict().items() if v}}
        start, end = name[0] - len(left) + before.start(), name[1] + after.end()
        words = " ".join(f"{text[start : name[0]]} {_OWNED.sub('', text[name[1] : end])}".split())
        return Phrase(template.kind, start, end, (number,), words, *grammar.measured(found), _wind(found))
    return None


def _pair(grammar: Grammar, text: str, names: Sequence[Span], number: int, sentence: Span) -> Phrase | None:
    if number + 1 >= len(names) or names[number + 1][0] >= sentence[1]:
        return None
    first, second = names[number], names[number + 1]
    left, right = _around(text, first, sentence)[0], _around(text, second, sentence)[1]
    for template in grammar.pairs:
        before, after = template.before.search(left), template.after.match(right)
        middle = template.middle.fullmatch(text[first[1] : second[0]])
        if before is None or after is None or middle is None or _is_dealing(grammar, template, left, before.start()):
            continue
        start, end = first[0] - len(left) + before.start(), second[1] + after.end()
        words = " ".join(f"{text[start : first[0]]} {text[first[1] : second[0]]} {text[second[1] : end]}".split())
        return Phrase(template.kind, start, end, (number, number + 1), words)
    return None


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


def _of_two(phrase: Phrase, a: Place, b: Place) -> Footprint | None:
    near = footprint.distance(a.position, b.position) <= _BETWEEN_KM * 1_000
    if a.id == b.id or not near or a.is_country or b.is_country:
        return None
    return footprint.along_road(a, b) if phrase.kind == "road" else footprint.between(a, b)


def _offset(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    distance = phrase.distance_m or 0.0
    return footprint.offset(
        anchor,
        distance,
        footprint.compass(phrase.wind),
        distance_tolerance=distance * _VAGUE if phrase.vague else None,
        bearing_tolerance_deg=footprint.compass_tolerance(phrase.wind),
        boundaries=boundaries,
    )


def _around_it(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    reach = (phrase.distance_m or 0.0) * 1.1 + anchor.radius_m
    return replace(footprint.of_place(anchor), radius_m=reach, method="offset", where_prec=2)


def _offshore(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint | None:
    return footprint.offshore(anchor, phrase.distance_m or _OFFSHORE_M, boundaries) if boundaries else None


def _direction(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    return footprint.direction(anchor, footprint.compass(phrase.wind))


def _part(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint | None:
    return _part_of(anchor, phrase.wind, boundaries) if boundaries else None


@lru_cache(maxsize=1 << 10)
def _part_of(anchor: Place, wind: str, boundaries: Boundaries) -> Footprint | None:
    """A part of an area, cut out once: "southern Libya" is told in many articles."""
    return footprint.area_part(anchor, footprint.compass(wind) if wind else None, boundaries)


def _fringe(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    reach = 1.5 * anchor.radius_m + _FRINGE_M
    if phrase.wind:
        return footprint.direction(anchor, footprint.compass(phrase.wind), reach_m=reach)
    return replace(footprint.of_place(anchor), radius_m=reach, method="area", where_prec=2)


def _core(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    return replace(footprint.of_place(anchor), radius_m=anchor.radius_m / 2, method="area")


def _site(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    return replace(footprint.of_place(anchor), radius_m=anchor.radius_m + _SITE_M, method="area", where_prec=2)


_OF_ONE = {
    "offset": _offset,
    "around": _around_it,
    "offshore": _offshore,
    "direction": _direction,
    "part": _part,
    "fringe": _fringe,
    "core": _core,
    "site": _site,
}

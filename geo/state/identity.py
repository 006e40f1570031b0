"""A town and the district named for it: who tells of the name alone tells of the town."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from gazetteer.distance import kilometres
from gazetteer.names import fold
from gazetteer.place import Place
from geo.claim import Claim, PlaceRef

__all__ = ["names_the_area", "seats"]

_AREA = r"(?:areas?|count(?:y|ies)|districts?|governorates?|muhafaza|oblasts?|prefectures?|provinces?|regions?|states?)"
_BEHIND = re.compile(rf"\W{{0,3}}(?:\w+\W{{1,3}})?{_AREA}\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b{_AREA} of (?:the )?$", re.IGNORECASE)
_REACH = 1.5  # times the district's radius, within which its seat lies


def seats(places: Iterable[Place]) -> Mapping[str, Place]:
    """For each district the town of the same name that lies in it, the largest; districts without one are left out.

    >>> town = Place("t", "Homa", lat=32.9, lon=13.2)
    >>> area = Place("a", "Homa", lat=32.5, lon=13.0, feature_class="A", feature_code="ADM1", radius_m=60_000.0)
    >>> seats([area, town])["a"].id
    't'
    """
    places = list(places)
    towns: dict[tuple[str, str | None], list[Place]] = defaultdict(list)
    for place in places:
        if place.feature_class == "P":
            towns[fold(place.name), place.country].append(place)
    found = {}
    for area in places:
        if area.feature_class == "A" and not area.is_country:
            near = [t for t in towns[fold(area.name), area.country] if _within(area, t)]
            if near:
                found[area.id] = min(near, key=lambda t: (-t.population, t.id))
    return found


def names_the_area(claim: Claim, ref: PlaceRef) -> bool:
    """Whether the sentence says that it means the district: "Homa province", "the district of Homa"."""
    evidence = claim.evidence
    start = ref.start - evidence.start
    if start < 0 or evidence.text[start : start + len(ref.text)] != ref.text:
        start = evidence.text.find(ref.text)
    behind = evidence.text[start + len(ref.text) :] if start >= 0 else ""
    return bool(
        re.search(_AREA, ref.text, re.IGNORECASE) or _BEHIND.match(behind) or _BEFORE.search(evidence.text[:start])
    )


def _within(area: Place, town: Place) -> bool:
    return 1000 * kilometres(area.position, town.position) <= _REACH * area.radius_m

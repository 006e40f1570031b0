"""What no claim tells of a place itself, but of the region that it lies in: kept apart, and labelled as such."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gazetteer.place import Place
from geo.state.asserting import rest
from geo.state.parameters import Parameters
from geo.state.period import Period
from geo.state.regions import Region

__all__ = ["with_regions"]

_FEW = 2  # towns with evidence of their own from which a region's word is checked against theirs


def with_regions(
    periods: Iterable[Period],
    told: Mapping[str, Sequence[Period]],
    regions: Mapping[str, Region],
    places: Iterable[Place],
    parameters: Parameters,
    *,
    until: dt.date,
) -> list[Period]:
    """The periods, and for towns the days that these leave blank filled from what is ``told`` of their regions, by id.

    A region bears on a town only while it is told to be held, and where what is told of other towns in it, up to the
    day ``until``, bears that out; of several regions the smallest does. Where the town's own evidence is spent, its
    region may speak for the same side only.

    >>> with_regions([], {}, {}, [], Parameters(), until=dt.date(2031, 5, 4))
    []
    """
    own: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        own[period.place.id].append(period)
    towns = {p.id: p for p in sorted(places, key=lambda p: p.id) if p.feature_class == "P" and p.feature_code != "PPLX"}
    ranked = sorted(regions.items(), key=lambda pair: (pair[1].size, pair[0]))
    sure = [p for found in own.values() for p in found if p.status == "held" and p.start and not p.presumed]
    for region_id, region in ranked:
        inside = [p for p in sure if region.holds(p.place)]
        held = [p for p in told.get(region_id, ()) if p.status == "held" and p.start]
        held = [p for p in held if _is_borne_out(p, inside, until, parameters)]
        for id, town in towns.items():
            if held and region.holds(town):
                own[id] = _filled(own[id], [_of_town(p, town, region, parameters) for p in held])
    return [period for found in own.values() for period in found]


def _is_borne_out(period: Period, inside: Iterable[Period], until: dt.date, parameters: Parameters) -> bool:
    """Whether towns of a region are told to be the same side's, on the days of its period, for the most part.

    One town alone may be an exception.
    """
    days: dict[str, Counter[str]] = defaultdict(Counter)
    for other in inside:
        if period.start and other.start:
            first, last = max(period.start, other.start), min(period.end or until, other.end or until)
            if first <= last:
                days[other.place.id][_side(other)] += (last - first).days + 1
    total = sum((told for told in days.values()), Counter[str]())
    return len(days) < _FEW or total[_side(period)] >= parameters.borne_out * total.total()


def _of_town(period: Period, town: Place, region: Region, parameters: Parameters) -> Period:
    return replace(
        period,
        place=town,
        confidence=round(period.confidence * parameters.presumed, 3),
        presumed=f"told of {region.name}",
        basis="claimed",
        reason=f"told of {region.name}: {period.reason}",
        partial=False,
    )


def _filled(own: list[Period], told: list[Period]) -> list[Period]:
    """A place's periods with the days on which nothing is known of it filled, where nothing says otherwise."""
    if any(p.start is None for p in own):
        return own
    known = [p for p in own if p.status != "unknown"]
    filling = [part for period in told for part in _outside(period, known) if not _contradicts(part, known)]
    blank = [part for period in own if period.status == "unknown" for part in _outside(period, filling)]
    return sorted([*known, *filling, *blank], key=lambda p: p.start or dt.date.min)


def _outside(period: Period, others: Iterable[Period]) -> list[Period]:
    """What is left of a period outside of the days of others."""
    parts = [period]
    for other in others:
        parts = [left for part in parts for left in rest(part, other)]
    return parts


def _contradicts(part: Period, known: Iterable[Period]) -> bool:
    """Whether the place itself was last told, before, to be another side's."""
    before = [p for p in known if p.start and part.start and p.start < part.start]
    last = max(before, key=lambda p: p.start or dt.date.min, default=None)
    return last is not None and last.status == "held" and _side(last) != _side(part)


def _side(period: Period) -> str:
    actor = period.side or period.holder
    return actor.id if actor else ""

"""Everything the viewer draws and tells, as plain values for one data block of the page."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from geo.actor import Actor
from geo.cartography import columns, evidence, symbology, view
from geo.cartography.areas import area_rows
from geo.features import Tables
from geo.situation import Situation
from geo.state import Period, Sides

__all__ = ["assemble", "drawn", "spots"]

_FRESH_DAYS = 60
_FAINT = 0.2
_HALF_ROUND = 180.0

Row = dict[str, Any]


def assemble(
    situation: Situation, rows: Tables, *, on: dt.date | None, title: str, focus: list[view.Spot] | None = None
) -> Row:
    """The whole payload; ``rows`` are the features of all days, ``on`` the day that the map opens on.

    ``focus`` are the positions that :func:`spots` gives, for who has them already. Tables of rows are packed by
    :func:`geo.cartography.columns.packed`.
    """
    layers = drawn(situation, rows, on=on)
    look = {claim.id: number for number, claim in enumerate(situation.claims)}
    return {
        "title": title,
        "on": evidence.day(on),
        "view": _view(spots(situation, rows, on=on) if focus is None else focus),
        "corrections": [str(correction) for correction in situation.corrections],
        "undrawn": [[look[str(row["id"])], row["reason"]] for row in rows.unplaced if row["id"] in look],
        "tables": {name: columns.packed(layer) for name, layer in layers.items()},
    }


def drawn(situation: Situation, rows: Tables, *, on: dt.date | None) -> dict[str, list[Row]]:
    """Every table of rows by its name; rows refer to actors, claims and articles by their numbers."""
    actors = _coloured(_actors(situation), rows)
    look = _Numbers.of(situation, actors, rows)
    claims, told_spots = evidence.claim_rows(situation, look.actors)
    return {
        "actors": _actor_rows(actors, situation.actors, on),
        "areas": area_rows(situation, look.actors, look.claims),
        "control": [_control(row, look) for row in _rows(rows.control)],
        "movements": [_movement(row, look) for row in _rows(rows.movements)],
        "incidents": [_incident(row, look) for row in _rows(rows.incidents)],
        "places": [_place(row) for row in _rows(rows.places)],
        "uncertainty": [_uncertainty(row, look) for row in _rows(rows.uncertainty)],
        "claims": claims,
        "spots": told_spots,
        "articles": evidence.article_rows(situation),
        "unresolved": evidence.unresolved_rows(situation),
    }


@dataclass(frozen=True)
class _Numbers:
    """How rows refer to one another: by their numbers."""

    actors: Mapping[str, int]
    names: Mapping[str, int]
    claims: Mapping[str, int]
    places: Mapping[str, int]
    periods: Mapping[tuple[str, str | None], Period]

    @classmethod
    def of(cls, situation: Situation, actors: list[Actor], rows: Tables) -> _Numbers:
        return cls(
            {actor.id: number for number, actor in enumerate(actors)},
            {actor.name: number for number, actor in enumerate(actors)},
            {claim.id: number for number, claim in enumerate(situation.claims)},
            {str(row["id"]): number for number, row in enumerate(rows.places)},
            {(p.place.id, evidence.day(p.start)): p for p in situation.periods},
        )


def spots(situation: Situation, rows: Tables, *, on: dt.date | None = None) -> list[view.Spot]:
    """The positions that a map's view must care for: control, movements and incidents, not mere mentions.

    What is old by the day ``on``, or told of a whole country or sea, weighs less: a report on one town tells in
    passing of years past and of the land at large. Where nothing is held or happens, the mentioned places are all
    there is to look at.
    """
    day = on or situation.latest_day
    wide = _wide_places(situation)
    found = []
    for row in _rows(rows.control):
        weight = max(1, _length(row["claims"])) * _freshness(row["last_evidence"], day)
        found.append(_spot(row["geometry"], weight * (_FAINT if row["place_id"] in wide else 1.0)))
    for row in _rows(rows.incidents):
        weight = _freshness(row["start"] or row["reported"], day)
        found.append(_spot(row["geometry"], weight * (_FAINT if row["place_id"] in wide else 1.0)))
    for row in _rows(rows.movements):
        weight = _freshness(row["start"] or row["reported"], day)
        path = _line(row["geometry"])
        found += [view.Spot(lat, lon, weight / 2) for lat, lon in (path[0], path[-1])]
    return found or [_spot(row["geometry"], 1.0) for row in _rows(rows.places)]


def _spot(point: Any, weight: float) -> view.Spot:
    return view.Spot(point.y, point.x, weight)


def _freshness(iso: str | None, day: dt.date | None) -> float:
    if not iso or day is None:
        return 1.0
    return 1.0 if abs((day - dt.date.fromisoformat(iso)).days) <= _FRESH_DAYS else _FAINT


def _wide_places(situation: Situation) -> set[str]:
    refs = (ref.place for claim in situation.claims for ref in claim.places().values())
    return {place.id for place in (*refs, *(p.place for p in situation.periods)) if place and place.is_area}


def _view(found: list[view.Spot]) -> Row | None:
    main, whole = view.main_bounds(found), view.whole_bounds(found)
    return None if main is None or whole is None else {"main": main.corners(), "whole": whole.corners()}


def _actors(situation: Situation) -> list[Actor]:
    """Actors by how often a claim names them, so that the most named get the clearest symbols."""
    counts: dict[str, int] = {}
    known = dict(situation.actors)
    for claim in situation.claims:
        for ref in (claim.actor, claim.opponent):
            if ref is not None:
                known.setdefault(ref.actor.id, ref.actor)
                counts[ref.actor.id] = counts.get(ref.actor.id, 0) + 1
    for period in situation.periods:
        for actor in (*period.claimants, period.holder, period.side):
            if actor is not None:
                known.setdefault(actor.id, actor)
                counts[actor.id] = counts.get(actor.id, 0) + 1
    return sorted(known.values(), key=lambda a: (-counts.get(a.id, 0), a.id))


def _coloured(actors: list[Actor], rows: Tables) -> list[Actor]:
    """Actors without a colour of their own take that of the side for which the features count them."""
    sides: dict[str, str] = {}
    for layer, column in ((rows.control, "holder_id"), (rows.movements, "actor_id"), (rows.incidents, "actor_id")):
        sides |= {row[column]: row["colour"] for row in _rows(layer) if row[column] and row["colour"]}
    return [actor if actor.colour else replace(actor, colour=sides.get(actor.id, "")) for actor in actors]


def _actor_rows(actors: list[Actor], known: Mapping[str, Actor], on: dt.date | None) -> list[Row]:
    """Actors with their symbols, and the number of the side that each counts for on the day where that is another."""
    symbols, sides = symbology.assign(actors), Sides(known)
    numbers = {actor.id: number for number, actor in enumerate(actors)}
    return [
        evidence.slim(
            {"name": a.name, "kind": a.kind, **asdict(symbols[a.id]), "side": numbers.get(sides.side(a, on).id)}
        )
        for a in actors
    ]


def _control(row: Row, look: _Numbers) -> Row:
    period = look.periods.get((row.get("place_id") or "", row.get("start")))
    known = period.claims if period else _split(row.get("claims"))
    fields = ("place", "status", "basis", "partial", "start", "end", "last_evidence", "confidence", *_NOT_READ)
    return evidence.slim(
        _pick(row, *fields)
        | {
            "at": _at(row),
            "wide": bool(period and period.place.is_area),
            "holder": look.actors.get(row.get("holder_id") or ""),
            "claimants": _claimants(row, period, look),
            "side": look.names.get(row.get("side") or ""),
            "claims": _indices(known, look.claims),
            "against": _indices(period.against if period else (), look.claims),
            "reason": period.reason if period else "",
        }
    )


def _claimants(row: Row, period: Period | None, look: _Numbers) -> list[int]:
    if period is not None:
        return [look.actors[actor.id] for actor in period.claimants if actor.id in look.actors]
    return [look.names[name] for name in _split(row.get("claimants")) if name in look.names]


_NOT_READ = ("corrected", "presumed")
_WAY = ("action", "origin", "destination", "via", "toward", "forced", "factuality", "start", "end", "reported")


def _movement(row: Row, look: _Numbers) -> Row:
    return evidence.slim(
        _pick(row, *_WAY, "confidence", "corrected")
        | {
            "path": _line(row["geometry"]),
            "actor": look.actors.get(row.get("actor_id") or ""),
            "stub": bool(row.get("partial_geometry")),
            "claims": _claims_of(row, look.claims),
        }
    )


_EVENT = ("action", "place", "factuality", "start", "end", "reported", "confidence", "corrected")
_TOLL = ("dead_min", "dead_max", "wounded_min", "wounded_max")


def _incident(row: Row, look: _Numbers) -> Row:
    return evidence.slim(
        _pick(row, *_EVENT, *_TOLL)
        | {
            "at": _at(row),
            "actor": look.actors.get(row.get("actor_id") or ""),
            "opponent": look.names.get(row.get("opponent") or ""),
            "claims": _claims_of(row, look.claims),
        }
    )


def _place(row: Row) -> Row:
    fields = ("name", "country", "feature_code", "role", "mentions", "confidence")
    return evidence.slim(_pick(row, *fields) | {"at": _at(row), "articles": _length(row["articles"])})


def _uncertainty(row: Row, look: _Numbers) -> Row:
    """An area with the numbers of the claims and places whose dots lie in it."""
    shape, of = row["geometry"], _split(row["of"])
    parts = [part.exterior for part in getattr(shape, "geoms", [shape])]
    around = {"claims": _indices(of, look.claims), "places": _indices(of, look.places)}
    return evidence.slim(_pick(row, "method", "radius_m") | around | {"rings": [_line(part) for part in parts]})


def _rows(layer: list[dict[str, object]]) -> list[Row]:
    """A layer's rows, of whose columns only the room that makes them knows the types."""
    return layer


def _at(row: Row) -> list[float]:
    point = row["geometry"]
    return [round(point.y, 4), round(point.x, 4)]


def _line(shape: Any) -> list[list[float]]:
    """[lat, lon] along a line; what was cut at the antimeridian goes on beyond 180 degrees, as Leaflet draws it."""
    points: list[list[float]] = []
    shift = 0.0
    for part in getattr(shape, "geoms", [shape]):
        for lon, lat, *_ in part.coords:
            if points and abs(lon + shift - points[-1][1]) > _HALF_ROUND:
                shift -= math.copysign(2 * _HALF_ROUND, lon + shift - points[-1][1])
            points.append([round(lat, 4), round(lon + shift, 4)])
    return points


def _pick(row: Row, *names: str) -> Row:
    return {name: _plain(row.get(name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3) if math.isfinite(value) else None
    return value if isinstance(value, (str, int, bool)) else None


def _split(joined: object) -> list[str]:
    return joined.split("; ") if isinstance(joined, str) and joined else []


def _length(joined: object) -> int:
    return joined.count("; ") + 1 if isinstance(joined, str) and joined else 0


def _claims_of(row: Row, claims: Mapping[str, int]) -> list[int]:
    """The claim behind a row, whose id is the claim's unless an earlier row has taken it."""
    return _indices([row["id"]], claims) or _indices([str(row["id"]).rpartition(":")[0]], claims)


def _indices(ids: Iterable[str], claims: Mapping[str, int]) -> list[int]:
    return [claims[name] for name in ids if name in claims]

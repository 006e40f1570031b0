"""Everything the viewer draws and tells, as plain values for one data block of the page."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from geo.actor import Actor
from geo.cartography import evidence, symbology, view
from geo.situation import Situation
from geo.state import Period

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["assemble", "spots"]

_FRESH_DAYS = 60
_FAINT = 0.2

Row = dict[str, Any]
Frames = Mapping[str, "GeoDataFrame"]


def assemble(situation: Situation, frames: Frames, *, on: dt.date | None, title: str) -> Row:
    """The whole payload; ``frames`` are the feature layers of all days, ``on`` the day that the map opens on."""
    actors = _coloured(_actors(situation), frames)
    numbers = {actor.id: number for number, actor in enumerate(actors)}
    claims = {claim.id: number for number, claim in enumerate(situation.claims)}
    names = {actor.name: number for number, actor in enumerate(actors)}
    periods = {(p.place.id, evidence.day(p.start)): p for p in situation.periods}
    return {
        "title": title,
        "on": evidence.day(on),
        "view": _view(situation, frames, on),
        "actors": _actor_rows(actors),
        "control": [_control(row, numbers, names, claims, periods) for row in _rows(frames, "control")],
        "movements": [_movement(row, numbers, claims) for row in _rows(frames, "movements")],
        "incidents": [_incident(row, numbers, names, claims) for row in _rows(frames, "incidents")],
        "places": [_place(row) for row in _rows(frames, "places")],
        "uncertainty": [_uncertainty(row) for row in _rows(frames, "uncertainty")],
        "claims": evidence.claim_rows(situation, numbers),
        "articles": evidence.article_rows(situation),
        "unresolved": evidence.unresolved_rows(situation),
        "undrawn": _undrawn(situation, claims),
    }


def _undrawn(situation: Situation, claims: Mapping[str, int]) -> list[list[Any]]:
    """Movements and incidents without a mark, each as [claim, reason]."""
    from geo.features import unplaced

    rows = unplaced(situation).to_dict("records")
    return [[claims[row["id"]], row["reason"]] for row in rows if row["id"] in claims]


def spots(situation: Situation, frames: Frames, *, on: dt.date | None = None) -> list[view.Spot]:
    """The positions that a map's view must care for: control, movements and incidents, not mere mentions.

    What is old by the day ``on``, or told of a whole country or sea, weighs less: a report on one town tells in
    passing of years past and of the land at large.
    """
    day = on or situation.latest_day
    wide = _wide_places(situation)
    found = []
    for row in _rows(frames, "control"):
        weight = max(1, len(_split(row["claims"]))) * _freshness(row["last_evidence"], day)
        found.append(_spot(row["geometry"].coords[0], weight * (_FAINT if row["place_id"] in wide else 1.0)))
    for row in _rows(frames, "incidents"):
        weight = _freshness(row["start"] or row["reported"], day)
        found.append(_spot(row["geometry"].coords[0], weight * (_FAINT if row["place_id"] in wide else 1.0)))
    for row in _rows(frames, "movements"):
        weight = _freshness(row["start"] or row["reported"], day)
        found += [_spot(end, weight / 2) for end in (row["geometry"].coords[0], row["geometry"].coords[-1])]
    return found


def _spot(position: tuple[float, ...], weight: float) -> view.Spot:
    return view.Spot(position[1], position[0], weight)


def _freshness(iso: str | None, day: dt.date | None) -> float:
    if not iso or day is None:
        return 1.0
    return 1.0 if abs((day - dt.date.fromisoformat(iso)).days) <= _FRESH_DAYS else _FAINT


def _wide_places(situation: Situation) -> set[str]:
    refs = (ref.place for claim in situation.claims for ref in claim.places().values())
    return {place.id for place in (*refs, *(p.place for p in situation.periods)) if place and place.is_area}


def _view(situation: Situation, frames: Frames, on: dt.date | None) -> Row | None:
    found = spots(situation, frames, on=on)
    main, whole = view.main_bounds(found), view.whole_bounds(found)
    if main is None or whole is None:
        return _view_of_places(frames)
    return {"main": main.corners(), "whole": whole.corners()}


def _view_of_places(frames: Frames) -> Row | None:
    """Where nothing is held or happens, the mentioned places are all there is to look at."""
    found = [view.Spot(row["geometry"].y, row["geometry"].x) for row in _rows(frames, "places")]
    main, whole = view.main_bounds(found), view.whole_bounds(found)
    if main is None or whole is None:
        return None
    return {"main": main.corners(), "whole": whole.corners()}


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


def _coloured(actors: list[Actor], frames: Frames) -> list[Actor]:
    """Actors without a colour of their own take that of the side for which the features count them."""
    sides: dict[str, str] = {}
    for layer, column in (("control", "holder_id"), ("movements", "actor_id"), ("incidents", "actor_id")):
        sides |= {row[column]: row["colour"] for row in _rows(frames, layer) if row[column] and row["colour"]}
    return [actor if actor.colour else replace(actor, colour=sides.get(actor.id, "")) for actor in actors]


def _actor_rows(actors: list[Actor]) -> list[Row]:
    symbols = symbology.assign(actors)
    return [{"id": a.id, "name": a.name, "found": a.discovered, **asdict(symbols[a.id])} for a in actors]


def _control(
    row: Row,
    numbers: Mapping[str, int],
    names: Mapping[str, int],
    claims: Mapping[str, int],
    periods: Mapping[tuple[str, str | None], Period],
) -> Row:
    period = periods.get((row.get("place_id") or "", row.get("start")))
    known = period.claims if period else _split(row.get("claims"))
    return evidence.slim(
        _pick(row, "id", "place", "status", "basis", "partial", "start", "end", "last_evidence", "confidence")
        | {
            "at": _at(row),
            "holder": numbers.get(row.get("holder_id") or ""),
            "claimants": _claimants(row, period, numbers, names),
            "side": names.get(row.get("side") or ""),
            "claims": _indices(known, claims),
            "against": _indices(period.against if period else (), claims),
            "reason": period.reason if period else "",
        }
    )


def _claimants(row: Row, period: Period | None, numbers: Mapping[str, int], names: Mapping[str, int]) -> list[int]:
    if period is not None:
        return [numbers[actor.id] for actor in period.claimants if actor.id in numbers]
    return [names[name] for name in _split(row.get("claimants")) if name in names]


def _movement(row: Row, numbers: Mapping[str, int], claims: Mapping[str, int]) -> Row:
    fields = (
        "id",
        "action",
        "origin",
        "destination",
        "via",
        "toward",
        "forced",
        "factuality",
        "start",
        "end",
        "reported",
    )
    return evidence.slim(
        _pick(row, *fields, "confidence")
        | {
            "path": [[round(lat, 4), round(lon, 4)] for lon, lat, *_ in row["geometry"].coords],
            "actor": numbers.get(row.get("actor_id") or ""),
            "stub": bool(row.get("partial_geometry")),
            "claims": _claims_of(row, claims),
        }
    )


def _incident(row: Row, numbers: Mapping[str, int], names: Mapping[str, int], claims: Mapping[str, int]) -> Row:
    fields = ("id", "action", "place", "factuality", "start", "end", "reported", "confidence")
    casualties = ("dead_min", "dead_max", "wounded_min", "wounded_max")
    return evidence.slim(
        _pick(row, *fields, *casualties)
        | {
            "at": _at(row),
            "actor": numbers.get(row.get("actor_id") or ""),
            "opponent": names.get(row.get("opponent") or ""),
            "claims": _claims_of(row, claims),
        }
    )


def _place(row: Row) -> Row:
    fields = ("id", "name", "country", "feature_code", "role", "mentions", "confidence")
    return evidence.slim(_pick(row, *fields) | {"at": _at(row), "articles": len(_split(row["articles"]))})


def _uncertainty(row: Row) -> Row:
    outline = row["geometry"].exterior.coords
    rings = [[round(lat, 4), round(lon, 4)] for lon, lat, *_ in outline]
    return evidence.slim(_pick(row, "method", "radius_m") | {"of": _split(row["of"]), "ring": rings})


def _rows(frames: Frames, layer: str) -> list[Row]:
    """A layer's rows as plain values; rows without a position are told in the panel, not drawn."""
    frame = frames.get(layer)
    if frame is None or frame.empty:
        return []
    return [row for row in frame.to_dict("records") if row["geometry"] is not None and not row["geometry"].is_empty]


def _at(row: Row) -> list[float]:
    return [round(row["geometry"].y, 4), round(row["geometry"].x, 4)]


def _pick(row: Row, *names: str) -> Row:
    return {name: _plain(row.get(name)) for name in names}


def _plain(value: Any) -> Any:
    """A JSON value; pandas keeps missing ones as NaN, and numbers in numpy's types."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return round(value, 3) if math.isfinite(value) else None
    return value if isinstance(value, (str, int, bool)) else None


def _split(joined: object) -> list[str]:
    return joined.split("; ") if isinstance(joined, str) and joined else []


def _claims_of(row: Row, claims: Mapping[str, int]) -> list[int]:
    """The claim behind a row, whose id is the claim's unless an earlier row has taken it."""
    return _indices([row["id"]], claims) or _indices([str(row["id"]).rpartition(":")[0]], claims)


def _indices(ids: Iterable[str], claims: Mapping[str, int]) -> list[int]:
    return [claims[name] for name in ids if name in claims]

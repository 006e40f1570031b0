"""Place names as GeoJSON, each with the ground that it covers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry import mapping

from gazetteer.footprint import Footprint
from geo.features.geometry import ground
from geo.io.points import bounds
from geo.io.rows import placed_rows
from geo.situation import Situation

__all__ = ["places_geojson"]

Feature = dict[str, Any]
_DIGITS = 6  # of degrees: a tenth of a metre
_TOLD = ("article", "start", "end", "text", "offset", "phrase", "role", "confidence", "status")


def places_geojson(situations: Iterable[Situation], *, points: bool = False) -> dict[str, Any]:
    """Place names as an RFC 7946 FeatureCollection, a feature for each mention, in WGS 84 degrees.

    A town is a point; what is told relative to it is the ground that is left open (a sector, circle, corridor), a
    region, sea or river its outline, cut at the antimeridian. ``points`` makes all of them points. Where nobody could
    place a name its geometry is null. The properties ``lat`` and ``lon`` are the point in either case, ``radius_m``
    how far from it the truth may lie, in metres.

    >>> places_geojson([Situation()])
    {'type': 'FeatureCollection', 'features': []}
    """
    features: list[Feature] = []
    boxes: list[list[float]] = []
    for situation in situations:
        for row, footprint in placed_rows(situation):
            shape = _shape(row, footprint, points)
            features.append(_feature(row, shape))
            if shape is not None:
                boxes += [list(part.bounds) for part in shapely.get_parts(shape)]
    bbox = {"bbox": bounds(boxes)} if boxes else {}
    return {"type": "FeatureCollection", **bbox, "features": features}


def _shape(row: dict[str, Any], footprint: Footprint | None, points: bool) -> shapely.Geometry | None:
    spot = row["footprint"] or row["place"]
    if spot is None:
        return None
    if points or footprint is None:
        return shapely.Point(round(spot["lon"], _DIGITS), round(spot["lat"], _DIGITS))
    drawn = ground(footprint)
    rounded = shapely.set_precision(drawn, 10.0**-_DIGITS, mode="pointwise")
    return rounded if rounded.is_valid else drawn


def _feature(row: dict[str, Any], shape: shapely.Geometry | None) -> Feature:
    place = row["place"] or {}
    named = {f"place_{name}": place.get(name) for name in ("id", "name", "country", "feature_code")}
    spot = row["footprint"] or row["place"] or {}
    where = {name: spot.get(name) for name in ("lat", "lon", "radius_m", "method", "where_prec")}
    return {
        "type": "Feature",
        "id": f"{row['article']}:{row['start']}-{row['end']}",
        "properties": {**{name: row[name] for name in _TOLD}, **named, **where},
        "geometry": None if shape is None else _plain(mapping(shape)),
    }


def _plain(geometry: Any) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _lists(geometry["coordinates"])}


def _lists(coordinates: Any) -> Any:
    return [_lists(part) for part in coordinates] if isinstance(coordinates, tuple | list) else coordinates

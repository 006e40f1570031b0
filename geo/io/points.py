"""Answers as GeoJSON points, without any GIS library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from geo.query import ControlAnswer

__all__ = ["answer_geojson", "bounds", "rows_geojson"]

Feature = dict[str, Any]


def answer_geojson(answer: ControlAnswer) -> dict[str, Any]:
    """An answer as an RFC 7946 FeatureCollection: a point for each place, its section and sources as properties.

    >>> from geo.actor import Actor
    >>> answer_geojson(ControlAnswer(Actor("lna", "LNA"), None))
    {'type': 'FeatureCollection', 'features': []}
    """
    return _collection(list(_answer_features(answer)))


def rows_geojson(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The rows of an answer as a FeatureCollection: a point at each row's ``lat`` and ``lon``, the rest as properties.

    Ids are those of the places, numbered where a place has several rows.

    >>> rows_geojson([{"place_id": "x:1", "lat": 32.5, "lon": 12.5}])["features"][0]["id"]
    'x:1'
    """
    seen: Counter[str] = Counter()
    features = []
    for row in rows:
        told = {name: value for name, value in row.items() if name not in ("lat", "lon")}
        ident = str(row["place_id"])
        seen[ident] += 1
        number = f":{seen[ident]}" if seen[ident] > 1 else ""
        features.append(_feature(f"{ident}{number}", (row["lon"], row["lat"]), told))
    return _collection(features)


def bounds(boxes: Sequence[Sequence[float]]) -> list[float]:
    """The box (west, south, east, north) round boxes, over 180 degrees where that leaves out more of the world.

    What is left over is the widest stretch of longitudes without any box. West is larger than east in a box over
    the antimeridian, as RFC 7946 has it.

    >>> bounds([[170, 0, 175, 1], [-175, 0, -170, 1]])
    [170, 0, -170, 1]
    """
    south, north = min(box[1] for box in boxes), max(box[3] for box in boxes)
    spans = sorted((box[0], box[2] if box[2] >= box[0] else box[2] + 360) for box in boxes)
    west, east = spans[0][0], max(end for _, end in spans)
    widest, reach = 360 - (east - west), max(spans[0][1], east - 360)
    found = (west, east)
    for start, end in spans[1:]:
        if start - reach > widest:
            widest, found = start - reach, (start, reach + 360)
        reach = max(reach, end)
    if widest <= 0:
        return [-180.0, south, 180.0, north]
    return [found[0], south, found[1] if found[1] <= 180 else found[1] - 360, north]


def _collection(features: list[Feature]) -> dict[str, Any]:
    spots = [feature["geometry"]["coordinates"] for feature in features if feature["geometry"]]
    bbox = {"bbox": bounds([[lon, lat, lon, lat] for lon, lat in spots])} if spots else {}
    return {"type": "FeatureCollection", **bbox, "features": features}


def _answer_features(answer: ControlAnswer) -> Iterator[Feature]:
    on = answer.on.isoformat() if answer.on else None
    asked = {"actor": answer.actor.name, "actor_id": answer.actor.id, "on": on}
    for section, items in answer.sections():
        for item in items:
            told = {name: value for name, value in item.to_json().items() if name != "place"}
            named = {"section": section, "place": item.place.name, "place_id": item.place.id}
            ident = f"{section}:{item.place.id}"
            yield _feature(ident, (item.place.lon, item.place.lat), {**named, **asked, **told})


def _feature(ident: str, position: tuple[float, float] | None, properties: dict[str, Any]) -> Feature:
    geometry = {"type": "Point", "coordinates": [round(part, 7) for part in position]} if position else None
    return {"type": "Feature", "id": ident, "properties": properties, "geometry": geometry}

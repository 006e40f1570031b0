"""The ground under the marks: land, borders, first-level areas and towns of our own, so that no tiles are needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from geo.cartography.view import Bounds, Spot, main_bounds, whole_bounds

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.boundaries import Boundaries
    from gazetteer.index import Index

__all__ = ["build", "encode"]

_WORLD = Bounds(-180.0, -85.0, 180.0, 85.0)
_SCALE = 1_000  # 0.001 degrees, about a hundred metres: under a pixel at the zooms the outlines are good for
_TOWNS = (250, 150)  # in the detailed box, and again close round the marks, where small towns matter
_WIDEST = 40.0  # degrees; a wider detailed clip would fill the file without being looked at

Row = dict[str, Any]


def build(spots: Iterable[Spot], *, boundaries: Boundaries | None = None, index: Index | None = None) -> Row:
    """The base map: the whole world coarsely, and in detail what lies round the spots.

    Lines are flat lists of whole thousandths of a degree, first longitude and latitude, then differences.
    """
    spots = list(spots)
    boundaries = boundaries or _boundaries()
    detailed = _detailed(spots)
    coarse = _outlines(boundaries, _WORLD, "coarse", without=detailed)
    fine = _outlines(boundaries, detailed, "fine") if detailed else {}
    return {
        "scale": _SCALE,
        "land": coarse["land"] + fine.get("land", []),
        "coast": coarse["coast"] + fine.get("coast", []),
        "borders": coarse["borders"] + fine.get("borders", []),
        "areas": fine.get("areas", []),
        "labels": _labels(boundaries) + _towns(index or _index(), spots, detailed),
    }


def _boundaries() -> Boundaries:
    from gazetteer.boundaries import open_boundaries

    return open_boundaries()


def _index() -> Index:
    from gazetteer.index import open_index

    return open_index()


def encode(line: Sequence[Sequence[float]]) -> list[int]:
    """A line of (lon, lat) degrees as differences of thousandths, without points that fall together.

    >>> encode([(12.0, 32.0), (12.5, 32.1), (12.5001, 32.1)])
    [12000, 32000, 500, 100]
    """
    flat: list[int] = []
    x = y = 0
    for lon, lat, *_ in line:
        next_x, next_y = round(lon * _SCALE), round(lat * _SCALE)
        if flat and (next_x, next_y) == (x, y):
            continue
        flat += [next_x - x, next_y - y]
        x, y = next_x, next_y
    return flat


def _detailed(spots: list[Spot]) -> Bounds | None:
    """The box worth detail: all spots with room round them, or the main ones where all lie too far apart."""
    for bounds in (whole_bounds(spots), main_bounds(spots)):
        if bounds and bounds.east - bounds.west <= _WIDEST and bounds.north - bounds.south <= _WIDEST:
            return bounds.grown(share=0.5, least=3.0)
    return None


def _outlines(boundaries: Boundaries, bounds: Bounds, detail: str, *, without: Bounds | None = None) -> Row:
    """Land, coast, borders and area lines of a box, each drawn once; ``without`` cuts a hole for better ones."""
    from shapely import box, line_merge, unary_union

    pieces = boundaries.clip((bounds.west, bounds.south, bounds.east, bounds.north), detail)
    countries = [geometry for kind, _, geometry in pieces if kind == "country"]
    areas = [geometry for kind, _, geometry in pieces if kind == "admin1"]
    land = unary_union(countries)
    frame = box(bounds.west, bounds.south, bounds.east, bounds.north).boundary.buffer(1e-6)
    coast = land.boundary.difference(frame)
    borders = unary_union([c.boundary for c in countries]).difference(land.boundary).difference(frame)
    inner = unary_union([a.boundary for a in areas])
    for drawn in (land.boundary, borders, frame):
        inner = inner.difference(drawn)
    if without is not None:
        hole = box(without.west, without.south, without.east, without.north)
        land, coast, borders = land.difference(hole), coast.difference(hole), borders.difference(hole)
    return {
        "land": _polygons(land),
        "coast": _lines(coast),
        "borders": _lines(line_merge(borders)),
        "areas": _lines(line_merge(inner)),
    }


def _polygons(geometry: BaseGeometry) -> list[list[list[int]]]:
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if part.geom_type == "Polygon"]
    return [[encode(ring.coords) for ring in (part.exterior, *part.interiors)] for part in parts if not part.is_empty]


def _lines(geometry: BaseGeometry) -> list[list[int]]:
    parts = getattr(geometry, "geoms", [geometry])
    coded = (encode(part.coords) for part in parts if part.geom_type in {"LineString", "LinearRing"})
    return [line for line in coded if len(line) >= 4]


def _labels(boundaries: Boundaries) -> list[list[Any]]:
    """Names of countries at a point inside each, as [lat, lon, name, "country", rank]; the largest has rank 0."""
    pieces = boundaries.clip((_WORLD.west, _WORLD.south, _WORLD.east, _WORLD.north), "coarse")
    named = [(names["name"], shape) for kind, names, shape in pieces if kind == "country" and names.get("name")]
    named.sort(key=lambda pair: -pair[1].area)
    spots = ((name, shape.representative_point()) for name, shape in named)
    return [[round(p.y, 2), round(p.x, 2), name, "country", rank] for rank, (name, p) in enumerate(spots)]


def _towns(index: Index, spots: list[Spot], detailed: Bounds | None) -> list[list[Any]]:
    """Towns as [lat, lon, name, "town", population], the most populous first."""
    from gazetteer.towns import towns

    main = main_bounds(spots)
    boxes = (detailed, main and main.grown(share=0.3, least=0.3))
    found = {
        place.id: place
        for box, limit in zip(boxes, _TOWNS, strict=True)
        if box
        for place in towns(index, box.west, box.south, box.east, box.north, limit=limit)
    }
    ordered = sorted(found.values(), key=lambda place: (-place.population, place.id))
    return [[round(p.lat, 3), round(p.lon, 3), p.name, "town", p.population] for p in ordered]

"""The ground under the marks: land, borders, first-level areas and towns of our own, so that no tiles are needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from geo.cartography.outlines import GRID, outlines
from geo.cartography.view import Bounds, Spot, main_bounds, whole_bounds

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.boundaries import Boundaries
    from gazetteer.index import Gazetteer

__all__ = ["build", "decode", "encode"]

_WORLD = Bounds(-180.0, -85.0, 180.0, 85.0)
_TOWNS = (250, 150)  # in the detailed box, and again close round the marks, where small towns matter
_WIDEST = 30.0  # degrees; a wider detailed clip would fill the file without being looked at

Row = dict[str, Any]


def build(spots: Iterable[Spot], *, boundaries: Boundaries | None = None, index: Gazetteer | None = None) -> Row:
    """The base map: the whole world coarsely, and in detail what lies round the spots.

    Lines are flat lists of whole thousandths of a degree, first longitude and latitude, then differences. Land has
    a coast wherever its rim does not run along one of the ``frames`` [west, south, east, north], where it was cut.
    """
    spots = list(spots)
    boundaries = boundaries or _boundaries()
    detailed = _detailed(spots)
    coarse = _coded(boundaries, _WORLD, "coarse", without=detailed)
    fine = _coded(boundaries, detailed, "fine") if detailed else {}
    frames = [_WORLD, detailed] if detailed else [_WORLD]
    return {
        "scale": GRID,
        "frames": [encode([(f.west, f.south)]) + encode([(f.east, f.north)]) for f in frames],
        "land": coarse["land"] + fine.get("land", []),
        "borders": coarse["borders"] + fine.get("borders", []),
        "areas": fine.get("areas", []),
        "labels": _labels(boundaries) + _towns(index or _index(), spots, detailed),
    }


def _boundaries() -> Boundaries:
    from gazetteer.boundaries import open_boundaries

    return open_boundaries()


def _index() -> Gazetteer:
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
        next_x, next_y = round(lon * GRID), round(lat * GRID)
        if flat and (next_x, next_y) == (x, y):
            continue
        flat += [next_x - x, next_y - y]
        x, y = next_x, next_y
    return flat


def decode(flat: Sequence[int]) -> list[tuple[float, float]]:
    """What :func:`encode` made of a line, as (lon, lat) degrees.

    >>> decode(encode([(12.0, 32.0), (12.5, 32.1)]))
    [(12.0, 32.0), (12.5, 32.1)]
    """
    line, x, y = [], 0, 0
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        line.append((x / GRID, y / GRID))
    return line


def _detailed(spots: list[Spot]) -> Bounds | None:
    """The box worth detail: all spots with room round them, or the main ones where all lie too far apart."""
    for bounds, widest in ((whole_bounds(spots), _WIDEST / 2), (main_bounds(spots), _WIDEST)):
        if bounds and bounds.east - bounds.west <= widest and bounds.north - bounds.south <= widest:
            grown = bounds.grown(share=0.3, least=2.5)
            return Bounds(*(round(side, 1) for side in (grown.west, grown.south, grown.east, grown.north)))
    return None


def _coded(boundaries: Boundaries, bounds: Bounds, detail: str, *, without: Bounds | None = None) -> Row:
    shapes = outlines(boundaries, bounds, detail, without=without)
    return {
        "land": _polygons(shapes.land),
        "borders": _lines(shapes.borders),
        "areas": _lines(shapes.areas),
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


def _towns(index: Gazetteer, spots: list[Spot], detailed: Bounds | None) -> list[list[Any]]:
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

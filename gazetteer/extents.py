"""How far regions, seas, rivers and lakes reach: their shapes, put together from the shipped boundaries.

A table tells each shape in words: which areas it unites, or a frame whose land or water it is, or the line of a river.
Coasts and borders come from :mod:`gazetteer.boundaries`, so a sea ends where the map's land begins. Degrees, longitude
first; no shape crosses the antimeridian.
"""

from __future__ import annotations

import csv
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from gazetteer.boundaries import COARSE, FINE, Boundaries, open_boundaries

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.place import LonLat, Place

__all__ = ["Extents", "outline_of", "shape_of"]

_TABLE = Path(__file__).with_name("data") / "extents.csv"
_WIDE_DEG = 6.0  # from this width on the coarse shapes are fine enough
_WORLD = (-180.0, -90.0, 180.0, 90.0)
_BANK_DEG = 0.03  # how far a river's line may stray from its water
_WHOLE = 0.8  # a part with this share of a shape's area stands for the shape
_CORNERS, _CORNERS_OF_BANKS = 60, 160


@cache
def _rows() -> dict[str, tuple[str, str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: (row["kind"], row["members"], row["outline"]) for row in csv.DictReader(lines)}


class Extents:
    """Shapes of regions and waters by the id of their gazetteer entry, made when first asked for.

    >>> donbas = Extents(open_boundaries()).shape("sitmap:donbas")
    >>> donbas.contains(shapely.Point(37.8, 48.0)), donbas.contains(shapely.Point(36.2, 50.0))
    (True, False)
    """

    def __init__(self, boundaries: Boundaries) -> None:
        self._boundaries = boundaries
        self._shapes: dict[str, BaseGeometry | None] = {}

    def shape(self, identifier: str) -> BaseGeometry | None:
        """The shape of a region (polygons), sea, lake or river (a line); None for what the table does not tell.

        >>> Extents(open_boundaries()).shape("sitmap:euphrates").geom_type
        'LineString'
        """
        if identifier not in self._shapes:
            row = _rows().get(identifier)
            self._shapes[identifier] = None if row is None else self._made(*row)
        return self._shapes[identifier]

    def _made(self, kind: str, members: str, outline: str) -> BaseGeometry:
        if kind == "line":
            return shapely.LineString(_points(outline))
        if members:
            return self._united(members.split(";"), shapely.Polygon(_points(outline)) if outline else None)
        frame = shapely.Polygon(_points(outline))
        if kind == "water":
            return frame
        land = shapely.union_all(self._land(frame))
        return _areal(frame.difference(land) if kind == "sea" else frame.intersection(land))

    def _united(self, members: list[str], frame: BaseGeometry | None) -> BaseGeometry:
        united = shapely.union_all([self._member(member, frame) for member in members])
        return _areal(united if frame is None else united.intersection(frame))

    def _member(self, member: str, frame: BaseGeometry | None) -> BaseGeometry:
        """A country ("SD") or all its areas of a name ("SD/North Darfur")."""
        code, _, name = member.partition("/")
        if name:
            return self._boundaries.named(code, name)
        wide = frame is None or frame.bounds[2] - frame.bounds[0] > _WIDE_DEG
        return self._world[code] if wide and code in self._world else self._boundaries.country(code)

    def _land(self, frame: BaseGeometry) -> list[BaseGeometry]:
        west, _, east, _ = frame.bounds
        detail = COARSE if east - west > _WIDE_DEG else FINE
        return [shape for kind, _, shape in self._boundaries.clip(frame.bounds, detail) if kind == "country"]

    @cached_property
    def _world(self) -> dict[str, BaseGeometry]:
        return {about["country"]: shape for _, about, shape in self._boundaries.clip(_WORLD, COARSE)}


@cache
def _extents(boundaries: Boundaries) -> Extents:
    return Extents(boundaries)


def shape_of(place: Place, boundaries: Boundaries | None = None) -> BaseGeometry | None:
    """The shape of a region or a body of water, None for places that are points or areas of government.

    >>> from gazetteer.place import Place
    >>> shape_of(Place("sitmap:dead-sea", "Dead Sea", 31.5, 35.48, "H", "LK")).area > 0.03
    True
    """
    return _extents(boundaries or open_boundaries()).shape(place.id)


def outline_of(place: Place, boundaries: Boundaries | None = None) -> list[LonLat] | None:
    """One ring round the place's shape, of few corners; None where the shape is not known.

    It is the shape's largest part where that is most of it, else the hull of all parts; a river's is its two banks.
    """
    shape = shape_of(place, boundaries)
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type == "LineString":
        return _ring(shape.simplify(_BANK_DEG).buffer(_BANK_DEG, quad_segs=1, cap_style="flat"), _CORNERS_OF_BANKS)
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    whole = parts[0] if parts[0].area >= _WHOLE * shape.area else shape.convex_hull
    return _ring(whole, _CORNERS)


def _ring(polygon: Any, corners: int) -> list[LonLat]:
    from gazetteer.place import LonLat

    tolerance = 0.005
    ring = polygon.exterior
    while len(ring.coords) > corners and tolerance < 2:
        ring = polygon.simplify(tolerance).exterior
        tolerance *= 1.5
    return [LonLat(x, y) for x, y in ring.coords]


def _points(text: str) -> list[tuple[float, ...]]:
    return [tuple(map(float, point.split())) for point in text.split(",")]


def _areal(shape: BaseGeometry) -> BaseGeometry:
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])

"""Countries and first-level areas: what lies at a point, the ground of a map, and where the open sea is.

Shapes are Natural Earth's at 1:10 million, generalised to some 0.01 degrees; a coast is good to a kilometre or two.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import shapely

from gazetteer.errors import PlaceNotFoundError, SourceFormatError
from gazetteer.place import Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["COARSE", "FINE", "Boundaries", "Detail", "Layer", "open_boundaries", "pack"]

FINE, COARSE = "fine", "coarse"
Detail: TypeAlias = Literal["fine", "coarse"]
Row: TypeAlias = tuple[str, str, str]
Layer: TypeAlias = "tuple[Sequence[Row], np.ndarray[Any, np.dtype[Any]]]"
Piece: TypeAlias = "tuple[str, Mapping[str, str], BaseGeometry]"

_DATA = Path(__file__).with_name("data")
_GRID = 1_000  # shapes are kept in whole thousandths of a degree
_METRES_PER_DEGREE = 111_320.0
_SEA_REACH_M = 60_000.0  # a place is coastal when the sea is this near
_RINGS, _RAYS = 12, 72


@cache
def open_boundaries(path: Path | None = None) -> Boundaries:
    """Open the shipped shapes; opened once, loaded when first asked.

    >>> open_boundaries().country_at(lon=13.02, lat=32.17)
    'LY'
    """
    return Boundaries(path or _DATA / "boundaries.npz")


class Boundaries:
    """Shapes of countries and first-level areas. Positions are degrees, longitude first."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def country_at(self, lon: float, lat: float, *, within_m: float = 0.0) -> str | None:
        """ISO code of the country at a point, or None at sea; ``within_m`` also takes land that near, in metres.

        >>> open_boundaries().country_at(13.19, 33.2) is None
        True
        """
        found = self._area_at(lon, lat, within_m)
        return None if found is None else self._areas[found][2]

    def admin1_at(self, lon: float, lat: float, *, within_m: float = 0.0) -> tuple[str, str] | None:
        """Id and name of the first-level area at a point, None at sea.

        >>> open_boundaries().admin1_at(36.28, 33.51)[1]
        'Damascus'
        """
        found = self._area_at(lon, lat, within_m)
        return None if found is None else self._areas[found][:2]

    def is_sea(self, lon: float, lat: float) -> bool:
        """Whether no land lies at a point; lakes are not sea.

        >>> open_boundaries().is_sea(18.0, 33.0), open_boundaries().is_sea(15.0, 28.0)
        (True, False)
        """
        return self._area_at(lon, lat, 0.0) is None

    def country(self, code: str) -> BaseGeometry:
        """The shape of a country by ISO code; raises PlaceNotFoundError for codes that are none.

        >>> open_boundaries().country("MT").geom_type
        'MultiPolygon'
        """
        return self._dissolved(code.upper())

    def admin1(self, identifier: str) -> BaseGeometry:
        """The shape of a first-level area by its id; raises PlaceNotFoundError for ids that are none.

        >>> tripoli = open_boundaries().admin1_at(13.19, 32.88)[0]
        >>> open_boundaries().admin1(tripoli).area < 1
        True
        """
        if identifier not in self._numbers:
            raise PlaceNotFoundError(f"no first-level area has the id {identifier!r}; ids look like 'geonames:2210245'")
        return self._shapes[self._numbers[identifier]]

    def named(self, code: str, name: str) -> BaseGeometry:
        """The union of a country's first-level areas of that name; raises PlaceNotFoundError where there is none.

        >>> open_boundaries().named("UA", "Kyiv").area > 3
        True
        """
        numbers = [number for number, row in enumerate(self._areas) if row[2] == code and row[1] == name]
        if not numbers:
            raise PlaceNotFoundError(f"no first-level area of {code} is called {name!r}")
        return _polygonal(shapely.union_all(self._shapes[numbers]))

    def places(self) -> Iterator[Place]:
        """Every country and first-level area as a place with its names.

        >>> next(p.name for p in open_boundaries().places() if p.country == "LY")
        'Libya'
        """
        for name in ("countries.csv", "admin1.csv"):
            with (self._path.parent / name).open(encoding="utf-8", newline="") as lines:
                yield from map(_place, csv.DictReader(lines))

    def clip(self, bbox: tuple[float, float, float, float], detail: Detail | str) -> list[Piece]:
        """Ground for a map: (kind, properties, shape) inside a box of west, south, east, north degrees.

        Kinds are "country" and, in fine detail, "admin1"; properties are id, name and country. A box whose west
        exceeds its east crosses the antimeridian.

        >>> [kind for kind, _, _ in open_boundaries().clip((14.1, 35.7, 14.7, 36.2), "coarse")]
        ['country']
        """
        if detail not in (FINE, COARSE):
            raise ValueError(f"detail {detail!r} is neither 'fine' nor 'coarse'")
        west, south, east, north = bbox
        if west > east:
            return [*self.clip((west, south, 180.0, north), detail), *self.clip((-180.0, south, east, north), detail)]
        frame = shapely.box(west, south, east, north)
        if detail == COARSE:
            return _clipped("country", *self._coarse, frame)
        numbers = sorted(self._tree.query(frame, predicate="intersects").tolist())
        rows = [self._areas[number] for number in numbers]
        areas = _clipped("admin1", rows, self._shapes[numbers], frame)
        return [*self._countries_of(areas), *areas]

    def seaward_bearing(self, lon: float, lat: float) -> float | None:
        """Direction from a coastal place to the open sea in degrees clockwise from north; None inland.

        The mean of the directions in which water lies within 60 km, nearer water counting more.

        >>> round(open_boundaries().seaward_bearing(13.19, 32.88) / 45) % 8
        0
        >>> open_boundaries().seaward_bearing(14.43, 27.04) is None
        True
        """
        x = y = 0.0
        for bearing, distance in self._water_near(lon, lat):
            x += math.sin(bearing) / distance
            y += math.cos(bearing) / distance
        return None if math.hypot(x, y) < 1e-9 else math.degrees(math.atan2(x, y)) % 360

    def land_near(self, lon: float, lat: float, radius_m: float) -> BaseGeometry:
        """The land within about so many metres of a point; empty on the high sea."""
        half = radius_m / _METRES_PER_DEGREE
        width = min(180.0, half / max(0.01, math.cos(math.radians(lat))))
        frame = shapely.box(lon - width, lat - half, lon + width, lat + half)
        turns = [0.0, *([360.0] if lon + width > 180 else []), *([-360.0] if lon - width < -180 else [])]
        return shapely.union_all([piece for turn in turns for piece in self._turned(frame, turn)])

    def around(self, shape: BaseGeometry, within_deg: float) -> BaseGeometry:
        """The first-level areas beside an area's shape, so many degrees from it at most, but none inside it.

        >>> beside = open_boundaries().around(open_boundaries().country("LY"), 0.02)
        >>> beside.contains(shapely.Point(10.0, 33.0)), beside.contains(shapely.Point(15.0, 28.0))
        (True, False)
        """
        edge = shape.boundary
        shapely.prepare(shape)
        near = self._tree.query(edge, predicate="dwithin", distance=within_deg)
        inside = shapely.intersects(shape, shapely.point_on_surface(self._shapes[near]))
        return shapely.union_all(self._shapes[near[~inside]])

    def _turned(self, frame: BaseGeometry, turn: float) -> list[BaseGeometry]:
        """What land lies in a frame, its longitudes moved by a full turn where the frame passes the antimeridian."""
        there = shapely.transform(frame, lambda points: points - [turn, 0.0])
        pieces = shapely.intersection(self._shapes[self._tree.query(there)], there)
        return list(shapely.transform(pieces, lambda points: points - [-turn, 0.0]))

    @cached_property
    def _layers(self) -> dict[str, Layer]:
        return _unpack(self._path)

    @cached_property
    def _areas(self) -> Sequence[Row]:
        return self._layers[FINE][0]

    @cached_property
    def _shapes(self) -> Any:
        return self._layers[FINE][1]

    @cached_property
    def _coarse(self) -> Layer:
        return self._layers[COARSE]

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {row[0]: number for number, row in enumerate(self._areas)}

    @cached_property
    def _countries(self) -> dict[str, Row]:
        return {row[2]: row for row in self._coarse[0]}

    @cache  # noqa: B019 - one object per process, and no more shapes than countries
    def _dissolved(self, code: str) -> BaseGeometry:
        numbers = [number for number, row in enumerate(self._areas) if row[2] == code]
        if not numbers:
            raise PlaceNotFoundError(f"no country has the code {code!r}; codes are ISO 3166-1 alpha-2 such as 'LY'")
        return _polygonal(shapely.union_all(self._shapes[numbers]))

    def _area_at(self, lon: float, lat: float, within_m: float) -> int | None:
        point = shapely.Point(_wrapped(lon), lat)
        found = self._tree.query(point, predicate="intersects")
        if len(found):
            return int(found.min())
        near = self._tree.query(point, predicate="dwithin", distance=within_m / _METRES_PER_DEGREE) if within_m else []
        return min(map(int, near), key=lambda number: (self._shapes[number].distance(point), number), default=None)

    def _countries_of(self, areas: Sequence[Piece]) -> Iterator[Piece]:
        members: dict[str, list[BaseGeometry]] = {}
        for _, properties, shape in areas:
            members.setdefault(properties["country"], []).append(shape)
        for code, shapes in sorted(members.items()):
            yield "country", _properties(self._countries[code]), _polygonal(shapely.union_all(shapes))

    def _water_near(self, lon: float, lat: float) -> list[tuple[float, float]]:
        """Bearings in radians and distances in metres of those samples around a point that lie in the sea."""
        distances = _SEA_REACH_M * (np.arange(_RINGS) + 1) / _RINGS
        bearings = 2 * math.pi * np.arange(_RAYS) / _RAYS
        grid_b, grid_d = (axis.ravel() for axis in np.meshgrid(bearings, distances))
        scale = _METRES_PER_DEGREE * max(0.01, math.cos(math.radians(lat)))
        east, north = grid_d * np.sin(grid_b) / scale, grid_d * np.cos(grid_b) / _METRES_PER_DEGREE
        land = self.land_near(lon, lat, 1.1 * _SEA_REACH_M)
        shapely.prepare(land)
        wet = ~shapely.intersects_xy(land, lon + east, lat + north)
        return list(zip(grid_b[wet].tolist(), grid_d[wet].tolist(), strict=True))


def pack(path: Path, layers: Mapping[str, Layer]) -> None:
    """Write layers of (rows, multipolygons): points as differences, on a grid of a thousandth of a degree."""
    columns: dict[str, Any] = {}
    for name, (rows, shapes) in layers.items():
        _, points, offsets = shapely.to_ragged_array(list(shapes))
        whole = np.round(points * _GRID).astype(np.int64)
        steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), np.int64)).astype(np.int32)
        planes = np.ascontiguousarray(steps.T).view(np.uint8).reshape(2, -1, 4)
        columns |= {f"{name}.rows": np.array(rows), f"{name}.steps": np.moveaxis(planes, 2, 0).copy()}
        columns |= {f"{name}.offsets{number}": each.astype(np.int32) for number, each in enumerate(offsets)}
    np.savez_compressed(path, **columns)


def _unpack(path: Path) -> dict[str, Layer]:
    try:
        with np.load(path, allow_pickle=False) as columns:
            return {name: _layer(columns, name) for name in (FINE, COARSE)}
    except (OSError, KeyError, ValueError) as error:
        raise SourceFormatError(f"{path} holds no shapes: {error}") from error


def _layer(columns: Mapping[str, Any], name: str) -> Layer:
    planes = np.ascontiguousarray(np.moveaxis(columns[f"{name}.steps"], 0, 2))
    sums = planes.view(np.int32).reshape(2, -1).cumsum(axis=1, dtype=np.int64)
    points = np.ascontiguousarray(sums.T) / _GRID
    offsets = tuple(columns[f"{name}.offsets{number}"] for number in range(3))
    shapes = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, points, offsets)
    rows = [(row[0], row[1], row[2]) for row in columns[f"{name}.rows"].tolist()]
    return rows, shapes


def _clipped(kind: str, rows: Sequence[Row], shapes: Any, frame: BaseGeometry) -> list[Piece]:
    cut = [_polygonal(shape) for shape in shapely.intersection(shapes, frame)]
    return [(kind, _properties(row), shape) for row, shape in zip(rows, cut, strict=True) if not shape.is_empty]


def _polygonal(shape: BaseGeometry) -> BaseGeometry:
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def _properties(row: Row) -> dict[str, str]:
    return {"id": row[0], "name": row[1], "country": row[2]}


def _wrapped(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        id=row["id"],
        name=row["name"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        feature_class=row["feature_class"],
        feature_code=row["feature_code"],
        country=row["country"],
        admin1=row["admin1"] or None,
        population=int(row["population"]),
        radius_m=float(row["radius_m"]),
        names=tuple(name for name in row["names"].split(";") if name),
    )

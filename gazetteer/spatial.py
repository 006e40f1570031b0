"""Places by where they lie: in a box, in a shape, nearest to a point. Degrees WGS 84, longitude first.

A layer keeps its positions by bands of latitude, each from west to east, so that a box costs two searches by halves for
each band that it touches, however many places there are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gazetteer.distance import EARTH_M
from gazetteer.packing import DEGREE, band_of, country_number

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.store import Store

__all__ = ["EARTH_M", "Box", "Kind", "best_known", "boxes_of", "in_boxes", "in_shape", "nearest"]

Box = tuple[float, float, float, float]
Rows = np.ndarray[Any, np.dtype[Any]]
_POINT = np.dtype(
    [("lon", "<i4"), ("lat", "<i4"), ("number", "<u4"), ("country", "<u2"), ("kind", "u1"), ("weight", "u1")]
)
_FIRST_LOOK_M = 5_000.0
_WIDER = 3.0
_ROWS_A_BAND = 1_000  # from so many on, two searches by halves are quicker than a look at each row


class Kind:
    """Which places are meant: GeoNames feature classes ("P", "PA"), and a country by its ISO code; None for all."""

    def __init__(self, feature_class: str | None = None, country: str | None = None) -> None:
        self._classes = [ord(letter) for letter in feature_class] if feature_class else None
        self._country = country_number(country.upper()) if country else None

    def of(self, rows: Rows) -> Rows:
        """Those of the rows."""
        if self._classes is not None:
            rows = rows[np.isin(rows["kind"], self._classes)]
        if self._country is not None:
            rows = rows[rows["country"] == self._country]
        return rows


def _in_box(layer: Store, box: Box) -> Rows:
    west, south, east, north = box
    table = layer.points()
    points = np.frombuffer(table.rows, _POINT)
    low, high = band_of(max(south, -90.0)), band_of(min(north, 90.0))
    if low > high:
        return points[:0]
    rows = points[table.starts[low] : table.starts[high + 1]]
    first, last = (round(min(max(side, -180.0), 180.0) * DEGREE) for side in (west, east))
    if len(rows) > _ROWS_A_BAND * (high + 1 - low):
        bands = [points[table.starts[band] : table.starts[band + 1]] for band in range(low, high + 1)]
        spans = [np.searchsorted(band["lon"], (first, last + 1)) for band in bands]
        rows = np.concatenate([band[west:east] for band, (west, east) in zip(bands, spans, strict=True)])
    elif west > -180 or east < 180:
        rows = rows[(rows["lon"] >= first) & (rows["lon"] <= last)]
    return rows[(rows["lat"] >= south * DEGREE) & (rows["lat"] <= north * DEGREE)]


def boxes_of(box: Box) -> list[Box]:
    """A box as one or two that do not cross the antimeridian: west beyond east crosses it, and so do 170 to 190.

    >>> boxes_of((170, -20, -170, -10))
    [(170, -20, 180, -10), (-180, -20, -170, -10)]
    """
    west, south, east, north = box
    if not all(map(math.isfinite, box)) or south > north:
        raise ValueError(f"a box is (west, south, east, north) in degrees, south below north, not {box}")
    if west > east:
        return [(west, south, 180, north), (-180, south, east, north)]
    boxes = [(west, south, east, north)]
    if east > 180:
        boxes.append((-180, south, east - 360, north))
    if west < -180:
        boxes.append((west + 360, south, 180, north))
    return boxes


def in_boxes(layer: Store, boxes: Sequence[Box], kind: Kind) -> Rows:
    """The rows of places in any of the boxes."""
    return np.unique(np.concatenate([kind.of(_in_box(layer, box)) for box in boxes]))


def in_shape(layer: Store, shape: BaseGeometry, kind: Kind) -> Rows:
    """The rows of places in or on a shape, which may lie beyond 180 degrees: then it is meant round the globe."""
    import shapely

    if shape.is_empty:
        return np.empty(0, _POINT)
    shapely.prepare(shape)
    found = []
    for turn in (-360, 0, 360):
        west, south, east, north = shape.bounds
        box = (max(west + turn, -180), south, min(east + turn, 180), north)
        if box[0] <= box[2]:
            rows = kind.of(_in_box(layer, box))
            found.append(rows[shapely.intersects_xy(shape, rows["lon"] / DEGREE - turn, rows["lat"] / DEGREE)])
    return np.unique(np.concatenate(found)) if found else np.empty(0, _POINT)


def nearest(layer: Store, lon: float, lat: float, limit: int, kind: Kind, most_m: float) -> Iterator[tuple[float, int]]:
    """Metres and numbers of the places nearest to a point, within a distance, nearest first."""
    reach = min(_FIRST_LOOK_M, most_m)
    while True:
        rows = kind.of(_round(layer, lon, lat, reach))
        metres = _metres(rows, lon, lat)
        inside = metres <= reach
        if inside.sum() >= limit or reach >= most_m:
            break
        reach = min(reach * _WIDER, most_m)
    rows, metres = rows[inside], metres[inside]
    for at in np.argsort(metres, kind="stable")[:limit]:
        yield float(metres[at]), int(rows["number"][at])


def _round(layer: Store, lon: float, lat: float, reach_m: float) -> Rows:
    """The places of a box that holds the circle."""
    high = math.degrees(reach_m / EARTH_M) * 1.01 + 1e-6
    south, north = lat - high, lat + high
    if south <= -90 or north >= 90:
        boxes = [(-180.0, max(south, -90.0), 180.0, min(north, 90.0))]
    else:
        wide = high / math.cos(math.radians(max(abs(south), abs(north))))
        boxes = [(-180.0, south, 180.0, north)] if wide >= 180 else boxes_of((lon - wide, south, lon + wide, north))
    return np.concatenate([_in_box(layer, box) for box in boxes])


def _metres(rows: Rows, lon: float, lat: float) -> Rows:
    """Great-circle distances."""
    lons, lats = np.radians(rows["lon"] / DEGREE), np.radians(rows["lat"] / DEGREE)
    y, x = math.radians(lat), math.radians(lon)
    part = np.sin((lats - y) / 2) ** 2 + math.cos(y) * np.cos(lats) * np.sin((lons - x) / 2) ** 2
    return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(np.clip(part, 0, 1))))


def best_known(rows: Rows, limit: int) -> Rows:
    """Those of the rows with the greatest weight."""
    if len(rows) <= limit:
        return rows
    return rows[np.argsort(rows["weight"], kind="stable")[::-1][:limit]]

"""Land, borders and area lines out of shapes that share their edges; each line comes once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.cartography.view import Bounds

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.boundaries import Boundaries

__all__ = ["GRID", "Outlines", "outlines"]

GRID = 1_000  # steps a degree: about a hundred metres, which is under a pixel at the zooms the outlines are good for
_OFFSET = 1 << 20


@dataclass(frozen=True)
class Outlines:
    """Shapes of a box in degrees: ``land`` polygons, and the lines between countries and between their areas."""

    land: BaseGeometry
    borders: BaseGeometry
    areas: BaseGeometry


def outlines(boundaries: Boundaries, bounds: Bounds, detail: str, *, without: Bounds | None = None) -> Outlines:
    """Outlines of a box; ``without`` cuts a hole for better ones. Wide boxes are simplified to what can be seen."""
    pieces = boundaries.clip((bounds.west, bounds.south, bounds.east, bounds.north), detail)
    kind = "admin1" if any(kind == "admin1" for kind, _, _ in pieces) else "country"
    shapes = [shape for piece, _, shape in pieces if piece == kind]
    owners = [properties.get("country") or properties.get("name") for piece, properties, _ in pieces if piece == kind]
    borders, areas = _lines(shapes, owners, bounds)
    coarseness = max(bounds.east - bounds.west, bounds.north - bounds.south) / 10_000
    parts = [_land(shapes), borders, areas]
    if detail == "fine" and coarseness > 1.5 / GRID:
        parts = [shapely.simplify(part, coarseness) for part in parts]
    if without is not None:
        parts = [shapely.difference(part, shapely.box(*_corners(without))) for part in parts]
    return Outlines(*parts)


def _land(shapes: Sequence[BaseGeometry]) -> Any:
    try:
        return shapely.coverage_union_all(shapes)
    except shapely.GEOSException:  # shapes that overlap somewhere, which a sum of edges cannot tell
        return shapely.union_all(shapes)


def _lines(shapes: Sequence[BaseGeometry], owners: Sequence[Any], bounds: Bounds) -> list[Any]:
    """Borders and area lines: edges that shapes of two owners share, and those that two shapes of one owner share."""
    edges, owner = _edges(shapes, owners, bounds)
    if not len(edges):
        return [shapely.MultiLineString()] * 2
    unique, group, count = np.unique(edges, axis=0, return_inverse=True, return_counts=True)
    group = group.ravel()
    least, most = np.full(len(unique), len(owners)), np.full(len(unique), -1)
    np.minimum.at(least, group, owner)
    np.maximum.at(most, group, owner)
    kinds = ((count > 1) & (least != most), (count > 1) & (least == most))
    return [_merged(unique[kind]) for kind in kinds]


def _edges(shapes: Sequence[BaseGeometry], owners: Sequence[Any], bounds: Bounds) -> tuple[Any, Any]:
    """Edges as pairs of point numbers, lower first, with the number of their owner; none that lie on the box."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(owners))}
    starts, ends, owned = [], [], []
    for shape, name in zip(shapes, owners, strict=True):
        points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
        whole = np.round(points * GRID).astype(np.int64)
        inner = (ring[1:] == ring[:-1]) & (whole[1:] != whole[:-1]).any(axis=1) & ~_on_frame(whole, bounds)
        keys = (whole[:, 0] + _OFFSET) * 2 * _OFFSET + whole[:, 1] + _OFFSET
        starts.append(keys[:-1][inner])
        ends.append(keys[1:][inner])
        owned.append(np.full(int(inner.sum()), numbers[name]))
    if not starts:
        return np.empty((0, 2), np.int64), np.empty(0, np.int64)
    pairs = np.stack([np.concatenate(starts), np.concatenate(ends)], axis=1)
    return np.sort(pairs, axis=1), np.concatenate(owned)


def _on_frame(whole: Any, bounds: Bounds) -> Any:
    """Whether an edge runs along the box; those are cuts, not lines of the land."""
    west, south, east, north = (round(value * GRID) for value in _corners(bounds))
    sides = [whole[:, 0] == west, whole[:, 1] == south, whole[:, 0] == east, whole[:, 1] == north]
    return np.logical_or.reduce([side[1:] & side[:-1] for side in sides])


def _merged(pairs: Any) -> Any:
    x, y = np.divmod(pairs, 2 * _OFFSET)
    points = np.stack([x - _OFFSET, y - _OFFSET], axis=2) / GRID
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(points)))


def _corners(bounds: Bounds) -> tuple[float, float, float, float]:
    return bounds.west, bounds.south, bounds.east, bounds.north

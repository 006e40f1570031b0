"""A flat map round a position, on which lengths are metres."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from shapely import affinity

from gazetteer.place import LonLat

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.footprint import Footprint

__all__ = ["Plane", "region_of"]

_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north of a position; good to half a percent within some 200 km.

    >>> plane = Plane(LonLat(12.0, 60.0))
    >>> round(plane.flat(shapely.Point(13.0, 60.0)).x), plane.position(0.0, 111_320.0).lat
    (55660, 61.0)
    """

    origin: LonLat

    @property
    def _east(self) -> float:
        return _METRES_PER_DEGREE * max(0.01, math.cos(math.radians(self.origin.lat)))

    def flat(self, shape: BaseGeometry) -> Any:
        """A shape in degrees as one in metres."""
        moved = affinity.translate(shape, -self.origin.lon, -self.origin.lat)
        return affinity.scale(moved, self._east, _METRES_PER_DEGREE, origin=(0, 0))

    def position(self, x: float, y: float) -> LonLat:
        """The position in degrees of a point in metres."""
        return LonLat(self.origin.lon + x / self._east, self.origin.lat + y / _METRES_PER_DEGREE)

    def ring(self, polygon: Any) -> list[LonLat]:
        """The outer ring of a polygon in metres, in degrees."""
        return [self.position(x, y) for x, y in polygon.exterior.coords]


def region_of(footprint: Footprint, plane: Plane, *, least_m: float = 0.0) -> Any:
    """The ground that a footprint covers, flat: its outline, else its circle, which reaches at least so many metres."""
    if footprint.outline is not None:
        found = plane.flat(shapely.Polygon(footprint.outline)).buffer(0)
        if not found.is_empty:
            return found
    centre = plane.flat(shapely.Point(footprint.lon, footprint.lat))
    return centre.buffer(max(footprint.radius_m, least_m, 1.0))

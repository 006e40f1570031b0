"""The sheet a picture is drawn on: which part of the Earth it shows, and the land, borders and towns of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cartography.view import Bounds, Spot, main_bounds

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["COLOURS", "Sheet", "draw", "plain", "project", "towns"]

COLOURS = {
    "sea": "#d3dfe6", "land": "#f4f2ec", "border": "#a79f93", "area": "#d9d3c7", "coast": "#a9b9c2",
    "ink": "#1d2126", "soft": "#565d66", "plate": "#ffffff", "line": "#dcdfe3", "town": "#6a6458",
}  # fmt: skip
_MAP = (0.0, 0.0, 0.74, 1.0)  # left, bottom, width, height as shares of the figure
_SIDE = (0.755, 0.0, 0.235, 1.0)
_WORLD = Bounds(-170.0, -58.0, 170.0, 75.0)
_LEAST = 0.5  # degrees; a single village is shown with its surroundings
_TOWNS = 40
_FINE = 30.0  # degrees; a wider picture takes the coarse outlines
_MOST_NORTH = 84.0
_STEPS = 3_000  # across the map; finer detail is thinner than a line

Points = NDArray[np.float64]


def project(positions: Any) -> Points:
    """(lon, lat) degrees as points of Mercator's map, in degrees along the equator.

    >>> project([(10.0, 0.0), (10.0, 60.0)]).round(1).tolist()
    [[10.0, 0.0], [10.0, 75.5]]
    """
    xy = np.array(positions, dtype=float).reshape(-1, 2)
    lat = np.radians(np.clip(xy[:, 1], -_MOST_NORTH, _MOST_NORTH))
    return np.column_stack([xy[:, 0], np.degrees(np.arcsinh(np.tan(lat)))])


@dataclass
class Sheet:
    """A figure with its map and its side, the degrees that the map shows, and what is taken by labels already."""

    map: Axes
    side: Axes
    bounds: Bounds
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    @classmethod
    def of(cls, figure: Figure, spots: Sequence[Spot]) -> Sheet:
        """The sheet on which most of the spots lie with room about them; the whole world for none."""
        main = main_bounds(spots)
        wanted = main.grown(share=0.18, least=_LEAST / 2) if main else _WORLD
        here, side = figure.add_axes(_MAP), figure.add_axes(_SIDE)
        for axes in (here, side):
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(False)
        here.set_facecolor(COLOURS["sea"])
        width, height = figure.get_size_inches() * _MAP[2:]
        west, south, east, north = _filled(wanted, float(width / height))
        here.set(xlim=(west, east), ylim=(south, north))
        side.set(xlim=(0, 1), ylim=(0, 1))
        low, high = np.degrees(np.arctan(np.sinh(np.radians([south, north]))))
        return cls(here, side, Bounds(west, float(low), east, float(high)))

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """A position in the map's own coordinates."""
        x, y = project([(lon, lat)])[0]
        return float(x), float(y)

    def points(self, lat: float, lon: float) -> tuple[float, float]:
        """A position on the paper, in points (1/72 inch) from the lower left."""
        x, y = self.map.transData.transform(self.at(lat, lon)) * self._scale
        return float(x), float(y)

    def keep_clear(self, line: Any, reach: float) -> None:
        """Keep labels off points of the map, by so many points of the paper to each side."""
        for x, y in self.map.transData.transform(line) * self._scale:
            self.boxes.append((x - reach, y - reach, x + reach, y + reach))

    def is_free(self, box: tuple[float, float, float, float]) -> bool:
        """Whether a box of the paper, in points, lies on the map and touches none that is taken."""
        edges = self.map.get_window_extent()
        low, high = edges.p0 * self._scale + 2, edges.p1 * self._scale - 2
        inside = bool(low[0] <= box[0] and low[1] <= box[1] and box[2] <= high[0] and box[3] <= high[1])
        return inside and not any(
            box[0] < b[2] and box[2] > b[0] and box[1] < b[3] and box[3] > b[1] for b in self.boxes
        )

    @property
    def _scale(self) -> float:
        """Points for each pixel."""
        return 72 / float(self.map.get_figure(root=True).dpi)

    def shows(self, lat: float, lon: float) -> bool:
        """Whether a position lies on the map."""
        return self.bounds.holds(Spot(lat, lon))


def _filled(bounds: Bounds, shape: float) -> tuple[float, float, float, float]:
    """West, south, east, north of bounds on the flat map, widened to its shape, width by height, round their middle."""
    west, south, east, north = project([(bounds.west, bounds.south), (bounds.east, bounds.north)]).ravel().tolist()
    width, height = max(east - west, (north - south) * shape), max(north - south, (east - west) / shape)
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def draw(sheet: Sheet) -> None:
    """Land, coast, borders and first-level areas."""
    from matplotlib.collections import LineCollection, PathCollection
    from matplotlib.path import Path

    from gazetteer.boundaries import open_boundaries
    from geo.cartography.outlines import outlines

    b = sheet.bounds
    wide = b.east - b.west > _FINE
    box = Bounds(max(b.west, -180.0), max(b.south, -85.0), min(b.east, 180.0), min(b.north, 85.0))
    shapes = outlines(open_boundaries(), box, "coarse" if wide else "fine")
    seen = (b.east - b.west) / _STEPS
    parts = list(_parts(shapely.simplify(shapes.land, seen)))
    rings = [Path.make_compound_path(*(Path(project(r.coords)) for r in _rings(part))) for part in parts]
    land = PathCollection(rings, facecolor=COLOURS["land"], edgecolor=COLOURS["coast"], linewidth=0.6, zorder=1)
    land.set_transform(sheet.map.transData)
    sheet.map.add_collection(land)
    for lines, colour, width in ((shapes.areas, "area", 0.5), (shapes.borders, "border", 0.9)):
        paths = [
            project(part.coords)
            for part in _parts(shapely.simplify(lines, seen))
            if part.geom_type in {"LineString", "LinearRing"}
        ]
        sheet.map.add_collection(LineCollection(paths, colors=COLOURS[colour], linewidths=width, zorder=2))


def plain(text: str) -> str:
    """Text without what no file format takes: control characters and half characters.

    >>> plain("a\\x00b\\ud800")
    'ab'
    """
    return "".join(c for c in text if c.isprintable() or c == " ")


def towns(sheet: Sheet) -> list[tuple[float, float, str]]:
    """The most populous towns as (lat, lon, name), to find one's way by."""
    from gazetteer.index import open_index
    from gazetteer.towns import towns as populous

    b = sheet.bounds
    found = populous(open_index(), b.west, b.south, b.east, b.north, limit=_TOWNS)
    return [(place.lat, place.lon, place.name) for place in found]


def _parts(shape: Any) -> Iterator[Any]:
    yield from (part for part in shapely.get_parts(shape) if not part.is_empty)


def _rings(polygon: Any) -> list[Any]:
    return [polygon.exterior, *polygon.interiors] if polygon.geom_type == "Polygon" else []

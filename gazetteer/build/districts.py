"""Rebuild ``districts.csv``: second-level areas of countries at war, each told by its seat.

    python -m gazetteer.build.districts

``gazetteer/build/districts.csv`` lists the districts of a first-level area by the town that each is named after, or as
"Name=Seat". No free source at hand draws their borders, so a district's point is its seat's, and its radius that of a
circle as large as the part of the area which lies nearer to this seat than to another listed one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gazetteer.boundaries import open_boundaries
from gazetteer.build.boundaries import reach, slug, write
from gazetteer.build.divisions import named
from gazetteer.index import Gazetteer, open_index
from gazetteer.names import fold
from gazetteer.place import Place
from gazetteer.shipped import DATA

__all__ = ["main"]

ASTRAY_DEG = 0.2  # how far from its area a seat may lie, for borders are generalised
WORDS = {"LGA": ("Local Government Area",), "Cercle": ("Circle", "District"), "Raion": ("District",)}


def main() -> None:
    """Write the file."""
    index = open_index()
    known = {place.id for name in ("regions.csv",) for place in _places(name)}
    with Path(__file__).with_name("districts.csv").open(encoding="utf-8", newline="") as lines:
        found = [place for row in csv.DictReader(lines) for place in districts(row, index)]
    write(DATA / "districts.csv", [place for place in found if place.id not in known], source="compiled")


def _places(name: str) -> Iterator[Place]:
    from gazetteer.tables import read_csv

    yield from read_csv(DATA / name)


def districts(row: dict[str, str], index: Gazetteer) -> Iterator[Place]:
    """The districts of one row whose seats the gazetteer knows."""
    shape = open_boundaries().named(row["country"], row["area"])
    seats = {}
    for entry in row["seats"].split(";"):
        name, _, seat = entry.partition("=")
        town = seat_of(seat or name, row["country"], shape, index)
        if town is None:
            print(f"{row['country']}, {row['area']}: no town {seat or name!r}")
        else:
            seats[name] = town
    for (name, town), cell in zip(seats.items(), cells(list(seats.values()), shape), strict=True):
        yield district(name, row["kind"], town, reach(cell))


def seat_of(name: str, country: str, shape: Any, index: Gazetteer) -> Place | None:
    """The most prominent town of the name in or at the first-level area."""
    found = [candidate.place for candidate in index.lookup(name, country=country, limit=20, fuzzy=False)]
    towns = (place for place in found if place.feature_class == "P")
    return next((t for t in towns if shape.dwithin(shapely.Point(t.lon, t.lat), ASTRAY_DEG)), None)


def cells(towns: list[Place], shape: Any) -> list[Any]:
    """For each town the part of the shape that is nearer to it than to another."""
    points = shapely.MultiPoint([(town.lon, town.lat) for town in towns])
    if len(towns) == 1:
        return [shape]
    drawn = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shape.envelope))
    tree = shapely.STRtree(drawn)
    numbers = [tree.query(shapely.Point(town.lon, town.lat), predicate="intersects")[0] for town in towns]
    return list(shapely.intersection(np.array(drawn)[numbers], shape))


def district(name: str, kind: str, seat: Place, radius_m: float) -> Place:
    """The entry of a district: found by its name with the word for its kind, never by the town's bare name."""
    others = [f"{name} {word}" for word in WORDS.get(kind, ())]
    assert seat.country is not None
    found = [named(seat.country, seat.admin1 or "", form) for form in (f"{name} {kind}", f"{name} District", name)]
    known = next(filter(None, found), None)
    if known:
        others += [n for n in (known.name, *known.names) if fold(n) != fold(name)]
    return Place(
        id=f"geonames:{known.number}" if known else f"sitmap:{seat.country.lower()}-{slug(name)}-{slug(kind)}",
        name=f"{name} {kind}",
        lat=seat.lat,
        lon=seat.lon,
        feature_class="A",
        feature_code="ADM2",
        country=seat.country,
        admin1=seat.admin1,
        radius_m=radius_m,
        names=tuple(dict.fromkeys(n for n in others if n != f"{name} {kind}")),
    )


if __name__ == "__main__":
    main()

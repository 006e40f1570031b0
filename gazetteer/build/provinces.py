"""Rebuild ``provinces.csv``: first-level areas younger than the shipped boundaries, told by the towns in them.

    python -m gazetteer.build.provinces

``gazetteer/build/provinces.csv`` names each by a town in it. Its members are the places of GeoNames that carry the same
code of first-level area; the area's point is the middle of them, its radius reaches beyond the farthest.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from gazetteer import geonames, names
from gazetteer.build.boundaries import slug, write
from gazetteer.build.divisions import by_code
from gazetteer.distance import kilometres
from gazetteer.place import LonLat, Place
from gazetteer.shipped import DATA

__all__ = ["main"]

LEAST_M, BEYOND_M = 40_000.0, 15_000.0
FEW, UNKNOWN_M = 3, 80_000.0  # of fewer members nobody can tell how far their area reaches


def main() -> None:
    """Write the file."""
    towns: dict[str, list[Place]] = {}
    for town in geonames.cities():
        towns.setdefault(town.country or "", []).append(town)
    with Path(__file__).with_name("provinces.csv").open(encoding="utf-8", newline="") as lines:
        write(DATA / "provinces.csv", provinces(csv.DictReader(lines), towns), source="compiled")


def provinces(rows: Iterable[dict[str, str]], towns: dict[str, list[Place]]) -> Iterator[Place]:
    """An area for each row whose town GeoNames has."""
    for row in rows:
        wanted = names.fold(row["seat"])
        named = [t for t in towns[row["country"]] if wanted in map(names.fold, (t.name, *t.names))]
        seat = max(named, key=lambda town: (town.population, town.id), default=None)
        if seat is None:
            print(f"{row['country']}: no town {row['seat']!r}")
        else:
            members = [town for town in towns[row["country"]] if town.admin1 == seat.admin1]
            yield province(row, seat, members)


def province(row: dict[str, str], seat: Place, members: list[Place]) -> Place:
    """The entry of a first-level area from its members."""
    middle = LonLat(sum(m.lon for m in members) / len(members), sum(m.lat for m in members) / len(members))
    reach = max(kilometres(middle, member.position) for member in members) * 1000 + BEYOND_M
    return Place(
        id=ident(row, seat.admin1),
        name=row["name"],
        lat=middle.lat,
        lon=middle.lon,
        feature_class="A",
        feature_code="ADM1",
        country=row["country"],
        admin1=seat.admin1,
        radius_m=round(max(LEAST_M if len(members) >= FEW else UNKNOWN_M, reach), -2),
        names=tuple(filter(None, row["names"].split(";"))),
    )


def ident(row: dict[str, str], admin1: str | None) -> str:
    """GeoNames' id of the area with the code of its towns, else one made of its name."""
    division = by_code().get(f"{row['country']}.{admin1}")
    return f"geonames:{division.number}" if division else f"sitmap:{row['country'].lower()}-{slug(row['name'])}"


if __name__ == "__main__":
    main()

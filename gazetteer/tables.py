"""Readers of tables of places that people make: CSV with a header, and GeoJSON; every value is checked.

The fields are those of ``COLUMNS``; only a name and a position are needed. Degrees are WGS 84, GeoJSON has longitude
first. What is wrong is told with the file, the line or feature, the field, the value and what is allowed.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from gazetteer.errors import SourceFormatError
from gazetteer.features import feature_class_of
from gazetteer.place import Place, town_radius

__all__ = ["COLUMNS", "read_csv", "read_geojson", "read_table", "read_tables"]

COLUMNS = (
    *("id", "name", "lat", "lon", "feature_class", "feature_code"),
    *("country", "admin1", "population", "radius_m", "names", "source"),
)
_SPELLINGS = {"latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon", "alternatenames": "names"}
_CLASSES = {
    **{"P": "populated places", "A": "areas of government", "H": "waters", "T": "hills and islands"},
    **{"L": "regions", "S": "sites", "R": "roads", "V": "woods", "U": "the sea's floor"},
}
_CODE = re.compile(r"[A-Z][A-Z0-9]{0,9}")
_ID = re.compile(r"[^\s:]+:\S+")
_FIELDS_AT_MOST = 1 << 20
_SITE_M = 2_000.0
_MOST_PEOPLE = 10_000_000_000
_EARTH_M = 20_040_000.0


def read_table(path: Path | str) -> Iterator[Place]:
    """Places of a CSV file, or of a GeoJSON file by its ending (.geojson, .json); at least one.

    A row without an id gets ``own:`` and its name. Raises :class:`SourceFormatError` for whatever is wrong.
    """
    path = Path(path)
    count = 0
    try:
        reader = read_geojson if path.suffix.lower() in (".geojson", ".json") else read_csv
        for count, place in enumerate(reader(path), 1):  # noqa: B007
            yield place
    except OSError as error:
        raise SourceFormatError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SourceFormatError(f"{path}: no text in UTF-8: byte 0x{error.object[error.start]:02x}") from None
    except csv.Error as error:
        raise SourceFormatError(f"{path}: {error}") from None
    if not count:
        raise SourceFormatError(f"{path}: holds no place; allowed are CSV rows and GeoJSON features")


def read_csv(path: Path) -> Iterator[Place]:
    """Places of a CSV file with a header of ``COLUMNS``, in any order; ``names`` is separated by semicolons."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, delimiter=_delimiter(lines), strict=True)
        columns = [_spelling(column) for column in next(reader, [])]
        _check_columns(columns, path)
        taken: set[str] = set()
        for cells in reader:
            where = f"{path}, line {reader.line_num}"
            if len(cells) != len(columns) and any(cells):
                raise SourceFormatError(f"{where}: {len(cells)} fields; the header has {len(columns)}")
            if any(cells):
                yield _place(dict(zip(columns, cells, strict=True)), where, taken)


def _delimiter(lines: Any) -> str:
    csv.field_size_limit(_FIELDS_AT_MOST)
    header = lines.readline()
    lines.seek(0)
    return max(",;\t", key=header.count) if header else ","


def _spelling(column: str) -> str:
    plain = column.strip().lstrip("\ufeff").lower().replace("_", "")
    known = {c.replace("_", ""): c for c in COLUMNS} | _SPELLINGS
    return known.get(plain, column.strip())


def _check_columns(columns: list[str], path: Path) -> None:
    missing = [column for column in ("name", "lat", "lon") if column not in columns]
    if missing:
        raise SourceFormatError(f"{path}, line 1: no column {', '.join(missing)}; known are {', '.join(COLUMNS)}")
    twice = sorted({column for column in columns if columns.count(column) > 1 and column in COLUMNS})
    if twice:
        raise SourceFormatError(f"{path}, line 1: column {', '.join(twice)} stands there twice")


def read_geojson(path: Path) -> Iterator[Place]:
    """Places of a GeoJSON file: points, and areas, which lie at a point inside of them and reach to their ends."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, RecursionError) as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise SourceFormatError(f"{path}{line}: no JSON: {error}") from None
    features = _features(content, path)
    taken: set[str] = set()
    for number, feature in enumerate(features, 1):
        where = f"{path}, feature {number}"
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise SourceFormatError(f"{where}: type {_shown(_kind(feature))}; allowed is Feature")
        yield _place({**_properties(feature, where), **_position(feature.get("geometry"), where)}, where, taken)


def _features(content: object, path: Path) -> list[Any]:
    if isinstance(content, dict):
        if content.get("type") == "Feature":
            return [content]
        if content.get("type") == "FeatureCollection" and isinstance(content.get("features"), list):
            return list(content["features"])
    raise SourceFormatError(f"{path}: type {_shown(_kind(content))}; allowed are FeatureCollection and Feature")


def _kind(content: object) -> object:
    return content.get("type") if isinstance(content, dict) else type(content).__name__


def _properties(feature: Mapping[str, Any], where: str) -> dict[str, str]:
    given = feature.get("properties") or {}
    if not isinstance(given, dict):
        raise SourceFormatError(f"{where}: properties {_shown(given)}; allowed is an object")
    texts = {_spelling(str(key)): value for key, value in given.items() if value is not None}
    if isinstance(texts.get("names"), list):
        texts["names"] = ";".join(map(str, texts["names"]))
    if "id" not in texts and isinstance(feature.get("id"), str) and _ID.fullmatch(feature["id"]):
        texts["id"] = feature["id"]
    return {key: str(value) for key, value in texts.items() if key in COLUMNS}


def _position(geometry: object, where: str) -> dict[str, str]:
    import shapely
    from shapely.geometry import shape

    from gazetteer.distance import kilometres
    from gazetteer.place import LonLat

    kind = _kind(geometry)
    if kind not in ("Point", "Polygon", "MultiPolygon"):
        raise SourceFormatError(f"{where}: geometry {_shown(kind)}; allowed are Point, Polygon and MultiPolygon")
    try:
        form = shape(geometry)
        point = form if kind == "Point" else form.representative_point()
        ends = shapely.get_coordinates(form.convex_hull)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError) as error:
        raise SourceFormatError(f"{where}: geometry coordinates make no {kind}: {error}") from None
    if form.is_empty or not all(map(math.isfinite, form.bounds)):
        raise SourceFormatError(f"{where}: geometry coordinates make no {kind}: no numbers there")
    _check_bounds(form.bounds, where)
    position = {"lat": repr(round(point.y, 6)), "lon": repr(round(point.x, 6))}
    if kind != "Point":
        position["radius_m"] = repr(max(1000 * kilometres(LonLat(point.x, point.y), LonLat(x, y)) for x, y in ends))
    return position


def _check_bounds(bounds: tuple[float, float, float, float], where: str) -> None:
    west, south, east, north = bounds
    for field, low, high, most in (("longitude", west, east, 180), ("latitude", south, north, 90)):
        if low < -most or high > most:
            value = low if low < -most else high
            raise SourceFormatError(
                f"{where}: {field} {value:g}; allowed are degrees from -{most} to {most}, longitude first"
            )


def _place(row: Mapping[str, str], where: str, taken: set[str]) -> Place:
    row = {field: value.strip() for field, value in row.items()}
    name = _name(row, where)
    lat, lon = (_degrees(row, field, bound, where) for field, bound in (("lat", 90), ("lon", 180)))
    population = int(_number(row, "population", 0, where, most=_MOST_PEOPLE))
    feature_class, code = _feature(row, where)
    radius = town_radius(population) if feature_class == "P" else _SITE_M
    return Place(
        id=_ident(row, where, taken),
        name=name,
        lat=lat,
        lon=lon,
        feature_class=feature_class,
        feature_code=code,
        country=_country(row, where),
        admin1=row.get("admin1") or None,
        population=population,
        radius_m=_number(row, "radius_m", radius, where, most=_EARTH_M),
        names=tuple(n.strip() for n in row.get("names", "").split(";") if n.strip()),
    )


def _name(row: Mapping[str, str], where: str) -> str:
    name = row.get("name", "")
    if not any(map(str.isalnum, name)):
        raise _wrong(where, "name", name, "a name with a letter or digit in it")
    return name


def _ident(row: Mapping[str, str], where: str, taken: set[str]) -> str:
    ident = row.get("id", "")
    if ident and not _ID.fullmatch(ident):
        raise _wrong(where, "id", ident, "a source, a colon and a key, such as my:17 or geonames:2212771")
    if not ident:
        slug = "own:" + ("-".join(re.findall(r"\w+", row["name"].casefold())) or "place")
        ident = next(i for i in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if i not in taken)
    elif ident in taken:
        raise _wrong(where, "id", ident, "an id that no row above has")
    taken.add(ident)
    return ident


def _feature(row: Mapping[str, str], where: str) -> tuple[str, str]:
    code, given = row.get("feature_code", "").upper(), row.get("feature_class", "").upper()
    if "." in code:  # as GeoNames writes them in full: P.PPLC
        given, code = code.split(".", 1)
    if given and given not in _CLASSES:
        classes = ", ".join(f"{letter} ({words})" for letter, words in _CLASSES.items())
        raise _wrong(where, "feature_class", given, classes)
    if code and not _CODE.fullmatch(code):
        raise _wrong(where, "feature_code", code, "a code of GeoNames, such as PPL, ADM2, AIRP, PSTB")
    known = feature_class_of(code) if code else "P"
    if not (given or known):
        raise _wrong(where, "feature_code", code, "a code of GeoNames, such as PPL, or a feature_class beside it")
    return given or known or "P", code or ("PPL" if (given or "P") == "P" else "")


def _country(row: Mapping[str, str], where: str) -> str | None:
    code = row.get("country", "")
    if code and code.upper() not in _countries():
        raise _wrong(where, "country", code, "the two letters of ISO 3166-1, such as LY")
    return code.upper() or None


@cache
def _countries() -> frozenset[str]:
    from gazetteer.geonames import country_codes

    return country_codes()


def _number(row: Mapping[str, str], field: str, default: float, where: str, *, most: float) -> float:
    text = row.get(field, "")
    try:
        number = float(text) if text else default
    except ValueError:
        raise _wrong(where, field, text, f"a number from 0 to {most:.0f}") from None
    if not 0 <= number <= most:
        raise _wrong(where, field, text, f"a number from 0 to {most:.0f}")
    return number


def _degrees(row: Mapping[str, str], field: str, bound: int, where: str) -> float:
    try:
        degrees = float(row.get(field, ""))
    except ValueError:
        degrees = math.nan
    if not abs(degrees) <= bound:
        raise _wrong(where, field, row.get(field, ""), f"degrees from -{bound} to {bound}, with a decimal point")
    return degrees


def _wrong(where: str, field: str, value: str, allowed: str) -> SourceFormatError:
    return SourceFormatError(f"{where}: {field} {_shown(value)}; allowed: {allowed}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) < 80 else f"{text[:76]}...{text[-1]}"


def read_tables(paths: Iterable[Path | str]) -> Iterator[Place]:
    """Places of several tables, the first file's word first where two have one id."""
    seen: set[str] = set()
    for path in paths:
        for place in read_table(path):
            if place.id not in seen:
                seen.add(place.id)
                yield place

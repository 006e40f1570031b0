"""What GeoNames' small files tell of the areas that places lie in: codes of areas, who is within whom, countries."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from gazetteer.dumps import Kind, lines, text_of
from gazetteer.errors import SourceFormatError
from gazetteer.packing import geonames_number
from gazetteer.place import Place

__all__ = ["Areas", "read_areas"]

_WITHIN = ("", "ADM")  # other kinds of hierarchy, such as tourism, say nothing of where a place lies


@dataclass
class Areas:
    """GeoNames numbers of areas by their codes ("LY.77", "LY.77.1"), and of parents by those of their children."""

    codes: dict[str, int] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    sizes: dict[int, tuple[float, str]] = field(default_factory=dict)

    def placed(self, place: Place) -> Place:
        """The place with its parent; a country with its true size and its code of three letters."""
        number = geonames_number(place.id)
        parent = self.parents.get(number) or self._by_codes(place, number)
        if number in self.sizes and place.is_country:
            area, iso3 = self.sizes[number]
            radius = max(5_000.0, 1000 * math.sqrt(area / math.pi))
            place = replace(place, radius_m=radius, names=tuple(dict.fromkeys((*place.names, iso3))))
        return replace(place, parent=f"geonames:{parent}") if parent and parent != number else place

    def _by_codes(self, place: Place, number: int) -> int:
        if place.country is None or place.is_country:
            return 0
        first = f"{place.country}.{place.admin1}"
        found = (self.codes.get(f"{first}.{place.admin2}"), self.codes.get(first), self.countries.get(place.country))
        return next((area for area in found if area and area != number), 0)


def read_areas(files: Iterable[tuple[Kind, Path]]) -> Areas:
    """The areas of some of GeoNames' small files, each told with its kind; the other kinds are passed over.

    Raises :class:`SourceFormatError` with the file, the line, the field, its value and what is allowed.
    """
    areas = Areas()
    readers = {"admin1": _code, "admin2": _code, "hierarchy": _within, "countries": _country}
    for kind, path in files:
        if kind in readers:
            for number, line in lines(path):
                where = f"{path}, line {number}"
                readers[kind](areas, text_of(line, where).split("\t"), where)
    return areas


def _code(areas: Areas, fields: list[str], where: str) -> None:
    if len(fields) != 4:
        raise SourceFormatError(f"{where}: {len(fields)} fields; a list of areas' codes has 4")
    areas.codes[fields[0]] = _number(fields[3], "geonameid", where)


def _within(areas: Areas, fields: list[str], where: str) -> None:
    if len(fields) not in (2, 3):
        raise SourceFormatError(f"{where}: {len(fields)} fields; a hierarchy has 3")
    parent, child = (_number(text, name, where) for text, name in zip(fields, ("parentId", "childId"), strict=False))
    kind = fields[2] if len(fields) == 3 else ""
    if kind in _WITHIN and (kind or child not in areas.parents):
        areas.parents[child] = parent


def _country(areas: Areas, fields: list[str], where: str) -> None:
    if len(fields) < 17:
        raise SourceFormatError(f"{where}: {len(fields)} fields; countryInfo has 19")
    number = _number(fields[16], "geonameid", where)
    try:
        size = float(fields[6] or 0)
    except ValueError:
        raise SourceFormatError(f"{where}: area {fields[6]!r}; allowed: square kilometres") from None
    areas.countries[fields[0]] = number
    areas.sizes[number] = (size, fields[1])


def _number(text: str, name: str, where: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise SourceFormatError(f"{where}: {name} {text!r}; allowed: a whole number")
    return int(text)

"""How a layer of the gazetteer is laid out in its file: places as records, and tables of hashed keys that lead to them.

A file holds, one after the other, a mark, the records, the tables, and a JSON object that tells where each begins.

* A record is a head of numbers, then lines of text: name, id, feature code, areas, further names. Where it stands, in
  steps of four bytes, is the place's number.
* A skeleton's spellings stand together, the best known first, and so do the places that bear each of them: a name is
  compared with all spellings of a skeleton before any record is opened.
* A table is a list of rows sorted by a 64-bit key, and a directory. The first bits of the key tell the bucket, the
  directory where the bucket begins, and the next 32 bits are kept in the row, so that nothing else need be compared:
  among a hundred million keys, a wrong one passes once in some billion lookups.

Nothing is read when a file is opened; a lookup touches a page or two of each table.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import fields
from hashlib import blake2b
from itertools import repeat
from operator import call

from gazetteer.place import Place

__all__ = [
    "BANDS",
    "BEARER",
    "DEGREE",
    "HEAD",
    "MARK",
    "ROWS",
    "STEP",
    "band_of",
    "country_number",
    "geonames_number",
    "hashed",
    "hashed_id",
    "hashed_number",
    "id_key_at",
    "name_at",
    "pack",
    "records",
    "unpack",
    "unpack_all",
]

MARK = b"sitmap places 4\n"
STEP = 4
DEGREE = 10_000_000  # degrees are kept as whole numbers of this fraction
HEAD = struct.Struct("<iiIIIIHBBI")  # lat, lon, people, GeoNames number, radius, parent, country, class, weight, length
_NUMBER = struct.Struct("<12xI")  # the same head, but for this one
_LINES_BETWEEN = 4  # those between the entry's own name and its further ones
_OWN_SPACE = "geonames:"
_MOST = 0xFFFFFFFF
_MIXER = 0x9E3779B97F4A7C15
_HASH = 0xFFFFFFFFFFFFFFFF
BANDS = 20  # to a degree of latitude

# The rows of the tables, without the 64-bit key that they are sorted by: its part comes first where it is needed.
ROWS = {
    "folded": struct.Struct("<IIHH"),  # tag, number, position of the name, country
    "skeleton": struct.Struct("<III"),  # tag, the first of its spellings, how many they are
    "near": struct.Struct("<IIB"),  # tag of a skeleton less one letter, row of the skeleton, position of the letter
    "ids": struct.Struct("<II"),  # tag, number
    "points": struct.Struct("<iiIHBB"),  # lon, lat, number, country, class, weight
}
BEARER = struct.Struct("<IHHH")  # number, position of the name, country, weight: a place with a spelling


def hashed(key: str) -> int:
    """The 64-bit hash of a key.

    >>> hashed("sabratha") == hashed("sabratha") != hashed("sorman")
    True
    """
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def hashed_id(ident: str) -> int:
    """The 64-bit hash of an id, the quicker for those of GeoNames, which are numbers."""
    number = geonames_number(ident)
    return hashed_number(number) if number else hashed(ident)


def hashed_number(number: int) -> int:
    """The 64-bit hash of the id with a GeoNames number."""
    return number * _MIXER & _HASH


def geonames_number(ident: str) -> int:
    """The number in an id of GeoNames, 0 for other ids.

    >>> geonames_number("geonames:2212771"), geonames_number("icao:HLLT"), geonames_number("geonames:2-b")
    (2212771, 0, 0)
    """
    if not ident.startswith(_OWN_SPACE):
        return 0
    digits = ident[9:]
    return int(digits) if digits.isdigit() and digits.isascii() and digits[0] != "0" and len(digits) < 10 else 0


def country_number(code: str | None) -> int:
    """A country's two letters as a number of 16 bits, 0 for none.

    >>> country_number("LY"), country_number(None)
    (19545, 0)
    """
    return (ord(code[0]) << 8 | ord(code[1])) & 0xFFFF if code and len(code) == 2 else 0


def band_of(lat: float) -> int:
    """The band of latitude, a twentieth of a degree wide, counted from the South Pole."""
    return int((lat + 90) * BANDS)


def pack(place: Place, weight: float) -> bytes:
    """A place as a record; ``weight`` is its prominence, 0 to 1."""
    number = geonames_number(place.id)
    lines = (
        place.name,
        "" if number else place.id,
        place.feature_code,
        place.admin1 or "",
        place.admin2 or "",
        *place.names,
    )
    joined = "\n".join(lines)
    if joined.count("\n") >= len(lines):
        joined = "\n".join([line.replace("\n", " ") for line in lines])
    text = joined.encode("utf-8", "replace")
    head = HEAD.pack(
        round(place.lat * DEGREE),
        round(place.lon * DEGREE),
        min(place.population, _MOST),
        number,
        min(round(place.radius_m * 10), _MOST),
        geonames_number(place.parent) if place.parent else 0,
        country_number(place.country),
        ord(place.feature_class[:1] or "P"),
        round(weight * 255),
        len(text),
    )
    return head + text + b"\0" * (-(HEAD.size + len(text)) % STEP)


class _Countries(dict[int, str | None]):
    """Countries by their numbers of 16 bits."""

    def __missing__(self, number: int) -> str | None:
        code = chr(number >> 8) + chr(number & 255) if number else None
        self[number] = code
        return code


_COUNTRIES = _Countries()
# Places are made by the hundred thousand; these set the fields at a quarter of what the class itself takes for it.
_new = object.__new__
_SETTERS = tuple(getattr(Place, field.name).__set__ for field in fields(Place))


def unpack(data: bytes | memoryview, at: int) -> Place:
    """The place whose record begins at a byte."""
    return unpack_all(data, at)[0]


def unpack_all(data: bytes | memoryview, at: int) -> tuple[Place, int, float]:
    """The place whose record begins at a byte, its GeoNames number (0 for others), and its weight, 0 to 1."""
    lat, lon, people, number, radius, parent, country, kind, weight, length = HEAD.unpack_from(data, at)
    at += HEAD.size
    name, ident, code, admin1, admin2, *names = str(data[at : at + length], "utf-8").split("\n")
    values = (
        ident or f"geonames:{number}",
        name,
        lat / DEGREE,
        lon / DEGREE,
        chr(kind),
        code,
        _COUNTRIES[country],
        admin1 or None,
        people,
        radius / 10,
        tuple(names),
        admin2 or None,
        f"geonames:{parent}" if parent else None,
        False,
    )
    place: Place = _new(Place)
    any(map(call, _SETTERS, repeat(place), values))  # each gives None
    return place, number, weight / 255


def name_at(data: bytes | memoryview, at: int, position: int) -> str:
    """The name at a position (0: the entry's own) of the place whose record begins at a byte."""
    length = HEAD.unpack_from(data, at)[-1]
    at += HEAD.size
    line = position + _LINES_BETWEEN if position else 0
    return bytes(data[at : at + length]).split(b"\n", line + 1)[line].decode()


def id_key_at(data: bytes | memoryview, at: int) -> int:
    """The hash of the id of the place whose record begins at a byte."""
    (number,) = _NUMBER.unpack_from(data, at)
    return hashed_number(number) if number else hashed_id(unpack(data, at).id)


def records(data: bytes | memoryview) -> Iterator[tuple[int, int]]:
    """Where each record begins, with its GeoNames number (0 for others)."""
    at, end = 0, len(data)
    while at < end:
        head = HEAD.unpack_from(data, at)
        yield at, head[3]
        length = HEAD.size + head[-1]
        at += length + -length % STEP

"""GeoNames' files: which of them a file is, told by its content, and what its lines say.

Known are the dumps of places (``allCountries``, ``LY``), ``alternateNamesV2``, ``admin1CodesASCII``, ``admin2Codes``,
``hierarchy`` and ``countryInfo``, as text, zip or gz. They are read line by line, however long they are.
"""

from __future__ import annotations

import gzip
import math
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

from gazetteer.errors import SourceFormatError
from gazetteer.names import is_machine_made
from gazetteer.place import Place, town_radius

__all__ = ["Kind", "kind_of", "lines", "place_of", "size_of", "text_of"]

Kind = Literal["places", "names", "admin1", "admin2", "hierarchy", "countries", "table"]

_PLACE_FIELDS = 19
_NAME_FIELDS = range(4, 11)
_COUNTRY_SIZED_M = 300_000.0
_LONGEST_LINE = _BLOCK = 1 << 20
_KNOWN = (
    "GeoNames' places (19 fields between tabs), alternateNamesV2 (10), admin1CodesASCII and admin2Codes (4), "
    "hierarchy (3), countryInfo (19), and CSV or GeoJSON of your own"
)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as file:
                yield file
        elif path.suffix.lower() == ".gz":
            with gzip.open(path) as file:
                yield file  # type: ignore[misc]
        else:
            with path.open("rb") as file:
                yield file
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SourceFormatError(f"{path}: {str(error).lower()}; the file is damaged or broken off") from None
    except OSError as error:
        raise SourceFormatError(f"{path}: cannot be read: {error.strerror or error}") from None


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    texts = [i for i in archive.infolist() if i.filename.endswith(".txt") and "readme" not in i.filename.lower()]
    texts = [i for i in texts if not i.filename.endswith("iso-languagecodes.txt")] or texts
    if not texts:
        raise SourceFormatError(f"{path}: no .txt inside; it has {', '.join(archive.namelist()[:10]) or 'nothing'}")
    return max(texts, key=lambda info: info.file_size)


def size_of(path: Path) -> int:
    """How many bytes of text a file holds, as far as that is told without reading it."""
    if path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as archive:
                return _member(archive, path).file_size
        except (zipfile.BadZipFile, OSError):
            return path.stat().st_size
    return path.stat().st_size * (4 if path.suffix.lower() == ".gz" else 1)


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers, without ends, comments and empty ones."""
    read, rest = 0, b""
    with _opened(path) as file:
        while block := file.read(_BLOCK):
            *whole, rest = (rest + block).split(b"\n")
            for number, line in enumerate(whole, read + 1):
                if kept := _stripped(line, number, path):
                    yield number, kept
            read += len(whole)
            if len(rest) >= _LONGEST_LINE:
                break
    if rest and (kept := _stripped(rest, read + 1, path)):
        yield read + 1, kept


def _stripped(line: bytes, number: int, path: Path) -> bytes:
    """A line without its end; nothing of a comment."""
    if len(line) >= _LONGEST_LINE:
        raise SourceFormatError(f"{path}, line {number}: longer than {_LONGEST_LINE} bytes; {_KNOWN}")
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    return b"" if line[:1] == b"#" else line.rstrip(b"\r")


def kind_of(path: Path) -> Kind:
    """Which file it is, told by the first line. Raises :class:`SourceFormatError` for one that is none of them."""
    if path.suffix.lower() in (".csv", ".geojson", ".json"):
        return "table"
    for number, line in lines(path):
        fields = text_of(line, f"{path}, line {number}").split("\t")
        kind = _kind(fields)
        if kind is None and ("name" in line.decode().lower() and "lat" in line.decode().lower()):
            return "table"
        if kind is None:
            shown = fields[0][:30]
            raise SourceFormatError(f"{path}, line {number}: {len(fields)} fields, first {shown!r}; known are {_KNOWN}")
        return kind
    raise SourceFormatError(f"{path}: holds no place, nor anything else; known are {_KNOWN}")


def _kind(fields: list[str]) -> Kind | None:
    first, count = fields[0], len(fields)
    if first.isdecimal() and count > 1 and not fields[1].isdecimal() and count > 10:
        return "places"
    if first.isdecimal() and count in _NAME_FIELDS and fields[1].isdecimal():
        return "names"
    if first.isdecimal() and count in (2, 3) and fields[1].isdecimal():
        return "hierarchy"
    if count == 4 and first.count(".") in (1, 2) and fields[3].isdecimal():
        return "admin1" if first.count(".") == 1 else "admin2"
    if count >= 17 and len(first) == 2 and len(fields[1]) == 3 and fields[16].isdecimal():
        return "countries"
    return None


def text_of(line: bytes, where: str) -> str:
    """A line as text. Raises :class:`SourceFormatError` where it is not UTF-8."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = line[error.start]
        raise SourceFormatError(f"{where}: no text in UTF-8: byte 0x{byte:02x} at {error.start}") from None


def place_of(line: str, where: str) -> Place:
    """The place of a dump's line; ``where`` tells the file and the line. Raises :class:`SourceFormatError`."""
    fields = line.split("\t")
    if len(fields) != _PLACE_FIELDS:
        raise SourceFormatError(f"{where}: {len(fields)} fields; a GeoNames dump has {_PLACE_FIELDS}")
    ident, name, ascii_name, others, lat, lon, feature_class, code, country, _, admin1, admin2, *_ = fields
    if not ident.isdecimal() or len(ident) > 9:
        raise _wrong(where, "geonameid", ident, "a whole number")
    if not name.strip():
        raise _wrong(where, "name", name, "a name")
    population = _whole(fields[14], where)
    names = dict.fromkeys([ascii_name, *others.split(",")])
    return Place(
        id=f"geonames:{int(ident)}",
        name=name,
        lat=_degrees(lat, "latitude", 90, where),
        lon=_degrees(lon, "longitude", 180, where),
        feature_class=feature_class[:1] or "P",
        feature_code=code or "PPL",
        country=country or None,
        admin1=admin1 if admin1 not in ("", "00") else None,
        population=population,
        radius_m=_radius(feature_class, code, population),
        names=tuple(n for n in names if n and n != name and not is_machine_made(n)),
        admin2=admin2 or None,
    )


def _whole(text: str, where: str) -> int:
    try:
        number = int(text or 0)
    except ValueError:
        number = -1
    if number < 0:
        raise _wrong(where, "population", text, "a whole number from 0")
    return number


def _degrees(text: str, field: str, most: int, where: str) -> float:
    try:
        degrees = float(text)
    except ValueError:
        degrees = math.nan
    if not abs(degrees) <= most:
        raise _wrong(where, field, text, f"degrees from -{most} to {most}")
    return degrees


def _wrong(where: str, field: str, value: Any, allowed: str) -> SourceFormatError:
    return SourceFormatError(f"{where}: {field} {value!r}; allowed: {allowed}")


_RADII_M = {"PCLI": _COUNTRY_SIZED_M, "ADM1": 80_000.0, "ADM2": 30_000.0, "ADM3": 12_000.0, "SEA": 400_000.0}


def _radius(feature_class: str, code: str, population: int) -> float:
    if code in _RADII_M:
        return _RADII_M[code]
    return {"P": town_radius(population), "A": 10_000.0, "H": 5_000.0, "T": 5_000.0}.get(feature_class, 2_000.0)

"""A file of an analyst's corrections: CSV, a correction a line, read with every fault named and written back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import get_args

from gazetteer.errors import GazetteerError
from gazetteer.place import Place
from geo.actor import Actor
from geo.correction import Correction, CorrectionKind, consolidated
from geo.errors import CorrectionError, UsageError
from geo.interval import parse_day

__all__ = ["COLUMNS", "NO_PLACE", "corrections_csv", "read_corrections"]

#: The columns of the file; only ``kind`` is needed, the rest where a kind asks for it.
COLUMNS = (
    "kind", "article", "text", "claim", "place", "lat", "lon", "name", "actor", "from", "to", "source", "note",
)  # fmt: skip
#: What the column ``place`` says where a name is no place at all.
NO_PLACE = "none"

_KINDS: tuple[CorrectionKind, ...] = get_args(CorrectionKind)
_WHERE = ("place", "lat", "lon", "name")
_ALLOWED = {
    "place": ("article", "text", *_WHERE),
    "claim": ("article", "text", "claim"),
    "actor": ("article", "text", "actor"),
    "control": (*_WHERE, "actor", "from", "to"),
}
_NEEDED = {"place": ("text",), "claim": ("note",), "actor": ("text", "actor"), "control": ("actor", "from")}
_FORMULA = re.compile(r"'*[=+\-@]")  # a spreadsheet would take it for one; a quote before it keeps it text
_NUMBERS = ("lat", "lon")

Row = Mapping[str, str]


def read_corrections(
    path: str | Path, *, place: Callable[[str], Place], actor: Callable[[str], Actor]
) -> Iterator[tuple[int, Correction]]:
    """The corrections of a CSV file, each with its line.

    ``place`` finds an entry of the gazetteer by its id, ``actor`` an actor by id or name; both raise a GeoError or
    GazetteerError where there is none. Raises CorrectionError that names file, line, field, the bad value and what is
    allowed, also where two lines contradict each other.
    """
    seen: dict[tuple[str, ...], tuple[int, Correction]] = {}
    for line, row in _rows(Path(path)):
        parser = _Line(f"{path}, line {line}", row, place, actor)
        found = parser.correction()
        before, other = seen.setdefault(found.key, (line, found))
        if other != found:
            raise CorrectionError(f"{path}, line {line}: contradicts line {before}: {found} / {other}")
        if before == line:
            yield line, found


def corrections_csv(corrections: Iterable[Correction]) -> str:
    """Corrections as the text of a file that :func:`read_corrections` reads to the same.

    >>> corrections_csv([Correction("claim", claim="a1:7", note="a joke")]).splitlines()[1]
    'claim,,,a1:7,,,,,,,,,a joke'
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")  # with CRLF, as RFC 4180 has it: then a lone CR is quoted
    writer.writeheader()
    writer.writerows(_armed(_cells(correction)) for correction in consolidated(corrections))
    return text.getvalue()


def _cells(correction: Correction) -> dict[str, str]:
    day = {"from": correction.start, "to": correction.end}
    told = {name: getattr(correction, name) for name in ("kind", "article", "text", "claim", "source", "note")}
    where = _where(correction.place) if correction.kind in ("place", "control") else {}
    who = {"actor": correction.actor.id} if correction.actor else {}
    return {**told, **where, **who, **{name: value.isoformat() for name, value in day.items() if value}}


def _where(place: Place | None) -> dict[str, str]:
    if place is None:
        return {"place": NO_PLACE}
    return {"place": place.id, "lat": repr(place.lat), "lon": repr(place.lon), "name": place.name}


def _armed(cells: Row) -> dict[str, str]:
    return {
        name: f"'{value}" if name not in _NUMBERS and _FORMULA.match(value) else value for name, value in cells.items()
    }


def _disarmed(value: str) -> str:
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with their lines, cells stripped."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CorrectionError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CorrectionError(f"{path}: cannot be read: no UTF-8 text ({error})"[:300]) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        _check_header(header, path)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, _row(cells, header, f"{path}, line {reader.line_num}")
    except csv.Error as error:
        raise CorrectionError(f"{path}, line {reader.line_num}: is no valid CSV ({error})") from error


def _row(cells: list[str], header: list[str], where: str) -> dict[str, str]:
    if len(cells) > len(header):
        raise CorrectionError(f"{where}: {len(cells)} cells, but the header has {len(header)}")
    return {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}


def _check_header(header: list[str], path: Path) -> None:
    unknown = next((name for name in header if name not in COLUMNS), None)
    if "kind" not in header:
        raise CorrectionError(f"{path}, line 1: no column kind; allowed: {', '.join(COLUMNS)}")
    if unknown is not None:
        raise CorrectionError(f"{path}, line 1: unknown column {unknown!r:.80}; allowed: {', '.join(COLUMNS)}")
    if len(set(header)) < len(header):
        raise CorrectionError(f"{path}, line 1: a column comes twice")


class _Line:
    """One row on its way to a correction."""

    def __init__(self, where: str, row: Row, place: Callable[[str], Place], actor: Callable[[str], Actor]) -> None:
        self._where = where
        self._row = {name: value if name in _NUMBERS else _disarmed(value) for name, value in row.items()}
        self._find_place, self._find_actor = place, actor

    def correction(self) -> Correction:
        kind = next((kind for kind in _KINDS if kind == self._row.get("kind")), None)
        if kind is None:
            raise self._wrong("kind", ", ".join(_KINDS))
        self._check_fields(kind)
        start, end = self._day("from"), self._day("to")
        if start and end and end < start:
            raise self._wrong("to", f"no day before {start}")
        told = {name: self._row.get(name, "") for name in ("text", "article", "claim", "source", "note")}
        place = self._place() if kind in ("place", "control") else None
        if kind == "control" and place is None:
            raise self._wrong("place", "a place's id, or lat, lon and name")
        return Correction(kind, place=place, actor=self._actor(), start=start, end=end, **told)

    def _check_fields(self, kind: CorrectionKind) -> None:
        allowed = ("kind", *_ALLOWED[kind], "source", "note")
        for name in self._row:
            if name not in allowed:
                raise self._wrong(name, f"nothing: kind {kind} takes {', '.join(allowed[1:])}")
        for name in _NEEDED[kind]:
            if name not in self._row:
                raise self._wrong(name, f"some value: kind {kind} needs {', '.join(_NEEDED[kind])}")
        quoted = {"article", "text"} & self._row.keys()
        if (kind == "claim" and ("claim" in self._row) == bool(quoted)) or (len(quoted) == 1 and kind == "claim"):
            raise self._wrong("claim", "either a claim's id, or article and the words of its text")

    def _place(self) -> Place | None:
        ident, position = self._row.get("place", ""), [name for name in ("lat", "lon", "name") if name in self._row]
        if ident.lower() == NO_PLACE and not position:
            return None
        if 0 < len(position) < 3 or not (ident or position):
            missing = next((name for name in ("lat", "lon", "name") if position and name not in self._row), "place")
            raise self._wrong(missing, f"a place's id, or lat, lon and name together, or {NO_PLACE}")
        given = self._given(ident) if position else None
        try:
            return self._find_place(ident) if ident else given
        except GazetteerError:
            if given is not None:  # the file comes from somebody with another gazetteer
                return given
            raise self._wrong("place", f"an id of the gazetteer such as geonames:2212771, or {NO_PLACE}") from None

    def _given(self, ident: str) -> Place:
        lat, lon, name = self._degrees("lat", 90), self._degrees("lon", 180), self._row["name"]
        return Place(ident or f"correction:{name}@{lat:g},{lon:g}", name, lat, lon, own=True)

    def _degrees(self, name: str, bound: int) -> float:
        try:
            value = float(self._row[name])
        except ValueError:
            value = float("nan")
        if not -bound <= value <= bound:
            raise self._wrong(name, f"degrees from -{bound} to {bound}")
        return value

    def _actor(self) -> Actor | None:
        name = self._row.get("actor")
        try:
            return self._find_actor(name) if name else None
        except LookupError as error:
            raise self._wrong("actor", f"an actor's id or name ({error})") from None

    def _day(self, name: str) -> dt.date | None:
        try:
            return parse_day(self._row[name]) if name in self._row else None
        except UsageError:
            raise self._wrong(name, "a day YYYY-MM-DD") from None

    def _wrong(self, field: str, allowed: str) -> CorrectionError:
        value = self._row.get(field, "")
        return CorrectionError(f"{self._where}, field {field}: {value!r:.80} - allowed: {allowed}")

"""One layer of the gazetteer, opened for reading: places, and the tables that lead to them (:mod:`packing`)."""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from gazetteer.errors import IndexBuildError
from gazetteer.packing import (
    BEARER,
    HEAD,
    MARK,
    ROWS,
    STEP,
    country_number,
    hashed_id,
    id_key_at,
    name_at,
    records,
    unpack,
    unpack_all,
)
from gazetteer.place import Place

__all__ = ["FORMAT", "Bearer", "Row", "Store"]

FORMAT = 9  # raise it when the tables, or what the readers put into them, change

Row = tuple[Any, ...]
Bearer = tuple[int, int, int, int]  # number, position of the name, country, weight: a place that bears a spelling
_TAG = 0xFFFFFFFF
_SCANNED = 64  # a longer bucket is searched by halves


class Table:
    """Rows that are found by a 64-bit key."""

    def __init__(self, data: memoryview, name: str, began: int, count: int, bits: int) -> None:
        row = ROWS[name]
        self._unpack, self._rows, self._size = row.unpack_from, row.iter_unpack, row.size
        end = began + count * row.size
        self.count = count
        self.rows = data[began:end]
        self.starts = data[end : end + 4 * ((1 << bits) + 1)].cast("I")
        self._bucket, self._tag = 64 - bits, 32 - bits
        if self.starts[1 << bits] != count:
            raise ValueError(f"the table {name} is damaged")

    def find(self, key: int, most: int = _TAG) -> list[Row]:
        """The rows of a key, the best known places first; of long lists so many."""
        bucket = key >> self._bucket
        first, last = self.starts[bucket], self.starts[bucket + 1]
        if first == last:
            return []
        tag, size = key >> self._tag & _TAG, self._size
        if last - first == 1:
            row = self._unpack(self.rows, first * size)
            return [row] if row[0] == tag else []
        if last - first > _SCANNED:
            first, last = self._narrowed(first, last, tag)
            last = min(last, first + most)
        return [row for row in self._rows(self.rows[first * size : last * size]) if row[0] == tag]

    def row(self, key: int) -> int | None:
        """The first row with a key, by its place in the table."""
        bucket, tag, size = key >> self._bucket, key >> self._tag & _TAG, self._size
        for at in range(self.starts[bucket], self.starts[bucket + 1]):
            if self._unpack(self.rows, at * size)[0] == tag:
                return at
        return None

    def has(self, key: int) -> bool:
        """Whether a row has the key."""
        bucket = key >> self._bucket
        first = self.starts[bucket]
        if first == self.starts[bucket + 1]:
            return False
        return self._unpack(self.rows, first * self._size)[0] == key >> self._tag & _TAG or bool(self.find(key))

    def _narrowed(self, first: int, last: int, tag: int) -> tuple[int, int]:
        reach, unpack_from, size, rows = range(first, last), self._unpack, self._size, self.rows
        low = bisect_left(reach, tag, key=lambda at: unpack_from(rows, at * size)[0])
        high = bisect_right(reach, tag, key=lambda at: unpack_from(rows, at * size)[0])
        return first + low, first + high


class Skeletons:
    """Keys that transliterations share, with the spellings of each, and the places that bear each of these."""

    def __init__(self, table: Table, starts: memoryview, ends: memoryview, texts: memoryview, rows: memoryview) -> None:
        self._table, self._texts, self._rows = table, texts, rows
        self._starts, self._ends = starts.cast("I"), ends.cast("I")
        self._row = ROWS["skeleton"]

    def row(self, key: int) -> int | None:
        """The row of a skeleton."""
        return self._table.row(key)

    def spellings(self, rows: Iterable[int], most: int) -> tuple[list[str], list[int]]:
        """The spellings of the skeletons in some rows, of each so many, and their numbers."""
        unpack, table, ends, texts = self._row.unpack_from, self._table.rows, self._ends, self._texts
        size, pieces, numbers = self._row.size, [], list[int]()
        for row in rows:
            _, first, count = unpack(table, row * size)
            last = first + min(count, most)
            pieces.append(texts[ends[first] : ends[last]])
            numbers += range(first, last)
        spelled = str(b"".join(pieces), "ascii").split("\n")
        spelled.pop()  # what stands behind the last line
        return spelled, numbers

    def bearers(self, spelling: int, most: int, country: int = 0) -> list[Bearer]:
        """The places with a spelling, the best known first; of the first so many, those in a country if one is told."""
        first, last = self._starts[spelling], self._starts[spelling + 1]
        rows = self._rows[first * BEARER.size : min(last, first + most) * BEARER.size]
        if country:
            return [row for row in BEARER.iter_unpack(rows) if row[2] == country]
        return list(BEARER.iter_unpack(rows))

    def close(self) -> None:
        """Let go of the file."""
        for view in (self._starts, self._ends, self._texts, self._rows, self._table.rows, self._table.starts):
            view.release()


class Store:
    """A layer opened for reading, by any number of processes and threads at once; nothing of it is read before use.

    A place is known by its number, where its record stands. Raises :class:`IndexBuildError` for a file that is none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._open(memoryview(self._map))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexBuildError(f"{path} cannot be read as a gazetteer index: {error}") from None

    def _open(self, data: memoryview) -> None:
        end = len(data) - len(MARK) - 8
        if end < 0 or data[: len(MARK)] != MARK or data[-len(MARK) :] != MARK:
            raise ValueError("it has not the marks of one")
        footer = end - int.from_bytes(data[end : end + 8], "little")
        about = json.loads(bytes(data[footer:end]))
        self.meta: dict[str, str] = about["meta"]
        self._count, self._areas, tables = about["count"], about["areas"], about["tables"]
        sizes = {"starts": 4, "ends": 4, "bearers": BEARER.size}
        plain = {k: data[at : at + n * sizes.get(k, 1)] for k, (at, n) in about["sections"].items()}
        self._records = plain["records"]
        self._tables = {name: Table(data, name, *where) for name, where in tables.items() if name != "skeleton"}
        self.folded, self.near, self._ids = (self._tables[name] for name in ("folded", "near", "ids"))
        skeleton = Table(data, "skeleton", *tables["skeleton"])
        self.skeletons = Skeletons(skeleton, plain["starts"], plain["ends"], plain["texts"], plain["bearers"])

    def close(self) -> None:
        """Let go of the file; what was read of it stays."""
        self._records.release()
        self.skeletons.close()
        for table in self._tables.values():
            table.rows.release()
            table.starts.release()
        with suppress(BufferError):
            self._map.close()

    def has(self, key: int) -> bool:
        """Whether a name's folded key has the hash."""
        return self.folded.has(key)

    def place(self, number: int) -> Place:
        """The place with the number."""
        return unpack(self._records, number * STEP)

    def name(self, number: int, position: int) -> str:
        """A name of the place with the number: 0 the entry's own."""
        return name_at(self._records, number * STEP, position)

    def lon_lat(self, number: int) -> tuple[int, int]:
        """Where the place with the number lies, in :data:`packing.DEGREE`."""
        lat, lon, *_ = HEAD.unpack_from(self._records, number * STEP)
        return lon, lat

    def entry(self, number: int) -> tuple[Place, int, float]:
        """The place with the number, its number in GeoNames (0 for others), and its weight."""
        return unpack_all(self._records, number * STEP)

    def geonames_numbers(self) -> Iterator[int]:
        """The GeoNames numbers of all entries, 0 for others."""
        return (number for _, number in records(self._records))

    def id_key(self, number: int) -> int:
        """The hash of the id of the place with the number."""
        return id_key_at(self._records, number * STEP)

    def has_id(self, key: int) -> bool:
        """Whether an entry's id has the hash."""
        return self._ids.has(key)

    def number(self, ident: str) -> int | None:
        """The number of the entry with the id, if this layer has it."""
        for _, number in self._ids.find(hashed_id(ident)):
            return int(number)
        return None

    def by_id(self, ident: str) -> Place | None:
        """The entry with the id, if this layer has it."""
        number = self.number(ident)
        return None if number is None else self.place(number)

    def points(self) -> Table:
        """Every place's position, by bands of latitude and, within a band, from west to east."""
        return self._tables["points"]

    def areas(self) -> Iterator[Place]:
        """Entries that are countries, dependent territories, or areas of the first and second level."""
        return map(self.place, self._areas)

    def countries(self) -> Iterator[Place]:
        """Entries that are countries or dependent territories."""
        return (place for place in self.areas() if place.is_country)

    def places(self) -> Iterator[Place]:
        """All entries, in the order in which they were written."""
        return (unpack(self._records, at) for at, _ in records(self._records))

    def records(self) -> Iterator[tuple[int, bytes]]:
        """All entries as records (:mod:`packing`), with their GeoNames numbers."""
        last = 0
        before: int | None = None
        for at, number in records(self._records):
            if before is not None:
                yield last, bytes(self._records[before:at])
            before, last = at, number
        if before is not None:
            yield last, bytes(self._records[before:])

    def ids(self) -> Iterator[str]:
        """The ids of all entries."""
        return (place.id for place in self.places())

    def count(self) -> int:
        """How many places the layer has."""
        return int(self._count)


def in_country(rows: list[Row], country: str | None) -> list[Row]:
    """Those rows whose place lies in a country; all, where none is given."""
    if not country:
        return rows
    number = country_number(country)
    return [row for row in rows if row[3] == number]

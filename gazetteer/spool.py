"""What is kept on disk while a layer is built, so that memory stays flat however many places there are."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.keys import keys, less_one
from gazetteer.names import squeezed
from gazetteer.packing import DEGREE, STEP, band_of, country_number, hashed, hashed_id, letters, pack
from gazetteer.place import Place
from gazetteer.prominence import prominence

if TYPE_CHECKING:
    import numpy as np

__all__ = ["RANGES", "SPOOLED", "Part"]

RANGES = 16  # a table is sorted so many times, each time a range of its keys
_BUFFER = 4 << 20
_SEEN_AT_MOST = 300_000

# The rows of the tables as they are spooled, each with its 64-bit key first.
_NAMED = ("<QIHHIH", ["key", "number", "position", "country", "letters", "weight"])
SPOOLED: dict[str, tuple[str, list[str]]] = {
    "folded": _NAMED,
    "skeleton": _NAMED,
    "near": ("<QQ", ["key", "skeleton"]),
    "ids": ("<QI", ["key", "number"]),
    "points": ("<QiiIHBB", ["key", "lon", "lat", "number", "country", "kind", "weight"]),
}
_KINDS = {"Q": "<u8", "I": "<u4", "i": "<i4", "H": "<u2", "B": "u1"}


def dtype(table: str) -> np.dtype[Any]:
    """The rows of a table's spool for NumPy."""
    import numpy as np

    layout, fields = SPOOLED[table]
    return np.dtype([(field, _KINDS[kind]) for field, kind in zip(fields, layout[1:], strict=True)])


class Part:
    """Records of places, and the rows that lead to them, in files of one folder whose names begin alike.

    Numbers count from the part's own first record. Memory is bounded: rows wait in buffers of a few megabytes.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        for old in folder.glob(f"{name}-*"):
            old.unlink(missing_ok=True)
        self._prefix = f"{name}-{os.getpid()}"  # another process may be writing the same part until it is ended
        self._buffers = {table: bytearray() for table in SPOOLED}
        self._packers = {table: struct.Struct(layout).pack for table, (layout, _) in SPOOLED.items()}
        self._counts = dict.fromkeys(SPOOLED, 0)
        self._records = self.records.open("wb")
        self._size = 0
        self._areas: list[int] = []
        self._seen: set[str] = set()
        self.count = 0

    @property
    def records(self) -> Path:
        """The file of the records."""
        return self._folder / f"{self._prefix}.records"

    def add(self, place: Place) -> None:
        """File a place under all its keys."""
        number, weight = self._size // STEP, prominence(place)
        record = pack(place, weight)
        self._records.write(record)
        self._size += len(record)
        self.count += 1
        if place.is_country or place.feature_code in ("ADM1", "ADM2"):
            self._areas.append(number)
        country = country_number(place.country)
        self._put("ids", hashed_id(place.id), number)
        lon, lat = round(place.lon * DEGREE), round(place.lat * DEGREE)
        band = band_of(place.lat) << 52 | (lon + (1 << 31)) << 20
        self._put("points", band, lon, lat, number, country, ord(place.feature_class[:1] or "P"), round(weight * 255))
        self._file_names(place, number, country, round(weight * 65535))

    def _file_names(self, place: Place, number: int, country: int, weight: int) -> None:
        for folded, skeleton, position in keys(place):
            position = min(position, 65535)
            if folded:
                self._put("folded", hashed(folded), number, position, country, 0, weight)
            if skeleton:
                key = hashed(skeleton)
                self._put("skeleton", key, number, position, country, letters(squeezed(folded)), weight)
                if skeleton not in self._seen and ":" not in skeleton:
                    self._seen.add(skeleton)
                    for shorter in less_one(skeleton):
                        self._put("near", hashed(shorter), key)

    def _put(self, table: str, *values: int) -> None:
        buffer = self._buffers[table]
        buffer += self._packers[table](*values)
        if len(buffer) > _BUFFER:
            self._flush(table)

    def _flush(self, table: str) -> None:
        import numpy as np

        if len(self._seen) > _SEEN_AT_MOST:
            self._seen.clear()
        rows = np.frombuffer(bytes(self._buffers[table]), dtype(table))
        self._buffers[table].clear()
        self._counts[table] += len(rows)
        ranges = (rows["key"] >> np.uint64(60)).astype(np.uint8)
        for number in np.unique(ranges):
            with self._file(table, int(number)).open("ab") as out:
                out.write(rows[ranges == number].tobytes())

    def _file(self, table: str, number: int) -> Path:
        return self._folder / f"{self._prefix}.{table}.{number:02}"

    def close(self) -> None:
        """Write what waits; after that, :meth:`opened` finds the part whole."""
        for table in SPOOLED:
            if self._buffers[table]:
                self._flush(table)
        self._records.close()
        about = {
            "prefix": self._prefix,
            "counts": self._counts,
            "areas": self._areas,
            "count": self.count,
            "size": self._size,
        }
        done = self._done(self._folder, self._name)
        done.with_suffix(f".{os.getpid()}").write_text(json.dumps(about))
        done.with_suffix(f".{os.getpid()}").replace(done)

    @staticmethod
    def _done(folder: Path, name: str) -> Path:
        return folder / f"{name}.done"

    @classmethod
    def is_done(cls, folder: Path, name: str) -> bool:
        """Whether the part was written to its end."""
        return cls._done(folder, name).exists()

    @classmethod
    def opened(cls, folder: Path, name: str) -> Finished:
        """A part that was closed."""
        return Finished(folder, json.loads(cls._done(folder, name).read_text()))


class Finished:
    """A part that is whole, to be read."""

    def __init__(self, folder: Path, about: dict[str, Any]) -> None:
        self._folder, self._prefix = folder, about["prefix"]
        self.records = folder / f"{self._prefix}.records"
        self.counts: dict[str, int] = about["counts"]
        self.areas: list[int] = about["areas"]
        self.count: int = about["count"]
        self.size: int = about["size"]

    def rows(self, table: str, number: int) -> np.ndarray[Any, Any]:
        """The rows of a table with keys in a range, in no order."""
        import numpy as np

        path = self._folder / f"{self._prefix}.{table}.{number:02}"
        return np.fromfile(path, dtype(table)) if path.exists() else np.empty(0, dtype(table))

    def chunks(self) -> Iterator[bytes]:
        """The records, piece by piece."""
        with self.records.open("rb") as file:
            while piece := file.read(1 << 22):
                yield piece

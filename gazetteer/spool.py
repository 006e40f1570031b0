"""What is kept on disk while a layer is built, so that memory stays flat however many places there are."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import adler32, crc32

from gazetteer.deletions import deletions_of_all
from gazetteer.keys import Key, keys
from gazetteer.packing import DEGREE, STEP, band_of, country_number, hashed, hashed_id, pack
from gazetteer.place import Place
from gazetteer.prominence import prominence

if TYPE_CHECKING:
    import numpy as np

__all__ = ["RANGES", "SPOOLED", "Finished", "Part", "dtype"]

RANGES = 16  # a table is sorted so many times, each time a range of its keys
_BATCH = 4_000  # places whose keys are worked out together
_BUFFERED = 100_000  # rows of a table that wait
_SEEN_AT_MOST = 300_000
_FULL = 65_535
_LONGEST = 255  # of a spelling no more is kept

# The rows of the tables as they are spooled, each with its 64-bit key first.
SPOOLED: dict[str, list[tuple[str, str]]] = {
    "folded": [("key", "<u8"), ("number", "<u4"), ("position", "<u2"), ("country", "<u2"), ("weight", "<u2")],
    "skeleton": [
        ("key", "<u8"),
        ("number", "<u4"),
        ("position", "<u2"),
        ("country", "<u2"),
        ("weight", "<u2"),
        ("spelling", "<u8"),  # its checksums, by which the spellings of one skeleton are told apart
        ("text", "<u8"),  # where it stands among the part's spellings, and in the last eight bits its length
    ],
    "near": [("key", "<u8"), ("skeleton", "<u8"), ("at", "u1")],
    "ids": [("key", "<u8"), ("number", "<u4")],
    "points": [
        ("key", "<u8"),
        ("lon", "<i4"),
        ("lat", "<i4"),
        ("number", "<u4"),
        ("country", "<u2"),
        ("kind", "u1"),
        ("weight", "u1"),
    ],
}


def dtype(table: str) -> np.dtype[Any]:
    """The rows of a table's spool for NumPy."""
    import numpy as np

    return np.dtype(SPOOLED[table])


class Part:
    """Records of places, and the rows that lead to them, in files of one folder whose names begin alike.

    Numbers count from the part's own first record. Memory is bounded: places wait for a batch, rows in buffers of a
    few megabytes.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        for old in folder.glob(f"{name}-*"):
            old.unlink(missing_ok=True)
        self._prefix = f"{name}-{os.getpid()}"  # another process may be writing the same part until it is ended
        self._waiting: list[Place] = []
        self._rows: dict[str, list[tuple[int, ...]]] = {table: [] for table in SPOOLED}
        self._counts = dict.fromkeys(SPOOLED, 0)
        self._records = (folder / f"{self._prefix}.records").open("wb")
        self._texts = (folder / f"{self._prefix}.texts").open("wb")
        self._lines: list[bytes] = []  # spellings that wait to be written
        self._size = self._written = 0
        self._areas: list[int] = []
        self._skeletons: dict[str, int] = {}
        self._spellings: dict[str, tuple[int, int]] = {}
        self.count = 0

    def add(self, place: Place) -> None:
        """File a place under all its keys."""
        self.count += 1
        self._waiting.append(place)
        if len(self._waiting) >= _BATCH:
            self._file()

    def _file(self) -> None:
        """Files the places that wait."""
        for place, found in zip(self._waiting, keys(self._waiting), strict=True):
            number, weight = self._size // STEP, prominence(place)
            record = pack(place, weight)
            self._records.write(record)
            self._size += len(record)
            if place.is_country or place.feature_code in ("ADM1", "ADM2"):
                self._areas.append(number)
            country = country_number(place.country)
            self._file_position(place, number, country, weight)
            self._file_names(found, number, country, round(weight * _FULL))
        self._waiting.clear()
        self._texts.writelines(line + b"\n" for line in self._lines)
        self._lines.clear()
        for table, rows in self._rows.items():
            if len(rows) > _BUFFERED:
                self._flush(table)
        self._forget()

    def _file_position(self, place: Place, number: int, country: int, weight: float) -> None:
        self._rows["ids"].append((hashed_id(place.id), number))
        lon, lat = round(place.lon * DEGREE), round(place.lat * DEGREE)
        band = band_of(place.lat) << 52 | (lon + (1 << 31)) << 20
        kind = ord(place.feature_class[:1] or "P")
        self._rows["points"].append((band, lon, lat, number, country, kind, round(weight * 255)))

    def _file_names(self, found: list[Key], number: int, country: int, weight: int) -> None:
        by_name, by_skeleton = self._rows["folded"], self._rows["skeleton"]
        for folded, skeleton, position, spelling in found:
            position = min(position, _FULL)
            if folded:
                by_name.append((hashed(folded), number, position, country, weight))
            if skeleton:
                key = self._skeletons.get(skeleton) or self._new_skeleton(skeleton)
                told = self._spellings.get(spelling) or self._new_spelling(spelling)
                by_skeleton.append((key, number, position, country, weight, *told))

    def _new_skeleton(self, skeleton: str) -> int:
        key = self._skeletons[skeleton] = hashed(skeleton)
        return key

    def _new_spelling(self, spelling: str) -> tuple[int, int]:
        text = spelling.encode("ascii")[:_LONGEST]
        told = self._spellings[spelling] = (crc32(text) << 32 | adler32(text), self._written << 8 | len(text))
        self._lines.append(text)
        self._written += len(text) + 1
        return told

    def _forget(self, *, at_most: int = _SEEN_AT_MOST) -> None:
        """Lets go of skeletons and spellings when they are many; what is lost is that they are written once."""
        if len(self._skeletons) > at_most:
            self._file_near()
            self._skeletons.clear()
        if len(self._spellings) > at_most:
            self._spellings.clear()

    def _file_near(self) -> None:
        import numpy as np

        skeletons = {skeleton: key for skeleton, key in self._skeletons.items() if ":" not in skeleton}
        hashes, positions, owners = deletions_of_all(list(skeletons))
        rows = np.empty(len(hashes), dtype("near"))
        rows["key"], rows["at"] = hashes, positions
        rows["skeleton"] = np.array(list(skeletons.values()), np.uint64)[owners]
        self._write("near", rows)

    def _flush(self, table: str) -> None:
        import numpy as np

        self._write(table, np.array(self._rows[table], dtype(table)))
        self._rows[table].clear()

    def _write(self, table: str, rows: np.ndarray[Any, Any]) -> None:
        import numpy as np

        self._counts[table] += len(rows)
        ranges = (rows["key"] >> np.uint64(60)).astype(np.uint8)
        rows = rows[np.argsort(ranges, kind="stable")]
        ends = np.cumsum(np.bincount(ranges, minlength=RANGES))
        for number, (began, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            if end > began:
                with self._file_of(table, number).open("ab") as out:
                    out.write(rows[began:end].tobytes())

    def _file_of(self, table: str, number: int) -> Path:
        return self._folder / f"{self._prefix}.{table}.{number:02}"

    def close(self) -> None:
        """Write what waits; after that, :meth:`opened` finds the part whole."""
        self._file()
        self._forget(at_most=-1)
        for table in SPOOLED:
            self._flush(table)
        self._records.close()
        self._texts.close()
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
        self.texts = folder / f"{self._prefix}.texts"
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

"""The sections of a layer's file: sorts what the parts have spooled, a range of keys at a time."""

from __future__ import annotations

import mmap
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO, Any

import numpy as np

from gazetteer.packing import STEP
from gazetteer.spool import RANGES, Finished, dtype

__all__ = ["Sections"]

Rows = np.ndarray[Any, Any]
_BAND_BITS = 12  # the key of a point begins with its band of latitude
_LEAST_BITS = 4
_GATHERED = 200_000
_NONE = np.empty(0, np.uint64)
# Which fields tell rows of a table apart (of those that agree in all, one is kept), and which are written, a tag first.
_APART = {
    "folded": ("number", "key"),
    "skeleton": ("number", "key"),
    "near": ("skeleton", "key", "at"),
    "ids": ("key",),
    "points": (),
}
_WRITTEN = {
    "folded": ("tag", "number", "position", "country"),
    "near": ("tag", "skeleton", "at"),
    "ids": ("tag", "number"),
    "points": ("lon", "lat", "number", "country", "kind", "weight"),
}
_BEARER = ("number", "position", "country", "weight")


class Sections:
    """Writes the sections one after the other, and tells where each begins and what it holds."""

    def __init__(self, out: IO[bytes], folder: Path, parts: Sequence[Finished]) -> None:
        self._out, self._folder, self._parts = out, folder, parts
        self._firsts = [sum(part.size for part in parts[:at]) // STEP for at in range(len(parts))]
        self._skeletons = _NONE  # the hashes of all skeletons, in order
        self._plain: dict[str, list[int]] = {}
        self._tables: dict[str, list[int]] = {}

    def steps(self) -> list[Callable[[], None]]:
        """What is to be called, in this order."""
        tables = [partial(self._write_table, table) for table in ("near", "folded", "ids", "points")]
        return [self._write_records, self._write_skeletons, *tables]

    def about(self) -> dict[str, Any]:
        """Plain sections as [byte, items], tables as [byte, rows, bits of the directory], and numbers of areas."""
        areas = [first + at for first, part in zip(self._firsts, self._parts, strict=True) for at in part.areas]
        return {"sections": self._plain, "tables": self._tables, "areas": areas}

    def _write_records(self) -> None:
        began = self._out.tell()
        for part in self._parts:
            for piece in part.chunks():
                self._out.write(piece)
        self._plain["records"] = [began, self._out.tell() - began]

    def _write_table(self, table: str) -> None:
        total = sum(part.counts[table] for part in self._parts)
        directory = _Directory(_BAND_BITS if table == "points" else _bits(total))
        began = self._out.tell()
        for number in range(RANGES):
            rows = directory.counted(_sorted(table, self._rows(table, number)))
            written = _fields(rows, _WRITTEN[table], directory.bits, self._skeletons)
            self._out.write(written.tobytes())
        self._tables[table] = directory.ended(self._out, began)

    def _rows(self, table: str, number: int) -> Rows:
        """The rows of a range of keys from all parts, their places and texts counted throughout."""
        pieces, text = [], 0
        for part, first in zip(self._parts, self._firsts, strict=True):
            rows = part.rows(table, number)
            if "number" in (rows.dtype.names or ()):
                rows["number"] += first
            if table == "skeleton":
                rows["text"] += text << 8
                text += part.texts.stat().st_size
            pieces.append(rows)
        return np.concatenate(pieces) if pieces else np.empty(0, dtype(table))

    def _write_skeletons(self) -> None:
        """Skeletons, their spellings, and the places that bear each of these."""
        with ExitStack() as stack:
            starts, ends, texts, all_texts = (
                stack.enter_context(tempfile.TemporaryFile(dir=self._folder)) for _ in range(4)
            )
            spelled = stack.enter_context(self._spelled(all_texts))
            keys, counts = self._write_bearers(starts, ends, texts, np.frombuffer(spelled, np.uint8))
            for name, file, size in (("starts", starts, 4), ("ends", ends, 4), ("texts", texts, 1)):
                began = self._out.tell()
                file.seek(0)
                shutil.copyfileobj(file, self._out, 1 << 22)
                self._plain[name] = [began, (self._out.tell() - began) // size]
        self._skeletons = keys
        directory, began = _Directory(_bits(len(keys))), self._out.tell()
        rows = np.empty(len(keys), [("key", "<u8"), ("first", "<u4"), ("count", "<u4")])
        rows["key"], rows["first"], rows["count"] = keys, np.cumsum(counts) - counts, counts
        written = _fields(directory.counted(rows), ("tag", "first", "count"), directory.bits)
        self._out.write(written.tobytes())
        self._tables["skeleton"] = directory.ended(self._out, began)

    def _spelled(self, file: IO[bytes]) -> mmap.mmap:
        """The spellings of all parts, one after the other."""
        for part in self._parts:
            with part.texts.open("rb") as texts:
                shutil.copyfileobj(texts, file, 1 << 22)
        file.write(b"\n")  # what is empty cannot be mapped
        file.flush()
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def _write_bearers(self, starts: IO[bytes], ends: IO[bytes], texts: IO[bytes], spelled: Rows) -> tuple[Rows, Rows]:
        keys, counts = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        began, bearers, length = self._out.tell(), 0, 0
        ends.write(np.uint32(0).tobytes())
        for number in range(RANGES):
            rows, spelling, skeleton = _by_spelling(_sorted("skeleton", self._rows("skeleton", number)))
            self._out.write(_fields(rows, _BEARER).tobytes())
            starts.write((bearers + spelling).astype(np.uint32).tobytes())
            told = rows["text"][spelling]
            lengths = (told & np.uint64(255)).astype(np.int64) + 1  # and the end of its line
            for at in range(0, len(told), _GATHERED):
                some = slice(at, at + _GATHERED)
                texts.write(_gathered(spelled, (told[some] >> np.uint64(8)).astype(np.int64), lengths[some]))
            ends.write((length + np.cumsum(lengths)).astype(np.uint32).tobytes())
            bearers, length = bearers + len(rows), length + int(lengths.sum())
            keys.append(rows["key"][spelling[skeleton]])
            counts.append(np.diff(skeleton, append=len(spelling)))
        starts.write(np.uint32(bearers).tobytes())
        self._plain["bearers"] = [began, bearers]
        return np.concatenate(keys), np.concatenate(counts)


class _Directory:
    """Where each bucket of a table begins: counts rows that come by ascending keys."""

    def __init__(self, bits: int) -> None:
        self.bits, self._count = bits, 0
        self._counts = np.zeros((1 << bits) + 1, np.uint32)

    def counted(self, rows: Rows) -> Rows:
        """The rows, counted."""
        if len(rows):
            buckets = rows["key"] >> np.uint64(64 - self.bits)
            low, high = int(buckets[0]), int(buckets[-1])
            self._counts[1 + low : 2 + high] += np.bincount((buckets - np.uint64(low)).astype(np.int64)).astype(
                np.uint32
            )
            self._count += len(rows)
        return rows

    def ended(self, out: IO[bytes], began: int) -> list[int]:
        """Writes the directory behind the rows; tells where the rows begin, how many they are, and the bits."""
        out.write(np.cumsum(self._counts, dtype=np.uint32).tobytes())
        return [began, self._count, self.bits]


def _bits(rows: int) -> int:
    return max(_LEAST_BITS, rows.bit_length() - 1)


def _sorted(table: str, rows: Rows) -> Rows:
    """By keys, and among those with one key the best known first, each only once."""
    if table == "points":
        return rows[np.argsort(rows["key"], kind="stable")]
    orders = {"ids": ["number"], "near": ["skeleton", "at"]}.get(table, ["position", "number", "weight"])
    columns = [65535 - rows[field] if field == "weight" else rows[field] for field in orders]
    rows = rows[np.lexsort((*columns, rows["key"]))]
    new = np.ones(len(rows), bool)
    new[1:] = np.any([rows[field][1:] != rows[field][:-1] for field in _APART[table]], axis=0)
    return rows[new]


def _by_spelling(rows: Rows) -> tuple[Rows, Rows, Rows]:
    """Sorted rows of skeletons with the places of one spelling together, the best known spelling first.

    Beside them, at which row each spelling begins, and at which spelling each skeleton.
    """
    order = np.lexsort((rows["spelling"], rows["key"]))
    grouped = rows[order]
    new = np.ones(len(rows), bool)
    new[1:] = (grouped["key"][1:] != grouped["key"][:-1]) | (grouped["spelling"][1:] != grouped["spelling"][:-1])
    firsts = np.empty(len(rows), np.int64)
    firsts[order] = order[new][np.cumsum(new) - 1]  # for each row, the best known one with the same spelling
    order = np.argsort(firsts, kind="stable")
    rows, firsts = rows[order], firsts[order]
    spelling = np.flatnonzero(np.diff(firsts, prepend=-1))
    keys = rows["key"][spelling]
    new = np.ones(len(keys), bool)
    new[1:] = keys[1:] != keys[:-1]
    return rows, spelling, np.flatnonzero(new)


def _gathered(texts: Rows, begins: Rows, lengths: Rows) -> bytes:
    """The pieces of a text that begin at some bytes and are so long, one after the other."""
    ends = np.cumsum(lengths)
    steps = np.arange(int(ends[-1]) if len(ends) else 0)
    return bytes(texts[steps + np.repeat(begins - (ends - lengths), lengths)])


def _fields(rows: Rows, fields: Sequence[str], bits: int = 0, skeletons: Rows = _NONE) -> Rows:
    """Some fields of the rows as they are written: for keys their tags, for skeletons the rows of these."""
    kinds = {"tag": "<u4", "skeleton": "<u4"}
    packed = np.empty(len(rows), np.dtype([(field, kinds.get(field) or rows.dtype[field]) for field in fields]))
    for field in fields:
        if field == "tag":
            packed[field] = rows["key"] >> np.uint64(32 - bits) & np.uint64(0xFFFFFFFF)
        elif field == "skeleton":
            packed[field] = np.searchsorted(skeletons, rows[field])
        else:
            packed[field] = rows[field]
    return packed

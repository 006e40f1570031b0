"""Writes a layer: sorts what the parts have spooled, and puts the file in its place when it is whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from gazetteer.errors import IndexBuildError
from gazetteer.packing import MARK, STEP
from gazetteer.place import Place
from gazetteer.spool import RANGES, Finished, Part, dtype

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

__all__ = ["assemble", "build_store", "written_whole"]

Rows = "np.ndarray[Any, Any]"
_PAUSE = 2_000
_BAND_BITS = 12  # the key of a point begins with its band of latitude
_LEAST_BITS = 4
# Which fields tell rows of a table apart (of those that agree in all, one is kept), and in which order rows stand.
_APART = {"folded": ("number", "key"), "skeleton": ("number", "key"), "near": ("skeleton", "key"), "ids": ("key",)}


def build_store(
    path: Path, places: Iterable[Place], meta: dict[str, str], *, advance: Callable[[int], None] | None = None
) -> None:
    """Write a layer, whole or not at all: into a temporary file that takes the path's place at the end.

    ``advance`` is called with the number of places read so far, now and then. Two processes that build the
    same layer at once do not disturb each other: the last to finish wins, with the same contents.
    Raises :class:`IndexBuildError` where the folder cannot be written.
    """
    with _work_folder(path) as folder, _told(path):
        part = Part(folder, "part")
        try:
            for number, place in enumerate(places, 1):
                part.add(place)
                if advance and number % _PAUSE == 0:
                    advance(number)
        finally:
            part.close()
        assemble(path, [Part.opened(folder, "part")], meta)


@contextmanager
def _work_folder(path: Path) -> Iterator[Path]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp"))
    except OSError as error:
        raise IndexBuildError(
            f"{path.parent} cannot be written: {error.strerror}; SITMAP_CACHE names another"
        ) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, IndexBuildError):
            raise
        raise IndexBuildError(f"{path} cannot be written: {error}") from None


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into that takes the path's place when all went well, and is gone when not."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def assemble(
    path: Path, parts: Sequence[Finished], meta: dict[str, str], *, advance: Callable[[float], None] | None = None
) -> None:
    """Write a layer of parts; where two have one id, both stay, and the first part's is found by it.

    ``advance`` is called with the share done, 0 to 1. Raises OSError where the disk is full.
    """
    firsts, size = [], 0
    for part in parts:
        firsts.append(size // STEP)
        size += part.size
    with written_whole(path) as out:
        out.write(MARK)
        for part in parts:
            for piece in part.chunks():
                out.write(piece)
        sections: dict[str, Any] = {"records": [len(MARK), size]}
        for done, table in enumerate(("folded", "skeleton", "near", "ids", "points"), 1):
            sections[table] = _write_table(out, table, parts, firsts)
            if advance:
                advance(done / 5)
        areas = [first + number for first, part in zip(firsts, parts, strict=True) for number in part.areas]
        about = {"meta": meta, "count": sum(part.count for part in parts), "areas": areas, "sections": sections}
        footer = json.dumps(about).encode()
        out.write(footer + len(footer).to_bytes(8, "little") + MARK)


def _write_table(out: IO[bytes], table: str, parts: Sequence[Finished], firsts: Sequence[int]) -> list[int]:
    """Writes rows and directory; returns where the rows begin, how many they are, and the directory's bits."""
    import numpy as np

    total = sum(part.counts[table] for part in parts)
    bits = _BAND_BITS if table == "points" else max(_LEAST_BITS, total.bit_length() - 1)
    counts = np.zeros((1 << bits) + 1, np.uint32)
    began, kept = out.tell(), 0
    for number in range(RANGES):
        rows = _sorted(table, [_numbered(p.rows(table, number), first) for p, first in zip(parts, firsts, strict=True)])
        width = (1 << bits) // RANGES
        bucket = (rows["key"] >> np.uint64(64 - bits)).astype(np.int64) - number * width
        counts[1 + number * width : 1 + (number + 1) * width] = np.bincount(bucket, minlength=width)
        out.write(_packed(table, rows, bits).tobytes())
        kept += len(rows)
    out.write(np.cumsum(counts, dtype=np.uint32).tobytes())
    return [began, kept, bits]


def _numbered(rows: np.ndarray[Any, Any], first: int) -> np.ndarray[Any, Any]:
    if first and "number" in (rows.dtype.names or ()):
        rows["number"] += first
    return rows


def _sorted(table: str, pieces: list[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    import numpy as np

    rows = np.concatenate(pieces) if pieces else np.empty(0, dtype(table))
    if table == "points":
        return rows[np.argsort(rows["key"], kind="stable")]
    columns = [rows["number"]] if table == "ids" else [rows["skeleton"]] if table == "near" else _by_weight(rows)
    rows = rows[np.lexsort((*columns, rows["key"]))]
    new = np.ones(len(rows), bool)
    new[1:] = np.any([rows[field][1:] != rows[field][:-1] for field in _APART[table]], axis=0)
    return rows[new]


def _by_weight(rows: np.ndarray[Any, Any]) -> list[np.ndarray[Any, Any]]:
    """Among namesakes the best known come first; of a place's names with one key, the first."""
    return [rows["position"], rows["number"], 65535 - rows["weight"]]


def _packed(table: str, rows: np.ndarray[Any, Any], bits: int) -> np.ndarray[Any, Any]:
    import numpy as np

    fields = {
        "folded": ["number", "position", "country"],
        "skeleton": ["number", "position", "country", "letters"],
        "near": ["skeleton"],
        "ids": ["number"],
        "points": ["lon", "lat", "number", "country", "kind", "weight"],
    }[table]
    tagged = [] if table == "points" else [("tag", "<u4")]
    packed = np.empty(len(rows), np.dtype([*tagged, *((f, rows.dtype[f]) for f in fields)]))
    if tagged:
        packed["tag"] = rows["key"] >> np.uint64(32 - bits) & np.uint64(0xFFFFFFFF)
    for field in fields:
        packed[field] = rows[field]
    return packed

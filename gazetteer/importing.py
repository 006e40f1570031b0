"""Imports GeoNames' files as one layer: everything that was ever imported, whatever the order it came in.

Rows are split into parts by their GeoNames number, each part is filed by itself, on several cores, and the parts are
put together in the end; memory stays flat, and after a kill the same call goes on with the parts that are left. The
layer itself holds the places of earlier imports; of names, codes and hierarchies a copy is kept, for places to come.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gazetteer import dumps, filing
from gazetteer.dumps import Kind
from gazetteer.errors import IndexBuildError, SourceFormatError
from gazetteer.layers import LAYER_ENDING, Progress, ensure_layers, import_table, rules
from gazetteer.spool import Part
from gazetteer.store import Store
from gazetteer.writing import assemble

__all__ = ["Imported", "import_files"]

_LAYER = f"import-geonames{LAYER_ENDING}"
_WORK = "import-geonames.work"
_KEPT = "geonames"
_SMALL = 8 << 20  # so many bytes of text are filed at once, without further processes
_PART = 32 << 20
_PARTS_AT_MOST = 64
_BUFFERED = 1 << 16
_PAUSE = 20_000
_ORPHANS_S = 600.0  # so long the processes of a killed import may take to end
# What alternateNamesV2 lists among the names that nobody calls a place by: links and codes of other registers.
NO_NAMES = frozenset(b"link wkdt post tcid unlc phon faac wiki".split())


@dataclass(frozen=True)
class Imported:
    """What an import did: places in the layer, rows read, seconds, bytes of the layer on disk."""

    places: int
    rows: int
    seconds: float
    size: int


def import_files(files: Sequence[Path], folder: Path, *, progress: Progress | None = None) -> Imported:
    """Import GeoNames' files, told apart by their content, and tables of one's own (CSV, GeoJSON), into a folder.

    ``progress`` is called as (step, rows so far, rows expected). Importing a newer dump replaces the entries that it
    has. Raises :class:`SourceFormatError` with file, line, field, value and what is allowed, and
    :class:`IndexBuildError` where the folder cannot be written or another import is under way; what was there stays.
    """
    began = time.monotonic()
    kinds = [(dumps.kind_of(file), file) for file in files]
    rows = places = size = 0
    for kind, file in kinds:
        if kind == "table":
            count = import_table(file, folder, progress=progress)
            rows, places = rows + count, places + count
    geonames = [(kind, file) for kind, file in kinds if kind != "table"]
    if geonames:
        with _told(folder), _alone(folder) as lock:
            work = _Work(folder, geonames, progress, lock)
            rows += work.run()
        layer = Store(folder / _LAYER)
        places += layer.count()
        size = layer.path.stat().st_size
    return Imported(places, rows, time.monotonic() - began, size)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except (SourceFormatError, IndexBuildError):
        raise
    except OSError as error:
        raise IndexBuildError(f"{folder} cannot be written: {error}") from None


@contextmanager
def _alone(folder: Path) -> Iterator[int | None]:
    """One import at a time: yields the descriptor of a lock that its processes hold, however it ends.

    The processes of an import that was killed end soon after it, and are waited for: they still write.
    """
    try:
        import fcntl
    except ImportError:  # pragma: no cover - where there are no such locks, two people know of each other
        yield None
        return
    with (folder / "import-geonames.lock").open("a+") as lock:
        patience = time.monotonic() + _ORPHANS_S
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                lock.seek(0)
                if _runs(lock.read()) or time.monotonic() > patience:
                    raise IndexBuildError(f"{folder}: another import is under way there") from None
                time.sleep(0.1)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield lock.fileno()
        lock.truncate(0)


def _runs(pid: str) -> bool:
    """Whether the process that wrote its number into a lock is still there."""
    try:
        os.kill(int(pid), 0)
    except ValueError:
        return True  # it is just about to write it
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


class _Work:
    """One import, in a folder of its own that is left only when the process is killed."""

    def __init__(
        self, folder: Path, files: Sequence[tuple[Kind, Path]], progress: Progress | None, lock: int | None
    ) -> None:
        self._lock = lock
        self._cache, self._folder, self._files = folder, folder / _WORK, list(files)
        self._progress = progress or (lambda *_: None)
        self._layer = folder / _LAYER
        self._total = sum(dumps.size_of(file) for _, file in self._sources() if _ in ("places", "names"))
        self._parts = 1 if self._total < _SMALL else max(2, min(_PARTS_AT_MOST, self._total // _PART))

    def run(self) -> int:
        """Do what is left to do; returns how many rows were read."""
        try:
            state = self._state()
            if "rows" not in state:
                state["rows"] = self._split()
                self._write_state(state)
            if not state["places"] and not self._has_places():
                raise SourceFormatError(f"{self._files[0][1]}: holds no place; import a dump of places beside it")
            filing.file_parts(self._folder, self._parts, self._progress, state["rows"], lock=self._lock)
            self._assemble()
        except (SourceFormatError, IndexBuildError):
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self._keep()
        shutil.rmtree(self._folder, ignore_errors=True)
        return int(state["rows"])

    def _sources(self) -> list[tuple[Kind, Path]]:
        """The files given, and those kept of earlier imports which none of them replaces."""
        given = {self._kept_as(kind, file).name for kind, file in self._files}
        kept = sorted((self._cache / _KEPT).glob("*.gz")) if (self._cache / _KEPT).is_dir() else []
        old: list[tuple[Any, Path]] = [(f.name.split("-")[0], f) for f in kept if f.name not in given]
        return [*old, *self._files]

    def _kept_as(self, kind: Kind, file: Path) -> Path:
        stem = file.name.split(".")[0]
        return self._cache / _KEPT / f"{kind}-{stem}.gz"

    def _state(self) -> dict[str, Any]:
        """What an earlier call of the same import has done already; else a fresh folder."""
        plan = [[kind, str(f.resolve()), f.stat().st_size, f.stat().st_mtime_ns] for kind, f in self._sources()]
        layer = self._layer.stat().st_mtime_ns if self._layer.exists() else 0
        wanted = {"plan": plan, "layer": layer, "rules": rules(), "parts": self._parts}
        path = self._folder / "state.json"
        if path.exists():
            state: dict[str, Any] = json.loads(path.read_text())
            if all(state.get(key) == value for key, value in wanted.items()):
                return state
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        return {**wanted, "places": any(kind == "places" for kind, _ in self._files)}

    def _write_state(self, state: dict[str, Any]) -> None:
        path = self._folder / "state.json"
        path.with_suffix(".tmp").write_text(json.dumps(state))
        path.with_suffix(".tmp").replace(path)

    def _has_places(self) -> bool:
        return any(file.stat().st_size for file in self._folder.glob("old.*"))

    def _split(self) -> int:
        """Sorts the rows of all files into parts, and those of the layer that there is."""
        rows, done = 0, 0
        sources = self._sources()
        filing.write_sources(self._folder, [(kind, str(file)) for kind, file in sources])
        with _Splitter(self._folder, self._parts) as splitter:
            for number, (kind, file) in enumerate(sources):
                if kind not in ("places", "names"):
                    continue
                split = splitter.place if kind == "places" else splitter.name
                read = 0
                for line_number, line in dumps.lines(file):
                    split(line, number, line_number, file)
                    rows += 1
                    read += len(line) + 1
                    if rows % _PAUSE == 0:
                        self._progress("reading", rows, rows * max(self._total, 1) // (done + read))
                done += read
            self._progress("reading", rows, rows)
            self._split_old(splitter)
        return rows

    def _split_old(self, splitter: _Splitter) -> None:
        """The places of the imports before; without any, and none among the files, those that packages give."""
        if self._layer.exists():
            old = Store(self._layer)
        elif any(kind == "places" for kind, _ in self._files) or not any(kind == "names" for kind, _ in self._files):
            return
        else:
            old = Store(ensure_layers(self._cache, progress=self._progress)[-1])
        for number, record in old.records():
            if number:
                splitter.old(number, record)

    def _assemble(self) -> None:
        parts = [Part.opened(self._folder, filing.part_name(n)) for n in range(self._parts)]
        steps = 100
        advance: Callable[[float], None] = lambda share: self._progress("sorting", int(share * steps), steps)  # noqa: E731
        assemble(self._layer, parts, {"layer": "import", "rules": rules()}, advance=advance)
        self._progress("sorting", steps, steps)

    def _keep(self) -> None:
        """Copies what later imports need of the files given, all but the places, which the layer has."""
        for kind, file in self._files:
            if kind != "places":
                target = self._kept_as(kind, file)
                target.parent.mkdir(exist_ok=True)
                with gzip.open(target.with_suffix(".tmp"), "wb", compresslevel=1) as out:
                    out.writelines(line + b"\n" for _, line in dumps.lines(file))
                target.with_suffix(".tmp").replace(target)


class _Splitter:
    """Files that rows go to by the remainder of their GeoNames number."""

    def __init__(self, folder: Path, parts: int) -> None:
        self._folder, self._parts = folder, parts
        self._waiting: dict[tuple[str, int], list[bytes]] = {}
        self._sizes: dict[tuple[str, int], int] = {}

    def __enter__(self) -> _Splitter:
        return self

    def __exit__(self, *_: object) -> None:
        for key in list(self._waiting):
            self._flush(key)

    def place(self, line: bytes, file: int, number: int, path: Path) -> None:
        """A row of a dump, which the part's own process reads further."""
        ident, tab, _ = line.partition(b"\t")
        if not tab or not ident.isdigit() or len(ident) > 9:
            fields = line.count(b"\t") + 1
            shown = ident[:30].decode("utf-8", "replace")
            allowed = "a whole number, and 19 fields in all"
            raise SourceFormatError(f"{path}, line {number}: geonameid {shown!r}, {fields} fields; allowed: {allowed}")
        self._put("places", int(ident), b"%d\t%d\t%s\n" % (file, number, line))

    def name(self, line: bytes, file: int, number: int, path: Path) -> None:
        """A row of alternateNamesV2: links and codes of other registers are passed over."""
        fields = line.split(b"\t", 4)
        if len(fields) < 4 or not fields[1].isdigit() or len(fields[1]) > 9:
            shown, count = b"\t".join(fields[1:2])[:30].decode("utf-8", "replace"), line.count(b"\t") + 1
            allowed = "a whole number, and 10 fields in all"
            raise SourceFormatError(f"{path}, line {number}: geonameid {shown!r}, {count} fields; allowed: {allowed}")
        if fields[2] not in NO_NAMES and fields[3]:
            self._put("names", int(fields[1]), b"%d\t%d\t%s\t%s\n" % (file, number, fields[1], fields[3]))

    def old(self, ident: int, record: bytes) -> None:
        """A place of the layer that there is, as its record."""
        self._put("old", ident, record)

    def _put(self, what: str, ident: int, row: bytes) -> None:
        key = (what, ident % self._parts)
        self._waiting.setdefault(key, []).append(row)
        size = self._sizes[key] = self._sizes.get(key, 0) + len(row)
        if size > _BUFFERED:
            self._flush(key)

    def _flush(self, key: tuple[str, int]) -> None:
        with filing.input_file(self._folder, *key).open("ab") as out:
            out.writelines(self._waiting.pop(key))
        self._sizes[key] = 0

"""Files the parts of an import; ``python -m gazetteer.filing FOLDER PART...`` is one of its processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gazetteer.areas import Areas, read_areas
from gazetteer.dumps import place_of, text_of
from gazetteer.errors import IndexBuildError, SourceFormatError
from gazetteer.names import is_machine_made
from gazetteer.packing import geonames_number, records, unpack
from gazetteer.place import Place
from gazetteer.spool import Part

__all__ = ["file_parts", "input_file", "part_name", "write_sources"]

_PAUSE = 5_000
_PROCESSES_AT_MOST = 4
_FAILED = 3


def part_name(number: int) -> str:
    """How the files of a part begin."""
    return f"part{number:02}"


def input_file(folder: Path, what: str, number: int) -> Path:
    """The rows of a part: "places", "names", or the "old" places of the layer."""
    return folder / f"{what}.{number:02}"


def write_sources(folder: Path, sources: Sequence[tuple[Any, str]]) -> None:
    """Note the files that rows come from, with their kinds, in the order of their numbers."""
    (folder / "sources.json").write_text(json.dumps(sources))


def file_parts(folder: Path, count: int, progress: Any, expected: int, *, lock: int | None = None) -> None:
    """File all parts that are not done: here, when there is one, else in as many processes as there are cores.

    ``lock`` is a file descriptor that those processes hold open too, so that whoever waits for it waits for them.
    Raises :class:`SourceFormatError` for the first row that is wrong.
    """
    left = [number for number in range(count) if not Part.is_done(folder, part_name(number))]
    if count == 1:
        done = 0
        for number in left:
            for done in _file(folder, number):
                progress("filing", done, max(expected, done + 1))
    elif left:
        _in_processes(folder, left, progress, expected * len(left) // count, lock)
    progress("filing", expected, expected)


def _in_processes(folder: Path, left: list[int], progress: Any, expected: int, lock: int | None) -> None:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    workers = max(1, min(cores, _PROCESSES_AT_MOST, len(left)))
    counts, failures = [0] * workers, [""] * workers
    running = [_start(folder, left[at::workers], lock) for at in range(workers)]

    def follow(at: int) -> None:
        for line in running[at].stdout or ():
            if line[:1].isdigit():
                counts[at] = int(line)
            else:
                failures[at] += line

    threads = [threading.Thread(target=follow, args=(at,), daemon=True) for at in range(workers)]
    try:
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            threads[0].join(0.2) if threads[0].is_alive() else threads[-1].join(0.2)
            progress("filing", sum(counts), max(expected, sum(counts) + 1))
            if any(process.poll() not in (None, 0) for process in running):
                break
    finally:
        for process in running:
            if process.poll() is None and any(p.poll() not in (None, 0) for p in running):
                process.kill()
        statuses = [process.wait() for process in running]
        for thread in threads:
            thread.join()
    _check(statuses, failures)


def _check(statuses: list[int], failures: list[str]) -> None:
    for status, told in zip(statuses, failures, strict=True):
        if status == _FAILED and told:
            raise SourceFormatError(told.strip())
    if any(statuses):
        raise IndexBuildError("a process of the import was ended; " + " ".join("".join(failures).split())[-300:])


def _start(folder: Path, numbers: list[int], lock: int | None) -> subprocess.Popen[str]:
    home = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "gazetteer.filing", str(folder), *map(str, numbers)]
    return subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        pass_fds=() if lock is None else (lock,),
    )


def _file(folder: Path, number: int, areas: Areas | None = None) -> Iterator[int]:
    """Files one part; yields the number of places now and then."""
    sources = json.loads((folder / "sources.json").read_text())
    areas = areas or _areas(folder)
    part = Part(folder, part_name(number))
    names = _names(folder, number, sources)
    for place in _places(folder, number, sources):
        more = names.pop(geonames_number(place.id), None)
        if more:
            kept = dict.fromkeys((*place.names, *more))
            place = replace(place, names=tuple(n for n in kept if n != place.name))
        part.add(areas.placed(place))
        if part.count % _PAUSE == 0:
            yield part.count
    part.close()
    for what in ("places", "names", "old"):
        input_file(folder, what, number).unlink(missing_ok=True)
    yield part.count


def _areas(folder: Path) -> Areas:
    return read_areas([(kind, Path(path)) for kind, path in json.loads((folder / "sources.json").read_text())])


def _rows(path: Path, sources: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each row with the file and line that it came from."""
    if path.exists():
        with path.open("rb") as file:
            for row in file:
                source, number, line = row.rstrip(b"\n").split(b"\t", 2)
                where = f"{sources[int(source)][1]}, line {number.decode()}"
                yield where, text_of(line, where)


def _names(folder: Path, number: int, sources: list[tuple[str, str]]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for _, line in _rows(input_file(folder, "names", number), sources):
        ident, _, name = line.partition("\t")
        if not is_machine_made(name):
            names.setdefault(int(ident), []).append(name)
    return names


def _places(folder: Path, number: int, sources: list[tuple[str, str]]) -> Iterator[Place]:
    """The part's places: of those with one number the last row's, and of the layer's those that no row replaces."""
    rows: dict[str, tuple[str, str]] = {}
    for where, line in _rows(input_file(folder, "places", number), sources):
        rows[line.partition("\t")[0]] = (where, line)
    new = {int(ident) for ident in rows}
    for where, line in rows.values():
        yield place_of(line, where)
    rows.clear()
    old = input_file(folder, "old", number)
    if old.exists():
        data = old.read_bytes()
        yield from (unpack(data, at) for at, ident in records(data) if ident not in new)


def main(folder: Path, numbers: list[int]) -> None:
    """File some parts, and tell on standard output how many places are done; stop when nobody waits for them."""
    waiting, areas, before = os.getppid(), _areas(folder), 0
    for number in numbers:
        done = 0
        for done in _file(folder, number, areas):
            print(before + done, flush=True)
            if os.getppid() != waiting:
                sys.exit(1)
        before += done


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), [int(number) for number in sys.argv[2:]])
    except SourceFormatError as error:
        print(error, flush=True)
        sys.exit(_FAILED)

"""Writes a layer's file, whole or not at all, of what the parts have spooled."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from gazetteer.errors import IndexBuildError
from gazetteer.packing import MARK
from gazetteer.place import Place
from gazetteer.spool import Finished, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["assemble", "build_store", "written_whole"]

_PAUSE = 2_000


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
    from gazetteer.sections import Sections

    with written_whole(path) as out:
        out.write(MARK)
        sections = Sections(out, path.parent, parts)
        for done, write in enumerate(sections.steps(), 1):
            write()
            if advance:
                advance(done / 6)
        about = {"meta": meta, "count": sum(part.count for part in parts), **sections.about()}
        footer = json.dumps(about).encode()
        out.write(footer + len(footer).to_bytes(8, "little") + MARK)

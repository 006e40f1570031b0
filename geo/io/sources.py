"""Which files an input means: files, folders, globs and standard input."""

from __future__ import annotations

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from geo.errors import ArticleError, GeoError, InputError

__all__ = ["ENDINGS", "Source", "find_sources", "open_source"]

#: File name endings that hold articles.
ENDINGS = (".txt", ".md", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".csv")
# Files that keep articles company in a folder; named on their own they are read.
_COMPANIONS = {"readme", "license", "licence", "changelog", "contributing", "places", "actors"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; ``path`` None is standard input, ``name`` how messages call it."""

    name: str
    path: Path | None


def find_sources(inputs: Sequence[str | Path]) -> Iterator[Source | GeoError]:
    """The files that the inputs mean, in order and each once; what cannot be used comes as its error.

    Folders are walked recursively, sorted by name, without hidden files and without companions of articles
    (README, LICENSE, places.csv, actors.csv ...).

    >>> [str(error) for error in find_sources(["nowhere.txt"])]
    ['nowhere.txt: no such file or folder']
    """
    seen: set[Path | None] = set()
    for given in inputs:
        for source in _expand(str(given)):
            if not isinstance(source, Source):
                yield source
                continue
            key = source.path.resolve() if source.path else None
            if key not in seen:
                seen.add(key)
                yield source


@contextmanager
def open_source(source: Source) -> Iterator[BinaryIO]:
    """Open a source for reading bytes; standard input is spooled first, so that any reader can look ahead.

    Raises ArticleError where the file cannot be opened or is none (a device, a pipe).
    """
    if source.path is None:
        with tempfile.SpooledTemporaryFile(max_size=32_000_000) as spool:
            shutil.copyfileobj(sys.stdin.buffer, spool)
            spool.seek(0)
            yield spool  # type: ignore[misc]
        return
    if not source.path.is_file():
        raise ArticleError("is no regular file")
    try:
        stream = source.path.open("rb")
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror or error}") from None
    with stream:
        yield stream


def _expand(given: str) -> Iterator[Source | GeoError]:
    if not given.strip():
        yield InputError("'': an empty name; name files, folders or globs of articles, or - for standard input")
        return
    path = Path(given)
    try:
        kind = "stdin" if given == "-" else "folder" if path.is_dir() else "file" if path.exists() else "pattern"
    except (OSError, ValueError) as error:
        yield InputError(f"{given[:200]!r}: cannot be used as a path: {error}")
        return
    if kind == "stdin":
        yield Source("stdin", None)
    elif kind == "folder":
        yield from _walk(path)
    elif kind == "file":
        yield _file(path)
    else:
        yield from _match(given)


def _file(path: Path) -> Source | GeoError:
    if path.suffix.lower() in ENDINGS:
        return Source(str(path), path)
    ending = path.suffix or "no ending"
    return ArticleError(f"{path}: {ending} is no kind of article; allowed are {', '.join(ENDINGS)}")


def _walk(folder: Path) -> Iterator[Source | GeoError]:
    problems: list[GeoError] = []
    found = False
    for root, folders, files in os.walk(folder, onerror=lambda error: problems.append(_unreadable(error))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(root, name) for name in sorted(files)):
            if _is_article(path):
                found = True
                yield Source(str(path), path)
    yield from problems
    if not found and not problems:
        yield InputError(f"{folder}: a folder without articles ({', '.join(ENDINGS)})")


def _unreadable(error: OSError) -> InputError:
    return InputError(f"{error.filename}: cannot be read: {error.strerror}")


def _is_article(path: Path) -> bool:
    companion = path.stem.lower() in _COMPANIONS
    return path.suffix.lower() in ENDINGS and not path.name.startswith(".") and not companion


def _match(given: str) -> Iterator[Source | GeoError]:
    if not glob.has_magic(given):
        yield InputError(f"{given}: no such file or folder")
        return
    matches = sorted(glob.glob(given, recursive=True))
    if not matches:
        yield InputError(f"{given}: no file matches the pattern")
    for match in matches:
        path = Path(match)
        if path.is_dir():
            yield from _walk(path)
        elif len(matches) == 1 or path.suffix.lower() in ENDINGS:
            yield _file(path)

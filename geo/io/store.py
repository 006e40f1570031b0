"""A situation saved as one GeoPackage: its features as layers for any GIS, beside them tables to load it back whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from geo.actor import Actor
from geo.article import Article
from geo.atomic import replacing
from geo.claim import Claim
from geo.correction import Correction
from geo.errors import ExportError, SituationError, UsageError
from geo.io.codec import POOLED, Pool, dumps, loads
from geo.situation import PlaceMention, Situation
from geo.state import Period

__all__ = ["SCHEMA", "load", "load_corrections", "save"]

#: The version of the tables; older files are brought up to it as they are read, newer ones refused.
SCHEMA = 4

_PARTS: dict[str, type] = {
    "articles": Article,
    "claims": Claim,
    "periods": Period,
    "mentions": PlaceMention,
    "corrections": Correction,
    "read_claims": Claim,
    "read_mentions": PlaceMention,
    "read_actors": str,
}
_CORRECTED = ("corrections", "read_claims", "read_mentions", "read_actors")  # tables since version 3
#: What was read is told once, where no correction changed it: a row that is a number is that row of the other table.
_SAME_AS = {"read_claims": "claims", "read_mentions": "mentions"}
_T = TypeVar("_T")
_POOLS: dict[str, type] = {f"{kind.__name__.lower()}s": kind for kind in POOLED}


def save(situation: Situation, path: str | Path) -> Path:
    """Save a situation as a GeoPackage; returns the path.

    The file has the layers of :func:`geo.features.layers`, and for loading tables whose names begin with ``sitmap_``.
    Raises UsageError for another ending than ``.gpkg``, ExportError where the file cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     load(save(Situation(title="North"), Path(folder, "north.gpkg"))).title
    'North'
    """
    from geo.io.export import write_geopackage

    target = Path(path)
    if target.suffix.lower() != ".gpkg":
        raise UsageError(f"{target}: a situation is saved as .gpkg")
    with replacing(target) as beside:
        write_geopackage(situation, beside)
        try:
            with closing(sqlite3.connect(beside)) as database, database:
                _write(database, situation)
        except sqlite3.Error as error:
            raise ExportError(f"{target}: cannot be written: {error}") from error
    return target


def load(path: str | Path) -> Situation:
    """Load a situation that :func:`save` wrote, equal to the saved one.

    Raises SituationError for a file that is missing, damaged, foreign or of another version.

    >>> load("nowhere.gpkg")
    Traceback (most recent call last):
    geo.errors.SituationError: nowhere.gpkg: no such file
    """
    return _opened(path, _read)


def load_corrections(path: str | Path) -> tuple[Correction, ...]:
    """The corrections alone of a saved situation; raises as :func:`load`.

    >>> load_corrections("nowhere.gpkg")
    Traceback (most recent call last):
    geo.errors.SituationError: nowhere.gpkg: no such file
    """
    return _opened(path, _read_corrections)


def _opened(path: str | Path, read: Callable[[sqlite3.Connection, Path], _T]) -> _T:
    source = Path(path)
    if not source.is_file():
        raise SituationError(f"{source}: {'a folder' if source.is_dir() else 'no such file'}")
    try:
        with closing(sqlite3.connect(f"file:{quote(str(source.resolve()))}?mode=ro", uri=True)) as database:
            return read(database, source)
    except sqlite3.Error as error:
        raise SituationError(f"{source}: damaged, or no GeoPackage: {error}") from error


def _write(database: sqlite3.Connection, situation: Situation) -> None:
    pools: dict[type, Pool] = {kind: Pool() for kind in POOLED}
    parts = {name: list(_told_once(situation, name, pools)) for name in _PARTS}
    known = {key: pools[Actor].number(actor) for key, actor in situation.actors.items()}
    for name, rows in parts.items():
        _add_table(database, name, rows)
    for name, kind in _POOLS.items():
        _add_table(database, name, [dumps(value) for value in pools[kind].values])
    _add_table(database, "known_actors", [dumps((key, number)) for key, number in known.items()])
    counts = {name: str(_count(database, name)) for name in (*_PARTS, *_POOLS, "known_actors")}
    meta = {"schema": str(SCHEMA), "title": situation.title, **counts}
    _add_table(database, "meta", [dumps(pair) for pair in meta.items()])


def _told_once(situation: Situation, name: str, pools: dict[type, Pool]) -> Iterator[str]:
    known = getattr(situation, _SAME_AS[name]) if name in _SAME_AS else ()
    numbers = {value: number for number, value in enumerate(known)}
    for value in getattr(situation, name):
        number = numbers.get(value) if numbers else None
        yield dumps(value, pools) if number is None else str(number)


def _add_table(database: sqlite3.Connection, name: str, rows: list[str]) -> None:
    """A table of JSON values in their order, registered so that a GIS lists it as a table without geometry."""
    table = f"sitmap_{name}"
    database.execute(f'CREATE TABLE "{table}" (position INTEGER PRIMARY KEY, value TEXT NOT NULL)')
    database.executemany(f'INSERT INTO "{table}" VALUES (?, ?)', enumerate(rows, 1))  # noqa: S608
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES (?, 'attributes', ?, ?)",
        (table, table, "values of a saved situation"),
    )


def _count(database: sqlite3.Connection, name: str) -> int:
    return int(database.execute(f'SELECT count(*) FROM "sitmap_{name}"').fetchone()[0])  # noqa: S608


def _read(database: sqlite3.Connection, source: Path) -> Situation:
    meta = dict(_meta(database, source))
    database = _migrated(database, _version(meta.get("schema", ""), source))
    meta = dict(_meta(database, source))
    for name in (*_PARTS, *_POOLS, "known_actors"):
        if str(_count(database, name)) != meta.get(name):
            raise SituationError(f"{source}: damaged: the table sitmap_{name} lacks rows")
    pools = {kind: Pool(list(_values(database, source, name, kind))) for name, kind in _POOLS.items()}
    parts: dict[str, Any] = {}
    for name, kind in _PARTS.items():
        known = parts.get(_SAME_AS.get(name, ""), ())
        parts[name] = tuple(_values(database, source, name, kind, pools, known))
    known = _values(database, source, "known_actors", tuple[str, Actor], pools)
    return Situation(**parts, actors=dict(known), title=meta.get("title", ""))


def _read_corrections(database: sqlite3.Connection, source: Path) -> tuple[Correction, ...]:
    version = _version(dict(_meta(database, source)).get("schema", ""), source)
    if version < 3:
        return ()
    pools = {kind: Pool(list(_values(database, source, name, kind))) for name, kind in _POOLS.items()}
    return tuple(_values(database, source, "corrections", Correction, pools))


def _version(text: str, source: Path) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= SCHEMA:
        newer = "; a newer sitmap wrote it" if text.isdigit() else ""
        raise SituationError(f"{source}: of version {text[:20]!r}; this program reads 1 to {SCHEMA}{newer}")
    return int(text)


def _migrated(database: sqlite3.Connection, version: int) -> sqlite3.Connection:
    """The tables as this version has them: a copy in memory where the file is older, which stays as it is."""
    if version == SCHEMA:
        return database
    copy = sqlite3.connect(":memory:")
    database.backup(copy)
    for step in range(version, SCHEMA):
        _MIGRATIONS[step](copy)
    return copy


def _tell_half_lives(database: sqlite3.Connection) -> None:
    """Version 1 left out a half-life of 90 days, which was the default then."""
    rows = database.execute("SELECT position, value FROM sitmap_periods").fetchall()
    for position, value in rows:
        with suppress(ValueError):  # what is damaged is named when it is read
            period = json.loads(value)
            if isinstance(period, dict):
                plain = json.dumps({"half_life": 90.0, **period}, ensure_ascii=False)
                database.execute("UPDATE sitmap_periods SET value = ? WHERE position = ?", (plain, position))


def _add_corrections(database: sqlite3.Connection) -> None:
    """Version 2 knew no corrections."""
    (last,) = database.execute("SELECT max(position) FROM sitmap_meta").fetchone()
    for number, name in enumerate(_CORRECTED, 1):
        _add_table(database, name, [])
        database.execute("INSERT INTO sitmap_meta VALUES (?, ?)", (last + number, dumps((name, "0"))))


def _leave(_: sqlite3.Connection) -> None:
    """Version 3 told in full what version 4 refers to, and presumed nothing: it reads as it is."""


_MIGRATIONS = {1: _tell_half_lives, 2: _add_corrections, 3: _leave}


def _meta(database: sqlite3.Connection, source: Path) -> Iterator[tuple[str, str]]:
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'sitmap_meta'").fetchone():
        raise SituationError(f"{source}: no saved situation; save one with: geo build INPUT -o NAME.gpkg")
    yield from _values(database, source, "meta", tuple[str, str])


def _values(
    database: sqlite3.Connection,
    source: Path,
    name: str,
    kind: Any,
    pools: dict[type, Pool] | None = None,
    known: Sequence[Any] = (),
) -> Iterator[Any]:
    rows = database.execute(f'SELECT position, value FROM "sitmap_{name}" ORDER BY position')  # noqa: S608
    for position, value in rows:
        try:
            yield known[int(value)] if name in _SAME_AS and value.isdecimal() else loads(kind, value, pools)
        except (ValueError, TypeError, IndexError, RecursionError) as error:
            raise SituationError(f"{source}: damaged: sitmap_{name} row {position}: {error}"[:300]) from error

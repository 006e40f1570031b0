"""One layer of the gazetteer as a read-only SQLite file: places, and the keys that lead to them."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from gazetteer.errors import IndexBuildError
from gazetteer.names import bare, blocks, fold, skeleton_of_folded
from gazetteer.place import Place
from gazetteer.prominence import prominence
from gazetteer.regional import region_of, regional_key

__all__ = ["FORMAT", "Store", "build_store"]

FORMAT = 5  # raise it when the tables, or what the readers put into them, change

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (number INTEGER PRIMARY KEY, id TEXT, name TEXT, lat REAL, lon REAL, feature_class TEXT,
    feature_code TEXT, country TEXT, admin1 TEXT, population INTEGER, radius_m REAL, names TEXT, prominence REAL);
CREATE TEMP TABLE key_ (folded TEXT, skeleton TEXT, place INTEGER, position INTEGER);
"""
_FINISH = """
CREATE UNIQUE INDEX place_id ON place (id);
CREATE TABLE folded (key TEXT, place INTEGER, position INTEGER, PRIMARY KEY (key, place, position)) WITHOUT ROWID;
INSERT OR IGNORE INTO folded SELECT folded, place, position FROM key_ WHERE folded != '' ORDER BY 1, 2, 3;
CREATE TABLE skeleton (key TEXT, place INTEGER, position INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
INSERT OR IGNORE INTO skeleton SELECT skeleton, place, position FROM key_ WHERE skeleton != '' ORDER BY 1, 2, 3;
CREATE TABLE block (block TEXT, country TEXT, key TEXT, PRIMARY KEY (block, country, key)) WITHOUT ROWID;
"""
_PLACE = "id, name, lat, lon, feature_class, feature_code, country, admin1, population, radius_m, names"
_BATCH = 20_000
_PAUSE = 2_000
_LONGEST_CODE = 4


class Store:
    """A layer opened for reading; any number of processes may read one at a time.

    Rows come as (place, position of the matched name: 0 the entry's own, prominence from 0 to 1).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self._rows = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self.meta = dict(self._rows.execute("SELECT key, value FROM meta"))
        except sqlite3.Error as error:
            raise IndexBuildError(f"{path} cannot be read as a gazetteer index: {error}") from None

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def by_folded(self, key: str, country: str | None = None) -> Iterator[tuple[Place, int, float]]:
        """Places with a name that folds to the key."""
        return self._by("folded", key, country)

    def by_skeleton(self, key: str, country: str | None = None) -> Iterator[tuple[Place, int, float]]:
        """Places with a name that has the skeleton."""
        return self._by("skeleton", key, country)

    def _by(self, table: str, key: str, country: str | None) -> Iterator[tuple[Place, int, float]]:
        where = "AND p.country = ?" if country else ""
        sql = (
            f"SELECT {_PLACE}, position, prominence FROM {table} k JOIN place p ON p.number = k.place "  # noqa: S608
            f"WHERE k.key = ? {where}"
        )
        for *fields, position, weight in self._rows.execute(sql, (key, country) if country else (key,)):
            yield _place(fields), position, weight

    def has(self, key: str) -> bool:
        """Whether a name folds to the key."""
        return self._rows.execute("SELECT 1 FROM folded WHERE key = ? LIMIT 1", (key,)).fetchone() is not None

    def by_id(self, ident: str) -> Place | None:
        """The entry with the id, if this layer has it."""
        row = self._rows.execute(f"SELECT {_PLACE} FROM place WHERE id = ?", (ident,)).fetchone()  # noqa: S608
        return _place(row) if row else None

    def skeletons_like(self, key: str, country: str | None = None) -> set[str]:
        """Skeletons in use that share a block with the key, in one country or anywhere."""
        where = "AND country = ?" if country else ""
        found: set[str] = set()
        for block in blocks(key, slack=1):
            rows = self._rows.execute(
                f"SELECT key FROM block WHERE block = ? {where}",  # noqa: S608
                (block, country) if country else (block,),
            )
            found.update(key for (key,) in rows)
        return found

    def countries(self) -> Iterator[Place]:
        """Entries that are countries or dependent territories."""
        for row in self._rows.execute(f"SELECT {_PLACE} FROM place WHERE feature_code GLOB 'PCL*'"):  # noqa: S608
            yield _place(row)

    def ids(self) -> Iterator[str]:
        """The ids of all entries."""
        return (ident for (ident,) in self._rows.execute("SELECT id FROM place"))

    def count(self) -> int:
        """How many places the layer has."""
        return int(self._rows.execute("SELECT count(*) FROM place").fetchone()[0])


def _place(row: Iterable[object]) -> Place:
    *fields, names = row
    return Place(*fields, tuple(str(names).split("\n")) if names else ())  # type: ignore[arg-type,call-arg]


def build_store(
    path: Path, places: Iterable[Place], meta: dict[str, str], *, advance: Callable[[int], None] | None = None
) -> None:
    """Write a layer, whole or not at all: into a temporary file that takes the path's place at the end.

    ``advance`` is called with the number of places read so far, now and then. Two processes that build the
    same layer at once do not disturb each other: the last to finish wins, with the same contents.
    Raises :class:`IndexBuildError` where the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
        os.close(handle)
    except OSError as error:
        raise IndexBuildError(
            f"{path.parent} cannot be written: {error.strerror}; SITMAP_CACHE names another"
        ) from None
    try:
        with closing(sqlite3.connect(name)) as rows:
            _fill(rows, places, meta, advance)
        os.replace(name, path)
    except (sqlite3.Error, OSError) as error:
        raise IndexBuildError(f"{path} cannot be written: {error}") from None
    finally:
        Path(name).unlink(missing_ok=True)


def _fill(
    rows: sqlite3.Connection,
    places: Iterable[Place],
    meta: dict[str, str],
    advance: Callable[[int], None] | None,
) -> None:
    rows.executescript(_SCHEMA)
    keys: list[tuple[str, str, int, int]] = []
    fields: list[tuple[object, ...]] = []
    for number, place in enumerate(places, 1):
        fields.append((number, *_fields(place)))
        keys.extend(_keys(place, number))
        if number % _PAUSE == 0:
            if advance:
                advance(number)
            if len(keys) > _BATCH:
                _flush(rows, fields, keys)
    _flush(rows, fields, keys)
    rows.executescript(_FINISH)
    _fill_blocks(rows)
    rows.executemany("INSERT INTO meta VALUES (?, ?)", {**meta}.items())
    rows.commit()


def _flush(rows: sqlite3.Connection, fields: list[tuple[object, ...]], keys: list[tuple[str, str, int, int]]) -> None:
    rows.executemany("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", fields)
    rows.executemany("INSERT INTO key_ VALUES (?, ?, ?, ?)", keys)
    fields.clear()
    keys.clear()


def _fields(p: Place) -> tuple[object, ...]:
    about = (p.id, p.name, p.lat, p.lon, p.feature_class, p.feature_code, p.country, p.admin1, p.population, p.radius_m)
    return (*about, "\n".join(p.names), round(prominence(p), 3))


def _keys(place: Place, number: int) -> Iterator[tuple[str, str, int, int]]:
    seen: set[str] = set()
    region = region_of(place.country)
    for position, name in enumerate((place.name, *place.names)):
        folded = fold(name)
        if folded and folded not in seen:
            seen.add(folded)
            varied = _is_latin_name(name, folded) and (position == 0 or not _is_known_to_all(place))
            yield folded, skeleton_of_folded(folded) if varied else "", number, position
            coarse = regional_key(folded, region) if varied and region else ""
            if coarse and coarse not in seen:
                seen.add(coarse)
                yield "", coarse, number, position
            short = bare(folded, place.country)
            if short and short not in seen:
                seen.add(short)
                yield short, "", number, position


def _is_known_to_all(place: Place) -> bool:
    """Whether a place has names in so many languages that their transliterations would hit anything."""
    return place.is_country or place.feature_code in ("CONT", "OCN")


def _is_latin_name(name: str, folded: str) -> bool:
    """Whether a name is worth a skeleton: every place has a Latin name, and codes are no names."""
    return folded.isascii() and not (name.isupper() and len(name) <= _LONGEST_CODE)


def _fill_blocks(rows: sqlite3.Connection) -> None:
    rows.execute("CREATE TEMP TABLE block_ (block TEXT, country TEXT, key TEXT)")
    used = rows.execute(
        "SELECT DISTINCT k.key, ifnull(p.country, '') FROM skeleton k JOIN place p ON p.number = k.place "
        "WHERE instr(k.key, ':') = 0"
    )
    rows.cursor().executemany(
        "INSERT INTO block_ VALUES (?, ?, ?)",
        ((block, country, key) for key, country in used for block in blocks(key)),
    )
    rows.execute("INSERT OR IGNORE INTO block SELECT * FROM block_ ORDER BY 1, 2, 3")

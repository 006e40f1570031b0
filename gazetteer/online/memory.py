"""The answers of services, kept on disk for all later runs, and the pace at which one may ask them."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from gazetteer.place import Place

__all__ = ["Kept", "Memory"]

_DAY_S = 86_400.0
_FRESH_S = {True: 365 * _DAY_S, False: 30 * _DAY_S}  # by whether anything was found
_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (service TEXT, query TEXT, country TEXT, places TEXT, asked REAL,
    PRIMARY KEY (service, query, country)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pace (service TEXT PRIMARY KEY, next REAL) WITHOUT ROWID;
"""
_WAIT_S = 5.0  # for another process to let go of the file
_LONGEST_PAUSE_S = 60.0  # of what the file says; more is a clock that was set back


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and when it was given, in seconds since 1970."""

    places: tuple[Place, ...]
    asked: float

    @property
    def day(self) -> str:
        """The day of the answer, as YYYY-MM-DD (UTC)."""
        return time.strftime("%Y-%m-%d", time.gmtime(self.asked))

    def is_fresh(self, now: float) -> bool:
        """Whether nobody needs to ask again: for a year where something was found, else for thirty days."""
        return 0 <= now - self.asked < _FRESH_S[bool(self.places)]


class Memory:
    """A file of answers. One that is damaged is set aside, one that cannot be written is done without."""

    def __init__(self, path: Path, *, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._database = _opened(path)

    def recall(self, service: str, query: str, country: str) -> Kept | None:
        """What was answered before, however long ago."""
        sql = "SELECT places, asked FROM kept WHERE service = ? AND query = ? AND country = ?"
        with suppress(sqlite3.Error, ValueError, TypeError, KeyError):
            row = self._database.execute(sql, (service, query, country)).fetchone()
            return Kept(tuple(_place(fields) for fields in json.loads(row[0])), float(row[1])) if row else None
        return None

    def keep(self, service: str, query: str, country: str, places: tuple[Place, ...]) -> Kept:
        """Keep an answer, also one that nothing was found."""
        kept = Kept(places, self._now())
        rows = json.dumps([asdict(place) for place in places], ensure_ascii=False)
        with suppress(sqlite3.Error), self._database:
            sql = "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)"
            self._database.execute(sql, (service, query, country, rows, kept.asked))
        return kept

    def turn(self, service: str, pause: float) -> float:
        """Take the next turn to ask a service, and say in how many seconds it comes; all processes share the turns."""
        now = self._now()
        with suppress(sqlite3.Error), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            row = self._database.execute("SELECT next FROM pace WHERE service = ?", (service,)).fetchone()
            at = row[0] if row and now < row[0] < now + _LONGEST_PAUSE_S else now
            self._database.execute("INSERT OR REPLACE INTO pace VALUES (?, ?)", (service, at + pause))
            return float(at - now)
        return pause

    def is_fresh(self, kept: Kept) -> bool:
        """Whether an answer need not be asked for again."""
        return kept.is_fresh(self._now())


def _opened(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _connected(str(path))
    except sqlite3.DatabaseError:
        with suppress(OSError, sqlite3.Error):
            path.replace(path.with_name(path.name + ".damaged"))
            return _connected(str(path))
    except OSError:
        pass
    return _connected(":memory:")


def _connected(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_WAIT_S, check_same_thread=False)
    database.executescript(_SCHEMA)
    return database


def _place(fields: dict[str, object]) -> Place:
    return Place(**{**fields, "names": tuple(fields["names"])})  # type: ignore[arg-type]

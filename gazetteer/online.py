"""Geocoders on the network, as a last resort that has to be asked for: geopy's only door in the package.

Answers are kept in a file of the cache folder, so that no question goes out twice; questions go out at most one a
second, as the services' terms of use demand.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol, cast

from gazetteer.errors import OnlineError
from gazetteer.index import cache_folder
from gazetteer.place import Candidate, Place

__all__ = ["Geocoder", "OnlineGazetteer", "Service", "open_online"]

Service = Literal["nominatim", "photon", "geonames"]
USER_AGENT = "sitmap (https://pypi.org/project/sitmap)"
_PAUSE_S = 1.0
_TIMEOUT_S = 10
_SCHEMA = "CREATE TABLE IF NOT EXISTS answer (service TEXT, query TEXT, places TEXT, PRIMARY KEY (service, query))"


class Geocoder(Protocol):
    """What is needed of a geocoder; those of geopy have it."""

    def geocode(self, query: str, *, exactly_one: bool = True) -> Any:
        """Locations for a query, each with ``address``, ``latitude``, ``longitude`` and ``raw``; None for none."""


def open_online(service: Service = "nominatim", *, username: str = "", path: Path | None = None) -> OnlineGazetteer:
    """A gazetteer that asks a service: Nominatim, Photon, or GeoNames (which wants a ``username``).

    ``path`` is the file of answers, by default in the cache folder. Nothing goes out before the first lookup.
    """
    return OnlineGazetteer(service, _geocoder(service, username), path or cache_folder() / "online.sqlite")


def _geocoder(service: str, username: str) -> Geocoder:
    from geopy import geocoders

    if service == "geonames":
        if not username:
            raise OnlineError("the service geonames wants a username; register one at geonames.org")
        return cast(Geocoder, geocoders.GeoNames(username, user_agent=USER_AGENT, timeout=_TIMEOUT_S))
    makers = {"nominatim": geocoders.Nominatim, "photon": geocoders.Photon}
    if service not in makers:
        raise OnlineError(f"no service {service!r}; allowed are nominatim, photon and geonames")
    return cast(Geocoder, makers[service](user_agent=USER_AGENT, timeout=_TIMEOUT_S))


class OnlineGazetteer:
    """A geocoder with its answers kept on disk. ``clock`` and ``sleep`` are there for tests."""

    def __init__(
        self,
        service: str,
        geocoder: Geocoder,
        path: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._service = service
        self._geocoder = geocoder
        self._clock, self._sleep = clock, sleep
        self._last = -_PAUSE_S
        self._lock = threading.Lock()
        self._answers = _open(path)

    def lookup(self, name: str, *, limit: int = 10) -> list[Candidate]:
        """What the service knows by the name, best first. Raises :class:`OnlineError` where it cannot be reached."""
        rows = self._kept(name)
        if rows is None:
            rows = self._ask(name)
            self._keep(name, rows)
        return [_candidate(row, name, rank) for rank, row in enumerate(rows[:limit])]

    def _kept(self, name: str) -> list[dict[str, Any]] | None:
        sql = "SELECT places FROM answer WHERE service = ? AND query = ?"
        row = self._answers.execute(sql, (self._service, name)).fetchone()
        return json.loads(row[0]) if row else None

    def _keep(self, name: str, rows: list[dict[str, Any]]) -> None:
        with self._answers:
            self._answers.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?)",
                (self._service, name, json.dumps(rows, ensure_ascii=False)),
            )

    def _ask(self, name: str) -> list[dict[str, Any]]:
        from geopy.exc import GeopyError

        with self._lock:
            self._sleep(max(0.0, self._last + _PAUSE_S - self._clock()))
            self._last = self._clock()
            try:
                found = self._geocoder.geocode(name, exactly_one=False) or []
            except GeopyError as error:
                reason = str(error) or type(error).__name__
                raise OnlineError(f"the service {self._service} gave no answer for {name!r}: {reason}") from None
        return [_row(self._service, location) for location in found]


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        answers = sqlite3.connect(path, timeout=30, check_same_thread=False)
        answers.execute(_SCHEMA)
    except (OSError, sqlite3.Error) as error:
        raise OnlineError(f"{path} cannot be used to keep answers: {error}") from None
    return answers


def _row(service: str, location: Any) -> dict[str, Any]:
    raw = location.raw if isinstance(location.raw, dict) else {}
    return {
        "id": _ident(service, raw, location),
        "name": raw.get("name") or str(location.address).split(",")[0],
        "lat": location.latitude,
        "lon": location.longitude,
        "country": (raw.get("countryCode") or raw.get("properties", {}).get("countrycode") or "").upper() or None,
    }


def _ident(service: str, raw: dict[str, Any], location: Any) -> str:
    if "geonameId" in raw:
        return f"geonames:{raw['geonameId']}"
    tags = {**raw, **raw.get("properties", {})}
    if "osm_id" in tags:
        return f"osm:{str(tags.get('osm_type', ''))[:1].lower()}{tags['osm_id']}"
    return f"{service}:{location.latitude:.5f},{location.longitude:.5f}"


def _candidate(row: dict[str, Any], name: str, rank: int) -> Candidate:
    place = Place(id=row["id"], name=row["name"], lat=row["lat"], lon=row["lon"], country=row["country"])
    return Candidate(place, row["name"], "exact" if row["name"] == name else "fuzzy", round(0.8 / (1 + rank), 3))

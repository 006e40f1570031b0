"""A geocoding service behind the gazetteer's own questions: which names, in which country, how often, how long."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, cast
from urllib.parse import urlsplit

from gazetteer.errors import OnlineError
from gazetteer.names import fold, likeness, skeleton
from gazetteer.online.answers import place_of
from gazetteer.online.memory import Kept, Memory
from gazetteer.place import Candidate, MatchMethod, Place

__all__ = ["SERVICES", "USER_AGENT", "Geocoder", "OnlineGazetteer", "Service", "open_online"]

Service = Literal["nominatim", "geonames", "photon"]
#: The services, each with the seconds between two questions that its terms of use ask for.
SERVICES: dict[str, float] = {"nominatim": 1.0, "geonames": 3.6, "photon": 1.0}
USER_AGENT = "sitmap (https://pypi.org/project/sitmap)"

_OWN_PAUSE_S = 0.05  # for a server of the user's own
_TIMEOUT_S = 10.0
_TRIES = 3
_BACK_OFF_S = 1.0
_LONGEST_BACK_OFF_S = 10.0
_BUDGET_S = 300.0
_FAILURES = 2  # questions without an answer, one after the other, after which a service is left alone
_MOST_ANSWERS = 10
_SHORTEST, _LONGEST = 3, 80
_ALIKE = 0.85
_METHODS: dict[str, MatchMethod] = {
    "nominatim": "online:nominatim",
    "geonames": "online:geonames",
    "photon": "online:photon",
}


class Geocoder(Protocol):
    """What is needed of a geocoder; those of geopy have it."""

    def geocode(self, query: str, *, exactly_one: bool = True, **options: Any) -> Any:
        """Locations for a query, each with ``address``, ``latitude``, ``longitude`` and ``raw``; None for none."""


def open_online(
    service: str = "nominatim",
    *,
    url: str = "",
    username: str = "",
    user_agent: str = "",
    path: Path | None = None,
    timeout: float = _TIMEOUT_S,
    sleep: Callable[[float], None] = time.sleep,
) -> OnlineGazetteer:
    """A gazetteer that asks a service: Nominatim, Photon, or GeoNames (which wants a ``username``).

    ``url`` names a server of one's own, such as ``http://localhost:8080``; it is asked without a pause. ``user_agent``
    is how we introduce ourselves. ``path`` is the file of answers, by default in the cache folder; ``timeout`` is in
    seconds; ``sleep`` waits between questions. Nothing goes out before the first question.

    Raises :class:`OnlineError` for an unknown service, a bad URL or a missing user name.
    """
    from gazetteer.index import cache_folder

    if service not in SERVICES:
        raise OnlineError(f"no service {service[:40]!r}; allowed are {', '.join(SERVICES)}")
    geocoder = _geocoder(service, url, username, user_agent or USER_AGENT, timeout)
    memory = Memory(path or cache_folder() / "answers.sqlite")
    pause = _OWN_PAUSE_S if url else SERVICES[service]
    return OnlineGazetteer(service, geocoder, memory, server=url.rstrip("/"), pause=pause, sleep=sleep)


def _geocoder(service: str, url: str, username: str, user_agent: str, timeout: float) -> Geocoder:
    from geopy import geocoders
    from geopy.exc import GeopyError

    from gazetteer.online.web import BoundedAdapter

    about: dict[str, Any] = {"user_agent": user_agent, "timeout": timeout, "adapter_factory": BoundedAdapter}
    if url:
        about["scheme"], about["domain"] = _server(url)
    if service == "geonames" and not username:
        raise OnlineError("the service geonames wants a user name; register one at geonames.org")
    if service == "geonames":
        about["username"] = username
    makers = {"nominatim": geocoders.Nominatim, "photon": geocoders.Photon, "geonames": geocoders.GeoNames}
    try:
        return cast(Geocoder, makers[service](**about))
    except GeopyError as error:
        raise OnlineError(f"the service {service} cannot be asked: {str(error)[:200]}") from None


def _server(url: str) -> tuple[str, str]:
    """Scheme, and host with path, of a server's URL."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or not url.isprintable() or " " in url:
        raise OnlineError(f"{url[:100]!r} is no server; write http://HOST:PORT/PATH or https://HOST/PATH")
    return parts.scheme, f"{parts.netloc}{parts.path}".rstrip("/")


@dataclass
class _Spent:
    """What one run has asked of a service so far."""

    seconds: float = 0.0
    failures: int = 0


class OnlineGazetteer:
    """A geocoder with its answers kept on disk. ``clock`` (in seconds) and ``sleep`` are there for tests."""

    def __init__(
        self,
        service: str,
        geocoder: Geocoder,
        memory: Memory,
        *,
        server: str = "",
        pause: float | None = None,
        budget: float = _BUDGET_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.service = service
        self.method: MatchMethod = _METHODS[service]
        self._geocoder = geocoder
        self._memory = memory
        self._key = f"{service} {server}".rstrip()
        self._pause = SERVICES[service] if pause is None else pause
        self._budget = budget
        self._clock, self._sleep = clock, sleep
        self._spent = _Spent()

    def lookup(self, name: str, *, country: str | None = None, limit: int = 10) -> list[Candidate]:
        """What the service knows by the name, best first; ``country`` (ISO 3166-1 alpha-2) bounds the search.

        The score is the likeness of the name asked for and the one found, 0 to 1. Raises :class:`OnlineError` where
        the service gives no answer, or is asked no more in this run.
        """
        return self.ask(name, country=country)[0][:limit]

    def ask(self, name: str, *, country: str | None = None) -> tuple[list[Candidate], str]:
        """As :meth:`lookup`, with the day on which the service gave the answer (YYYY-MM-DD), "" for no question."""
        query = " ".join(name.split())
        if not _SHORTEST <= len(query) <= _LONGEST or not any(c.isalpha() for c in query):
            return [], ""
        kept = self._answer(query, (country or "").upper())
        found = [place for place in kept.places if not country or place.country in (None, country.upper())]
        candidates = [candidate for place in found if (candidate := self._candidate(place, query))]
        return sorted(candidates, key=lambda c: -c.score), kept.day

    def _answer(self, query: str, country: str) -> Kept:
        kept = self._memory.recall(self._key, query, country)
        if kept is not None and self._memory.is_fresh(kept):
            return kept
        try:
            return self._memory.keep(self._key, query, country, self._asked(query, country))
        except OnlineError:
            if kept is not None:
                return kept
            raise

    def _asked(self, query: str, country: str) -> tuple[Place, ...]:
        """What the service says now, after as many tries as it deserves."""
        if self._spent.failures >= _FAILURES:
            raise OnlineError(f"{self.service} does not answer and is asked no more")
        if self._spent.seconds >= self._budget:
            raise OnlineError(f"{self.service} was asked for {self._budget:.0f} s, which is enough for one run")
        began = self._clock()
        try:
            places = self._tried(query, country)
        except OnlineError:
            self._spent.failures += 1
            raise
        finally:
            self._spent.seconds += self._clock() - began
        self._spent.failures = 0
        return places

    def _tried(self, query: str, country: str) -> tuple[Place, ...]:
        from geopy.exc import (
            GeocoderRateLimited,
            GeocoderServiceError,
            GeocoderTimedOut,
            GeocoderUnavailable,
            GeopyError,
        )

        for left in reversed(range(_TRIES)):
            self._sleep(self._memory.turn(self._key, self._pause))
            try:
                return self._places(query, country)
            except GeopyError as error:
                again = isinstance(error, GeocoderRateLimited | GeocoderTimedOut | GeocoderUnavailable)
                if not left or not (again or type(error) is GeocoderServiceError):
                    raise OnlineError(f"{self.service} gave no answer for {query!r}: {_reason(error)}") from None
                asked_for = getattr(error, "retry_after", None) or _BACK_OFF_S * 2 ** (_TRIES - 1 - left)
                self._sleep(min(float(asked_for), _LONGEST_BACK_OFF_S))
            except (AttributeError, ArithmeticError, LookupError, TypeError, ValueError) as error:
                what = f"{type(error).__name__} {error}"[:80]
                raise OnlineError(f"{self.service} gave no sensible answer for {query!r}: {what}") from None
        raise AssertionError("unreachable")

    def _places(self, query: str, country: str) -> tuple[Place, ...]:
        options: dict[str, Any] = {"exactly_one": False}
        if self.service == "nominatim":
            options |= {"limit": _MOST_ANSWERS, "language": "en", "namedetails": True, "addressdetails": True}
            options |= {"country_codes": country.lower()} if country else {}
        elif self.service == "photon":
            options |= {"limit": _MOST_ANSWERS, "language": "en"}
        elif country:
            options |= {"country": country}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # geopy's, of coordinates that we check on our own
            found = self._geocoder.geocode(query, **options) or []
        places = (place_of(self.service, location) for location in found[:_MOST_ANSWERS] if location is not None)
        return tuple(place for place in places if place is not None)

    def _candidate(self, place: Place, query: str) -> Candidate | None:
        """The place under the name of its that is most like the one asked for; None where none is like it."""
        key, bones = fold(query), skeleton(query)

        def alike(name: str) -> float:
            same = likeness(key, fold(name))
            return max(same, _ALIKE) if bones and skeleton(name) == bones else same

        best = max((place.name, *place.names), key=alike)
        score = round(alike(best), 3)
        return Candidate(place, best, self.method, score) if score >= _ALIKE else None


def _reason(error: Exception) -> str:
    text = "".join(c for c in str(error) if c.isprintable())[:160]
    return text or type(error).__name__

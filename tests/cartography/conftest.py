"""A small invented war, its feature layers by hand, and one browser for the whole session."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely.geometry import LineString, Point, box

from gazetteer.footprint import Footprint
from gazetteer.place import Place
from gazetteer.resolve import Resolution
from geo.actor import Actor
from geo.article import Article
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.document import ToponymMention
from geo.interval import Interval
from geo.situation import PlaceMention, Situation
from geo.state import Period

CHROMIUM = Path("/usr/bin/chromium")
DAY = dt.date(2015, 6, 12)

FRONT = Actor("front", "River Front", kind="armed_group", colour="#0072b2", symbol="R")
GUARD = Actor("guard", "Hill Guard", kind="militia", colour="#d55e00", symbol="H")
UNLISTED = Actor("found:dune-battalion", "Dune Battalion")

ALTA = Place("x:1", "Alta", lat=32.80, lon=12.49, country="LY", population=60_000)
BREVA = Place("x:2", "Breva", lat=32.76, lon=12.58, country="LY", population=30_000)
CORDO = Place("x:3", "Cordo", lat=32.85, lon=12.24, country="LY")
DELLA = Place("x:4", "Della", lat=32.89, lon=13.19, country="LY", population=1_000_000)
FAR = Place("x:5", "Farland", lat=51.0, lon=10.0, country="DE", feature_class="A", feature_code="PCLI")


def place_ref(text: str, words: str, place: Place, **kwargs: Any) -> PlaceRef:
    spot = Footprint(place.lat, place.lon, place.radius_m)
    return PlaceRef(words, text.index(words), place, spot, **kwargs)


def claim(number: int, text: str, kind: Any, action: Any, trigger: str, **kwargs: Any) -> Claim:
    start = text.index(trigger)
    evidence = Evidence("one", 0, len(text), text, (start, start + len(trigger)))
    return Claim(f"c{number}", "one", kind, action, evidence, reported=DAY, source="The Harbour Post", **kwargs)


TAKEN = "Most of Alta was taken by the River Front on Thursday, witnesses said."
FOUGHT = "The Hill Guard is fighting the River Front in Alta."
FLED = "Fighters of the Hill Guard were driven out of Alta to Breva."
STRUCK = "A jet struck a depot near Della."


def small_situation() -> Situation:
    river, hill = ActorRef(FRONT, "River Front"), ActorRef(GUARD, "Hill Guard")
    thursday = Interval(dt.date(2015, 6, 11), dt.date(2015, 6, 11), "day", "Thursday")
    claims = (
        claim(
            1,
            TAKEN,
            "control",
            "captures",
            "taken",
            actor=river,
            place=place_ref(TAKEN, "Alta", ALTA),
            extent="part",
            time=thursday,
        ),
        claim(
            2,
            FOUGHT,
            "control",
            "contests",
            "fighting",
            actor=hill,
            opponent=river,
            place=place_ref(FOUGHT, "Alta", ALTA),
        ),
        claim(
            3,
            FLED,
            "movement",
            "withdraws",
            "driven out",
            actor=hill,
            origin=place_ref(FLED, "Alta", ALTA),
            destination=place_ref(FLED, "Breva", BREVA),
            forced=True,
        ),
        claim(4, STRUCK, "incident", "airstrike", "struck", place=place_ref(STRUCK, "Della", DELLA)),
    )
    article = Article(
        "one",
        " ".join((TAKEN, FOUGHT, FLED, STRUCK)),
        "Alta changes hands",
        DAY,
        "The Harbour Post",
        "https://example.org/alta",
    )
    lost = ToponymMention(0, 5, "Zzyzx", "literal", Resolution("unknown", reason="no entry has this name"))
    periods = (
        Period(ALTA, DAY, None, "contested", "assessed", FRONT, (FRONT, GUARD), ("c1", "c2"), 0.7, True, DAY),
        Period(BREVA, DAY, None, "held", "claimed", GUARD, (GUARD,), ("c3",), 0.4, False, DAY),
    )
    actors = {actor.id: actor for actor in (FRONT, GUARD, UNLISTED)}
    return Situation((article,), claims, periods, (PlaceMention("one", lost),), actors, "Alta in June")


def at(place: Place) -> Point:
    return Point(place.lon, place.lat)


def small_frames() -> dict[str, geopandas.GeoDataFrame]:
    day = DAY.isoformat()
    control = [
        {
            "id": "p1",
            "place": "Alta",
            "place_id": "x:1",
            "status": "contested",
            "basis": "assessed",
            "holder": "River Front",
            "holder_id": "front",
            "claimants": "River Front; Hill Guard",
            "partial": True,
            "start": day,
            "last_evidence": day,
            "confidence": 0.7,
            "claims": "c1; c2",
            "geometry": at(ALTA),
        },
        {
            "id": "p2",
            "place": "Breva",
            "place_id": "x:2",
            "status": "held",
            "basis": "claimed",
            "holder": "Hill Guard",
            "holder_id": "guard",
            "claimants": "Hill Guard",
            "partial": False,
            "start": day,
            "last_evidence": day,
            "confidence": 0.4,
            "claims": "c3",
            "geometry": at(BREVA),
        },
    ]
    arc = LineString([(12.49, 32.80), (12.53, 32.80), (12.56, 32.785), (12.58, 32.76)])
    movements = [
        {
            "id": "c3",
            "action": "withdraws",
            "actor": "Hill Guard",
            "actor_id": "guard",
            "origin": "Alta",
            "destination": "Breva",
            "forced": True,
            "factuality": "actual",
            "reported": day,
            "confidence": 0.6,
            "partial_geometry": False,
            "geometry": arc,
        }
    ]
    incidents = [
        {
            "id": "c4",
            "action": "airstrike",
            "actor": "",
            "actor_id": "",
            "place": "Della",
            "factuality": "actual",
            "reported": day,
            "confidence": 0.6,
            "dead_min": float("nan"),
            "geometry": at(DELLA),
        }
    ]
    places = [
        {
            "id": "x:5",
            "name": "Farland",
            "country": "DE",
            "feature_code": "PCLI",
            "role": "literal",
            "mentions": 1,
            "articles": 1,
            "confidence": 0.9,
            "geometry": at(FAR),
        }
    ]
    unsure = [
        {
            "id": "u1",
            "of": "c4",
            "method": "gazetteer",
            "radius_m": 5000.0,
            "geometry": at(DELLA).buffer(0.05, quad_segs=6),
        }
    ]
    named = {
        "control": control,
        "movements": movements,
        "incidents": incidents,
        "places": places,
        "uncertainty": unsure,
    }
    return {name: geopandas.GeoDataFrame(rows, crs="EPSG:4326") for name, rows in named.items()}


class Ground:
    """Two square countries with an area each, in place of the shipped outlines."""

    def clip(self, bounds: tuple[float, float, float, float], detail: str) -> list[tuple[str, dict[str, str], Any]]:
        shapes = [
            ("country", {"name": "Westland"}, box(0, 20, 12.6, 32.9)),
            ("country", {"name": "Eastland"}, box(12.6, 20, 25, 32.9)),
            ("admin1", {"name": "Coast"}, box(5, 31, 12.6, 32.9)),
        ]
        return [(kind, names, shape.intersection(box(*bounds))) for kind, names, shape in shapes]


@pytest.fixture
def situation() -> Situation:
    return small_situation()


@pytest.fixture
def frames() -> Mapping[str, geopandas.GeoDataFrame]:
    return small_frames()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all; its absence skips on a desk and fails where the suite is the gate."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is missing, and the map's tests need a real browser")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()

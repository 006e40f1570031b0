"""A small invented war, its feature layers by hand, and one browser for the whole session."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from shapely.geometry import Polygon, box

from gazetteer.footprint import Footprint
from gazetteer.place import Place
from gazetteer.resolver import Resolution
from geo.actor import Actor
from geo.article import Article
from geo.claim import ROLES, ActorRef, Claim, Evidence, PlaceRef
from geo.document import ToponymMention
from geo.interval import Interval
from geo.situation import PlaceMention, Situation
from geo.state import Period

# The system's own browser, else the one that playwright brings.
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DAY = dt.date(2015, 6, 12)

FRONT = Actor("front", "River Front", kind="armed_group", colour="#0072b2", symbol="R")
GUARD = Actor("guard", "Hill Guard", kind="militia", colour="#d55e00", symbol="H")
UNLISTED = Actor("found:dune-battalion", "Dune Battalion")

ALTA = Place("x:1", "Alta", lat=32.80, lon=12.49, country="LY", population=60_000)
BREVA = Place("x:2", "Breva", lat=32.76, lon=12.58, country="LY", population=30_000)
CORDO = Place("x:3", "Cordo", lat=32.85, lon=12.24, country="LY")
DELLA = Place("x:4", "Della", lat=32.89, lon=13.19, country="LY", population=1_000_000)
FAR = Place("x:5", "Farland", lat=51.0, lon=10.0, country="DE", feature_class="A", feature_code="PCLI")


PLACES = {place.name: place for place in (ALTA, BREVA, CORDO, DELLA, FAR)}


def place_ref(text: str, words: str) -> PlaceRef:
    place = PLACES[words]
    return PlaceRef(words, text.index(words), place, Footprint(place.lat, place.lon, place.radius_m))


def claim(number: int, text: str, kind: Any, action: Any, trigger: str, **kwargs: Any) -> Claim:
    start = text.index(trigger)
    for role in set(ROLES) & set(kwargs):
        kwargs[role] = place_ref(text, kwargs[role])
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
        claim(1, TAKEN, "control", "captures", "taken", actor=river, extent="part", time=thursday, place="Alta"),
        claim(2, FOUGHT, "control", "contests", "fighting", actor=hill, opponent=river, place="Alta"),
        claim(
            3, FLED, "movement", "withdraws", "driven out", actor=hill, origin="Alta", destination="Breva", forced=True
        ),
        claim(4, STRUCK, "incident", "airstrike", "struck", place="Della"),
    )
    text = " ".join((TAKEN, FOUGHT, FLED, STRUCK))
    article = Article("one", text, "Alta changes hands", DAY, "The Harbour Post", "https://example.org/alta")
    lost = ToponymMention(0, 5, "Zzyzx", "literal", Resolution("unknown", reason="no entry has this name"))
    periods = (
        Period(ALTA, DAY, None, "contested", "assessed", FRONT, (FRONT, GUARD), ("c1", "c2"), 0.7, True, DAY),
        Period(BREVA, DAY, None, "held", "claimed", GUARD, (GUARD,), ("c3",), 0.4, False, DAY),
    )
    actors = {actor.id: actor for actor in (FRONT, GUARD, UNLISTED)}
    return Situation((article,), claims, periods, (PlaceMention("one", lost),), actors, "Alta in June")


NO_TOWNS = SimpleNamespace(layers=[])


class Ground:
    """Two square countries, one of them of two areas, in place of the shipped outlines."""

    AREAS = (
        ("Coast", "WE", [(0, 31), (12.6, 31), (12.6, 32.9), (0, 32.9)]),
        ("Desert", "WE", [(0, 20), (12.6, 20), (12.6, 31), (0, 31)]),
        ("East", "EA", [(12.6, 20), (25, 20), (25, 32.9), (12.6, 32.9), (12.6, 31)]),
    )
    COUNTRIES = (
        ("Westland", "WE", [(0, 20), (12.6, 20), (12.6, 32.9), (0, 32.9)]),
        ("Eastland", "EA", [(12.6, 20), (25, 20), (25, 32.9), (12.6, 32.9)]),
    )

    def clip(self, bounds: tuple[float, float, float, float], detail: str) -> list[tuple[str, dict[str, str], Any]]:
        kinds = [("country", self.COUNTRIES)] + ([("admin1", self.AREAS)] if detail == "fine" else [])
        return [
            (kind, {"name": name, "country": code}, Polygon(ring).intersection(box(*bounds)))
            for kind, shapes in kinds
            for name, code, ring in shapes
        ]


@pytest.fixture
def situation() -> Situation:
    return small_situation()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all; its absence skips on a desk and fails where the suite is the gate."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        except Error as error:
            if os.environ.get("CI"):
                pytest.fail(f"the map's tests need a real browser: {error}")
            pytest.skip("no Chromium on this machine")
        yield chromium
        chromium.close()


Opened = tuple[Any, list[str]]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open a situation's map; what the page logs, throws or asks for beyond itself is in the list."""
    pages = []

    from geo.cartography import basemap, compose
    from geo.cartography.payload import spots
    from geo.features import tables

    def visit(situation: Situation, *, online: bool = False, **options: Any) -> Opened:
        rows = tables(situation, None)
        ground = basemap.build(spots(situation, rows), boundaries=Ground(), index=NO_TOWNS)
        file = tmp_path / f"map{len(pages)}.html"
        file.write_text(compose(situation, rows, ground, online=online), encoding="utf-8", errors="xmlcharrefreplace")
        page = browser.new_page(**({"viewport": {"width": 1200, "height": 800}} | options))
        pages.append(page)
        noise: list[str] = []
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("request", lambda request: noise.append(request.url) if request.url != file.as_uri() else None)
        page.on("dialog", lambda dialog: noise.append("dialog"))
        page.route("http*://**", lambda route: route.abort())
        page.goto(file.as_uri())
        page.wait_for_function("document.querySelectorAll('#pane-legend fieldset').length > 0")
        return page, noise

    yield visit
    for page in pages:
        page.close()

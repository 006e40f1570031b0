"""How quickly a map of many marks is written, shown, moved through time and zoomed, against plain folium and geopandas.

Run from the repository: ``python tests/benchmarks/map.py``; geopandas' own map needs ``mapclassify``. Every situation
is invented. Figures of other ways of drawing the same data are given as ratios to ours, measured in the same run on
the same machine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gazetteer.footprint import of_place
from gazetteer.place import Place
from geo import write_map
from geo.actor import Actor
from geo.article import Article
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.interval import Interval
from geo.situation import Situation
from geo.state import Period

FIRST = dt.date(2020, 1, 1)
DAYS = 365
SIDES = tuple(Actor(f"side{n}", name) for n, name in enumerate(("Northern Front", "National Guard", "River League")))


def situation(*, marks: int, arrows: int = 0, per_article: int = 25) -> Situation:
    """Half the marks are places that are held, half incidents, all over one region, a claim behind each."""
    rng = random.Random(7)
    claims, periods = [], []
    for n in range(marks + arrows):
        claim, period = _told(n, n >= marks, rng, per_article)
        claims.append(claim)
        periods += [period] if period else []
    articles = tuple(
        Article(f"a{n}", "", f"Report {n}", FIRST + dt.timedelta(days=n % DAYS), "The Harbour Post")
        for n in range((marks + arrows) // per_article + 1)
    )
    return Situation(articles, tuple(claims), tuple(periods), (), {a.id: a for a in SIDES}, "An invented war")


def _spot(n: int, rng: random.Random) -> PlaceRef:
    place = Place(f"x:{n}", f"Town {n}", 15 + 18 * rng.random(), 10 + 25 * rng.random(), country="LY", population=5000)
    return PlaceRef(place.name, 20, place, of_place(place))


def _told(n: int, moves: bool, rng: random.Random, per_article: int) -> tuple[Claim, Period | None]:
    day = FIRST + dt.timedelta(days=n % DAYS)
    actor, spot = SIDES[n % len(SIDES)], _spot(n, rng)
    text = f"The {actor.name} took {spot.text} on the day, witnesses said, after fighting that lasted for hours."
    evidence = Evidence(f"a{n // per_article}", 0, len(text), text, (19, 23))
    told: dict[str, Any] = {
        "reported": day,
        "time": Interval(day, day, "day", "on the day"),
        "source": "The Harbour Post",
    }
    ref = ActorRef(actor, actor.name)
    if moves:
        return Claim(f"c{n}", evidence.article, "movement", "advances", evidence, ref, origin=spot,
                     destination=_spot(n + 10**6, rng), **told), None  # fmt: skip
    if n % 2:
        return Claim(f"c{n}", evidence.article, "incident", "clash", evidence, ref, place=spot, **told), None
    claim = Claim(f"c{n}", evidence.article, "control", "captures", evidence, ref, place=spot, **told)
    assert spot.place is not None
    held = Period(spot.place, day, None, "held", "assessed", actor, (actor,), (claim.id,), 0.7, False, day, side=actor)
    return claim, held


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of one call, by the clock on the wall and of processor time."""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - cpu


def shown(browser: Any, path: Path, ready: str) -> dict[str, float]:
    """Seconds until the page is drawn, of one zoom step, and frames a second while the slider is dragged."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    answered_locally(page)
    page.set_default_timeout(120_000)
    clock = worked(page)
    began = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector(ready, state="attached")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found = {"shown": time.perf_counter() - began, "shown cpu": clock()}
    if page.locator("#day").count():
        before = clock()
        found |= page.evaluate(_DRAG)
        found["slider cpu fps"] = 40 / (clock() - before)
    if page.evaluate("() => typeof map_sitmap !== 'undefined'"):
        before = clock()
        found |= page.evaluate(_ZOOM)
        found["zoom cpu"] = clock() - before
    page.close()
    return found


def worked(page: Any) -> Callable[[], float]:
    """Seconds of processor time that the page's main thread has worked, which other programs do not lengthen."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def clock() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    return clock


_FRAME = "async () => { const frame = () => new Promise((done) => requestAnimationFrame(done));"
_DRAG = (
    _FRAME
    + """
  const slider = document.getElementById("day"), steps = 40, began = performance.now();
  for (let i = 0; i < steps; i++) {
    slider.value = Math.round(slider.max * i / steps);
    slider.dispatchEvent(new Event("input"));
    await frame();
  }
  return { "slider fps": steps / ((performance.now() - began) / 1000) };
}"""
)
_ZOOM = (
    _FRAME
    + """
  const began = performance.now();
  map_sitmap.setZoom(map_sitmap.getZoom() + 1, { animate: false });
  await frame(); await frame();
  return { zoom: (performance.now() - began) / 1000 };
}"""
)


def others(invented: Situation) -> dict[str, Callable[[Path], object]]:
    """Other ways to draw the same control marks."""
    import folium

    from geo.features import layers

    frame = layers(invented)["control"][["place", "status", "holder", "geometry"]]

    def markers(path: Path) -> None:
        drawn = folium.Map([24, 22], zoom_start=5)
        for row in frame.itertuples():
            folium.Marker([row.geometry.y, row.geometry.x], popup=f"{row.place}: {row.holder}").add_to(drawn)
        drawn.save(path)

    def geojson(path: Path) -> None:
        drawn = folium.Map([24, 22], zoom_start=5)
        folium.GeoJson(frame, tooltip=folium.GeoJsonTooltip(["place", "holder"])).add_to(drawn)
        drawn.save(path)

    return {
        "folium.Marker": markers,
        "folium.GeoJson": geojson,
        "geopandas.explore": lambda path: frame.explore(tooltip=["place", "holder"]).save(path),
    }


# As much of jQuery as folium's popups use.
_DOLLAR = """window.$ = (text) => {
  const template = document.createElement("template");
  template.innerHTML = text;
  return template.content.children;
};"""


def answered_locally(page: Any) -> None:
    """Give a page that asks a content delivery network what it needs from the packages here."""
    from xstatic.pkg import leaflet

    def answer(route: Any) -> None:
        name = route.request.url.rsplit("/", 1)[-1]
        known = Path(leaflet.BASE_DIR, name)
        route.fulfill(path=known) if known.exists() else route.fulfill(body=_DOLLAR if "jquery" in name else "")

    page.route(re.compile("^https?://"), answer)


def main() -> None:
    """Print a line for each situation."""
    from playwright.sync_api import sync_playwright

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--marks", type=int, nargs="*", default=[2_000, 10_000, 20_000, 100_000])
    options.add_argument("--arrows", type=int, nargs="*", default=[1000])
    options.add_argument("--others", type=int, nargs="*", default=[2_000, 10_000], help="marks at which others compete")
    chosen = options.parse_args()
    cases = [(f"{n:,} marks", {"marks": n}) for n in chosen.marks]
    cases += [(f"{n:,} arrows", {"marks": 0, "arrows": n}) for n in chosen.arrows]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, size in cases:
            invented, path = situation(**size), Path(folder, "map.html")
            written, cpu = timed(lambda: write_map(invented, path))  # noqa: B023
            found = {
                "written": written,
                "written cpu": cpu,
                "MB": path.stat().st_size / 1e6,
                **shown(browser, path, "#tab-legend"),
            }
            print(name, " ".join(f"{key} {value:.2f}" for key, value in found.items()), flush=True)
            if size["marks"] in chosen.others:
                compare(browser, invented, path, found)
        browser.close()


def browser_errors() -> type[Exception]:
    """What is raised where a page does not come up in time."""
    from playwright.sync_api import Error

    return Error


def compare(browser: Any, invented: Situation, path: Path, ours: dict[str, float]) -> None:
    """Print how many times as long others take with half as many marks, the control marks alone."""
    for name, draw in others(invented).items():
        _, cpu = timed(lambda: draw(path))  # noqa: B023
        try:
            there = shown(browser, path, ".leaflet-marker-icon, path.leaflet-interactive")["shown cpu"]
        except browser_errors() as error:
            print(f"  {name}: not shown: {str(error).splitlines()[0]}", flush=True)
            continue
        ratios = f"written x{cpu / ours['written cpu']:.1f}, shown x{there / ours['shown cpu']:.1f} in processor time"
        print(f"  {name}, control marks only: {ratios}, {path.stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()

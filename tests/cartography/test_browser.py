"""The map in a real browser: it opens alone, answers to its reader, and runs nothing that an article says."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely.geometry import shape

from geo.actor import Actor
from geo.cartography import embed
from geo.claim import ActorRef
from geo.correction import Correction
from geo.features import layers
from geo.features.areas import areas
from geo.situation import Situation

from .conftest import FRONT, GUARD, Opened

pytestmark = pytest.mark.browser

PAYLOADS = [
    "{{ 7*7 }}{% raise %}{#", "${window.pwned=1}`${window.pwned=1}`", "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>", "\u202eevil\u2066", "\"' onfocus=window.pwned=1 autofocus '", "x" * 10_000,
]  # fmt: skip
URLS = [
    "javascript:window.pwned=1", "JaVaScRiPt:window.pwned=1", "data:text/html,<script>window.pwned=1</script>",
    " java\nscript:window.pwned=1", 'https://e.org/"><script>window.pwned=1</script>', "//e.org", "https://e.org/{{7*7}}",
]  # fmt: skip


@pytest.mark.parametrize("above", [embed.PACK_ABOVE, 0], ids=["plain", "packed"])
def test_it_opens_alone_and_its_layers_toggle(
    opened: Callable[..., Opened], situation: Situation, monkeypatch: pytest.MonkeyPatch, above: int
) -> None:
    monkeypatch.setattr(embed, "PACK_ABOVE", above)
    page, noise = opened(situation)
    assert page.title() == "Alta in June"
    assert page.locator("#title").inner_text() == "Alta in June"
    assert "12 June 2015" in page.locator("#summary").inner_text()
    marks = {
        "control": (".leaflet-control-pane .mark", 2),
        "movements": (".arrow", 1),
        "incidents": (".leaflet-incidents-pane .mark", 1),
    }
    for layer, (selector, count) in marks.items():
        assert page.locator(selector).count() == count, layer
        page.locator(f"#layer-{layer}").uncheck()
        assert page.locator(selector).count() == 0, layer
        page.locator(f"#layer-{layer}").check()
        assert page.locator(selector).count() == count, layer
    page.locator("#actor-0").uncheck()
    assert page.locator(".leaflet-control-pane .mark").count() == 1
    assert noise == []


def test_an_arrow_out_of_view_leaves_nothing_behind(opened: Callable[..., Opened], situation: Situation) -> None:
    page, _ = opened(situation)
    arrow = page.locator(".arrow")
    assert arrow.evaluate("path => path.style.display") == ""
    page.evaluate("map_sitmap.setView([-60, 150], 8, {animate: false}) && 0")
    assert arrow.evaluate("path => [path.getAttribute('d'), path.style.display]") == ["M0 0", "none"]


def test_a_mark_opens_its_evidence(opened: Callable[..., Opened], situation: Situation) -> None:
    page, noise = opened(situation)
    page.locator(".mark[aria-label*=Alta]").click()
    text = page.locator("#pane-evidence").inner_text()
    for words in (
        "contested: ", "Most of Alta was taken", "Alta changes hands", "The Harbour Post", "11 June 2015", "(in part)",
        "is fighting",
    ):  # fmt: skip
        assert words in text
    assert page.locator("#pane-evidence mark.trigger").all_inner_texts() == ["taken", "fighting"]
    link = page.locator("#pane-evidence a").first
    assert (link.get_attribute("href"), link.get_attribute("rel")) == (
        "https://example.org/alta",
        "noopener noreferrer",
    )
    page.locator("#tab-unplaced").click()
    assert "Zzyzx" in page.locator("#pane-unplaced").inner_text()
    assert noise == []


def test_everything_can_be_reached_by_keyboard(opened: Callable[..., Opened], situation: Situation) -> None:
    page, noise = opened(situation)
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")
        reached.add(label.replace("\u2068", "").replace("\u2069", ""))
    assert {"layer-control", "tab-legend", "Zoom in", "Breva, held by Hill Guard, by its own claim"} <= reached
    assert any("withdraws from Alta to Breva" in label for label in reached)
    page.locator(".arrow-hit").focus()
    page.keyboard.press("Enter")
    assert "driven out" in page.locator("#pane-evidence").inner_text()
    page.locator("#tab-evidence").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#pane-marks").is_visible()
    assert noise == []


def test_the_slider_shows_what_the_tables_say_of_each_day(opened: Callable[..., Opened], situation: Situation) -> None:
    old = replace(situation.articles[0], id="two", published=dt.date(2015, 3, 1))
    early = replace(situation.periods[1], start=dt.date(2015, 3, 1), end=dt.date(2015, 6, 11), claims=())
    late = replace(situation.periods[1], start=dt.date(2015, 6, 12), status="besieged", claimants=(GUARD, FRONT))
    struck = replace(situation.claims[3], time=situation.claims[0].time)
    changing = replace(
        situation,
        claims=(*situation.claims[:3], struck),
        periods=(situation.periods[0], early, late),
        articles=(*situation.articles, old),
    )
    page, noise = opened(changing)
    slider = page.locator("#day")
    days = page.evaluate("Number(document.getElementById('day').max)") + 1
    assert days == 3
    for number, day in enumerate(("2015-03-01", "2015-06-11", "2015-06-12")):
        slider.fill(str(number))
        expected = layers(changing, on=dt.date.fromisoformat(day))
        labels = page.locator(".leaflet-control-pane .mark").evaluate_all("all => all.map(n => n.ariaLabel)")
        assert sorted(label.split("\u2069")[0][1:] for label in labels) == sorted(expected["control"]["place"])
        assert page.locator(".arrow").count() == len(expected["movements"])
        assert page.locator(".leaflet-incidents-pane .mark").count() == len(expected["incidents"])
        assert slider.get_attribute("aria-valuetext").endswith("2015")
    assert any("besieged" in label for label in labels)
    page.get_by_label("Movements and incidents shown").select_option("1")
    assert page.locator(".arrow").count() == 1
    assert page.locator(".leaflet-incidents-pane .mark").count() == 0
    assert noise == []


def test_the_address_says_what_is_seen(opened: Callable[..., Opened], situation: Situation) -> None:
    page, noise = opened(situation)
    page.locator("#layer-incidents").uncheck()
    page.evaluate("map_sitmap.setView([32.5, 13], 8, {animate: false}) && 0")
    link = page.url
    assert link.endswith("#day=2015-06-12&at=32.500,13.000,8&hide=incidents")
    again, _ = opened(situation)
    again.goto("about:blank")
    again.goto(link)
    again.wait_for_function("document.querySelectorAll('#pane-legend fieldset').length > 0")
    assert not again.locator("#layer-incidents").is_checked()
    assert again.evaluate("[map_sitmap.getZoom(), map_sitmap.getCenter().lat.toFixed(1)]") == [8, "32.5"]
    again.goto("about:blank")
    again.goto(link.split("#")[0] + "#day=<script>&at=x,NaN,1e9&hide=constructor,control")
    again.wait_for_function("document.querySelectorAll('#pane-legend fieldset').length > 0")
    assert again.locator(".leaflet-incidents-pane .mark").count() == 1
    assert noise == []


def test_search_finds_names_and_sentences(opened: Callable[..., Opened], situation: Situation) -> None:
    page, noise = opened(situation)
    page.locator("#tab-marks").click()
    for words, found in (("breva", 2), ("driven out", 2), ("hill guard", 3), ("a jet", 1), ("nowhere", 0), ("", 4)):
        page.locator("#search").fill(words)
        assert page.locator("button.pick").count() == found, words
    page.locator("button.pick").first.click()
    assert page.locator("#chosen").inner_text() == "Alta"
    assert noise == []


def hostile(situation: Situation, payload: str, url: str) -> Situation:
    """The same situation with a payload in every text that reaches the page."""
    actors = {
        a.id: replace(a, name=payload + a.id, symbol=payload[:4], colour=payload[:20])
        for a in situation.actors.values()
    }
    text = f"taken {payload} Alta"

    def spoil(ref: Any) -> Any:
        if isinstance(ref, ActorRef):
            return ActorRef(actors[ref.actor.id], payload)
        if ref is None:
            return None
        place = replace(ref.place, id=payload + ref.place.id, name=payload, country=payload[:50])
        return replace(ref, text=payload, offset=payload, place=place)

    roles = ("actor", "opponent", "place", "origin", "destination")
    claims = tuple(
        replace(
            c, evidence=replace(c.evidence, text=text, end=len(text), trigger=(0, 5)), source=payload,
            explanation=payload, corrected=payload, speaker=ActorRef(Actor("s", payload), payload),
            **{role: spoil(getattr(c, role)) for role in roles},
        )
        for c in situation.claims
    )  # fmt: skip
    periods = tuple(
        replace(
            p, place=replace(p.place, id=payload + p.place.id, name=payload), holder=actors[p.holder.id],
            reason=payload, corrected=payload, presumed=payload, claimants=tuple(actors[a.id] for a in p.claimants),
        )
        for p in situation.periods if p.holder
    )  # fmt: skip
    lost = situation.mentions[0]
    mention = replace(lost.mention, text=payload, resolution=replace(lost.mention.resolution, reason=payload))
    article = replace(situation.articles[0], title=payload, source=payload, url=url)
    made = (Correction("place", text=payload, article=payload, note=payload, source=payload),)
    mentions = (replace(lost, mention=mention),)
    return Situation((article,), claims, periods, mentions, actors, payload, corrections=made)


@pytest.mark.parametrize(("payload", "url"), list(zip(PAYLOADS, URLS, strict=True)), ids=range(len(PAYLOADS)))
def test_hostile_text_is_shown_as_it_is(
    opened: Callable[..., Opened], situation: Situation, payload: str, url: str
) -> None:
    page, noise = opened(hostile(situation, payload, url))
    assert page.locator("#title").text_content() == payload
    for selector in (".leaflet-control-pane .mark", ".leaflet-incidents-pane .mark", ".arrow-hit"):
        page.locator(selector).first.dispatch_event("click")
        assert payload in page.locator("#pane-evidence blockquote").first.text_content()
    for tab in ("legend", "marks", "articles", "unplaced"):
        page.locator(f"#tab-{tab}").click()
        assert payload in page.locator(f"#pane-{tab}").text_content()
    protocols = "nodes => nodes.map(node => new URL(node.getAttribute('href'), 'file:///x').protocol)"
    links = page.locator("a[href]").evaluate_all(protocols)
    assert set(links) <= {"https:", "file:"}
    assert page.evaluate("[window.pwned, document.querySelectorAll('img, iframe, object').length]") == [None, 0]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert noise == []


def test_tiles_that_fail_leave_the_built_in_map(opened: Callable[..., Opened], situation: Situation) -> None:
    page, noise = opened(situation, online=True)
    assert noise == []
    page.get_by_label("OpenStreetMap").check()
    page.get_by_text("could not be loaded").wait_for()
    assert all("tile.openstreetmap.org" in line or "net::ERR" in line for line in noise)
    assert page.locator("path.land").count() == 1
    assert "OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_chosen_mark_above_its_sheet(
    opened: Callable[..., Opened], situation: Situation, scheme: str
) -> None:
    page, noise = opened(situation, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".mark[aria-label*=Breva]").click()
    panel, mark = page.locator("#panel").bounding_box(), page.locator(".mark.chosen").bounding_box()
    assert mark["y"] + mark["height"] < 844 * 0.4
    assert panel["width"] == 390
    assert noise == []


def test_a_crowd_becomes_dots_that_open_and_that_the_list_names(
    opened: Callable[..., Opened], situation: Situation
) -> None:
    base, many = situation.periods[1], []
    for n in range(400):
        place = replace(base.place, id=f"x:many{n}", name=f"Hamlet {n}", lat=32 + n % 20 / 15, lon=12 + n // 20 / 15)
        many.append(replace(base, place=place, claims=("c2",) * (1 + n % 3)))
    page, noise = opened(replace(situation, periods=tuple(many)))
    symbols = page.locator(".leaflet-control-pane .mark").count()
    assert 5 < symbols <= 160
    assert page.evaluate("document.querySelector('canvas.crowd').hidden") is False
    assert "400" in page.locator("label[for=layer-control]").inner_text()
    at = page.evaluate(
        "() => { const p = map_sitmap.latLngToContainerPoint([32 + 13 / 15, 12 + 7 / 15]);"
        " const b = map_sitmap.getContainer().getBoundingClientRect(); return [b.left + p.x, b.top + p.y]; }"
    )
    page.mouse.click(*at)
    assert page.locator("#chosen").inner_text() == "Hamlet 153"
    page.locator("#tab-marks").click()
    page.locator("#search").fill("hamlet 399")
    assert page.locator("button.pick").count() == 1
    assert noise == []


def later(situation: Situation) -> Situation:
    """The same war with a town that changes hands on the second of three days."""
    town, first, second = situation.periods[1], dt.date(2015, 6, 1), dt.date(2015, 6, 10)
    before = replace(
        town, holder=FRONT, side=FRONT, claimants=(FRONT,), basis="assessed", start=first, end=dt.date(2015, 6, 9)
    )
    after = replace(town, side=GUARD, start=second, against=("c1",))
    old = replace(situation.articles[0], id="two", published=first)
    return replace(situation, periods=(before, after), articles=(*situation.articles, old))


def test_changes_between_two_days_are_told_and_both_are_shown(
    opened: Callable[..., Opened], situation: Situation
) -> None:
    page, noise = opened(later(situation))
    page.locator("#tab-changes").click()
    page.locator("#since").select_option("2015-06-01")
    card = page.locator("#pane-changes .card").inner_text()
    assert card.index("was: held by \u2068River Front") < card.index("is: held by \u2068Hill Guard")
    assert page.locator("#pane-changes button.pick").count() == 2
    for button, holder in (("before", "River Front"), ("after", "Hill Guard")):
        page.locator(f"#see-{button}").click()
        label = page.locator(".leaflet-control-pane .mark").get_attribute("aria-label")
        assert holder in label
    assert page.locator("#see-after").get_attribute("aria-pressed") == "true"
    assert page.locator(".histogram path").get_attribute("d").count("M") >= 1
    assert noise == []


def test_areas_stand_for_their_days_and_tell_what_they_are_derived_from(
    opened: Callable[..., Opened], situation: Situation
) -> None:
    page, noise = opened(later(situation))
    for number, day in enumerate(("2015-06-01", "2015-06-10", "2015-06-12")):
        page.locator("#day").fill(str(number))
        expected = areas(later(situation), dt.date.fromisoformat(day))
        assert page.locator(".held-area").count() == len(expected) == 1, day
    page.locator(".held-area").dispatch_event("click")
    text = page.locator("#pane-evidence").inner_text()
    assert "held by \u2068Hill Guard" in text
    assert "1 place: \u2068Breva" in text
    assert "driven out" in text
    page.locator("#tab-legend").click()
    page.locator("#layer-areas").uncheck()
    assert page.locator(".held-area").count() == 0
    assert noise == []


def test_the_list_can_be_narrowed_to_what_sources_dispute(opened: Callable[..., Opened], situation: Situation) -> None:
    page, noise = opened(later(situation))
    page.locator("#tab-marks").click()
    for choice, found in (("disputed", 1), ("claimed", 1), ("all", 3)):
        page.locator("#doubt").select_option(choice)
        assert page.locator("button.pick").count() == found, choice
    assert noise == []


def test_what_is_shown_can_be_saved_as_the_export_has_it(
    opened: Callable[..., Opened], situation: Situation, tmp_path: Path
) -> None:
    page, noise = opened(hostile(situation, '=HYPERLINK("https://e.org")', "https://e.org/"), accept_downloads=True)
    page.locator("#tab-marks").click()
    saved = {}
    for ending in ("geojson", "csv"):
        with page.expect_download() as waiting:
            page.locator(f"#save-{ending}").click()
        saved[ending] = tmp_path / f"saved.{ending}"
        waiting.value.save_as(saved[ending])
    noise.clear()  # the page's own blobs are requests too
    features = json.loads(saved["geojson"].read_text(encoding="utf-8"))["features"]
    tables = layers(hostile(situation, '=HYPERLINK("https://e.org")', "https://e.org/"))
    for layer in ("control", "movements", "incidents"):
        shown = [f for f in features if f["properties"]["layer"] == layer]
        table = tables[layer]
        columns = [c for c in ("status", "action", "start", "end", "place", "origin") if c in table]
        assert [[f["properties"][c] for c in columns] for f in shown] == table[columns].values.tolist(), layer
        ends = [[shape(f["geometry"]).bounds for f in shown], [g.bounds for g in table.geometry]]
        assert np.allclose(*ends, atol=1e-3), layer
    with saved["csv"].open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for row in csv.reader(lines) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["legend", "evidence", "marks", "changes", "articles", "unplaced"])
def test_axe_finds_no_serious_violation(
    opened: Callable[..., Opened], situation: Situation, tab: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, _ = opened(later(situation), color_scheme=scheme, bypass_csp=True)
    if tab == "evidence":
        page.locator(".leaflet-control-pane .mark").first.click()
    page.locator(f"#tab-{tab}").click()
    found = Axe().run(page).response["violations"]
    serious = [
        (v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found if v["impact"] in {"serious", "critical"}
    ]
    assert serious == []


def test_a_notebook_shows_the_page_in_a_frame(browser: Any, tmp_path: Path, situation: Situation) -> None:
    shown = situation.explore(colours={"River Front": "#112233"}, height="500px")._repr_html_()
    file = tmp_path / "cell.html"
    file.write_text(f"<!doctype html><body>{shown}</body>", encoding="utf-8")
    page, noise = browser.new_page(), []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator(".leaflet-control-pane .mark[aria-label*=Alta]").click()
    assert "Most of Alta was taken" in frame.locator("#pane-evidence").inner_text()
    frame.locator("#tab-legend").click()
    assert frame.locator("[fill='#112233']").count() > 0
    assert noise == []
    page.close()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"height": "1px;background:url(x)"}, "height"),
        ({"colours": {"River Front": "red"}}, "'red'"),
        ({"colours": {"Nobody": "#000000"}}, "'Nobody'"),
    ],
)
def test_a_notebook_refuses_what_is_no_style(situation: Situation, options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        situation.explore(**options)


def test_an_empty_map_says_so(opened: Callable[..., Opened]) -> None:
    page, noise = opened(Situation())
    assert "No claim" in page.locator("#hint").inner_text()
    assert noise == []

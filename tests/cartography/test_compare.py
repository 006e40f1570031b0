"""Two days on one map, on either side of a divider that pointers and keys move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from geo.situation import Situation

from .conftest import FRONT, GUARD, Opened

pytestmark = pytest.mark.browser


def taken_over(situation: Situation) -> Situation:
    """Breva changes hands on 10 June; Alta stays contested all the time."""
    alta, breva = situation.periods
    first, second = dt.date(2015, 6, 1), dt.date(2015, 6, 10)
    before = replace(breva, holder=FRONT, side=FRONT, claimants=(FRONT,), start=first, end=dt.date(2015, 6, 9))
    after = replace(breva, side=GUARD, start=second)
    old = replace(situation.articles[0], id="two", published=first)
    periods = (replace(alta, start=first), before, after)
    return replace(situation, periods=periods, articles=(*situation.articles, old))


def held_by(page: Any) -> list[str]:
    labels = page.locator(".leaflet-control-pane .mark:visible").evaluate_all("all => all.map(n => n.ariaLabel)")
    return sorted(label.replace("\u2068", "").replace("\u2069", "") for label in labels)


ALTA = "Alta, contested: River Front and Hill Guard, partly held by River Front"
EARLY, LATE = "Breva, held by River Front, by its own claim", "Breva, held by Hill Guard, by its own claim"


def test_a_divider_parts_two_days(opened: Callable[..., Opened], situation: Situation) -> None:
    page, noise = opened(taken_over(situation))
    page.locator("#tab-changes").click()
    page.locator("#since").select_option("2015-06-01")
    page.locator("#see-both").click()
    handle = page.locator(".divider .handle")
    assert page.locator(".divider .when").all_inner_texts() == ["1 Jun 2015", "12 Jun 2015"]
    assert page.evaluate("document.activeElement.className") == "handle"
    page.keyboard.press("End")
    assert held_by(page) == [ALTA, EARLY]
    assert page.locator(".label.incident").count() == 0
    assert page.locator(".arrow").evaluate("a => getComputedStyle(a.closest('.leaflet-pane')).clip").startswith("rect")
    page.keyboard.press("Home")
    assert held_by(page) == [ALTA, LATE]
    assert page.locator(".mark.changed:visible").count() == 1
    for _ in range(3):
        page.keyboard.press("PageUp")
    assert handle.get_attribute("aria-valuenow") == "30"
    box, frame = handle.bounding_box(), page.locator(".folium-map").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.7, box["y"] + 20, steps=4)
    page.mouse.up()
    assert handle.get_attribute("aria-valuenow") == "70"
    link = page.url
    assert "since=2015-06-01&split=0.70" in link
    page.locator("#see-after").click()
    assert held_by(page) == [ALTA, LATE]
    assert not page.locator(".divider").is_visible()
    assert page.locator(".arrow").evaluate("a => a.closest('.leaflet-pane').style.clip") == ""
    page.goto("about:blank")
    page.goto(link)
    page.locator(".divider .handle").wait_for()
    assert page.locator(".divider .handle").get_attribute("aria-valuenow") == "70"
    assert noise == []


def test_areas_of_both_days_are_cut_at_the_divider(opened: Callable[..., Opened], situation: Situation) -> None:
    page, noise = opened(taken_over(situation))
    page.locator("#tab-changes").click()
    page.locator("#see-both").click()
    assert page.locator(".leaflet-areas-before-pane .held-area").count() > 0
    clips = [page.locator(f".leaflet-{name}-pane").evaluate("p => p.style.clip") for name in ("areas-before", "areas")]
    left, right = ([float(n.strip(" px")) for n in clip[5:-1].split(",")] for clip in clips)
    assert left[1] == right[3]
    page.locator("#day").fill("0")
    assert page.locator(".divider .when").first.inner_text() == "1 Jun 2015"
    assert noise == []

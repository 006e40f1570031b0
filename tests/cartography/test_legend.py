"""The legend, the corrections and the phone: who counts as a party, what was set right by hand, what fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from geo.actor import Actor
from geo.claim import ActorRef
from geo.correction import Correction
from geo.situation import Situation

from .conftest import BREVA, DAY, Opened

pytestmark = pytest.mark.browser

CIVILIANS = Actor("found:villager", "villagers", kind="civilians")
TRUCK = Actor("found:truck", "truck")
SCOUTS = Actor("found:scouts", "unidentified scouts", kind="armed_group")


def acted(situation: Situation, actor: Actor, number: int) -> Situation:
    """One more movement, told of somebody else."""
    claim = situation.claims[2]
    again = replace(claim, id=f"more{number}", action="travels", actor=ActorRef(actor, actor.name))
    return replace(situation, claims=(*situation.claims, again), actors={**situation.actors, actor.id: actor})


def test_parties_come_first_and_others_are_folded(opened: Callable[..., Opened], situation: Situation) -> None:
    for number, actor in enumerate((CIVILIANS, TRUCK, SCOUTS)):
        situation = acted(situation, actor, number)
    page, noise = opened(situation)
    who = page.locator("#pane-legend fieldset").first
    assert who.locator("> label .name").all_inner_texts() == ["Hill Guard", "River Front"]
    assert who.locator("summary").all_inner_texts() == ["Forces that nobody names 1", "Civilians, aid and others 2"]
    who.locator("#fold-others").click()
    assert set(who.locator("details:has(#fold-others) .name").all_inner_texts()) == {"villagers", "truck"}
    before = page.locator(".arrow").count()
    who.locator("#all-others").uncheck()
    assert page.locator(".arrow").count() == before - 2
    assert "2 switched off" in page.locator("#fold-others").inner_text()
    assert who.locator("details:has(#fold-others)").get_attribute("open") is not None
    assert noise == []


def test_a_long_list_of_parties_is_cut_and_can_be_shown_whole(
    opened: Callable[..., Opened], situation: Situation
) -> None:
    town = situation.periods[1]
    actors = [Actor(f"militia{n}", f"Militia {n}", kind="militia") for n in range(14)]
    periods = tuple(
        replace(
            town, place=replace(town.place, id=f"x:{n}", lat=32 + n / 20), holder=actor, side=actor, claimants=(actor,)
        )
        for n, actor in enumerate(actors)
    )
    page, noise = opened(replace(situation, periods=periods, claims=(), actors={a.id: a for a in actors}))
    visible = page.locator("#pane-legend fieldset .name:visible")
    assert visible.count() == 8
    page.locator("#fold-parties").click()
    assert visible.count() == 14
    assert noise == []


def test_what_was_set_right_by_hand_says_so(opened: Callable[..., Opened], situation: Situation) -> None:
    note = "'Breva' is Breva (LY): a ferry crossing; survey sheet 4"
    fixed = replace(
        situation,
        claims=(*situation.claims[:2], replace(situation.claims[2], corrected=note), situation.claims[3]),
        periods=(situation.periods[0], replace(situation.periods[1], corrected=note)),
        corrections=(Correction("place", "Breva", place=BREVA, note="a ferry crossing", source="survey sheet 4"),),
    )
    page, noise = opened(fixed)
    assert page.locator(".mark .pencil").count() == 2
    page.locator(".mark[aria-label*='set right by hand']").first.click()
    panel = page.locator("#pane-evidence").inner_text()
    assert panel.count("a ferry crossing; survey sheet 4") >= 2
    assert page.locator("#pane-evidence .tag.corrected").count() == 1
    page.locator("#tab-marks").click()
    page.locator("#doubt").select_option("corrected")
    assert page.locator("button.pick").count() == 2
    page.locator("#tab-articles").click()
    page.locator("#fold-corrections").click()
    assert "survey sheet 4" in page.locator("#pane-articles").inner_text()
    assert noise == []


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_cut_on_a_phone_without_a_sign(
    opened: Callable[..., Opened], situation: Situation, width: int
) -> None:
    old = replace(situation.articles[0], id="two", published=DAY.replace(month=9, day=29))
    page, noise = opened(
        replace(situation, articles=(*situation.articles, old)), viewport={"width": width, "height": 844}
    )

    def box(selector: str) -> dict[str, Any]:
        found: dict[str, Any] = page.locator(selector).bounding_box()
        return found

    date, reach, slider = box(".dates output"), box(".dates select"), box("#day")
    assert date["x"] + date["width"] <= reach["x"]
    assert slider["width"] > width / 2
    assert reach["x"] + reach["width"] <= width
    tabs = page.locator("#tabs")
    assert tabs.evaluate("row => row.scrollWidth <= row.clientWidth || row.classList.contains('after')")
    page.locator("#tab-evidence").focus()
    page.keyboard.press("End")
    last = box("#tab-unplaced")
    assert last["x"] + last["width"] <= width
    assert not tabs.evaluate("row => row.classList.contains('after')")
    assert noise == []


def test_what_is_only_presumed_looks_and_reads_so(opened: Callable[..., Opened], situation: Situation) -> None:
    told = "told of its region"
    presumed = replace(situation.periods[1], basis="assessed", presumed=told)
    page, noise = opened(replace(situation, periods=(situation.periods[0], presumed)))
    mark = page.locator(".mark[aria-label*=Breva]")
    assert mark.get_attribute("aria-label").endswith(", presumed")
    assert mark.locator("[fill-opacity='0.3']").count() == 1
    assert "presumed: no report tells it" in page.locator("#pane-legend").inner_text()
    assert "held, reported as fact" not in page.locator("#pane-legend").inner_text()
    mark.click()
    assert told in page.locator("#pane-evidence").inner_text()
    assert noise == []

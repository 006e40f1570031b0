"""Movements over time: legs and routes of a force, what cannot be, and who presses on a place from where."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from gazetteer.footprint import Footprint
from gazetteer.place import Place
from geo.actor import Actor, Relation
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.features import layers
from geo.interval import Interval
from geo.io.points import rows_geojson
from geo.query import movements
from geo.situation import Situation
from geo.state import KM_A_DAY, Period, legs_of, pressures, routes

DAY = dt.date(2031, 5, 4)
ARMY, REBELS = Actor("army", "Army", colour="#0072b2"), Actor("rebels", "Rebels")
BRIGADE = Actor("brigade", "Brigade", relations=(Relation("part_of", "army"),))
ACTORS = {a.id: a for a in (ARMY, REBELS, BRIGADE)}
ADA, BEL, CAN = (Place(f"x:{n}", name, lat=32.0, lon=12.0 + n) for n, name in enumerate(("Ada", "Bel", "Can")))
FAR = Place("x:9", "Far", lat=32.0, lon=20.0)
LAND = Place("x:8", "Land", 30.0, 15.0, "A", "PCLI", radius_m=500_000.0)
NUMBERS = count()


def moved(
    action: str = "advances", on: int | None = 0, *, actor: Actor = ARMY, days: int | None = None, **fields: Any
) -> Claim:
    """A claim of movement; places by their roles, ``days`` the length of the time that its text tells."""
    number = next(NUMBERS)
    when = None if on is None else DAY + dt.timedelta(on)
    time = Interval(when, when + dt.timedelta(days - 1)) if when and days else None
    refs = {k: PlaceRef(v.name, 0, v) if isinstance(v, Place) else v for k, v in fields.items()}
    kind: Any = "control" if action == "contests" else "movement"
    evidence = Evidence(f"a{number}", 0, 4, "Word", (0, 4))
    values = {"actor": ActorRef(actor, actor.name), "reported": when, "time": time} | refs
    return Claim(f"c{number:04}", f"a{number}", kind, action, evidence, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([moved(origin=ADA, destination=BEL), moved(on=2, origin=BEL, destination=CAN)], [["Ada", "Bel", "Can"]]),
        (
            [moved(origin=ADA, destination=BEL), moved(on=2, origin=FAR, destination=CAN)],
            [["Ada", "Bel"], ["Far", "Can"]],
        ),
        ([moved(origin=ADA, destination=BEL), moved(on=4, destination=CAN)], [["Ada", "Bel", "Can"]]),
        ([moved(origin=ADA, destination=BEL), moved(on=40, destination=CAN)], [["Ada", "Bel"], ["Can"]]),
        ([moved(origin=ADA, toward=BEL)], [["Ada"]]),
        ([moved(origin=ADA, destination=BEL, factuality="possible")], []),
        ([moved(origin=ADA, destination=BEL, factuality="negated")], []),
        ([moved(destination=LAND), moved(destination=PlaceRef("Nowhere", 0))], []),
        ([moved(destination=BEL), moved(destination=CAN, actor=REBELS)], [["Bel"], ["Can"]]),
    ],
)
def test_routes(told: list[Claim], expected: list[list[str]]) -> None:
    found = [[next(p.name for p in (ADA, BEL, CAN, FAR) if p.position == s) for s in r.stops] for r in routes(told)]
    assert found == expected


@pytest.mark.parametrize(
    ("action", "days", "goal", "flagged"),
    [
        ("advances", 1, FAR, True),
        ("withdraws", 2, FAR, False),
        ("advances", None, FAR, False),
        ("advances", 1, BEL, False),
        ("travels", 1, FAR, False),
    ],
)
def test_an_army_does_not_cross_a_country_in_a_day(action: str, days: int | None, goal: Place, flagged: bool) -> None:
    (leg,) = legs_of([moved(action, days=days, origin=ADA, destination=goal)])
    assert bool(leg.flag) is flagged
    if flagged:
        assert leg.kilometres
        assert leg.kilometres > KM_A_DAY
        assert f"{leg.kilometres:.0f} km within a day" in leg.flag


def test_what_is_made_for_is_not_reached() -> None:
    assert [leg.reached for leg in legs_of([moved(toward=BEL), moved(destination=BEL), moved(origin=BEL)])] == [
        "not reached", "reached", "not told",
    ]  # fmt: skip


def test_one_movement_that_several_tell_of_is_one_leg() -> None:
    told = [moved(on=0, origin=ADA, destination=BEL), moved(on=1, origin=ADA, destination=BEL, forced=True)]
    (leg,) = legs_of([*told, moved(on=60, origin=ADA, destination=BEL)])[:1]
    assert (leg.claims, leg.forced) == (tuple(c.id for c in told), True)
    assert len(legs_of([*told, moved(on=60, origin=ADA, destination=BEL)])) == 2


@given(st.lists(st.tuples(st.sampled_from((ADA, BEL, CAN, FAR)), st.integers(0, 20)), max_size=8), st.randoms())
@settings(max_examples=60, deadline=None)
def test_law_order_and_repetition_do_not_matter(told: list[tuple[Place, int]], random: Any) -> None:
    claims = [moved(on=on, destination=place) for place, on in told]
    shuffled = [*claims, *claims]
    random.shuffle(shuffled)
    assert routes(shuffled) == routes(claims)


def fought(status: Any = "contested", claims: tuple[str, ...] = (), **fields: Any) -> Period:
    return Period(ADA, DAY, None, status, "assessed", None, claims=claims, **fields)


EAST = PlaceRef("Ada", 0, ADA, Footprint(32.0, 12.2, 5_000.0, "offset"), "20 km east of")


@pytest.mark.parametrize(
    ("attack", "others", "bearing", "told_by"),
    [
        (moved("contests", place=ADA, siege=True), [], None, "siege"),
        (moved("contests", place=ADA), [moved(origin=BEL, destination=ADA)], 90, "advance from Bel"),
        (moved("contests", place=EAST), [], 90, "20 km east of Ada"),
        (moved("contests", place=ADA), [moved(on=60, origin=BEL, destination=ADA)], "none", ""),
        (moved("contests", place=ADA), [], "none", ""),
    ],
)
def test_where_an_attack_comes_from(attack: Claim, others: list[Claim], bearing: Any, told_by: str) -> None:
    period = fought(claims=(attack.id,)) if others and others[0].reported == DAY else fought("contested", (attack.id,))
    period = Period(ADA, DAY, DAY + dt.timedelta(9), period.status, "assessed", None, claims=period.claims)
    found = pressures([period], [attack, *others], actors=ACTORS)
    if bearing == "none":
        assert found == ()
    else:
        (one,) = found
        assert (one.attacker, one.told_by) == (ARMY, told_by)
        assert one.bearing is None if bearing is None else one.bearing == pytest.approx(bearing, abs=1)


def test_else_the_nearest_place_held_tells() -> None:
    near = Place("x:5", "Near", lat=32.3, lon=12.0)
    held = Period(near, DAY, None, "held", "assessed", ARMY, side=ARMY)
    attack = moved("contests", place=ADA)
    (one,) = pressures([fought(claims=(attack.id,)), held], [attack], actors=ACTORS)
    assert (one.told_by, round(one.bearing or 0)) == ("the nearest place held: Near", 0)


def test_the_side_inside_presses_on_nothing() -> None:
    attack = moved("contests", place=ADA, siege=True)
    assert pressures([fought("besieged", (attack.id,), side=ARMY)], [attack]) == ()


def test_relief_workers_besiege_nothing() -> None:
    attack = moved("contests", place=ADA, siege=True, actor=Actor("relief", "Relief", kind="organisation"))
    assert pressures([fought("besieged", (attack.id,))], [attack]) == ()


def test_layers_of_routes_and_pressure() -> None:
    attack = moved("contests", place=ADA, siege=True)
    way = [moved(origin=ADA, destination=BEL), moved(on=2, origin=BEL, destination=CAN)]
    situation = Situation(claims=(attack, *way), periods=(fought("besieged", (attack.id,)),), actors=ACTORS)
    found = layers(situation)
    (route,) = found["routes"].to_dict("records")
    assert (route["actor"], route["stops"], route["legs"], route["colour"]) == ("Army", "Ada; Bel; Can", 2, "#0072b2")
    assert list(route["geometry"].coords[0]) == [12.0, 32.0]
    (ring,) = found["pressure"].to_dict("records")
    assert (ring["place"], ring["attacker"], ring["told_by"]) == ("Ada", "Army", "siege")
    assert ring["geometry"].is_ring
    assert found["pressure"].bearing.isna().all()
    assert len(layers(situation, on=DAY - dt.timedelta(1))["pressure"]) == 0


def test_the_answer_tells_of_parts_plans_and_days() -> None:
    told = (
        moved(origin=ADA, destination=BEL, actor=BRIGADE),
        moved(on=9, origin=BEL, toward=CAN, actor=BRIGADE, forced=True),
        moved(on=3, destination=CAN, factuality="possible"),
        moved(on=1, destination=CAN, actor=REBELS),
    )
    situation = Situation(claims=told, actors=ACTORS)
    answer = movements(situation, "Army")
    assert [(w.actor.id, [a.id for a in w.through], len(w.legs)) for w in answer.ways] == [("brigade", ["army"], 2)]
    assert len(answer.planned) == 1
    text = str(answer)
    assert "advances from Ada to Bel, 94 km" in text
    assert "under pressure from Bel towards Can, 94 km, not told to have reached it" in text
    assert "planned or feared" in text
    assert [row["route"] for row in answer.to_rows()] == [1, 1, None]
    assert all(shape(f["geometry"]).is_valid for f in rows_geojson(answer.to_rows())["features"])
    assert len(movements(situation, "Army", since=DAY + dt.timedelta(5)).ways[0].legs) == 1
    assert movements(situation, "Army", until=DAY - dt.timedelta(1)).ways == ()
    assert answer.to_json()["routes"][0]["legs"][1]["reached"] == "not reached"

"""Control areas: cells of evidence that never overlap, within reach, on land of their country; and their tables."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.boundaries import open_boundaries
from gazetteer.place import LonLat, Place
from geo.actor import Actor
from geo.errors import UsageError
from geo.features import area_series, control_areas
from geo.features.areas import areas
from geo.features.geometry import distance
from geo.situation import Situation
from geo.state import Period

DAY = dt.date(2031, 5, 4)
ARMY = Actor("army", "Army", colour="#0072b2", symbol="A")
REBELS = Actor("rebels", "Rebels")
SQUARE_M = 1e-10  # square degrees that are about one square metre


def town(number: int, lat: float, lon: float, country: str | None = "LY", **fields: Any) -> Place:
    return Place(f"x:{number}", f"Town {number}", lat=lat, lon=lon, country=country, **fields)


def held(place: Place, by: Actor | None = ARMY, status: Any = "held", **fields: Any) -> Period:
    told: dict[str, Any] = {"basis": "assessed", "side": by, "claimants": (by,) if by else ()}
    return Period(**({"place": place, "start": DAY, "end": None, "status": status, "holder": by} | told | fields))


def situation(*periods: Period) -> Situation:
    return Situation(periods=periods, actors={a.id: a for a in (ARMY, REBELS)})


def drawn(*periods: Period, **options: Any) -> list[tuple[str, str | None, int]]:
    found = areas(situation(*periods), DAY, **options)
    return [(a.status, a.side.id if a.side else None, a.derived_from) for a in found]


INLAND = [(27.0, 14.4), (27.0, 14.7), (27.2, 14.5), (28.5, 14.4)]
PLACES = [town(n, lat, lon) for n, (lat, lon) in enumerate(INLAND)]


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([], []),
        ([held(PLACES[0])], [("held", "army", 1)]),
        ([held(PLACES[0]), held(PLACES[1])], [("held", "army", 2)]),
        ([held(PLACES[0]), held(PLACES[1], REBELS)], [("held", "army", 1), ("held", "rebels", 1)]),
        ([held(PLACES[0]), held(PLACES[3])], [("held", "army", 1), ("held", "army", 1)]),
        ([held(PLACES[0], basis="claimed"), held(PLACES[1])], [("held", "army", 1), ("held", "army", 1)]),
        ([held(PLACES[0]), held(PLACES[1], None, "contested")], [("held", "army", 1), ("contested", None, 1)]),
        ([held(PLACES[0], status="besieged")], [("contested", None, 1)]),
        ([held(PLACES[0], status="unknown")], []),
        ([held(PLACES[0], start=DAY + dt.timedelta(1))], []),
        ([held(town(9, 27.0, 17.0, feature_class="A", feature_code="PCLI"))], []),
        ([held(PLACES[0]), held(town(9, 27.001, 14.401, feature_code="PPLX"), REBELS)], [("held", "army", 1)]),
        ([held(PLACES[0]), held(town(9, 27.001, 14.401, feature_class="S"), REBELS)], [("held", "army", 1)]),
    ],
)
def test_areas_follow_the_evidence(periods: list[Period], expected: list[tuple[str, str | None, int]]) -> None:
    assert drawn(*periods) == expected


def test_a_cell_is_a_circle_where_nothing_is_near() -> None:
    (area,) = areas(situation(held(PLACES[0])), DAY, reach_m=20_000)
    assert all(
        distance(PLACES[0].position, LonLat(*corner)) == pytest.approx(20_000, rel=0.002)
        for corner in area.shape.geoms[0].exterior.coords
    )


@pytest.mark.parametrize("code", [("S", "AIRB"), ("S", "RUIN"), ("P", "PPLX"), ("T", "HLL")])
def test_a_site_takes_its_own_ground_out_of_its_towns_and_no_more(code: tuple[str, str]) -> None:
    site = town(9, 27.05, 14.4, feature_class=code[0], feature_code=code[1], radius_m=1_500.0)
    (own,) = areas(situation(held(site, REBELS)), DAY)
    (alone,) = areas(situation(held(PLACES[0])), DAY)
    about, there = sorted(areas(situation(held(PLACES[0]), held(site, REBELS)), DAY), key=lambda a: -a.shape.area)
    assert there.shape.equals_exact(own.shape, 1e-4)
    assert there.shape.bounds[2] - there.shape.bounds[0] == pytest.approx(3_000 / 99_000, rel=0.02)
    assert about.shape.area + there.shape.area == pytest.approx(alone.shape.area, rel=0.001)


def test_a_border_lies_midway() -> None:
    one, other = areas(situation(held(PLACES[0]), held(PLACES[1], REBELS)), DAY)
    for lat in (26.9, 27.0, 27.1):
        assert shapely.contains_xy(one.shape, 14.548, lat)
        assert shapely.contains_xy(other.shape, 14.552, lat)


@pytest.mark.parametrize(
    ("place", "country"),
    [(town(1, 33.16, 11.55), "LY"), (town(2, 33.14, 11.45, "TN"), "TN"), (town(3, 32.89, 13.18), "LY")],
)
def test_cells_stay_in_their_country_and_on_land(place: Place, country: str) -> None:
    (area,) = areas(situation(held(place)), DAY)
    assert area.shape.difference(open_boundaries().country(country).buffer(0.002)).area < 1e-4


@pytest.mark.parametrize("lon", [179.9, -179.95])
def test_cells_are_cut_at_the_antimeridian(lon: float) -> None:
    taveuni = town(1, -16.8, lon, "FJ")
    (area,) = areas(situation(held(taveuni)), DAY)
    west, _, east, _ = area.shape.bounds
    assert area.shape.is_valid
    assert (west, east) == (-180.0, 180.0)
    assert all(part.bounds[2] - part.bounds[0] < 1 for part in area.shape.geoms)


def test_units_are_one_sides_only_where_all_in_them_is() -> None:
    murzuq, tripoli = town(1, 25.92, 13.92), town(2, 32.89, 13.18)
    suburb = town(3, 32.85, 13.25)
    assert drawn(held(murzuq), held(tripoli), held(suburb, REBELS), method="admin") == [
        ("held", "army", 1),
        ("contested", None, 2),
    ]


@st.composite
def many_periods(draw: st.DrawFn) -> list[Period]:
    spot = st.tuples(st.floats(25.5, 29.0), st.floats(12.0, 17.0))
    spots = draw(st.lists(spot, min_size=1, max_size=14))
    states = st.sampled_from([(ARMY, "held"), (REBELS, "held"), (None, "contested"), (ARMY, "besieged")])
    return [held(town(n, lat, lon), *draw(states)) for n, (lat, lon) in enumerate(spots)]


@given(many_periods())
@settings(max_examples=25, deadline=None)
def test_law_areas_are_valid_apart_and_near_their_evidence(periods: list[Period]) -> None:
    found = areas(situation(*periods), DAY)
    assert found
    for area in found:
        assert area.shape.is_valid
        assert all(part.exterior.is_ccw for part in area.shape.geoms)
        spots = [p.place.position for p in area.periods]
        for lon, lat in shapely.get_coordinates(area.shape)[::7]:
            assert min(distance(LonLat(lon, lat), spot) for spot in spots) < 35_000 * 1.01
    for one, other in combinations(found, 2):
        assert one.shape.intersection(other.shape).area < 1e5 * SQUARE_M


@given(many_periods(), st.randoms())
@settings(max_examples=10, deadline=None)
def test_law_the_order_of_periods_does_not_matter(periods: list[Period], random: Any) -> None:
    shuffled = list(periods)
    random.shuffle(shuffled)
    one, other = (areas(situation(*each), DAY) for each in (periods, shuffled))
    assert [(a.status, a.derived_from) for a in one] == [(a.status, a.derived_from) for a in other]
    assert math.isclose(sum(a.shape.area for a in one), sum(a.shape.area for a in other), rel_tol=1e-6)


def test_the_table_says_what_an_area_is_derived_from() -> None:
    table = control_areas(situation(held(PLACES[0]), held(PLACES[1])), on=DAY)
    row = table.iloc[0]
    assert (row.derived_from, row.places, row.label) == (2, "Town 0; Town 1", "derived from 2 places")
    assert (row.side, row.colour, row.symbol, row.contested) == ("Army", "#0072b2", "A", False)
    assert (row.start, table.crs.to_string()) == ("2031-05-04", "EPSG:4326")


def test_a_series_has_a_step_where_something_changes() -> None:
    turn = DAY + dt.timedelta(10)
    first = replace(held(PLACES[0]), end=turn - dt.timedelta(1))
    then = replace(held(PLACES[0], REBELS), start=turn)
    table = area_series(situation(first, then), since=DAY, until=DAY + dt.timedelta(20))
    assert table[["side", "start", "end"]].to_numpy().tolist() == [
        ["Army", "2031-05-04", "2031-05-13"],
        ["Rebels", "2031-05-14", "2031-05-24"],
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: areas(Situation(), DAY, method="hull"), "method 'hull'"),  # type: ignore[arg-type]
        (lambda: areas(Situation(), DAY, reach_m=-1.0), "reach -1.0 m"),
        (lambda: areas(Situation(), DAY, reach_m=math.nan), "reach nan m"),
        (lambda: area_series(Situation(), since=DAY), "nothing lies between"),
        (lambda: area_series(Situation(), since=DAY, until=DAY, step_days=0), "a step of 0 days"),
        (lambda: area_series(Situation(), since="1900-01-01", until=DAY), "more than 1000 steps"),
    ],
)
def test_wrong_options_are_named(call: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        call()

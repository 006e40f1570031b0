"""Laws of borders, coasts, banks and roads: each ground is sound, holds its point and is no wider than it says."""

from __future__ import annotations

import itertools

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import linear, narrowing, roads
from gazetteer.boundaries import open_boundaries
from gazetteer.footprint import Footprint, distance
from gazetteer.place import LonLat, Place

BOUNDARIES = open_boundaries()
COUNTRIES = {
    code: Place(code, code, 0, 0, "A", "PCLI", code)
    for code in "LY EG TN TD SD NE ML BF DZ SY TR IQ JO LB IL UA MD PL BY KE SO ET CO VE PE TH KH MM IN PK CN".split()  # noqa: SIM905
}
NEIGHBOURS = [
    (a, b)
    for a, b in itertools.combinations(COUNTRIES, 2)
    if linear.border(COUNTRIES[a], COUNTRIES[b], BOUNDARIES) is not None
]
RIVERS = ["dnieper", "euphrates", "mekong", "congo-river", "amazon"]


def sound(found: Footprint) -> shapely.Polygon:
    assert found.outline is not None
    ground = shapely.Polygon(found.outline)
    assert ground.is_valid
    assert len(found.outline) < 200
    assert ground.buffer(0.02).contains(shapely.Point(found.lon, found.lat))
    for lon, lat in found.outline:
        assert distance(LonLat(found.lon, found.lat), LonLat(lon, lat)) <= found.radius_m * 1.01
    return ground


def river(name: str) -> tuple[Place, shapely.LineString]:
    place = Place(f"sitmap:{name}", name, 0, 0, "H", "STM")
    line = linear.course(place, BOUNDARIES)
    assert line is not None
    return place, line


def test_neighbours_are_found():
    assert len(NEIGHBOURS) > 30
    assert ("LY", "EG") in NEIGHBOURS
    assert ("LY", "ML") not in NEIGHBOURS


@pytest.mark.parametrize(("a", "b"), NEIGHBOURS)
def test_a_border_is_the_same_from_both_sides(a, b):
    there, back = (linear.border(COUNTRIES[x], COUNTRIES[y], BOUNDARIES) for x, y in ((a, b), (b, a)))
    assert there.length == pytest.approx(back.length, rel=1e-6)
    sound(linear.corridor(there, 10_000, COUNTRIES[a]))


@pytest.mark.parametrize("code", COUNTRIES)
def test_all_borders_and_coasts_of_a_country(code):
    for line in (linear.border(COUNTRIES[code], None, BOUNDARIES), linear.coast(COUNTRIES[code], BOUNDARIES)):
        if line is not None:
            sound(linear.corridor(line, 10_000, COUNTRIES[code]))


@given(st.sampled_from(NEIGHBOURS), st.floats(0, 1), st.floats(8_000, 80_000))
@settings(max_examples=40, deadline=None)
def test_near_a_place_a_border_is_short(pair, share, reach):
    a, b = (COUNTRIES[code] for code in pair)
    line = linear.border(a, b, BOUNDARIES)
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    spot = longest.interpolate(share, normalized=True)
    found = linear.corridor(line, 10_000, a, near=Footprint(spot.y, spot.x, reach))
    assert distance(LonLat(found.lon, found.lat), LonLat(spot.x, spot.y)) < 3_000
    assert found.radius_m < 2 * reach + 40_000
    sound(found)


def test_a_line_far_from_where_it_is_said_to_be_is_not_believed():
    place, line = river("dnieper")
    near = Footprint(32.9, 13.2, 20_000)
    for found in (linear.corridor(line, 10_000, place, near=near), linear.bank(line, 90, 10_000, place, near=near)):
        assert (found.lat, found.lon, found.radius_m, found.anchor) == (32.9, 13.2, 20_000, place.id)


@given(st.sampled_from(RIVERS), st.floats(0.1, 0.9), st.sampled_from([(0, 180), (90, 270), (45, 225)]))
@settings(max_examples=40, deadline=None)
def test_banks_lie_on_either_side(name, share, winds):
    place, line = river(name)
    spot = line.interpolate(share, normalized=True)
    near = Footprint(spot.y, spot.x, 30_000)
    one, other = (sound(linear.bank(line, wind, 10_000, place, near=near)) for wind in winds)
    assert one.intersection(other).area < 0.35 * min(one.area, other.area) or one.equals(other)


@pytest.mark.parametrize("code", ["LY", "SO", "SY", "YE", "MM", "CO"])
def test_waters_off_a_country_are_wet(code):
    found = linear.waters(COUNTRIES.get(code) or Place(code, code, 0, 0, "A", "PCLI", code), 40_000, BOUNDARIES)
    sound(found)
    assert BOUNDARIES.is_sea(found.lon, found.lat)
    assert found.where_prec == 7


@pytest.mark.parametrize("code", ["ML", "NE", "TD", "ET"])
def test_countries_inland_have_no_coast(code):
    assert linear.coast(Place(code, code, 0, 0, "A", "PCLI", code), BOUNDARIES) is None
    assert linear.waters(Place(code, code, 0, 0, "A", "PCLI", code), 40_000, BOUNDARIES) is None


@pytest.mark.parametrize(
    ("a", "b", "through"),
    [
        ((13.19, 32.89), (10.17, 36.81), (10.1, 33.88)),
        ((16.59, 31.2), (20.07, 32.11), (20.22, 30.75)),
        ((36.23, 49.99), (39.33, 48.57), (37.8, 49.3)),
        ((-74.08, 4.6), (-75.56, 6.25), (-74.8, 5.4)),
    ],
    ids=["Tripoli-Tunis", "Sirte-Benghazi", "Kharkiv-Luhansk", "Bogota-Medellin"],
)
def test_roads_keep_to_the_land(a, b, through):
    ends = [Place(str(end), "End", lat=end[1], lon=end[0]) for end in (a, b)]
    found = roads.along_road(*ends, BOUNDARIES)
    assert sound(found).contains(shapely.Point(through))
    assert not BOUNDARIES.is_sea(found.lon, found.lat)
    assert roads.along_road(*ends, BOUNDARIES) is found


@pytest.mark.parametrize("narrow", [narrowing.ashore, lambda f, b: narrowing.inside(f, COUNTRIES["SY"], b)])
def test_what_is_narrowed_lies_in_what_it_was(narrow):
    before = Footprint(34.889, 35.887, 30_000, "area", 2, anchor="x")
    after = narrow(before, BOUNDARIES)
    sound(after)
    assert after.radius_m <= 2 * before.radius_m
    assert (after.method, after.where_prec, after.anchor) == ("area", 2, "x")
    assert not BOUNDARIES.is_sea(after.lon, after.lat)

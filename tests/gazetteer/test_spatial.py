"""Places by where they lie: quick answers are those of looking at every place."""

from __future__ import annotations

import math
import random

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import to_geodataframe
from gazetteer.distance import kilometres
from gazetteer.index import Gazetteer
from gazetteer.place import LonLat, Place
from gazetteer.store import Store
from gazetteer.towns import towns
from gazetteer.writing import build_store

CHANCE = random.Random(7)
CORNERS = [(180.0, 0.0), (-180.0, 0.0), (0.0, 90.0), (0.0, -90.0), (179.99, -17.0), (-179.99, -17.0), (0.0, 0.0)]
SPOTS = CORNERS + [(round(CHANCE.uniform(-180, 180), 4), round(CHANCE.uniform(-90, 90), 4)) for _ in range(400)]
PLACES = [
    Place(f"x:{i}", f"Town {i}", lat, lon, "PHA"[i % 3], "PPL", ("LY", "TD")[i % 2], population=i)
    for i, (lon, lat) in enumerate(SPOTS)
]
LONS, LATS = (st.integers(-most, most).map(lambda n: n / 100) for most in (18000, 9000))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    build_store(folder / "upper.places", [*PLACES[200:], PLACES[3]], {})
    build_store(folder / "lower.places", PLACES[:210], {})
    return Gazetteer([Store(folder / "upper.places"), Store(folder / "lower.places")])


@given(LONS, LATS, st.integers(1, 5), st.sampled_from([None, "P", "HA"]), st.sampled_from([None, "LY"]))
def test_nearest_is_the_nearest_of_all(world, lon, lat, limit, kind, country):
    meant = [p for p in PLACES if (not kind or p.feature_class in kind) and (not country or p.country == country)]
    metres = sorted(1000 * kilometres(p.position, LonLat(lon, lat)) for p in meant)[:limit]
    found = world.nearest(lon, lat, limit=limit, feature_class=kind, country=country)
    assert [near.distance_m for near in found] == pytest.approx(metres, rel=1e-4, abs=1)


def test_nearest_within_a_distance(world):
    everything = world.nearest(10, 10, limit=500)
    assert len(everything) == len(PLACES)
    bound = everything[3].distance_m + 1
    assert world.nearest(10, 10, limit=500, max_m=bound) == everything[:4]
    assert world.nearest(10, 10, max_m=0) == []


@given(LONS, LATS, LONS, LATS)
def test_within_a_box_are_those_inside(world, west, one, east, other):
    south, north = sorted((one, other))
    inside = {
        p.id
        for p in PLACES
        if south <= p.lat <= north and (west <= p.lon <= east if west <= east else p.lon >= west or p.lon <= east)
    }
    assert {p.id for p in world.within((west, south, east, north))} == inside


@given(LONS, LATS, st.floats(0.1, 60))
def test_within_a_shape_are_those_inside_it_across_the_antimeridian_too(world, lon, lat, radius):
    shape = shapely.Point(lon, lat).buffer(radius, quad_segs=4)
    inside = {p.id for p in PLACES if any(shapely.intersects_xy(shape, p.lon + turn, p.lat) for turn in (-360, 0, 360))}
    assert {p.id for p in world.within(shape)} == inside


@pytest.mark.parametrize("box", [(170, -20, -170, -10), (170, -20, 190, -10), (-190, -20, -170, -10)])
def test_boxes_cross_the_antimeridian(world, box):
    assert {"x:4", "x:5"} <= {p.id for p in world.within(box)}


def test_the_most_populous_come_first_and_kinds_are_kept_apart(world):
    found = world.within((-180, -90, 180, 90), feature_class="P", country="LY", limit=3)
    populations = sorted((p.population for p in PLACES if p.feature_class == "P" and p.country == "LY"), reverse=True)
    assert [p.population for p in found] == populations[:3]
    assert world.within(shapely.Polygon()) == []


@pytest.mark.parametrize("box", [(0, 10, 1, 5), (0, math.nan, 1, 5), (0, 0, math.inf, 5)])
def test_a_box_that_is_none_is_told(world, box):
    with pytest.raises(ValueError, match="west, south, east, north"):
        world.within(box)


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 91), (math.nan, 0)])
def test_a_point_that_is_none_is_told(world, lon, lat):
    with pytest.raises(ValueError, match="allowed are -180 to 180"):
        world.nearest(lon, lat)


def test_places_candidates_and_distances_make_frames(world):
    frame = to_geodataframe(world.nearest(0, 0, limit=2))
    assert list(frame["name"])[:1] == ["Town 6"]
    assert next(iter(frame.geometry.x)) == 0.0
    assert frame["distance_m"].is_monotonic_increasing
    assert next(iter(to_geodataframe(world.lookup("Town 5"))["method"])) == "exact"
    assert len(to_geodataframe([])) == 0
    assert to_geodataframe([]).crs.to_epsg() == 4326


def test_towns_of_the_whole_index(index):
    names = [town.name for town in towns(index, 35, 32, 40, 37, limit=5)]
    assert {"Aleppo", "Damascus"} & set(names)
    assert [near.place.country for near in index.nearest(12.49, 32.79, limit=3, feature_class="P")] == ["LY"] * 3


def test_parents_lead_to_the_country(index):
    place = index.lookup("Kharkiv", country="UA")[0].place
    assert [area.feature_code for area in index.parents(place)][-2:] == ["ADM1", "PCLI"]
    assert index.parents(index.country("UA")) == []


@pytest.mark.parametrize("geometry", ["LY", {"type": "Polygon", "coordinates": []}, [1, 2, 3, 4], None])
def test_what_is_no_geometry_is_refused(world, geometry):
    with pytest.raises(TypeError, match="allowed are shapely's and a tuple"):
        world.within(geometry)

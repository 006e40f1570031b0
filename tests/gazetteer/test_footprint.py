"""Laws of computed footprints, and the two cases that the news of 2017 gives."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import footprint, roads
from gazetteer.boundaries import Boundaries, open_boundaries
from gazetteer.place import LonLat, Place

LAT, LON = st.floats(-80, 80), st.floats(-180, 180)
DISTANCE = st.floats(500, 300_000)
BEARING = st.floats(0, 360, exclude_max=True)

ZUWARAH = Place("geonames:2208425", "Zuwarah", lat=32.9312, lon=12.0819, country="LY")
TRIPOLI = Place("geonames:2210247", "Tripoli", lat=32.8875, lon=13.1873, country="LY")
SABHA = Place("geonames:2212775", "Sabha", lat=27.0377, lon=14.4283, country="LY")
LIBYA = Place("geonames:2215636", "Libya", 27.0303, 18.0095, "A", "PCLI", "LY", radius_m=720_900)
UKRAINE = Place("geonames:690791", "Ukraine", 48.9982, 31.3857, "A", "PCLI", "UA", radius_m=436_600)


def at(lon: float, lat: float, **more: object) -> Place:
    return Place("test:here", "Here", lat=lat, lon=lon, **more)  # type: ignore[arg-type]


def polygon(found: footprint.Footprint) -> shapely.Polygon:
    assert found.outline is not None
    assert found.outline[0] == found.outline[-1]
    return shapely.Polygon(found.outline)


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return open_boundaries()


@given(LON, LAT, DISTANCE, BEARING)
@settings(max_examples=60, deadline=None)
def test_the_offset_point_lies_at_the_distance_that_was_asked(lon: float, lat: float, far: float, bearing: float):
    found = footprint.offset(at(lon, lat), far, bearing)
    assert footprint.distance(LonLat(lon, lat), LonLat(found.lon, found.lat)) == pytest.approx(far, rel=1e-3)


@given(LON, LAT, DISTANCE, BEARING, st.sampled_from([11.25, 22.5, 45.0]))
@settings(max_examples=60, deadline=None)
def test_the_sector_is_valid_and_contains_its_point(lon: float, lat: float, far: float, bearing: float, spread: float):
    found = footprint.offset(at(lon, lat), far, bearing, bearing_tolerance_deg=spread)
    shape = polygon(found)
    assert shape.is_valid
    assert shape.contains(shapely.Point(found.lon, found.lat))
    assert found.radius_m >= far / 10


@given(LON, LAT, DISTANCE, BEARING)
@settings(max_examples=60, deadline=None)
def test_the_radius_reaches_every_corner(lon: float, lat: float, far: float, bearing: float):
    found = footprint.direction(at(lon, lat), bearing, reach_m=far + 5_000)
    for corner in polygon(found).exterior.coords:
        corner_at = LonLat((corner[0] + 180) % 360 - 180, corner[1])
        assert footprint.distance(LonLat(found.lon, found.lat), corner_at) <= found.radius_m * 1.001


@given(LON, LAT, DISTANCE, BEARING, st.sampled_from([roads.between, roads.along_road]))
@settings(max_examples=60, deadline=None)
def test_what_lies_between_contains_its_middle(lon: float, lat: float, far: float, bearing: float, join):
    a = at(lon, lat)
    b = at(*footprint.destination(a.position, far, bearing))
    found = join(a, b)
    middle = LonLat(found.lon, found.lat)
    assert footprint.distance(a.position, middle) == pytest.approx(far / 2, rel=1e-3, abs=1)
    shape = polygon(found)
    assert shape.is_valid
    assert shape.contains(shapely.Point(found.lon, found.lat))


def test_the_same_place_twice_lies_between_nothing():
    assert roads.between(TRIPOLI, TRIPOLI).outline is None


@pytest.mark.parametrize("lon", [179.9, -179.95, 180.0])
def test_a_sector_across_the_antimeridian_stays_one_narrow_ring(lon: float):
    found = footprint.offset(at(lon, -17.0), 40_000, 90 if lon > 0 else 270)
    west, _, east, _ = polygon(found).bounds
    assert east - west < 1


@pytest.mark.parametrize("lat", [89.9, -89.9, 90.0])
def test_near_a_pole_only_the_circle_remains(lat: float):
    found = footprint.offset(at(10.0, lat), 40_000, 0)
    assert found.outline is None
    assert found.radius_m > 0


def test_the_rescue_22_miles_north_of_zuwarah_lies_at_sea(boundaries: Boundaries):
    found = footprint.offset(ZUWARAH, footprint.metres(22, "miles"), footprint.compass("north"), boundaries=boundaries)
    assert (found.method, found.where_prec, found.anchor) == ("offset", 7, ZUWARAH.id)
    assert footprint.distance(ZUWARAH.position, LonLat(found.lon, found.lat)) == pytest.approx(35_406, abs=40)
    assert boundaries.is_sea(found.lon, found.lat)


@pytest.mark.parametrize(
    ("name", "lon", "lat", "country", "far"),
    [
        ("Tripoli", 13.1873, 32.8875, "LY", 16_000),
        ("Tripoli", 13.1873, 32.8875, "LY", 60_000),
        ("Benghazi", 20.07, 32.115, "LY", 20_000),
        ("Sirte", 16.59, 31.205, "LY", 5_000),
        ("Odessa", 30.73, 46.48, "UA", 12_000),
        ("Hodeidah", 42.95, 14.80, "YE", 10_000),
        ("Gaza", 34.45, 31.51, "PS", 8_000),
        ("Lampedusa", 12.60, 35.51, "IT", 30_000),
        ("Suva", 178.44, -18.14, "FJ", 10_000),
    ],
)
def test_offshore_points_lie_so_far_from_the_coast(name, lon, lat, country, far, boundaries: Boundaries):
    anchor = Place("test:x", name, lat=lat, lon=lon, country=country)
    found = footprint.offshore(anchor, far, boundaries)
    assert (found.method, found.where_prec) == ("offshore", 7)
    assert boundaries.is_sea(found.lon, found.lat)
    land = boundaries.land_near(found.lon, found.lat, 2 * far)
    shore = shapely.get_coordinates(shapely.segmentize(land, 0.01))
    narrow = math.cos(math.radians(found.lat))
    near = min(shore.tolist(), key=lambda p: math.hypot((p[0] - found.lon) * narrow, p[1] - found.lat))
    assert footprint.distance(LonLat(found.lon, found.lat), LonLat(*near)) == pytest.approx(far, rel=0.12)
    shape = polygon(found)
    assert shape.is_valid
    assert shape.contains(shapely.Point(found.lon, found.lat))


def test_nothing_is_off_the_coast_of_an_inland_town(boundaries: Boundaries):
    with pytest.raises(ValueError, match=r"Sabha.*inland"):
        footprint.offshore(SABHA, 10_000, boundaries)


def test_off_a_whole_country_is_at_sea_and_vague(boundaries: Boundaries):
    found = footprint.offshore(LIBYA, 10_000, boundaries)
    assert boundaries.is_sea(found.lon, found.lat)
    assert found.radius_m >= LIBYA.radius_m


@pytest.mark.parametrize(
    ("place", "word", "inside", "outside"),
    [
        (LIBYA, "eastern", (22.6, 30.0), (12.5, 31.0)),
        (LIBYA, "west", (12.5, 30.0), (22.6, 30.0)),
        (LIBYA, "southern", (15.0, 25.5), (14.0, 32.0)),
        (UKRAINE, "eastern", (37.8, 48.3), (25.0, 49.5)),
        (UKRAINE, "west", (25.0, 49.5), (37.8, 48.3)),
    ],
)
def test_a_part_of_a_country_is_that_half_of_its_shape(place, word, inside, outside, boundaries: Boundaries):
    found = footprint.area_part(place, footprint.compass(word), boundaries)
    shape = polygon(found).buffer(0)
    assert shape.contains(shapely.Point(found.lon, found.lat))
    assert shape.contains(shapely.Point(inside))
    assert not shape.contains(shapely.Point(outside))
    assert (found.method, found.where_prec, found.anchor) == ("area", 5, place.id)


def test_the_middle_of_a_country_is_smaller_than_the_country(boundaries: Boundaries):
    found = footprint.area_part(LIBYA, None, boundaries)
    assert polygon(found).area < 0.5 * boundaries.country("LY").area


@pytest.mark.parametrize(
    ("word", "degrees"),
    [("north", 0), ("NORTH", 0), ("northern", 0), ("northwards", 0), ("due south", 180), ("north-east", 45),
     ("northeast", 45), ("north east", 45), ("southwestern", 225), ("south-south-west", 202.5), ("WNW", 292.5),
     ("easternmost", 90), ("westerly", 270), ("se", 135)],
)  # fmt: skip
def test_compass_words(word: str, degrees: float):
    assert footprint.compass(word) == degrees


@pytest.mark.parametrize("word", ["", "up", "northsouth", "central", "eastwest"])
def test_words_that_are_no_direction_are_refused(word: str):
    with pytest.raises(ValueError, match="compass"):
        footprint.compass(word)


@pytest.mark.parametrize(
    ("value", "unit", "length"),
    [(1, "mile", 1609.344), (2, "Miles", 3218.688), (5, "km", 5000), (5, "kilometres", 5000), (3, "kms", 3000),
     (10, "nautical miles", 18520), (10, "nautical-mile", 18520), (500, "metres", 500), (100, "feet", 30.48),
     (100, "yards", 91.44), (3, "mi.", 4828.032)],
)  # fmt: skip
def test_units_of_length(value: float, unit: str, length: float):
    assert footprint.metres(value, unit) == pytest.approx(length)


@pytest.mark.parametrize("unit", ["", "hours", "kg", "days"])
def test_units_of_no_length_are_refused(unit: str):
    with pytest.raises(ValueError, match="unit"):
        footprint.metres(1, unit)


@pytest.mark.parametrize(
    ("feature_class", "code", "radius", "precision"),
    [("P", "PPL", 2e3, 1), ("S", "OILR", 2e3, 1), ("A", "PCLI", 7e5, 6), ("A", "ADM1", 1e5, 4), ("A", "ADM2", 3e4, 3),
     ("H", "SEA", 1e6, 7), ("L", "RGN", 1e5, 5), ("T", "MTS", 9e4, 5), ("H", "STM", 5e5, 5)],
)  # fmt: skip
def test_places_know_how_precise_they_are(feature_class: str, code: str, radius: float, precision: int):
    place = Place("x", "X", 1.0, 2.0, feature_class, code, radius_m=radius)
    found = footprint.of_place(place)
    assert found.where_prec == precision
    assert math.isclose(found.radius_m, radius)

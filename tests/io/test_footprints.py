"""Place names as GeoJSON with the ground that they cover: valid wherever on Earth it lies."""

from __future__ import annotations

import geojson_validator
import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

import geo
from gazetteer.footprint import Footprint, direction, offset
from gazetteer.place import LonLat, Place
from gazetteer.resolver import Resolution
from geo.document import ToponymMention
from geo.io.footprints import places_geojson
from geo.situation import PlaceMention, Situation

SUVA = Place("x:suva", "Suva", lat=-18.14, lon=179.9, country="FJ")
pytestmark = pytest.mark.filterwarnings("ignore:BBOX crossing")
ZONE = (LonLat(178.0, 10.0), LonLat(182.0, 10.0), LonLat(182.0, 12.0), LonLat(178.0, 12.0), LonLat(178.0, 10.0))


def told(footprint: Footprint | None, place: Place | None = SUVA) -> Situation:
    found = Resolution("resolved", place, 0.9) if place else Resolution("unknown")
    mention = ToponymMention(0, 4, "Suva", "literal", found, footprint, 0, 4, "near" if footprint else "")
    return Situation(mentions=(PlaceMention("a", mention),))


def checked(situation: Situation, **options):
    collection = places_geojson([situation], **options)
    FeatureCollection(**collection)
    assert geojson_validator.validate_structure(collection) == {}
    placed = [feature for feature in collection["features"] if feature["geometry"]]
    if placed:
        faults = geojson_validator.validate_geometries({**collection, "features": placed})
        assert faults["invalid"] == {}, faults
    return collection["features"][0]


@given(
    st.floats(-180, 180), st.floats(-89, 89), st.floats(1_000, 400_000), st.floats(0, 360),
    st.sampled_from([offset, lambda place, far, way: direction(place, way, reach_m=far)]),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_sector_is_valid_and_holds_its_point(lon, lat, far, bearing, make):
    footprint = make(Place("x:1", "Here", lat=lat, lon=lon), far, bearing)
    feature = checked(told(footprint))
    ground = shape(feature["geometry"])
    west, _, east, _ = ground.bounds
    assert -180 <= west <= east <= 180
    assert ground.geom_type in ("Polygon", "MultiPolygon")
    turned = (footprint.lon + 180) % 360 - 180
    assert ground.buffer(1e-5).intersects(shape({"type": "Point", "coordinates": [turned, footprint.lat]}))


@pytest.mark.parametrize(
    ("footprint", "kind"),
    [
        (Footprint(-18.14, 179.9, 4_000), "Point"),
        (Footprint(-18.14, 179.9, 40_000, "area", 2), "MultiPolygon"),
        (Footprint(11.0, 180.0, 250_000, "along", 5, ZONE), "MultiPolygon"),
        (Footprint(11.0, 180.0, 250_000, "gazetteer", 5, ZONE), "MultiPolygon"),
        (Footprint(89.9, 0.0, 40_000, "offset", 2), "Polygon"),
        (None, "Point"),
    ],
    ids=["town", "circle", "corridor", "region", "pole", "place alone"],
)
def test_each_kind_of_ground(footprint, kind):
    feature = checked(told(footprint))
    assert feature["geometry"]["type"] == kind
    spot = footprint or SUVA
    assert (feature["properties"]["lat"], feature["properties"]["lon"]) == (spot.lat, spot.lon)
    points = checked(told(footprint), points=True)
    assert points["geometry"]["type"] == "Point"
    assert points["properties"] == feature["properties"]


def test_what_nobody_placed_has_no_geometry():
    assert checked(told(None, None))["geometry"] is None


def test_rings_turn_to_the_left_and_the_box_crosses_the_antimeridian():
    collection = places_geojson([told(Footprint(11.0, 180.0, 250_000, "along", 5, ZONE))])
    assert collection["bbox"] == [178.0, 10.0, -178.0, 12.0]
    for part in shape(collection["features"][0]["geometry"]).geoms:
        assert part.exterior.is_ccw


def test_rows_become_a_table_of_ground():
    rows = geo.places("A camp 9 km west of Sorman, Libya, was shelled.")
    points, ground = geo.frame(rows), geo.frame(rows, footprints=True)
    assert list(points.geom_type) == ["Point", "Point"]
    assert list(ground.geom_type) == ["Polygon", "Point"]
    assert "outline" not in ground.columns
    assert ground.geometry[0].contains(points.geometry[0])

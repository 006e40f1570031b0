"""What lies where: countries, first-level areas, sea; ground for maps; the way to open water."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import shapely

from gazetteer.boundaries import Boundaries, open_boundaries
from gazetteer.errors import PlaceNotFoundError, SourceFormatError


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return open_boundaries()


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (13.02, 32.17, "LY"), (20.1, 32.0, "LY"), (36.29, 33.51, "SY"), (44.4, 33.3, "IQ"), (32.55, 15.55, "SD"),
        (31.6, 4.85, "SS"), (44.2, 15.35, "YE"), (38.0, 48.0, "UA"), (34.1, 44.95, "UA"), (33.55, 44.6, "UA"),
        (20.95, 42.6, "XK"), (44.06, 9.56, "SO"), (33.4, 35.25, "CY"), (-13.0, 25.0, "EH"), (35.2, 32.2, "PS"),
        (34.3, 31.35, "PS"), (121.0, 24.0, "TW"), (96.1, 21.9, "MM"), (69.2, 34.5, "AF"), (14.4, 35.88, "MT"),
    ],
)  # fmt: skip
def test_the_country_of_a_point(lon: float, lat: float, code: str, boundaries: Boundaries):
    assert boundaries.country_at(lon, lat) == code


@pytest.mark.parametrize(
    ("lon", "lat"), [(18.0, 33.5), (0.0, 0.0), (-150.0, 10.0), (34.0, 43.0), (12.08, 33.25), (180.0, 0.0)]
)
def test_the_sea(lon: float, lat: float, boundaries: Boundaries):
    assert boundaries.is_sea(lon, lat)
    assert boundaries.country_at(lon, lat) is None
    assert boundaries.admin1_at(lon, lat) is None


def test_land_near_a_point_at_sea_counts_when_asked(boundaries: Boundaries):
    assert boundaries.country_at(13.19, 32.93) is None
    assert boundaries.country_at(13.19, 32.93, within_m=10_000) == "LY"


@pytest.mark.parametrize("lon", [13.02, 373.02, -346.98])
def test_longitudes_wrap(lon: float, boundaries: Boundaries):
    assert boundaries.country_at(lon, 32.17) == "LY"


@pytest.mark.parametrize(
    ("lon", "lat", "identifier"),
    [(13.15, 32.85, "geonames:2210245"), (36.29, 33.51, "geonames:167541"), (25.35, 13.63, "geonames:408666")],
)
def test_the_first_level_area_of_a_point(lon: float, lat: float, identifier: str, boundaries: Boundaries):
    found = boundaries.admin1_at(lon, lat)
    assert found is not None
    assert found[0] == identifier
    assert boundaries.admin1(identifier).contains(shapely.Point(lon, lat))


def test_unknown_codes_say_what_codes_look_like(boundaries: Boundaries):
    with pytest.raises(PlaceNotFoundError, match="alpha-2"):
        boundaries.country("XX")
    with pytest.raises(PlaceNotFoundError, match="geonames:"):
        boundaries.admin1("nonsense")


def test_every_shape_is_valid_and_neighbours_barely_overlap(boundaries: Boundaries):
    shapes = boundaries._shapes
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    total = shapely.area(shapes).sum()
    assert total - shapely.union_all(shapes[:400]).area - shapely.area(shapes[400:]).sum() < 0.5


@pytest.mark.parametrize("detail", ["fine", "coarse"])
def test_the_ground_of_a_map_is_clipped_and_valid(detail: str, boundaries: Boundaries):
    box = (9.0, 30.0, 16.0, 36.0)
    pieces = boundaries.clip(box, detail)
    countries = {properties["country"] for kind, properties, _ in pieces if kind == "country"}
    assert {"LY", "TN", "MT"} <= countries
    for _, properties, shape in pieces:
        assert shape.is_valid
        assert set(properties) == {"id", "name", "country"}
        assert shapely.box(*box).buffer(1e-9).contains(shape)
    assert any(kind == "admin1" for kind, _, _ in pieces) == (detail == "fine")


def test_a_box_across_the_antimeridian_shows_both_sides(boundaries: Boundaries):
    pieces = boundaries.clip((176.0, -20.0, -178.0, -15.0), "fine")
    assert {shape.centroid.x > 0 for _, properties, shape in pieces if properties["country"] == "FJ"} == {True, False}


def test_an_unknown_detail_is_refused(boundaries: Boundaries):
    with pytest.raises(ValueError, match="detail"):
        boundaries.clip((0, 0, 1, 1), "middling")


def test_the_whole_world_is_coarse_enough_for_a_page(boundaries: Boundaries):
    pieces = boundaries.clip((-180.0, -85.0, 180.0, 85.0), "coarse")
    assert len({properties["country"] for _, properties, _ in pieces}) > 230
    assert sum(int(shapely.get_num_coordinates(shape)) for _, _, shape in pieces) < 60_000


@pytest.mark.parametrize(
    ("lon", "lat", "toward"),
    [(13.19, 32.88, 0), (20.07, 32.11, 300), (16.59, 31.2, 10), (34.45, 31.5, 305), (42.95, 14.8, 265),
     (30.73, 46.48, 120), (37.55, 47.1, 155), (45.03, 12.8, 170), (178.44, -18.14, 160)],
)  # fmt: skip
def test_the_way_to_the_open_sea(lon: float, lat: float, toward: float, boundaries: Boundaries):
    found = boundaries.seaward_bearing(lon, lat)
    assert found is not None
    assert abs((found - toward + 180) % 360 - 180) < 35


@pytest.mark.parametrize(("lon", "lat"), [(14.43, 27.04), (44.4, 33.3), (38.0, 48.5)])
def test_no_way_to_the_sea_from_inland(lon: float, lat: float, boundaries: Boundaries):
    assert boundaries.seaward_bearing(lon, lat) is None


def test_places_have_names_in_many_scripts(boundaries: Boundaries):
    places = {place.id: place for place in boundaries.places()}
    libya = places["geonames:2215636"]
    assert (libya.feature_code, libya.country) == ("PCLI", "LY")
    assert "ليبيا" in libya.names
    assert "Calif." in next(p for p in places.values() if p.name == "California").names
    assert sum(place.is_country for place in places.values()) > 230
    assert len(places) > 4_700


def test_a_file_that_holds_no_shapes_is_named(tmp_path: Path):
    (tmp_path / "broken.npz").write_bytes(b"nothing")
    with pytest.raises(SourceFormatError, match=r"broken\.npz"):
        Boundaries(tmp_path / "broken.npz").country_at(0, 0)


@pytest.mark.skipif(os.environ.get("CI") == "slow", reason="timed on a quiet machine only")
def test_shapes_load_quickly():
    began = time.process_time()
    Boundaries(open_boundaries()._path).country_at(13.0, 32.0)
    assert time.process_time() - began < 1.5

"""How far regions, seas and rivers reach: every shape is sound, and holds what it should and not what it should not."""

from __future__ import annotations

import csv

import pytest
import shapely

from gazetteer import footprint
from gazetteer.boundaries import Boundaries, open_boundaries
from gazetteer.extents import Extents, outline_of
from gazetteer.place import LonLat, Place
from gazetteer.shipped import DATA, shipped_places

ROWS = list(csv.DictReader((DATA / "extents.csv").read_text(encoding="utf-8").splitlines()))
KINDS = {"land": "MultiPolygon", "sea": "MultiPolygon", "water": "Polygon", "line": "LineString"}
ASTRAY_DEG = 1.1  # a coast's or an archipelago's point may lie in the water beside it
SCATTERED = {"sitmap:southeast-asia"}


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return open_boundaries()


@pytest.fixture(scope="module")
def extents(boundaries: Boundaries) -> Extents:
    return Extents(boundaries)


@pytest.fixture(scope="module")
def places() -> dict[str, Place]:
    return {place.id: place for place in shipped_places()}


def test_every_row_is_of_a_known_kind_and_place(places: dict[str, Place]):
    assert {row["kind"] for row in ROWS} == set(KINDS)
    assert len({row["id"] for row in ROWS}) == len(ROWS) > 450
    assert not [row["id"] for row in ROWS if row["id"] not in places]


def test_every_shape_is_sound_and_lies_about_its_point(places: dict[str, Place], extents: Extents):
    for row in ROWS:
        shape, place = extents.shape(row["id"]), places[row["id"]]
        assert shape is not None, row["id"]
        assert shape.is_valid, row["id"]
        assert not shape.is_empty, row["id"]
        assert shape.geom_type == KINDS[row["kind"]], row["id"]
        near = shape.distance(shapely.Point(place.lon, place.lat)) < ASTRAY_DEG
        assert near or row["id"] in SCATTERED, row["id"]


@pytest.mark.parametrize(
    ("identifier", "inside", "outside"),
    [
        ("donbas", (38.0, 48.6), (36.2, 50.0)),
        ("cyrenaica", (20.07, 32.11), (13.19, 32.88)),
        ("tripolitania", (13.19, 32.88), (20.07, 32.11)),
        ("fezzan", (14.43, 27.04), (13.19, 32.88)),
        ("darfur", (25.35, 13.63), (30.22, 13.18)),
        ("kordofan", (30.22, 13.18), (25.35, 13.63)),
        ("kivu", (28.8, -1.4), (25.2, 0.5)),
        ("rojava", (41.23, 37.05), (37.16, 36.2)),
        ("iraqi-kurdistan", (44.0, 36.19), (44.4, 33.3)),
        ("galicia-ukraine", (24.02, 49.84), (30.5, 50.45)),
        ("sahel", (-0.04, 16.27), (3.4, 6.45)),
        ("south-yemen", (45.04, 12.78), (44.2, 15.35)),
        ("nagorno-karabakh", (46.75, 39.82), (49.87, 40.4)),
        ("golan-heights", (35.8, 33.1), (36.3, 33.5)),
        ("red-sea", (38.5, 20.0), (39.2, 21.5)),
        ("gulf-of-sidra", (18.0, 31.3), (16.6, 31.1)),
        ("sea-of-azov", (36.5, 46.0), (37.55, 47.1)),
        ("strait-of-hormuz", (56.4, 26.6), (51.0, 27.5)),
        ("lake-victoria", (33.0, -1.0), (32.6, 0.35)),
    ],
)
def test_a_shape_holds_what_it_should(
    identifier: str, inside: tuple[float, float], outside: tuple[float, float], extents: Extents
):
    shape = extents.shape(f"sitmap:{identifier}")
    assert shape is not None
    assert shape.contains(shapely.Point(inside))
    assert not shape.contains(shapely.Point(outside))


@pytest.mark.parametrize(
    ("river", "towns"),
    [
        ("euphrates", [(39.0, 35.95), (40.14, 35.34), (43.3, 33.42), (46.25, 31.05)]),
        ("tigris", [(43.13, 36.34), (43.68, 34.6), (44.4, 33.3)]),
        ("dnieper", [(30.55, 50.45), (35.1, 48.47), (32.62, 46.63)]),
        ("nile", [(32.5, 15.6), (32.9, 24.1), (31.23, 30.05)]),
        ("niger-river", [(-3.0, 16.7), (-0.05, 16.27), (2.1, 13.5)]),
        ("irrawaddy", [(96.05, 21.97), (97.4, 25.38)]),
    ],
)
def test_a_river_passes_its_towns(river: str, towns: list[tuple[float, float]], extents: Extents):
    line = extents.shape(f"sitmap:{river}")
    assert line is not None
    assert max(line.distance(shapely.Point(town)) for town in towns) < 0.25


def test_seas_are_wet(extents: Extents, boundaries: Boundaries):
    for row in ROWS:
        shape = extents.shape(row["id"]) if row["kind"] == "sea" else None
        if shape is not None and shape.area < 20:
            point = max(shape.geoms, key=lambda part: part.area).representative_point()
            assert boundaries.is_sea(point.x, point.y), row["id"]


def test_a_footprint_has_the_outline_of_its_place(places: dict[str, Place], boundaries: Boundaries):
    for row in ROWS[::9]:
        place = places[row["id"]]
        found = footprint.of_place(place, boundaries)
        assert found.anchor == place.id
        assert found.outline is None or len(found.outline) < 200
        corners = found.outline or ()
        assert all(footprint.distance(place.position, corner) <= found.radius_m + 1 for corner in corners)


def test_a_town_has_no_outline(boundaries: Boundaries):
    town = Place("geonames:2212771", "Sabratha", 32.79, 12.49, country="LY")
    assert outline_of(town, boundaries) is None
    assert footprint.of_place(town, boundaries) == footprint.of_place(town)


def test_a_part_of_a_region_is_cut_from_its_shape(places: dict[str, Place], boundaries: Boundaries):
    north = footprint.area_part(places["sitmap:darfur"], footprint.compass("north"), boundaries)
    assert north.outline is not None
    assert north.lat > places["sitmap:darfur"].lat
    assert all(isinstance(corner, LonLat) for corner in north.outline)

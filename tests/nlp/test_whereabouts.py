"""Places as news tells them: each sentence with the point or ground that is meant, on all continents.

``whereabouts.csv`` gives for each the name looked at, how its ground was made, UCDP's code of precision, how many
kilometres the radius may have at most, and points ("lat lon", several by ";") that lie in the ground and outside it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from shapely import Point

from gazetteer.boundaries import open_boundaries
from gazetteer.index import open_index
from geo.article import Article
from geo.features.geometry import extent
from geo.nlp.model import load_model
from geo.nlp.toponyms import find_toponyms

TABLE = Path(__file__).with_name("data") / "whereabouts.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines(), delimiter="|"))


@pytest.fixture(scope="module")
def read():
    model, index, boundaries = load_model(), open_index(), open_boundaries()
    parsed = dict(zip((row["sentence"] for row in ROWS), model.sentences(row["sentence"] for row in ROWS), strict=True))

    def mentions(text: str):
        return find_toponyms(Article("a", text), parsed[text], index, boundaries=boundaries)

    return mentions


def points(told: str) -> list[Point]:
    spots = (tuple(map(float, spot.split())) for spot in told.split(";") if spot)
    return [Point(lon, lat) for lat, lon in spots]


@pytest.mark.parametrize("row", ROWS, ids=[row["sentence"][:60] for row in ROWS])
def test_whereabouts(row, read):
    found = [mention for mention in read(row["sentence"]) if mention.text.strip("-") == row["name"]]
    assert found, "the name was not found"
    spot = found[0].footprint
    assert spot is not None, "the name was not placed"
    assert (spot.method, spot.where_prec) == (row["method"], int(row["prec"]))
    assert spot.radius_m <= 1_000 * float(row["within_km"])
    ground = extent(spot)
    assert [point for point in points(row["in"]) if not ground.contains(point)] == []
    assert [point for point in points(row["out"]) if ground.contains(point)] == []


def test_the_table_is_large_and_reaches_every_continent():
    assert len(ROWS) >= 90

"""Saved situations: loaded equal, readable by a GIS, and refused where they are damaged or foreign."""
# ruff: noqa: E501 (tables of cases read best with a case a line)

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.footprint import Footprint
from gazetteer.place import LonLat, Place
from geo.actor import Actor
from geo.article import Article
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.correction import Correction
from geo.document import ToponymMention
from geo.errors import ExportError, SituationError, UsageError
from geo.io.codec import Pool, dumps, loads
from geo.io.store import load, load_corrections, save
from geo.pipeline import Reader, merge
from geo.situation import PlaceMention, Situation
from geo.state import Period

lons, lats, metres = st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 1e6)
shares = st.floats(0, 1)
spots = st.builds(LonLat, lon=lons, lat=lats)
places = st.builds(Place, lat=lats, lon=lons, radius_m=metres)
footprints = st.builds(
    Footprint, lat=lats, lon=lons, radius_m=metres, outline=st.none() | st.lists(spots, min_size=4, max_size=6).map(tuple)
)  # fmt: skip
refs = st.none() | st.builds(PlaceRef, place=st.none() | places, footprint=st.none() | footprints)
roles = dict.fromkeys(("place", "origin", "destination", "via", "toward"), refs)
for kind, strategy in ((Place, places), (Footprint, footprints), (float, st.floats(allow_nan=False))):
    st.register_type_strategy(kind, strategy)


@st.composite
def situations(draw):
    return Situation(
        articles=draw(st.lists(st.from_type(Article), max_size=2).map(tuple)),
        claims=draw(st.lists(st.builds(Claim, **roles), max_size=3).map(tuple)),
        periods=draw(st.lists(st.from_type(Period), max_size=2).map(tuple)),
        mentions=draw(st.lists(st.builds(PlaceMention, mention=st.from_type(ToponymMention)), max_size=2).map(tuple)),
        actors=draw(st.dictionaries(st.text(max_size=3), st.from_type(Actor), max_size=2)),
        title=draw(st.text(max_size=5)),
    )


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(situation=situations())
def test_any_situation_loads_equal(tmp_path_factory, situation):
    path = tmp_path_factory.mktemp("any") / "s.gpkg"
    assert load(save(situation, path)) == situation


@pytest.mark.parametrize("kind", [Claim, Period, PlaceMention])
def test_values_survive_their_json(kind):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(value=st.from_type(kind))
    def check(value):
        pools = {Place: Pool()}
        assert loads(kind, dumps(value, pools), pools) == value

    check()


def test_a_situation_loads_equal_and_twice_saved_is_the_same(situation, tmp_path):
    path = save(situation, tmp_path / "s.gpkg")
    assert load(path) == situation
    assert load(save(load(path), path)) == situation
    assert [file.name for file in tmp_path.iterdir()] == ["s.gpkg"]


def test_hostile_words_load_equal(hostile, tmp_path):
    assert load(save(hostile, tmp_path / "s.gpkg")) == hostile


def test_what_no_correction_changed_is_told_once(situation, tmp_path):
    corrected = replace(
        situation,
        corrections=(Correction("claim", claim=situation.claims[0].id),),
        claims=situation.claims[1:],
        read_claims=situation.claims,
        read_mentions=situation.mentions,
        read_actors=tuple(situation.actors),
    )
    path = save(corrected, tmp_path / "s.gpkg")
    assert load(path) == corrected
    with closing(sqlite3.connect(path)) as database:
        told = [value for (value,) in database.execute("SELECT value FROM sitmap_read_claims")]
    assert [value.isdecimal() for value in told] == [False, *[True] * (len(told) - 1)]


def test_a_gis_sees_layers_and_tables(situation, tmp_path):
    found = dict(pyogrio.list_layers(save(situation, tmp_path / "s.gpkg")))
    assert {name for name, kind in found.items() if kind} == {
        "control", "movements", "incidents", "places", "uncertainty", "routes", "pressure", "areas",
    }  # fmt: skip
    assert found["sitmap_claims"] is None
    assert len(pyogrio.read_dataframe(tmp_path / "s.gpkg", layer="sitmap_claims")) == len(situation.claims)


def test_places_are_told_once(situation, tmp_path):
    mentions = situation.mentions * 200
    path = save(dataclasses.replace(situation, mentions=mentions), tmp_path / "s.gpkg")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM sitmap_places").fetchone()[0] == 4


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP TABLE sitmap_meta", "no saved situation"),
        ("DROP TABLE sitmap_claims", "no such table: sitmap_claims"),
        ("DELETE FROM sitmap_claims WHERE position = 2", "the table sitmap_claims lacks rows"),
        ("UPDATE sitmap_meta SET value = '[\"schema\",\"99\"]' WHERE position = 1", "of version '99'; this program reads 1"),
        ("UPDATE sitmap_claims SET value = '{' WHERE position = 2", "sitmap_claims row 2"),
        ("UPDATE sitmap_claims SET value = '{}'", "sitmap_claims row 1"),
        ("UPDATE sitmap_claims SET value = '[]'", "sitmap_claims row 1"),
        ("UPDATE sitmap_claims SET value = x'00ff'", "sitmap_claims row 1"),
        ("UPDATE sitmap_claims SET value = replace(value, 'withdraws', 'explodes')", "'explodes' is no"),
        ("UPDATE sitmap_claims SET value = replace(value, 'withdraws', x'ff')", "damaged"),
        ("UPDATE sitmap_claims SET value = replace(value, '\"place\":', '\"plaice\":')", "has no field 'plaice'"),
        ("UPDATE sitmap_periods SET value = replace(value, '\"place\":', '\"place\":9')", "is no number of a known value"),
        ("UPDATE sitmap_articles SET value = replace(value, '2031', 'MMXXXI')", "sitmap_articles row 1"),
        ("UPDATE sitmap_articles SET value = '" + "[" * 50_000 + "'", "sitmap_articles row 1"),
    ],
)  # fmt: skip
def test_damage_is_named(situation, tmp_path, statement, told):
    path = save(situation, tmp_path / "s.gpkg")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)
    with pytest.raises(SituationError) as raised:
        load(path)
    assert told in str(raised.value)
    assert str(raised.value).startswith(f"{path}: ")
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize("content", [b"", b"text", b"SQLite format 3\0", os.urandom(5_000)])
def test_foreign_files(tmp_path, content):
    path = tmp_path / "s.gpkg"
    path.write_bytes(content)
    with pytest.raises(SituationError):
        load(path)


@pytest.mark.parametrize("kept", [100, 5_000, 40_000, -1])
def test_truncated_files(situation, tmp_path, kept):
    path = save(situation, tmp_path / "s.gpkg")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(SituationError):
        load(path)


def test_another_geopackage_is_no_situation(situation, tmp_path):
    from geo.io.export import export

    with pytest.raises(SituationError, match="no saved situation; save one with: geo build"):
        load(export(situation, tmp_path / "s.gpkg"))


@pytest.mark.parametrize(("name", "told"), [("nowhere.gpkg", "no such file"), ("", "a folder")])
def test_nothing_to_load(tmp_path, name, told):
    with pytest.raises(SituationError, match=told):
        load(tmp_path / name)


def test_names_with_signs_of_a_uri(situation, tmp_path):
    assert load(save(situation, tmp_path / "a?mode=x #1%20.gpkg")) == situation


def test_other_endings_and_missing_folders(situation, tmp_path):
    with pytest.raises(UsageError, match=r"saved as \.gpkg"):
        save(situation, tmp_path / "s.json")
    with pytest.raises(ExportError, match="does not exist"):
        save(situation, tmp_path / "nowhere" / "s.gpkg")


def test_a_failed_save_keeps_the_old_file(situation, tmp_path, monkeypatch):
    path = save(situation, tmp_path / "s.gpkg")

    def fail(*_):
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr("geo.io.store._write", fail)
    with pytest.raises(ExportError, match="disk full"):
        save(Situation(), path)
    assert load(path) == situation
    assert list(Path(tmp_path).iterdir()) == [path]


def test_an_older_version_is_brought_up_to_date(situation, tmp_path):
    period = Period(Place("x:1", "Zarqun", lat=32.8, lon=12.5), None, None, "held", "assessed", None, half_life=90.0)
    told = dataclasses.replace(situation, periods=(period,))
    path = save(told, tmp_path / "old.gpkg")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute('UPDATE sitmap_meta SET value = \'["schema","1"]\' WHERE value LIKE \'["schema"%\'')
        database.execute("UPDATE sitmap_periods SET value = replace(value, ',\"half_life\":90.0', '')")
        for table in ("corrections", "read_claims", "read_mentions", "read_actors"):
            database.execute(f"DROP TABLE sitmap_{table}")
            database.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (f"sitmap_{table}",))
            database.execute("DELETE FROM sitmap_meta WHERE value LIKE ?", (f'["{table}"%',))
    before = path.read_bytes()
    assert load(path) == told
    assert load_corrections(path) == ()
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", ["0", "5", "999999999999", "-1", "two", "\u00b2"])
def test_other_versions_are_refused(situation, tmp_path, version):
    path = save(situation, tmp_path / "other.gpkg")
    with closing(sqlite3.connect(path)) as database, database:
        row = dumps(("schema", version))
        database.execute("UPDATE sitmap_meta SET value = ? WHERE value LIKE '[\"schema\"%'", (row,))
    with pytest.raises(SituationError, match="this program reads 1 to 4"):
        load(path)


class Stub(Reader):
    """A reader that knows no actor beyond those given."""

    def related(self, actors):
        return actors


def part(number, day):
    """A situation of one article that makes one claim."""
    army = Actor("army", "Army")
    article = Article(f"a{number}", f"Report {number}.", published=FIRST + dt.timedelta(day))
    town = Place(f"x:{number % 2}", "Town", lat=32.0 + number % 2, lon=12.0)
    evidence = Evidence(article.id, 0, 6, article.text, (0, 6))
    action = ("holds", "captures", "loses")[number % 3]
    claim = Claim(
        f"c{number}", article.id, "control", action, evidence, actor=ActorRef(army, "army"),
        place=PlaceRef("Town", 0, town), reported=article.published,
    )  # fmt: skip
    return Situation((article,), (claim,), actors={"army": army})


FIRST = dt.date(2031, 5, 4)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=6, unique=True), st.lists(st.integers(0, 60), min_size=10), st.randoms())
def test_law_the_order_of_adding_does_not_matter_nor_does_adding_twice(numbers, days, random):
    parts = [part(number, days[number]) for number in numbers]
    at_once = merge(parts, reader=Stub())
    random.shuffle(parts)
    grown = Situation()
    for each in parts:
        grown = merge([grown, each], reader=Stub())
    assert grown == at_once
    assert merge([grown, *parts], reader=Stub()) == at_once


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6, unique=True), st.lists(st.integers(0, 60), min_size=10))
def test_law_evidence_never_vanishes_by_adding(numbers, days):
    parts = [part(number, days[number]) for number in numbers]
    grown = Situation()
    for each in parts:
        before, grown = grown, merge([grown, each], reader=Stub())
        assert {c.id for c in before.claims} <= {c.id for c in grown.claims}
        assert {a.id for a in before.articles} <= {a.id for a in grown.articles}

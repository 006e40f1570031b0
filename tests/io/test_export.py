"""Exports: valid, whole or not at all, and nothing in them that another program would run."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from xml.etree import ElementTree as ET

import geojson_validator
import geopandas as gpd
import pyogrio
import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given
from hypothesis import strategies as st
from shapely import from_wkb, from_wkt

from geo.atomic import replacing
from geo.errors import ExportError, UsageError
from geo.features import COLUMNS, layers, unplaced
from geo.io import acled
from geo.io.export import FORMATS, check_path, export
from geo.io.footprints import places_geojson
from geo.io.points import answer_geojson, bounds
from geo.query import control
from geo.situation import Situation

KML = "{http://www.opengis.net/kml/2.2}"


def read_geojson(situation, tmp_path, **options):
    path = export(situation, tmp_path / "out.geojson", **options)
    return json.loads(path.read_text(encoding="utf-8"))


def check_geojson(collection):
    """Our own checks, beside the two validators."""
    FeatureCollection(**collection)
    report = geojson_validator.validate_structure(collection)
    assert report == {}, report
    placed = {**collection, "features": [f for f in collection["features"] if f["geometry"]]}
    faults = geojson_validator.validate_geometries(placed)
    assert faults["invalid"] == {}, faults
    ids = [feature["id"] for feature in collection["features"]]
    assert len(ids) == len(set(ids))
    for feature in placed["features"]:
        assert covers(collection["bbox"], feature["bbox"])


def covers(outer, inner):
    width = (outer[2] - outer[0]) % 360
    if outer[2] - outer[0] == 360:
        return outer[1] <= inner[1] and inner[3] <= outer[3]
    start = (inner[0] - outer[0]) % 360
    inner_width = (inner[2] - inner[0]) % 360
    return start + inner_width <= width + 1e-6 and outer[1] <= inner[1] and inner[3] <= outer[3]


@pytest.mark.filterwarnings("ignore:BBOX crossing")
def test_geojson_is_valid_and_complete(situation, tmp_path):
    collection = read_geojson(situation, tmp_path)
    check_geojson(collection)
    by_layer = {}
    for feature in collection["features"]:
        by_layer.setdefault(feature["properties"]["layer"], []).append(feature)
    expected = {name: len(layer) for name, layer in layers(situation).items() if len(layer)}
    assert {name: len(features) for name, features in by_layer.items()} == {**expected, "areas": 1, "unplaced": 1}
    for name, features in by_layer.items():
        if name not in ("areas", "unplaced"):
            assert set(features[0]["properties"]) == {*COLUMNS[name], "layer"}
    assert "crs" not in collection


def test_geojson_axis_order_and_values(situation, tmp_path):
    features = {feature["id"]: feature for feature in read_geojson(situation, tmp_path)["features"]}
    control = features["control:x:1:2031-05-04"]
    assert control["geometry"] == {"type": "Point", "coordinates": [12.5, 32.8]}
    assert control["properties"]["partial"] is True
    assert control["properties"]["confidence"] == 0.6
    rescue = features["a1:2"]["properties"]
    assert (rescue["dead_min"], rescue["wounded_min"], rescue["plover"]) == (1, None, "AID")
    assert features["a1:1"]["geometry"]["coordinates"][-1] == [13.4, 32.6]
    assert features["a1:5"]["geometry"] is None
    assert features["a1:5"]["properties"]["reason"]


def test_geojson_is_cut_at_the_antimeridian_with_its_box(situation, tmp_path):
    collection = read_geojson(situation, tmp_path)
    crossing = next(feature for feature in collection["features"] if feature["id"] == "a1:4")
    assert crossing["geometry"]["type"] == "MultiLineString"
    west, _, east, _ = crossing["bbox"]
    assert (west, east) == (178.4, -171.8)
    assert (round(collection["bbox"][0], 1), collection["bbox"][2]) == (12.1, -171.8)


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_an_empty_situation_exports(tmp_path, ending):
    path = export(Situation(), tmp_path / f"empty{ending}")
    assert path.stat().st_size > 0
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    if ending == ".geojson":
        assert json.loads(path.read_text()) == {"type": "FeatureCollection", "features": []}


@pytest.mark.filterwarnings("ignore:BBOX crossing")
@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_hostile_words_export_and_read_back(hostile, tmp_path, ending):
    path = export(hostile, tmp_path / f"out{ending}")
    if ending == ".geojson":
        check_geojson(json.loads(path.read_text(encoding="utf-8")))
    elif ending == ".kml":
        ET.parse(path)
    elif ending == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+", "\t", "\r"))]
    elif ending == ".gpkg":
        assert len(gpd.read_file(path, layer="movements")) == 2
    elif path.suffix == ".fgb":
        assert len(gpd.read_file(path)) > 5
    else:
        assert len(gpd.read_parquet(path)) > 5


def test_geopackage_has_a_layer_each(situation, tmp_path):
    path = export(situation, tmp_path / "out.gpkg")
    kinds = dict(pyogrio.list_layers(path))
    assert kinds == {
        "control": "Point", "movements": "MultiLineString", "incidents": "Point", "places": "Point",
        "uncertainty": "MultiPolygon", "routes": "MultiLineString", "pressure": "MultiLineString",
        "areas": "MultiPolygon", "unplaced": None,
    }  # fmt: skip
    for name, layer in layers(situation).items():
        read = gpd.read_file(path, layer=name)
        assert read.crs == layer.crs
        assert list(read.columns) == list(layer.columns)
        assert read["id"].tolist() == layer["id"].tolist()
    assert len(gpd.read_file(path, layer="unplaced")) == 1


def test_parquet_round_trips(situation, tmp_path):
    read = gpd.read_parquet(export(situation, tmp_path / "out.parquet"))
    assert read.crs == "EPSG:4326"
    assert read.layer.value_counts().to_dict() == {
        "control": 1, "movements": 2, "incidents": 1, "places": 3, "uncertainty": 1, "areas": 1, "unplaced": 1,
    }  # fmt: skip
    assert read.set_index("id").loc["a1:2", "dead_max"] == 2


def test_parquet_is_of_version_1_1_with_a_box_for_each_row(situation, tmp_path):
    from pyarrow import parquet

    file = parquet.ParquetFile(export(situation, tmp_path / "out.parquet"))
    told = json.loads(file.schema_arrow.metadata[b"geo"])
    assert told["version"] == "1.1.0"
    assert told["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]


def test_days_of_a_geopackage_are_days(situation, tmp_path):
    path = export(situation, tmp_path / "out.gpkg")
    about = pyogrio.read_info(path, layer="control")
    types = dict(zip(about["fields"], about["dtypes"], strict=True))
    assert {name: str(types[name]) for name in ("start", "end", "last_evidence")} == dict.fromkeys(
        ("start", "end", "last_evidence"), "datetime64[D]"
    )
    assert gpd.read_file(path, layer="control").start.dt.date.tolist() == [dt.date(2031, 5, 4)]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        told = dict(database.execute("SELECT table_name, description FROM gpkg_contents"))
    assert all(told.values())


def test_geojson_round_trips(situation, tmp_path):
    read = gpd.read_file(export(situation, tmp_path / "out.geojson"))
    for name, layer in layers(situation).items():
        same = read[read.layer == name].set_index("id")
        for row in layer.itertuples():
            assert same.loc[row.id].geometry.equals_exact(row.geometry, 1e-6, normalize=True)


def test_parquet_is_read_by_who_knows_only_the_standard(situation, tmp_path):
    from pyarrow import parquet

    rows = parquet.read_table(export(situation, tmp_path / "out.parquet")).to_pylist()
    placed = [row for row in rows if row["geometry"]]
    assert len(placed) == len(rows) - 1
    for row in placed:
        west, south, east, north = from_wkb(row["geometry"]).bounds
        box = row["bbox"]
        assert (box["xmin"], box["ymin"], box["xmax"], box["ymax"]) == pytest.approx((west, south, east, north))


def test_kml_is_read_by_gdal(situation, tmp_path):
    path = export(situation, tmp_path / "out.kml")
    read = {name: len(gpd.read_file(path, layer=name)) for name, _ in pyogrio.list_layers(path)}
    assert read == {**{name: len(layer) for name, layer in layers(situation).items()}, "areas": 1}
    control = gpd.read_file(path, layer="control")
    assert control.geometry[0].equals(layers(situation)["control"].geometry[0])
    begin = control[next(name for name in control.columns if name.lower() == "begin")][0]
    assert str(begin)[:10] == "2031-05-04"


def test_kml_tells_a_day_of_what_has_only_a_report(situation, tmp_path):
    document = ET.parse(export(situation, tmp_path / "out.kml")).getroot()[0]
    for mark in document.iter(f"{KML}Placemark"):
        told = {d.get("name"): d.findtext(f"{KML}value") for d in mark.iter(f"{KML}Data")}
        if "start" in told or "end" in told:
            assert mark.find(f"{KML}TimeSpan") is not None
        elif "reported" in told:
            assert mark.findtext(f"{KML}TimeStamp/{KML}when") == told["reported"]


def test_events_in_acled_columns(situation, tmp_path):
    path = export(situation, tmp_path / "out.acled.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert list(rows[0]) == list(acled.COLUMNS)
    for row in rows:
        assert dt.date.fromisoformat(row["event_date"]).year == int(row["year"])
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180
        assert {row["time_precision"], row["geo_precision"]} <= {"1", "2", "3"}
        assert row["event_type"]
        assert row["source"]
        assert row["notes"]
    rescue = next(row for row in rows if row["event_id_cnty"] == "a1:2")
    assert (rescue["fatalities"], rescue["location"]) == ("1", "Zarqun")
    before = export(situation, tmp_path / "early.acled.csv", on="2000-01-01").read_text()
    assert before.splitlines() == [",".join(acled.COLUMNS)]


def test_events_of_hostile_words_run_nothing(hostile, tmp_path):
    with export(hostile, tmp_path / "out.acled.csv").open(encoding="utf-8", newline="") as file:
        assert not [cell for row in csv.reader(file) for cell in row if cell.startswith(("=", "@", "+", "\t", "\r"))]


def test_what_several_reports_tell_is_one_event(situation):
    (first,) = [c for c in situation.claims if c.id == "a1:2"]
    again = replace(
        first, id="b1:1", article="b1", source="Other", evidence=replace(first.evidence, text="Told again.")
    )
    rows = acled.acled_rows(replace(situation, claims=(first, again)))
    assert [(row["source"].count(";"), "Told again." in row["notes"]) for row in rows] == [(1, True)]


def test_flatgeobuf_round_trips(situation, tmp_path):
    path = export(situation, tmp_path / "out.fgb")
    read = gpd.read_file(path)
    assert pyogrio.read_info(path)["driver"] == "FlatGeobuf"
    assert read.crs == "EPSG:4326"
    assert read.layer.value_counts().to_dict() == {
        "control": 1, "movements": 2, "incidents": 1, "places": 3, "uncertainty": 1, "areas": 1, "unplaced": 1,
    }  # fmt: skip
    assert read.set_index("id").loc["a1:2", "dead_max"] == 2


def test_geojson_tells_days_as_linked_places_does(situation, tmp_path):
    (control,) = (f for f in read_geojson(situation, tmp_path)["features"] if f["properties"]["layer"] == "control")
    assert control["when"] == {"timespans": [{"start": {"in": "2031-05-04"}}]}
    assert control["properties"]["start"] == "2031-05-04"


def test_parquet_without_pyarrow_says_what_to_install(situation, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportError, match=r"pip install 'sitmap\[parquet\]'"):
        export(situation, tmp_path / "out.parquet")
    assert list(tmp_path.iterdir()) == []


def test_csv_has_coordinates_and_wkt(situation, tmp_path):
    with export(situation, tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    control = rows["control:x:1:2031-05-04"]
    assert (control["lat"], control["lon"], control["wkt"]) == ("32.8", "12.5", "POINT (12.5 32.8)")
    assert (control["layer"], control["partial"]) == ("control", "True")
    assert rows["a1:1"]["lat"] == ""
    assert from_wkt(rows["a1:1"]["wkt"]).coords[0] == (12.5, 32.8)
    assert (rows["a1:5"]["layer"], rows["a1:5"]["wkt"]) == ("unplaced", "")
    assert rows["a1:2"]["dead_min"] == "1"


def test_kml_has_folders_names_times_and_colours(situation, tmp_path):
    document = ET.parse(export(situation, tmp_path / "out.kml")).getroot()[0]
    folders = {folder.findtext(f"{KML}name"): folder for folder in document.iter(f"{KML}Folder")}
    assert list(folders) == [*COLUMNS, "areas"]
    mark = folders["control"].find(f"{KML}Placemark")
    assert mark.findtext(f"{KML}name") == "Zarqun contested Brigade"
    assert mark.findtext(f"{KML}TimeSpan/{KML}begin") == "2031-05-04"
    assert mark.findtext(f"{KML}Point/{KML}coordinates") == "12.5,32.8"
    assert mark.findtext(f"{KML}Style/{KML}IconStyle/{KML}color") == "ffb27200"


def test_kml_descriptions_hold_no_markup_of_articles(tmp_path, hostile):
    for element in ET.parse(export(hostile, tmp_path / "out.kml")).getroot().iter():
        if element.tag == f"{KML}description":
            assert "<script" not in element.text
        elif element.tag in (f"{KML}name", f"{KML}value") and element.text:
            assert "<" not in element.text


@pytest.mark.parametrize("name", ["out.shp", "out", "out.geojson.zip", ".geojson"])
def test_unknown_endings_name_the_allowed_ones(tmp_path, name):
    with pytest.raises(UsageError, match=r"allowed are \.geojson, \.gpkg, \.parquet, \.fgb, \.kml, \.csv"):
        export(Situation(), tmp_path / name)
    with pytest.raises(UsageError):
        check_path(tmp_path / name)


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_unplaced_alone(situation, tmp_path, ending):
    told = Situation(articles=situation.articles, claims=situation.claims[-1:])
    path = export(told, tmp_path / f"out{ending}")
    assert ("a1:5" in path.read_bytes().decode("latin-1")) == (ending != ".kml")


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_missing_folder(situation, tmp_path, ending):
    with pytest.raises(ExportError, match=r"the folder .*nowhere does not exist"):
        export(situation, tmp_path / "nowhere" / f"out{ending}")
    with pytest.raises(ExportError):
        check_path(tmp_path / "nowhere" / f"out{ending}")
    check_path(tmp_path / f"out{ending}")


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_a_failure_leaves_the_old_file_and_no_other(situation, tmp_path, monkeypatch, ending):
    path = tmp_path / f"out{ending}"
    path.write_text("old")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ExportError, match=f"out{ending}: cannot be written: Permission denied"):
        export(situation, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_no_permission(situation, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ExportError, match=r"out\.csv: cannot be written: permission denied"):
        export(situation, tmp_path / "out.csv")


def test_a_folder_in_the_way(situation, tmp_path):
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        export(situation, tmp_path / "out.csv")


def test_an_old_file_is_replaced_through_its_link(situation, tmp_path):
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    export(situation, tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("id,layer")


def test_an_error_in_the_block_leaves_nothing(tmp_path):
    def write_half():
        with replacing(tmp_path / "a.txt") as beside:
            beside.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert list(tmp_path.iterdir()) == []


def test_as_of_a_day(situation, tmp_path):
    early = read_geojson(situation, tmp_path, on=dt.date(2031, 5, 3))
    assert {feature["id"] for feature in early["features"] if feature["properties"]["layer"] == "control"} == set()


def test_unplaced_are_told(situation):
    assert unplaced(situation).reason.tolist() == ["no place of it is known to the gazetteer"]


@given(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(0, 359), st.floats(-90, 90), st.floats(0, 10)), min_size=1, max_size=6
    )
)
def test_bounds_cover_every_box(parts):
    boxes = []
    for west, width, south, height in parts:
        east = west + width
        boxes.append([west, south, east if east <= 180 else east - 360, min(90, south + height)])
    assert all(covers(bounds(boxes), box) for box in boxes)


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([[1, 2, 3, 4]], [1, 2, 3, 4]),
        ([[1, 2, 3, 4], [-5, 0, 2, 1]], [-5, 0, 3, 4]),
        ([[170, 0, 175, 1], [-175, 0, -170, 1]], [170, 0, -170, 1]),
        ([[170, 0, -175, 1], [3, 4, 3, 4]], [3, 0, -175, 4]),
        ([[100, 0, -130, 1], [-170, 0, -165, 1]], [100, 0, -130, 1]),
        ([[-180, 0, 180, 1]], [-180, 0, 180, 1]),
    ],
)
def test_bounds(boxes, expected):
    assert bounds(boxes) == expected


def test_place_names_as_points(situation):
    collection = places_geojson([situation, Situation()], points=True)
    check_geojson({**collection, "features": [{**f, "bbox": _box(f)} for f in collection["features"]]})
    shown = [(feature["id"], (feature["geometry"] or {}).get("coordinates")) for feature in collection["features"]]
    assert shown == [
        ("a1:17-23", [12.5, 32.8]), ("a1:63-69", [12.6, 33.0]), ("a1:4-11", [12.5, 32.8]), ("a1:28-35", None),
    ]  # fmt: skip


def test_an_answer_as_points(situation):
    answer = control(situation, "Coalition")
    collection = answer_geojson(answer)
    check_geojson({**collection, "features": [{**f, "bbox": _box(f)} for f in collection["features"]]})
    (feature,) = collection["features"]
    assert feature["geometry"]["coordinates"] == [12.5, 32.8]
    assert (feature["properties"]["section"], feature["properties"]["place"]) == ("contested", "Zarqun")


def _box(feature):
    return 2 * feature["geometry"]["coordinates"] if feature["geometry"] else [0, 0, 0, 0]

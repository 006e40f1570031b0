"""The commands as a person types them: what they print, where, and with which exit status."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from geo.cli import main

REPORT = """title: Front line moves
published: 2020-05-18
source: Desk

Government forces captured the Watiya air base on Monday. Forces loyal to Khalifa Haftar withdrew from Sabratha to
Sorman. Rebels hold Zintan.
"""


class Ran(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def load_once() -> Callable[..., object]:
    """The language model, loaded once for all commands that run in this process."""
    from geo.nlp.model import load_model

    return cache(load_model)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], load_once: Callable[..., object]) -> Run:
    monkeypatch.setattr("geo.nlp.model.load_model", load_once)

    def call(*words: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["geo", *map(str, words)])
        try:
            main()
            status = 0
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        return Ran(status, *capsys.readouterr())

    return call


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "command", ["map", "export", "control", "who", "timeline", "claims", "places", "build", "movements"]
)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.status == 0
    assert "Usage" in done.out


@pytest.mark.parametrize("form", ["table", "json", "geojson", "csv"])
def test_movements_of_a_faction(run: Run, report: Path, form: str) -> None:
    done = run("movements", "Haftar", report, "--format", form)
    assert done.status == 0
    assert all(word in done.out for word in ("withdraws", "Sabratha", "Sorman"))


# What is typed, the exit status, and what the one line on standard error must name.
WRONG = [
    (("claims", "{empty}"), 1, ["empty.txt", "empty"]),
    (("claims", "{binary}"), 1, ["binary.txt"]),
    (("claims", "{broken}"), 1, ["broken.jsonl", "1"]),
    (("claims", "{untexted}"), 1, ["untexted.json", "text"]),
    (("claims", "{undated}"), 1, ["undated.json", "32 May", "YYYY-MM-DD"]),
    (("claims", "{folder}"), 1, ["folder"]),
    (("claims", "{missing}"), 1, ["missing.txt"]),
    (("claims", "{report}", "--format", "xml"), 2, ["xml", "table", "jsonl", "csv"]),
    (("claims", "{report}", "--date", "yesterday"), 2, ["yesterday", "YYYY-MM-DD"]),
    (("map", "{report}", "--on", "2020-13-01"), 2, ["2020-13-01", "YYYY-MM-DD"]),
    (("export", "{report}", "-o", "x.shp"), 2, ["shp", ".geojson", ".gpkg"]),
    (("export", "{report}", "-o", "/nowhere/at/all.geojson"), 2, ["/nowhere/at"]),
    (("build", "{report}", "-o", "x.json"), 2, ["x.json", ".gpkg"]),
    (("claims", "{broken}", "--strict"), 1, ["broken.jsonl", "1"]),
    (("claims", "{report}", "{missing}", "--strict"), 1, ["missing.txt"]),
    (("timeline", "{damaged}"), 1, ["damaged.gpkg", "no GeoPackage"]),
    (("build", "{report}", "-o", "{damaged}"), 1, ["damaged.gpkg", "no GeoPackage"]),
    (("map", "nowhere.gpkg"), 1, ["nowhere.gpkg", "no such file"]),
    (("claims", "{report}", "--actors", "nowhere.yaml"), 2, ["nowhere.yaml"]),
    (("claims", "{report}", "--places", "nowhere.csv"), 2, ["nowhere.csv", "CSV and GeoJSON"]),
    (("claims", "{report}", "--places", "{report}"), 2, ["report.txt, line 1", "no column name, lat, lon"]),
    (("claims", "{report}", "--places", "{misplaced}"), 2, ["misplaced.csv, line 2", "lat '91'", "-90 to 90"]),
    (("places", "{report}", "--format", "yaml"), 2, ["yaml", "table, json, jsonl, csv, geojson"]),
    (("control", "Haftaar", "{report}"), 1, ["Haftaar", "LNA"]),
    (("who", "Sabrata City Hall", "{report}"), 1, ["Sabrata City Hall", "Sabrat"]),
    (("fly", "{report}"), 2, ["fly"]),
    (("claims",), 2, ["INPUT"]),
    (("claims", ""), 1, ["an empty name"]),
    (("claims", "{report}", "--actors", "{misplaced}"), 2, ["misplaced.csv, line 1", "no column id"]),
    (("claims", "{report}", "--geocode", "bing"), 2, ["bing", "nominatim, geonames, photon"]),
    (("claims", "{report}", "--geocode", "photon", "--geocode-url", "ftp://x"), 2, ["ftp://x", "http://HOST"]),
    (("claims", "{report}", "--geocode", "geonames"), 2, ["geonames", "user name"]),
]


@pytest.fixture
def files(tmp_path: Path, report: Path) -> dict[str, Path]:
    made = {
        "empty": ("empty.txt", b""),
        "binary": ("binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))),
        "broken": ("broken.jsonl", b'{"id": "a", "text": '),
        "untexted": ("untexted.json", b'{"id": "a", "title": "No text"}'),
        "damaged": ("damaged.gpkg", b"SQLite format 3\0 and then nothing of the kind"),
        "misplaced": ("misplaced.csv", b"name,lat,lon\nQarqun,91,12\n"),
        "undated": ("undated.json", b'{"id": "a", "text": "Rebels hold Zintan.", "published": "32 May"}'),
    }
    paths = {"report": report, "folder": tmp_path / "folder", "missing": tmp_path / "missing.txt"}
    paths["folder"].mkdir()
    for key, (name, content) in made.items():
        paths[key] = tmp_path / name
        paths[key].write_bytes(content)
    return paths


@pytest.mark.parametrize(("words", "status", "named"), WRONG, ids=lambda v: " ".join(v) if isinstance(v, tuple) else "")
def test_wrong_input_is_named(
    run: Run, files: dict[str, Path], words: tuple[str, ...], status: int, named: list[str]
) -> None:
    done = run(*(word.format(**files) for word in words))
    assert done.status == status, done
    assert "Traceback" not in done.err
    for word in named:
        assert word in done.err
    assert done.out == ""


def test_one_bad_article_is_skipped_and_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    good = {"id": "good", "text": "Rebels captured Zintan.", "published": "2011-05-01"}
    path.write_text("{broken\n" + json.dumps(good) + "\n", encoding="utf-8")
    done = run("claims", path, "--format", "jsonl")
    assert done.status == 0
    assert "two.jsonl" in done.err
    assert {json.loads(line)["article"] for line in done.out.splitlines()} == {"good"}
    assert run("claims", path, "--strict").status != 0


@pytest.mark.parametrize("words", [("claims",), ("places",), ("timeline",)])
def test_rows_are_json_lines_and_csv(run: Run, report: Path, words: tuple[str, ...]) -> None:
    done = run(*words, report, "--format", "jsonl")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert rows
    assert json.loads(run(*words, report, "--format", "json").out) == rows
    as_csv = run(*words, report, "--format", "csv").out.splitlines()
    assert len(as_csv) >= len(rows) + 1
    assert run(*words, report).out.strip()


def _gist(row: dict[str, Any]) -> list[object]:
    """What of a claim must survive, whatever is left to the reader of its words."""
    places = [(row[name] or {}).get("text") for name in ("place", "origin", "destination")]
    return [
        (row["actor"] or {}).get("id"),
        *places,
        *(row[name] for name in ("article", "kind", "action", "time", "evidence", "acled_event")),
    ]


def test_claims_come_back_from_a_file_as_they_were(run: Run, report: Path, tmp_path: Path) -> None:
    first = run("claims", report, "--format", "jsonl")
    rows = [json.loads(line) for line in first.out.splitlines()]
    told = tmp_path / "claims.jsonl"
    told.write_text(first.out + json.dumps({**rows[0], "evidence": "Nobody said so."}), "utf-8")
    again = run("claims", report, "--claims-from", told, "--format", "jsonl")
    assert list(map(_gist, map(json.loads, again.out.splitlines()))) == list(map(_gist, rows))
    assert f"claims.jsonl:{len(rows) + 1}: refused: evidence: 'Nobody said so.' is not in the article" in again.err
    assert f"1 of {len(rows) + 1} claims from elsewhere were refused" in again.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--extractor", "http://127.0.0.1:1/v1"), "--extractor needs --model"),
        (("--model", "small"), "go with --extractor"),
        (("--extractor", "http://example.org/v1", "--model", "small"), "https://HOST/v1"),
        (("--claims-from", "a.jsonl", "--extractor", "http://127.0.0.1:1/v1"), "choose one"),
        (("--claims-from", "none.jsonl"), "none.jsonl: cannot be read"),
    ],
)
def test_another_source_of_claims_is_asked_for_in_one_way(
    run: Run, report: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("claims", report, *words)
    assert done.status in (1, 2)
    assert said in done.err


def test_map_says_what_it_found(run: Run, report: Path, tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    done = run("map", report, "-o", target)
    assert done.status == 0, done.err
    assert done.out.strip() == str(target)
    assert "1 article" in done.err
    assert target.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_map_draws_a_picture_where_the_ending_asks_for_one(run: Run, report: Path, tmp_path: Path) -> None:
    done = run("map", report, "-o", tmp_path / "map.png")
    assert done.status == 0, done.err
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    refused = run("map", report, "-o", tmp_path / "map.gif")
    assert refused.status == 2
    assert "map.gif" in refused.err
    assert ".html" in refused.err
    assert not (tmp_path / "map.gif").exists()


def test_no_write_permission(run: Run, report: Path, tmp_path: Path) -> None:
    """A folder that nobody may write in: locked for a plain user, the process table's for root."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    target = (folder if os.geteuid() else Path("/proc")) / "map.html"
    done = run("map", report, "-o", target)
    assert done.status == 2
    assert str(target) in done.err
    assert "Traceback" not in done.err


def test_output_that_is_a_folder_is_refused(run: Run, report: Path, tmp_path: Path) -> None:
    (tmp_path / "map.html").mkdir()
    done = run("map", report, "-o", tmp_path / "map.html")
    assert done.status == 2
    assert "map.html" in done.err


def test_export_is_geojson(run: Run, report: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.geojson"
    assert run("export", report, "-o", target).status == 0
    collection = json.loads(target.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert {f["properties"]["layer"] for f in collection["features"]} >= {"control", "movements", "places"}


@pytest.mark.parametrize("format", ["table", "json", "geojson"])
def test_control_in_each_format(run: Run, report: Path, format: str) -> None:
    done = run("control", "LNA", report, "--format", format)
    assert done.status == 0, done.err
    if format != "table":
        assert json.loads(done.out)


def test_a_saved_situation_is_added_to(run: Run, report: Path, tmp_path: Path) -> None:
    saved = tmp_path / "war.gpkg"
    assert run("build", report, "-o", saved).status == 0
    second = tmp_path / "second.txt"
    second.write_text("Rebels captured Gharyan on Tuesday.", encoding="utf-8")
    assert run("build", second, "--date", "2020-05-20", "-o", saved).status == 0
    rows = [json.loads(line) for line in run("claims", saved, "--format", "jsonl").out.splitlines()]
    assert {row["article"] for row in rows} == {"report.txt", "second.txt"}


UNPLACED = """Title: Front line moves
Date: 2020-05-18

Government forces captured Qarqun al-Sharqi on Monday, near Sabratha. Rebels withdrew from Sabratha to Zelfanah.
"""


@pytest.fixture
def unplaced(tmp_path: Path) -> Path:
    path = tmp_path / "unplaced.txt"
    path.write_text(UNPLACED, encoding="utf-8")
    return path


def test_an_article_is_read_again_with_places_of_ones_own(run: Run, unplaced: Path, tmp_path: Path) -> None:
    saved, mine = tmp_path / "war.gpkg", tmp_path / "mine.csv"
    mine.write_text("name,lat,lon\nZelfanah,32.1,12.2\n", encoding="utf-8")
    assert run("build", unplaced, "-o", saved).status == 0
    assert run("who", "Zelfanah", saved).status == 1
    assert run("build", unplaced, "-o", saved, "--places", mine).status == 0
    assert run("who", "Zelfanah", saved).status == 0


def test_standard_input(report: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "geo", "claims", "-", "--format", "jsonl"],
        input=report.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_a_closed_pipe_is_quiet(report: Path) -> None:
    command = f"'{sys.executable}' -m geo claims '{report}' --format jsonl | true"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_interrupt_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch, report: Path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("geo.pipeline.read", interrupted)
    assert run("timeline", report) == (130, "", "")


def test_what_no_gazetteer_knows_is_told_everywhere(run: Run, unplaced: Path) -> None:
    done = run("places", unplaced, "--format", "json")
    assert {row["text"] for row in json.loads(done.out) if row["place"] is None} == {"Zelfanah", "Qarqun al-Sharqi"}
    saved = unplaced.with_suffix(".gpkg")
    done = run("build", unplaced, "-o", saved)
    assert "could not place: Qarqun al-Sharqi, Zelfanah" in done.err
    done = run("who", "zelfanah", saved)
    assert (done.status, done.out) == (1, "")
    assert done.err == "geo: 'zelfanah' is named in unplaced.txt, but no gazetteer knows where it is\n"
    done = run("who", "Q" * 5000, saved)
    assert len(done.err) < 200


def test_own_places_have_the_last_word(run: Run, unplaced: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("name,lat,lon\nZelfanah,32.1,12.2\nSabratha,32.5,12.5\n", encoding="utf-8")
    point = {"type": "Point", "coordinates": [12.3, 32.2]}
    feature = {"type": "Feature", "properties": {"name": "Qarqun al-Sharqi"}, "geometry": point}
    (tmp_path / "more.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    own = ("--places", tmp_path / "mine.csv", "--places", tmp_path / "more.geojson")
    rows = json.loads(run("places", unplaced, *own, "--format", "json").out)
    assert {(r["text"], r["place"]["lat"], r["place"]["lon"]) for r in rows} == {
        ("Zelfanah", 32.1, 12.2),
        ("Sabratha", 32.5, 12.5),
        ("Qarqun al-Sharqi", 32.2, 12.3),
    }
    assert {r["reason"] for r in rows} == {"one of your own places has this name"}


@pytest.fixture
def geocoder() -> Iterator[str]:
    """The URL of a geocoding server on this machine, which knows one village."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = "q=Zelfanah" in self.path and "countrycodes=ly" in self.path
            village = {"osm_type": "node", "osm_id": 7, "class": "place", "type": "village", "display_name": "Zelfanah"}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps([{**village, "lat": "32.1", "lon": "12.2"}] if known else []).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_geocoder_is_asked_for_what_is_unknown(run: Run, unplaced: Path, geocoder: str) -> None:
    done = run("places", unplaced, "--geocode", "nominatim", "--geocode-url", geocoder, "--format", "json")
    assert done.status == 0
    (row,) = [row for row in json.loads(done.out) if row["text"] == "Zelfanah"]
    assert done.err == ""
    assert (row["place"]["id"], row["method"]) == ("osm:n7", "online:nominatim")
    assert "nominatim answered Zelfanah in LY on 20" in row["reason"]


def test_a_failing_geocoder_costs_one_warning(run: Run, unplaced: Path) -> None:
    gone = "http://127.0.0.1:9"
    done = run("places", unplaced, "--geocode", "photon", "--geocode-url", gone, "--format", "json")
    assert done.status == 0
    assert any(row["place"] is None for row in json.loads(done.out))
    assert done.err.count("warning: photon gave no answer") == done.err.count("\n") == 1
    assert run("places", unplaced, "--geocode", "bing").status == 2


def test_legacy_locales_print_unicode(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Rebels captured Sabratha (صبراتة) on Monday.", encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "geo", "claims", str(path), "--date", "2020-05-18", "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert "صبراتة" in done.stdout.decode("utf-8")

"""The commands as a person types them: what they print, where, and with which exit status."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

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


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
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


@pytest.mark.parametrize("command", ["map", "export", "control", "who", "timeline", "claims", "places", "build"])
def test_every_command_explains_itself(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.status == 0
    assert "Usage" in done.out


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
    (("control", "Haftaar", "{report}"), 1, ["Haftaar", "LNA"]),
    (("who", "Sabrata City Hall", "{report}"), 1, ["Sabrata City Hall", "Sabrat"]),
    (("fly", "{report}"), 2, ["fly"]),
    (("claims",), 2, ["INPUT"]),
]


@pytest.fixture
def files(tmp_path: Path, report: Path) -> dict[str, Path]:
    made = {
        "empty": ("empty.txt", b""),
        "binary": ("binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))),
        "broken": ("broken.jsonl", b'{"id": "a", "text": '),
        "untexted": ("untexted.json", b'{"id": "a", "title": "No text"}'),
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
    as_csv = run(*words, report, "--format", "csv").out.splitlines()
    assert len(as_csv) >= len(rows) + 1
    assert run(*words, report).out.strip()


def test_map_says_what_it_found(run: Run, report: Path, tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    done = run("map", report, "-o", target)
    assert done.status == 0, done.err
    assert done.out.strip() == str(target)
    assert "1 article" in done.err
    assert target.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


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


def test_standard_input(report: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "geo", "claims", "-", "--format", "jsonl"],
        input=report.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_a_closed_pipe_is_no_error(report: Path) -> None:
    command = f"'{sys.executable}' -m geo claims '{report}' --format jsonl | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr

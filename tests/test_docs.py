"""What the README says is true: its Python runs and prints what stands below it, its commands exist."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

import gazetteer
import geo
from geo.cli import app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


def test_the_python_prints_what_it_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (code,) = blocks("python")
    (expected,) = blocks("text")
    assert len(code.strip().splitlines()) <= 9
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "maps").mkdir()
    monkeypatch.chdir(tmp_path)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "README.md", "exec"), {})
    assert said.getvalue().strip() == expected.strip()


@pytest.mark.parametrize("command", sorted(c.name or c.callback.__name__ for c in app.registered_commands))
def test_every_command_is_told(command: str) -> None:
    assert re.search(rf"geo {command}\b", README)


@pytest.mark.parametrize(
    ("package", "names"),
    [
        (
            geo,
            [
                "area_series",
                "changes",
                "control",
                "control_areas",
                "disputes",
                "export",
                "frame",
                "history",
                "layers",
                "load",
                "movements",
                "overview",
                "places",
                "read",
                "save",
                "select",
                "timeline",
                "who",
                "write_map",
                "write_picture",
            ],
        ),
        (
            gazetteer,
            [
                "Candidate",
                "Footprint",
                "Gazetteer",
                "GazetteerError",
                "Geocoded",
                "Likely",
                "LonLat",
                "Near",
                "Place",
                "PlaceNotFoundError",
                "Resolution",
                "Toponym",
                "geocode",
                "open_index",
                "resolve",
                "to_geodataframe",
            ],
        ),
    ],
    ids=lambda v: getattr(v, "__name__", ""),
)
def test_public_names_are_pinned_and_documented(package: object, names: list[str]) -> None:
    assert sorted(package.__all__) == names  # type: ignore[attr-defined]
    for name in names:
        assert getattr(package, name).__doc__


def test_pictures_and_files_exist() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_version_is_told_once() -> None:
    assert f"## {geo.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

"""Pictures for reports: each format, the same bytes every time, and no text read as anything but text."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from gazetteer.place import Place
from geo.cartography.picture import FORMATS, draw_picture, write_picture
from geo.cartography.picture.ground import Sheet, project
from geo.cartography.view import Spot
from geo.situation import Situation

from .conftest import PLACES

MAGIC = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_written_alike_twice(situation: Situation, tmp_path: Path, ending: str) -> None:
    first, again = (write_picture(situation, tmp_path / f"{n}{ending}").read_bytes() for n in (1, 2))
    assert first.startswith(MAGIC[ending])
    assert first == again


def test_a_picture_has_its_size_and_colours(situation: Situation, tmp_path: Path) -> None:
    with Image.open(write_picture(situation, tmp_path / "a.png")) as picture:
        assert picture.size == (1760, 1152)
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20)}
    assert {(0xD3, 0xDF, 0xE6), (0xF4, 0xF2, 0xEC), (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)} <= colours


@pytest.mark.parametrize(
    "words", ["$\\frac{1}{", "<script>alert(1)</script>", "\u202eevil", "صبراتة", "x" * 9_000, "a\x00b\ud800"]
)
def test_foreign_text_stays_text(situation: Situation, tmp_path: Path, words: str) -> None:
    periods = tuple(
        replace(p, place=replace(p.place, name=words), holder=p.holder and replace(p.holder, name=words))
        for p in situation.periods
    )
    articles = tuple(replace(article, source=words, title=words) for article in situation.articles)
    told = replace(situation, periods=periods, articles=articles, title=words)
    root = ElementTree.parse(write_picture(told, tmp_path / "a.svg")).getroot()
    assert not [node for node in root.iter() if node.tag.endswith("script")]


def test_an_empty_situation_is_a_map_of_the_world(tmp_path: Path) -> None:
    assert write_picture(Situation(), tmp_path / "deep" / "a.png").stat().st_size > 20_000


def test_another_ending_is_refused_and_nothing_written(situation: Situation, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a picture is one of \.png, \.svg, \.pdf, not \.gif"):
        write_picture(situation, tmp_path / "a.gif")
    assert list(tmp_path.iterdir()) == []


SPOTS = [[], [Spot(0, 0)], [Spot(-17.8, 179.9), Spot(-17.5, -179.9)], [Spot(84, 10), Spot(-84, 10)]]


@pytest.mark.parametrize("spots", SPOTS, ids=range(len(SPOTS)))
def test_any_spots_make_a_sheet(spots: list[Spot]) -> None:
    from matplotlib.figure import Figure

    sheet = Sheet.of(Figure(figsize=(11, 7.2)), spots)
    west, east = sheet.map.get_xlim()
    south, north = sheet.map.get_ylim()
    assert west < east
    assert south < north
    assert (east - west) / (north - south) == pytest.approx(11 * 0.74 / 7.2, rel=1e-6)


def test_what_is_off_the_sheet_is_left_out(situation: Situation) -> None:
    far = Place("x:far", "Far Away", lat=-30, lon=-60, country="AR")
    told = replace(situation, periods=(*situation.periods, replace(situation.periods[1], place=far)))
    texts = {text.get_text() for text in draw_picture(told).axes[0].texts}
    assert PLACES["Alta"].name in texts
    assert "Far Away" not in texts


def test_the_projection_keeps_the_equator_and_stretches_the_north() -> None:
    (x0, y0), (x1, y1) = project([(5, 0), (5, 45)])
    assert (x0, y0, x1) == (5, 0, 5)
    assert y1 == pytest.approx(50.5, abs=0.1)

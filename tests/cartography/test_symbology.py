"""Factions stay apart without colour, and letters can be read."""

from __future__ import annotations

import pytest

from geo.actor import Actor
from geo.cartography import symbology


def crowd(number: int) -> list[Actor]:
    return [Actor(f"a{n}", f"Brigade {n}") for n in range(number)]


@pytest.mark.parametrize("number", [1, 7, 8, 60])
def test_letters_and_looks_are_unique(number: int) -> None:
    symbols = symbology.assign(crowd(number)).values()
    assert len({s.letter for s in symbols}) == number
    assert len({(s.colour, s.texture) for s in symbols}) == min(number, 56)
    assert all(1 <= len(s.letter) <= 2 for s in symbols)


@pytest.mark.parametrize("colour", [*symbology.PALETTE, "#000000", "#ffffff", "#777777"])
def test_ink_on_every_fill_has_the_contrast_of_aa(colour: str) -> None:
    assert symbology.contrast(symbology.ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("colour", ["red", "#12", "url(x)", "#12345g", "", '#123456" onload="x'])
def test_a_malformed_colour_gives_way_to_the_palette(colour: str) -> None:
    assert symbology.assign([Actor("a", "A", colour=colour)])["a"].colour in symbology.PALETTE


@pytest.mark.parametrize(
    ("name", "symbol", "letter"),
    [
        ("River Front", "", "R"),
        ("River Front", "rf", "rf"),
        ("River Front", "<b>", "b"),
        ("", "", "2"),
        ("\u202e!!", "", "2"),
        ("جبهة النهر", "", "ج"),
    ],
)
def test_letters(name: str, symbol: str, letter: str) -> None:
    assert symbology.assign([Actor("a", name, symbol=symbol)])["a"].letter == letter


def test_one_colour_for_a_side_is_told_apart_by_texture() -> None:
    one, two = symbology.assign([Actor("a", "A", colour="#0072B2"), Actor("b", "B", colour="#0072b2")]).values()
    assert one.colour == two.colour
    assert one.texture != two.texture

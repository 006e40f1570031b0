"""The ground: lines survive their coding, and each is drawn once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cartography import basemap
from geo.cartography.view import Bounds, Spot

from .conftest import NO_TOWNS, Ground


def decode(flat: list[int]) -> list[tuple[float, float]]:
    x = y = 0
    line = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        line.append((x / 1000, y / 1000))
    return line


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=40))
def test_a_line_comes_back_within_half_a_thousandth(line: list[tuple[float, float]]) -> None:
    decoded = decode(basemap.encode(line))
    assert decoded[0] == pytest.approx(line[0], abs=0.00051)
    assert decoded[-1] == pytest.approx(line[-1], abs=0.00051)
    assert all(one != two for one, two in pairwise(decoded))


def test_lines_are_drawn_once_and_no_frame_is() -> None:
    lines = basemap._coded(Ground(), Bounds(5, 25, 20, 35), "fine")
    assert [sorted(decode(line)) for line in lines["borders"]] == [[(12.6, 25.0), (12.6, 31.0), (12.6, 32.9)]]
    assert [sorted(decode(line)) for line in lines["areas"]] == [[(5.0, 31.0), (12.6, 31.0)]]
    assert [len(rings) for rings in lines["land"]] == [1]


def test_the_coarse_world_makes_room_for_the_detailed_clip() -> None:
    ground = basemap.build([Spot(32.8, 12.5), Spot(32.7, 12.6)], boundaries=Ground(), index=NO_TOWNS)
    coarse, fine = ([decode(ring) for ring in rings] for rings in ground["land"])
    assert {(10.0, 30.2), (15.1, 30.2)} <= set(coarse[0])
    assert {(10.0, 30.2), (15.1, 30.2)} <= set(fine[0])
    assert ground["frames"][1] == [10_000, 30_200, 15_100, 35_300]
    assert {label[2] for label in ground["labels"]} == {"Westland", "Eastland"}


def test_nothing_to_show_still_has_a_world() -> None:
    ground = basemap.build([], boundaries=Ground(), index=NO_TOWNS)
    assert ground["land"]
    assert ground["areas"] == []

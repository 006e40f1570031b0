"""The view opens on the evidence, not on every place that is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cartography.view import Bounds, Spot, main_bounds, whole_bounds

COAST = [Spot(32.79, 12.49, 4), Spot(32.75, 12.57), Spot(32.85, 12.24), Spot(32.89, 13.19, 2), Spot(33.1, 12.1)]


@pytest.mark.parametrize(
    ("strays", "kept"),
    [
        ([], []),
        ([Spot(51, 10)], []),
        ([Spot(32.08, 23.98), Spot(32.1, 20.1)], []),
        ([Spot(32.4, 14.0)], [Spot(32.4, 14.0)]),
    ],
)
def test_strays_do_not_set_the_view(strays: list[Spot], kept: list[Spot]) -> None:
    assert main_bounds(COAST + strays) == whole_bounds(COAST + kept)


def test_two_equal_fronts_are_both_shown() -> None:
    fronts = [Spot(32, 12, 3), Spot(32.1, 12.1, 3), Spot(31, 20, 3), Spot(31.1, 20.1, 3)]
    assert main_bounds(fronts) == whole_bounds(fronts)


def test_nothing_has_no_bounds() -> None:
    assert main_bounds([]) is None
    assert whole_bounds([]) is None


SPOTS = st.builds(Spot, st.floats(-85, 85), st.floats(-180, 180), st.floats(0.5, 50))


@given(st.lists(SPOTS, min_size=1, max_size=30))
def test_the_main_box_lies_in_the_whole_box_and_holds_most_of_the_weight(spots: list[Spot]) -> None:
    main, whole = main_bounds(spots), whole_bounds(spots)
    assert main
    assert whole
    assert whole.west <= main.west <= main.east <= whole.east
    assert whole.south <= main.south <= main.north <= whole.north
    held = sum(s.weight for s in spots if main.holds(s))
    assert held >= 0.7 * sum(s.weight for s in spots)


def test_growing_stops_at_the_edge_of_the_projection() -> None:
    assert Bounds(0, -84, 1, 84).grown(share=0.5).corners() == [[-85.0, -0.5], [85.0, 1.5]]

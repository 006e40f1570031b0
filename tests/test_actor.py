"""The value of an actor, and ties with their days."""

from __future__ import annotations

import datetime as dt

import pytest

from geo.actor import Actor, Relation

MAY, JUNE, JULY = (dt.date(2015, month, 1) for month in (5, 6, 7))


@pytest.mark.parametrize(
    ("start", "end", "on", "expected"),
    [
        (None, None, MAY, True),
        (None, None, None, True),
        (MAY, None, MAY, True),
        (JUNE, None, MAY, False),
        (None, MAY, MAY, True),
        (None, MAY, JUNE, False),
        (MAY, JULY, JUNE, True),
        (MAY, JULY, None, True),
    ],
)
def test_bounds_are_inclusive_and_open_where_unknown(start, end, on, expected):
    assert Relation("part_of", "army", start, end).holds(on) is expected
    assert Actor("a", "A", start=start, end=end).exists(on) is expected


def test_discovered_actors_are_told_by_their_id():
    assert Actor("found:fajr-brigade", "Fajr Brigade").discovered
    assert not Actor("lna", "LNA").discovered

"""What the panel tells: sentences cut where they are marked, names that were not found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.cartography import evidence
from geo.claim import Evidence
from geo.situation import Situation


@pytest.mark.parametrize(
    ("trigger", "marks", "expected"),
    [
        ((17, 21), [], [7, 11, "trigger"]),
        ((17, 21), [(22, 27, "place")], [7, 11, "trigger", 12, 17, "place"]),
        ((10, 16), [], [0, 6, "trigger"]),
        ((17, 21), [(18, 27, "place")], [7, 11, "trigger"]),
        ((17, 21), [(50, 55, "place"), (2, 4, "place")], [7, 11, "trigger"]),
        ((0, 0), [], []),
    ],
)
def test_spans_lie_in_the_sentence_and_apart(
    trigger: tuple[int, int], marks: list[tuple[int, int, str]], expected: list[int | str]
) -> None:
    assert evidence.spans(Evidence("a", 10, 27, "Rebels took Alpha", trigger), marks) == expected


def test_spans_count_units_as_a_browser_does() -> None:
    assert evidence.spans(Evidence("a", 0, 7, "😀 took😀", (2, 6))) == [3, 7, "trigger"]


def test_claims_carry_their_evidence(situation: Situation) -> None:
    rows, spots = evidence.claim_rows(situation, {"front": 0, "guard": 1})
    first = rows[0]
    assert first["actor"] == 0
    assert first["time"] == ["2015-06-11", "2015-06-11", "Thursday"]
    words = {role: first["sentence"][start:end] for start, end, role in zip(*[iter(first["marks"])] * 3, strict=True)}
    assert words == {"place": "Alta", "trigger": "taken"}
    role, number = first["places"]
    assert (role, spots[number]["at"]) == ("place", [32.8, 12.49])
    assert first["extent"] == "part"
    assert rows[1]["places"][1] == number


def test_names_that_could_not_be_placed_are_told_once_each(situation: Situation) -> None:
    twice = replace(situation, mentions=situation.mentions * 2)
    assert evidence.unresolved_rows(twice) == [
        {"name": "Zzyzx", "count": 2, "articles": [0], "reason": "no entry has this name"}
    ]

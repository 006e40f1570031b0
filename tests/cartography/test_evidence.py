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
        ((17, 21), [], [["Rebels ", ""], ["took", "trigger"], [" Alpha", ""]]),
        ((17, 21), [(22, 27, "place")], [["Rebels ", ""], ["took", "trigger"], [" ", ""], ["Alpha", "place"]]),
        ((10, 16), [], [["Rebels", "trigger"], [" took Alpha", ""]]),
        ((17, 21), [(18, 27, "place")], [["Rebels ", ""], ["took", "trigger"], [" Alpha", ""]]),
        ((17, 21), [(50, 55, "place"), (2, 4, "place")], [["Rebels ", ""], ["took", "trigger"], [" Alpha", ""]]),
        ((0, 0), [], [["Rebels took Alpha", ""]]),
    ],
)
def test_segments(trigger: tuple[int, int], marks: list[tuple[int, int, str]], expected: list[list[str]]) -> None:
    assert evidence.segments(Evidence("a", 10, 27, "Rebels took Alpha", trigger), marks) == expected


def test_segments_count_characters_where_a_browser_counts_units() -> None:
    assert evidence.segments(Evidence("a", 0, 7, "😀 took😀", (2, 6))) == [["😀 ", ""], ["took", "trigger"], ["😀", ""]]


def test_claims_carry_their_evidence(situation: Situation) -> None:
    first = evidence.claim_rows(situation, {"front": 0, "guard": 1})[0]
    assert first["actor"] == 0
    assert first["time"] == ["2015-06-11", "2015-06-11", "Thursday"]
    assert ["taken", "trigger"] in first["sentence"]
    assert ["Alta", "place"] in first["sentence"]
    assert first["places"][0]["at"] == [32.8, 12.49]
    assert first["extent"] == "part"


def test_names_that_could_not_be_placed_are_told_once_each(situation: Situation) -> None:
    twice = replace(situation, mentions=situation.mentions * 2)
    assert evidence.unresolved_rows(twice) == [
        {"name": "Zzyzx", "count": 2, "articles": [0], "reason": "no entry has this name"}
    ]

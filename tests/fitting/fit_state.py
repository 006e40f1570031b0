"""Fit the parameters of the state model by replaying a war, and tell how much each of them matters.

    python tests/fitting/fit_state.py SITUATION.gpkg TOWNS.csv [--fit] [--sensitivity]

SITUATION is a saved situation (``geo build``). TOWNS has the columns town, lat, lon, from_date, to_date, controller and
certainty; ``controller`` is one of two sides or "contested". SITMAP_CORPORA names the folder whose ``tools/`` tell the
side that a name stands for. Nothing of the product imports this.

Without an option the scores are printed: of every second town of the alphabet, of the others, and of all. ``--fit``
cross-validates: it fits each half of the towns and measures the numbers found on the other half, then fits all towns;
what it finds is worth taking over only where the halves that were not fitted gain. To fit is to try each number of
``geo.state.Parameters`` larger and smaller, one after the other, and to keep what raises the score plus half of the
precision. ``--sensitivity`` prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import importlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from gazetteer.distance import kilometres
from gazetteer.place import LonLat
from geo.io.store import load
from geo.state import PARAMETERS, Parameters, Period, track

WITHIN_KM = 15.0
FOUND_WITHIN, NOT_BEFORE = 4, 8  # days round a change of hands in which it counts as found, and before it
GAIN = 0.002  # by which score and half of the precision must rise for a change to be kept


@dataclass(frozen=True)
class Stretch:
    """Days of a town under one controller."""

    first: dt.date
    last: dt.date
    controller: str
    sure: bool


@dataclass(frozen=True)
class Score:
    """Days of a replay by outcome, and how many changes of hands are found."""

    days: Counter[str]
    found: int
    changes: int

    @property
    def points(self) -> float:
        """Right days, and half of those on which one of the two says contested."""
        return self.days["right"] + self.days["fuzzy"] / 2

    @property
    def score(self) -> float:
        """Points of all days."""
        return self.points / max(1, self.days.total())

    @property
    def precision(self) -> float:
        """Points of the days on which anything is said."""
        return self.points / max(1, self.days.total() - self.days["silent"])

    @property
    def worth(self) -> float:
        """What is fitted: a right day gained is worth more than a wrong one avoided, but both count."""
        return self.score + self.precision / 2

    def __str__(self) -> str:
        days = ", ".join(f"{name} {self.days[name]}" for name in ("right", "fuzzy", "wrong", "silent"))
        return f"{self.score:.3f} at precision {self.precision:.3f}, changes {self.found}/{self.changes} ({days})"


class Replay:
    """A table of who held which town when, to score periods against."""

    def __init__(self, path: Path, side_of: Callable[[str | None], str | None]) -> None:
        self.side_of = cache(side_of)
        self.spots: dict[str, LonLat] = {}
        self.truth: dict[str, list[Stretch]] = {}
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                self.spots[row["town"]] = LonLat(float(row["lon"]), float(row["lat"]))
                days = (dt.date.fromisoformat(row[name]) for name in ("from_date", "to_date"))
                stretch = Stretch(*days, row["controller"], row["certainty"] != "low")
                self.truth.setdefault(row["town"], []).append(stretch)

    def halves(self) -> tuple[list[str], list[str]]:
        """Towns to fit on, and towns to measure on."""
        names = sorted(self.truth)
        return names[::2], names[1::2]

    def score(self, periods: Iterable[Period], towns: Iterable[str]) -> Score:
        """The score of some towns."""
        said: dict[str, list[Period]] = {}
        for period in periods:
            if period.start and period.status != "unknown" and (town := self._town(period.place.position)):
                said.setdefault(town, []).append(period)
        days: Counter[str] = Counter()
        found = changes = 0
        for town in towns:
            told = said.get(town, [])
            days += self._days(told, self.truth[town])
            hits = list(self._changes(told, self.truth[town]))
            found, changes = found + sum(hits), changes + len(hits)
        return Score(days, found, changes)

    @cache  # noqa: B019 - one object a run
    def _town(self, spot: LonLat) -> str | None:
        near = min((kilometres(spot, self.spots[name]), name) for name in self.spots)
        return near[1] if near[0] <= WITHIN_KM else None

    def _answer(self, told: Sequence[Period], day: dt.date) -> str | None:
        current = max((p for p in told if p.covers(day)), key=lambda p: p.start or dt.date.min, default=None)
        if current is None or current.status == "contested":
            return current and current.status
        return self.side_of(current.holder.name if current.holder else None)

    def _days(self, told: Sequence[Period], truth: Sequence[Stretch]) -> Counter[str]:
        days: Counter[str] = Counter()
        for stretch in truth:
            for n in range((stretch.last - stretch.first).days + 1 if stretch.sure else 0):
                answer = self._answer(told, stretch.first + dt.timedelta(n))
                days[_outcome(answer, stretch.controller)] += 1
        return days

    def _changes(self, told: Sequence[Period], truth: Sequence[Stretch]) -> Iterable[bool]:
        before: str | None = None
        for stretch in truth:
            side, day = stretch.controller, stretch.first
            if side != "contested":
                if before not in (None, side) and stretch.sure:
                    near = range(-FOUND_WITHIN, FOUND_WITHIN + 1)
                    there = any(self._answer(told, day + dt.timedelta(n)) == side for n in near)
                    yield there and self._answer(told, day - dt.timedelta(NOT_BEFORE)) != side
                before = side


def _outcome(answer: str | None, controller: str) -> str:
    if answer is None:
        return "silent"
    if answer == controller:
        return "right"
    return "fuzzy" if "contested" in (answer, controller) else "wrong"


def _changed(parameters: Parameters, name: str, factor: float) -> Parameters:
    value = asdict(parameters)[name] * factor
    return replace(parameters, **{name: max(1, round(value)) if isinstance(getattr(parameters, name), int) else value})


Measure = Callable[[Parameters], Score]


def fit(measure: Measure, parameters: Parameters) -> Parameters:
    """Coordinate descent, a number at a time, until no single change helps."""
    best, improved = measure(parameters).worth, True
    while improved:
        improved = False
        for name in asdict(parameters):
            for factor in (0.5, 0.75, 1.5, 2.0):
                trial = _changed(parameters, name, factor)
                reached = measure(trial).worth
                if reached > best + GAIN:
                    best, parameters, improved = reached, trial, True
                    print(f"  {name} = {getattr(trial, name):g}: {best:.3f}", flush=True)
    return parameters


def cross_validate(replay: Replay, periods_of: Callable[[Parameters], Sequence[Period]]) -> None:
    """Print what numbers fitted on one half of the towns make of the other, then those fitted on all."""
    halves = replay.halves()
    for fitted, other in (halves, halves[::-1]):
        before = replay.score(periods_of(PARAMETERS), other)
        print(f"fitting {', '.join(fitted)}", flush=True)
        found = fit(lambda p, towns=fitted: replay.score(periods_of(p), towns), PARAMETERS)  # type: ignore[misc]
        print(f"not fitted, before: {before}\nnot fitted, after:  {replay.score(periods_of(found), other)}", flush=True)
    print("fitting all", flush=True)
    found = fit(lambda p: replay.score(periods_of(p), replay.truth), PARAMETERS)
    print(f"all: {replay.score(periods_of(found), replay.truth)}")


def sensitivity(measure: Measure, parameters: Parameters) -> None:
    """Print what halving and doubling each number makes of the scores of all towns together."""
    print(f"\nAs it is: {_pair(measure(parameters))}\n\n| parameter | value | halved | doubled |\n|---|---|---|---|")
    for name, value in asdict(parameters).items():
        halved, doubled = (_pair(measure(_changed(parameters, name, factor))) for factor in (0.5, 2.0))
        print(f"| {name} | {value:g} | {halved} | {doubled} |", flush=True)


def _pair(score: Score) -> str:
    return f"{score.score:.3f} / {score.precision:.3f}"


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("situation", type=Path)
    parser.add_argument("towns", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--sensitivity", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(Path(os.environ["SITMAP_CORPORA"], "tools")))
    replay = Replay(options.towns, importlib.import_module("score_claims").side_of)
    situation = load(options.situation)

    def periods_of(parameters: Parameters) -> Sequence[Period]:
        return track(situation.claims, actors=situation.actors, parameters=parameters)

    as_is = periods_of(PARAMETERS)
    first, second = replay.halves()
    for name, towns in (("every second town", first), ("the others", second), ("all", first + second)):
        print(f"{name}: {replay.score(as_is, towns)}", flush=True)
    if options.fit:
        cross_validate(replay, periods_of)
    if options.sensitivity:
        sensitivity(lambda p: replay.score(periods_of(p), replay.truth), PARAMETERS)


if __name__ == "__main__":
    main()

"""The history of one place that leaves the least evidence unexplained, found by dynamic programming."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Literal

from geo.state.indication import Tendency
from geo.state.parameters import Parameters

__all__ = ["Bearing", "Condition", "Run", "history"]

_NEVER = 10**9


@dataclass(frozen=True, slots=True)
class Condition:
    """What a place may be on a day: held by a side, contested (around a side, where one was in), or unknown."""

    kind: Literal["held", "contested", "unknown"]
    side: str = ""


@dataclass(frozen=True, slots=True)
class Bearing:
    """An indication in the terms of the search: days as ordinals, the actor as its side ("" where unnamed).

    ``lasting`` says that it went on from ``earliest`` to ``day``, ``siege`` that the fighting is told as a siege.
    """

    day: int
    earliest: int
    tendency: Tendency
    side: str
    weight: int
    part: bool = False
    told: bool = False
    lasting: bool = False
    siege: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive days, both inclusive, in one condition."""

    start: int
    end: int
    condition: Condition


def history(bearings: Sequence[Bearing], parameters: Parameters, *, until: int) -> list[Run]:
    """Runs without gap or overlap from the first evidence to the day ``until``.

    Costs are whole thousandths, so that equal histories tie exactly; ties fall to "contested" before any holder.
    """
    days = _days(bearings, until)
    conditions = _conditions(bearings)
    told = _Told(bearings, parameters)
    fought = _fought(bearings, parameters)
    at: dict[int, list[Bearing]] = defaultdict(list)
    for bearing in bearings:
        for day in {bearing.day, bearing.earliest} if _is_lasting_fight(bearing) else {bearing.day}:
            at[day].append(bearing)
    costs = [_strains(c, at[days[0]], parameters) + _first(c, parameters) for c in conditions]
    steps: list[list[int]] = []
    for before, day in pairwise(days):
        idle = 0 if any(start <= before and day <= end for start, end in fought) else day - before
        costs = [cost + _upkeep(c, day - before, idle, parameters) for c, cost in zip(conditions, costs, strict=True)]
        come_from = [_cheapest(costs, conditions, n, partial(told.change, day=day)) for n in range(len(conditions))]
        steps.append([previous for previous, _ in come_from])
        costs = [cost + _strains(c, at[day], parameters) for c, (_, cost) in zip(conditions, come_from, strict=True)]
    return _runs(days, conditions, steps, costs, until)


def _days(bearings: Iterable[Bearing], until: int) -> list[int]:
    """The days on which anything may change; between them nothing does."""
    bearings = list(bearings)
    first = min(b.earliest if b.tendency == "hold" or _is_lasting_fight(b) else b.day for b in bearings)
    days = {day for b in bearings for day in (b.earliest, b.day, b.day + 1)}
    return sorted(day for day in days | {first} if first <= day <= until)


def _conditions(bearings: Iterable[Bearing]) -> list[Condition]:
    sides = sorted({b.side for b in bearings if b.side})
    contested = [Condition("contested"), *(Condition("contested", s) for s in sides)]
    return [*contested, *(Condition("held", s) for s in sides), Condition("unknown")]


def _first(condition: Condition, parameters: Parameters) -> int:
    return 0 if condition.kind == "held" else _milli(parameters.doubt)


def _upkeep(condition: Condition, days: int, idle: int, parameters: Parameters) -> int:
    """What days cost to stay contested, or held by nobody known; ``idle`` are those on which no fighting is told."""
    if condition.kind == "held":
        return 0
    if condition.kind == "contested":
        return idle * _milli(parameters.contested_day)
    return days * _milli(parameters.unknown_day)


def _is_lasting_fight(bearing: Bearing) -> bool:
    return bearing.tendency == "contest" and bearing.lasting


def _fought(bearings: Iterable[Bearing], parameters: Parameters) -> list[tuple[int, int]]:
    """Spans of days through which fighting is told to go on: said so, or between two reports of one siege."""
    fights = [b for b in bearings if b.tendency == "contest"]
    reach = parameters.reach(parameters.siege)
    sieges = sorted({b.day for b in fights if b.siege})
    between = [(one, other) for one, other in pairwise(sieges) if other - one <= reach]
    merged: list[tuple[int, int]] = []
    for start, end in sorted([*between, *((b.earliest, b.day) for b in fights if b.lasting)]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cheapest(
    costs: Sequence[int], conditions: Sequence[Condition], target: int, change: Callable[[Condition, Condition], int]
) -> tuple[int, int]:
    """Where to come from, and at what cost; of equals one that arrives only now, so that no change is antedated."""
    goal = conditions[target]
    offers = [(costs[n] + change(c, goal), n == target, n) for n, c in enumerate(conditions)]
    cost, _, previous = min(offers)
    return previous, cost


def _runs(
    days: Sequence[int], conditions: Sequence[Condition], steps: Sequence[Sequence[int]], costs: list[int], until: int
) -> list[Run]:
    current = costs.index(min(costs))
    path = [current]
    for step in reversed(steps):
        current = step[current]
        path.append(current)
    path.reverse()
    runs: list[Run] = []
    for number, (day, state) in enumerate(zip(days, path, strict=True)):
        end = days[number + 1] - 1 if number + 1 < len(days) else until
        if runs and runs[-1].condition == conditions[state]:
            runs[-1] = Run(runs[-1].start, end, conditions[state])
        else:
            runs.append(Run(day, end, conditions[state]))
    return runs


class _Told:
    """What changes cost on which day: little where a claim tells of them."""

    def __init__(self, bearings: Iterable[Bearing], parameters: Parameters) -> None:
        self.parameters = parameters
        self.gains: dict[tuple[str, int], int] = {}
        self.losses: dict[tuple[str, int], int] = {}
        self.presence: dict[str, list[int]] = defaultdict(list)
        bearings = list(bearings)
        gained = sorted(b.day for b in bearings if b.tendency == "gain")
        for bearing in bearings:
            if bearing.tendency in ("hold", "gain"):
                insort(self.presence[bearing.side], bearing.day)
            table = {"gain": self.gains, "loss": self.losses}.get(bearing.tendency)
            if table is not None and not self._is_retold(bearing, gained):
                self._note(table, bearing)

    def _is_retold(self, bearing: Bearing, gained: Sequence[int]) -> bool:
        """Whether a loss without date and name ("since the fall of the town") is that of a capture told before."""
        if bearing.tendency != "loss" or bearing.side or bearing.told:
            return False
        place = bisect_left(gained, bearing.day)
        return place > 0 and bearing.day - gained[place - 1] <= self.parameters.retold

    def _note(self, table: dict[tuple[str, int], int], bearing: Bearing) -> None:
        p = self.parameters
        cost = _milli(p.told_change if bearing.told else p.half_told_change)
        first = bearing.earliest if bearing.told else bearing.day - p.told_within
        for day in range(max(first, bearing.day - 366), bearing.day + 1):
            table[bearing.side, day] = min(cost, table.get((bearing.side, day), cost))

    def change(self, before: Condition, after: Condition, *, day: int) -> int:
        """The cost of passing from one condition to another on a day."""
        if before == after:
            return 0
        if after.kind == "held":
            return self._arrival(before, after.side, day)
        if after.kind == "contested":
            fits = after.side == (before.side if before.kind == "held" else "") and before.kind != "contested"
            return _milli(self.parameters.outbreak) if fits else _NEVER
        return min(self._untold(before.side, day), self._loss(before.side, day))

    def _loss(self, side: str, day: int) -> int:
        """The cost of a side's going on a day on which its loss, or the loss by somebody unnamed, is told."""
        return min(self.losses.get((side, day), _NEVER), self.losses.get(("", day), _NEVER))

    def _untold(self, side: str, day: int) -> int:
        """The cost of a side's going unreported: high while it was just told to be there, low when long ago."""
        p, days = self.parameters, self.presence.get(side, [])
        place = bisect_left(days, day)
        age = day - days[place - 1] if place else p.abrupt_within + 1
        if age > p.reach(p.front):
            return _milli(p.forgotten_change)
        return _milli(p.abrupt_change if age <= p.abrupt_within else p.untold_change)

    def _calm(self, side: str, day: int) -> int:
        """The cost of a side's being there when fighting ends: it should be the one last told to be there."""
        last = {id: days[place - 1] for id, days in self.presence.items() if (place := bisect_right(days, day))}
        foremost = last.get(side, -1) == max(last.values(), default=-1)
        return _milli(self.parameters.calm if foremost else self.parameters.calm + self.parameters.unlike_last)

    def _arrival(self, before: Condition, side: str, day: int) -> int:
        p = self.parameters
        usual = self._untold(before.side, day) if before.side not in ("", side) else self._calm(side, day)
        loss = self._loss(before.side, day) + _milli(p.calm) if before.side != side else _NEVER
        return min(usual, loss, self.gains.get((side, day), _NEVER))


def _strains(condition: Condition, bearings: Iterable[Bearing], parameters: Parameters) -> int:
    return sum(round(b.weight * _share(condition, b, parameters)) for b in bearings)


def _share(condition: Condition, bearing: Bearing, parameters: Parameters) -> float:
    """The share of a bearing's weight that a condition contradicts."""
    if bearing.tendency == "contest":
        return 0.0 if condition.kind == "contested" else 1.0
    if condition.kind == "contested":
        return _share_of_contested(condition, bearing, parameters)
    away = parameters.part_elsewhere if bearing.part else 1.0
    if bearing.tendency in ("loss", "absent"):
        return away if condition.kind == "held" and condition.side == bearing.side else 0.0
    return 0.0 if condition.side == bearing.side else away if condition.kind == "held" else 1.0


def _share_of_contested(condition: Condition, bearing: Bearing, parameters: Parameters) -> float:
    if bearing.part:
        return 0.0
    if bearing.tendency == "absent":
        return 0.0
    if bearing.tendency == "hold":
        return parameters.contested_hold * (0.5 if condition.side == bearing.side else 1.0)
    return parameters.contested_change


def _milli(value: float) -> int:
    return round(1000 * value)

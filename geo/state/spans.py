"""From runs of days to periods: what each rests on, how sure it is, and when its evidence is spent."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from geo.actor import Actor
from geo.state.history import Condition, Run
from geo.state.indication import Indication, is_evidence
from geo.state.parameters import Parameters
from geo.state.period import Basis, Period, Status
from geo.state.sides import Sides

__all__ = ["Sided", "periods_of"]


@dataclass(frozen=True, slots=True)
class Sided:
    """An indication whose day is known, with the side that its actor counts for at this place."""

    indication: Indication
    actor: Actor | None

    @property
    def side(self) -> str:
        """The side's id, empty where nobody is named."""
        return self.actor.id if self.actor else ""

    @property
    def day(self) -> int:
        """The event's latest day as an ordinal."""
        return (self.indication.day or dt.date.min).toordinal()

    @property
    def earliest(self) -> int:
        """The event's first day as an ordinal."""
        return (self.indication.earliest or self.indication.day or dt.date.min).toordinal()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run, or what is left of it, with the evidence for and against."""

    run: Run
    support: tuple[Sided, ...]
    against: tuple[Sided, ...]
    half_life: float


def periods_of(
    runs: Sequence[Run],
    sided: Sequence[Sided],
    sides: Sides,
    parameters: Parameters,
    first_days: Mapping[str, int],
) -> list[Period]:
    """The periods of one place; the last one stays open unless its evidence is spent before the last day.

    ``first_days`` are the days, as ordinals, on which the sides are first told of anywhere.
    """
    runs = _without_clashes(runs, sided, parameters)
    pieces = [piece for piece in _pieces(runs, sided, parameters) if _facts(piece.support)]
    joined = _joined([*_before(pieces, parameters, first_days), *pieces])
    last = len(joined) - 1
    named = {s.side: s.actor for s in sided if s.actor}
    return [_period(piece, named, sides, is_open=n == last) for n, piece in enumerate(joined)]


def _before(pieces: Sequence[_Piece], parameters: Parameters, first_days: Mapping[str, int]) -> Iterator[_Piece]:
    """What the first loss implies: until then the place was the loser's, since when nobody tells."""
    if not pieces:
        return
    run = pieces[0].run
    lost = [s for s in pieces[0].support if s.indication.tendency == "loss" and s.side and s.day == run.start]
    losers = {s.side for s in lost}
    if run.condition.kind != "contested" and len(losers) == 1:
        (loser,) = losers
        start = max(run.start - parameters.antedate, first_days.get(loser, run.start))
        if start < run.start:
            yield _Piece(Run(start, run.start - 1, Condition("held", loser)), tuple(lost), (), parameters.quiet)


def _without_clashes(runs: Sequence[Run], sided: Sequence[Sided], parameters: Parameters) -> list[Run]:
    """Fighting of a day or less that leaves the holder in place stays a clash, no period of its own."""
    kept: list[Run] = []
    for number, run in enumerate(runs):
        before = kept[-1] if kept else None
        after = runs[number + 1] if number + 1 < len(runs) else None
        if before and _is_clash(run, before, after, sided, parameters):
            run = Run(run.start, run.end, before.condition)
        if before and before.condition == run.condition:
            kept[-1] = Run(before.start, run.end, run.condition)
        else:
            kept.append(run)
    return kept


def _is_clash(run: Run, before: Run, after: Run | None, sided: Sequence[Sided], parameters: Parameters) -> bool:
    if run.condition.kind != "contested" or before.condition.kind != "held":
        return False
    days = {s.day for s in sided if run.start <= s.day <= run.end and s.indication.tendency == "contest"}
    if after is not None:
        return run.end == run.start and after.condition == before.condition
    weight = sum(s.indication.weight for s in sided if run.start <= s.day <= run.end)
    return len(days) == 1 and weight < parameters.outbreak + parameters.calm


def _pieces(runs: Sequence[Run], sided: Sequence[Sided], parameters: Parameters) -> Iterator[_Piece]:
    """Cut each run where its evidence is spent; a holder who is back brings the evidence from before."""
    unrest = sorted(
        {s.day for s in sided if s.indication.tendency not in ("hold", "absent") and s.indication.weight >= 0.2}
    )
    runs = _not_antedated(runs, sided)
    memory: dict[str, tuple[Sided, ...]] = {}
    for number, run in enumerate(runs):
        inside = [s for s in sided if run.start <= s.day <= run.end]
        support = tuple(s for s in inside if _supports(s, run.condition))
        against = tuple(s for s in inside if not _supports(s, run.condition))
        if run.condition.kind == "held" and support and not _facts(support):
            before = memory.get(run.condition.side) or against
            yield _Piece(Run(run.start, run.end, Condition("unknown")), before, (), parameters.quiet)
        elif run.condition.kind == "held":
            remembered = memory.get(run.condition.side, ())
            is_last = number + 1 == len(runs)
            lost = not is_last and any(
                s.day == run.end + 1 and s.side == run.condition.side and s.indication.tendency == "loss" for s in sided
            )
            yield from _aged(run, support, remembered, against, unrest, is_last, lost, parameters)
            memory[run.condition.side] = support or remembered
        elif run.condition.kind == "contested":
            yield from _faded(run, support, against, parameters)
        else:
            yield _Piece(run, support, against, parameters.quiet)


def _is_unrest(s: Sided) -> bool:
    return s.indication.tendency in ("gain", "loss", "contest") and s.indication.weight >= 0.2


def _not_antedated(runs: Sequence[Run], sided: Sequence[Sided]) -> Sequence[Run]:
    """The first run begins, where it is one of control, no earlier than anything speaks for it."""
    first = runs[0]
    if first.condition.kind != "held":
        return runs
    days = [day for s in sided if _supports(s, first.condition) for day in _days(s) if first.start <= day <= first.end]
    return [Run(min(days, default=first.start), first.end, first.condition), *runs[1:]]


def _supports(s: Sided, condition: Condition) -> bool:
    tendency = s.indication.tendency
    if condition.kind == "contested":
        return True
    if condition.kind == "unknown":
        return tendency in ("loss", "absent")
    if tendency in ("hold", "gain"):
        return s.side == condition.side
    return tendency in ("loss", "absent") and s.side != condition.side


def _reach(half_life: float, parameters: Parameters) -> int:
    return int(half_life * math.log2(1 / parameters.unknown_below))


def _aged(
    run: Run,
    support: tuple[Sided, ...],
    remembered: tuple[Sided, ...],
    against: tuple[Sided, ...],
    unrest: Sequence[int],
    is_last: bool,
    lost: bool,
    parameters: Parameters,
) -> Iterator[_Piece]:
    marks = sorted(
        {max(run.start, day) for s in _facts(support) for day in _days(s)}
        | {run.start for _ in remembered[:1]}
        | {run.end for _ in range(lost)}
    )
    start, known = run.start, support or remembered
    if not known:
        return
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        near = any(abs(mark - day) <= parameters.front_within for day in unrest)
        half_life = parameters.front if near else parameters.quiet
        factor = 1.0 if following is None and is_last else parameters.bridge
        limit = mark + int(_reach(half_life, parameters) * factor)
        if following is not None and following <= limit:
            continue
        end = min(limit, run.end)
        yield _Piece(Run(start, end, run.condition), _upto(known, start, end), _within(against, start, end), half_life)
        start = run.end + 1 if following is None else following
        if end + 1 < start:
            gap = Run(end + 1, start - 1, Condition("unknown"))
            yield _Piece(gap, _upto(known, run.start, end), _within(against, end + 1, start - 1), half_life)


def _days(s: Sided) -> tuple[int, ...]:
    return (s.earliest, s.day) if s.indication.tendency == "hold" else (s.day,)


def _upto(known: tuple[Sided, ...], start: int, end: int) -> tuple[Sided, ...]:
    """The evidence of these days; where there is none, what was known before."""
    inside = _within(known, start, end)
    return inside or tuple(s for s in known if s.day <= end) or known


def _within(found: tuple[Sided, ...], start: int, end: int) -> tuple[Sided, ...]:
    return tuple(s for s in found if start <= s.day <= end)


def _faded(
    run: Run, support: tuple[Sided, ...], against: tuple[Sided, ...], parameters: Parameters
) -> Iterator[_Piece]:
    half_life = parameters.siege if _is_siege(support) else parameters.contested
    last = max((s.day for s in support), default=run.start)
    end = min(run.end, last + _reach(half_life, parameters))
    yield _Piece(Run(run.start, end, run.condition), support, against, half_life)
    if end < run.end:
        yield _Piece(Run(end + 1, run.end, Condition("unknown")), support, (), half_life)


def _is_siege(support: Iterable[Sided]) -> bool:
    """Whether the fighting is told as a siege more than as fighting inside."""
    weights = {True: 0.0, False: 0.0}
    for s in support:
        if s.indication.tendency == "contest":
            weights[s.indication.claim.siege] += s.indication.weight
    return weights[True] > weights[False]


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Join neighbours in one condition."""
    joined: list[_Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before and before.run.condition == piece.run.condition and before.run.end + 1 == piece.run.start:
            run = Run(before.run.start, piece.run.end, piece.run.condition)
            support = tuple(dict.fromkeys((*before.support, *piece.support)))
            joined[-1] = _Piece(run, support, (*before.against, *piece.against), piece.half_life)
        else:
            joined.append(piece)
    return joined


def _period(piece: _Piece, named: Mapping[str, Actor], sides: Sides, *, is_open: bool) -> Period:
    evidence = (*piece.support, *piece.against)
    holder = _holder(piece, named)
    ids, against = _told_apart(piece)
    start = dt.date.fromordinal(piece.run.start)
    return Period(
        place=evidence[0].indication.place,
        start=start,
        end=None if is_open else dt.date.fromordinal(piece.run.end),
        status=_status(piece),
        basis=_basis(piece.support),
        holder=holder,
        claimants=_claimants(holder, evidence),
        claims=ids,
        confidence=_confidence(piece),
        partial=bool(piece.support) and holder is not None and all(s.indication.part for s in _telling(piece.support)),
        last_evidence=dt.date.fromordinal(max(s.day for s in _facts(piece.support) or evidence)),
        against=against,
        side=sides.chain(holder, start)[-1] if holder else None,
        reason=_reason(piece),
        half_life=piece.half_life,
    )


def _facts(found: Iterable[Sided]) -> tuple[Sided, ...]:
    """Without what is planned, feared or denied: it may tip a scale, and is no evidence to cite or to date by."""
    return tuple(s for s in found if is_evidence(s.indication.claim))


def _ids(found: Iterable[Sided]) -> tuple[str, ...]:
    ordered = sorted(_facts(found), key=lambda s: (s.day, s.indication.claim.id))
    return tuple(dict.fromkeys(s.indication.claim.id for s in ordered))


def _told_apart(piece: _Piece) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids for and against; a claim that bears both ways counts where it speaks in so many words."""
    against = {s.indication.claim.id for s in piece.against if s.indication.direct}
    plain = {s.indication.claim.id for s in piece.support if s.indication.direct}
    ids = tuple(id for id in _ids(piece.support) if id in plain or id not in against) or _ids(piece.support)
    return ids, tuple(id for id in _ids(piece.against) if id not in ids)


def _telling(support: Sequence[Sided]) -> list[Sided]:
    """What tells a holder in so many words, or all there is where nothing does."""
    return [s for s in support if s.indication.direct and s.indication.tendency in ("hold", "gain")] or list(support)


def _status(piece: _Piece) -> Status:
    kind = piece.run.condition.kind
    if kind != "contested":
        return kind
    if _is_siege(piece.support):
        return "besieged"
    parted = {s.side for s in piece.support if s.indication.part and s.indication.tendency in ("hold", "gain")}
    fought = any(s.indication.tendency == "contest" for s in piece.support)
    return "mixed" if len(parted) > 1 and not fought else "contested"


def _holder(piece: _Piece, named: Mapping[str, Actor]) -> Actor | None:
    """The actor of the holding side that most evidence names; in a siege, of the side that is inside."""
    condition = piece.run.condition
    besieged = condition.kind == "contested" and bool(condition.side) and _is_siege(piece.support)
    if condition.kind != "held" and not besieged:
        return None
    weights: dict[str, float] = defaultdict(float)
    actors: dict[str, Actor] = {}
    for s in piece.support:
        actor = s.indication.actor
        if actor and s.side == condition.side and s.indication.tendency in ("hold", "gain"):
            weights[actor.id] += s.indication.weight
            actors[actor.id] = actor
    foremost = min(weights, key=lambda id: (-weights[id], id), default=None)
    return actors[foremost] if foremost is not None else named.get(condition.side)


def _basis(support: Sequence[Sided]) -> Basis:
    told = any(s.indication.claim.factuality == "actual" for s in _telling(support))
    return "assessed" if told or not support else "claimed"


def _claimants(holder: Actor | None, evidence: Iterable[Sided]) -> tuple[Actor, ...]:
    weights: dict[str, float] = defaultdict(float)
    actors: dict[str, Actor] = {}
    for s in evidence:
        if s.indication.actor:
            weights[s.indication.actor.id] += s.indication.weight
            actors[s.indication.actor.id] = s.indication.actor
    ranked = sorted(weights, key=lambda id: (-weights[id], id))
    others = [actors[id] for id in ranked if not holder or id != holder.id]
    return (holder, *others) if holder else tuple(others)


def _confidence(piece: _Piece) -> float:
    """The share of support in all evidence, with a little room for what nobody reported."""
    support = sum(s.indication.weight for s in piece.support)
    against = sum(s.indication.weight for s in piece.against)
    if piece.run.condition.kind == "unknown":
        return round(0.5 * support / (support + against + 0.5), 3)
    return round(min(0.97, support / (support + against + 0.35)), 3)


_NOUNS = {"absent": "approach", "hold": "control", "gain": "capture", "loss": "loss", "contest": "fighting"}


def _reason(piece: _Piece) -> str:
    """What the evidence is, counted: "2 claims of capture, 1 of fighting; 1 against"."""
    direct = [s for s in piece.support if s.indication.direct] or _facts(piece.support)
    counts = Counter(tendency for _, tendency in {(s.indication.claim.id, s.indication.tendency) for s in direct})
    told = [f"{n} of {_NOUNS[t]}" for t, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    if told:
        number, _, rest = told[0].partition(" ")
        told[0] = f"{number} claim{'' if number == '1' else 's'} {rest}"
    spent = "the last evidence is spent: " if piece.run.condition.kind == "unknown" and not counts["loss"] else ""
    against = len(_told_apart(piece)[1])
    return f"{spent}{', '.join(told)}{f'; {against} against' if against else ''}"

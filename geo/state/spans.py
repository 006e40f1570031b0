"""From runs of days to periods: what each rests on, how sure it is, and when its evidence is spent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from geo.actor import Actor
from geo.state.history import Condition, Run
from geo.state.parameters import Parameters
from geo.state.period import Period
from geo.state.sides import Sides
from geo.state.telling import Piece, Sided, facts, is_siege, period_of

__all__ = ["periods_of"]

_BEFORE = "before the first report"


def periods_of(
    runs: Sequence[Run],
    sided: Sequence[Sided],
    sides: Sides,
    parameters: Parameters,
    first_days: Mapping[str, int],
    incumbent: Actor | None = None,
) -> list[Period]:
    """The periods of one place; the last one stays open unless its evidence is spent before the last day.

    ``first_days`` are the days, as ordinals, on which the sides are first told of anywhere; ``incumbent`` are the
    forces whose country it was before the war.
    """
    runs = _without_clashes(runs, sided, parameters)
    pieces = [piece for piece in _pieces(runs, sided, parameters) if facts(piece.support)]
    joined = _joined([*_before(pieces, parameters, first_days, incumbent), *pieces])
    last = len(joined) - 1
    named = {s.side: s.actor for s in sided if s.actor} | ({incumbent.id: incumbent} if incumbent else {})
    return [period_of(piece, named, sides, parameters, is_open=n == last) for n, piece in enumerate(joined)]


def _before(
    pieces: Sequence[Piece], parameters: Parameters, first_days: Mapping[str, int], incumbent: Actor | None
) -> Iterator[Piece]:
    """Until the first report the place was the loser's that it tells of, or else the country's own forces'."""
    if not pieces:
        return
    run = pieces[0].run
    first = [s for s in (*pieces[0].support, *pieces[0].against) if s.day == run.start]
    owner = _loser(pieces[0]) or (incumbent.id if incumbent and _finds_there(pieces[0], first, incumbent) else "")
    start = max(run.start - parameters.antedate, first_days.get(owner, run.start))
    if owner and start < run.start:
        since = Run(start, run.start - 1, Condition("held", owner))
        yield Piece(since, facts(first) or pieces[0].support, (), parameters.quiet, _BEFORE)


def _loser(piece: Piece) -> str:
    """The side that is told to lose the place on the very first day, if one is."""
    losers = {s.side for s in piece.support if s.indication.tendency == "loss" and s.side and s.day == piece.run.start}
    return losers.pop() if len(losers) == 1 and piece.run.condition.kind != "contested" else ""


def _finds_there(piece: Piece, first: Sequence[Sided], incumbent: Actor) -> bool:
    """Whether the first day tells of the country's own forces in place, or of fighting in which nobody else is told, in
    so many words, to hold the whole of it yet.
    """
    told = [s for s in first if s.indication.tendency in ("hold", "gain")]
    named = {s.side for s in first if s.side}
    if len(named) > 1 and incumbent.id not in named:
        return False
    if any(s.indication.tendency == "gain" and s.side == incumbent.id for s in told):
        return False
    direct = [s for s in told if s.indication.direct]
    theirs = any(s.side == incumbent.id for s in direct)
    others = any(s.side != incumbent.id and not s.indication.part for s in direct)
    condition = piece.run.condition
    return (theirs or not others) and (condition.kind == "contested" or condition.side == incumbent.id)


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


def _pieces(runs: Sequence[Run], sided: Sequence[Sided], parameters: Parameters) -> Iterator[Piece]:
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
        if run.condition.kind == "held" and support and not facts(support):
            before = memory.get(run.condition.side) or against
            yield Piece(Run(run.start, run.end, Condition("unknown")), before, (), parameters.quiet)
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
            present = [s for s in support if s.side and s.indication.tendency in ("hold", "gain")]
            memory |= {side: tuple(s for s in present if s.side == side) for side in {s.side for s in present}}
        else:
            yield Piece(run, support, against, parameters.quiet)


def _is_unrest(s: Sided) -> bool:
    return s.indication.tendency in ("gain", "loss", "contest") and s.indication.weight >= 0.2


def _not_antedated(runs: Sequence[Run], sided: Sequence[Sided]) -> list[Run]:
    """Runs in which nobody comes to hold the place before anything speaks for it: neither at first, nor after fighting
    over a place that was not theirs before; until then the fighting is the last that is known.
    """
    found: list[Run] = []
    held = ""
    for run in runs:
        fought = bool(found) and found[-1].condition.kind == "contested"
        if run.condition.kind == "held":
            if (not found or fought) and run.condition.side != held:
                start = _first_support(run, sided)
                if fought and start > run.start:
                    found[-1] = Run(found[-1].start, start - 1, found[-1].condition)
                run = Run(start, run.end, run.condition)
            held = run.condition.side
        found.append(run)
    return found


def _first_support(run: Run, sided: Sequence[Sided]) -> int:
    days = [day for s in sided if _supports(s, run.condition) for day in _days(s) if run.start <= day <= run.end]
    return min(days, default=run.start)


def _supports(s: Sided, condition: Condition) -> bool:
    tendency = s.indication.tendency
    if condition.kind == "contested":
        return True
    if condition.kind == "unknown":
        return tendency in ("loss", "absent")
    if tendency in ("hold", "gain"):
        return s.side == condition.side
    return tendency in ("loss", "absent") and s.side != condition.side


def _aged(
    run: Run,
    support: tuple[Sided, ...],
    remembered: tuple[Sided, ...],
    against: tuple[Sided, ...],
    unrest: Sequence[int],
    is_last: bool,
    lost: bool,
    parameters: Parameters,
) -> Iterator[Piece]:
    marks = sorted(
        {max(run.start, day) for s in facts(support) for day in _days(s)}
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
        limit = mark + int(parameters.reach(half_life) * factor)
        if following is not None and following <= limit:
            continue
        end = min(limit, run.end)
        yield Piece(Run(start, end, run.condition), _upto(known, start, end), _within(against, start, end), half_life)
        start = run.end + 1 if following is None else following
        if end + 1 < start:
            gap = Run(end + 1, start - 1, Condition("unknown"))
            yield Piece(gap, _upto(known, run.start, end), _within(against, end + 1, start - 1), half_life)


def _days(s: Sided) -> tuple[int, ...]:
    lasting = s.indication.tendency == "hold" or s.indication.lasting
    return (s.earliest, s.day) if lasting else (s.day,)


def _upto(known: tuple[Sided, ...], start: int, end: int) -> tuple[Sided, ...]:
    """The evidence of these days; where there is none, what was known before."""
    inside = _within(known, start, end)
    return inside or tuple(s for s in known if s.day <= end) or known


def _within(found: tuple[Sided, ...], start: int, end: int) -> tuple[Sided, ...]:
    return tuple(s for s in found if start <= s.day <= end)


def _faded(run: Run, support: tuple[Sided, ...], against: tuple[Sided, ...], parameters: Parameters) -> Iterator[Piece]:
    half_life = parameters.siege if is_siege(support) else parameters.contested
    last = max((s.day for s in support), default=run.start)
    end = min(run.end, last + parameters.reach(half_life))
    yield Piece(Run(run.start, end, run.condition), support, against, half_life)
    if end < run.end:
        yield Piece(Run(end + 1, run.end, Condition("unknown")), support, (), half_life)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join neighbours in one condition."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        same = before and (before.run.condition, before.presumed) == (piece.run.condition, piece.presumed)
        if before and same and before.run.end + 1 == piece.run.start:
            run = Run(before.run.start, piece.run.end, piece.run.condition)
            support = tuple(dict.fromkeys((*before.support, *piece.support)))
            joined[-1] = Piece(run, support, (*before.against, *piece.against), piece.half_life)
        else:
            joined.append(piece)
    return joined

"""What a period tells of a run of days: status, holder, basis, confidence, and the claims for and against."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.actor import Actor
from geo.state.history import Run
from geo.state.indication import Indication, is_evidence
from geo.state.parameters import Parameters
from geo.state.period import Basis, Period, Status
from geo.state.sides import Sides

__all__ = ["Piece", "Sided", "facts", "is_siege", "period_of"]


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
class Piece:
    """A run, or what is left of it, with the evidence for and against, and its half-life in days."""

    run: Run
    support: tuple[Sided, ...]
    against: tuple[Sided, ...]
    half_life: float
    presumed: str = ""


def period_of(
    piece: Piece, named: Mapping[str, Actor], sides: Sides, parameters: Parameters, *, is_open: bool
) -> Period:
    """The period of a piece; ``named`` are the actors of the sides here, by id, ``is_open`` leaves its end open."""
    evidence = (*piece.support, *piece.against)
    holder = _holder(piece, named)
    ids, against = _told_apart(piece)
    start = dt.date.fromordinal(piece.run.start)
    return Period(
        place=evidence[0].indication.place,
        start=start,
        end=None if is_open else dt.date.fromordinal(piece.run.end),
        status=_status(piece),
        basis="claimed" if piece.presumed else _basis(piece.support),
        holder=holder,
        claimants=_claimants(holder, evidence),
        claims=ids,
        confidence=round(_confidence(piece) * (parameters.presumed if piece.presumed else 1.0), 3),
        partial=not piece.presumed
        and bool(piece.support)
        and holder is not None
        and all(s.indication.part for s in _telling(piece.support)),
        last_evidence=dt.date.fromordinal(max(s.day for s in facts(piece.support) or evidence)),
        against=against,
        side=sides.chain(holder, start)[-1] if holder else None,
        reason=f"{piece.presumed}: {_reason(piece)}" if piece.presumed else _reason(piece),
        half_life=piece.half_life,
        presumed=piece.presumed,
    )


def _ids(found: Iterable[Sided]) -> tuple[str, ...]:
    ordered = sorted(facts(found), key=lambda s: (s.day, s.indication.claim.id))
    return tuple(dict.fromkeys(s.indication.claim.id for s in ordered))


def _told_apart(piece: Piece) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids for and against; a claim that bears both ways counts where it speaks in so many words."""
    against = {s.indication.claim.id for s in piece.against if s.indication.direct}
    plain = {s.indication.claim.id for s in piece.support if s.indication.direct}
    ids = tuple(id for id in _ids(piece.support) if id in plain or id not in against) or _ids(piece.support)
    return ids, tuple(id for id in _ids(piece.against) if id not in ids)


def _telling(support: Sequence[Sided]) -> list[Sided]:
    """What tells a holder in so many words, or all there is where nothing does."""
    return [s for s in support if s.indication.direct and s.indication.tendency in ("hold", "gain")] or list(support)


def _is_partial(piece: Piece) -> bool:
    told = _telling(piece.support)
    return bool(told) and not piece.presumed and all(s.indication.part for s in told)


def _status(piece: Piece) -> Status:
    kind = piece.run.condition.kind
    if kind != "contested":
        return kind
    if is_siege(piece.support):
        return "besieged"
    parted = {s.side for s in piece.support if s.indication.part and s.indication.tendency in ("hold", "gain")}
    fought = any(s.indication.tendency == "contest" for s in piece.support)
    return "mixed" if len(parted) > 1 and not fought else "contested"


def _holder(piece: Piece, named: Mapping[str, Actor]) -> Actor | None:
    """The actor of the holding side that most evidence names; in a siege, of the side that is inside."""
    condition = piece.run.condition
    besieged = condition.kind == "contested" and bool(condition.side) and is_siege(piece.support)
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


def _confidence(piece: Piece) -> float:
    """The share of support in all evidence, with a little room for what nobody reported."""
    support = sum(s.indication.weight for s in piece.support)
    against = sum(s.indication.weight for s in piece.against)
    if piece.run.condition.kind == "unknown":
        return round(0.5 * support / (support + against + 0.5), 3)
    return round(min(0.97, support / (support + against + 0.35)), 3)


_NOUNS = {"absent": "approach", "hold": "control", "gain": "capture", "loss": "loss", "contest": "fighting"}


def _reason(piece: Piece) -> str:
    """What the evidence is, counted: "2 claims of capture, 1 of fighting; 1 against"."""
    direct = [s for s in piece.support if s.indication.direct] or facts(piece.support)
    counts = Counter(tendency for _, tendency in {(s.indication.claim.id, s.indication.tendency) for s in direct})
    told = [f"{n} of {_NOUNS[t]}" for t, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    if told:
        number, _, rest = told[0].partition(" ")
        told[0] = f"{number} claim{'' if number == '1' else 's'} {rest}"
    spent = "the last evidence is spent: " if piece.run.condition.kind == "unknown" and not counts["loss"] else ""
    against = len(_told_apart(piece)[1])
    return f"{spent}{', '.join(told)}{f'; {against} against' if against else ''}"


def is_siege(support: Iterable[Sided]) -> bool:
    """Whether the fighting is told as a siege more than as fighting inside."""
    weights = {True: 0.0, False: 0.0}
    for s in support:
        if s.indication.tendency == "contest":
            weights[s.indication.claim.siege] += s.indication.weight
    return weights[True] > weights[False]


def facts(found: Iterable[Sided]) -> tuple[Sided, ...]:
    """Without what is planned, feared or denied: it may tip a scale, and is no evidence to cite or to date by."""
    return tuple(s for s in found if is_evidence(s.indication.claim))

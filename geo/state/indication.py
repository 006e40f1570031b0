"""What claims indicate of a place's state: a day, a direction and a weight each."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from gazetteer.place import Place
from geo.actor import Actor
from geo.claim import ActorRef, Claim, PlaceRef
from geo.state.echo import origins
from geo.state.parameters import Parameters

__all__ = ["Indication", "Tendency", "day_of", "indications", "is_evidence"]

Tendency = Literal["hold", "gain", "loss", "contest", "absent"]
_COMPUTED = {"offset", "between", "offshore", "direction", "along"}
_SEAS = {"SEA", "OCN", "GULF"}
_FIGHTING = {"clash", "shelling"}


@dataclass(frozen=True, slots=True)
class Indication:
    """One bearing of one claim on one place.

    ``day`` is the latest day of the event (the report's day where the text tells none, None where nothing is
    dated), ``earliest`` the first. ``told`` says that the text dates the event itself. ``direct`` is False for
    what the claim only implies, ``part`` says that only a part of the place is meant. The tendency "absent" says that
    the actor does not hold the place. ``actor`` is None where nobody is named. ``pressing`` marks fighting in which the
    actor shells, storms or besieges the place, so that somebody else is inside.
    """

    claim: Claim
    place: Place
    tendency: Tendency
    actor: Actor | None
    weight: float
    day: dt.date | None
    earliest: dt.date | None
    told: bool = False
    direct: bool = True
    part: bool = False
    pressing: bool = False

    @property
    def lasting(self) -> bool:
        """Whether it is told to have gone on from the earliest day to the latest: "held since May"."""
        return self.tendency in ("hold", "contest") and _is_lasting(self.claim)


def is_evidence(claim: Claim) -> bool:
    """Whether a claim may change a place's state: what is denied, planned or feared may not."""
    return claim.factuality in ("actual", "claimed")


def day_of(claim: Claim) -> dt.date | None:
    """The day a claim counts for: the event's latest day, never after the report; else the report's.

    An event that the text dates after its own report (a weekday misread, an announcement) counts at the report.
    """
    return _span(claim)[1]


def indications(claims: Iterable[Claim], parameters: Parameters) -> list[Indication]:
    """All that a set of claims indicates, in an order of its own: the order and repetition of claims is no matter."""
    unique = {c.id: c for c in claims}
    first = origins(unique.values())
    told = [_as_first_told(c, first[id]) for id, c in sorted(unique.items())]
    clashes = {key for c in unique.values() if c.action == "clash" for key in _keys(c)}
    found = [_pressing(i, clashes) for c in told for i in _bearings(c, parameters) if i.weight > 0]
    return _without_echo(_by_renown(found, parameters), parameters)


def _keys(claim: Claim) -> Iterator[tuple[object, ...]]:
    """What the claims of one sentence on one actor at one place share."""
    if claim.actor and claim.place and claim.place.place:
        yield claim.article, claim.evidence.start, claim.actor.actor.id, claim.place.place.id


def _pressing(indication: Indication, clashes: Collection[tuple[object, ...]]) -> Indication:
    """A fight of one side alone is an attack on the place; a clash has two, of which either may be inside."""
    claim = indication.claim
    if indication.tendency != "contest" or claim.kind != "control" or not claim.actor or claim.opponent:
        return indication
    clashing = not claim.siege and any(key in clashes for key in _keys(claim))
    return indication if clashing else replace(indication, pressing=True)


def _as_first_told(claim: Claim, first: Claim) -> Claim:
    """A sentence told again speaks of the day on which it was first told, in the voice that told it."""
    if first.id == claim.id:
        return claim
    return replace(claim, reported=first.reported, time=first.time, source=first.source or first.article)


def _by_renown(found: list[Indication], parameters: Parameters) -> list[Indication]:
    """Weaken what is told of a discovered actor that hardly anything else is told of: often it is no force at all."""
    named = {(i.actor.id, i.claim.article) for i in found if i.actor}
    articles = Counter(id for id, _ in named)
    return [
        replace(i, weight=i.weight * parameters.obscure)
        if i.actor and i.actor.discovered and articles[i.actor.id] < parameters.renown
        else i
        for i in found
    ]


def _bearings(claim: Claim, parameters: Parameters) -> Iterator[Indication]:
    if not is_evidence(claim):
        yield from _presupposed(claim, parameters)
    elif claim.kind == "control":
        yield from _of_control(claim, parameters)
    elif claim.kind == "movement":
        yield from _of_movement(claim, parameters)
    elif claim.action in _FIGHTING:
        yield from _indicate(claim, claim.place, "contest", claim.actor, parameters.clash, parameters)


def _of_control(claim: Claim, parameters: Parameters) -> Iterator[Indication]:
    place, actor, opponent, p = claim.place, claim.actor, claim.opponent, parameters
    if claim.passing and claim.action in ("captures", "loses"):
        yield from _of_passing(claim, p)
    elif claim.action == "holds" and actor:
        yield from _indicate(claim, place, "hold", actor, p.holds, p)
    elif claim.action == "captures":
        if actor:
            yield from _indicate(claim, place, "gain", actor, p.captures * _timed(claim, p), p)
        if opponent or not actor:
            yield from _indicate(claim, place, "loss", opponent, p.implied * _timed(claim, p), p, direct=False)
    elif claim.action == "loses":
        yield from _indicate(claim, place, "loss", actor, p.loses * _timed(claim, p), p)
        if opponent:
            yield from _indicate(claim, place, "gain", opponent, p.implied * _timed(claim, p), p, direct=False)
    elif claim.action == "contests":
        yield from _indicate(claim, place, "contest", actor, p.contests, p)
        if opponent:
            yield from _indicate(claim, place, "hold", opponent, p.implied, p, direct=False)


def _of_passing(claim: Claim, p: Parameters) -> Iterator[Indication]:
    """What did not last is fighting: the place was then again, or still, whose it was before."""
    yield from _indicate(claim, claim.place, "contest", claim.actor, p.contests, p, direct=False)
    stays = claim.actor if claim.action == "loses" else claim.opponent
    if stays:
        yield from _indicate(claim, claim.place, "hold", stays, p.implied, p, direct=False)


def _presupposed(claim: Claim, parameters: Parameters) -> Iterator[Indication]:
    """What a plan, a fear or a denial takes for granted: who is yet to take a place is not its holder."""
    p, actor = parameters, claim.actor
    if actor is None or (claim.action == "holds" and claim.factuality == "possible"):
        return
    if claim.action in ("captures", "contests") or claim.action == "holds":
        yield from _indicate(claim, claim.place, "absent", actor, p.presupposed, p, direct=False)
        if claim.action == "contests" and claim.opponent:
            yield from _indicate(claim, claim.place, "hold", claim.opponent, p.presupposed, p, direct=False)
    elif claim.action == "loses":
        yield from _indicate(claim, claim.place, "hold", actor, p.presupposed, p, direct=False)
    elif claim.action == "withdraws":
        yield from _indicate(claim, claim.origin, "hold", actor, p.presupposed, p, direct=False)
    elif claim.action == "advances":
        yield from _indicate(claim, claim.destination, "absent", actor, p.presupposed, p, direct=False)


def _of_movement(claim: Claim, parameters: Parameters) -> Iterator[Indication]:
    p = parameters
    if claim.action == "advances":
        yield from _indicate(claim, claim.destination, "contest", claim.actor, p.entry, p, direct=False)
        if claim.actor:
            yield from _indicate(claim, claim.origin, "hold", claim.actor, p.launch, p, direct=False)
            yield from _indicate(claim, claim.via, "gain", claim.actor, p.passage * _timed(claim, p), p, direct=False)
            yield from _indicate(claim, claim.toward, "absent", claim.actor, p.target, p, direct=False)
    elif claim.action == "deploys" and claim.actor:
        yield from _indicate(claim, claim.destination or claim.place, "hold", claim.actor, p.arrival, p, direct=False)
    elif claim.action == "withdraws" and claim.actor:
        if not claim.passing:
            left = p.departure * _timed(claim, p)
            yield from _indicate(claim, claim.origin, "loss", claim.actor, left, p, direct=False)
        yield from _indicate(claim, claim.destination, "hold", claim.actor, p.arrival, p, direct=False)


def _indicate(
    claim: Claim,
    ref: PlaceRef | None,
    tendency: Tendency,
    actor: ActorRef | None,
    weight: float,
    parameters: Parameters,
    *,
    direct: bool = True,
) -> Iterator[Indication]:
    if ref is None or ref.place is None or _is_elsewhere(ref):
        return
    earliest, latest = _span(claim)
    goes_on = tendency in ("hold", "contest") and _is_lasting(claim)
    strength = weight * _trust(claim, parameters) * (1.0 if goes_on else _precision(earliest, latest, parameters))
    told = claim.time is not None and _dated(claim)
    who = actor.actor if actor else None
    yield Indication(claim, ref.place, tendency, who, strength, latest, earliest, told, direct, _is_part(claim))


def _is_elsewhere(ref: PlaceRef) -> bool:
    """A point worked out from a place ("20 km west of it") is not that place; a sea is nobody's to hold."""
    if ref.place is not None and ref.place.feature_code in _SEAS:
        return True
    return ref.footprint is not None and ref.footprint.method in _COMPUTED


def _is_part(claim: Claim) -> bool:
    return claim.extent == "part" or bool(claim.place and claim.place.offset)


def _trust(claim: Claim, parameters: Parameters) -> float:
    factor = 0.4 + 0.6 * min(1.0, max(0.0, claim.confidence))
    if claim.factuality == "claimed":
        factor *= parameters.claimed
    return factor * (parameters.part if _is_part(claim) else 1.0)


def _timed(claim: Claim, parameters: Parameters) -> float:
    return 1.0 if _dated(claim) else parameters.undated


def _dated(claim: Claim) -> bool:
    """Whether the text dates the event: at least one bound, and not after the report."""
    time, reported = claim.time, claim.reported
    bounds = [b for b in (time.start, time.end) if b] if time else []
    return bool(bounds) and not (reported and min(bounds) > reported)


def _span(claim: Claim) -> tuple[dt.date | None, dt.date | None]:
    """The event's earliest and latest day."""
    reported = claim.reported
    if claim.time is None or not _dated(claim):
        return reported, reported
    start, end = claim.time.start, claim.time.end
    if end is None or (reported and end > reported):
        end = reported or start
    return (min(start, end) if start and end else end), end


def _is_lasting(claim: Claim) -> bool:
    """Whether the text tells since when, and it goes on up to the report."""
    time, reported = claim.time, claim.reported
    if time is None or time.start is None or not _dated(claim):
        return False
    return time.end is None or (time.precision == "span" and reported is not None and time.end >= reported)


def _precision(earliest: dt.date | None, latest: dt.date | None, parameters: Parameters) -> float:
    days = (latest - earliest).days if earliest and latest else 0
    return parameters.vague / (parameters.vague + days)


def _without_echo(found: list[Indication], parameters: Parameters) -> list[Indication]:
    """Weaken repetition: what one source says again and again on a day is hardly more than said once."""
    groups: dict[tuple[object, ...], list[Indication]] = defaultdict(list)
    for indication in found:
        groups[_voice(indication)].append(indication)
    weakened = [
        replace(indication, weight=indication.weight * parameters.repeat**rank)
        for group in groups.values()
        for rank, indication in enumerate(sorted(group, key=lambda i: (-i.weight, i.claim.id)))
    ]
    return sorted(weakened, key=lambda i: (i.place.id, i.day or dt.date.min, i.claim.id, i.tendency, i.direct))


def _voice(i: Indication) -> tuple[object, ...]:
    return (i.place.id, i.day, i.tendency, i.actor.id if i.actor else "", i.claim.source or i.claim.article)

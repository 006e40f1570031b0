"""Codes of the field's event schemes for every claim: ACLED, CAMEO and PLOVER, and UCDP's precisions.

All codes stand in one table, ``geo/data/coding.yaml``, which names each scheme's codebook and version. Codes tell the
kind of event; whether it is said to have happened is the claim's factuality, and whether a brief exchange of a place
counts as one is left to its periods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import yaml

from geo.claim import Action, ActorRef, Claim
from geo.interval import Interval

__all__ = ["Codes", "Coding", "Outcome", "codes", "date_prec", "load_coding", "outcome", "where_prec"]

Outcome = Literal[
    "", "gained_by_state", "gained_by_other", "gained_by_nobody", "siege", "against_civilians", "against_armed",
]  # fmt: skip


class Codes(NamedTuple):
    """One claim in three schemes; an empty string where a scheme has no code. ``plover`` is event and mode in one."""

    acled_event: str
    acled_sub_event: str
    cameo: str
    plover: str
    plover_event: str
    plover_mode: str


@dataclass(frozen=True, slots=True)
class Coding:
    """The table: codes by action and outcome, UCDP's steps of time as (days, code), and each scheme's codebook."""

    rows: Mapping[tuple[str, str], Codes]
    date_steps: tuple[tuple[int, int], ...]
    sources: Mapping[str, str]


@cache
def load_coding() -> Coding:
    """Read the shipped table, once.

    >>> load_coding().sources["date_prec"]
    'UCDP Georeferenced Event Dataset Codebook, version 23.1'
    """
    text = resources.files("geo").joinpath("data", "coding.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return Coding(
        {(action, told): _row(*rest) for action, told, *rest in raw["rows"]},
        tuple((step["days"], step["code"]) for step in raw["date_prec"]),
        {name: f"{book['codebook']}, version {book['version']}" for name, book in raw["sources"].items()},
    )


def _row(acled_event: str, acled_sub_event: str, cameo: str, event: str, mode: str) -> Codes:
    return Codes(acled_event, acled_sub_event, cameo, f"{event}/{mode}" if mode else event, event, mode)


def codes(claim: Claim) -> Codes:
    """The claim's codes; who gains territory, and whether the attacked are civilians, decides between ACLED's types.

    >>> from geo.claim import Evidence
    >>> codes(Claim("c1", "a1", "incident", "airstrike", Evidence("a1", 0, 9, "Jets ...", (0, 4))))[:4]
    ('Explosions/Remote violence', 'Air/drone strike', '195', 'ASSAULT/aerial')
    """
    rows = load_coding().rows
    return rows.get((claim.action, outcome(claim))) or rows[claim.action, ""]


# -- outcomes --------------------------------------------------------------------------------------------------

_STATE_KINDS = {"state", "armed_forces", "government", "police"}
_ARMED_KINDS = {"armed_forces", "armed_group", "militia", "operations_room", "coalition", "police"}
_TRANSFERS: frozenset[Action] = frozenset({"captures", "loses"})


def outcome(claim: Claim) -> Outcome:
    """What of a claim decides between the codes of its action; empty where nothing does."""
    if claim.action in _TRANSFERS:
        return _transfer(claim)
    if claim.siege:
        return "siege"
    if _kind(claim.opponent) == "civilians":
        return "against_civilians"
    return "against_armed" if _kind(claim.opponent) in _ARMED_KINDS else ""


def _transfer(claim: Claim) -> Outcome:
    """Who gains a place; where nobody is told to, a state that loses it loses it to others."""
    gainer, loser = (claim.actor, claim.opponent) if claim.action == "captures" else (claim.opponent, claim.actor)
    if gainer is not None:
        at_home = _kind(gainer) in _STATE_KINDS and _at_home(gainer, claim)
        return "gained_by_state" if at_home else "gained_by_other"
    return "gained_by_other" if _kind(loser) in _STATE_KINDS else "gained_by_nobody"


def _at_home(ref: ActorRef, claim: Claim) -> bool:
    """Whether a state's force is at home, or may be: ACLED has foreign states overtake territory, not regain it."""
    land = claim.place.place.country if claim.place and claim.place.place else None
    return not land or not ref.actor.country or land == ref.actor.country


def _kind(ref: ActorRef | None) -> str:
    return ref.actor.kind if ref else "unknown"


# -- precision -------------------------------------------------------------------------------------------------


def date_prec(time: Interval | None) -> int | None:
    """UCDP's code for how exactly a time is known: 1 the day, 2 to six days, 3 the week, 4 the month, 5 the year.

    None where no time is told, or it has no bound.

    >>> import datetime as dt
    >>> date_prec(Interval(dt.date(2017, 9, 1), dt.date(2017, 9, 30), "month"))
    4
    """
    if time is None or time.start is None or time.end is None:
        return None
    days = (time.end - time.start).days + 1
    return next((code for most, code in load_coding().date_steps if days <= most), None)


def where_prec(claim: Claim) -> int | None:
    """UCDP's code for how exactly a claim's place is known, 1 to 7 (see :class:`gazetteer.footprint.Footprint`).

    Of several places the one that the event is put at: the place, else the destination, the origin, the way, the
    direction. None where it is not known where that is.
    """
    places = (claim.place, claim.destination, claim.origin, claim.via, claim.toward)
    first = next((ref for ref in places if ref is not None), None)
    return first.footprint.where_prec if first is not None and first.footprint is not None else None

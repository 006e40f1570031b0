"""Events in the columns of ACLED's own files: an event a row, for who has tools for those."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from gazetteer.place import LonLat
from geo.actor import Actor
from geo.article import Article
from geo.claim import ActorRef, Claim, PlaceRef
from geo.coding import codes, date_prec, where_prec
from geo.features.attributes import position
from geo.interval import Day, as_day
from geo.situation import Situation

__all__ = ["COLUMNS", "ENDING", "acled_rows", "write_acled"]

#: The ending of a file's name that asks for these columns.
ENDING = ".acled.csv"
COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "inter1", "actor2", "inter2", "iso2", "location", "latitude", "longitude", "geo_precision", "source", "notes",
    "fatalities",
)  # fmt: skip
_POLITICAL = {"Battles", "Explosions/Remote violence", "Violence against civilians"}
_INTER = {
    "state": "State forces", "armed_forces": "State forces", "government": "State forces", "police": "State forces",
    "armed_group": "Rebel group", "coalition": "Rebel group", "operations_room": "Rebel group",
    "militia": "Political militia", "civilians": "Civilians",
}  # fmt: skip
_OTHER = "External/Other forces"
_TOLD = ("actual", "claimed")

Row = dict[str, object]


def acled_rows(situation: Situation, *, on: Day = None) -> list[Row]:
    """A row for each event that is told as a fact or claimed, by day: what several reports tell is one event.

    One event is of one type, day, place and pair of actors. ``iso2`` stands in the stead of ACLED's country names and
    numbers; ``time_precision`` and ``geo_precision`` are ACLED's 1 to 3; ``fatalities`` the fewest that are told, None
    where none are. Claims at no known place or day are left out, and with ``on`` those of later days.

    >>> acled_rows(Situation())
    []
    """
    articles = {article.id: article for article in situation.articles}
    last = as_day(on)
    events: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in situation.claims:
        day, ref = _day(claim), _where(claim)
        if claim.factuality in _TOLD and day and ref and (last is None or day <= last):
            events[_event(claim, day, ref)].append(claim)
    rows = [_row(claims, articles) for claims in events.values()]
    return sorted(rows, key=lambda row: (str(row["event_date"]), str(row["event_id_cnty"])))


def write_acled(situation: Situation, path: Path, *, on: Day = None) -> None:
    """Write the events as CSV with all of ``COLUMNS``."""
    from geo.io.export import plain_cell

    table = pd.DataFrame(acled_rows(situation, on=on), columns=list(COLUMNS))
    table = table.astype({"fatalities": "Int64"})
    table = table.map(lambda cell: plain_cell(cell) if isinstance(cell, str) else cell)
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _event(claim: Claim, day: dt.date, ref: PlaceRef) -> tuple[object, ...]:
    code = codes(claim)
    actors = (claim.actor.actor.id if claim.actor else "", claim.opponent.actor.id if claim.opponent else "")
    spot = position(ref)
    return code.acled_event, code.acled_sub_event, day, spot, actors


def _day(claim: Claim) -> dt.date | None:
    return (claim.time.start or claim.time.end if claim.time else None) or claim.reported


def _where(claim: Claim) -> PlaceRef | None:
    """The place that the event is put at: its own, else where a movement led or came from."""
    refs = (claim.place, claim.destination, claim.origin, claim.via)
    return next((ref for ref in refs if ref and position(ref)), None)


def _row(claims: Iterable[Claim], articles: Mapping[str, Article]) -> Row:
    told = sorted(claims, key=lambda c: (c.time is None, c.id))
    first = told[0]
    day, ref = _day(first), _where(first)
    assert day is not None
    assert ref is not None
    spot = position(ref) or LonLat(0.0, 0.0)
    code = codes(first)
    outlets = dict.fromkeys(c.source or getattr(articles.get(c.article), "source", "") or c.article for c in told)
    dead = [c.dead[0] for c in told if c.dead]
    return {
        "event_id_cnty": first.id,
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": _step(date_prec(first.time), (1, 3)),
        "disorder_type": "Political violence" if code.acled_event in _POLITICAL else code.acled_event,
        "event_type": code.acled_event,
        "sub_event_type": code.acled_sub_event,
        "actor1": _name(first.actor),
        "inter1": _inter(first.actor),
        "actor2": _name(first.opponent),
        "inter2": _inter(first.opponent),
        "iso2": ref.place.country if ref.place else None,
        "location": ref.place.name if ref.place else ref.text,
        "latitude": round(spot.lat, 5),
        "longitude": round(spot.lon, 5),
        "geo_precision": _step(where_prec(first), (1, 2)),
        "source": "; ".join(outlets),
        "notes": " / ".join(dict.fromkeys(" ".join(c.evidence.text.split()) for c in told)),
        "fatalities": min(dead) if dead else None,
    }


def _step(code: int | None, steps: tuple[int, int]) -> int:
    """ACLED's 1 to 3 for one of UCDP's precisions: up to the first step, up to the second, beyond."""
    if code is None:
        return 3
    return 1 + sum(code > step for step in steps)


def _name(ref: ActorRef | None) -> str | None:
    return ref.actor.name if ref else None


def _inter(ref: ActorRef | None) -> str | None:
    if ref is None:
        return None
    actor: Actor = ref.actor
    return _INTER.get(actor.kind, _OTHER)

"""The rows of every layer of a situation, as plain mappings; the tables are made of them in ``layers``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from geo.actor import Actor
from geo.article import Article
from geo.claim import Claim
from geo.features.attributes import Fields, iso, joined, side_of, symbology
from geo.features.claims import incident_rows, movement_rows
from geo.features.geometry import point
from geo.features.lines import pressure_rows, route_rows
from geo.features.places import place_rows, uncertainty_rows
from geo.situation import Situation
from geo.state import Period

__all__ = ["Tables", "tables"]


@dataclass
class Tables:
    """The rows of every layer, and of what could not be placed."""

    control: list[Fields] = field(default_factory=list)
    movements: list[Fields] = field(default_factory=list)
    incidents: list[Fields] = field(default_factory=list)
    places: list[Fields] = field(default_factory=list)
    uncertainty: list[Fields] = field(default_factory=list)
    routes: list[Fields] = field(default_factory=list)
    pressure: list[Fields] = field(default_factory=list)
    unplaced: list[Fields] = field(default_factory=list)


def tables(situation: Situation, on: dt.date | None) -> Tables:
    """Rows of the situation as of a day: periods that hold on it, claims and mentions known by then.

    Without a day, everything.
    """
    articles = {article.id: article for article in situation.articles}
    claims = [claim for claim in situation.claims if _known(claim, on)]
    mentions = [named for named in situation.mentions if _published(articles.get(named.article), on)]
    movements, still = movement_rows(claims, situation.actors, articles)
    incidents, nowhere = incident_rows(claims, situation.actors, articles)
    rows = Tables(
        control=list(_control(situation, on)),
        movements=movements,
        incidents=incidents,
        places=list(place_rows(mentions)),
        uncertainty=list(uncertainty_rows(claims, mentions)),
        routes=list(route_rows(claims, situation.actors)),
        pressure=list(pressure_rows(situation, on)),
        unplaced=still + nowhere,
    )
    _make_unique(rows)
    return rows


def _known(claim: Claim, on: dt.date | None) -> bool:
    days = (claim.time.start, claim.time.end, claim.reported) if claim.time else (claim.reported,)
    first = next((day for day in days if day), None)
    return on is None or first is None or first <= on


def _published(article: Article | None, on: dt.date | None) -> bool:
    return on is None or article is None or article.published is None or article.published <= on


def _control(situation: Situation, on: dt.date | None) -> Iterator[Fields]:
    for period in situation.periods:
        if period.covers(on):
            yield _period_row(period, situation.actors)


def _period_row(period: Period, actors: Mapping[str, Actor]) -> Fields:
    holder = period.holder
    side = period.side or side_of(holder, actors, period.start)
    return {
        "id": f"control:{period.place.id}:{period.start or 'undated'}",
        "place": period.place.name,
        "place_id": period.place.id,
        "status": period.status,
        "basis": period.basis,
        "holder": holder.name if holder else None,
        "holder_id": holder.id if holder else None,
        "claimants": joined(actor.name for actor in period.claimants),
        "side": side.name if side else None,
        **symbology(holder, actors, period.start),
        "partial": period.partial,
        "start": iso(period.start),
        "end": iso(period.end),
        "last_evidence": iso(period.last_evidence),
        "confidence": period.confidence,
        "claims": joined(period.claims),
        "against": joined(period.against),
        "reason": period.reason or None,
        "corrected": period.corrected or None,
        "presumed": period.presumed or None,
        "geometry": point(period.place.position),
    }


def _make_unique(rows: Tables) -> None:
    """Number ids that come twice, over all layers, so that one file can hold them all."""
    seen: set[object] = set()
    layers = (rows.control, rows.movements, rows.incidents, rows.places, rows.uncertainty, rows.routes, rows.pressure)
    for row in chain.from_iterable((*layers, rows.unplaced)):
        wanted, number = row["id"], 1
        while row["id"] in seen:
            number += 1
            row["id"] = f"{wanted}:{number}"
        seen.add(row["id"])

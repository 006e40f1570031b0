"""Plain rows for JSON Lines: what ``geo places``, ``geo claims`` and ``geo timeline`` print, with stable keys.

Days are ISO strings, coordinates degrees, radii metres; offsets count characters of the article's text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from gazetteer.footprint import Footprint
from gazetteer.place import Place
from geo.actor import Actor
from geo.article import Article
from geo.claim import ROLES, ActorRef, Claim, PlaceRef
from geo.coding import codes, date_prec, where_prec
from geo.correction import CORRECTED
from geo.document import ToponymMention
from geo.interval import Interval
from geo.situation import Situation
from geo.state import Period

__all__ = ["claim_rows", "flat_place_rows", "period_rows", "place_rows", "placed_rows"]

Row = dict[str, object]


def place_rows(situation: Situation) -> Iterator[Row]:
    """A row for each place name, in the order of the articles and of their text; demonyms alone are none.

    An article that came with its toponyms gives exactly those spans, whatever their role, unknown ones with place
    None.

    >>> list(place_rows(Situation()))
    []
    """
    return (row for row, _ in placed_rows(situation))


def placed_rows(situation: Situation) -> Iterator[tuple[Row, Footprint | None]]:
    """As :func:`place_rows`, each row with its whole footprint, outline and all.

    >>> list(placed_rows(Situation()))
    []
    """
    mentions: dict[str, list[ToponymMention]] = {}
    for named in situation.mentions:
        mentions.setdefault(named.article, []).append(named.mention)
    for article in situation.articles:
        found = mentions.pop(article.id, [])
        if article.toponyms is not None:
            yield from _given_rows(article, found)
        else:
            yield from (_placed_row(article.id, mention) for mention in found if mention.is_place)
    for ident, rest in mentions.items():
        yield from (_placed_row(ident, mention) for mention in rest if mention.is_place)


def flat_place_rows(situation: Situation) -> Iterator[Row]:
    """As :func:`place_rows`, without nesting: the columns of a table, the footprint's outline as the last of them.

    >>> list(flat_place_rows(Situation()))
    []
    """
    for row, footprint in placed_rows(situation):
        place, spot = _fields(row["place"]), _fields(row["footprint"])
        yield {
            **{name: row[name] for name in ("article", "start", "end", "text", "role", "offset")},
            **{"place_id": place.get("id"), "name": place.get("name")},
            **{name: place.get(name) for name in ("country", "feature_code")},
            **{name: spot.get(name, place.get(name)) for name in ("lat", "lon", "radius_m")},
            **{name: row[name] for name in ("confidence", "status", "method", "reason", "corrected")},
            **{"extent": spot.get("method"), "where_prec": spot.get("where_prec")},
            "outline": footprint.outline if footprint is not None else None,
        }


def _fields(value: object) -> Row:
    return value if isinstance(value, dict) else {}


def claim_rows(situation: Situation) -> Iterator[Row]:
    """A row for each claim, with its places, evidence and codes.

    >>> list(claim_rows(Situation()))
    []
    """
    return map(_claim_row, situation.claims)


def period_rows(situation: Situation) -> Iterator[Row]:
    """A row for each period.

    >>> place = Place("x:1", "Zarqun", lat=32.8, lon=12.5)
    >>> period = Period(place, dt.date(2031, 5, 4), None, "held", "assessed", Actor("lna", "LNA"))
    >>> row = next(period_rows(Situation(periods=(period,))))
    >>> row["place"]["name"], row["from"], row["to"], row["holder"]
    ('Zarqun', '2031-05-04', None, {'id': 'lna', 'name': 'LNA'})
    """
    return map(_period_row, situation.periods)


def _given_rows(article: Article, found: list[ToponymMention]) -> Iterator[tuple[Row, Footprint | None]]:
    at = {(mention.start, mention.end): mention for mention in reversed(found)}
    for start, end in article.toponyms or ():
        mention = at.get((start, end))
        yield _placed_row(article.id, mention) if mention else (_unknown_row(article, start, end), None)


def _placed_row(article: str, mention: ToponymMention) -> tuple[Row, Footprint | None]:
    return _mention_row(article, mention), mention.footprint


def _mention_row(article: str, mention: ToponymMention) -> Row:
    resolution, place = mention.resolution, mention.place
    start, end = (
        (mention.phrase_start, mention.phrase_end) if mention.phrase_start >= 0 else (mention.start, mention.end)
    )
    return {
        "article": article,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "place": _place(place),
        "footprint": _footprint(mention.footprint),
        "role": mention.role,
        "confidence": round(mention.confidence * resolution.confidence, 4),
        "alternatives": [
            {**_named(candidate.place), **_position(candidate.place), "confidence": round(confidence, 4)}
            for candidate, confidence in resolution.alternatives
        ],
        "status": resolution.status,
        "offset": mention.offset,
        "phrase": [start, end],
        "reason": resolution.reason,
        "method": resolution.method,
        "corrected": resolution.reason if resolution.method == CORRECTED else None,
    }


def _unknown_row(article: Article, start: int, end: int) -> Row:
    return {
        "article": article.id,
        "start": start,
        "end": end,
        "text": article.text[start:end],
        "place": None,
        "footprint": None,
        "role": "literal",
        "confidence": 0.0,
        "alternatives": [],
        "status": "unknown",
        "offset": "",
        "phrase": [start, end],
        "reason": "",
        "method": "",
        "corrected": None,
    }


def _claim_row(claim: Claim) -> Row:
    code = codes(claim)
    return {
        "id": claim.id,
        "article": claim.article,
        "kind": claim.kind,
        "action": claim.action,
        "actor": _actor(claim.actor),
        "opponent": _actor(claim.opponent),
        **{role: _place_ref(getattr(claim, role)) for role in ROLES},
        "extent": claim.extent,
        "factuality": claim.factuality,
        "speaker": _actor(claim.speaker),
        "time": _time(claim.time),
        "evidence": {
            "start": claim.evidence.start,
            "end": claim.evidence.end,
            "text": claim.evidence.text,
            "trigger": list(claim.evidence.trigger),
        },
        "confidence": round(claim.confidence, 4),
        "acled": f"{code.acled_event}: {code.acled_sub_event}",
        "cameo": code.cameo,
        "plover": code.plover,
        **code._asdict(),
        "where_prec": where_prec(claim),
        "date_prec": date_prec(claim.time),
        "reported": _iso(claim.reported),
        "source": claim.source,
        "forced": claim.forced,
        "siege": claim.siege,
        "dead": list(claim.dead) if claim.dead else None,
        "wounded": list(claim.wounded) if claim.wounded else None,
        "explanation": claim.explanation,
        "corrected": claim.corrected or None,
    }


def _period_row(period: Period) -> Row:
    return {
        "place": {**_named(period.place), **_position(period.place)},
        "from": _iso(period.start),
        "to": _iso(period.end),
        "status": period.status,
        "basis": period.basis,
        "holder": _holder(period.holder),
        "claimants": [_holder(actor) for actor in period.claimants],
        "claims": list(period.claims),
        "confidence": round(period.confidence, 4),
        "partial": period.partial,
        "last_evidence": _iso(period.last_evidence),
        "side": _holder(period.side),
        "against": list(period.against),
        "reason": period.reason,
        "corrected": period.corrected or None,
        "presumed": period.presumed or None,
    }


def _place(place: Place | None) -> Row | None:
    if place is None:
        return None
    return {**_named(place), "country": place.country, "feature_code": place.feature_code, **_position(place)}


def _named(place: Place) -> Row:
    return {"id": place.id, "name": place.name}


def _position(place: Place) -> Row:
    return {"lat": place.lat, "lon": place.lon}


def _footprint(spot: Footprint | None) -> Row | None:
    if spot is None:
        return None
    where = {"lat": round(spot.lat, 6), "lon": round(spot.lon, 6), "radius_m": round(spot.radius_m, 1)}
    return {**where, "method": spot.method, "where_prec": spot.where_prec}


def _place_ref(ref: PlaceRef | None) -> Row | None:
    if ref is None:
        return None
    place = ref.place
    spot = _footprint(ref.footprint) or ({**_position(place), "radius_m": place.radius_m} if place else {})
    return {
        "text": ref.text,
        "id": place.id if place else None,
        "name": place.name if place else None,
        "lat": spot.get("lat"),
        "lon": spot.get("lon"),
        "radius_m": spot.get("radius_m"),
        "offset": ref.offset,
    }


def _actor(ref: ActorRef | None) -> Row | None:
    return {"id": ref.actor.id, "name": ref.actor.name, "text": ref.text} if ref else None


def _holder(actor: Actor | None) -> Row | None:
    return {"id": actor.id, "name": actor.name} if actor else None


def _time(time: Interval | None) -> Row | None:
    if time is None:
        return None
    return {"start": _iso(time.start), "end": _iso(time.end), "text": time.text, "precision": time.precision}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None

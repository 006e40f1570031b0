"""Attributes as the tables have them: labels, ISO days, joined lists, colours. Text that is not told is None."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from gazetteer.place import LonLat
from geo.actor import Actor
from geo.article import Article
from geo.claim import ActorRef, Claim, PlaceRef, place_words
from geo.coding import codes, date_prec, where_prec
from geo.state import Sides

__all__ = [
    "Fields", "actor_label", "claim_fields", "iso", "joined", "place_label", "position", "side_of", "symbology",
]  # fmt: skip

Fields = dict[str, object]


def joined(words: Iterable[str]) -> str | None:
    """A list as one text, None where it is empty.

    >>> joined(["a", "b"])
    'a; b'
    """
    return "; ".join(words) or None


def iso(day: dt.date | None) -> str | None:
    """The day as YYYY-MM-DD."""
    return day.isoformat() if day else None


def actor_label(ref: ActorRef | None) -> str | None:
    """The name of an actor, or the article's words for it."""
    return (ref.actor.name or ref.text) if ref else None


def place_label(ref: PlaceRef | None) -> str | None:
    """The name of a place with the words that shift it, or the article's words where it is not known."""
    return None if ref is None else place_words(ref)


def position(ref: PlaceRef | None) -> LonLat | None:
    """Where a place is, None where nobody knows."""
    if ref and ref.footprint:
        return LonLat(ref.footprint.lon, ref.footprint.lat)
    return ref.place.position if ref and ref.place else None


def side_of(actor: Actor | None, actors: Mapping[str, Actor], on: dt.date | None) -> Actor | None:
    """The outermost force that an actor counts for on a day, itself where it is part of none.

    >>> side_of(Actor("lna", "LNA"), {}, None).name
    'LNA'
    """
    return Sides(actors).side(actor, on) if actor else None


def symbology(actor: Actor | None, actors: Mapping[str, Actor], on: dt.date | None) -> Fields:
    """Colour and symbol of an actor, else of its side."""
    shown = actor if actor and actor.colour else side_of(actor, actors, on)
    return {"colour": (shown.colour if shown else "") or None, "symbol": (shown.symbol if shown else "") or None}


def claim_fields(claim: Claim, articles: Mapping[str, Article]) -> Fields:
    """What every claim's feature tells: who, when, who says so and where it is written."""
    article = articles.get(claim.article) or Article(claim.article, "")
    time = claim.time
    return {
        "id": claim.id,
        "action": claim.action,
        "actor": actor_label(claim.actor),
        "actor_id": claim.actor.actor.id if claim.actor else None,
        "factuality": claim.factuality,
        "start": iso(time.start) if time else None,
        "end": iso(time.end) if time else None,
        "time_text": (time.text if time else "") or None,
        "reported": iso(claim.reported),
        "confidence": claim.confidence,
        "article": claim.article,
        "title": article.title or None,
        "source": claim.source or article.source or None,
        "url": article.url or None,
        "sentence": claim.evidence.text,
        "speaker": actor_label(claim.speaker),
        **codes(claim)._asdict(),
        "where_prec": where_prec(claim),
        "date_prec": date_prec(claim.time),
        "corrected": claim.corrected or None,
    }

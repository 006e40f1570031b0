"""Who says so: a claim as an answer cites it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from gazetteer.place import Place
from geo.actor import Actor
from geo.article import Article
from geo.claim import ActorRef, Claim, place_words
from geo.situation import Situation

__all__ = ["Citations", "Source", "actor_json", "day_json", "listing", "place_json", "quote"]

_TITLE, _SENTENCE = 80, 320  # characters shown of a title and of a sentence; to_json() has all
_MARKS = {"claimed": "claimed", "negated": "denied", "possible": "possible, not a fact"}


@dataclass(frozen=True, slots=True)
class Source:
    """A claim with the article that makes it. ``says`` puts the claim in a few words.

    >>> print(Source("c1", "a1", "Town falls", "Gazette", dt.date(2017, 9, 29), "", "They took it.", "A captures B"))
    2017-09-29 Gazette, "Town falls": "They took it." [A captures B]
    """

    claim: str
    article: str
    title: str
    outlet: str
    published: dt.date | None
    url: str
    sentence: str
    says: str
    factuality: str = "actual"
    speaker: str = ""
    day: dt.date | None = None
    corrected: str = ""

    def __str__(self) -> str:
        return f"{self._quotation()} [{self._reading()}]"

    def _quotation(self) -> str:
        title = f', "{shorten(self.title, _TITLE, placeholder=" ...")}"' if self.title else ""
        sentence = shorten(self.sentence, _SENTENCE, placeholder=" ...")
        return f'{day_json(self.published) or "undated"} {self.outlet or self.article}{title}: "{sentence}"'

    def _reading(self) -> str:
        told = [self.says, f"on {self.day}" if self.day and self.day != self.published else ""]
        told += [_MARKS.get(self.factuality, ""), f"said by {self.speaker}" if self.speaker else ""]
        told += [f"corrected: {self.corrected}" if self.corrected else ""]
        return ", ".join(t for t in told if t)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; days are ISO strings."""
        return {
            "claim": self.claim,
            "article": self.article,
            "title": self.title,
            "outlet": self.outlet,
            "published": day_json(self.published),
            "url": self.url,
            "sentence": self.sentence,
            "says": self.says,
            "factuality": self.factuality,
            "speaker": self.speaker or None,
            "day": day_json(self.day),
            "corrected": self.corrected or None,
        }


def listing(sources: Iterable[Source], *, limit: int, indent: str = "") -> list[str]:
    """Lines for a reader: each sentence once, with all that is read from it, and how many more there are."""
    readings: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        readings[source._quotation()].append(source._reading())
    lines = [f"{indent}- {words} [{'; '.join(dict.fromkeys(told))}]" for words, told in readings.items()]
    more = len(lines) - limit
    return [*lines[:limit], f"{indent}- and {more} more"] if more > 0 else lines


class Citations:
    """Looks up the sources of claims in a situation."""

    def __init__(self, situation: Situation) -> None:
        self.claims = {c.id: c for c in situation.claims}
        self._articles = {a.id: a for a in situation.articles}

    def cite(self, ids: Iterable[str], *, about: Callable[[Claim], bool] = lambda _: True) -> tuple[Source, ...]:
        """The sources of claims: those ``about`` the question first, claims of control before others, with a name
        before without, newest first. Ids that the situation lacks are left out.
        """
        found = [self.claims[id] for id in dict.fromkeys(ids) if id in self.claims]
        found.sort(key=lambda c: c.reported or dt.date.min, reverse=True)
        found.sort(key=lambda c: (not about(c), c.kind != "control", c.actor is None))
        return tuple(quote(c, self._articles) for c in found)


def quote(claim: Claim, articles: Mapping[str, Article]) -> Source:
    """One claim with its article, as far as the article is known."""
    article = articles.get(claim.article) or Article(claim.article, "")
    return Source(
        claim=claim.id,
        article=claim.article,
        title=article.title,
        outlet=claim.source or article.source,
        published=claim.reported or article.published,
        url=article.url,
        sentence=claim.evidence.text,
        says=_in_words(claim),
        factuality=claim.factuality,
        speaker=claim.speaker.actor.name if claim.speaker else "",
        day=(claim.time.end or claim.time.start) if claim.time else None,
        corrected=claim.corrected,
    )


def _in_words(claim: Claim) -> str:
    """The claim in its own terms.

    >>> from geo.claim import Evidence, PlaceRef
    >>> _in_words(Claim("c", "a", "control", "contests", Evidence("a", 0, 1, "x", (0, 1)), place=PlaceRef("Town", 0)))
    'unidentified contests Town'
    """
    where = {"place": "", "origin": "from ", "destination": "to ", "via": "via ", "toward": "toward "}
    places = " ".join(f"{where[role]}{place_words(ref)}" for role, ref in claim.places().items())
    part = "part of " if claim.extent == "part" and claim.kind == "control" else ""
    against = f" against {_actor_words(claim.opponent)}" if claim.opponent else ""
    return f"{_actor_words(claim.actor)} {claim.action.replace('_', ' ')} {part}{places}{against}".strip()


def _actor_words(ref: ActorRef | None) -> str:
    return ref.actor.name if ref else "unidentified"


def day_json(day: dt.date | None) -> str | None:
    """An ISO day, None for none."""
    return day.isoformat() if day else None


def actor_json(actor: Actor | None) -> dict[str, str] | None:
    """An actor's id and name."""
    return {"id": actor.id, "name": actor.name} if actor else None


def place_json(place: Place) -> dict[str, Any]:
    """A place's id, name, country and position in degrees."""
    return {"id": place.id, "name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon}

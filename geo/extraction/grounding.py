"""From records to claims: every word is looked up in the article, and what it does not bear out is refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

from gazetteer.footprint import of_place
from gazetteer.resolver import Resolution, Toponym
from geo.actor import Actor
from geo.catalogue import Catalogue
from geo.claim import ROLES, ActorRef, Claim, Evidence, PlaceRef, PlaceRole
from geo.document import Document
from geo.extraction.schema import ClaimRecord, TimeRecord
from geo.interval import Interval, Precision

__all__ = ["Grounder", "Refusal"]

Resolve = Callable[[Sequence[Toponym]], Sequence[Resolution]]
_SPACE = re.compile(r"\s+")
_DAY, _WEEK, _MONTH, _YEAR = 1, 7, 31, 366


class Refusal(ValueError):
    """Why a claim from elsewhere is not taken; the message names the field and the value."""


class Grounder:
    """Makes claims of records. ``catalogue`` knows the actors, ``resolve`` which places names mean."""

    def __init__(self, catalogue: Catalogue, resolve: Resolve) -> None:
        self._catalogue = catalogue
        self._resolve = resolve

    def claim(self, record: ClaimRecord, document: Document, *, origin: str = "") -> Claim:
        """The claim that a record makes of an article; raises :class:`Refusal` where the article does not bear it out.

        The evidence, and the words of every place, actor and time, must stand in the article; offsets are found here.
        A name of a place that cannot be resolved stays, without a position.
        """
        at = _find(document.article.text, record.evidence.text, record.evidence.start)
        if at is None:
            raise Refusal(f"evidence: {_cut(record.evidence.text)} is not in the article")
        evidence = _evidence(document, record, at)
        places = self._places(record, document, at)
        if record.kind != "incident" and not places:
            raise Refusal(f"place: a {record.kind} claim needs a place")
        actors = {
            field: self._actor(field, words, document, at) if (words := getattr(record, field)) else None
            for field in ("actor", "opponent", "speaker")
        }
        return Claim(
            id=_identity(record, document, at, actors["actor"]),
            article=document.article.id,
            kind=record.kind,
            action=record.action,
            evidence=evidence,
            **actors,  # type: ignore[arg-type]
            **places,  # type: ignore[arg-type]
            extent=record.extent,
            factuality=record.factuality,
            time=_time(record.time, document, at) if record.time else None,
            reported=document.article.published,
            source=document.article.source,
            forced=record.forced,
            siege=record.siege,
            confidence=record.confidence,
            dead=_range(record.dead),
            wounded=_range(record.wounded),
            explanation=origin,
        )

    # -- places ------------------------------------------------------------------------------------------------

    def _places(self, record: ClaimRecord, document: Document, at: tuple[int, int]) -> dict[PlaceRole, PlaceRef]:
        told = {role: words for role in ROLES if (words := getattr(record, role))}
        return {role: self._place(role, words, document, at) for role, words in told.items()}

    def _place(self, role: str, words: str, document: Document, at: tuple[int, int]) -> PlaceRef:
        span = _near(document.article.text, words, at)
        if span is None:
            raise Refusal(f"{role}: {_cut(words)} is not in the article")
        start, end = span
        mention = next((m for m in document.toponyms if m.start < end and start < m.end), None)
        text = document.article.text[start:end]
        if mention is not None:
            return PlaceRef(text, start, mention.place, mention.footprint, mention.offset)
        known = [Toponym(m.text, m.start, m.end) for m in document.toponyms[:_CONTEXT]]
        place = self._resolve([*known, Toponym(text, start, end)])[-1].place
        return PlaceRef(text, start, place, of_place(place) if place is not None else None)

    # -- actors ------------------------------------------------------------------------------------------------

    def _actor(self, field: str, words: str, document: Document, at: tuple[int, int]) -> ActorRef:
        span = _near(document.article.text, words, at)
        if span is None:
            raise Refusal(f"{field}: {_cut(words)} is not in the article")
        start, end = span
        text = document.article.text[start:end]
        share, actor = max(
            ((_shared(span, (m.start, m.end)), m.actor) for m in document.actors),
            key=lambda s: s[0],
            default=(0.0, None),
        )
        if actor is None or share < 1:
            known = self._catalogue.find(text, document.article.published)
            actor = known or (actor if share > _HALF else None)
        return ActorRef(actor or _discovered(text, self._catalogue), text)


_CONTEXT = 200
_HALF = 0.5


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The part that two spans share of what they cover together."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / (max(one[1], other[1]) - min(one[0], other[0]))


def _discovered(text: str, catalogue: Catalogue) -> Actor:
    name = _SPACE.sub(" ", text)
    slug = re.sub(r"[^\w]+", "-", catalogue.fold(name)).strip("-")
    return Actor(f"found:{slug or 'unnamed'}", name)


# -- words in the article --------------------------------------------------------------------------------------


def _find(text: str, words: str, hint: int | None = None) -> tuple[int, int] | None:
    """Where words stand in a text, at ``hint`` if they do there; white space may differ, nothing else."""
    if hint is not None and text.startswith(words, hint):
        return hint, hint + len(words)
    start = text.find(words)
    if start >= 0:
        return start, start + len(words)
    parts = words.split()
    found = re.search(r"\s+".join(map(re.escape, parts)), text) if parts else None
    return found.span() if found else None


def _near(text: str, words: str, at: tuple[int, int]) -> tuple[int, int] | None:
    """Where words stand, as words of their own: in the evidence, else before it, else anywhere."""
    bounded = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)")
    inside = bounded.search(text, *at)
    if inside is not None:
        return inside.span()
    found = [m.span() for m in bounded.finditer(text)]
    before = [span for span in found if span[1] <= at[0]]
    return before[-1] if before else next(iter(found), None)


def _evidence(document: Document, record: ClaimRecord, at: tuple[int, int]) -> Evidence:
    start, end = at
    trigger = record.evidence.trigger
    span = at
    if isinstance(trigger, str) and trigger:
        inside = _find(document.article.text[start:end], trigger)
        if inside is None:
            raise Refusal(f"evidence.trigger: {_cut(trigger)} is not in the evidence")
        span = (start + inside[0], start + inside[1])
    elif isinstance(trigger, tuple) and start <= trigger[0] < trigger[1] <= end:
        span = trigger
    return Evidence(document.article.id, start, end, document.article.text[start:end], span)


def _time(record: TimeRecord, document: Document, at: tuple[int, int]) -> Interval | None:
    """The days told; words alone count for what they mean in the article."""
    if record.text and _near(document.article.text, record.text, at) is None:
        raise Refusal(f"time: {_cut(record.text)} is not in the article")
    if record.start or record.end:
        return Interval(record.start, record.end, record.precision or _grain(record), record.text)
    told = [m for m in document.times if m.text == record.text and m.interval is not None]
    inside = [m for m in told if at[0] <= m.start < at[1]] or told
    return inside[0].interval if inside else None


def _grain(record: TimeRecord) -> Precision:
    if record.start is None or record.end is None:
        return "span"
    days = (record.end - record.start).days + 1
    grains: dict[int, Precision] = {_DAY: "day", _WEEK: "week", _MONTH: "month", _YEAR: "year"}
    return grains.get(days, "span")


def _range(numbers: tuple[int, int] | None) -> tuple[int, int] | None:
    return (min(numbers), max(numbers)) if numbers else None


def _identity(record: ClaimRecord, document: Document, at: tuple[int, int], actor: ActorRef | None) -> str:
    parts = [document.article.id, str(at), record.kind, record.action, actor.actor.id if actor else ""]
    parts += [f"{role}={getattr(record, role)}" for role in ROLES]
    parts += [str(record.opponent), str(record.speaker), record.factuality]
    return hashlib.sha1("|".join(parts).encode(), usedforsecurity=False).hexdigest()[:12]


def _cut(text: str) -> str:
    short = _SPACE.sub(" ", text)
    return repr(short if len(short) <= 80 else f"{short[:77]}...")

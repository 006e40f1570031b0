"""What a reader may check behind each mark: claims with their sentences, articles, and names nobody could place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geo.article import Article
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.document import ToponymMention
from geo.situation import Situation

__all__ = ["article_rows", "claim_rows", "day", "slim", "spans", "unresolved_rows"]

Row = dict[str, Any]

_FOUND_BY = {
    "gazetteer": "gazetteer entry",
    "offset": "computed from a distance and a direction",
    "along": "drawn along a border, a coast or a river",
    "between": "computed between two places",
    "offshore": "computed off the coast",
    "area": "an area; its point stands for the whole",
}


def claim_rows(situation: Situation, actors: Mapping[str, int]) -> tuple[list[Row], list[Row]]:
    """Each claim as the evidence panel shows it, and the places they name, which claims refer to by number.

    ``actors`` numbers the actors by id.
    """
    numbers = {article.id: number for number, article in enumerate(situation.articles)}
    titles = {article.id: article for article in situation.articles}
    mentions = {(m.article, m.mention.start): m.mention for m in situation.mentions}
    spots = _Spots(mentions)
    rows = [
        _row(claim, numbers.get(claim.article), titles.get(claim.article), actors, spots) for claim in situation.claims
    ]
    return rows, spots.rows


class _Spots:
    """Places as claims name them, each way of naming one told once."""

    def __init__(self, mentions: Mapping[tuple[str, int], ToponymMention]) -> None:
        self.rows: list[Row] = []
        self._mentions = mentions
        self._numbers: dict[tuple[object, ...], int] = {}

    def number(self, article: str, ref: PlaceRef) -> int:
        """The number of the row that tells the place."""
        mention = self._mentions.get((article, ref.start))
        key = (ref.text, ref.offset, ref.place and ref.place.id, ref.footprint, mention and mention.resolution.reason)
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append(_place(ref, mention))
        return self._numbers[key]


def article_rows(situation: Situation) -> list[Row]:
    """Each article with the number of its claims."""
    counts: dict[str, int] = {}
    for claim in situation.claims:
        counts[claim.article] = counts.get(claim.article, 0) + 1
    return [
        {
            "id": a.id,
            "title": a.title or a.id,
            "date": day(a.published),
            "source": a.source,
            "url": a.url,
            "claims": counts.get(a.id, 0),
        }
        for a in situation.articles
    ]


def unresolved_rows(situation: Situation) -> list[Row]:
    """Each name that could not be placed, once, with the articles that use it and the resolver's reason."""
    numbers = {article.id: number for number, article in enumerate(situation.articles)}
    rows: dict[str, Row] = {}
    for found in situation.unresolved:
        mention = found.mention
        row = rows.setdefault(
            mention.text, {"name": mention.text, "count": 0, "articles": [], "reason": mention.resolution.reason}
        )
        row["count"] += 1
        number = numbers.get(found.article)
        if number is not None and number not in row["articles"]:
            row["articles"].append(number)
    return sorted(rows.values(), key=lambda row: (-row["count"], row["name"]))


def spans(evidence: Evidence, marks: Iterable[tuple[int, int, str]] = ()) -> list[int | str]:
    """What is marked in a sentence, as a flat list of start, end, role, ...; the trigger has the role ``trigger``.

    ``marks`` are further (start, end, role) spans; all offsets given are those of the article. Those returned count
    from the sentence's start in UTF-16 units, as a browser does where Python counts characters.

    >>> spans(Evidence("a", 10, 27, "Rebels took Alpha", (17, 21)))
    [7, 11, 'trigger']
    """
    wanted = [(*evidence.trigger, "trigger"), *marks]
    found: list[int | str] = []
    at = 0
    for start, end, role in sorted((s - evidence.start, e - evidence.start, role) for s, e, role in wanted):
        if start < at or end <= start or end > len(evidence.text):
            continue  # overlaps what is marked already, or lies in another sentence
        found += [_units(evidence.text, start), _units(evidence.text, end), role]
        at = end
    return found


def _units(text: str, at: int) -> int:
    return at if text.isascii() else len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def slim(row: Row) -> Row:
    """The row without what says nothing: None, False, empty text, empty lists. Zero stays.

    >>> slim({"actor": 0, "opponent": None, "why": "", "forced": False})
    {'actor': 0}
    """
    return {key: value for key, value in row.items() if (value == 0 and value is not False) or value}


def day(date: dt.date | None) -> str | None:
    """An ISO day, None for none."""
    return None if date is None else date.isoformat()


def _row(
    claim: Claim,
    number: int | None,
    article: Article | None,
    actors: Mapping[str, int],
    spots: _Spots,
) -> Row:
    places = claim.places()
    time = claim.time
    row: Row = {
        "id": claim.id,
        "article": number,
        "kind": claim.kind,
        "action": claim.action,
        "actor": _number(claim.actor, actors),
        "opponent": _number(claim.opponent, actors),
        "extent": claim.extent,
        "factuality": claim.factuality,
        "speaker": claim.speaker and claim.speaker.actor.name,
        "time": time and [day(time.start), day(time.end), time.text],
        "reported": day(claim.reported),
        "source": claim.source or (article.source if article else ""),
        "forced": claim.forced,
        "confidence": round(claim.confidence, 2),
        "why": claim.explanation,
        "corrected": claim.corrected,
        "codes": _codes(claim),
        "order": claim.evidence.start,
        "sentence": claim.evidence.text,
        "marks": spans(claim.evidence, [(ref.start, ref.start + len(ref.text), "place") for ref in places.values()]),
        "places": [part for role, ref in places.items() for part in (role, spots.number(claim.article, ref))],
    }
    return slim(row)


def _number(ref: ActorRef | None, actors: Mapping[str, int]) -> int | None:
    return None if ref is None else actors.get(ref.actor.id)


def _codes(claim: Claim) -> list[str] | None:
    from geo.coding import codes

    coded = codes(claim)
    return [str(part) for part in (coded.acled_event, coded.acled_sub_event) if part]


def _place(ref: PlaceRef, mention: ToponymMention | None) -> Row:
    row: Row = {"text": ref.text, "offset": ref.offset}
    if ref.place is not None:
        row |= {"name": ref.place.name, "id": ref.place.id, "country": ref.place.country}
    if ref.footprint is not None:
        spot = ref.footprint
        row |= {"at": [round(spot.lat, 4), round(spot.lon, 4)], "radius": round(spot.radius_m)}
        row["found"] = _FOUND_BY.get(spot.method, spot.method)
    if mention is not None:
        row |= _resolution(mention)
    return slim(row)


def _resolution(mention: ToponymMention) -> Row:
    resolution = mention.resolution
    others: Sequence[tuple[Any, float]] = resolution.alternatives[:3]
    return {
        "sure": round(resolution.confidence, 2),
        "reason": resolution.reason,
        "others": [f"{c.place.name} ({c.place.country or 'no country'}, {share:.0%})" for c, share in others],
    }

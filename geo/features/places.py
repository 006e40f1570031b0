"""Rows of the places that the articles name, and of how far the truth may lie from each dot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gazetteer.footprint import Footprint
from gazetteer.place import LonLat
from geo.claim import Claim, shifted_name
from geo.features.attributes import Fields, joined
from geo.features.geometry import extent, point
from geo.situation import PlaceMention

__all__ = ["place_rows", "uncertainty_rows"]

# Plain circles of the gazetteer are drawn between these radii, in metres: below, the dot says as much; above, a
# circle round the middle of a country says nothing.
_CIRCLE_M = (20_000.0, 100_000.0)
_OUTLINE_M = 300_000.0  # a region or sea that reaches farther would cover the map


def place_rows(mentions: Iterable[PlaceMention]) -> Iterator[Fields]:
    """One row for each place, role and shift of it, with how often and where it is named."""
    groups: dict[str, list[PlaceMention]] = {}
    for named in mentions:
        if named.mention.is_place and _mention_spot(named) is not None:
            groups.setdefault(_place_key(named), []).append(named)
    for key, group in groups.items():
        mention = group[0].mention
        spot = _mention_spot(group[0])
        place = mention.place
        name = place.name if place else mention.text
        yield {
            "id": key,
            "name": shifted_name(mention.offset, name),
            "place_id": place.id if place else None,
            "country": place.country if place else None,
            "feature_code": place.feature_code if place else None,
            "role": mention.role,
            "mentions": len(group),
            "articles": joined(dict.fromkeys(named.article for named in group)),
            "confidence": max(named.mention.confidence * named.mention.resolution.confidence for named in group),
            "geometry": point(spot) if spot else None,
        }


def _place_key(named: PlaceMention) -> str:
    mention = named.mention
    start = mention.place.id if mention.place else mention.text
    shift = "".join(f":{part}" for part in (mention.offset, mention.role if mention.role != "literal" else "") if part)
    return f"place:{start}{shift}"


def _mention_spot(named: PlaceMention) -> LonLat | None:
    spot, place = named.mention.footprint, named.mention.place
    if spot:
        return LonLat(spot.lon, spot.lat)
    return place.position if place else None


def _claim_spots(claims: Iterable[Claim]) -> Iterator[tuple[str, Footprint | None]]:
    for claim in claims:
        if claim.kind != "control" and claim.factuality != "negated":
            yield from ((claim.id, ref.footprint) for ref in claim.places().values())


def _mention_spots(mentions: Iterable[PlaceMention]) -> Iterator[tuple[str, Footprint | None]]:
    for named in mentions:
        if named.mention.role == "literal" or named.mention.offset:
            yield _place_key(named), named.mention.footprint


def uncertainty_rows(claims: Iterable[Claim], mentions: Iterable[PlaceMention]) -> Iterator[Fields]:
    """One polygon for each footprint that a dot would tell too precisely, naming all features that lie in it."""
    features: dict[Footprint, dict[str, None]] = {}
    for feature, spot in (*_claim_spots(claims), *_mention_spots(mentions)):
        if spot and _worth_drawing(spot):
            features.setdefault(spot, {})[feature] = None
    for number, (spot, names) in enumerate(features.items(), 1):
        yield {
            "id": f"uncertainty:{number}",
            "of": joined(names),
            "method": spot.method,
            "radius_m": spot.radius_m,
            "geometry": extent(spot),
        }


def _worth_drawing(spot: Footprint) -> bool:
    low, high = _CIRCLE_M
    if spot.method == "gazetteer" and spot.outline is not None:
        return spot.radius_m <= _OUTLINE_M
    return spot.method != "gazetteer" or low < spot.radius_m <= high

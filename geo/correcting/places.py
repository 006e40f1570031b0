"""Names that an analyst has placed: what they change in the mentions and the claims of an article."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from gazetteer.footprint import Footprint
from gazetteer.place import LonLat, Place
from gazetteer.resolver import Resolution
from geo.claim import PlaceRef
from geo.correcting.choosing import Choosing
from geo.correction import CORRECTED, Correction
from geo.document import ToponymMention
from geo.situation import PlaceMention

__all__ = ["Fixes", "Reach", "fix_mentions", "fix_ref", "moved_ref"]

Reach = Callable[[Place], Footprint]

_COMPUTED = frozenset({"offset", "between", "offshore", "area"})
_SHIFTED_M = 20_000.0  # how far "9 km west of" a place that nobody knew may be from it


@dataclass
class Fixes:
    """What was found out of one article's names: their spans in order, and which correction each has, if any."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    corrections: list[Correction | None] = field(default_factory=list)
    meant: dict[str, Correction] = field(default_factory=dict)

    def add(self, mention: ToponymMention, correction: Correction | None) -> None:
        """Note one mention; they come in the order of the text."""
        self.spans.append((mention.start, mention.end))
        self.corrections.append(correction)
        if correction is not None and mention.place is not None:
            self.meant.setdefault(mention.place.id, correction)

    def at(self, start: int, end: int) -> int | None:
        """The number of the first mention that meets a span."""
        number = max(0, bisect_left(self.spans, (start, -1)) - 1)
        near = range(number, min(number + 2, len(self.spans)))
        return next((n for n in near if self.spans[n][0] < end and start < self.spans[n][1]), None)


def fix_mentions(
    mentions: Iterable[PlaceMention], choosing: Choosing, reach: Reach
) -> tuple[list[PlaceMention], dict[str, Fixes]]:
    """The mentions as corrected, without those that are no place, and by article what was corrected."""
    kept: list[PlaceMention] = []
    fixes: dict[str, Fixes] = defaultdict(Fixes)
    for named in sorted(mentions, key=lambda m: m.mention.start):
        fixes[named.article].add(named.mention, choosing.place(named.mention.text, named.article))
    for named in mentions:
        correction = choosing.place(named.mention.text, named.article)
        if correction is None:
            kept.append(named)
        elif correction.place is not None:
            kept.append(replace(named, mention=_moved_mention(named.mention, correction, correction.place, reach)))
    return kept, dict(fixes)


def fix_ref(ref: PlaceRef, article: str, fixes: Fixes, choosing: Choosing) -> Correction | None:
    """The correction that a claim's place falls under: its words', its name's, or that of the name it refers to."""
    if found := choosing.place(ref.text, article):
        return found
    number = fixes.at(ref.start, ref.start + len(ref.text))
    if number is not None:
        return fixes.corrections[number]
    return fixes.meant.get(ref.place.id) if ref.place is not None else None


def moved_ref(ref: PlaceRef, place: Place, reach: Reach) -> PlaceRef:
    """A claim's place at another entry, with what shifts it."""
    return replace(ref, place=place, footprint=_moved(ref.footprint, ref.place, place, bool(ref.offset), reach))


def _moved_mention(mention: ToponymMention, correction: Correction, place: Place, reach: Reach) -> ToponymMention:
    reason = f"corrected: {correction.note or correction.source or correction}"
    answer = Resolution("resolved", place, 1.0, mention.resolution.alternatives, reason, CORRECTED)
    spot = _moved(mention.footprint, mention.place, place, bool(mention.offset), reach)
    return replace(mention, resolution=answer, footprint=spot, confidence=1.0)


def _moved(spot: Footprint | None, old: Place | None, new: Place, is_shifted: bool, reach: Reach) -> Footprint:
    """The footprint at a new place; one that was worked out from the old place keeps its way from it."""
    if spot is not None and old is not None and spot.method in _COMPUTED:
        return _shifted(spot, old, new)
    found = reach(new)
    if not is_shifted:
        return found
    return replace(found, radius_m=max(found.radius_m, _SHIFTED_M), method="offset", where_prec=2)


def _shifted(spot: Footprint, old: Place, new: Place) -> Footprint:
    # A degree of longitude is shorter towards the poles.
    scale = max(0.01, math.cos(math.radians(old.lat))) / max(0.01, math.cos(math.radians(new.lat)))

    def at(lon: float, lat: float) -> LonLat:
        east = (lon - old.lon + 180) % 360 - 180
        north = max(-90.0, min(90.0, new.lat + lat - old.lat))
        return LonLat((new.lon + east * scale + 180) % 360 - 180, north)

    lon, lat = at(spot.lon, spot.lat)
    outline = tuple(at(*corner) for corner in spot.outline) if spot.outline else None
    return replace(spot, lon=lon, lat=lat, outline=outline, anchor=new.id)

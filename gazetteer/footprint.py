"""Where on Earth, honestly: a point with its radius, or an outline where the text tells no point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gazetteer.place import LonLat

__all__ = ["Footprint", "FootprintMethod"]

FootprintMethod = Literal["gazetteer", "offset", "between", "offshore", "area"]


@dataclass(frozen=True, slots=True)
class Footprint:
    """A located extent. ``outline`` is a closed ring of (lon, lat) degrees, None for a plain circle.

    ``radius_m`` bounds how far from (lat, lon) the truth may lie, in metres. ``where_prec`` is UCDP's code of
    spatial precision: 1 exact, 2 near a known point, 3 second-level area, 4 first-level area, 5 a line or a
    fuzzy region, 6 country, 7 sea or air. ``anchor`` is the id of the place that it was computed from.
    """

    lat: float
    lon: float
    radius_m: float
    method: FootprintMethod = "gazetteer"
    where_prec: int = 1
    outline: tuple[LonLat, ...] | None = None
    anchor: str | None = None

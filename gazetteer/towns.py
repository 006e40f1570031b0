"""The populous places of a box, for the ground of a map."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from gazetteer.index import Gazetteer
from gazetteer.place import Place

__all__ = ["towns"]

_QUERY = (
    "SELECT id, lat, lon, population FROM place WHERE feature_class = 'P' AND feature_code != 'PPLX' "
    "AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? ORDER BY population DESC, id LIMIT ?"
)
_SAME = 0.04  # degrees: two layers' entries of one town lie closer than this


def towns(index: Gazetteer, west: float, south: float, east: float, north: float, *, limit: int = 200) -> list[Place]:
    """Populated places in a box of degrees, the most populous first, without quarters of a town.

    Where two layers of the index know one town, the upper one's entry counts.

    >>> from gazetteer.index import open_index
    >>> [place.name for place in towns(open_index(), 12.9, 32.7, 13.3, 33.0, limit=1)]
    ['Tripoli']
    """
    found: dict[str, tuple[float, float, int]] = {}
    for layer in index.layers:
        upper = list(found.values())
        with closing(sqlite3.connect(f"{layer.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as rows:
            for ident, lat, lon, population in rows.execute(_QUERY, (south, north, west, east, limit)):
                if not any(_same(other, lat, lon, population) for other in upper):
                    found.setdefault(ident, (lat, lon, population))
    largest = sorted(found, key=lambda ident: (-found[ident][2], ident))[:limit]
    return [index.place(ident) for ident in largest]


def _same(other: tuple[float, float, int], lat: float, lon: float, population: int) -> bool:
    near = abs(other[0] - lat) < _SAME and abs(other[1] - lon) < _SAME
    return near and 0 < population < 3 * other[2]

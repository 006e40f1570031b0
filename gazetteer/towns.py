"""The populous places of a box, for the ground of a map."""

from __future__ import annotations

from gazetteer import spatial
from gazetteer.index import Gazetteer
from gazetteer.place import Place

__all__ = ["towns"]

_SAME = 0.04  # degrees: two layers' entries of one town lie closer than this


def towns(index: Gazetteer, west: float, south: float, east: float, north: float, *, limit: int = 200) -> list[Place]:
    """Populated places in a box of degrees, the most populous first, without quarters of a town.

    Where two layers of the index know one town, the upper one's entry counts.

    >>> from gazetteer.index import open_index
    >>> [place.name for place in towns(open_index(), 12.9, 32.7, 13.3, 33.0, limit=1)]
    ['Tripoli']
    """
    found: dict[str, Place] = {}
    kind, boxes = spatial.Kind("P"), spatial.boxes_of((west, south, east, north))
    for layer in index.layers:
        upper = list(found.values())
        rows = spatial.best_known(spatial.in_boxes(layer, boxes, kind), 2 * limit)
        for place in map(layer.place, rows["number"].tolist()):
            if place.feature_code != "PPLX" and not any(_same(other, place) for other in upper):
                found.setdefault(place.id, place)
    largest = sorted(found.values(), key=lambda place: (-place.population, place.id))[:limit]
    return [index.place(place.id) for place in largest]


def _same(other: Place, place: Place) -> bool:
    near = abs(other.lat - place.lat) < _SAME and abs(other.lon - place.lon) < _SAME
    return near and 0 < place.population < 3 * other.population

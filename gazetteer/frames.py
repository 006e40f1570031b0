"""Places as a GeoDataFrame, for those who go on with geopandas; it is loaded only here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from gazetteer.geocoding import Geocoded
from gazetteer.place import Candidate, Place

if TYPE_CHECKING:
    import geopandas as gpd

    from gazetteer.index import Near

__all__ = ["to_geodataframe"]

_COLUMNS = (
    *("id", "name", "feature_class", "feature_code", "country", "admin1", "admin2", "parent"),
    *("population", "radius_m", "names"),
)


def to_geodataframe(found: Iterable[Place | Candidate | Near | Geocoded]) -> gpd.GeoDataFrame:
    """One row a place, in the given order, as points in WGS 84 (EPSG:4326, longitude first).

    Candidates bring the columns ``matched``, ``method`` and ``score``, answers of ``nearest`` bring ``distance_m``.
    ``names`` is separated by semicolons. Answers of ``geocode`` bring the name asked for as ``name`` and the one found
    as ``found``; those of unknown names have no geometry.

    >>> from gazetteer import open_index
    >>> frame = to_geodataframe(open_index().lookup("Sabratha", limit=1))
    >>> frame.crs.to_epsg(), list(frame["name"]), list(frame["method"])
    (4326, ['Sabratha'], ['exact'])
    """
    import geopandas as gpd

    found = list(found)
    if found and all(isinstance(one, Geocoded) for one in found):
        return _answers(one for one in found if isinstance(one, Geocoded))
    rows = [_row(one) for one in found if not isinstance(one, Geocoded)]
    points = gpd.points_from_xy([row.pop("lon") for row in rows], [row.pop("lat") for row in rows])
    columns = list(dict.fromkeys([*_COLUMNS, *(column for row in rows for column in row)]))
    return gpd.GeoDataFrame(rows, columns=columns, geometry=points, crs="EPSG:4326")


def _answers(found: Iterable[Geocoded]) -> gpd.GeoDataFrame:
    import geopandas as gpd
    from shapely import Point

    rows = [one.to_row() for one in found]
    spots = [(row.pop("lon"), row.pop("lat")) for row in rows]
    return gpd.GeoDataFrame(
        rows, geometry=[None if spot[0] is None else Point(*spot) for spot in spots], crs="EPSG:4326"
    )


def _row(one: Place | Candidate | Near) -> dict[str, object]:
    place = one if isinstance(one, Place) else one.place
    row: dict[str, object] = {**asdict(place), "names": ";".join(place.names)}
    if isinstance(one, Candidate):
        row |= {"matched": one.name, "method": one.method, "score": one.score}
    elif not isinstance(one, Place):
        row["distance_m"] = one.distance_m
    return row

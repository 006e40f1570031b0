"""Tables of features with fixed columns, also where a situation has nothing to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from gazetteer.footprint import Footprint
from gazetteer.place import LonLat
from geo.features.attributes import Fields
from geo.features.geometry import ground, point
from geo.features.rows import tables
from geo.interval import Day, as_day
from geo.situation import Situation

__all__ = ["AREA_COLUMNS", "COLUMNS", "CRS", "everything", "frame", "layers", "table_of", "unplaced"]

#: Of every layer.
CRS = "EPSG:4326"

_CODES = (
    "acled_event", "acled_sub_event", "cameo", "plover", "plover_event", "plover_mode", "where_prec", "date_prec",
)  # fmt: skip
_TIME = ("start", "end", "time_text", "reported", "confidence")
_EVIDENCE = ("article", "title", "source", "url", "sentence", "speaker", "corrected")
#: The columns of each layer, before ``geometry``.
COLUMNS: dict[str, tuple[str, ...]] = {
    "control": (
        "id", "place", "place_id", "status", "basis", "holder", "holder_id", "claimants", "side", "colour", "symbol",
        "partial", "start", "end", "last_evidence", "confidence", "claims", "against", "reason",
        "corrected", "presumed",
    ),
    "movements": (
        "id", "action", "actor", "actor_id", "colour", "symbol", "origin", "destination", "via", "toward", "forced",
        "factuality", *_TIME, *_EVIDENCE, *_CODES, "partial_geometry",
    ),
    "incidents": (
        "id", "action", "actor", "actor_id", "colour", "symbol", "opponent", "place", "place_id", "factuality", *_TIME,
        *_EVIDENCE, "dead_min", "dead_max", "wounded_min", "wounded_max", *_CODES,
    ),
    "places": (
        "id", "name", "place_id", "country", "feature_code", "role", "mentions", "articles", "confidence",
    ),
    "uncertainty": ("id", "of", "method", "radius_m"),
    "routes": (
        "id", "actor", "actor_id", "side", "colour", "symbol", "stops", "legs", "start", "end", "flag", "claims",
    ),
    "pressure": (
        "id", "place", "place_id", "status", "attacker", "attacker_id", "inside", "colour", "symbol", "bearing",
        "told_by", "start", "end", "claims",
    ),
}  # fmt: skip
#: The columns of control areas, which :mod:`geo.features.ground` makes.
AREA_COLUMNS = (
    "id", "name", "status", "contested", "basis", "side", "side_id", "claimants", "colour", "symbol", "derived_from",
    "places", "label", "start", "end", "corrected",
)  # fmt: skip
_UNPLACED = ("id", "kind", "action", "actor", "actor_id", "place", "reason", "factuality", *_TIME, *_EVIDENCE, *_CODES)
_TYPES = {
    "confidence": "float64",
    "radius_m": "float64",
    "bearing": "float64",
    "legs": "int64",
    "mentions": "int64",
    "derived_from": "int64",
    "contested": "bool",
    "partial": "bool",
    "forced": "bool",
    "partial_geometry": "bool",
    "where_prec": "Int64",
    "date_prec": "Int64",
    "dead_min": "Int64",
    "dead_max": "Int64",
    "wounded_min": "Int64",
    "wounded_max": "Int64",
}


def layers(situation: Situation, *, on: Day = None) -> dict[str, gpd.GeoDataFrame]:
    """The layers control, movements, incidents, places, uncertainty, routes and pressure, each with its ``COLUMNS``.

    With ``on``: periods that hold on that day, claims and articles dated up to it; without: everything. Days are ISO
    strings, lists joined by ``"; "``, lengths metres, text that is not told None. Negated claims and those without a
    known place are no features; :func:`unplaced` lists them. Ids are unique over all layers.

    >>> {name: (len(layer), layer.crs.to_string()) for name, layer in layers(Situation()).items()}["control"]
    (0, 'EPSG:4326')
    """
    return everything(situation, on=on)[0]


def unplaced(situation: Situation, *, on: Day = None) -> pd.DataFrame:
    """Movements and incidents that are no feature, with the ``reason``: no known place, too wide, or negated.

    >>> list(unplaced(Situation()).columns)[:3]
    ['id', 'kind', 'action']
    """
    return _typed(tables(situation, as_day(on)).unplaced, _UNPLACED)


def frame(rows: Iterable[Mapping[str, object]], *, footprints: bool = False) -> gpd.GeoDataFrame:
    """The rows of an answer (``to_rows()``) as a table of points, from their ``lat`` and ``lon`` in degrees.

    With ``footprints`` the rows of ``geo.places`` have the ground that they cover: the outline of what is told
    relative to a place, of a region or a river; towns stay points. Rows without a position keep no geometry.

    >>> table = frame([{"place": "Town", "lat": 32.5, "lon": 12.5}])
    >>> table.geometry[0].x, table.crs.to_string()
    (12.5, 'EPSG:4326')
    """
    kept = [dict(row) for row in rows]
    shapes = [_drawn(row, footprints) for row in kept]
    table = pd.DataFrame(kept).drop(columns=["lon", "lat", "outline"], errors="ignore")
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, index=table.index, crs=CRS), crs=CRS)


def _drawn(row: Mapping[str, Any], footprints: bool) -> BaseGeometry | None:
    if row["lat"] is None or row["lon"] is None or row["lat"] != row["lat"]:
        return None
    if not footprints or row.get("extent") is None:
        return point(LonLat(row["lon"], row["lat"]))
    return ground(Footprint(row["lat"], row["lon"], row["radius_m"], row["extent"], outline=row["outline"]))


def everything(situation: Situation, *, on: Day = None) -> tuple[dict[str, gpd.GeoDataFrame], pd.DataFrame]:
    """Layers and unplaced together, for who needs both: they are made in one pass.

    >>> [len(part) for part in everything(Situation())]
    [7, 0]
    """
    rows = tables(situation, as_day(on))
    shown = {name: table_of(getattr(rows, name), columns) for name, columns in COLUMNS.items()}
    return shown, _typed(rows.unplaced, _UNPLACED)


def table_of(rows: list[Fields], columns: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Rows as a table with these columns and their types, in WGS 84 degrees."""
    geometry = gpd.GeoSeries([row["geometry"] for row in rows], crs=CRS)
    return gpd.GeoDataFrame(_typed(rows, columns), geometry=geometry, crs=CRS)


def _typed(rows: list[Fields], columns: tuple[str, ...]) -> pd.DataFrame:
    table = {name: _column([row.get(name) for row in rows], _TYPES.get(name, "object")) for name in columns}
    return pd.DataFrame(table)


def _column(values: list[object], kind: str) -> pd.Series:
    return pd.Series(values, dtype=kind)

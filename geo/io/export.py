"""Features to files: GeoJSON, GeoPackage, GeoParquet, FlatGeobuf, KML and CSV, each written whole or not at all."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from geo.atomic import check_target, replacing
from geo.errors import ExportError, UsageError
from geo.features import CRS, control_areas, everything
from geo.interval import Day
from geo.io.acled import ENDING, write_acled
from geo.io.kml import write_kml
from geo.io.points import answer_geojson, bounds
from geo.situation import Situation

__all__ = [
    "FORMATS", "answer_geojson", "check_path", "export", "feature_collection", "write_geopackage", "write_layers",
]  # fmt: skip

Layers = Mapping[str, gpd.GeoDataFrame]
#: Geometry types of the layers in a GeoPackage.
TYPES = {
    "control": "Point",
    "movements": "MultiLineString",
    "incidents": "Point",
    "places": "Point",
    "uncertainty": "MultiPolygon",
    "routes": "MultiLineString",
    "pressure": "MultiLineString",
    "areas": "MultiPolygon",
}
#: What a layer is, for who opens a GeoPackage.
_ABOUT = {
    "control": "Who holds which place, a period a point",
    "movements": "Movements of forces and people, as arrows",
    "incidents": "Located events that change nobody's control",
    "places": "Other places that the articles name",
    "uncertainty": "How far off a place may be",
    "routes": "Routes of forces, leg after leg",
    "pressure": "Who presses on a place from which side",
    "areas": "Ground derived from places with evidence",
    "unplaced": "Movements and incidents at no known place",
}
_DAYS = ("start", "end", "reported", "last_evidence")
_RFC7946 = {"RFC7946": "YES", "WRITE_BBOX": "YES", "ID_FIELD": "id", "WRITE_NAME": "NO"}
# A cell that begins with one of these is run as a formula by spreadsheet programs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(situation: Situation, path: str | Path, *, on: Day = None) -> Path:
    """Write the situation's features, as of a day or all, in the format of the path's ending; returns the path.

    Movements and incidents that no geometry can be given go along as ``unplaced``: features with null geometry in
    GeoJSON, rows without coordinates in CSV and Parquet, a plain table in a GeoPackage. KML cannot hold them.
    A name that ends in ``.acled.csv`` gets events in ACLED's columns (:mod:`geo.io.acled`). Raises UsageError for an
    unknown ending, ExportError where the file cannot be written.

    >>> export(Situation(), "situation.shp")
    Traceback (most recent call last):
    geo.errors.UsageError: situation.shp: unknown ending '.shp'; allowed are .geojson, .gpkg, .parquet, .fgb, .kml, .csv
    """
    if str(path).lower().endswith(ENDING):
        with replacing(Path(path)) as beside:
            write_acled(situation, beside, on=on)
        return Path(path)
    _writer(Path(path))
    shown, rest = everything(situation, on=on)
    shown["areas"] = control_areas(situation, on=on)
    return write_layers(shown, path, rest=rest, title=situation.title)


def check_path(path: str | Path) -> None:
    """Say before any work whether a path can be exported to: UsageError for its ending, ExportError for its folder.

    >>> check_path("situation.dxf")
    Traceback (most recent call last):
    geo.errors.UsageError: situation.dxf: unknown ending '.dxf'; allowed are .geojson, .gpkg, .parquet, .fgb, .kml, .csv
    """
    _writer(Path(path))
    check_target(path)


def write_layers(tables: Layers, path: str | Path, *, rest: pd.DataFrame | None = None, title: str = "") -> Path:
    """Write layers of features and, where the format can hold them, ``rest``: rows without geometry."""
    target = Path(path)
    write = _writer(target)
    with replacing(target) as beside:
        try:
            write(dict(tables), pd.DataFrame() if rest is None else rest, beside, title)
        except pyogrio.errors.DataSourceError as error:
            raise ExportError(f"{target}: cannot be written: {error}") from error
    return target


def feature_collection(tables: Layers, rest: pd.DataFrame | None = None) -> dict[str, object]:
    """One RFC 7946 FeatureCollection of all layers; each feature tells its own in the property ``layer``.

    >>> feature_collection({})
    {'type': 'FeatureCollection', 'features': []}
    """
    named = dict(tables)
    if rest is not None and len(rest):
        named["unplaced"] = _unlocated(rest)
    features = [feature for name, layer in named.items() for feature in _features(name, layer)]
    boxes = [feature["bbox"] for feature in features if "bbox" in feature]
    bbox = {"bbox": bounds(boxes)} if boxes else {}
    return {"type": "FeatureCollection", **bbox, "features": features}


def write_geopackage(situation: Situation, path: Path) -> None:
    """Write all features as layers of a new GeoPackage, without care for what stands at the path."""
    try:
        shown, rest = everything(situation)
        shown["areas"] = control_areas(situation)
        _geopackage(shown, rest, path, "")
    except pyogrio.errors.DataSourceError as error:
        raise ExportError(f"{path}: cannot be written: {error}") from error


def _writer(path: Path) -> Callable[[dict[str, gpd.GeoDataFrame], pd.DataFrame, Path, str], None]:
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise UsageError(f"{path}: unknown ending {path.suffix!r}; allowed are {', '.join(FORMATS)}") from None


def _features(name: str, layer: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    if not len(layer):
        return []
    written = io.BytesIO()
    layer = layer.assign(id_=layer["id"], layer=name)
    options = {**_RFC7946, "ID_FIELD": "id_"}
    pyogrio.write_dataframe(layer, written, driver="GeoJSON", geometry_type="Unknown", layer_options=options)
    features: list[dict[str, Any]] = json.loads(written.getvalue())["features"]
    for feature in features:
        feature |= _when(feature["properties"])
    return features


def _when(told: Mapping[str, Any]) -> dict[str, Any]:
    """The days of a feature as Linked Places has them; nothing where no day is told."""
    days = {name: {"in": told[name]} for name in ("start", "end") if told.get(name)}
    return {"when": {"timespans": [days]}} if days else {}


def _geojson(tables: dict[str, gpd.GeoDataFrame], rest: pd.DataFrame, path: Path, _title: str) -> None:
    collection = feature_collection(tables, rest)
    head = {name: value for name, value in collection.items() if name != "features"}
    features = collection["features"]
    assert isinstance(features, list)
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head)[:-1] + ', "features": [\n')
        file.write(",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features))
        file.write("\n]}\n")


def _geopackage(tables: dict[str, gpd.GeoDataFrame], rest: pd.DataFrame, path: Path, _title: str) -> None:
    for name, layer in tables.items():
        kind = TYPES[name]
        multi = kind.startswith("Multi")
        pyogrio.write_dataframe(
            layer, path, layer=name, driver="GPKG", geometry_type=kind, promote_to_multi=multi, append=path.exists()
        )
    if len(rest):
        pyogrio.write_dataframe(rest, path, layer="unplaced", driver="GPKG", append=path.exists())
    with closing(sqlite3.connect(path)) as database, database:
        _describe(database, [*tables, *(["unplaced"] if len(rest) else [])])


def _describe(database: sqlite3.Connection, names: Iterable[str]) -> None:
    """Tell a GIS what the layers are, and that ISO days are days: its time slider asks for columns of type DATE."""
    database.execute("PRAGMA writable_schema = ON")
    for name in names:
        for column in _DAYS:
            database.execute(
                "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
                (f'"{column}" TEXT', f'"{column}" DATE', name),
            )
        about = _ABOUT.get(name, "")
        database.execute("UPDATE gpkg_contents SET description = ? WHERE table_name = ?", (about, name))
    database.execute("PRAGMA writable_schema = OFF")


def _parquet(tables: dict[str, gpd.GeoDataFrame], rest: pd.DataFrame, path: Path, _title: str) -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise ExportError("GeoParquet needs pyarrow; install it with: pip install 'sitmap[parquet]'") from None
    _joined(tables, rest).to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)


def _flatgeobuf(tables: dict[str, gpd.GeoDataFrame], rest: pd.DataFrame, path: Path, _title: str) -> None:
    joined = _joined(tables, rest)
    pyogrio.write_dataframe(
        joined, path, driver="FlatGeobuf", geometry_type="Unknown", layer_options={"SPATIAL_INDEX": "NO"}
    )


def _kml(tables: dict[str, gpd.GeoDataFrame], _rest: pd.DataFrame, path: Path, title: str) -> None:
    write_kml(tables, path, title=title)


def _csv(tables: dict[str, gpd.GeoDataFrame], rest: pd.DataFrame, path: Path, _title: str) -> None:
    features = _joined(tables, rest)
    points = features.geom_type == "Point"
    table = pd.DataFrame(features.drop(columns="geometry"))
    table = table.map(lambda cell: plain_cell(cell) if isinstance(cell, str) else cell)
    table["lat"] = features.geometry.where(points).apply(lambda point: round(point.y, 7) if point else None)
    table["lon"] = features.geometry.where(points).apply(lambda point: round(point.x, 7) if point else None)
    table["wkt"] = shapely.to_wkt(features.geometry.to_numpy(), rounding_precision=7)
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def plain_cell(text: str) -> str:
    """A cell that no spreadsheet runs and every reader takes for one: a lone carriage return would end the row."""
    armed = text.startswith(_FORMULA)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{plain}" if armed else plain


def _joined(tables: dict[str, gpd.GeoDataFrame], rest: pd.DataFrame) -> gpd.GeoDataFrame:
    """All layers as one table with a column ``layer``, integers and truth values kept as such."""
    named = {**tables, "unplaced": _unlocated(rest)}
    kept = [_nullable(table).assign(layer=name) for name, table in named.items() if len(table)]
    if not kept:
        kept = [_nullable(table).assign(layer=name) for name, table in tables.items()]
    joined = pd.concat(kept, ignore_index=True)
    ordered = joined[["id", "layer", *(name for name in joined.columns if name not in ("id", "layer"))]]
    return gpd.GeoDataFrame(ordered, geometry="geometry", crs=CRS)


def _unlocated(rest: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rest, geometry=gpd.GeoSeries([None] * len(rest), crs=CRS), crs=CRS)


def _nullable(table: pd.DataFrame) -> pd.DataFrame:
    kinds = {"bool": "boolean", "int64": "Int64"}
    return table.astype({name: kinds[str(kind)] for name, kind in table.dtypes.items() if str(kind) in kinds})


#: Writers by ending.
FORMATS: dict[str, Callable[[dict[str, gpd.GeoDataFrame], pd.DataFrame, Path, str], None]] = {
    ".geojson": _geojson,
    ".gpkg": _geopackage,
    ".parquet": _parquet,
    ".fgb": _flatgeobuf,
    ".kml": _kml,
    ".csv": _csv,
}

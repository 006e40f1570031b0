"""A user's polygon from a file of any format that GDAL reads, in degrees."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import UsageError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["read_area"]


def read_area(path: str | Path) -> BaseGeometry:
    """The union of the polygons in a file (GeoJSON, GeoPackage, Shapefile, KML, FlatGeobuf ...), valid, WGS 84 degrees.

    A file without a coordinate reference system is taken for degrees, longitude first. Raises UsageError for a file
    that is missing, cannot be read, or has no polygon.

    >>> read_area("nowhere.geojson")
    Traceback (most recent call last):
    geo.errors.UsageError: nowhere.geojson: no such file
    """
    import geopandas as gpd
    import pyogrio
    import shapely

    source = Path(path)
    if not source.is_file():
        raise UsageError(f"{source}: {'a folder' if source.is_dir() else 'no such file'}")
    try:
        table = gpd.read_file(source)
    except (pyogrio.errors.DataSourceError, ValueError) as error:
        raise UsageError(f"{source}: cannot be read as a map layer: {str(error)[:120]}") from None
    shapes = gpd.GeoSeries(table.geometry) if "geometry" in table else gpd.GeoSeries([])
    polygons = shapes[shapes.geom_type.isin(["Polygon", "MultiPolygon"])]
    if polygons.empty:
        raise UsageError(f"{source}: has no polygon; allowed are Polygon and MultiPolygon")
    degrees = polygons.to_crs("EPSG:4326") if polygons.crs else polygons
    area: BaseGeometry = shapely.union_all([shapely.make_valid(shape) for shape in degrees])
    west, south, east, north = area.bounds
    if west < -180.1 or east > 180.1 or south < -90.1 or north > 90.1:
        raise UsageError(f"{source}: lies outside of longitude -180 to 180 and latitude -90 to 90; is it in degrees?")
    return area

"""The situation as tables of features: the one place for CRS, axis order and column names. geopandas' door.

CRS is EPSG:4326, axis order longitude, latitude, everywhere.
"""

from geo.features.areas import REACH_M, Method
from geo.features.ground import area_series, control_areas
from geo.features.layers import COLUMNS, CRS, everything, frame, layers, unplaced
from geo.features.rows import Tables, tables

__all__ = [
    "COLUMNS",
    "CRS",
    "REACH_M",
    "Method",
    "Tables",
    "area_series",
    "control_areas",
    "everything",
    "frame",
    "layers",
    "tables",
    "unplaced",
]

"""The situation as tables of features: the one place for CRS, axis order and column names. geopandas' door.

CRS is EPSG:4326, axis order longitude, latitude, everywhere.
"""

from geo.features.layers import COLUMNS, CRS, everything, frame, layers, unplaced
from geo.features.rows import Tables, tables

__all__ = ["COLUMNS", "CRS", "Tables", "everything", "frame", "layers", "tables", "unplaced"]

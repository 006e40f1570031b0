"""A gazetteer for news of armed conflict: names in, ranked places out, offline.

>>> import gazetteer
>>> [found.place.country for found in gazetteer.geocode(["Tripoli", "Sabratha"])]
['LY', 'LY']
>>> gazetteer.resolve("Sabratha")[0]["id"]
'geonames:2212771'
>>> from gazetteer import open_index
>>> open_index().lookup("Zumarah", country="LY")[0].place.name
'Zuwarah'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazetteer.errors import GazetteerError, PlaceNotFoundError
    from gazetteer.footprint import Footprint
    from gazetteer.frames import to_geodataframe
    from gazetteer.geocoding import Geocoded, geocode, resolve
    from gazetteer.index import Gazetteer, Likely, Near, open_index
    from gazetteer.place import Candidate, LonLat, Place
    from gazetteer.resolver import Resolution, Toponym

__all__ = [
    "Candidate",
    "Footprint",
    "Gazetteer",
    "GazetteerError",
    "Geocoded",
    "Likely",
    "LonLat",
    "Near",
    "Place",
    "PlaceNotFoundError",
    "Resolution",
    "Toponym",
    "geocode",
    "open_index",
    "resolve",
    "to_geodataframe",
]

_ROOMS = {
    "errors": ("GazetteerError", "PlaceNotFoundError"),
    "footprint": ("Footprint",),
    "frames": ("to_geodataframe",),
    "geocoding": ("Geocoded", "geocode", "resolve"),
    "index": ("Gazetteer", "Likely", "Near", "open_index"),
    "place": ("Candidate", "LonLat", "Place"),
    "resolver": ("Resolution", "Toponym"),
}


def __getattr__(name: str) -> object:
    """Load a room of the package when one of its names is first asked for."""
    for room, offered in _ROOMS.items():
        if name in offered:
            return getattr(import_module(f"gazetteer.{room}"), name)
    raise AttributeError(f"module 'gazetteer' has no attribute {name!r}")

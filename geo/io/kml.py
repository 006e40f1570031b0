"""KML of the layers: a folder for each, every text escaped, days as time spans, factions in their colours."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

__all__ = ["write_kml"]

_NAMESPACE = "http://www.opengis.net/kml/2.2"
# XML 1.0 has no place for these characters, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMES: dict[str, tuple[str, ...]] = {
    "control": ("place", "status", "holder"),
    "movements": ("actor", "action", "origin", "destination", "toward"),
    "incidents": ("action", "place"),
    "places": ("name",),
    "uncertainty": ("of",),
    "routes": ("actor", "stops"),
    "pressure": ("attacker", "told_by", "place"),
    "areas": ("side", "status", "name"),
}


def write_kml(layers: Mapping[str, gpd.GeoDataFrame], path: Path, *, title: str = "") -> None:
    """Write the layers as one KML document. Descriptions are HTML in which no text of an article is markup."""
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    _text(document, "name", _plain(title) or "sitmap")
    for name, layer in layers.items():
        folder = ET.SubElement(document, "Folder")
        _text(folder, "name", name)
        for row in layer.to_dict("records"):
            _placemark(folder, name, row)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _placemark(folder: ET.Element, layer: str, row: dict[str, object]) -> None:
    fields = {name: _told(value) for name, value in row.items() if name != "geometry"}
    fields = {name: value for name, value in fields.items() if value}
    mark = ET.SubElement(folder, "Placemark")
    _text(mark, "name", _plain(" ".join(fields.get(name, "") for name in _NAMES[layer])))
    _text(mark, "description", "<br/>".join(f"<b>{name}</b>: {html.escape(value)}" for name, value in fields.items()))
    _time(mark, fields)
    _style(mark, fields.get("colour", ""))
    extended = ET.SubElement(mark, "ExtendedData")
    for name, value in fields.items():
        entry = ET.SubElement(extended, "Data", name=name)
        _text(entry, "value", _plain(value))
    shape = row["geometry"]
    assert isinstance(shape, BaseGeometry)
    _geometry(mark, shape)


def _told(value: object) -> str:
    missing = value is None or value is pd.NA or value != value  # only NaN differs from itself
    return "" if missing else str(value)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = _NO_XML.sub("\ufffd", text)


def _plain(text: str) -> str:
    """Text for fields that some viewers show as HTML and others as they are: no character that could open a tag."""
    return " ".join(text.split()).translate({ord("<"): "‹", ord(">"): "›"})


def _time(mark: ET.Element, fields: Mapping[str, str]) -> None:
    days = {tag: fields.get(name, "") for tag, name in (("begin", "start"), ("end", "end"))}
    if not any(days.values()) and fields.get("reported"):
        _text(ET.SubElement(mark, "TimeStamp"), "when", fields["reported"])
    if any(days.values()):
        span = ET.SubElement(mark, "TimeSpan")
        for tag, day in days.items():
            if day:
                _text(span, tag, day)


def _style(mark: ET.Element, colour: str) -> None:
    """KML writes colours as alpha, blue, green, red; areas let the ground be seen through."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        return
    shown = f"{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()
    style = ET.SubElement(mark, "Style")
    for tag, alpha in (("IconStyle", "ff"), ("LineStyle", "ff"), ("PolyStyle", "73")):
        _text(ET.SubElement(style, tag), "color", alpha + shown)


def _geometry(parent: ET.Element, shape: BaseGeometry) -> None:
    if hasattr(shape, "geoms"):
        several = ET.SubElement(parent, "MultiGeometry")
        for part in shape.geoms:
            _geometry(several, part)
    elif isinstance(shape, Polygon):
        polygon = ET.SubElement(parent, "Polygon")
        for tag, rings in (("outerBoundaryIs", [shape.exterior]), ("innerBoundaryIs", shape.interiors)):
            for ring in rings:
                edge = ET.SubElement(ET.SubElement(polygon, tag), "LinearRing")
                _text(edge, "coordinates", _coordinates(ring.coords))
    else:
        line = ET.SubElement(parent, "Point" if isinstance(shape, Point) else "LineString")
        _text(line, "coordinates", _coordinates(shape.coords))


def _coordinates(positions: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{lon:.7g},{lat:.7g}" for lon, lat in positions)

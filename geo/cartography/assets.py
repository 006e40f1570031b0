"""The page's constant scripts and styles: Leaflet's from its package, the viewer's own from ours."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

__all__ = ["leaflet_script", "leaflet_style", "panel_markup", "signs", "viewer_script", "viewer_style"]

_SCRIPTS = (
    "data",
    "symbols",
    "link",
    "dates",
    "marks",
    "crowd",
    "arrows",
    "basemap",
    "panel",
    "legend",
    "evidence",
    "changes",
    "compare",
    "download",
    "main",
)


@cache
def leaflet_script() -> str:
    """Leaflet's minified script without its pointer to a source map, which a browser would ask for."""
    return re.sub(r"//# sourceMappingURL=\S*", "", _leaflet("leaflet.js"))


@cache
def leaflet_style() -> str:
    """Leaflet's style sheet without the pictures of markers and controls that the viewer does not use."""
    rules = re.sub(r"behavior:[^;}]*;?", "", _leaflet("leaflet.css"))
    return re.sub(r"background-image:\s*url\([^)]*\);?|url\([^)]*\)", "", rules)


@cache
def viewer_script() -> str:
    """The viewer's scripts in one closure, joined in the order in which they build on one another."""
    shapes = (f"const {name.upper()} = {json.dumps(table)};" for name, table in signs().items())
    body = "\n".join((*shapes, *(_viewer(f"{name}.js") for name in _SCRIPTS)))
    return f'(async function () {{\n"use strict";\n{body}\n}})();'


@cache
def signs() -> dict[str, dict[str, dict[str, Any]]]:
    """The shapes of incidents and of arrows as SVG paths, y downwards, for the page and for pictures alike."""
    table: dict[str, dict[str, dict[str, Any]]] = json.loads(_viewer("signs.json"))
    return table


@cache
def viewer_style() -> str:
    """The viewer's style sheet."""
    return _viewer("viewer.css")


@cache
def panel_markup() -> str:
    """The page's constant furniture: headings, tabs, regions."""
    return _viewer("panel.html")


def _viewer(name: str) -> str:
    return _lines(resources.files("geo.cartography").joinpath("viewer", name).read_text(encoding="utf-8"))


def _leaflet(name: str) -> str:
    from xstatic.pkg import leaflet

    return _lines(Path(leaflet.BASE_DIR, name).read_text(encoding="utf-8"))


def _lines(text: str) -> str:
    # A browser hashes what its parser made of the text, with every line ending turned into a line feed.
    return text.replace("\r\n", "\n").replace("\r", "\n")

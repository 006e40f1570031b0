"""The page: folium's map, panes, layers and structure, with Leaflet alone and nothing from the network.

folium runs every string it is given through a template engine and writes much of it unescaped. So it is given
constants only, and what it renders is a constant; whatever comes from articles enters afterwards as data.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import folium
from branca.element import Figure
from folium.map import CustomPane
from folium.template import Template

from geo.cartography import assets, embed

__all__ = ["LAYERS", "render"]

# The switchable layers from bottom to top, each in a pane of its own.
LAYERS = ("areas", "uncertainty", "places", "movements", "incidents", "control")
_PANES = {"sea": 190, "land": 195, "areas": 405, "uncertainty": 410, "places": 420, "movements": 440}
_PANES |= {"crowd": 445, "labels": 447, "incidents": 450, "control": 460}
_OSM = '&copy; <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors'
# Name, address, credit (fixed HTML of ours), highest zoom; none of them asks for a key.
_TILES = (
    ("OpenStreetMap", "https://tile.openstreetmap.org/{z}/{x}/{y}.png", _OSM, 19),
    (
        "OpenTopoMap",
        "https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png",
        _OSM + ", SRTM; map style OpenTopoMap (CC-BY-SA)",
        17,
    ),
    (
        "Esri World Imagery",
        "https://server.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer/tile/{z}/{y}/{x}",
        "Imagery &copy; Esri, Maxar, Earthstar Geographics and the GIS User Community",
        18,
    ),
)


class _Figure(Figure):
    """A bare document with markers for what is put in after rendering."""

    _template = Template(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<!--slot:policy-->\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<!--slot:referrer-->\n'
        "<title><!--slot:title--></title>\n<!--slot:styles-->\n</head>\n<body>\n<main>\n"
        "<!--slot:panel-->\n{{ this.html.render(**kwargs) }}\n</main>\n<!--slot:data-->\n<!--slot:libraries-->\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n<!--slot:tiles--></script>\n"
        "<!--slot:viewer-->\n</body>\n</html>\n"
    )


class _Map(folium.Map):
    """folium's map without its content delivery networks, inline styles and touch switches."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - as folium has it
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"></div>{% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map("{{ this.get_name() }}", {{ this.options|tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(location=[20.0, 10.0], tiles=None, zoom_control=False, attribution_control=False, **options)
        # A fixed name makes the page, and with it the hashes of its scripts, the same on every run.
        self._id = "sitmap"
        _Figure().add_child(self)


def render(*, data: str, title: str, online: bool = False) -> str:
    """The whole page; ``data`` are finished data blocks, ``title`` any text."""
    hosts = _tile_hosts() if online else ()
    constant = _constant_page(online)
    policy = embed.content_security_policy(constant, image_hosts=hosts)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return embed.fill(constant, {"policy": meta, "title": html.escape(title), "data": data})


@cache
def _constant_page(online: bool) -> str:
    """What is the same for every situation: folium's structure with Leaflet's and the viewer's assets in it."""
    slots = {
        # Offline nothing is asked for; tile servers, as their terms have it, may know which site asks.
        "referrer": f'<meta name="referrer" content="{"strict-origin" if online else "no-referrer"}">',
        "styles": f"<style>{assets.leaflet_style()}</style>\n<style>{assets.viewer_style()}</style>",
        "panel": assets.panel_markup(),
        "libraries": f"<script>{assets.leaflet_script()}</script>",
        "tiles": _tile_table(online),
        "viewer": f"<script>{assets.viewer_script()}</script>",
    }
    return embed.fill(_skeleton(online), slots)


def _skeleton(online: bool) -> str:
    page = _Map(min_zoom=2, max_zoom=16, zoom_snap=0.5, world_copy_jump=True)
    for name, level in _PANES.items():
        _named(CustomPane(name, z_index=level, pointer_events=level >= 400 and name not in {"labels", "crowd"})).add_to(
            page
        )
    for name in LAYERS:
        _named(folium.FeatureGroup(name=name, pane=name)).add_to(page)
    for name, url, credit, most in _TILES if online else ():
        _named(folium.TileLayer(url, attr=credit, name=name, max_zoom=most, show=False)).add_to(page)
    return str(page.get_root().render())


def _named(element: Any) -> Any:
    """Replace an element's random id by one made of its name."""
    element._id = _slug(getattr(element, "layer_name", None) or element.name)
    return element


def _tile_table(online: bool) -> str:
    """A line of script by which the viewer finds folium's tile layers under the names that readers see."""
    pairs = (f"{json.dumps(name)}: tile_layer_{_slug(name)}" for name, *_ in _TILES if online)
    return f"var tile_layers = {{{', '.join(pairs)}}};\n"


def _slug(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_").lower()


def _tile_hosts() -> tuple[str, ...]:
    """The hosts that tile layers load pictures from, in the form of a content security policy."""
    return tuple(f"https://{urlsplit(url).netloc.replace('{s}', '*')}" for _, url, *_ in _TILES)

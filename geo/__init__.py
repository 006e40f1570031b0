"""Reads news of armed conflict and maps who holds what and who moves where, every dot with its source.

    import geo

    situation = geo.read("seeds/")
    print(geo.control(situation, "Anti-IS Operations Room"))
    geo.write_map(situation, "maps/seeds.html")

Nothing heavy is loaded before it is used: the names below find their modules on first access.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.cartography import write_map
    from geo.cartography.picture import write_picture
    from geo.features import area_series, control_areas, frame, layers
    from geo.io.export import export
    from geo.io.store import load, save
    from geo.pipeline import places, read
    from geo.query import changes, control, disputes, history, movements, overview, select, timeline, who

__version__ = "0.1.0"

_HOMES = {
    "area_series": "geo.features",
    "control_areas": "geo.features",
    "changes": "geo.query",
    "control": "geo.query",
    "disputes": "geo.query",
    "export": "geo.io.export",
    "frame": "geo.features",
    "history": "geo.query",
    "layers": "geo.features",
    "load": "geo.io.store",
    "movements": "geo.query",
    "overview": "geo.query",
    "places": "geo.pipeline",
    "read": "geo.pipeline",
    "save": "geo.io.store",
    "select": "geo.query",
    "timeline": "geo.query",
    "who": "geo.query",
    "write_map": "geo.cartography",
    "write_picture": "geo.cartography.picture",
}

__all__ = [
    "area_series",
    "changes",
    "control",
    "control_areas",
    "disputes",
    "export",
    "frame",
    "history",
    "layers",
    "load",
    "movements",
    "overview",
    "places",
    "read",
    "save",
    "select",
    "timeline",
    "who",
    "write_map",
    "write_picture",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

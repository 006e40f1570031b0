"""Maps: one self-contained HTML file that needs no network, with the evidence behind every mark."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ExportError
from geo.situation import Situation

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["write_map"]


def write_map(
    situation: Situation,
    path: str | os.PathLike[str],
    *,
    on: dt.date | None = None,
    online: bool = False,
    title: str | None = None,
) -> Path:
    """Write the situation into one HTML file that opens as of a day, the last publication day by default.

    All days are in the file, and the reader may move to any of them. The file makes no request at all; ``online``
    adds tile layers from the network that the reader may switch on.
    Folders on the way are made. An existing file is replaced in one step, or kept when anything fails.
    Raises ExportError when the file cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_map(Situation(), Path(folder, "empty.html"), title="Nothing yet").name
    'empty.html'
    """
    from geo.cartography import basemap, payload
    from geo.features import layers

    frames = layers(situation)
    ground = basemap.build(payload.spots(situation, frames, on=on))
    return _replace(Path(path), compose(situation, frames, ground, on=on, online=online, title=title))


def compose(
    situation: Situation,
    frames: Mapping[str, GeoDataFrame],
    ground: Mapping[str, object],
    *,
    on: dt.date | None = None,
    online: bool = False,
    title: str | None = None,
) -> str:
    """The page as text, from the feature layers and a base map that are there already."""
    from geo.cartography import embed, page, payload

    title = title or situation.title or "Situation map"
    values = payload.assemble(situation, frames, on=on or situation.latest_day, title=title)
    data = embed.data_block("sitmap-situation", values) + embed.data_block("sitmap-basemap", ground)
    return page.render(data=data, title=title, online=online)


def _replace(path: Path, text: str) -> Path:
    """Write beside the target, then rename over it, so that no reader ever sees half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="xmlcharrefreplace", newline="\n") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error
    return path

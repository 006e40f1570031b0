"""Maps: one self-contained HTML file that needs no network, with the evidence behind every mark."""

from __future__ import annotations

import datetime as dt
import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from geo.atomic import replacing
from geo.interval import Day, as_day
from geo.situation import Situation

if TYPE_CHECKING:
    from geo.cartography.view import Spot
    from geo.features import Tables

__all__ = ["write_map"]


def write_map(
    situation: Situation,
    path: str | os.PathLike[str],
    *,
    on: Day = None,
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
    from geo.features import tables

    with _uncollected():
        day, rows = as_day(on), tables(situation, None)
        focus = payload.spots(situation, rows, on=day)
        text = compose(situation, rows, basemap.build(focus), on=day, online=online, title=title, focus=focus)
    with suppress(OSError):  # what is in the way is told when the file is written
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    with replacing(Path(path)) as beside:
        beside.write_text(text, encoding="utf-8", errors="xmlcharrefreplace", newline="\n")
    return Path(path)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Holds back the search for cycles, of which rows have none: among a million small values it doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def compose(
    situation: Situation,
    rows: Tables,
    ground: Mapping[str, object],
    *,
    on: dt.date | None = None,
    online: bool = False,
    title: str | None = None,
    focus: list[Spot] | None = None,
) -> str:
    """The page as text, from the rows of the features and a base map that are there already."""
    from geo.cartography import embed, page, payload

    title = title or situation.title or "Situation map"
    values = payload.assemble(situation, rows, on=on or situation.latest_day, title=title, focus=focus)
    data = embed.data_block("sitmap-situation", values) + embed.data_block("sitmap-basemap", ground)
    return page.render(data=data, title=title, online=online)

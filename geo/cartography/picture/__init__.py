"""Pictures for reports: the map of a day as PNG, SVG or PDF, drawn without a browser. matplotlib's door."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.atomic import replacing
from geo.interval import Day, as_day
from geo.situation import Situation

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "draw_picture", "write_picture"]

FORMATS = (".png", ".svg", ".pdf")
"""The endings of the files that :func:`write_picture` writes."""

_SIZE = (11.0, 7.2)  # inches
_DPI = 160
_CROWD, _RECENT = 150, 30  # with more movements and incidents than this, those of the last days alone
# The same situation gives the same file, byte for byte, and no foreign text is read as a formula.
_STYLE = {
    "svg.hashsalt": "sitmap", "svg.fonttype": "path", "text.parse_math": False, "hatch.linewidth": 0.5,
    "font.family": "DejaVu Sans",
}  # fmt: skip


def write_picture(
    situation: Situation, path: str | os.PathLike[str], *, on: Day = None, title: str | None = None
) -> Path:
    """Write the situation of a day, the last publication day by default, as a picture of 28 by 18 centimetres.

    The ending of ``path``, one of :data:`FORMATS`, gives the format. Symbols are those of the page. Folders on the
    way are made; an existing file is replaced in one step, or kept when anything fails.
    Raises ExportError when the file cannot be written, ValueError for another ending.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_picture(Situation(), Path(folder, "empty.svg")).stat().st_size > 10_000
    True
    """
    import matplotlib

    path = Path(path)
    if path.suffix.lower() not in FORMATS:
        raise ValueError(f"{path}: a picture is one of {', '.join(FORMATS)}, not {path.suffix or 'without an ending'}")
    with matplotlib.rc_context(_STYLE):
        figure = draw_picture(situation, on=on, title=title)
        with suppress(OSError):  # what is in the way is told when the file is written
            path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as beside:
            figure.savefig(beside, format=path.suffix.lower()[1:], dpi=_DPI, metadata=_undated(path.suffix.lower()))
    return path


def draw_picture(situation: Situation, *, on: Day = None, title: str | None = None) -> Figure:
    """The picture as a matplotlib figure, for who wants to go on with it.

    >>> len(draw_picture(Situation()).axes)
    2
    """
    from matplotlib.figure import Figure

    from geo.cartography import payload
    from geo.cartography.picture import furniture, ground, marks
    from geo.features import tables

    day = as_day(on) or situation.latest_day
    rows = tables(situation, day)
    layers = payload.drawn(situation, rows, on=day)
    layers["areas"] = [row for row in layers["areas"] if _stands(row, day)]
    layers |= {name: _recent(layers[name], day) for name in ("movements", "incidents")}
    figure = Figure(figsize=_SIZE, facecolor="white")
    sheet = ground.Sheet.of(figure, payload.spots(situation, rows, on=day))
    ground.draw(sheet)
    marks.draw(sheet, layers)
    furniture.draw(sheet, layers, title=title or situation.title or "Situation map", day=day)
    return figure


def _stands(row: dict[str, Any], day: dt.date | None) -> bool:
    iso = day.isoformat() if day else ""
    return not iso or (row.get("start", iso) <= iso <= row.get("end", iso))


def _recent(rows: list[dict[str, Any]], day: dt.date | None) -> list[dict[str, Any]]:
    if len(rows) <= _CROWD or day is None:
        return rows
    first = (day - dt.timedelta(days=_RECENT)).isoformat()
    return [row for row in rows if (row.get("start") or row.get("reported") or first) >= first]


def _undated(ending: str) -> dict[str, None]:
    return {".png": {}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}[ending]

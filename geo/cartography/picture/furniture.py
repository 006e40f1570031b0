"""What stands beside the marks: title and date, the key to the symbols, scale, north, credit."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.cartography.picture import marks
from geo.cartography.picture.ground import COLOURS, Sheet, plain

__all__ = ["draw"]

Row = Mapping[str, Any]
Layers = Mapping[str, Sequence[Row]]

INK, SOFT = COLOURS["ink"], COLOURS["soft"]
_METRES = 111_320.0  # of a degree along the equator
_WIDTH, _LETTER = 190, 0.55  # points of the side; how wide a letter is for its height
_MOST = 9  # factions with a line of their own
_CONTROL = (
    ("held, reported as fact", {"status": "held"}),
    ("held by its own claim only", {"status": "held", "basis": "claimed"}),
    ("held in part", {"status": "held", "partial": True}),
    ("contested", {"status": "contested"}),
    ("held, besieged", {"status": "besieged"}),
    ("mixed control", {"status": "mixed"}),
    ("unknown: the last word is old", {"status": "unknown"}),
)
_MOVES = {
    "advances": "advance",
    "withdraws": "withdrawal",
    "deploys": "deployment",
    "flees": "flight",
    "travels": "travel",
}


def draw(sheet: Sheet, layers: Layers, *, title: str, day: dt.date | None) -> None:
    """The side with title and key, and on the map the scale bar, north and credit."""
    column = _Column(sheet)
    column.text(title, 11.5, INK, "bold", most=2)
    day_words = f"As of {day.day} {day:%B %Y}" if day else "Undated"
    articles, claims = len(layers["articles"]), len(layers["claims"])
    column.text(f"{day_words} · {articles:,} articles · {claims:,} claims", 6.6, SOFT)
    _factions(column, layers)
    _keys(column, layers)
    _sources(column, layers)
    _scale(sheet)
    _north(sheet)


@dataclass
class _Column:
    """Lines of the side from top to bottom; ``y`` is the upper edge of the next, as a share of the height."""

    sheet: Sheet
    y: float = 0.965

    def text(
        self, words: str, size: float, colour: str, weight: str = "normal", *, x: float = 0.0, most: int = 1
    ) -> None:
        """Lines of text, ``most`` at the most."""
        look = {"fontsize": size, "color": colour, "fontweight": weight, "va": "top", "parse_math": False}
        for line in _wrapped(words, int(_WIDTH * (1 - x) / (_LETTER * size)), most):
            self.sheet.side.text(x, self.y, line, **look)
            self.y -= size * 1.35 / 518
        self.y -= 0.004

    def symbol(self, area: Any, words: str, number: int | None = None) -> None:
        """A line of the key."""
        from matplotlib.offsetbox import AnnotationBbox

        high = 0.036
        if self.y < 0.12:
            return
        middle = self.y - high / 2
        self.sheet.side.add_artist(AnnotationBbox(area, (0.055, middle), frameon=False, pad=0))
        look = {"fontsize": 7.4, "va": "center", "parse_math": False}
        self.sheet.side.text(0.14, middle, _wrapped(words, 34, 1)[0], color=INK, **look)
        if number is not None:
            self.sheet.side.text(0.99, middle, f"{number:,}", color=SOFT, ha="right", **look)
        self.y -= high

    def heading(self, words: str) -> None:
        if self.y < 0.14:
            return
        self.y -= 0.012
        self.text(words, 8.4, INK, "bold")


def _wrapped(words: str, width: int, most: int) -> list[str]:
    import textwrap

    lines = textwrap.wrap(plain(words[:2000]), max(width, 8), break_long_words=True, max_lines=most, placeholder=" …")
    return lines or [""]


def _factions(column: _Column, layers: Layers) -> None:
    """Who holds the most places, then who moves."""
    counts: Counter[int] = Counter()
    for row in layers["control"]:
        counts.update({row["holder"]} if "holder" in row else set(row.get("claimants") or ()))
    movers = (row["actor"] for row in (*layers["movements"], *layers["incidents"]) if "actor" in row)
    counts.update(dict.fromkeys(movers, 0))
    if not counts:
        return
    column.heading("Who")
    for number, held in counts.most_common(_MOST):
        row = {"status": "held", "holder": number}
        column.symbol(marks.control_symbol(layers, row), layers["actors"][number]["name"], held or None)
    if len(counts) > _MOST:
        column.text(f"and {len(counts) - _MOST} more", 7.0, SOFT, x=0.14)


def _keys(column: _Column, layers: Layers) -> None:
    kinds = ((words, look, [row for row in layers["control"] if _is(row, look)]) for words, look in _CONTROL)
    found = [kind for kind in kinds if kind[2]]
    if found:
        column.heading("Control")
    for words, look, rows in found:
        like = {"holder": rows[0].get("holder"), "claimants": rows[0].get("claimants"), **look}
        column.symbol(marks.control_symbol(layers, {k: v for k, v in like.items() if v is not None}), words, len(rows))
    if layers["movements"]:
        column.heading("Movements")
    for action, number in Counter(row["action"] for row in layers["movements"]).most_common():
        column.symbol(_move(action), _MOVES.get(action, action), number)
    if any(marks.is_dashed(row) for row in layers["movements"]):
        column.text("dashed: claimed, possible, or arrival not reported", 6.4, SOFT, x=0.14)
    if layers["incidents"]:
        column.heading("Incidents")
    for action, number in Counter(row["action"] for row in layers["incidents"]).most_common():
        column.symbol(marks.incident_symbol([{"action": action}]), action.replace("_", " "), number)


def _is(row: Row, look: Row) -> bool:
    """Whether a place's row is of the kind that a line of the key tells; a claim says more than a part."""
    kind: dict[str, Any] = {"status": row["status"]}
    if row["status"] == "held" and row.get("basis") == "claimed":
        kind["basis"] = "claimed"
    elif row["status"] == "held" and row.get("partial"):
        kind["partial"] = True
    return kind == look


def _move(action: str) -> Any:
    from matplotlib.lines import Line2D
    from matplotlib.offsetbox import DrawingArea
    from matplotlib.patches import PathPatch
    from matplotlib.transforms import Affine2D

    style, area = marks.move_style(action), DrawingArea(26, 16, 0, 0)
    area.add_artist(Line2D([2, 17], [8, 8], color=SOFT, linewidth=style["weight"] * 0.55))
    fill = "none" if style.get("open") else SOFT if style.get("solid") else COLOURS["plate"]
    head = PathPatch(marks.outline(style["head"]), facecolor=fill, edgecolor=INK, linewidth=0.9)
    head.set_transform(Affine2D().scale(0.72).translate(22, 8) + area.get_transform())
    area.add_artist(head)
    return area


def _sources(column: _Column, layers: Layers) -> None:
    outlets = dict.fromkeys(row["source"] for row in layers["articles"] if row.get("source"))
    column.y = min(column.y - 0.01, 0.115)
    told = f"Reports: {', '.join(outlets)}. " if outlets else ""
    note = "Every mark is what a report says, not what is known. Borders take no position."
    column.text(told, 6.2, SOFT, most=3)
    column.text(note, 6.2, SOFT, most=2)


def _scale(sheet: Sheet) -> None:
    """A bar of a round length, true in the middle of the map."""
    b = sheet.bounds
    stretch = math.cos(math.radians((b.south + b.north) / 2))
    across = (b.east - b.west) * _METRES * stretch
    metres = max(length for length in _round_lengths() if length <= across / 5)
    degrees = metres / _METRES / stretch
    west, (south, north) = b.west, sheet.map.get_ylim()
    x, y, tick = west + (b.east - b.west) * 0.02, south + (north - south) * 0.045, (north - south) * 0.008
    ends = [x, x, x + degrees, x + degrees], [y + tick, y, y, y + tick]
    sheet.map.plot(*ends, color=INK, linewidth=1.1, zorder=10)
    words = f"{metres / 1000:,.0f} km" if metres >= 1000 else f"{metres:,.0f} m"
    sheet.map.text(x + degrees / 2, y + tick, words, fontsize=7, ha="center", va="bottom", color=INK, zorder=10)
    credit = "© GeoNames (CC BY 4.0) · Natural Earth · drawn by sitmap, Mercator's projection"
    sheet.map.text(x, south + (north - south) * 0.014, credit, fontsize=5.6, color=SOFT, va="bottom", zorder=10)


def _round_lengths() -> Iterator[float]:
    return (step * 10**power for power in range(1, 8) for step in (1, 2, 5))


def _north(sheet: Sheet) -> None:
    sheet.map.annotate(
        "N", (0.965, 0.965), (0.965, 0.905), xycoords="axes fraction", ha="center", va="center", fontsize=8, color=INK,
        fontweight="bold", zorder=10, arrowprops={"arrowstyle": "-|>", "color": INK, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip

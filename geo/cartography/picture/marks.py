"""What is told of places, as the page draws it: areas of doubt, arrows, signs, and who holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.cartography import assets
from geo.cartography.basemap import decode
from geo.cartography.picture.ground import COLOURS, Sheet, plain, project, towns

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.offsetbox import DrawingArea
    from matplotlib.path import Path

__all__ = ["control_symbol", "draw", "incident_symbol", "move_style", "party"]

Row = Mapping[str, Any]
Layers = Mapping[str, Sequence[Row]]
Spot = tuple[float, float]

INK, PLATE = COLOURS["ink"], COLOURS["plate"]
UNKNOWN = {"name": "unidentified", "colour": "#8a8f98", "ink": "#16191d", "letter": "?", "texture": "solid"}
HATCHES = {
    "solid": "", "diagonal": "////", "counter": "\\\\\\\\", "dots": "...", "cross": "xxxx", "horizontal": "----",
    "vertical": "||||", "grid": "++++",
}  # fmt: skip
_UNIT = 0.72  # points for each unit of the page's symbols
_CLOSE = 19.0  # points; what stands closer to a weightier mark is set beside it
_LEFT = ((-24, 0), (-12, -21), (-12, 21), (12, -24), (12, 24), (-36, -21), (-36, 21))
_RIGHT = ((15, 12), (19, -4), (9, -19), (19, 27), (32, 9), (32, -13), (0, 22), (-10, -19))


def party(layers: Layers, number: int | None) -> Row:
    """The row of an actor, one of its own for nobody known."""
    return UNKNOWN if number is None else layers["actors"][number]


def draw(sheet: Sheet, layers: Layers) -> None:
    """All marks that lie on the sheet, and the names of the weightiest of them."""
    _areas(sheet, layers)
    _uncertainty(sheet, layers)
    for row in layers["movements"]:
        _arrow(sheet, row, party(layers, row.get("actor")))
    anchors: list[list[Any]] = []
    held = sorted((r for r in layers["control"] if sheet.shows(*r["at"])), key=_weight, reverse=True)
    offsets = _spread(sheet, [row["at"] for row in held], _LEFT, anchors)
    for row, offset in reversed(list(zip(held, offsets, strict=True))):
        _put(sheet, control_symbol(layers, row), row["at"], offset)
    signs = [same for same in _signs(layers) if sheet.shows(*same[0]["at"])]
    beside = _spread(sheet, [same[0]["at"] for same in signs], _RIGHT, anchors)
    for same, offset in zip(signs, beside, strict=True):
        _put(sheet, incident_symbol(same), same[0]["at"], offset)
    _names(sheet, layers, list(zip(held, offsets, strict=True)))


def _weight(row: Row) -> int:
    return (0 if row["status"] == "unknown" else 1000) + len(row.get("claims") or ())


def _signs(layers: Layers) -> list[list[Row]]:
    signs: dict[tuple[Any, ...], list[Row]] = {}
    for row in layers["incidents"]:
        lat, lon = row["at"]
        signs.setdefault((round(lat, 3), round(lon, 3), row["action"]), []).append(row)
    return list(signs.values())


def _spread(sheet: Sheet, spots: Sequence[Spot], slots: Sequence[Spot], anchors: list[list[Any]]) -> list[Spot]:
    """Offsets in points for marks in the order of their weight; each anchor is [point, marks beside it]."""
    offsets: list[Spot] = []
    for lat, lon in spots:
        x, y = sheet.points(lat, lon)
        anchor = next((a for a in anchors if np.hypot(a[0][0] - x, a[0][1] - y) < _CLOSE), None)
        if anchor is None:
            anchors.append([(x, y), 0])
            offsets.append((0.0, 0.0))
            continue
        dx, dy = slots[anchor[1] % len(slots)]
        anchor[1] += 1
        offsets.append((anchor[0][0] - x + dx, anchor[0][1] - y + dy))
    return offsets


def _put(sheet: Sheet, symbol: DrawingArea, at: Spot, offset: Spot) -> None:
    from matplotlib.offsetbox import AnnotationBbox

    (x, y), half = sheet.points(*at), symbol.width / 2
    sheet.boxes.append((x + offset[0] - half, y + offset[1] - half, x + offset[0] + half, y + offset[1] + half))
    box = AnnotationBbox(symbol, sheet.at(*at), xybox=offset, boxcoords="offset points", frameon=False, pad=0, zorder=8)
    sheet.map.add_artist(box)


def _area(size: float, *artists: Artist) -> DrawingArea:
    """A drawing of the page's units, the origin in its middle."""
    from matplotlib.offsetbox import DrawingArea
    from matplotlib.transforms import Affine2D

    area = DrawingArea(size * _UNIT, size * _UNIT, 0, 0)
    centred = Affine2D().scale(_UNIT).translate(size * _UNIT / 2, size * _UNIT / 2) + area.get_transform()
    for artist in artists:
        artist.set_transform(centred)
        area.add_artist(artist)
    return area


def control_symbol(layers: Layers, row: Row) -> DrawingArea:
    """Filled for held, split for contested, half filled for a part, dashed for claimed, ringed for besieged."""
    from matplotlib.patches import Circle, Wedge

    parties = list(row.get("claimants") or ())
    holder = row.get("holder", parties[0] if parties else None)
    rival = next((number for number in parties if number != holder), None)
    one, two = party(layers, holder), party(layers, rival)
    dashed = (0, (2.2, 1.6)) if row.get("basis") == "claimed" else "solid"
    outline = Circle((0, 0), 12, fill=False, edgecolor=INK, linewidth=1.2, linestyle=dashed)
    parts: list[Artist] = [Circle((0, 0), 13.4, color=PLATE)]
    if row["status"] == "unknown":
        faded = Circle((0, 0), 10, facecolor=one["colour"], alpha=0.25)
        dots = Circle((0, 0), 10, fill=False, edgecolor=INK, linewidth=0.9, linestyle=(0, (1, 2)))
        parts += [faded, dots, _letter("?" if holder is None else f"{one['letter']}?", 0, 0, COLOURS["soft"])]
    elif row["status"] in {"contested", "mixed"} and rival is not None:
        turn = 45 if row["status"] == "contested" else 90
        parts += [_filled(Wedge((0, 0), 12, turn, turn + 180), one), _filled(Wedge((0, 0), 12, turn + 180, turn), two)]
        shift = (4.6, 4.6) if row["status"] == "contested" else (5.6, 0.0)
        parts += [outline, _letter(one["letter"], -shift[0], shift[1], one["ink"], 6, one["colour"])]
        parts.append(_letter(two["letter"], shift[0], -shift[1], two["ink"], 6, two["colour"]))
        if row["status"] == "contested":
            parts.append(Circle((0, 0), 14.6, fill=False, edgecolor=INK, linewidth=0.8, linestyle=(0, (1.6, 1.7))))
    else:
        whole = Wedge((0, 0), 12, 90, 270) if row.get("partial") else Circle((0, 0), 12)
        plain = row.get("partial") or row.get("basis") == "claimed"
        parts += [Circle((0, 0), 12, color=PLATE), _filled(whole, one, 0.55 if row.get("basis") == "claimed" else 1.0)]
        ink, halo = (INK, PLATE) if plain else (one["ink"], one["colour"])
        parts += [outline, _letter(one["letter"], 0, 0, ink, halo=halo)]
    if row["status"] == "besieged":
        parts.append(Circle((0, 0), 15.6, fill=False, edgecolor=INK, linewidth=3, linestyle=(0, (0.5, 1.4))))
    return _area(34, *parts)


def _filled(patch: Any, look: Row, alpha: float = 1.0) -> Any:
    patch.set(facecolor=look["colour"], edgecolor=look["ink"] + "55", linewidth=0, alpha=alpha)
    patch.set_hatch(HATCHES[look["texture"]])
    return patch


def _letter(text: str, x: float, y: float, ink: str, size: float | None = None, halo: str = "") -> Artist:
    from matplotlib.patheffects import withStroke
    from matplotlib.text import Text

    size = size or (7.5 if len(text) > 1 else 9.5)
    word = Text(
        x, y, text, color=ink, fontsize=size, fontweight="bold", ha="center", va="center_baseline", parse_math=False
    )
    if halo:
        word.set_path_effects([withStroke(linewidth=2.2, foreground=halo)])
    return word


def incident_symbol(same: Sequence[Row]) -> DrawingArea:
    """A plate with the sign of the kind, dashed where no report tells it as a fact, and how many there are."""
    from matplotlib.patches import Circle, FancyBboxPatch, PathPatch

    doubtful = all(row.get("factuality") not in (None, "actual") for row in same)
    shape = assets.signs()["incidents"].get(same[0]["action"], {"d": "M-5 0L0 -5L5 0L0 5Z"})
    plate = FancyBboxPatch((-7, -7), 14, 14, "round,pad=3", facecolor=PLATE, edgecolor=INK, linewidth=0.9)
    plate.set_linestyle((0, (2.2, 1.6)) if doubtful else "solid")
    heavy = 2.4 if shape.get("heavy") else 1.2
    sign = PathPatch(outline(shape["d"]), fill=bool(shape.get("solid")), facecolor=INK, edgecolor=INK)
    sign.set_linewidth(0.4 if shape.get("solid") else heavy)
    parts: list[Artist] = [plate, sign]
    if len(same) > 1:
        parts += [Circle((9, 9), 6, color=INK), _letter(str(min(len(same), 99)), 9, 9, PLATE, 5.5)]
    return _area(32, *parts)


def outline(d: str) -> Path:
    """An SVG path turned upside down, for on paper y goes up."""
    from matplotlib.transforms import Affine2D
    from svgpath2mpl import parse_path

    path: Path = parse_path(d).transformed(Affine2D().scale(1, -1))
    return path


def move_style(action: str) -> Mapping[str, Any]:
    """Weight and head of an arrow."""
    moves = assets.signs()["moves"]
    style: Mapping[str, Any] = moves.get(action, moves["travels"])
    return style


def is_dashed(row: Row) -> bool:
    """Whether a movement is claimed, possible, or not told to have arrived."""
    doubtful = row.get("factuality") not in (None, "actual")
    return doubtful or bool(row.get("toward") and not row.get("destination"))


def _arrow(sheet: Sheet, row: Row, look: Row) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patheffects import Normal, Stroke

    style, line = move_style(row["action"]), project([(lon, lat) for lat, lon in row["path"]])
    width = style["weight"] * _UNIT * 0.8 * (0.67 + 0.66 * row.get("confidence", 0.5))
    dashes = (0, (2.6, 1.6)) if is_dashed(row) else "solid"
    casing = [Stroke(linewidth=width + 1.1, foreground=INK), Normal()]
    drawn = Line2D(*_shortened(sheet, line).T, color=look["colour"], linewidth=width, linestyle=dashes, zorder=5)
    drawn.set(solid_capstyle="butt", dash_capstyle="butt", path_effects=casing)
    sheet.map.add_line(drawn)
    _head(sheet, style, drawn.get_xydata(), look["colour"])
    sheet.keep_clear(line[::2], 4.0)
    sheet.keep_clear(line[-1:], 9.0)


def _shortened(sheet: Sheet, line: Any) -> Any:
    """The line without what the marks at its ends cover, in points, less where it is short."""
    on_paper = sheet.map.transData.transform(line)
    scale = 72 / sheet.map.get_figure(root=True).dpi
    steps = np.hypot(*np.diff(on_paper, axis=0).T) * scale
    along = np.concatenate([[0.0], np.cumsum(steps)])
    cut = min(13.0, along[-1] / 4)
    wanted = np.linspace(cut, along[-1] - cut, len(line))
    return np.column_stack([np.interp(wanted, along, line[:, axis]) for axis in (0, 1)])


def _head(sheet: Sheet, style: Mapping[str, Any], line: Any, colour: str) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.transforms import Affine2D, ScaledTranslation

    (x0, y0), (x1, y1) = line[[-2, -1]]
    root = sheet.map.get_figure(root=True)
    turned = Affine2D().scale(_UNIT / 72).rotate(np.arctan2(y1 - y0, x1 - x0))
    there = turned + root.dpi_scale_trans + ScaledTranslation(x1, y1, sheet.map.transData)
    fill = "none" if style.get("open") else colour if style.get("solid") else PLATE
    for edge, width in ((INK, 2.4), (colour, 1.1)):
        head = PathPatch(outline(style["head"]), facecolor=fill, edgecolor=edge, linewidth=width, zorder=6)
        head.set_transform(there)
        sheet.map.add_artist(head)


def _areas(sheet: Sheet, layers: Layers) -> None:
    """The ground about the places that are held: pale, striped where it is fought over."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    for row in layers["areas"]:
        parties = list(row.get("claimants") or ())
        look = party(layers, row.get("side", parties[0] if parties else None))
        fought = row["status"] == "contested"
        rings = [Path(project(decode(ring))) for part in row["rings"] for ring in part]
        ground = PathPatch(Path.make_compound_path(*rings), facecolor=look["colour"] + "38", linewidth=0.8, zorder=2.5)
        ground.set(edgecolor=INK + "99" if fought else look["colour"], hatch="///" if fought else None)
        ground.set_linestyle("dotted" if fought else "dashed" if row.get("basis") == "claimed" else "solid")
        sheet.map.add_patch(ground)


def _uncertainty(sheet: Sheet, layers: Layers) -> None:
    from matplotlib.collections import PolyCollection

    claims = {n for name in ("movements", "incidents") for row in layers[name] for n in row.get("claims") or ()}
    areas = [area for area in layers["uncertainty"] if claims.intersection(area.get("claims") or ())]
    rings = [project([(lon, lat) for lat, lon in ring]) for area in areas for ring in area["rings"]]
    shade = COLOURS["soft"]
    sheet.map.add_collection(
        PolyCollection(
            rings, facecolors=shade + "22", edgecolors=shade + "99", linewidths=0.6, linestyles="dashed", zorder=3
        )
    )


def _names(sheet: Sheet, layers: Layers, held: Sequence[tuple[Row, Spot]]) -> None:
    """Labels by rank: what stands first keeps its place, what would touch it is left out."""
    named: set[str] = set()
    for row, offset in held:
        _label(sheet, row["at"], row.get("place") or "", 8.0, INK, "bold", offset, 13, named)
    for row in layers["incidents"]:
        _label(sheet, row["at"], row.get("place") or "", 7.0, INK, "normal", (0, 0), 13, named)
    ends = [(row[role], row["path"][at]) for row in layers["movements"]
            for role, at in (("origin", 0), ("destination", -1)) if row.get(role)]  # fmt: skip
    for name, at in ends:
        _label(sheet, at, name, 7.0, INK, "normal", (0, 0), 10, named)
    for lat, lon, name in towns(sheet):
        if _label(sheet, (lat, lon), name, 6.2, COLOURS["town"], "normal", (0, 0), 4, named):
            sheet.map.plot(*sheet.at(lat, lon), "o", color=COLOURS["town"], markersize=1.8, zorder=4)


def _label(
    sheet: Sheet, at: Spot, name: str, size: float, colour: str, weight: str, offset: Spot, gap: float, named: set[str]
) -> bool:
    from matplotlib.patheffects import withStroke

    name = plain(name)
    name = name if len(name) <= 40 else f"{name[:39]}…"
    if not name or name.lower() in named or not sheet.shows(*at):
        return False
    x, y = sheet.points(*at)
    width, high = 0.62 * size * len(name), 1.1 * size
    for dx, dy in ((gap, -high / 2), (-gap - width, -high / 2), (-width / 2, -gap - high), (-width / 2, gap)):
        box = (x + offset[0] + dx, y + offset[1] + dy, x + offset[0] + dx + width, y + offset[1] + dy + high)
        if not sheet.is_free(box):
            continue
        sheet.boxes.append(box)
        named.add(name.lower())
        look = {
            "fontsize": size,
            "color": colour,
            "fontweight": weight,
            "va": "bottom",
            "parse_math": False,
        }
        halo = [withStroke(linewidth=2, foreground="#ffffffdd")]
        there = (offset[0] + dx, offset[1] + dy)
        sheet.map.annotate(name, sheet.at(*at), there, textcoords="offset points", path_effects=halo, zorder=9, **look)
        return True
    return False

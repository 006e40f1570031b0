"""A situation in a notebook: the page itself, in a frame of its own."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from geo.cartography import basemap, compose, payload
from geo.features import tables
from geo.interval import Day, as_day
from geo.situation import Situation

__all__ = ["Explorer", "explore"]

_SIZE = re.compile(r"\d+(\.\d+)?(px|%|em|rem|vh|vw)")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Explorer:
    """The page of a map, which a notebook shows in a frame that reaches nothing outside it."""

    page: str
    width: str = "100%"
    height: str = "600px"

    def _repr_html_(self) -> str:
        style = f"width:{self.width};height:{self.height};border:1px solid #ccc"
        # In letters that every encoding shares: the page's scripts run only while not one of their bytes changes.
        doc = html.escape(self.page, quote=True).encode("ascii", "xmlcharrefreplace").decode()
        return f'<iframe sandbox="allow-scripts allow-downloads allow-popups" style="{style}" srcdoc="{doc}"></iframe>'


def explore(
    situation: Situation,
    *,
    on: Day = None,
    title: str | None = None,
    online: bool = False,
    colours: Mapping[str, str] | None = None,
    width: str = "100%",
    height: str = "600px",
) -> Explorer:
    """The interactive map for a notebook's cell.

    ``colours`` gives actors, by id or name, a colour ``#rrggbb``; ``width`` and ``height`` are lengths of CSS.
    Raises ValueError for a colour or a length of another form, and for an actor that the situation does not have.

    >>> explore(Situation(), height="20em")._repr_html_()[:15]
    '<iframe sandbox'
    """
    for name, length in (("width", width), ("height", height)):
        if not _SIZE.fullmatch(length):
            raise ValueError(f"{name}: {length!r} is no length; lengths are like 600px, 80% or 40em")
    situation, day = _coloured(situation, colours or {}), as_day(on)
    rows = tables(situation, None)
    focus = payload.spots(situation, rows, on=day)
    page = compose(situation, rows, basemap.build(focus), on=day, online=online, title=title, focus=focus)
    return Explorer(page, width, height)


def _coloured(situation: Situation, colours: Mapping[str, str]) -> Situation:
    known = {key: actor.id for actor in situation.actors.values() for key in (actor.id, actor.name)}
    actors = dict(situation.actors)
    for name, colour in colours.items():
        if not _COLOUR.fullmatch(colour):
            raise ValueError(f"colours: {colour!r} of {name!r} is no colour; colours are like #0072b2")
        if name not in known:
            raise ValueError(f"colours: no actor {name!r}; the situation has {', '.join(sorted(known)[:20])}")
        actors[known[name]] = replace(actors[known[name]], colour=colour)
    return replace(situation, actors=actors)

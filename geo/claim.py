"""The unit of everything: a dated, sourced, located statement of control, movement or incident."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gazetteer.footprint import Footprint
from gazetteer.place import Place
from geo.actor import Actor
from geo.interval import Interval

__all__ = [
    "ACTIONS",
    "ROLES",
    "Action",
    "ActorRef",
    "Claim",
    "Evidence",
    "Factuality",
    "Kind",
    "PlaceRef",
    "PlaceRole",
    "place_words",
    "shifted_name",
]

Kind = Literal["control", "movement", "incident"]
Factuality = Literal["actual", "claimed", "negated", "possible"]
PlaceRole = Literal["place", "origin", "destination", "via", "toward"]
ROLES: tuple[PlaceRole, ...] = ("place", "origin", "destination", "via", "toward")
Action = Literal[
    # control
    "holds", "captures", "loses", "contests",
    # movement
    "advances", "withdraws", "deploys", "flees", "travels",
    # incident
    "clash", "shelling", "airstrike", "drone_strike", "explosion", "ambush", "attack", "rescue", "abduction",
    "killing", "arrest", "protest", "displacement", "damage", "ceasefire",
]  # fmt: skip
#: Which actions a kind has.
ACTIONS: Mapping[Kind, tuple[Action, ...]] = {
    "control": ("holds", "captures", "loses", "contests"),
    "movement": ("advances", "withdraws", "deploys", "flees", "travels"),
    "incident": (
        "clash", "shelling", "airstrike", "drone_strike", "explosion", "ambush", "attack", "rescue", "abduction",
        "killing", "arrest", "protest", "displacement", "damage", "ceasefire",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor as a claim names it: the catalogue's actor, and the article's own words."""

    actor: Actor
    text: str


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place as a claim names it: the article's own words, what they resolve to, and where that lies.

    ``place`` and ``footprint`` are None for a place that nobody could resolve; it is kept and listed.
    ``start`` is the offset of the words in the article. ``offset`` are words that shift or narrow the place; where
    they go on behind its name an ellipsis stands for the name. ``compass`` is the direction ("northeast") of the part
    of a country that is meant as a whole: the place's, or the one that the article is about.
    """

    text: str
    start: int
    place: Place | None = None
    footprint: Footprint | None = None
    offset: str = ""
    compass: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that says so: offsets into the article's text, the words, the span of the trigger."""

    article: str
    start: int
    end: int
    text: str
    trigger: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is said to hold, take, lose, contest, move or do what, where, when, by whom, and how surely.

    ``time`` is event time (None when the text does not tell it); ``reported`` the publication day; ``source``
    the outlet. ``speaker`` is who the outlet quotes. ``forced`` marks a movement under pressure, ``siege`` a
    contest that the text calls a siege, an encirclement or a blockade, ``passing`` a change or a movement that did
    not last ("briefly held", "pulled back for a few hours").
    ``explanation`` tells in a line which frame fired and what was inferred. ``corrected`` says what an
    analyst's correction changed and why, empty for a claim as it was read.
    """

    id: str
    article: str
    kind: Kind
    action: Action
    evidence: Evidence
    actor: ActorRef | None = None
    opponent: ActorRef | None = None
    place: PlaceRef | None = None
    origin: PlaceRef | None = None
    destination: PlaceRef | None = None
    via: PlaceRef | None = None
    toward: PlaceRef | None = None
    extent: Literal["whole", "part"] = "whole"
    factuality: Factuality = "actual"
    speaker: ActorRef | None = None
    time: Interval | None = None
    reported: dt.date | None = None
    source: str = ""
    forced: bool = False
    confidence: float = 0.5
    explanation: str = ""
    dead: tuple[int, int] | None = None
    wounded: tuple[int, int] | None = None
    siege: bool = False
    passing: bool = False
    corrected: str = ""

    def places(self) -> dict[PlaceRole, PlaceRef]:
        """The claim's places by role, in the order place, origin, destination, via, toward."""
        refs = {role: getattr(self, role) for role in ROLES}
        return {role: ref for role, ref in refs.items() if ref is not None}


def shifted_name(offset: str, name: str) -> str:
    """A place's name within the words that shift or narrow it.

    >>> shifted_name("9 km west of", "Brak"), shifted_name("the …-Hun road", "Brak"), shifted_name("", "Brak")
    ('9 km west of Brak', 'the Brak-Hun road', 'Brak')
    """
    return offset.replace("…", name, 1) if "…" in offset else f"{offset} {name}".strip()


def place_words(ref: PlaceRef) -> str:
    """A place as a reader should see it: its name within the words that shift it, or the article's own where they do.

    >>> place_words(PlaceRef("the Hun road", 0, offset="road")), place_words(PlaceRef("Brak", 0, offset="9 km west of"))
    ('the Hun road', '9 km west of Brak')
    """
    if ref.offset and f" {ref.offset} " in f" {ref.text} ":
        return ref.text
    return shifted_name(ref.offset, ref.place.name if ref.place else ref.text)

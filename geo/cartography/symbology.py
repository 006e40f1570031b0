"""How factions look: a colour, a letter and a texture each, so that no mark is told by its colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from geo.actor import Actor

__all__ = ["PALETTE", "TEXTURES", "Symbol", "assign", "contrast", "ink_on"]

# Okabe and Ito's colours, which people with any of the common colour deficiencies tell apart; black is left out
# because marks are outlined in it.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442")
TEXTURES = ("solid", "diagonal", "dots", "counter", "cross", "horizontal", "vertical", "grid")
DARK, LIGHT = "#000000", "#ffffff"


@dataclass(frozen=True, slots=True)
class Symbol:
    """``colour`` fills, ``ink`` writes upon it (both ``#rrggbb``), ``letter`` is one or two characters."""

    colour: str
    ink: str
    letter: str
    texture: str


def assign(actors: Iterable[Actor]) -> dict[str, Symbol]:
    """Give every actor a symbol by id; letters are unique, and so are the pairs of colour and texture.

    A catalogue's own colour and letter are kept where they are well formed and still free.

    >>> symbols = assign([Actor("a", "Northern Front"), Actor("b", "National Guard", colour="#123456")])
    >>> symbols["a"].letter, symbols["b"].letter, symbols["b"].colour
    ('N', 'NG', '#123456')
    """
    actors = list(dict.fromkeys(actors))
    given = {a.id: a.colour.lower() for a in actors if re.fullmatch(r"#[0-9a-fA-F]{6}", a.colour)}
    free = [c for c in PALETTE if c not in given.values()] or list(PALETTE)
    letters: set[str] = set()
    used: set[tuple[str, str]] = set()
    symbols = {}
    for order, actor in enumerate(actors):
        colour = given.get(actor.id) or free[order % len(free)]
        letter = _letter(actor, letters)
        texture = _texture(colour, order, used)
        letters.add(letter)
        used.add((colour, texture))
        symbols[actor.id] = Symbol(colour, ink_on(colour), letter, texture)
    return symbols


def ink_on(colour: str) -> str:
    """The ink, dark or white, that reads better on a fill.

    >>> ink_on("#f0e442"), ink_on("#0072b2")
    ('#000000', '#ffffff')
    """
    return max(LIGHT, DARK, key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two ``#rrggbb`` colours, from 1 to 21.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    dim, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _letter(actor: Actor, taken: set[str]) -> str:
    own = "".join(c for c in actor.symbol if c.isalnum())[:2]
    initials = "".join(word[0].upper() for word in re.findall(r"[^\W_]+", actor.name[:200]))
    pairs = (initials[:2], initials[:1] + initials[2:3], _first_two(actor.name))
    wishes = (own, initials[:1], *pairs, *(str(n) for n in range(2, 100)))
    fallback = f"{len(taken)}"
    return next((wish for wish in wishes if wish and wish not in taken), fallback)


def _first_two(name: str) -> str:
    return "".join(c for c in name[:50] if c.isalnum())[:2].capitalize()


def _texture(colour: str, order: int, used: set[tuple[str, str]]) -> str:
    turn = order % len(TEXTURES)
    wishes = TEXTURES[turn:] + TEXTURES[:turn]
    return next((t for t in wishes if (colour, t) not in used), TEXTURES[turn])

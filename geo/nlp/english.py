"""Small closed classes of English words that several readers of sentences share."""

from __future__ import annotations

__all__ = ["COMPASS", "DIRECTIONS", "PRONOUNS", "QUANTITIES"]

COMPASS = frozenset({
    "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest",
    "north-east", "north-west", "south-east", "south-west",
})  # fmt: skip
"""Points of the compass."""

DIRECTIONS = COMPASS | {
    "northern", "southern", "eastern", "western", "central", "downtown", "inner", "outer", "upper", "lower",
}  # fmt: skip
"""Words that tell which part of a place, or on which side of it."""

QUANTITIES = frozenset({
    "hundred", "hundreds", "thousand", "thousands", "dozen", "dozens", "score", "scores", "ten", "tens", "million",
    "first", "last", "rest", "majority", "bulk", "half", "most", "many", "some", "all", "other", "number", "part",
    "lot", "handful", "remnant", "group", "band", "unit", "column", "convoy", "crowd", "wave", "stream", "flood",
    "member", "leader", "element", "none",
})  # fmt: skip
"""Words that count or gather what stands behind their "of"."""

PRONOUNS = frozenset({
    "it", "its", "he", "his", "him", "she", "her", "they", "their", "them", "we", "our", "us", "i",
    "who", "which", "himself", "itself", "themselves",
})  # fmt: skip
"""Pronouns that may stand for whoever acts."""

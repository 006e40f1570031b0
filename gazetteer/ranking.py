"""How much each piece of evidence counts when a document's places are weighed: one table, one small engine.

A candidate's weight is the sum of its features times the numbers below, and its probability the softmax of the
weights of all candidates of the name, one of which is "none of these". The numbers were fitted by conditional
logistic regression on hand-annotated news and rounded; none of them knows a place, a war or an outlet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

__all__ = ["NONE", "WEIGHTS", "probabilities", "weigh"]

NONE = 0.0
WEIGHTS: dict[str, float] = {
    "bias": -6.4,
    "likeness": 8.3,
    "own name": 1.1,
    "code": -1.4,
    "prominence": 9.2,
    "country": -0.4,
    "first-level area": -0.8,
    "area of a town": -0.8,
    "site": 2.3,
    "kind fits": 0.8,
    "kind differs": -1.6,
    "inside parent": 3.0,
    "outside parent": -0.6,
    "country named": 0.5,
    "country shared": 2.3,
    "area shared": 1.8,
    "near others": 4.2,
    "home": 2.0,
    "part of the name": -2.4,
    "demonym": 2.1,
    "within the name": -4.5,
    "leads the name": -3.7,
    "wide": -0.3,
    "transliterated": -1.7,
    "misspelt": -1.6,
    "outspelt": -1.9,
    "foreign name": -2.4,
    "other kind than named": -1.0,
    "abroad": -2.7,
}


def weigh(features: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """The weight of one candidate."""
    return sum(value * weights[name] for name, value in features.items())


def probabilities(weights: Sequence[float], none: float = NONE) -> list[float]:
    """Softmax over the candidates' weights and that of "none of these", which is left out of the answer.

    >>> [round(p, 2) for p in probabilities([2.0, 0.0])]
    [0.79, 0.11]
    """
    top = max([*weights, none])
    shares = [math.exp(weight - top) for weight in weights]
    total = sum(shares) + math.exp(none - top)
    return [share / total for share in shares]

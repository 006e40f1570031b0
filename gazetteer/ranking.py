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
    "bias": 1.0,
    "likeness": 8.0,
    "own name": 0.5,
    "code": -1.5,
    "prominence": 6.0,
    "country": 1.0,
    "first-level area": 0.0,
    "site": 0.0,
    "kind fits": 2.0,
    "kind differs": -1.5,
    "inside parent": 5.0,
    "outside parent": -4.0,
    "country named": 1.5,
    "country shared": 2.5,
    "area shared": 1.5,
    "near others": 2.0,
    "home": 2.0,
    "part of the name": -0.5,
    "demonym": 1.0,
    "within the name": -1.0,
    "transliterated": -1.0,
    "misspelt": -1.5,
    "abroad": -3.0,
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

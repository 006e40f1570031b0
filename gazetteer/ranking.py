"""How much each piece of evidence counts when a document's places are weighed: one table, one small engine.

A candidate's weight is the sum of its features times the numbers of ``data/ranking.toml``, and its probability the
softmax of the weights of all candidates of the name, one of which is "none of these". The numbers were fitted by
conditional logistic regression on hand-annotated news; none of them knows a place, a war or an outlet.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from gazetteer.shipped import DATA

__all__ = ["NONE", "calibrated", "least", "probabilities", "weigh", "weights"]

NONE = 0.0
"""The weight of "none of these"."""


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "ranking.toml").read_text(encoding="utf-8"))


def weights() -> Mapping[str, float]:
    """The weight of each feature, in log odds."""
    table: dict[str, float] = _tables()["weights"]
    return table


def least(*, odd: bool = False) -> float:
    """The probability that an answer needs; ``odd`` for a spelling that its entry does not have."""
    return float(_tables()["least_odd" if odd else "least"])


def calibrated(probability: float) -> float:
    """How often such an answer is right, where the weights alone are too modest or too bold; 0 and 1 stay.

    >>> calibrated(0.0), calibrated(1.0), 0.5 < calibrated(0.75) < 1
    (0.0, 1.0, True)
    """
    if not 0 < probability < 1:
        return probability
    table = _tables()["calibration"]
    odds = table["slope"] * math.log(probability / (1 - probability)) + table["offset"]
    return 1 / (1 + math.exp(-odds))


def weigh(features: Mapping[str, float], table: Mapping[str, float]) -> float:
    """The weight of one candidate."""
    return sum(value * table.get(name, 0.0) for name, value in features.items())


def probabilities(weights: Sequence[float], none: float = NONE) -> list[float]:
    """Softmax over the candidates' weights and that of "none of these", which is left out of the answer.

    >>> [round(p, 2) for p in probabilities([2.0, 0.0])]
    [0.79, 0.11]
    """
    top = max([*weights, none])
    shares = [math.exp(weight - top) for weight in weights]
    total = sum(shares) + math.exp(none - top)
    return [share / total for share in shares]

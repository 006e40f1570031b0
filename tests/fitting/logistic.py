"""Logistic regression over named binary features: small, exact, without a library of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["fit", "matrix"]

Floats = npt.NDArray[np.float64]
_STEPS, _NEAR = 30, 1e-4


def fit(
    rows: Sequence[Iterable[str]],
    labels: Sequence[float],
    shares: Sequence[float],
    *,
    penalty: float,
    least: int = 5,
    fixed: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """The weight of each feature, in log odds, and the "bias".

    ``rows`` are the features of each example, ``labels`` 0 or 1, ``shares`` how much each example counts.
    ``penalty`` is that of ridge regression (L2); features seen fewer than ``least`` times get no weight. Weights in
    ``fixed`` are taken as given and not estimated.
    """
    fixed = fixed or {}
    seen = Counter(feature for row in rows for feature in row)
    names = sorted(feature for feature, count in seen.items() if count >= least and feature not in fixed)
    x, y, w = matrix(rows, names), np.asarray(labels, float), np.asarray(shares, float)
    given = np.array([sum(fixed.get(feature, 0.0) for feature in row) for row in rows])
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights + given, -30, 30)))
        slope = x.T @ (w * (p - y)) + penalty * weights
        curve = (x * (w * p * (1 - p))[:, None]).T @ x + penalty * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < _NEAR:
            break
    return {"bias": float(weights[0]), **dict(zip(names, map(float, weights[1:]), strict=True)), **fixed}


def matrix(rows: Sequence[Iterable[str]], names: Sequence[str]) -> Floats:
    """A row for each example, a column for each name behind one of ones."""
    column = {name: i + 1 for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, 0] = 1
    for i, row in enumerate(rows):
        x[i, [column[feature] for feature in row if feature in column]] = 1
    return x

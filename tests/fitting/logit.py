"""Conditional logistic regression with a "none of these" option, by Newton's method on bounded curvature.

A question has options, each a row of features, and the rows that are right; a question with none right is answered
rightly by "none of these", whose weight is 0. The probability of a question is that of all its right rows together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Question", "fit", "loss"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """A name to resolve: ``options`` is (rows, features), ``right`` the rows that answer it, ``weight`` its count."""

    options: Floats
    right: tuple[int, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Table:
    """All questions as one table, a row of zeros for "none of these" at the end of each."""

    rows: Floats
    right: NDArray[np.bool_]
    starts: NDArray[np.intp]
    of: NDArray[np.intp]
    weights: Floats


def _table(questions: Sequence[Question], width: int) -> _Table:
    rows, right, starts, of, at = [], [], [], [], 0
    for number, question in enumerate(questions):
        count = len(question.options)
        rows.extend((question.options.reshape(count, width), np.zeros((1, width))))
        marks = np.zeros(count + 1, dtype=bool)
        marks[list(question.right) or [count]] = True
        right.append(marks)
        starts.append(at)
        of.append(np.full(count + 1, number))
        at += count + 1
    weights = np.array([question.weight for question in questions])
    return _Table(np.concatenate(rows), np.concatenate(right), np.array(starts), np.concatenate(of), weights)


def _shares(table: _Table, coefficients: Floats) -> tuple[Floats, Floats, float]:
    """Probabilities of all rows, those of the right rows among themselves, and the mean loss."""
    score = table.rows @ coefficients
    score -= np.maximum.reduceat(score, table.starts)[table.of]
    exp = np.exp(score)
    total = np.add.reduceat(exp, table.starts)
    good = np.add.reduceat(exp * table.right, table.starts) + 1e-300
    cost = float(table.weights @ (np.log(total) - np.log(good)) / table.weights.sum())
    return exp / total[table.of], exp * table.right / good[table.of], cost


def loss(questions: Sequence[Question], coefficients: Floats) -> float:
    """The mean negative log likelihood of the right answers."""
    return _shares(_table(questions, len(coefficients)), coefficients)[2]


def fit(questions: Sequence[Question], start: Floats, *, prior: Floats, centre: Floats, steps: int = 40) -> Floats:
    """The coefficients of least loss; ``prior`` is the ridge penalty of each, in questions, for leaving ``centre``."""
    table, total = _table(questions, len(start)), sum(question.weight for question in questions)
    now = start.copy()
    ridge = prior / total
    for _ in range(steps):
        shares, among, cost = _shares(table, now)
        cost += 0.5 * float(ridge @ (now - centre) ** 2)
        weight = table.weights[table.of] / total
        gradient = table.rows.T @ ((shares - among) * weight) + ridge * (now - centre)
        mean = np.add.reduceat(table.rows * shares[:, None], table.starts)
        scaled = table.rows * np.sqrt(shares * weight)[:, None]
        curvature = scaled.T @ scaled - (mean * (table.weights / total)[:, None]).T @ mean
        step = np.linalg.solve(curvature + np.diag(ridge) + 1e-9 * np.eye(len(now)), gradient)
        size = 1.0
        while size > 1e-4:
            tried = now - size * step
            if _shares(table, tried)[2] + 0.5 * float(ridge @ (tried - centre) ** 2) < cost:
                break
            size /= 2
        else:
            return now
        now = tried
        if float(np.abs(size * step).max()) < 1e-4:
            return now
    return now

"""Rows as columns: what thousands of marks have in common is written once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["packed"]

Row = dict[str, Any]


def packed(rows: Sequence[Row]) -> Row:
    """The rows as ``{"rows": their number, "columns": {name: column}}``.

    A column is a list with a value for each row, null where the row has none; or, where values recur, a mapping of the
    distinct ``values`` and for each row the number of its value in ``is``, -1 for none. What all rows share
    is ``{"all": value}``.

    >>> packed([{"side": "north", "n": 1}, {"side": "north"}])
    {'rows': 2, 'columns': {'side': {'all': 'north'}, 'n': [1, None]}}
    >>> sides = "north", "south", None, "north", "north", "south"
    >>> packed([{"side": side} for side in sides])["columns"]
    {'side': {'values': ['north', 'south'], 'is': [0, 1, -1, 0, 0, 1]}}
    """
    names = dict.fromkeys(name for row in rows for name in row)
    return {"rows": len(rows), "columns": {name: _column([row.get(name) for row in rows]) for name in names}}


def _column(values: list[Any]) -> Any:
    if any(isinstance(value, (list, dict)) for value in values):
        return values
    kinds = {(type(value), value): value for value in values}
    if len(kinds) == 1:
        return {"all": values[0]}
    if len(kinds) * 2 > len(values):
        return values
    distinct = [value for value in kinds.values() if value is not None]
    numbers = {(type(value), value): number for number, value in enumerate(distinct)}
    return {"values": distinct, "is": [numbers.get((type(value), value), -1) for value in values]}

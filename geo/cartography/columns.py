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
    kinds = set(map(type, values))
    if kinds & {list, dict}:
        return values
    # True equals 1 and 1.0, which only then are told apart by their kind when a column mixes them.
    plain = len(kinds - {type(None)}) < 2
    keys: list[Any] = values if plain else [(type(value), value) for value in values]
    known = dict.fromkeys(keys)
    if len(known) == 1:
        return {"all": values[0]}
    if len(known) * 2 > len(values):
        return values
    absent = None if plain else (type(None), None)
    distinct = [key for key in known if key != absent]
    numbers = {key: number for number, key in enumerate(distinct)} | {absent: -1}
    return {"values": distinct if plain else [value for _, value in distinct], "is": [*map(numbers.__getitem__, keys)]}

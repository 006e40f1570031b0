"""Rows survive being packed as columns: every value with its kind, every gap."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from geo.cartography.columns import packed

VALUES = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from([0.0, 1.0, 0.5]), st.sampled_from("ab"))


def unpacked(table: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{} for _ in range(table["rows"])]
    for name, column in table["columns"].items():
        for number, row in enumerate(rows):
            if isinstance(column, list):
                row[name] = column[number]
            elif "all" in column:
                row[name] = column["all"]
            else:
                row[name] = column["values"][column["is"][number]] if column["is"][number] >= 0 else None
    return rows


@given(st.lists(st.tuples(VALUES, VALUES), max_size=30))
def test_law_rows_come_back_as_they_were(pairs: list[tuple[Any, Any]]) -> None:
    rows = [{"one": one, "two": two, "list": [one]} for one, two in pairs]
    back = unpacked(packed(rows))
    assert back == rows
    assert [[type(value) for value in row.values()] for row in back] == [
        [type(value) for value in row.values()] for row in rows
    ]

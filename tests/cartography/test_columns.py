"""Rows survive being packed as columns: every value with its kind, every gap."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.cartography.columns import packed

VALUES = st.sampled_from([None, True, False, 0, 1, 2, 0.0, 1.0, 0.5, "a", "b"])


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


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(VALUES, VALUES), max_size=12))
def test_law_rows_come_back_as_they_were(pairs: list[tuple[Any, Any]]) -> None:
    rows = [{"one": one, "two": two, "list": [one]} for one, two in pairs]
    back = unpacked(packed(rows))
    assert back == rows
    assert [[type(value) for value in row.values()] for row in back] == [
        [type(value) for value in row.values()] for row in rows
    ]

"""Rows as a table for a person, as JSON Lines or as CSV for a program."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

__all__ = [
    "ROW_FORMATS",
    "flatten",
    "printable",
    "write_array",
    "write_csv",
    "write_json",
    "write_jsonl",
    "write_rows",
    "write_table",
]

Row = Mapping[str, Any]

#: How rows can be printed: a table, one JSON array, a JSON object a line, or CSV.
ROW_FORMATS = ("table", "json", "jsonl", "csv")


def write_rows(rows: Iterable[Row], format: str, headings: Sequence[str], cells: Callable[[Any], Sequence[str]]) -> int:
    """Print rows in one of :data:`ROW_FORMATS`, for the table by their ``cells``; returns how many."""
    if format == "table":
        return write_table(headings, map(cells, rows))
    return {"json": write_array, "jsonl": write_jsonl, "csv": write_csv}[format](rows)


def write_json(value: object) -> None:
    """Print one JSON value, indented."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_array(rows: Iterable[Row]) -> int:
    """Write one JSON array, a row a line, as rows come; returns how many."""
    count = 0
    for row in rows:
        sys.stdout.write(("," if count else "[") + "\n" + json.dumps(row, ensure_ascii=False))
        count += 1
    sys.stdout.write("\n]\n" if count else "[]\n")
    return count


def write_jsonl(rows: Iterable[Row]) -> int:
    """Write a JSON object a line as rows come; returns how many."""
    count = 0
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def flatten(row: Row, prefix: str = "") -> dict[str, Any]:
    """Nested objects become columns joined by dots; lists become text.

    >>> flatten({"place": {"id": "geonames:1", "lat": 1.5}, "claims": ["a", "b"], "to": None})
    {'place.id': 'geonames:1', 'place.lat': 1.5, 'claims': 'a; b', 'to': None}
    """
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{key}.")
        elif isinstance(value, list | tuple):
            flat[prefix + key] = "; ".join(
                v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in value
            )
        else:
            flat[prefix + key] = value
    return flat


def _disarm(value: Any) -> Any:
    """A spreadsheet takes a leading = + - @ for a formula; a quote before it keeps article text text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def write_csv(rows: Iterable[Row]) -> int:
    """Write CSV with a column for every key that any row has; returns how many rows."""
    flat = [flatten(row) for row in rows]
    columns = list(dict.fromkeys(key for row in flat for key in row))
    writer = csv.DictWriter(sys.stdout, fieldnames=columns, lineterminator="\n")
    if columns:
        writer.writeheader()
    writer.writerows({key: _disarm(value) for key, value in row.items()} for row in flat)
    return len(flat)


def write_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> int:
    """Print a table a line a row, cut to the terminal's width (not cut in a pipe); returns how many rows.

    Article text is printed as it is, never interpreted.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, title=Text(title) if title else None, title_justify="left", pad_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    width = Console().width if sys.stdout.isatty() else 10_000
    lines = io.StringIO()
    Console(file=lines, width=width, highlight=False).print(table)
    sys.stdout.writelines(line.rstrip() + "\n" for line in lines.getvalue().splitlines() if line.strip())
    return table.row_count


def printable(text: str) -> str:
    r"""Text without the control characters that could steer a terminal.

    >>> printable("a\x1b[31mb\n")
    'a[31mb '
    """
    return "".join(" " if c in "\n\t\r" else c for c in text if c in "\n\t\r" or c.isprintable())

"""Bring the numbers of rows in ``gazetteer/data/README.md`` up to date: ``python -m gazetteer.build.counts``."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from gazetteer.shipped import DATA

__all__ = ["counted", "main"]


def counted(path: Path) -> int:
    """The rows of a CSV file below its header."""
    with path.open(encoding="utf-8", newline="") as lines:
        return sum(1 for _ in csv.reader(lines)) - 1


def main() -> None:
    """Rewrite the table's column of rows in place."""
    page = DATA / "README.md"
    text = page.read_text(encoding="utf-8")
    for path in sorted(DATA.glob("*.csv")):
        rows = f"{counted(path):,}"
        text = re.sub(rf"(\| `{path.name}` \|[^\n]*?\| )[\d,]+( \|)", rf"\g<1>{rows}\g<2>", text)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

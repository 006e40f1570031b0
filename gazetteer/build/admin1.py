"""Tell compiled places which first-level area they lie in: ``python -m gazetteer.build.admin1``.

Fills the column ``admin1`` of the tables made by hand where it is empty, for whatever is no wide area.
"""

from __future__ import annotations

import csv

from gazetteer.boundaries import open_boundaries
from gazetteer.shipped import DATA

__all__ = ["main"]

TABLES = ("sites.csv", "villages.csv", "towns.csv")
NEAR_M = 8_000.0
WIDEST_M = 30_000.0


def main() -> None:
    """Rewrite the tables in place."""
    with (DATA / "admin1.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["id"]: (row["country"], row["admin1"]) for row in csv.DictReader(lines)}
    for name in TABLES:
        with (DATA / name).open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            columns, rows = list(reader.fieldnames or ()), [told(row, codes) for row in reader]
        with (DATA / name).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def told(row: dict[str, str], codes: dict[str, tuple[str, str]]) -> dict[str, str]:
    """The row with its first-level area, where one of its own country lies at its point."""
    if row["admin1"] or not row["country"] or float(row["radius_m"]) > WIDEST_M:
        return row
    found = open_boundaries().admin1_at(float(row["lon"]), float(row["lat"]), within_m=NEAR_M)
    country, code = codes[found[0]] if found else ("", "")
    return row | {"admin1": code} if country == row["country"] else row


if __name__ == "__main__":
    main()

"""``geo.places``: texts in, rows and a GeoDataFrame out."""

from __future__ import annotations

from pathlib import Path

import geo
from geo.article import Article

TEXT = "Rebels withdrew from Sabratha to Zelfanah."


def test_texts_articles_and_files_give_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    rows = geo.places(TEXT, Article("a", TEXT), path)
    by_article = [[row for row in rows if row["article"] == name] for name in ("text:1", "a", "report.txt")]
    assert [[row["name"] for row in part] for part in by_article] == [["Sabratha", None]] * 3
    assert {TEXT[row["start"] : row["end"]] for row in rows} == {"Sabratha", "Zelfanah"}  # type: ignore[misc]
    frame = geo.frame(rows)
    assert frame.crs.to_epsg() == 4326
    assert list(frame.geometry.isna()) == [False, True] * 3


def test_nothing_gives_nothing() -> None:
    assert geo.places() == geo.places("") == []
    assert geo.frame([]).empty

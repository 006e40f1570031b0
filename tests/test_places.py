"""``geo.places``: texts in, rows and a GeoDataFrame out."""

from __future__ import annotations

from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Rebels held the Dehiba-Wazin border post.", "sitmap:wazin-border-crossing"),
        ("Rebels held the Wazin border crossing.", "sitmap:wazin-border-crossing"),
        ("Rebels held the Ras Ajdir border post.", "sitmap:ras-ajdir"),
        ("Rebels held the Sabratha crossing.", None),  # of which no list tells: near the town
    ],
)
def test_a_claim_on_a_crossing_is_of_the_crossing(text: str, place: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"published: 2011-05-18\n\n{text} Libya waits.", encoding="utf-8")
    (claim,) = [c for c in geo.read(path).claims if c.kind == "control"]
    assert claim.place is not None
    assert (claim.place.place.id if claim.place.place else None) == place

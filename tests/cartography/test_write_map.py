"""Files: whole or not at all, and nothing in them that asks for anything."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import geo.cartography
from geo.cartography import basemap, compose, write_map
from geo.errors import ExportError
from geo.features import tables
from geo.situation import Situation

from .conftest import NO_TOWNS, Ground


@pytest.fixture(autouse=True)
def _small_ground(monkeypatch: pytest.MonkeyPatch) -> None:
    build = basemap.build
    monkeypatch.setattr(basemap, "build", lambda spots: build(spots, boundaries=Ground(), index=NO_TOWNS))


def test_a_map_is_one_small_file_without_addresses(situation: Situation, tmp_path: Path) -> None:
    path = write_map(situation, tmp_path / "new" / "map.html")
    text = path.read_text(encoding="utf-8")
    assert path.stat().st_size < 500_000
    assert not re.search(
        r"<link|<img|<iframe|src=|@import|url\(", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    )
    assert [entry.name for entry in path.parent.iterdir()] == ["map.html"]


@pytest.mark.parametrize(
    "payload", ["{{ 7*7 }}", "{% raise %}", "{#", "{{ cycler.__init__.__globals__.os.system('x') }}"]
)
def test_no_text_passes_through_a_template(situation: Situation, payload: str) -> None:
    article = replace(situation.articles[0], title=payload, source=payload)
    text = compose(replace(situation, articles=(article,)), tables(situation, None), {}, title=payload)
    assert text.count(payload.replace("<", "\\u003c")) >= 3
    assert "49" not in re.search(r"<title>(.*?)</title>", text)[1]  # type: ignore[index]


def test_the_same_situation_gives_the_same_file(situation: Situation, tmp_path: Path) -> None:
    one, two = (write_map(situation, tmp_path / name).read_bytes() for name in ("a.html", "b.html"))
    assert one == two


@pytest.mark.parametrize(("owner", "broken"), [(os, "replace"), (Path, "write_text")])
def test_a_failure_keeps_the_old_file(
    situation: Situation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, broken: str
) -> None:
    path = tmp_path / "map.html"
    path.write_text("old")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(owner, broken, fail)
    with pytest.raises(ExportError, match="No space left"):
        write_map(situation, path)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.html"]


def test_a_folder_in_the_way_is_told(situation: Situation, tmp_path: Path) -> None:
    (tmp_path / "map.html").mkdir()
    with pytest.raises(ExportError, match=re.escape(str(tmp_path))):
        write_map(situation, tmp_path / "map.html")
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        write_map(situation, tmp_path / "file" / "map.html")


@pytest.mark.parametrize("online", [False, True])
def test_an_empty_situation_has_a_map(tmp_path: Path, online: bool) -> None:
    assert geo.cartography.write_map(Situation(), tmp_path / "empty.html", online=online).stat().st_size > 100_000

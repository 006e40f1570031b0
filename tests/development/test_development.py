"""The passages to develop on have the held-back sample's form; a toponym is the words it says it is."""

from __future__ import annotations

import json
import runpy
from datetime import date
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FORM = runpy.run_path(str(HERE.parent / "held_back" / "test_held_back.py"))


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


PASSAGES = {row["id"]: row for row in rows("passages")}


@pytest.mark.parametrize("passage", PASSAGES.values(), ids=PASSAGES)
def test_a_passage_is_well_formed(passage: dict) -> None:
    FORM["test_a_passage_is_its_sentences_with_single_spaces_between"](passage)


@pytest.mark.parametrize("row", rows("gold"))
def test_a_claim_is_well_formed(row: dict) -> None:
    assert set(row) == FORM["FIELDS"][row["kind"]]
    assert row["action"] in FORM["ACTIONS"][row["kind"]]
    assert row["extent"] in {"whole", "part"}
    assert row["factuality"] in {"actual", "claimed", "negated", "possible"}
    assert row["time"] is None or date.fromisoformat(row["time"])
    assert any(row.get(role) for role in ("place", *FORM["ROLES"]))
    assert 0 <= row["sentence"] < len(PASSAGES[row["passage"]]["sentences"])
    text = PASSAGES[row["passage"]]["text"].lower()
    for field in ("actor", "offset", "place", *FORM["ROLES"]):
        assert (row.get(field) or "").lower() in text, field


PLACES = {row["id"]: row for row in rows("places")}
TOPONYMS: dict[str, list[dict]] = {}
for toponym in rows("toponyms"):
    TOPONYMS.setdefault(toponym["article"], []).append(toponym)


def test_every_toponym_belongs_to_an_article_and_every_article_has_some() -> None:
    assert set(TOPONYMS) == set(PLACES)
    assert len(PLACES) == len(rows("places"))


@pytest.mark.parametrize("article", PLACES)
def test_toponyms_are_well_formed(article: str) -> None:
    text = PLACES[article]["text"]
    assert set(PLACES[article]) == {"id", "published", "text"}
    assert date.fromisoformat(PLACES[article]["published"])
    assert text == " ".join(text.split())
    end = 0
    for row in TOPONYMS[article]:
        assert set(row) <= {"article", "start", "end", "text", "lat", "lon", "literal", "country", "id"}
        assert end <= row["start"] < row["end"], "in the order of the text, none within another"
        assert text[row["start"] : row["end"]] == row["text"] == row["text"].strip()
        end = row["end"]
        assert isinstance(row["literal"], bool)
        assert ("lat" in row) == ("lon" in row)
        assert "id" not in row or (isinstance(row["id"], int) and "lat" in row)
        assert -90 <= row.get("lat", 0) <= 90
        assert -180 <= row.get("lon", 0) <= 180
        assert "country" not in row or (len(row["country"]) == 2 and row["country"].isupper())

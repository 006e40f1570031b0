"""The passages to develop on have the held-back sample's form."""

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

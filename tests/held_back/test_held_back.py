"""The held-back sample is well formed. How well anything reads it is never tested here: nobody tunes on it."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROLES = ("origin", "destination", "via", "toward")
ACTIONS = {
    "control": {"holds", "captures", "loses", "contests"},
    "movement": {"advances", "withdraws", "deploys", "flees", "travels"},
}
COMMON = {
    "passage",
    "sentence",
    "kind",
    "action",
    "actor",
    "side",
    "opponent_side",
    "offset",
    "extent",
    "factuality",
    "time",
}
FIELDS = {"control": COMMON | {"place"}, "movement": COMMON | set(ROLES)}


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


PASSAGES = {row["id"]: row for row in rows("passages")}
TOPONYMS = rows("toponyms")
GOLD = rows("gold")
CLAIMS = [row for row in GOLD if not row.get("none")]


@pytest.mark.parametrize("passage", PASSAGES.values(), ids=PASSAGES)
def test_a_passage_is_its_sentences_with_single_spaces_between(passage: dict) -> None:
    assert set(passage) == {"id", "published", "text", "sentences"}
    assert date.fromisoformat(passage["published"])
    assert " ".join(passage["text"][start:end] for start, end in passage["sentences"]) == passage["text"]
    assert 4 <= len(passage["sentences"]) <= 9
    assert 90 <= len(passage["text"].split()) <= 220


def test_ids_are_given_once() -> None:
    assert len(PASSAGES) == len(rows("passages")) == 48
    spans = Counter((t["article"], t["start"], t["end"]) for t in TOPONYMS)
    assert max(spans.values()) == 1


@pytest.mark.parametrize("ident", PASSAGES)
def test_toponyms_stand_in_the_text_in_order_and_apart(ident: str) -> None:
    found = [t for t in TOPONYMS if t["article"] == ident]
    assert found
    end = 0
    for t in found:
        assert end <= t["start"] < t["end"]
        end = t["end"]
        assert PASSAGES[ident]["text"][t["start"] : end] == t["text"]


def test_toponyms_have_the_allowed_fields_and_values() -> None:
    needed = {"article", "start", "end", "text", "lat", "lon", "literal"}
    for t in TOPONYMS:
        assert needed <= set(t) <= needed | {"country", "id"}, t
        assert t["article"] in PASSAGES
        assert -90 <= t["lat"] <= 90, t
        assert -180 <= t["lon"] <= 180, t
        assert type(t["literal"]) is bool, t
        assert re.fullmatch("[A-Z]{2}", t.get("country", "XX")), t
        assert type(t.get("id", 1)) is int, t


def test_every_passage_has_claims_or_says_that_it_has_none() -> None:
    none = [row["passage"] for row in GOLD if row.get("none")]
    some = {row["passage"] for row in CLAIMS}
    assert all(row == {"passage": row["passage"], "none": True} for row in GOLD if row.get("none"))
    assert len(none) == len(set(none))
    assert not some & set(none)
    assert some | set(none) == set(PASSAGES)


def test_claims_have_the_allowed_fields_and_values() -> None:
    for row in CLAIMS:
        assert set(row) - {"note"} == FIELDS[row["kind"]], row
        assert row["action"] in ACTIONS[row["kind"]], row
        assert row["extent"] in {"whole", "part"}, row
        assert row["factuality"] in {"actual", "claimed", "negated", "possible"}, row
        assert row["time"] is None or date.fromisoformat(row["time"]), row
        assert any(row.get(role) for role in ("place", *ROLES)), row
        assert 0 <= row["sentence"] < len(PASSAGES[row["passage"]]["sentences"]), row


def test_claims_name_places_and_actors_in_the_passage_s_own_words() -> None:
    for row in CLAIMS:
        text = PASSAGES[row["passage"]]["text"].lower()
        for field in ("actor", "offset", "place", *ROLES):
            assert (row.get(field) or "").lower() in text, (field, row)


def test_no_claim_is_given_twice() -> None:
    keys = Counter(json.dumps({k: v for k, v in row.items() if k != "note"}, sort_keys=True) for row in CLAIMS)
    assert [key for key, times in keys.items() if times > 1] == []

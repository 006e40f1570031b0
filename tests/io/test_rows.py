"""Rows: the keys and values that the JSON Lines promise."""

from __future__ import annotations

import dataclasses
import json

from geo.article import Article
from geo.io.rows import claim_rows, period_rows, place_rows
from geo.situation import Situation

PLACE_KEYS = ["article", "start", "end", "text", "place", "footprint", "role", "confidence", "alternatives"]
CLAIM_KEYS = [
    "id", "article", "kind", "action", "actor", "opponent", "place", "origin", "destination", "via", "toward", "extent",
    "factuality", "speaker", "time", "evidence", "confidence", "acled", "cameo", "plover",
]  # fmt: skip
PERIOD_KEYS = ["place", "from", "to", "status", "basis", "holder", "claimants", "claims", "confidence"]


def test_keys_come_in_the_promised_order_and_are_json(situation):
    for rows, keys in ((place_rows, PLACE_KEYS), (claim_rows, CLAIM_KEYS), (period_rows, PERIOD_KEYS)):
        listed = list(rows(situation))
        assert len({tuple(row) for row in listed}) == 1
        assert list(listed[0])[: len(keys)] == keys
        assert [json.loads(json.dumps(row)) for row in listed] == listed


def test_places_leave_out_demonyms(situation):
    rows = list(place_rows(situation))
    assert [(row["start"], row["role"]) for row in rows] == [
        (17, "literal"), (63, "literal"), (4, "metonym"), (28, "literal"),
    ]  # fmt: skip
    first = rows[0]
    expected = {"id": "x:1", "name": "Zarqun", "country": "LY", "feature_code": "PPL", "lat": 32.8, "lon": 12.5}
    assert first["place"] == expected
    assert first["footprint"] == {
        "lat": 32.8, "lon": 12.5, "radius_m": 2000.0, "method": "gazetteer", "where_prec": 1,
    }  # fmt: skip
    assert first["alternatives"] == [{"id": "x:2", "name": "Omariya", "lat": 32.6, "lon": 13.4, "confidence": 0.1}]
    assert (rows[1]["offset"], rows[1]["phrase"]) == ("16 km off", [53, 69])
    assert (rows[3]["place"], rows[3]["confidence"]) == (None, 0.0)


def test_given_toponyms_come_back_exactly(situation):
    spans = ((63, 69), (0, 3), (40, 45))
    article = dataclasses.replace(situation.articles[0], toponyms=spans)
    rows = list(place_rows(dataclasses.replace(situation, articles=(article,))))
    assert tuple((row["start"], row["end"]) for row in rows) == spans
    assert [row["role"] for row in rows] == ["literal", "demonym", "literal"]
    assert (rows[2]["place"], rows[2]["text"], rows[2]["status"]) == (None, article.text[40:45], "unknown")


def test_no_given_toponyms_are_no_rows(situation):
    articles = (Article("a1", "x", toponyms=()),)
    assert list(place_rows(dataclasses.replace(situation, articles=articles))) == []


def test_claims(situation):
    moved, rescue, held, _, lost = claim_rows(situation)
    assert moved["actor"] == {"id": "found:brigade", "name": "Brigade", "text": "Zarqun"}
    assert moved["origin"] == {
        "text": "Zarqun", "id": "x:1", "name": "Zarqun", "lat": 32.8, "lon": 12.5, "radius_m": 2000.0, "offset": "",
    }  # fmt: skip
    assert moved["time"] == {"start": "2031-05-04", "end": "2031-05-04", "text": "Zarqun", "precision": "day"}
    assert moved["evidence"] == {"start": 0, "end": 36, "text": "Zarqun", "trigger": [12, 16]}
    assert (moved["cameo"], moved["plover"]) == ("0874", "RETREAT/withdraw")
    assert (rescue["place"]["lat"], rescue["place"]["offset"], rescue["dead"]) == (33.0, "16 km off", [1, 2])
    assert (held["extent"], held["time"], held["speaker"], held["destination"]) == ("part", None, None, None)
    assert (lost["destination"]["text"], lost["destination"]["id"], lost["destination"]["lat"]) == (
        "Zarqun",
        None,
        None,
    )


def test_periods(situation):
    (row,) = period_rows(situation)
    assert row["place"] == {"id": "x:1", "name": "Zarqun", "lat": 32.8, "lon": 12.5}
    assert (row["from"], row["to"], row["status"], row["basis"]) == ("2031-05-04", None, "contested", "claimed")
    assert row["claimants"] == [{"id": "found:brigade", "name": "Brigade"}, {"id": "coalition", "name": "Coalition"}]


def test_an_empty_situation_has_no_rows():
    assert [list(rows(Situation())) for rows in (place_rows, claim_rows, period_rows)] == [[], [], []]

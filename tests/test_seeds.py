"""The two articles that it all started from must come out right: the originals where present, our reports always.

Each fact is a row or a test of its own, run on both. "real" needs the shared folder, "ours" reads seeds/.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from geopy.distance import geodesic

import geo
from gazetteer.boundaries import open_boundaries
from geo.claim import Claim
from geo.situation import Situation

ROOT = Path(__file__).resolve().parent.parent
AIOR, AMU, BATTALION = "anti-is-operations-room", "amu-brigade", "48th-battalion"


@pytest.fixture(
    scope="module",
    params=[pytest.param("real", marks=pytest.mark.corpora), "ours"],
)
def situation(request: pytest.FixtureRequest) -> Situation:
    folder = request.getfixturevalue("corpora") / "seeds" if request.param == "real" else ROOT / "seeds"
    return geo.read(folder)


def ids(claim: Claim) -> set[str]:
    return {ref.actor.id for ref in (claim.actor, claim.opponent) if ref is not None}


def select(situation: Situation, action: str, **places: str) -> list[Claim]:
    """Claims of an action whose places, by role, have these names in them."""

    def fits(claim: Claim) -> bool:
        refs = claim.places()
        return all(
            role in refs
            and name.lower() in f"{refs[role].text} {refs[role].place.name if refs[role].place else ''}".lower()
            for role, name in places.items()
        )

    return [c for c in situation.claims if c.action == action and fits(c)]


@pytest.mark.parametrize(
    ("name", "lat", "lon", "km"),
    [
        ("Sabratha", 32.793, 12.488, 10),
        ("Sorman", 32.757, 12.572, 10),
        ("Mellitah", 32.855, 12.243, 10),
        ("Zawia", 32.757, 12.728, 10),
        ("Tripoli", 32.887, 13.187, 10),
        ("Tobruk", 32.084, 23.976, 10),
        ("Benghazi", 32.115, 20.069, 10),
        ("Zumarah", 32.931, 12.082, 10),
        ("Rome", 41.894, 12.484, 20),
        ("Malta", 35.9, 14.45, 30),
        ("Germany", 51.2, 10.4, 200),
    ],
)
def test_places_lie_where_they_are(situation: Situation, name: str, lat: float, lon: float, km: float) -> None:
    mentions = [m.mention for m in situation.mentions if name in m.mention.text and m.mention.role != "demonym"]
    assert mentions, f"{name} is not found"
    for mention in mentions:
        assert mention.place is not None, f"{name} is not resolved"
        assert geodesic((mention.place.lat, mention.place.lon), (lat, lon)).km < km, mention


def test_eastern_ukraine_is_the_east_of_ukraine(situation: Situation) -> None:
    spots = [m.mention.footprint for m in situation.mentions if "Ukraine" in m.mention.text]
    assert any(s is not None and s.lon > 33 and open_boundaries().country_at(s.lon, s.lat) == "UA" for s in spots)


@pytest.mark.parametrize("name", ["Moscow", "Italy"])
def test_capitals_and_countries_that_act_are_actors(situation: Situation, name: str) -> None:
    assert any(m.mention.text == name and m.mention.role == "metonym" for m in situation.mentions)


def test_operations_room_holds_part_of_sabratha(situation: Situation) -> None:
    held = [c for c in select(situation, "holds", place="Sabratha") if AIOR in ids(c)]
    assert any(c.extent == "part" and c.factuality in ("actual", "claimed") for c in held)


def test_operations_room_captured_the_ruins_the_day_before(situation: Situation) -> None:
    taken = [c for c in select(situation, "captures", place="ruins") if AIOR in ids(c)]
    assert any(c.time is not None and c.time.start == dt.date(2017, 9, 28) for c in taken)


def test_sabratha_is_fought_over(situation: Situation) -> None:
    assert any({AIOR, AMU} <= ids(c) for c in select(situation, "contests", place="Sabratha"))


@pytest.mark.parametrize("destination", ["Sorman", "Mellitah"])
def test_the_48th_withdrew(situation: Situation, destination: str) -> None:
    moves = select(situation, "withdraws", origin="Sabratha", destination=destination)
    assert any(BATTALION in ids(c) and c.forced and c.factuality in ("actual", "claimed") for c in moves)


def test_the_seized_man_is_no_control(situation: Situation) -> None:
    seizures = [c for c in situation.claims if c.kind == "incident" and c.action in ("abduction", "arrest")]
    assert seizures
    sentences = {(c.article, c.evidence.start) for c in seizures}
    assert not [c for c in situation.claims if c.action == "captures" and (c.article, c.evidence.start) in sentences]


def test_the_ambulance_heads_to_tripoli(situation: Situation) -> None:
    moves = [c for c in situation.claims if c.kind == "movement"]
    assert any((ref := c.destination or c.toward) is not None and ref.text == "Tripoli" for c in moves)


def test_staying_outside_is_a_possibility(situation: Situation) -> None:
    """Nothing that the talks aim at is a fact: the 48th holds nothing in Sabratha, and does not leave it twice."""
    for claim in situation.claims:
        if "outside" in claim.evidence.text and BATTALION in ids(claim):
            assert claim.factuality == "possible", claim


def test_offers_are_no_facts(situation: Situation) -> None:
    for claim in situation.claims:
        if claim.kind == "control" and claim.actor is not None and claim.actor.actor.id in ("lna", "haftar"):
            assert claim.factuality == "possible", claim


@pytest.mark.parametrize("town", ["Tripoli", "Tobruk"])
def test_two_governments_sit(situation: Situation, town: str) -> None:
    assert any(c.factuality == "actual" and c.actor is not None for c in select(situation, "holds", place=town))


def test_the_two_governments_differ(situation: Situation) -> None:
    seats = {t: {i for c in select(situation, "holds", place=t) for i in ids(c)} for t in ("Tripoli", "Tobruk")}
    assert seats["Tripoli"].isdisjoint(seats["Tobruk"])


def test_the_air_strike_is_dated_when_it_was(situation: Situation) -> None:
    strikes = select(situation, "airstrike", place="Benghazi")
    assert strikes
    assert all(c.time is not None and c.time.start == dt.date(2014, 10, 22) for c in strikes)


def test_the_rescue_north_of_zuwarah_lies_at_sea(situation: Situation) -> None:
    rescues = [
        c for c in select(situation, "rescue", place="Zumarah") if c.time and c.time.start == dt.date(2017, 1, 27)
    ]
    assert rescues
    spot = rescues[0].place.footprint
    assert open_boundaries().is_sea(spot.lon, spot.lat)
    assert geodesic((spot.lat, spot.lon), (32.931, 12.082)).km == pytest.approx(35.4, abs=4)
    assert spot.lat > 33.1
    assert spot.outline, "its uncertainty is a sector"


def test_the_rescue_off_tripoli_lies_offshore(situation: Situation) -> None:
    spots = [c.place.footprint for c in select(situation, "rescue", place="Tripoli") if c.place and c.place.footprint]
    assert any(
        open_boundaries().is_sea(s.lon, s.lat) and 12 < geodesic((s.lat, s.lon), (32.9, 13.19)).km < 22 for s in spots
    )


@pytest.mark.parametrize("name", ["Anti-IS Operations Room", "AIOR", "aior"])
def test_control_names_town_and_ruins_with_sources(situation: Situation, name: str) -> None:
    answer = json.dumps(geo.control(situation, name).to_json(), ensure_ascii=False)
    text = str(geo.control(situation, name))
    for said in (answer, text):
        assert "Sabratha" in said or "Şabrātah" in said
        assert "part" in said
        assert "ruins" in said.lower()
        assert "2017-09-28" in said
        assert "2017-09-29" in said


def test_who_names_both_sides_and_why(situation: Situation) -> None:
    answer = str(geo.who(situation, "Sabratha"))
    assert "Anti-IS Operations Room" in answer
    assert "Amu Brigade" in answer
    assert "contested" in answer

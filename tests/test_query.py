"""Answers: each place in the right list, with its sources, and names found as people write them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import Polygon

from gazetteer.place import Place
from geo.actor import Actor, Relation
from geo.article import Article
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.errors import UnknownActorError, UnknownPlaceError, UsageError
from geo.io.regions import read_area
from geo.query import changes, control, disputes, history, overview, select, timeline, who
from geo.situation import Situation
from geo.state import track

ARMY = Actor("army", "National Army (NA)", aliases=("Army of the East",), leaders=("General Salem",))
BRIGADE = Actor("brigade", "3rd Brigade", relations=(Relation("part_of", "army"),))
REBELS = Actor("rebels", "Rebels")
ACTORS = {a.id: a for a in (ARMY, BRIGADE, REBELS)}
NAMES = ("Zawiya", "Sorman", "Nalut", "Ghat", "Brega", "Derna", "Tazirbu")
PLACES = {name: Place(f"test:{name}", name, lat=32.0, lon=10.0 + n) for n, name in enumerate(NAMES)}
FIRST = dt.date(2020, 3, 1)
LAST = 200


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(number)


def told(number: int, on: int | None, action: str, actor: Actor, place: str, **fields: Any) -> tuple[Article, Claim]:
    """An article of one sentence, and the claim that it makes."""
    text = f"{actor.name}: {action} of {place}, report {number}."
    published = None if on is None else day(on)
    article = Article(f"a{number}", text, f"News {number}", published, "Gazette", f"https://example.org/{number}")
    against = fields.pop("against", None)
    claim = Claim(
        f"c{number}",
        article.id,
        "control",
        action,
        Evidence(article.id, 0, len(text), text, (0, 4)),
        actor=ActorRef(actor, actor.name),
        opponent=ActorRef(against, against.name) if against else None,
        place=PlaceRef(place, 0, PLACES.get(place)),
        reported=published,
        source=article.source,
        **({"confidence": 0.8} | fields),
    )
    return article, claim


REPORTS = [
    told(1, LAST - 2, "captures", ARMY, "Zawiya"),
    told(2, LAST - 5, "holds", BRIGADE, "Sorman", extent="part"),
    told(3, LAST - 3, "captures", ARMY, "Nalut", factuality="claimed", speaker=ActorRef(ARMY, "the army")),
    told(4, LAST - 1, "contests", REBELS, "Ghat", against=ARMY),
    told(5, LAST, "contests", REBELS, "Ghat", against=ARMY),
    told(6, LAST - 60, "captures", ARMY, "Brega"),
    told(7, LAST - 10, "captures", REBELS, "Brega", against=ARMY),
    told(8, LAST - 120, "holds", ARMY, "Derna"),
    told(9, LAST, "holds", REBELS, "Tazirbu"),
    told(10, LAST, "captures", ARMY, "a place nobody knows"),
    told(11, LAST, "captures", REBELS, "Derna", factuality="possible"),
]


def situation_of(*reports: tuple[Article, Claim]) -> Situation:
    claims = tuple(claim for _, claim in reports)
    return Situation(tuple(a for a, _ in reports), claims, track(claims, actors=ACTORS), actors=ACTORS)


@pytest.fixture(scope="module")
def situation() -> Situation:
    return situation_of(*REPORTS)


@pytest.mark.parametrize(
    ("section", "places"),
    [
        ("assessed", ["Sorman", "Zawiya"]),
        ("claimed", ["Nalut"]),
        ("contested", ["Ghat"]),
        ("lost", ["Brega"]),
        ("stale", ["Derna"]),
    ],
)
def test_control_sorts_places(situation: Situation, section: str, places: list[str]) -> None:
    assert [item.place.name for item in getattr(control(situation, "NA"), section)] == places


@pytest.mark.parametrize("name", ["army", "national army", "NA", "ARMY OF THE EAST", "General Salem"])
def test_actors_answer_to_their_names(situation: Situation, name: str) -> None:
    assert control(situation, name).actor == ARMY


def test_a_part_counts_for_the_whole_and_is_shown(situation: Situation) -> None:
    (sorman,) = (i for i in control(situation, "NA").assessed if i.place.name == "Sorman")
    assert (sorman.direct, sorman.through, sorman.extent) == (False, (BRIGADE,), "part")
    assert "through 3rd Brigade" in str(sorman)
    (own,) = control(situation, "3rd brigade").assessed
    assert own.direct


def test_items_carry_their_sources(situation: Situation) -> None:
    (nalut,) = control(situation, "NA").claimed
    (source,) = nalut.sources
    assert (source.title, source.outlet, source.published, source.speaker) == ("News 3", "Gazette", day(197), ARMY.name)
    assert source.sentence == REPORTS[2][1].evidence.text
    assert "claimed" in str(source)


def test_what_was_lost_says_to_whom(situation: Situation) -> None:
    (brega,) = control(situation, "NA").lost
    assert "now Rebels" in brega.note
    assert {s.claim for s in brega.sources} == {"c6", "c7"}


def test_claims_without_a_place_do_not_vanish(situation: Situation) -> None:
    answer = control(situation, "NA")
    assert [s.claim for s in answer.unplaced] == ["c10"]
    assert "a place nobody knows" in str(answer)


def test_an_earlier_day_is_answered_as_of_it(situation: Situation) -> None:
    answer = control(situation, "NA", on=day(LAST - 30))
    assert [i.place.name for i in answer.assessed] == ["Brega", "Derna"]
    assert not answer.lost


def test_nothing_held_is_said() -> None:
    assert "Nothing is told" in str(control(Situation(actors=ACTORS), "Rebels"))


@pytest.mark.parametrize(("name", "near"), [("Nashional Armie", "National Army"), ("Rebbels", "Rebels")])
def test_unknown_actor_offers_the_nearest(situation: Situation, name: str, near: str) -> None:
    with pytest.raises(UnknownActorError, match=near):
        control(situation, name)


@pytest.mark.parametrize("name", ["Zawiya", "zawiya", "Az Zawiyah", "Zawia", "test:Zawiya"])
def test_places_answer_to_their_names(situation: Situation, name: str) -> None:
    assert who(situation, name).place == PLACES["Zawiya"]


@pytest.mark.parametrize(("name", "near"), [("Zawiya City Hall", "Zawiya"), ("Soorman East", "Sorman")])
def test_unknown_place_offers_the_nearest(situation: Situation, name: str, near: str) -> None:
    with pytest.raises(UnknownPlaceError, match=near):
        who(situation, name)


def test_who_names_both_sides_of_a_fight(situation: Situation) -> None:
    answer = who(situation, "Ghat")
    assert answer.status == "contested"
    assert set(answer.claimants) == {ARMY, REBELS}
    assert {s.claim for s in answer.sources} == {"c4", "c5"}
    for name in (ARMY.name, REBELS.name, "contested"):
        assert name in str(answer)


def test_who_shows_what_is_no_fact_apart(situation: Situation) -> None:
    answer = who(situation, "Derna")
    assert (answer.holder, answer.stale) == (ARMY, True)
    assert [s.claim for s in answer.others] == ["c11"]
    assert "possible, not a fact" in str(answer)


def test_who_before_anything_is_known(situation: Situation) -> None:
    answer = who(situation, "Zawiya", on=day(0))
    assert (answer.status, answer.holder, answer.sources) == ("unknown", None, ())
    assert [s.claim for s in answer.others] == ["c1"]


def test_undated_claims_are_answered() -> None:
    situation = situation_of(told(1, None, "holds", ARMY, "Ghat"))
    assert who(situation, "Ghat").holder == ARMY
    assert [i.place.name for i in control(situation, "NA").assessed] == ["Ghat"]
    assert "an unknown day" in str(control(situation, "NA"))


def test_changes_between_two_days(situation: Situation) -> None:
    found = changes(situation, day(LAST - 11), day(LAST - 2))
    assert [(c.place.name, c.day) for c in found][:1] == [("Brega", day(LAST - 10))]
    assert found[0].before is not None
    assert found[0].before.holder == ARMY
    assert found[0].after.holder == REBELS
    assert {c.place.name for c in found} == {"Brega", "Sorman", "Nalut", "Zawiya"}


def test_timeline_is_in_order(situation: Situation) -> None:
    starts = [p.start for p in timeline(situation)]
    assert starts == sorted(starts)
    assert len(starts) == len(situation.periods)


def test_answers_are_plain_json(situation: Situation) -> None:
    for answer in (control(situation, "NA"), who(situation, "Ghat"), *changes(situation, FIRST)):
        assert json.loads(json.dumps(answer.to_json())) == answer.to_json()


def test_rows_are_flat(situation: Situation) -> None:
    rows = [*control(situation, "NA").to_rows(), *who(situation, "Ghat").to_rows()]
    assert rows
    assert all(not isinstance(value, dict | list | tuple) for row in rows for value in row.values())


def test_overview_has_every_place_that_is_known(situation: Situation) -> None:
    answer = overview(situation)
    verdicts = {item.place.name: item.verdict for item in answer.items}
    assert verdicts["Sorman"] == "held by 3rd Brigade, in part"
    assert verdicts["Nalut"] == "held by National Army (NA), claimed"
    assert verdicts["Ghat"] == "contested between Rebels and National Army (NA)"
    assert set(verdicts) == set(NAMES)
    assert "National Army (NA) (" in str(answer)


def test_overview_of_an_earlier_day(situation: Situation) -> None:
    assert [item.place.name for item in overview(situation, on=day(LAST - 30)).items] == ["Brega", "Derna"]


def test_sources_that_disagree_are_set_side_by_side(situation: Situation) -> None:
    told = [told_anew(20, "holds", ARMY, "Gazette"), told_anew(21, "holds", REBELS, "Courier")]
    (dispute,) = disputes(situation_of(*told, told_anew(22, "captures", REBELS, "Herald", factuality="possible")))
    assert [(v.words, v.outlets) for v in dispute.versions] == [
        ("held by National Army (NA)", ("Gazette",)),
        ("held by Rebels", ("Courier",)),
    ]
    assert "held by Rebels (1 voice)" in str(dispute)


def told_anew(number: int, action: str, actor: Actor, outlet: str, **fields: Any) -> tuple[Article, Claim]:
    """A report of today on one town from an outlet of its own."""
    article, claim = told(number, LAST, action, actor, "Zawiya", **fields)
    return replace(article, source=outlet), replace(claim, source=outlet)


def test_who_agrees_is_in_no_dispute(situation: Situation) -> None:
    assert not disputes(
        situation_of(told_anew(20, "holds", ARMY, "Gazette"), told_anew(21, "holds", BRIGADE, "Courier"))
    )


@pytest.mark.parametrize(("on", "since", "count"), [(LAST, None, 1), (LAST - 50, None, 0), (LAST, LAST - 90, 1)])
def test_disputes_are_of_their_days(on: int, since: int | None, count: int) -> None:
    told = [told_anew(20, "holds", ARMY, "Gazette"), told_anew(21, "holds", REBELS, "Courier")]
    asked = disputes(situation_of(*told), on=day(on), since=day(since) if since is not None else None)
    assert len(asked) == count


def test_history_tells_each_period_with_its_sources(situation: Situation) -> None:
    answer = history(situation, "Brega")
    assert [(c.period.holder, {s.claim for s in c.sources}) for c in answer.chapters] == [
        (ARMY, {"c6"}),
        (REBELS, {"c7"}),
    ]
    assert str(answer).count("held by") == 2


TRIANGLE = Polygon([(9.5, 31.5), (11.5, 31.5), (10.5, 33.0)])


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ({}, set(NAMES)),
        ({"near": (10.0, 32.0), "radius_m": 30_000.0}, {"Zawiya"}),
        ({"near": (10.0, 32.0), "radius_m": 100_000.0}, {"Zawiya", "Sorman"}),
        ({"area": TRIANGLE}, {"Zawiya", "Sorman"}),
        ({"area": TRIANGLE, "near": (10.0, 32.0), "radius_m": 30_000.0}, {"Zawiya"}),
        ({"country": "LY"}, {"Zawiya"}),
        ({"confidence": 1.0}, set()),
    ],
)
def test_select_keeps_what_is_asked_for(situation: Situation, choice: dict[str, Any], names: set[str]) -> None:
    chosen = select(at_home(situation), **choice)
    assert {p.place.name for p in chosen.periods} == names
    assert chosen.articles == situation.articles


def at_home(situation: Situation) -> Situation:
    """The situation with its first town put into a country."""
    home = replace(PLACES["Zawiya"], country="LY")
    periods = (replace(p, place=home) if p.place.id == home.id else p for p in situation.periods)
    return replace(situation, periods=tuple(periods))


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"near": (0.0, 95.0)}, "lat 95.0 is no position"),
        ({"near": (0.0, 5.0), "radius_m": 0.0}, "radius 0.0 m"),
        ({"country": "Libya"}, "'Libya' is no ISO"),
        ({"confidence": 7}, "confidence 7"),
    ],
)
def test_select_names_what_is_wrong(choice: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        select(Situation(), **choice)


def test_changes_refuse_days_in_the_wrong_order() -> None:
    with pytest.raises(UsageError, match="nothing lies between"):
        changes(Situation(), "2020-03-02", "2020-03-01")


def test_new_answers_are_plain_json_and_flat_rows(situation: Situation) -> None:
    told = [told_anew(20, "holds", ARMY, "Gazette"), told_anew(21, "holds", REBELS, "Courier")]
    answers = [overview(situation), history(situation, "Brega"), *changes(situation, FIRST)]
    for answer in (*answers, *disputes(situation_of(*told))):
        assert json.loads(json.dumps(answer.to_json())) == answer.to_json()
        rows = answer.to_rows()
        assert rows
        assert all({"lat", "lon", "place_id"} <= row.keys() for row in rows)
        assert all(not isinstance(value, dict | list | tuple) for row in rows for value in row.values())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type": "FeatureCollection", "features": []}', "no polygon"),
        ('{"type": "Point", "coordinates": [1, 2]}', "no polygon"),
        ("not a map", "cannot be read"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [500000, 0], [0, 500000], [0, 0]]]}', "is it in degrees"),
    ],
)
def test_an_area_that_is_none_is_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "area.geojson"
    file.write_text(text)
    with pytest.raises(UsageError, match=message):
        read_area(file)


def test_an_area_is_the_union_of_a_files_polygons(tmp_path: Path) -> None:
    file = tmp_path / "area.geojson"
    gpd.GeoSeries([TRIANGLE, TRIANGLE.buffer(0.1)], crs="EPSG:4326").to_crs(3857).to_file(tmp_path / "area.gpkg")
    gpd.GeoSeries([TRIANGLE], crs="EPSG:4326").to_file(file)
    assert read_area(file).equals(TRIANGLE)
    assert read_area(tmp_path / "area.gpkg").contains(TRIANGLE)

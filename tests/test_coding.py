"""Codes: every action has a row, and the parties decide where a scheme asks for them."""

import datetime as dt
from dataclasses import replace
from typing import get_args

import pytest

from gazetteer.footprint import Footprint
from gazetteer.place import Place
from geo.actor import Actor, ActorKind
from geo.claim import Action, ActorRef, Claim, Evidence, PlaceRef
from geo.coding import Outcome, codes, date_prec, load_coding, outcome, where_prec
from geo.interval import Interval

ARMY, REBELS, PEOPLE = (
    ActorRef(Actor(name, name, kind=kind), name)
    for name, kind in (("army", "armed_forces"), ("rebels", "armed_group"), ("villagers", "civilians"))
)
ACLED = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {
        "Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED",
    },
    "Violence against civilians": {"Attack", "Abduction/forced disappearance"},
    "Protests": {"Peaceful protest"},
    "Strategic developments": {
        "Agreement", "Arrests", "Change to group/activity", "Looting/property destruction", "Other",
    },
}  # fmt: skip
PLOVER = {
    "": {""},
    "AID": {""},
    "ASSAULT": {"", "aerial", "drone", "heavy-weapons", "firearms", "explosives", "abduct", "destroy"},
    "COERCE": {"seize", "arrest", "restrict"},
    "MOBILIZE": {"troops"},
    "PROTEST": {"demo"},
    "RETREAT": {"withdraw", "ceasefire"},
}


def claim(action, actor=None, opponent=None):
    return Claim("c", "a", "control", action, Evidence("a", 0, 1, "x", (0, 1)), actor=actor, opponent=opponent)


@pytest.mark.parametrize("told", get_args(Outcome))
@pytest.mark.parametrize("action", get_args(Action))
def test_every_action_and_outcome_has_codes_that_the_schemes_know(action, told):
    rows = load_coding().rows
    row = rows.get((action, told)) or rows[action, ""]
    assert row.acled_sub_event in ACLED[row.acled_event]
    assert row.cameo == "" or (row.cameo.isdigit() and 3 <= len(row.cameo) <= 4 and 1 <= int(row.cameo[:2]) <= 20)
    assert row.plover_mode in PLOVER[row.plover_event]
    assert row.plover == "/".join(filter(None, (row.plover_event, row.plover_mode)))


def test_no_row_for_an_unknown_action_or_outcome():
    rows = load_coding().rows
    assert {action for action, _ in rows} == set(get_args(Action))
    assert {told for _, told in rows} == set(get_args(Outcome))


@pytest.mark.parametrize("kind", get_args(ActorKind))
@pytest.mark.parametrize("action", get_args(Action))
def test_whoever_acts_there_are_codes(action, kind):
    other = ActorRef(Actor("other", "Other", kind=kind), "other")
    assert outcome(claim(action, other, None)) in get_args(Outcome)
    assert codes(claim(action, None, other)).acled_event in ACLED


def test_every_scheme_names_its_codebook():
    assert set(load_coding().sources) == {"acled", "cameo", "plover", "date_prec", "where_prec"}


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2017-09-29", "2017-09-29", 1),
        ("2017-09-28", "2017-09-29", 2),
        ("2017-09-18", "2017-09-24", 3),
        ("2017-08-01", "2017-08-31", 4),
        ("2016-01-01", "2016-12-31", 5),
        ("2001-01-01", "2010-12-31", None),
        (None, "2017-09-29", None),
    ],
)
def test_precision_of_time_is_ucdps(start, end, code):
    days = (dt.date.fromisoformat(day) if day else None for day in (start, end))
    assert date_prec(Interval(*days, "span")) == code


def test_precision_of_space_is_the_footprints():
    place = Place("x:1", "Zarqun", lat=32.8, lon=12.5)
    at = PlaceRef("Zarqun", 0, place, Footprint(32.8, 12.5, 500.0, where_prec=2))
    assert where_prec(replace(claim("withdraws"), origin=at)) == 2
    assert where_prec(replace(claim("withdraws"), origin=at, destination=PlaceRef("Nowhere", 9))) is None
    assert where_prec(claim("captures")) is None


@pytest.mark.parametrize(
    ("action", "actor", "opponent", "sub_event"),
    [
        ("captures", ARMY, REBELS, "Government regains territory"),
        ("captures", REBELS, ARMY, "Non-state actor overtakes territory"),
        ("captures", None, ARMY, "Non-state actor overtakes territory"),
        ("captures", None, None, "Armed clash"),
        ("loses", ARMY, None, "Non-state actor overtakes territory"),
        ("loses", REBELS, ARMY, "Government regains territory"),
        ("loses", REBELS, None, "Armed clash"),
        ("killing", REBELS, ARMY, "Armed clash"),
        ("killing", REBELS, PEOPLE, "Attack"),
        ("attack", REBELS, PEOPLE, "Attack"),
        ("attack", REBELS, ARMY, "Armed clash"),
    ],
)
def test_the_parties_decide(action, actor, opponent, sub_event):
    assert codes(claim(action, actor, opponent)).acled_sub_event == sub_event


def test_a_siege_is_a_blockade():
    row = codes(replace(claim("contests"), siege=True))
    assert (row.acled_sub_event, row.cameo, row.plover) == ("Armed clash", "191", "COERCE/restrict")


@pytest.mark.parametrize(
    ("country", "sub_event"),
    [
        ("LY", "Government regains territory"),
        ("", "Government regains territory"),
        ("TD", "Non-state actor overtakes territory"),
    ],
)  # fmt: skip
def test_a_foreign_state_overtakes(country, sub_event):
    army = ActorRef(Actor("army", "Army", kind="armed_forces", country=country), "army")
    place = PlaceRef("Zarqun", 0, Place("x:1", "Zarqun", lat=32.8, lon=12.5, country="LY"))
    assert codes(replace(claim("captures", army), place=place)).acled_sub_event == sub_event

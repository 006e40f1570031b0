"""Codes: every action has a row, and the parties decide where a scheme asks for them."""

from dataclasses import replace
from typing import get_args

import pytest

from gazetteer.place import Place
from geo.actor import Actor
from geo.claim import Action, ActorRef, Claim, Evidence, PlaceRef
from geo.coding import CODES, codes

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
    "Strategic developments": {"Agreement", "Arrests", "Looting/property destruction", "Other"},
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


@pytest.mark.parametrize("action", get_args(Action))
def test_every_action_has_codes_that_the_schemes_know(action):
    row = codes(claim(action))
    assert row.acled_sub_event in ACLED[row.acled_event]
    assert row.cameo == "" or (row.cameo.isdigit() and 3 <= len(row.cameo) <= 4 and 1 <= int(row.cameo[:2]) <= 20)
    kind, _, mode = row.plover.partition("/")
    assert mode in PLOVER[kind]


def test_no_row_for_an_unknown_action():
    assert set(CODES) == set(get_args(Action))


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

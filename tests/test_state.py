"""Who holds what, when: stories as tables, and laws that hold for any set of claims."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, replace
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.footprint import Footprint
from gazetteer.place import Place
from geo import state
from geo.actor import Actor, Relation
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.interval import Interval
from geo.state import PARAMETERS, Period, Sides, freshness, track

ARMY, REBELS, MILITIA = Actor("army", "Army"), Actor("rebels", "Rebels"), Actor("militia", "Militia")
TOWN = Place("test:1", "Town", lat=32.0, lon=12.0)
VILLAGE = Place("test:2", "Village", lat=32.5, lon=12.5)
COUNTRY = Place("test:3", "Country", lat=30.0, lon=12.0, feature_class="A", feature_code="PCLI")
FIRST = dt.date(2020, 3, 1)
NUMBERS = count()
KINDS = {"holds": "control", "captures": "control", "loses": "control", "contests": "control"} | {
    "advances": "movement",
    "withdraws": "movement",
    "deploys": "movement",
}


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(number)


NORTH_OF_TOWN = PlaceRef("Town", 0, TOWN, Footprint(32.2, 12.0, 9000.0, "offset"), "20 km north of")


def claim(
    action: str,
    actor: Actor | None = ARMY,
    on: int | None = 0,
    *,
    against: Actor | None = None,
    told: bool = False,
    place: Place | None = TOWN,
    role: str = "place",
    ref: PlaceRef | None = None,
    **fields: Any,
) -> Claim:
    """A claim reported on a day, counted from the first; ``told`` dates the event to that day too."""
    number = next(NUMBERS)
    when = None if on is None else day(on)
    values: dict[str, Any] = {
        "actor": ActorRef(actor, actor.name) if actor else None,
        "opponent": ActorRef(against, against.name) if against else None,
        role: ref or PlaceRef("Town", 0, place),
        "reported": when,
        "time": Interval(when, when) if told else None,
        "confidence": 0.8,
    }
    article = f"article {number}"
    evidence = Evidence(article, 0, 4, "Word", (0, 4))
    return Claim(f"claim-{number:04}", article, KINDS.get(action, "incident"), action, evidence, **(values | fields))


def story(*claims: Claim, **options: Any) -> list[tuple[int, int | None, str, str | None]]:
    """Periods as (first day, last day, status, holder)."""
    return [
        (
            (p.start - FIRST).days,
            (p.end - FIRST).days if p.end else None,
            p.status,
            p.holder.id if p.holder else None,
        )
        for p in track(claims, **options)
    ]


STORIES = [
    ("silence is blank", [], []),
    ("a capture starts a period", [claim("captures")], [(0, None, "held", "army")]),
    ("so does a report of control, no earlier", [claim("holds", on=5)], [(5, None, "held", "army")]),
    (
        "a loss ends one, and who follows is unknown",
        [claim("captures"), claim("loses", on=10)],
        [(0, 9, "held", "army"), (10, None, "unknown", None)],
    ),
    (
        "the gainer follows where the loss names it",
        [claim("captures"), claim("captures", REBELS, 10, against=ARMY, told=True)],
        [(0, 9, "held", "army"), (10, None, "held", "rebels")],
    ),
    (
        "of two sides the other follows",
        [claim("captures", REBELS), claim("captures", on=20), claim("loses", on=40)],
        [(0, 19, "held", "rebels"), (20, 39, "held", "army"), (40, None, "held", "rebels")],
    ),
    (
        "reports confirm",
        [claim("captures"), claim("holds", on=30), claim("holds", on=55)],
        [(0, None, "held", "army")],
    ),
    (
        "holders that contradict each other at once are contested",
        [claim("holds"), claim("holds", REBELS)],
        [(0, None, "contested", None)],
    ),
    (
        "so are captures by both on one day",
        [claim("captures"), claim("captures", REBELS)],
        [(0, None, "contested", None)],
    ),
    (
        "another holder long after has come unreported",
        [claim("holds"), claim("holds", REBELS, 30)],
        [(0, 29, "held", "army"), (30, None, "held", "rebels")],
    ),
    (
        "a lone outlier changes nothing",
        [claim("holds", on=n) for n in (0, 3, 6, 9)] + [claim("holds", REBELS, 5)],
        [(0, None, "held", "army")],
    ),
    (
        "a day of fighting is a clash",
        [claim("holds"), claim("contests", REBELS, 5, against=ARMY), claim("holds", on=12)],
        [(0, None, "held", "army")],
    ),
    (
        "days of fighting are contested, and the holder who stays is back",
        [claim("holds"), *(claim("contests", REBELS, n, against=ARMY) for n in (5, 6, 8)), claim("holds", on=20)],
        [(0, 4, "held", "army"), (5, 8, "contested", None), (9, None, "held", "army")],
    ),
    (
        "fighting alone is contested",
        [claim("contests", REBELS, against=ARMY)],
        [(0, None, "contested", None)],
    ),
    (
        "a siege is told as one, with who is inside",
        [claim("holds"), *(claim("contests", REBELS, n, against=ARMY, siege=True) for n in (5, 9))],
        [(0, 4, "held", "army"), (5, None, "besieged", "army")],
    ),
    (
        "a siege goes on between reports of it",
        [claim("contests", REBELS, n, against=ARMY, siege=True) for n in (0, 30)],
        [(0, None, "besieged", "army")],
    ),
    (
        "fighting goes on since when it is told to",
        [claim("contests", REBELS, against=ARMY, time=Interval(day(-80), None)), claim("contests", None)],
        [(-80, None, "contested", None)],
    ),
    (
        "an ambush on a road leaves the town whose it is",
        [claim("holds"), *(claim("ambush", REBELS, n, against=ARMY) for n in (5, 6, 8))],
        [(0, None, "held", "army")],
    ),
    (
        "parts in two hands are mixed",
        [claim("holds", extent="part"), claim("holds", REBELS, extent="part")],
        [(0, None, "mixed", None)],
    ),
    (
        "denials and possibilities tell of nobody",
        [claim("captures", factuality="negated"), claim("loses", factuality="possible")],
        [],
    ),
    (
        "nor does a plan change who holds a place",
        [claim("holds", on=n) for n in (0, 9)] + [claim("captures", REBELS, 5, factuality="possible")],
        [(0, None, "held", "army")],
    ),
    (
        "but who is yet to take a place does not hold it",
        [
            claim("holds", REBELS),
            claim("holds", on=9, factuality="claimed"),
            claim("captures", REBELS, 9, factuality="possible"),
        ],
        [(0, 8, "held", "rebels"), (9, None, "held", "army")],
    ),
    (
        "an event told late counts when it was",
        [claim("captures", REBELS, 4, time=Interval(day(1), day(1))), claim("holds", on=0)],
        [(0, 0, "held", "army"), (1, None, "held", "rebels")],
    ),
    (
        "an event dated after its own report counts at the report",
        [claim("captures", on=4, time=Interval(day(9), day(9)))],
        [(4, None, "held", "army")],
    ),
    (
        "control told since a day dates back to it",
        [claim("holds", on=20, time=Interval(day(2), None))],
        [(2, None, "held", "army")],
    ),
    ("an unresolved place has no period", [claim("captures", place=None)], []),
    (
        "a point worked out from a town is not the town",
        [claim("captures", place=None), claim("captures", ref=NORTH_OF_TOWN)],
        [],
    ),
    (
        "nor than told after fighting, which is the last that is known till then",
        [claim("contests", REBELS, 0), claim("contests", REBELS, 2), claim("captures", REBELS, 40)],
        [(0, 22, "contested", None), (23, 39, "unknown", None), (40, None, "held", "rebels")],
    ),
    (
        "a first holder is there no earlier than told, whatever fighting came before",
        [claim("contests", REBELS, 0), claim("captures", REBELS, 40)],
        [(40, None, "held", "rebels")],
    ),
    ("fighting told as an incident alone makes no period", [claim("clash", REBELS, against=ARMY)], []),
    ("nor does troop movement alone", [claim("deploys", role="destination")], []),
    (
        "a country's period says nothing of its towns",
        [claim("holds", REBELS), claim("holds", place=COUNTRY)],
        [(0, None, "held", "army"), (0, None, "held", "rebels")],
    ),
]


@pytest.mark.parametrize(("claims", "expected"), [s[1:] for s in STORIES], ids=[s[0] for s in STORIES])
def test_stories(claims: list[Claim], expected: list[tuple[int, int | None, str, str | None]]) -> None:
    assert story(*claims) == expected


@pytest.mark.parametrize(
    ("facts", "basis"),
    [(["actual"], "assessed"), (["claimed"], "claimed"), (["claimed", "actual"], "assessed")],
)
def test_basis(facts: list[str], basis: str) -> None:
    (period,) = track([claim("holds", factuality=f) for f in facts])
    assert period.basis == basis


def test_every_number_is_told_with_how_much_it_matters() -> None:
    told = re.findall(r"^\| (\w+) \| ([\d.]+) \|", Path(state.__file__).with_name("README.md").read_text("utf-8"), re.M)
    assert {name: float(value) for name, value in told} == asdict(PARAMETERS)


def test_report_outweighs_boast() -> None:
    established = [claim("holds", on=n) for n in (0, 10, 20)]
    boast = claim("captures", REBELS, 21, factuality="claimed")
    (period,) = track([*established, boast, claim("holds", on=23)])
    assert (period.holder, period.against) == (ARMY, (boast.id,))


@pytest.mark.parametrize(("extent", "partial"), [("part", True), ("whole", False)])
def test_part_control(extent: str, partial: bool) -> None:
    assert track([claim("captures", extent=extent)])[0].partial is partial


def test_the_first_loss_tells_who_was_there() -> None:
    long_ago = claim("holds", REBELS, -400, place=VILLAGE)
    before, after, *_ = track([claim("captures", against=REBELS), long_ago])
    assert (before.holder, before.start, before.end) == (REBELS, day(-PARAMETERS.antedate), day(-1))
    assert (after.holder, after.start) == (ARMY, day(0))


def test_nobody_was_there_before_anything_is_told_of_them() -> None:
    assert story(claim("captures", against=REBELS), claim("holds", REBELS, -30, place=VILLAGE))[0] == (
        -30,
        -1,
        "held",
        "rebels",
    )


OWN = Actor("own", "Own army", kind="armed_forces", country="XX")
HERE = replace(TOWN, country="XX")
LAND = Place("test:6", "Land", 31.0, 10.0, "A", "PCLI", country="XX", radius_m=400_000.0)
SHIRE = Place("test:7", "Shire", 32.0, 12.0, "A", "ADM1", country="XX", admin1="7", radius_m=60_000.0)
HAMLET = Place("test:8", "Hamlet", 31.5, 14.0, country="XX", admin1="7")


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ([claim("contests", REBELS, place=HERE)], [(-20, -1, "held", "own"), (0, None, "contested", None)]),
        ([claim("holds", OWN, place=HERE)], [(-20, -1, "held", "own"), (0, None, "held", "own")]),
        ([claim("holds", REBELS, place=HERE)], [(0, None, "held", "rebels")]),
        ([claim("captures", OWN, place=HERE)], [(0, None, "held", "own")]),
        ([claim("contests", OWN, place=HERE), claim("holds", REBELS, place=HERE)], [(0, None, "contested", None)]),
    ],
    ids=["fighting breaks out", "theirs", "others'", "they come", "others are in"],
)
def test_before_the_first_report_a_country_is_its_own_forces(first: list[Claim], expected: list[Any]) -> None:
    elsewhere = [claim("holds", OWN, n, place=replace(VILLAGE, country="XX")) for n in (-20, -10)]
    told = [p for p in track([*first, *elsewhere]) if p.place == HERE]
    days = [((p.start - FIRST).days, p.end and (p.end - FIRST).days, p.status) for p in told if p.start]
    holders = [p.holder.id if p.holder else None for p in told]
    assert [(*span, holder) for span, holder in zip(days, holders, strict=True)] == expected
    assert [bool(p.presumed) for p in told] == [True, False][-len(told) :]


def of_region(on: int, place: Place | None, compass: str = "", **fields: Any) -> Claim:
    """A claim of control over all of a region."""
    made = claim("holds", REBELS, on, ref=PlaceRef("Land", 9, place, compass=compass), **fields)
    words = f"All of it is theirs {on}."  # the same sentence again would be no new evidence
    return replace(made, evidence=replace(made.evidence, text=words), source=f"paper {on}")


LANDS = claim("holds", OWN, 0, place=LAND)


@pytest.mark.parametrize(
    ("place", "compass", "told"),
    [(LAND, "east", True), (LAND, "west", False), (SHIRE, "", True), (LAND, "", False)],
)
@pytest.mark.parametrize(("reports", "enough"), [(PARAMETERS.regional, True), (PARAMETERS.regional - 1, False)])
def test_what_is_told_of_a_region_is_presumed_of_its_towns(
    place: Place, compass: str, told: bool, reports: int, enough: bool
) -> None:
    said = [of_region(3 * n, place, compass) for n in range(reports)]
    found = [p for p in track([*said, claim("holds", OWN, place=LAND)], places=[HAMLET]) if p.place == HAMLET]
    assert [(p.holder, bool(p.presumed)) for p in found] == [(REBELS, True)] * (told and enough)
    assert all(p.confidence < 0.5 and p.basis == "claimed" and "told of" in p.reason for p in found)


def test_the_east_alone_is_that_of_the_country_the_article_is_about() -> None:
    said = [of_region(n, None, "east") for n in range(PARAMETERS.regional)]
    told = [replace(claim("holds", OWN, place=LAND), article=c.article) for c in said]
    assert {p.holder for p in track([*said, *told], places=[HAMLET]) if p.place == HAMLET} == {REBELS}


@pytest.mark.parametrize(("others", "told"), [([REBELS, REBELS, OWN], True), ([REBELS, OWN, OWN], False)])
def test_a_region_whose_towns_are_told_otherwise_tells_nothing(others: list[Actor], told: bool) -> None:
    said = [of_region(3 * n, LAND, "east") for n in range(4)]
    spots = [Place(f"test:2{n}", f"Spot {n}", 31.0, 14.0 + n, country="XX") for n in range(len(others))]
    held = [claim("holds", who, n, place=spot) for who, spot in zip(others, spots, strict=True) for n in (0, 5, 9)]
    assert bool([p for p in track([*said, *held], places=[HAMLET]) if p.place == HAMLET]) is told


def test_a_town_of_its_own_evidence_is_not_its_region() -> None:
    said = [of_region(3 * n, LAND, "east") for n in range(4)]
    own = [claim("holds", OWN, n, place=HAMLET) for n in (2, 5)]
    told = [p for p in track([*said, *own]) if p.place == HAMLET]
    assert [(p.holder, bool(p.presumed)) for p in told] == [(REBELS, True), (OWN, False)]


@pytest.mark.parametrize("code", ["SEA", "OCN", "GULF"])
def test_a_sea_is_held_by_nobody(code: str) -> None:
    sea = replace(TOWN, feature_class="H", feature_code=code)
    assert story(*(claim("holds", place=sea, on=n) for n in range(3))) == []


def test_who_shells_a_town_is_not_in_it() -> None:
    both = [claim("contests", against=REBELS, place=VILLAGE, on=n) for n in range(-9, -5)]
    pressed = [claim("contests", on=n, siege=True) for n in range(3)]
    assert story(*both, *pressed)[0][2:] == ("besieged", "rebels")


def test_the_fall_of_a_town_told_again_is_no_new_loss() -> None:
    again = [claim("loses", None, n) for n in (20, 30, 40)]
    assert story(claim("captures", REBELS, told=True), *again)[-1] == (0, None, "held", "rebels")


@pytest.mark.parametrize(
    "passing",
    [
        claim("captures", REBELS, 9, told=True, passing=True),
        claim("loses", ARMY, 9, told=True, passing=True),
        claim("withdraws", ARMY, 9, told=True, role="origin", passing=True),
    ],
)
def test_what_did_not_last_changes_no_hands(passing: Claim) -> None:
    held = [claim("holds", on=n) for n in (0, 5, 20)]
    lasting = story(*held, replace(passing, id="lasting", passing=False))
    assert {holder for _, _, status, holder in story(*held, passing) if status == "held"} == {"army"}
    assert story(*held, passing) != lasting or passing.kind == "movement"


def test_quarters_taken_bear_on_their_town() -> None:
    quarter = Place("test:9", "Quarter", lat=32.005, lon=12.0, feature_code="PPLX")
    told = [claim("holds", on=n) for n in (0, 1)]
    fights = [claim("contests", REBELS, n) for n in (8, 9)]
    taken = [claim("captures", REBELS, n, place=quarter) for n in (10, 11, 12)]
    (before,) = [p for p in track([*told, *fights, *taken]) if p.place == TOWN and p.end is None]
    assert before.status == "contested"
    assert {c.id for c in taken} & {*before.claims, *before.against}


def test_a_war_of_two_tells_who_lost() -> None:
    elsewhere = [claim("contests", against=REBELS, place=VILLAGE, on=n) for n in range(-9, -5)]
    assert story(claim("captures"), *elsewhere)[:2] == [(-9, -1, "held", "rebels"), (0, None, "held", "army")]


def test_a_town_bears_on_its_quarters() -> None:
    base = Place("test:4", "Base", lat=32.005, lon=12.0, feature_class="L", feature_code="MILB")
    rumour = claim("captures", REBELS, 3, place=base)
    town = [claim("holds", on=n) for n in (4, 5, 7, 9)]
    (held,) = [p for p in track([rumour, *town]) if p.place == base and p.end is None]
    assert held.holder == ARMY
    assert not [p for p in track(town) if p.place == base]


def quoted(text: str, action: str = "holds", **fields: Any) -> Claim:
    """A claim whose sentence is told in so many words."""
    made = claim(action, **fields)
    return replace(made, evidence=replace(made.evidence, text=text), source=str(fields.get("on", 0)))


SENTENCE = "The army is still in the town and keeps both of its bridges shut, a grocer told us."


@pytest.mark.parametrize(
    ("again", "last"),
    [
        (SENTENCE, 0),
        (SENTENCE.replace("both of its", "all of the"), 0),
        ("Soldiers of the army patrol the town, where shops open for two hours a day, said a nurse.", 30),
    ],
)
def test_a_sentence_told_again_is_no_new_evidence(again: str, last: int) -> None:
    (period,) = track([quoted(SENTENCE), quoted(again, on=30)])
    assert (period.last_evidence, len(period.claims)) == (day(last), 2)


DISTRICT = Place("test:5", "Town", lat=32.1, lon=12.1, feature_class="A", feature_code="ADM1", radius_m=40_000.0)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Town is in their hands.", TOWN),
        ("They hold the province of Town and more.", DISTRICT),
        ("All of Town province is theirs.", DISTRICT),
    ],
)
def test_a_name_alone_is_the_town_not_its_district(sentence: str, expected: Place) -> None:
    told = claim("holds", place=DISTRICT)
    told = replace(told, evidence=replace(told.evidence, text=sentence))
    other = claim("holds", REBELS, -90, place=TOWN)
    assert ARMY in {p.holder for p in track([told, other]) if p.place == expected}


def test_who_is_a_stranger_to_a_country_weighs_little_there() -> None:
    known = [claim("holds", on=n, place=VILLAGE) for n in range(40)]
    told = track([*known, claim("holds", on=40), claim("captures", MILITIA, 41)])
    assert [(p.holder, p.end) for p in told if p.place == TOWN] == [(ARMY, None)]
    assert story(claim("holds", on=40), claim("captures", MILITIA, 41))[-1][2:] != ("held", "army")


def test_silence_ages_into_unknown() -> None:
    reach = int(PARAMETERS.quiet * 2)
    elsewhere = claim("holds", on=reach + 50, place=VILLAGE)
    quiet, unknown, _ = track([claim("holds"), elsewhere])
    assert (quiet.status, quiet.end) == ("held", day(reach))
    assert (unknown.status, unknown.start, unknown.holder) == ("unknown", day(reach + 1), None)
    assert unknown.claims == quiet.claims


def test_front_lines_age_sooner() -> None:
    elsewhere = claim("holds", on=400, place=VILLAGE)
    fought = [
        claim("holds"),
        *(claim("contests", REBELS, n) for n in (1, 2, 3)),
        claim("holds", on=9),
        claim("holds", on=12),
        elsewhere,
    ]
    quiet = [claim("holds", on=12), elsewhere]
    ends = [max(p.end for p in track(told) if p.holder == ARMY and p.end) for told in (quiet, fought)]
    assert ends[1] < ends[0]


def test_what_two_reports_agree_on_is_bridged() -> None:
    assert story(claim("holds"), claim("holds", on=250)) == [(0, None, "held", "army")]


def test_what_nothing_dates_has_no_start() -> None:
    (period,) = track([claim("holds", on=None)])
    assert (period.start, period.end, period.last_evidence, period.holder) == (None, None, None, ARMY)


def test_undated_claims_make_way_for_dated_ones() -> None:
    assert story(claim("holds", REBELS, None), claim("holds")) == [(0, None, "held", "army")]


BRIGADE = Actor("brigade", "Brigade", relations=(Relation("part_of", "army", end=day(50)),))
COUNCIL = Actor("council", "Council", relations=(Relation("part_of", "army"),))
ACTORS = {a.id: a for a in (ARMY, REBELS, BRIGADE, COUNCIL)}


def test_parts_of_one_side_agree() -> None:
    (period,) = track([claim("holds", BRIGADE), claim("holds", ARMY, 1), claim("holds", BRIGADE, 2)], actors=ACTORS)
    assert (period.status, period.holder, period.side) == ("held", BRIGADE, ARMY)


def test_ties_end_with_their_dates() -> None:
    told = [claim("holds", BRIGADE, 60), claim("holds", ARMY, 60)]
    assert [p.status for p in track(told, actors=ACTORS)] == ["contested"]


def test_parts_of_one_side_that_fight_each_other_are_sides() -> None:
    told = [claim("captures", BRIGADE, against=COUNCIL), claim("captures", COUNCIL, 9, against=BRIGADE, told=True)]
    assert story(*told, actors=ACTORS) == [(0, 8, "held", "brigade"), (9, None, "held", "council")]


GUARD = Actor("guard", "Guard", relations=(Relation("allied_with", "army", end=day(50)),))
ALLIES = {a.id: a for a in (ARMY, REBELS, GUARD)}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([claim("holds"), claim("holds", GUARD)], ["held"]),
        ([claim("holds", on=60), claim("holds", GUARD, 60)], ["contested"]),
        ([claim("contests", GUARD, against=ARMY), claim("holds"), claim("holds", GUARD)], ["contested"]),
        ([claim("contests", GUARD, against=REBELS), claim("captures"), claim("captures", GUARD)], ["held"]),
        ([claim("holds"), claim("holds", GUARD), claim("holds", GUARD, 120)], ["held"]),
        ([claim("holds", GUARD, 45), claim("holds", on=55)], ["held"]),
    ],
    ids=["together", "after the alliance", "fallen out here", "against another", "told of one later", "at its end"],
)
def test_allies_do_not_contradict_each_other(told: list[Claim], expected: list[str]) -> None:
    assert [p.status for p in track(told, actors=ALLIES) if p.end is None] == expected


def test_who_falls_out_over_a_town_is_at_odds_at_its_sites() -> None:
    base = Place("test:4", "Base", lat=32.005, lon=12.0, feature_class="L", feature_code="MILB")
    told = [claim("captures", GUARD, place=base), claim("contests", GUARD, 1, against=ARMY), claim("loses", on=1)]
    assert {p.holder for p in track(told, actors=ALLIES) if p.place == base} == {GUARD}


def test_roll_up_survives_a_circle() -> None:
    circle = {
        "a": Actor("a", "A", relations=(Relation("part_of", "b"),)),
        "b": Actor("b", "B", relations=(Relation("part_of", "a"),)),
    }
    assert [a.id for a in Sides(circle).chain(circle["a"])] == ["a", "b"]


@pytest.mark.parametrize(("half_lives", "expected"), [(0, 1.0), (1, 0.5), (2, 0.25), (-1, 1.0)])
def test_freshness(half_lives: int, expected: float) -> None:
    (period,) = track([claim("holds")])
    assert freshness(period, day(half_lives * round(period.half_life))) == pytest.approx(expected)


ACTIONS = ("holds", "captures", "loses", "contests", "clash", "withdraws", "deploys", "advances")


@st.composite
def any_claim(draw: st.DrawFn) -> Claim:
    action = draw(st.sampled_from(ACTIONS))
    number = draw(st.integers(0, 10**6))
    reported = draw(st.none() | st.integers(0, 300).map(day))
    start, end = draw(st.tuples(*[st.none() | st.integers(-30, 310).map(day)] * 2))
    role = "place" if KINDS.get(action) != "movement" else draw(st.sampled_from(("origin", "destination")))
    actor, opponent = draw(st.tuples(*[st.none() | st.sampled_from((ARMY, REBELS, MILITIA, BRIGADE))] * 2))
    return Claim(
        f"c{number}",
        f"a{number}",
        KINDS.get(action, "incident"),
        action,
        Evidence(f"a{number}", 0, 4, "Word", (0, 4)),
        actor=ActorRef(actor, actor.name) if actor else None,
        opponent=ActorRef(opponent, opponent.name) if opponent else None,
        reported=reported,
        time=draw(st.none() | st.just(Interval(start, end))),
        factuality=draw(st.sampled_from(("actual", "actual", "claimed", "negated", "possible"))),
        extent=draw(st.sampled_from(("whole", "whole", "part"))),
        confidence=draw(st.floats(0, 1)),
        siege=draw(st.booleans()),
        **{role: PlaceRef("Town", 0, draw(st.sampled_from((TOWN, VILLAGE, COUNTRY, None))))},
    )


some_claims = st.lists(any_claim(), max_size=14, unique_by=lambda c: c.id)


def tracked(claims: list[Claim]) -> tuple[Period, ...]:
    return track(claims, actors=ACTORS)


@given(some_claims, st.randoms())
@settings(max_examples=80, deadline=None)
def test_law_order_does_not_matter(claims: list[Claim], random: Any) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert tracked(shuffled) == tracked(claims)


@given(some_claims)
@settings(max_examples=60, deadline=None)
def test_law_repetition_does_not_matter(claims: list[Claim]) -> None:
    assert tracked([*claims, *claims]) == tracked(claims)


@given(some_claims)
@settings(max_examples=60, deadline=None)
def test_law_what_is_no_fact_tells_nobody_to_be_there(claims: list[Claim]) -> None:
    assert tracked([c for c in claims if c.factuality not in ("actual", "claimed")]) == ()


@given(some_claims)
@settings(max_examples=150, deadline=None)
def test_laws_of_periods(claims: list[Claim]) -> None:
    known = {c.id: c for c in claims}
    by_place: dict[str, list[Period]] = {}
    for period in tracked(claims):
        by_place.setdefault(period.place.id, []).append(period)
        assert period.claims
        assert all(known[id].factuality in ("actual", "claimed") for id in (*period.claims, *period.against))
        assert not set(period.claims) & set(period.against)
        assert period.end is None or period.start is not None
        assert period.start is None or period.end is None or period.start <= period.end
        assert 0.0 <= period.confidence < 1.0
        assert (period.status == "held") <= (period.holder is not None)
        assert period.holder is None or period.claimants[0] == period.holder
    for periods in by_place.values():
        if any(p.start is None for p in periods):
            assert len(periods) == 1
        for earlier, later in pairwise(periods):
            assert earlier.end is not None
            assert earlier.end < later.start

"""Names of one document resolved together."""

from __future__ import annotations

import time

import pytest

from gazetteer.candidates import Option
from gazetteer.namesakes import are_one, lies_in, relations
from gazetteer.place import Candidate, Place
from gazetteer.ranking import least, probabilities, weights
from gazetteer.resolver import Resolution, Toponym, resolve, weighed


def toponyms(*names: str | tuple[str, ...]) -> list[Toponym]:
    """Toponyms from names, or (name, parent) or (name, parent, cue)."""
    made = []
    for i, name in enumerate(names):
        text, parent, cue = (*((name,) if isinstance(name, str) else name), None, None)[:3]
        made.append(Toponym(text, 20 * i, 20 * i + len(text), parent=parent or None, cue=cue))
    return made


def answer(index, *names, home=None) -> Resolution:
    """What the first of the names resolves to."""
    return resolve(toponyms(*names), index, home=home)[0]


@pytest.mark.parametrize(
    ("names", "country", "lat", "lon"),
    [
        (("Tripoli", "Misrata", "Libya"), "LY", 32.9, 13.2),
        (("Tripoli", "Beirut", "Lebanon"), "LB", 34.4, 35.8),
        (("Springfield", "Chicago", "Peoria", "Illinois"), "US", 39.8, -89.6),
        ((("Springfield", "Massachusetts"), "Massachusetts"), "US", 42.1, -72.6),
        ((("Paris", "Texas"), "Texas", "Dallas"), "US", 33.7, -95.6),
        (("Paris", "Lyon", "France"), "FR", 48.9, 2.3),
        (("Georgia", "Tbilisi", "Abkhazia"), "GE", 42.0, 43.5),
        (("Georgia", "Atlanta", "Alabama", "Savannah"), "US", 32.7, -83.5),
        (("Zawiya", "Sabratha", "Sorman"), "LY", 32.76, 12.73),
        (("Homs", "Hama", "Syria"), "SY", 34.7, 36.7),
        (("Mellitah", "Sabratha", "Zuwara"), "LY", 32.86, 12.25),
        (("Libyan", "Tripoli"), "LY", 27.0, 18.0),
        (("northern Syria", "Aleppo"), "SY", 35.0, 38.5),
        (("Helmand Province", "Afghanistan"), "AF", 31.4, 64.0),
        (("Mediterranean", "Malta"), None, 35.0, 18.0),
    ],
)
def test_context_decides(index, names, country, lat, lon):
    found = answer(index, *names)
    assert found.place is not None
    assert found.place.country == country
    assert (found.place.lat, found.place.lon) == pytest.approx((lat, lon), abs=3.0 if found.place.is_area else 0.3)


def test_a_misspelling_is_accepted_where_the_country_is_named(index):
    found = answer(index, ("Zumarah", "Libya"), "Libya", "Tripoli")
    assert (found.place.id, found.method) == ("geonames:2208425", "fuzzy")
    assert found.confidence > 0.4


def test_a_name_unlike_by_several_letters_is_not_its_neighbour(index):
    found = answer(index, "al-Ghiran", "Zawiya", "Libya", "Sabratha").place
    assert found is None or found.name != "Gharyan"


def test_a_misspelling_alone_is_unknown(index):
    found = answer(index, "Zumarah")
    assert (found.status, found.place) == ("unknown", None)


def test_home_stands_in_for_a_named_country(index):
    assert answer(index, "Tripoli", home="LB").place.country == "LB"
    assert answer(index, "Zumarah", "Sabratha", home="LY").place.id == "geonames:2208425"


@pytest.mark.parametrize("name", ["Xqzvrtl", "", "Kfqwwrah"])
def test_unknown_names_stay_unknown(index, name):
    found = answer(index, name, "Libya", "Tripoli")
    assert (found.status, found.place, found.confidence) == ("unknown", None, 0.0)
    assert found.reason


def test_a_cue_tells_the_country_from_the_river(index):
    assert answer(index, ("Niger River", "", "river")).place.feature_class == "H"
    assert answer(index, "Niger", "Mali", "Burkina Faso").place.is_country


def test_one_name_has_one_meaning_and_its_parent_told_once(index):
    found = resolve(toponyms(("Springfield", "Missouri"), "Missouri", "Springfield"), index)
    assert found[0].place == found[2].place
    assert found[0].place.admin1 == "MO"


def test_a_street_is_put_into_the_town_and_says_so(index):
    found = resolve(toponyms("Benghazi", "Qqxwv Street", "Benghazi", "Libya"), index)[1]
    assert (found.place.name, found.status, found.method) == ("Benghazi", "ambiguous", "within")
    assert "no entry of its own" in found.reason


def test_answers_come_in_the_order_asked_with_reasons_and_alternatives(index):
    asked = toponyms("Tripoli", "Libya", "Zawia", "Tripoli")
    found = resolve(asked, index)
    assert [r.place.name for r in found] == ["Tripoli", "Libya", "Zawiya", "Tripoli"]
    for resolution in found:
        assert 0 < resolution.confidence <= 1
        assert resolution.reason
        assert "\n" not in resolution.reason
        assert all(0 <= share <= 1 for _, share in resolution.alternatives)
    assert any(c.place.country == "LB" for c, _ in found[0].alternatives)


def test_namesakes_without_context_are_ambiguous_or_unsure(index):
    found = answer(index, "Springfield")
    assert found.status == "ambiguous" or found.confidence < 0.5


def test_nothing_asked_nothing_answered(index):
    assert resolve([], index) == []


def test_fifty_toponyms_resolve_quickly(index):
    names = (
        "Tripoli Misrata Sirte Benghazi Tobruk Derna Sabha Zawiya Sorman Sabratha Zuwara Libya Tunisia Egypt Rome Malta"
    )
    document = toponyms(*(names.split() * 4)[:50])
    resolve(document, index)
    began = time.perf_counter()
    resolve(document, index)
    assert time.perf_counter() - began < 0.5


LIBYA = Place("c", "Libya", 27, 17, "A", "PCLI", "LY")
DISTRICT = Place("d", "Zawiya", 32.5, 12.6, "A", "ADM1", "LY", "68")
TOWN = Place("t", "Zawiya", 32.76, 12.73, country="LY", admin1="68")
BAY = Place("b", "Bay", 32.8, 12.7, "H", "BAY", radius_m=10_000)


@pytest.mark.parametrize(
    ("place", "parent", "lies"),
    [(TOWN, LIBYA, True), (TOWN, DISTRICT, True), (TOWN, BAY, True), (LIBYA, LIBYA, False), (LIBYA, DISTRICT, False)],
)
def test_lies_in(place, parent, lies):
    assert lies_in(place, parent) is lies


def test_a_district_and_its_seat_count_as_one():
    assert are_one(TOWN, DISTRICT)
    assert not are_one(TOWN, LIBYA)
    area, town = relations([Option(Candidate(place, "Zawiya", "exact", 1.0)) for place in (DISTRICT, TOWN)])
    assert area["area of a town"] == 1.0
    assert 0 < area["fame of its town"] < 1
    assert "area of a town" not in town


@pytest.mark.parametrize("weights", [[], [0.0], [100.0, -100.0], [3.0, 3.0, 3.0]])
def test_probabilities_leave_room_for_none(weights):
    shares = probabilities(weights)
    assert all(0 <= share <= 1 for share in shares)
    assert sum(shares) <= 1 + 1e-9


FOR = ("prominence", "inside parent", "country shared", "near others", "area named", "holds others", "kind fits")
AGAINST = ("outside parent", "kind differs", "misspelt", "transliterated", "letters differ", "outspelt", "abroad")


def test_what_speaks_for_a_place_weighs_up_and_what_speaks_against_down():
    table = weights()
    assert [name for name in FOR if table[name] <= 0] == []
    assert [name for name in AGAINST if table[name] >= 0] == []
    assert 0 < least() <= least(odd=True) < 1


def test_every_feature_has_a_weight(index):
    names = weighed(toponyms("Tripoli", ("Zumarah", "Libya"), "Mediterranean Sea", "northern Syria", "Lebanese"), index)
    used = {feature for name in names.values() for told in (*name.fixed, *name.told) for feature in told}
    assert used <= set(weights())


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("Aleppo", "Homs", "Hama", "Syria"), "exact name; in Syria like 2 other names of the text"),
        ((("Paris", "Texas"), "Texas", "Dallas"), "in Texas, as the text says"),
        (("Peoria", "Chicago", "Illinois"), "rather than Peoria in the same country"),
        (("Zumarah", "Sabratha", "Libya", "Tripoli"), "an odd spelling of Zuwarah"),
        (("Libyan", "Tripoli"), "the people of Libya"),
    ],
)
def test_an_answer_explains_itself(index, names, words):
    assert words in answer(index, *names).reason

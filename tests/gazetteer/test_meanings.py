"""What names mean alone, with a slip, beside a people, and with words for their kind."""

from __future__ import annotations

import pytest

from gazetteer import geocode
from gazetteer.candidates import Option, cue_of, inside
from gazetteer.namesakes import are_kin, relations
from gazetteer.place import Candidate, Place
from gazetteer.resolver import Toponym, resolve


def meaning(index, *names: str, cue: str | None = None, parent: str | None = None) -> Place | None:
    """What the first of the names means; the cue and the parent are its own."""
    asked = [Toponym(name, 20 * i, 20 * i + len(name)) for i, name in enumerate(names)]
    asked[0] = Toponym(names[0], 0, len(names[0]), parent, cue)
    return resolve(asked, index)[0].place


@pytest.mark.parametrize(
    ("name", "feature_class", "country"),
    [
        ("Hindu Kush", "T", "AF"),
        ("Zagros", "T", "IR"),
        ("Sabrata", "P", "LY"),
        ("Chasiv Yar", "P", "UA"),
        ("Kupiansk", "P", "UA"),
        ("Myawaddy", "P", "MM"),
        ("Авдіївка", "P", "UA"),
        ("الخرطوم", "P", "SD"),
        ("Jebel Marra", "T", "SD"),
        ("Alps", "T", None),
        ("JFK", "S", "US"),
        ("LAX", "S", "US"),
        ("The Bronx", "P", "US"),
        ("Sahel", "L", None),
        ("Catatumbo", "L", "CO"),
    ],
)
def test_a_name_that_one_place_bears_is_answered_alone(index, name, feature_class, country):
    (found,) = geocode(name, index=index)
    assert found.place is not None
    assert (found.place.feature_class, found.place.country) == (feature_class, country)


@pytest.mark.parametrize(
    "name", ["Market", "Crescent", "Pioneer", "Wadi Frozzle", "Bakhmt", "Mariupl", "Qwrtzpl River"]
)
def test_a_common_word_or_a_slip_alone_stays_unknown(index, name):
    (found,) = geocode(name, index=index)
    assert (found.status, found.place) == ("unknown", None)
    assert found.reason


@pytest.mark.parametrize("name", ["Misrata", "Benghazi", "Sirte", "Homs", "Sabratha", "Zawiya", "Marib", "Idlib"])
def test_a_bare_name_is_the_town(index, name):
    place = meaning(index, name)
    assert place is not None
    assert place.feature_class == "P"


@pytest.mark.parametrize(("name", "cue"), [("Idlib province", None), ("Marib", "province"), ("Homs governorate", None)])
def test_a_word_for_its_kind_makes_it_the_province(index, name, cue):
    place = meaning(index, name, cue=cue)
    assert place is not None
    assert place.feature_class == "A"


@pytest.mark.parametrize(
    ("name", "others", "country"),
    [
        ("Mariupl", ("Ukrainian", "Kharkiv", "Donetsk"), "UA"),
        ("Khartuom", ("Sudanese", "Omdurman"), "SD"),
        ("Benghzi", ("Libyan", "Tobruk", "Derna"), "LY"),
    ],
)
def test_a_slip_of_one_letter_is_forgiven_where_the_text_is_about_the_country(index, name, others, country):
    place = meaning(index, name, *others)
    assert place is not None
    assert place.country == country


@pytest.mark.parametrize("others", [("France", "Lyon"), ("Kenya", "Nairobi", "Mombasa")])
def test_and_not_elsewhere(index, others):
    assert meaning(index, "Mariupl", *others) is None


@pytest.mark.parametrize(
    ("name", "feature_class"),
    [("Araks River", "H"), ("Sacramento Valley", "T"), ("Dnipro River", "H"), ("Khudafarin Bridge", "S")],
)
def test_a_river_or_a_valley_is_no_town(index, name, feature_class):
    place = meaning(index, name)
    assert place is not None
    assert place.feature_class == feature_class


@pytest.mark.parametrize("name", ["Sorman River", "Mount Zawiya", "Lake Misrata"])
def test_and_is_unknown_where_only_a_town_is_called_so(index, name):
    place = meaning(index, name, "Libya", "Tripoli")
    assert place is None or place.feature_class not in ("P", "A")


@pytest.mark.parametrize("name", ["Wadi Frozzle", "Jebel Qwrtz", "Camp Frozzle", "Fort Qwrtz"])
def test_a_word_for_a_kind_is_not_the_name(index, name):
    assert inside(name, index) == []


def test_a_county_is_known_beside_others_that_have_the_word(index):
    place = meaning(index, "Adair", "Kentucky", "Metcalfe County", cue="county")
    assert place is not None
    assert (place.name, place.feature_code, place.admin1) == ("Adair County", "ADM2", "KY")


def test_a_country_is_told_from_the_capital_of_its_name(index):
    assert meaning(index, "Luxembourg", "Belgium", "France").is_country


def test_what_lies_nowhere_in_the_place_that_the_text_names_is_not_put_elsewhere(index):
    assert meaning(index, "Qarqun", "Missouri", parent="Missouri") is None


@pytest.mark.parametrize(
    ("name", "cue", "wanted"),
    [
        ("Hall County", "province", "county"),
        ("Hall County", "city", "county"),
        ("Homs", "city", "city"),
        ("Lake Chad", "water", "lake"),
        ("Homs", None, None),
    ],
)
def test_the_words_of_the_name_tell_its_kind_before_those_beside_it(name, cue, wanted):
    assert cue_of(name, cue) == wanted


STATE = Place("s", "Qar", 40, 10, "A", "ADM1", "LY", "1")
SEAT = Place("t", "Qar", 40.1, 10.1, country="LY", admin1="1", population=50_000)
CITY = Place("c", "Qar City", 40.2, 10.2, country="LY", admin1="1", population=50_000)
FAR = Place("f", "Qar", 10, 60, country="YE", population=500)


def features(*places: Place, cue: str | None = None) -> list[dict[str, float]]:
    return relations([Option(Candidate(place, "Qar", "exact", 1.0)) for place in places], cue)


def test_namesakes_tell_of_each_other():
    state, seat = features(STATE, SEAT)
    assert state["area of a town"] == state["area of a town, not called one"] == 1.0
    assert "area of a town, not called one" not in features(STATE, SEAT, cue="province")[0]
    assert "called after its area" not in seat
    assert features(STATE, CITY)[1]["called after its area"] > 0
    assert "area of a town" not in features(STATE, CITY)[0]
    assert are_kin(SEAT, STATE)
    assert not are_kin(FAR, STATE)


def test_the_only_bearer_and_the_best_known():
    assert features(SEAT)[0]["only bearer"] == 1.0
    known, lesser = features(SEAT, FAR)
    assert "only bearer" not in known
    assert lesser["behind the best known"] > 0
    assert "behind the best known" not in known


@pytest.mark.parametrize(("other", "country"), [("Libya", "LY"), ("Libyan", "LY"), ("Spain", None), ("Yemen", None)])
def test_one_country_named_beside_a_slip_is_enough_where_it_has_such_a_place(index, other, country):
    found = meaning(index, "Zumarah", other)
    assert (found and found.country) == country


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("Aleppo University", None),  # a city of that name is known, and it is not Tripoli
        ("London Road", "Tripoli"),  # streets are called after cities everywhere
        ("Republic Hospital", "Tripoli"),
    ],
)
def test_an_institution_named_for_a_city_abroad_is_not_put_into_the_town_of_the_text(index, name, town):
    found = meaning(index, name, "Tripoli", "Libya")
    assert (found and found.name) == town

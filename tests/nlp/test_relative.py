"""Places told relative to others: the phrase, its anchors, its words, and where it lies."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.boundaries import Boundaries, open_boundaries
from gazetteer.footprint import compass, distance
from gazetteer.place import LonLat, Place
from geo.nlp.places.grammar import load_grammar
from geo.nlp.placing import locate
from geo.nlp.relative import find_phrases

TRIPOLI = Place("geonames:2210247", "Tripoli", 32.8874, 13.1873, "P", "PPLC", "LY", population=1_150_989)
ZUWARAH = Place("geonames:2208425", "Zuwarah", 32.9312, 12.0819, country="LY")
SABRATHA = Place("geonames:2212771", "Sabratha", 32.7934, 12.4885, country="LY")
LIBYA = Place("geonames:2215636", "Libya", 27.0, 18.0, "A", "PCLI", "LY", radius_m=720_000)
SEBHA = Place("geonames:2212775", "Sebha", 27.0377, 14.4283, country="LY")


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return open_boundaries()


def found(text: str, *names: str):
    spans = sorted((text.index(name), text.index(name) + len(name)) for name in names)
    return find_phrases(text, spans, [(0, len(text))])


@pytest.mark.parametrize(
    ("text", "kind", "phrase", "km", "wind"),
    [
        ("about 22 miles north of Brak", "offset", "about 22 miles north of Brak", 35.4, "north"),
        ("30 km (19 miles) south-west of Brak.", "offset", "30 km (19 miles) south-west of Brak", 30, "south-west"),
        ("It lies 10km to the east of the town of Brak", "offset", "10km to the east of the town of Brak", 10, "east"),
        ("twenty kilometres due west of Brak", "offset", "twenty kilometres due west of Brak", 20, "west"),
        ("1,200 metres east of Brak", "offset", "1,200 metres east of Brak", 1.2, "east"),
        ("half a mile south of Brak", "offset", "half a mile south of Brak", 0.8, "south"),
        ("a few miles north of Brak", "offset", "a few miles north of Brak", 4.8, "north"),
        ("rescued 16 kilometers off Brak", "offshore", "16 kilometers off Brak", 16, ""),
        ("12 nautical miles off the coast of Brak", "offshore", "12 nautical miles off the coast of Brak", 22.2, ""),
        ("sank off the coast of Brak", "offshore", "off the coast of Brak", None, ""),
        ("sank off the Brak coast", "offshore", "off the Brak coast", None, ""),
        ("a camp 5 km outside Brak", "around", "5 km outside Brak", 5, ""),
        ("fought 40 km from Brak", "around", "40 km from Brak", 40, ""),
        ("Shells fell within 30 km of Brak", "around", "within 30 km of Brak", 30, ""),
        ("a camp within a 10 km radius of Brak", "around", "within a 10 km radius of Brak", 10, ""),
        ("on the outskirts of Brak", "fringe", "the outskirts of Brak", None, ""),
        ("in the eastern suburbs of Brak", "fringe", "the eastern suburbs of Brak", None, "eastern"),
        ("in Brak's southern outskirts", "fringe", "Brak's southern outskirts", None, "southern"),
        ("in the centre of Brak", "core", "the centre of Brak", None, ""),
        ("in downtown Brak", "core", "downtown Brak", None, ""),
        ("troops north of Brak", "direction", "north of Brak", None, "north"),
        ("just to the west of Brak", "direction", "just to the west of Brak", None, "west"),
        ("in eastern Brak", "part", "eastern Brak", None, "eastern"),
        ("in the north of Brak", "part", "the north of Brak", None, "north"),
        ("in central Brak", "part", "central Brak", None, ""),
        ("shelled Brak airport", "site", "Brak airport", None, ""),
        ("bombed the airport of Brak", "site", "the airport of Brak", None, ""),
        ("fled along the border with Brak", "border", "along the border with Brak", None, ""),
        ("on the southern border of Brak", "border", "on the southern border of Brak", None, "southern"),
        ("15 km from the border with Brak", "border", "15 km from the border with Brak", 15, ""),
        ("within 5 km of the Brak border", "border", "within 5 km of the Brak border", 5, ""),
        ("closed Brak's northern border", "border", "Brak's northern border", None, "northern"),
        ("on the Brak side of the border", "side", "on the Brak side of the border", None, ""),
        ("along the coast of Brak", "coast", "along the coast of Brak", None, ""),
        ("the east bank of the Brak", "bank", "the east bank of the Brak", None, "east"),
        ("on the Brak's left bank", "along", "on the Brak", None, ""),
        ("dug in along the Brak", "along", "along the Brak", None, ""),
        ("camps near Brak", "near", "near Brak", None, ""),
        ("just outside Brak", "near", "just outside Brak", None, ""),
        ("in the hills above Brak", "country", "the hills above Brak", None, ""),
        ("Brak's eastern countryside", "country", "Brak's eastern countryside", None, "eastern"),
        ("in the southern countryside of Brak", "country", "the southern countryside of Brak", None, "southern"),
        ("an ambush on the road to Brak", "roadside", "the road to Brak", None, ""),
    ],
)  # fmt: skip
def test_phrases(text, kind, phrase, km, wind):
    (single,) = found(text, "Brak").values()
    assert (single.kind, text[single.start : single.end], single.wind) == (kind, phrase, wind)
    assert single.distance_m == (pytest.approx(km * 1_000, rel=0.01) if km else None)


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        ("a camp between Brak and Hun", "between", "between Brak and Hun"),
        ("halfway between Brak and the town of Hun", "halfway", "halfway between Brak and the town of Hun"),
        ("the road from Brak to Hun", "road", "the road from Brak to Hun"),
        ("the highway linking Brak with Hun", "road", "the highway linking Brak with Hun"),
        ("on the main road between Brak and Hun", "road", "the main road between Brak and Hun"),
        ("cut the Brak-Hun road", "road", "the Brak-Hun road"),
        ("along the Brak to Hun highway", "road", "the Brak to Hun highway"),
        ("along the Brak-Hun border", "border", "along the Brak-Hun border"),
        ("near the border between Brak and Hun", "border", "near the border between Brak and Hun"),
        ("across the Brak from Hun", "across", "across the Brak from Hun"),
        ("along the border with Brak near Hun", "border", "along the border with Brak near Hun"),
        ("along the Brak near Hun", "along", "along the Brak near Hun"),
        ("along the Brak 9 km south of Hun", "along", "along the Brak 9 km south of Hun"),
        ("the east bank of the Brak, opposite Hun", "bank", "the east bank of the Brak, opposite Hun"),
    ],
)
def test_pairs(text, kind, phrase):
    phrases = found(text, "Brak", "Hun")
    assert set(phrases) == {0, 1}
    assert phrases[0] == phrases[1]
    assert (phrases[0].kind, text[phrases[0].start : phrases[0].end]) == (kind, phrase)


@pytest.mark.parametrize(
    "text",
    [
        "They withdrew east to Brak",
        "heading north from Brak",
        "The army sealed off Brak",
        "In the west. Brak is calm",
        "It cost $5m from Brak",
        "the town of Brak",
        "the port of Brak",
        "the border town of Brak",
        "Brak border guards fled",
        "the Brak coast guard",
    ],
)
def test_no_phrase(text):
    assert found(text, "Brak") == {}


@pytest.mark.parametrize("text", ["talks between Brak and Hun", "a ceasefire between Brak and Hun", "Brak and Hun"])
def test_dealings_are_no_places(text):
    assert found(text, "Brak", "Hun") == {}


@pytest.mark.parametrize(
    ("text", "names", "places", "lat", "lon", "km", "method"),
    [
        ("22 miles north of Zuwarah", ["Zuwarah"], [ZUWARAH], 33.25, 12.08, 3, "offset"),
        ("16 kilometers off Tripoli", ["Tripoli"], [TRIPOLI], 33.04, 13.18, 8, "offshore"),
        ("between Sabratha and Zuwarah", ["Sabratha", "Zuwarah"], [SABRATHA, ZUWARAH], 32.86, 12.29, 2, "between"),
        ("5 km outside Sebha", ["Sebha"], [SEBHA], 27.04, 14.43, 1, "offset"),
        ("Sebha airport", ["Sebha"], [SEBHA], 27.04, 14.43, 1, "area"),
    ],
)
def test_locations(text, names, places, lat, lon, km, method, boundaries):
    footprint = locate(found(text, *names)[0], places, boundaries)
    assert footprint is not None
    assert footprint.method == method
    assert footprint.anchor == places[0].id
    assert distance(LonLat(footprint.lon, footprint.lat), LonLat(lon, lat)) < km * 1_000


def test_part_of_a_country_lies_in_that_part(boundaries):
    footprint = locate(found("southern Libya", "Libya")[0], [LIBYA], boundaries)
    assert footprint is not None
    assert footprint.lat < 26
    assert footprint.outline is not None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("16 km off Sebha", [SEBHA]),
        ("between Sebha and Libya", [SEBHA, LIBYA]),
    ],
    ids=["no coast", "a country is no end of a stretch"],
)
def test_what_does_not_fit_is_left_alone(text, places, boundaries):
    names = [place.name for place in places]
    assert locate(found(text, *names)[0], places, boundaries) is None


def test_vague_numbers_reach_farther():
    vague = locate(found("a few km north of Sebha", "Sebha")[0], [SEBHA], None)
    plain = locate(found("3 km north of Sebha", "Sebha")[0], [SEBHA], None)
    assert vague is not None
    assert plain is not None
    assert vague.radius_m > plain.radius_m


@pytest.mark.parametrize("wind", ["north", "north-east", "SE", "northwest", "NNW", "south-southeast"])
def test_every_wind_is_a_bearing(wind):
    (phrase,) = found(f"9 km {wind} of Sebha", "Sebha").values()
    assert 0 <= compass(phrase.wind) < 360


def test_every_default_is_told_to_readers():
    told = (files("geo.nlp") / "data" / "README.md").read_text(encoding="utf-8")
    rows = {row.split("`")[1]: row for row in told.splitlines() if row.startswith("|") and row.count("`") >= 2}
    for kind, numbers in load_grammar().defaults.items():
        for metres in numbers.values():
            assert f"{metres / 1_000:,.0f} km" in rows.get(kind, "") or kind in ("beyond",), (kind, metres)


@given(st.text(alphabet="Brak Hun nearthoslgb-,.'0123 km", max_size=60))
def test_any_words_round_names_are_read_or_left(text):
    whole = f"{text} Brak {text} Hun {text}"
    first, second = len(text) + 1, 2 * len(text) + 7
    phrases = find_phrases(whole, [(first, first + 4), (second, second + 3)], [(0, len(whole))])
    for number, phrase in phrases.items():
        name = (first, first + 4) if number == 0 else (second, second + 3)
        assert 0 <= phrase.start <= name[0] < name[1] <= phrase.end <= len(whole)
        locate(phrase, [SEBHA, ZUWARAH][: len(phrase.anchors)], None)

"""Place names by linguistic evidence: towns that a small model takes for people, roles, parents, given spans."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gazetteer.boundaries import Boundaries, open_boundaries
from geo.article import Article
from geo.nlp.model import Model, load_model
from geo.nlp.toponyms import find_toponyms


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return open_boundaries()


@pytest.fixture
def mentions(model, index, boundaries):
    def find(text, toponyms=None):
        article = Article("a1", text, toponyms=toponyms)
        (sentences,) = model.sentences([text])
        return find_toponyms(article, sentences, index, boundaries=boundaries)

    return find


LIBYAN = "Libyan rebels and the army fought in Libya for a week. "


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The battalion fell back west to Sabratha, its rearguard east to Sorman.", ["Sabratha", "Sorman"]),
        ("Gunmen set up checkpoints in Brak, Sebha and Hun.", ["Brak", "Sebha", "Hun"]),
        ("Rebels overran Gharyan, a town south of Tripoli.", ["Gharyan", "Tripoli"]),
        ("The mayor of Zuwarah met the people of Nalut.", ["Zuwarah", "Nalut"]),
        ("Troops pulled back from the village of Tamzin.", ["Tamzin"]),
        ("Residents of Tarhuna and Msallata fled.", ["Tarhuna", "Msallata"]),
        ("The commander, Ahmed Sorman, denied it.", []),
        ("General Khalid Zliten said nothing.", []),
        ("BENGHAZI, Libya (Reuters) - Shells fell on Monday.", ["BENGHAZI", "Libya"]),
    ],
)
def test_names(mentions, text, names):
    found = [m for m in mentions(LIBYAN + text) if m.start >= len(LIBYAN)]
    assert [m.text for m in found if m.role == "literal"] == names


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Rome is seeking a deal with the militias.", "Rome", "metonym"),
        ("Cairo warned that it would send troops.", "Cairo", "metonym"),
        ("Snow fell in Rome on Monday.", "Rome", "literal"),
        ("Libyan soldiers patrol the coast.", "Libyan", "demonym"),
        ("Troops massed on the Turkish-Syrian border.", "Turkish", "demonym"),
        ("The Sabratha Media Centre reported shelling.", "Sabratha", "embedded"),
        ("The Tripoli Post reported shelling.", "Tripoli", "embedded"),
    ],
)
def test_roles(mentions, text, name, role):
    assert [(m.text, m.role) for m in mentions(LIBYAN + text) if m.start >= len(LIBYAN)][:1] == [(name, role)]


@pytest.mark.parametrize("text", ["The talks were held in Italian.", "All of them speak Turkish."])
def test_languages_are_no_demonyms(mentions, text):
    assert mentions(text) == ()


def test_a_site_is_preferred_to_the_town_in_its_name(mentions):
    found = mentions(LIBYAN + "Fighters withdrew to the Mellitah Oil and Gas complex.")[-1]
    assert found.text == "Mellitah Oil and Gas complex"
    assert found.place is not None
    assert found.place.id.startswith("sitmap:mellitah")


def test_a_parent_chooses_among_namesakes(mentions):
    for text, country in (("He lives in Tripoli, Lebanon.", "LB"), ("He lives in Tripoli, Libya.", "LY")):
        place = mentions(text)[0].place
        assert place is not None
        assert place.country == country


def test_given_spans_come_back_as_they_are_and_in_their_order(mentions):
    text = "From Rome he flew to Tripoli, then on."
    spans = ((21, 28), (5, 9), (30, 34))
    found = mentions(text, spans)
    assert [(m.start, m.end) for m in found] == list(spans)
    assert [m.place and m.place.country for m in found][:2] == ["LY", "IT"]


def test_relative_place_keeps_its_anchor(mentions):
    text = "Fishermen saw it some 18 nautical miles north of Zumarah, Libya."
    found = mentions(text)[0]
    assert (found.text, found.offset) == ("Zumarah", "some 18 nautical miles north of")
    assert text[found.phrase_start : found.phrase_end] == "some 18 nautical miles north of Zumarah, Libya"
    assert found.place is not None
    assert found.place.country == "LY"
    assert found.footprint is not None
    assert found.footprint.lat == pytest.approx(33.231, abs=0.05)


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01", "no names here at all", "A" * 10_000, "Tripoli " * 2_000])
def test_hostile_text(mentions, text):
    assert all(text[m.start : m.end] == m.text for m in mentions(text))


def test_mentions_do_not_overlap_and_keep_the_order_of_the_text(mentions):
    text = "New York City and the Black Sea coast of Georgia, said the New York Times, are far from South Sudan."
    spans = [(m.start, m.end) for m in mentions(text)]
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))

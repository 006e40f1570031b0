"""Claims of whole articles: actors and times from the other annotators, context, identity, laws."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from gazetteer.place import Place
from gazetteer.resolver import Resolution
from geo.article import Article
from geo.catalogue import load_catalogue
from geo.document import Document, ToponymMention
from geo.nlp.actors import find_actors
from geo.nlp.claims import extract_claims, judged_claims
from geo.nlp.model import load_model
from geo.nlp.times import find_times

NAMES = re.compile(r"Zuwarah|Sorman|Sabratha|Tobruk")
PUBLISHED = dt.date(2020, 5, 8)  # a Friday


@pytest.fixture(scope="module")
def read():
    model, catalogue = load_model(), load_catalogue()

    def claims(text: str):
        article = Article("a", text, published=PUBLISHED)
        found = [
            ToponymMention(m.start(), m.end(), m[0], "literal", Resolution("unknown")) for m in NAMES.finditer(text)
        ]
        (sentences,) = model.sentences([text])
        actors = find_actors(article, sentences, tuple(found), catalogue)
        document = Document(article, sentences, tuple(found), actors, find_times(article, sentences))
        return tuple(judged.claim for judged in judged_claims(document, catalogue, least=0.0))

    return claims


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Police seized two tonnes of cocaine.",
        "Gunmen seized a doctor.",
        "The dollar gained ground.",
        "The foreign minister arrived in Zuwarah for talks.",
        "Warplanes bombed Zuwarah.",
        "Unrest also hit Zuwarah and Sorman over the weekend.",
        "The envoy expects the new president to turn away from Sorman and quietly leave it to Tobruk.",
    ],
)
def test_no_claim_of_control_or_movement(read, text):
    assert [c for c in read(text) if c.kind != "incident"] == []


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Rebel commanders said rebels had captured Zuwarah.", "claimed"),
        ("Witnesses said rebels had captured Zuwarah.", "actual"),
        ("The army shelled rebel-held Zuwarah, a rebel commander said.", "actual"),
    ],
)
def test_a_party_in_its_own_favour_only_claims(read, text, factuality):
    assert factuality in {c.factuality for c in read(text) if c.kind == "control"}


def test_the_event_is_dated_by_its_own_clause(read):
    (claim,) = [c for c in read("Rebels captured Zuwarah on Tuesday.") if c.action == "captures"]
    assert claim.time is not None
    assert claim.time.start == dt.date(2020, 5, 5)
    assert claim.reported == PUBLISHED


def test_the_town_is_the_one_told_of_before(read):
    claims = read("Rebels entered Zuwarah on Monday. Soldiers fled from the town.")
    assert any(c.action == "withdraws" and c.origin is not None and c.origin.text == "Zuwarah" for c in claims)


def test_its_fall_is_that_of_the_subject_before(read):
    claims = read("Zuwarah, the base of an attack on Sorman, was abandoned by soldiers. Its fall came fast.")
    assert any(c.action == "loses" and "Its" in c.evidence.text and c.place.text == "Zuwarah" for c in claims)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Tobruk was quiet. In Zuwarah the army said rebels were marching on the Libyan capital.", "Tobruk"),
        ("Tobruk was quiet. In Zuwarah the army said rebels had captured the capital.", "Tobruk"),
    ],
)
def test_the_capital_is_that_of_the_country(text, place):
    towns = {"Tobruk": "PPLC", "Zuwarah": "PPL"}
    named = [
        ToponymMention(m.start(), m.end(), m[0], "literal", Resolution("resolved", town))
        for m in NAMES.finditer(text)
        for town in [Place(m[0], m[0], lat=32.0, lon=12.0, feature_code=towns[m[0]], country="LY")]
    ]
    at = text.find("Libyan")
    land = Place("LY", "Libya", lat=27.0, lon=17.0, feature_class="A", feature_code="PCLI", country="LY")
    demonym = [ToponymMention(at, at + 6, "Libyan", "demonym", Resolution("resolved", land))] if at > 0 else []
    (sentences,) = load_model().sentences([text])
    document = Document(Article("a", text, published=PUBLISHED), sentences, (*named, *demonym))
    assert {ref.text for c in extract_claims(document, None) for ref in c.places().values()} == {place}


def test_where_a_force_withdraws_from_is_where_it_fought(read):
    claims = read("Rebels and the army are fighting in Sabratha. Rebels retreated to Sorman.")
    (move,) = [c for c in claims if c.action == "withdraws"]
    assert move.origin is not None
    assert move.origin.text == "Sabratha"
    assert "from the fighting told before" in move.explanation


def test_a_rescue_happens_and_changes_no_control(read):
    claims = read("The coast guard rescued 40 migrants off Zuwarah.")
    assert {c.kind for c in claims} == {"incident"}


def test_identity_is_of_what_is_said(read):
    text = "Rebels captured Zuwarah and Sorman. The army retreated from Sabratha to Tobruk."
    first, second = read(text), read(text)
    assert [c.id for c in first] == [c.id for c in second]
    assert len({c.id for c in first}) == len(first) > 2


def test_evidence_holds_its_trigger_and_its_words(read):
    text = "All was calm. Rebels captured Zuwarah, and the army left Sorman."
    for claim in read(text):
        evidence = claim.evidence
        assert text[evidence.start : evidence.end] == evidence.text
        assert evidence.start <= evidence.trigger[0] < evidence.trigger[1] <= evidence.end
        assert 0 < claim.confidence <= 1


def test_who_is_told_by_others_does_not_lead_round(read):
    (fled,) = read("Dozens of others fled Sorman on Friday.")
    assert (fled.action, fled.origin.text) == ("flees", "Sorman")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The border guards seized Sorman.", "found:"),  # not the Border Guard Force of another war
        ("Arakan Army fighters seized Sorman.", "arakan-army"),
    ],
)
def test_a_plain_noun_is_no_force_of_that_name_elsewhere(read, text, actor):
    (claim,) = [c for c in read(text) if c.kind == "control"]
    assert claim.actor.actor.id.startswith(actor)


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("The army briefly seized Sorman.", True),
        ("The army pulled back from Sorman for a few hours.", True),
        ("The army seized Sorman for the first time.", False),
        ("The army seized Sorman.", False),
    ],
)
def test_what_did_not_last_says_so(read, text, passing):
    assert {c.passing for c in read(text) if c.kind != "incident"} == {passing}

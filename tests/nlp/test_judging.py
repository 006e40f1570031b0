"""How likely claims are: what counts as evidence, and that what is plainly said is told."""

from __future__ import annotations

import datetime as dt

import pytest

from gazetteer.footprint import of_place
from gazetteer.resolver import Resolution
from geo.article import Article
from geo.catalogue import load_catalogue
from geo.document import Document, ToponymMention
from geo.nlp.actors import find_actors
from geo.nlp.claims import extract_claims, judged_claims
from geo.nlp.judging import LEAST
from geo.nlp.model import load_model
from geo.nlp.times import find_times

PLAIN = (
    "Rebels captured Sorman on Monday.",
    "The army still holds Sorman.",
    "Sorman is in the hands of the rebels.",
    "Rebel fighters control Sorman and Zuwarah.",
    "Government troops withdrew from Sorman to Zuwarah.",
    "Thousands of residents fled Sorman for Zuwarah.",
    "The army is besieging Sorman.",
    "Rebels advanced into Sorman.",
    "Reinforcements were sent to Sorman.",
)


@pytest.fixture(scope="module")
def annotate(index):
    model, catalogue = load_model(), load_catalogue()
    known = {name: index.spelled(name, limit=1)[0].place for name in ("Sorman", "Zuwarah")}

    def document(text: str) -> Document:
        article = Article("a", text, published=dt.date(2020, 5, 8))
        (sentences,) = model.sentences([text])
        places = tuple(
            ToponymMention(at, at + len(name), name, "literal", Resolution("resolved", place), of_place(place))
            for at, name, place in sorted((text.find(name), name, place) for name, place in known.items())
            if at >= 0
        )
        actors = find_actors(article, sentences, places, catalogue)
        return Document(article, sentences, places, actors, find_times(article, sentences))

    return document


@pytest.mark.parametrize("sentence", PLAIN)
def test_what_is_plainly_said_is_told(annotate, sentence):
    claims = [c for c in extract_claims(annotate(sentence), load_catalogue()) if c.kind != "incident"]
    assert claims
    assert all(LEAST <= c.confidence < 1 for c in claims)


@pytest.mark.parametrize(
    ("sentence", "piece"),
    [
        (PLAIN[0], "frame: take"),
        (PLAIN[0], "path: captures place patient"),
        (PLAIN[0], "distance: after 1-2"),
        (PLAIN[0], "place: point"),
        (PLAIN[4], "rival: same trigger, another kind"),
        ("Sorman, which rebels had shelled for weeks, has fallen.", "between: subordinator"),
        ("Rebels attacked Sorman. They took the town on Monday.", "note: taken up"),
        ("Rebels attacked Sorman. They took the town on Monday.", "place: elsewhere"),
        ("Zuwarah was calm. Sorman has fallen.", "actor: none"),
    ],
)
def test_evidence_tells_how_a_claim_was_found(annotate, sentence, piece):
    found = judged_claims(annotate(sentence), load_catalogue(), least=0.0)
    assert any(piece in judged.evidence for judged in found), [sorted(judged.evidence) for judged in found]


@pytest.mark.parametrize("least", [0.0, 0.5, 0.8, 1.0])
def test_what_is_less_likely_is_left_out(annotate, least):
    document = annotate(" ".join(PLAIN))
    found = [j.claim for j in judged_claims(document, load_catalogue(), least=least) if j.claim.kind != "incident"]
    assert all(claim.confidence >= least for claim in found)


def test_incidents_are_told_whatever_is_asked(annotate):
    document = annotate("Six people were killed when a bomb exploded in Sorman.")
    told = [j.claim.kind for j in judged_claims(document, load_catalogue(), least=1.0)]
    assert told
    assert set(told) == {"incident"}

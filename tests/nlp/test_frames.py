"""Every frame of the lexicon, by the examples that stand beside it."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from gazetteer.resolver import Resolution
from geo.article import Article
from geo.document import Document, ToponymMention
from geo.nlp.claims import judged_claims
from geo.nlp.lexicon import load_lexicon
from geo.nlp.model import load_model

NAMES = re.compile(r"Zuwarah|Sorman|Sabratha|Tunisia|Malta|Tobruk|Tripoli")
EXAMPLES = [
    pytest.param(frame, sentence, expected, id=f"{frame.kind}: {sentence}")
    for frame in load_lexicon().frames
    for sentence, expected in frame.examples
]


@pytest.fixture(scope="module")
def model():
    return load_model()


def annotate(model, text: str) -> Document:
    article = Article("a", text, published=dt.date(2020, 5, 6))
    toponyms = tuple(
        ToponymMention(m.start(), m.end(), m[0], "literal", Resolution("unknown")) for m in NAMES.finditer(text)
    )
    (sentences,) = model.sentences([text])
    return Document(article, sentences, toponyms)


def told(claim, key: str) -> str:
    if key in {"dead", "wounded"}:
        counted = getattr(claim, key)
        return str(counted[0]) if counted else ""
    ref = getattr(claim, key)
    return ref if isinstance(ref, str) else (ref.text if ref is not None else "")


def meets(claim, expected: str) -> bool:
    action, *rest = expected.split()
    pairs = [pair.split("=") for pair in rest if "=" in pair]
    forced = "forced" not in rest or claim.forced
    return (
        claim.action == action
        and forced
        and all(value in told(claim, key) and told(claim, key) for key, value in pairs)
    )


@pytest.mark.parametrize(("frame", "sentence", "expected"), EXAMPLES)
def test_an_example_yields_what_stands_beside_it(model, frame, sentence, expected):
    found = [judged.claim for judged in judged_claims(annotate(model, sentence), None, least=0.0)]
    claims = [c for c in found if c.kind == frame.kind]
    for each in expected.split("; "):
        assert any(meets(claim, each) for claim in claims), [
            (c.action, c.explanation, c.places(), c.actor) for c in claims
        ]


def test_every_frame_has_an_example():
    assert [frame.name for frame in load_lexicon().frames if not frame.examples] == []


def test_frames_ask_only_for_roles_and_classes_that_exist():
    lexicon = load_lexicon()
    classes = set(lexicon.classes) | {"none", "named", "other", "persons"}
    for frame in lexicon.frames:
        assert set(frame.roles) <= {"actor", "opponent", "place", "origin", "destination", "via", "toward"}, frame.name
        assert frame.actors | frame.opponents | frame.excluded <= classes, frame.name

"""The many ways in which reports of war say who holds what and who moves where, by a table of sentences."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from gazetteer.resolver import Resolution
from geo.article import Article
from geo.catalogue import load_catalogue
from geo.document import Document, ToponymMention
from geo.nlp.actors import find_actors
from geo.nlp.claims import judged_claims
from geo.nlp.model import load_model
from geo.nlp.rereading import reread
from geo.nlp.times import find_times
from tests.nlp.test_frames import meets

TABLE = Path(__file__).parent / "wordings.txt"
ROWS = [
    tuple(part.strip() for part in line.rsplit("=>", 1))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def read():
    model, catalogue = load_model(), load_catalogue()

    def claims(marked: str):
        text, toponyms = "", []
        for part in re.split(r"(\[[^\]]+\])", marked):
            word = part.strip("[]") if part.startswith("[") else part
            if part.startswith("["):
                start = len(text)
                toponyms.append(ToponymMention(start, start + len(word), word, "literal", Resolution("unknown")))
            text += word
        article = Article("a", text, published=dt.date(2020, 5, 8))
        (sentences,) = model.sentences([text])
        document = reread(Document(article, sentences, tuple(toponyms)), model)
        actors = find_actors(article, document.sentences, tuple(toponyms), catalogue)
        times = find_times(article, document.sentences)
        document = Document(article, document.sentences, tuple(toponyms), actors, times)
        return [judged.claim for judged in judged_claims(document, catalogue, least=0.0)]

    return claims


@pytest.mark.parametrize(("marked", "expected"), ROWS, ids=[marked for marked, _ in ROWS])
def test_a_sentence_tells_what_stands_beside_it(read, marked, expected):
    left = [c for c in read(marked) if c.kind != "incident"]
    if not expected:
        assert left == []
    for each in expected.split("; ") if expected else ():
        claim = next((c for c in left if meets(c, each)), None)
        assert claim is not None, each
        left.remove(claim)

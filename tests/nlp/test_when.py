"""Which time of a sentence is a claim's own: sentences of our own, read as a careful annotator reads them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from geo.article import Article
from geo.document import Document
from geo.interval import Interval
from geo.nlp.model import load_model
from geo.nlp.times import find_times
from geo.nlp.tree import Tree
from geo.nlp.when import time_of

TABLE = Path(__file__).parent / "data" / "event_time.psv"
ROWS = [line.split("|", 3) for line in TABLE.read_text("utf-8").splitlines()[1:]]
TEXTS = list(dict.fromkeys(row[3] for row in ROWS))


@pytest.fixture(scope="module")
def parsed():
    return dict(zip(TEXTS, load_model().sentences(TEXTS), strict=True))


def shown(days: Interval | None) -> str:
    if days is None:
        return ""
    start, end = (str(day or "") for day in (days.start, days.end))
    return start if start == end else f"{start}..{end}"


@pytest.mark.parametrize(("published", "trigger", "expected", "text"), ROWS)
def test_a_claim_takes_the_time_that_governs_its_trigger(parsed, published, trigger, expected, text):
    word, _, number = trigger.partition("#")
    at = [found.start() for found in re.finditer(rf"\b{re.escape(word)}\b", text)][int(number or 1) - 1]
    article = Article("a", text, published=dt.date.fromisoformat(published))
    document = Document(article, parsed[text], times=find_times(article, parsed[text]))
    sentence = document.sentence_at(at)
    node = next(token.index for token in sentence.tokens if token.start <= at < token.end)
    assert shown(time_of(document, sentence, Tree(sentence.tokens), node)) == expected

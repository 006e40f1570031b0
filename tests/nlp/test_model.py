"""The language model's door: offsets, sentence ends, hostile text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import LanguageModelError
from geo.nlp.cleaning import paragraphs
from geo.nlp.model import Model, load_model


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


def split(model: Model, text: str) -> list[str]:
    return [text[s.start : s.end] for sentences in model.sentences([text]) for s in sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t \x00 ", []),
        ("Town falls\n\nRebels hold it.", ["Town falls", "Rebels hold it."]),
        ("Gen. Omar Adel left Brak. He flew to Rome.", ["Gen. Omar Adel left Brak.", "He flew to Rome."]),
        ("Envoys of the U.S. Embassy met Col. Saleh.", ["Envoys of the U.S. Embassy met Col. Saleh."]),
        ("TRIPOLI (Reuters) - Rebels took the port.", ["TRIPOLI (Reuters) -", "Rebels took the port."]),
        ("BRAK, Libya, May 3 (AFP) — Clashes began.", ["BRAK, Libya, May 3 (AFP) —", "Clashes began."]),
        (
            "BRAK, Libya | Tue Jul 5, 2011 6:10am EDT BRAK, Libya (Reuters) - Rebels took it.",
            ["BRAK, Libya | Tue Jul 5, 2011 6:10am EDT", "BRAK, Libya (Reuters) -", "Rebels took it."],
        ),
        (
            "By Mona Harb and Jo Ray BRAK (AP) - Rebels took it.",
            ["By Mona Harb and Jo Ray", "BRAK (AP) -", "Rebels took it."],
        ),
        ("GENEVA/BRAK, Aug 3 (Reuters) -- Talks failed.", ["GENEVA/BRAK, Aug 3 (Reuters) --", "Talks failed."]),
        ("BRAK, 12 June (Xinhua) -- Talks failed.", ["BRAK, 12 June (Xinhua) --", "Talks failed."]),
        ("Cairo (CNN) Talks failed on Monday.", ["Cairo (CNN)", "Talks failed on Monday."]),
        ("Port-au-Prince, Haiti (CNN) -- Talks failed.", ["Port-au-Prince, Haiti (CNN) --", "Talks failed."]),
        ("ST. LOUIS, Mo. — Police came.", ["ST. LOUIS, Mo. —", "Police came."]),
        ("BRAK: Talks failed.", ["BRAK:", "Talks failed."]),
        ("(Reuters) - Talks failed.", ["(Reuters) -", "Talks failed."]),
        ("Médecins Sans Frontières (MSF) left Brak.", ["Médecins Sans Frontières (MSF) left Brak."]),
        ("BRAK fell on Monday - and nobody saw it.", ["BRAK fell on Monday - and nobody saw it."]),
        ("NATO - the alliance - bombed Brak.", ["NATO - the alliance - bombed Brak."]),
        (
            "The army, he said, took Brak, Sebha, Hun and Waddan",
            ["The army, he said, took Brak, Sebha, Hun and Waddan"],
        ),
    ],
)
def test_sentences(model, text, expected):
    assert split(model, text) == expected


def test_wrapped_lines_are_one_sentence_and_keep_their_offsets(model):
    text = "Fighters from the coast\n            withdrew to\n            Sorman on Friday."
    (sentences,) = model.sentences([text])
    assert len(sentences) == 1
    assert all(text[t.start : t.end] == t.text for t in sentences[0].tokens)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 2_000_000,
        "(" * 100_000,
        "Rebels hold Brak. " * 3_000,
        "no full stop here " * 3_000,
        "\n" * 50_000,
        "a\x00b\x07c\u202ed \ud800 end",
        "،لا شيء هنا" * 500,
        "A\r\nB\rC\u2028D\u2029E",
    ],
    ids=["endless word", "brackets", "long line", "no punctuation", "newlines", "controls", "Arabic", "line ends"],
)
def test_hostile_text(model, text):
    (sentences,) = model.sentences([text])
    tokens = [token for sentence in sentences for token in sentence.tokens]
    assert [token.index for token in tokens] == list(range(len(tokens)))
    assert all(text[t.start : t.end] == t.text or "\x00" in text for t in tokens)
    assert all(0 <= token.head < len(tokens) for token in tokens)


def test_heads_stay_within_their_sentence(model):
    text = "Rebels took Brak. The army left.\n\nNobody knows why."
    for sentence in next(model.sentences([text])):
        indices = {token.index for token in sentence.tokens}
        assert all(token.head in indices for token in sentence.tokens)


def test_texts_stream(model):
    def texts():
        yield "Rebels hold Brak."
        raise AssertionError("the second text was asked for too early")

    assert len(next(model.sentences(texts()))) == 1


def test_entities_are_labelled(model):
    (sentences,) = model.sentences(["Angela Merkel flew to Germany."])
    assert [(t.text, t.entity, t.iob) for t in sentences[0].tokens if t.entity][-1] == ("Germany", "GPE", "B")


def test_unknown_model_is_named():
    with pytest.raises(LanguageModelError, match="en_core_web_none"):
        load_model("en_core_web_none")


@given(st.text(max_size=300), st.integers(5, 50))
@settings(max_examples=200, deadline=None)
def test_paragraphs_lose_no_letter(text, limit):
    parts = list(paragraphs(text, limit=limit))
    assert all(len(part.text) <= limit for part in parts)
    for part in parts:
        assert all(part.text[i] == text[part.given(i)] for i in range(len(part.text)) if part.text[i] != " ")
    visible = [c for c in text if c.isalnum()]
    assert visible == [c for part in parts for c in part.text if c.isalnum()]


def test_text_without_full_stops_is_cut_into_pieces() -> None:
    words = "Rebels took Sabratha and then " * 300
    (sentences,) = load_model().sentences([words])
    assert len(sentences) > 4
    assert max(len(sentence.tokens) for sentence in sentences) <= 252
    assert [t.text for sentence in sentences for t in sentence.tokens] == words.split()

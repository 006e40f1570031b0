"""What a sentence makes of what it tells: fact, plan or denial, and in whose mouth."""

from __future__ import annotations

import pytest

from geo.nlp.factuality import stance
from geo.nlp.model import load_model
from geo.nlp.speakers import is_admission, speaks_for_party
from geo.nlp.tree import Tree


@pytest.fixture(scope="module")
def model():
    return load_model()


def told(model, text: str, trigger: str):
    ((sentence,),) = model.sentences([text])
    tree = Tree(sentence.tokens)
    node = next(n for n in tree.nodes() if tree.word(n) == trigger)
    return tree, stance(tree, node)


@pytest.mark.parametrize(
    ("text", "trigger", "factuality"),
    [
        ("Rebels captured Zuwarah.", "captured", "actual"),
        ("Rebels managed to capture Zuwarah.", "capture", "actual"),
        ("Rebels were forced to withdraw from Zuwarah.", "withdraw", "actual"),
        ("Rebels did not capture Zuwarah.", "capture", "negated"),
        ("Rebels failed to capture Zuwarah.", "capture", "negated"),
        ("The army denied that rebels had captured Zuwarah.", "captured", "negated"),
        ("The men would not leave Zuwarah.", "leave", "negated"),
        ("Rebels tried to capture Zuwarah.", "capture", "possible"),
        ("Rebels hoping to capture Zuwarah gathered in Sorman.", "capture", "possible"),
        ("Rebels will capture Zuwarah.", "capture", "possible"),
        ("If rebels capture Zuwarah, the war is over.", "capture", "possible"),
        ("The army launched an offensive to capture Zuwarah.", "capture", "possible"),
        ("The general ordered his troops to capture Zuwarah.", "capture", "possible"),
    ],
)
def test_factuality(model, text, trigger, factuality):
    assert told(model, text, trigger)[1].factuality == factuality


@pytest.mark.parametrize(
    ("text", "trigger", "speaker"),
    [
        ("Witnesses said rebels had captured Zuwarah.", "captured", "witnesses"),
        ("Rebels captured Zuwarah, according to residents.", "captured", "residents"),
        ("Rebels captured Zuwarah.", "captured", None),
    ],
)
def test_speaker(model, text, trigger, speaker):
    tree, heard = told(model, text, trigger)
    assert (tree.word(heard.speaker) if heard.speaker is not None else None) == speaker


@pytest.mark.parametrize(
    ("words", "party"),
    [(["rebel", "commander"], True), (["witness"], False), (["aid", "agency", "spokesman"], False), (["he"], None)],
)
def test_a_neutral_word_weighs_more(words, party):
    assert speaks_for_party(words) is party


def test_only_losses_are_admissions():
    assert is_admission("loses")
    assert not is_admission("captures")

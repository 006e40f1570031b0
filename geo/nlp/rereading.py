"""A second parse of sentences that a small model misreads: rare names and rare verb forms get well-known stand-ins.

"Rebels retook Ghat" is parsed as a row of nouns, "Rebels recaptured London" as what it says. The words, offsets and
entities of the document stay; only how its words hang together is read anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from geo.document import Document, Sentence, Token, ToponymMention
from geo.nlp.lexicon import Lexicon, load_lexicon

__all__ = ["Reparser", "reread", "stand_ins"]

_NAMES = {1: ("London",), 2: ("New", "York"), 3: ("New", "York", "City"), 4: ("Greater", "New", "York", "City")}
_ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "at", "az", "an", "ash", "es", "ed", "er", "ez", "eth", "en"})
_WELL_READ = frozenset({"GPE", "LOC"})
_FORMS = {
    "retook": "recaptured", "retake": "recapture", "retakes": "recaptures", "retaking": "recapturing",
    "retaken": "recaptured", "overran": "captured", "overrun": "captured", "overruns": "captures",
    "overrunning": "capturing", "besieged": "attacked", "besieges": "attacks", "besiege": "attack",
    "besieging": "attacking", "shelled": "attacked", "ambushed": "attacked", "stormed": "attacked",
    "regained": "recaptured", "recaptures": "captures", "wrested": "captured", "ousted": "expelled",
    "encircled": "attacked",
}  # fmt: skip


class Reparser(Protocol):
    """What a second parse needs of a model."""

    def reparse(self, sentences: Sequence[Sentence], words: Sequence[Sequence[str]]) -> list[Sentence]:
        """The sentences with the structure that a parser gives to other words in their places."""


def reread(document: Document, model: Reparser) -> Document:
    """The document with the structure of its misread sentences replaced; others stay as they are."""
    lexicon = load_lexicon()
    found = [(s, words) for s in document.sentences if (words := stand_ins(document, s, lexicon)) is not None]
    if not found:
        return document
    again = {s.index: s for s in model.reparse([s for s, _ in found], [words for _, words in found])}
    return replace(document, sentences=tuple(again.get(s.index, s) for s in document.sentences))


def stand_ins(document: Document, sentence: Sentence, lexicon: Lexicon) -> list[str] | None:
    """The sentence's words with stand-ins, one for each token; None where a second parse would tell nothing new.

    Only a sentence with a place and a word of the lexicon can bear a claim.
    """
    tokens = sentence.tokens
    toponyms = [m for m in document.toponyms if sentence.start <= m.start < sentence.end and m.role != "demonym"]
    if not toponyms or not any(_tells(t, lexicon) for t in tokens):
        return None
    words = _in_small_letters(sentence, lexicon) if _is_headline(sentence) else [t.text for t in tokens]
    changed = words != [t.text for t in tokens]
    for mention in toponyms:
        places = _places_of(sentence, mention)
        if places and len(places) in _NAMES:
            changed |= any(tokens[i].tag != "NNP" or tokens[i].entity not in _WELL_READ for i in places)
            for i, word in zip(places, _NAMES[len(places)], strict=True):
                words[i] = word
    for i, token in enumerate(tokens):
        form = _FORMS.get(token.text.lower())
        if form is not None and form != token.text.lower():
            words[i], changed = form, True
    return words if changed else None


def _tells(token: Token, lexicon: Lexicon) -> bool:
    forms = (
        (token.lemma.lower(), *_stems(token.text.lower()))
        if token.text.istitle()
        else (token.lemma.lower(), token.text.lower())
    )
    return any(lexicon.is_trigger(form) for form in forms)


def _stems(word: str) -> list[str]:
    """What a word may be a form of, the endings of English taken off."""
    ends = [
        ("", ""),
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("d", ""),
        ("ing", ""),
        ("ing", "e"),
    ]
    return [word.removesuffix(end) + other for end, other in ends if word.endswith(end)]


def _is_headline(sentence: Sentence) -> bool:
    """Whether nearly every longer word is capitalised, as in a title."""
    longer = [t.text for t in sentence.tokens if len(t.text) > 3 and t.text.isalpha()]
    return len(longer) > 2 and sum(w[0].isupper() for w in longer) >= 0.75 * len(longer)


def _in_small_letters(sentence: Sentence, lexicon: Lexicon) -> list[str]:
    """The words of a title as a sentence has them: what the lexicon knows, in small letters."""
    return [
        t.text.lower() if t.text.istitle() and any(map(lexicon.knows, _stems(t.text.lower()))) else t.text
        for t in sentence.tokens
    ]


def _places_of(sentence: Sentence, mention: ToponymMention) -> list[int]:
    """The positions of the tokens of a name, a generic noun at its end left out; countries need no stand-in."""
    if mention.place is not None and mention.place.is_country:
        return []
    tokens = sentence.tokens
    found = [i for i, t in enumerate(tokens) if mention.start <= t.start and t.end <= mention.end]
    while found and not tokens[found[-1]].text[0].isupper():
        found.pop()
    begins = bool(found) and (tokens[found[0]].text[0].isupper() or tokens[found[0]].text in _ARTICLES)
    return found if begins else []

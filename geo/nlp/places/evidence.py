"""The evidence for and against a span being a place name, as words that a table gives weights to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from geo.nlp.places.knowledge import Knowledge, standing
from geo.nlp.places.lexicon import read_yaml
from geo.nlp.places.reading import Reading, Word

__all__ = ["Witness", "probability", "weights"]

Span = tuple[int, int]

_SPEECH_MARKS = frozenset("\"'“”‘’(")
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_ACRONYM = 5
_APPOSITION = 6
_WAR_WORDS = 3
_LIST = 6


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weight of each piece of evidence, in log odds; "bias" is the weight of being a capitalised name."""
    table: dict[str, float] = read_yaml("evidence.yaml")
    return table


def probability(evidence: Iterable[str], table: Mapping[str, float]) -> float:
    """The probability that the evidence points to a place, 0 to 1.

    >>> round(probability(["known"], {"bias": -1.0, "known": 3.0}), 2)
    0.88
    """
    total = table["bias"] + sum(table.get(piece, 0.0) for piece in evidence)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


class Witness:
    """Reads the evidence off a text: what the model, the gazetteer, the neighbours and the other mentions say."""

    def __init__(self, reading: Reading, knowledge: Knowledge, spans: Iterable[Span]) -> None:
        self._reading = reading
        self._lexicon = reading.lexicon
        self._knowledge = knowledge
        self._ending = {stop: first for first, stop in spans}
        self._near = {span: frozenset((*self._before(span), *self._after(span))) for span in spans}
        self._sure = {span for span in self._near if self._is_sure(span)}
        self._sure_names = {reading.written(span) for span in self._sure}
        self._sure_ends = {stop for _, stop in self._sure}
        self._sure_begins = {first for first, _ in self._sure}
        self._is_war = sum(word.lower in self._lexicon.war for word in reading.words) >= max(
            _WAR_WORDS, len(reading.words) // 60
        )
        self._home = knowledge.home(self._sure_names)
        self._persons = self._names_of("PERSON")
        self._organisations = self._names_of("ORG")

    def evidence(self, span: Span) -> frozenset[str]:
        """All that speaks for or against one span of words."""
        model, place = self._model(span), self._standing(span)
        return frozenset(
            (
                f"model: {model}",
                f"gazetteer: {place}",
                f"model: {model.split()[-1]}, gazetteer: {_level(place)}",
                *self._near[span],
                *self._domain(place),
                *self._list(span),
                *self._shape(span),
                *self._elsewhere(span),
                *self._siblings(span),
            )
        )

    def _standing(self, span: Span) -> str:
        return standing(self._knowledge.places(self._reading.written(span)))

    def _model(self, span: Span) -> str:
        exact = self._reading.entities.get(span)
        if exact:
            return exact
        found = self._reading.entity(span[0]) or self._reading.entity(span[1] - 1)
        if not found:
            return "none"
        (first, stop), label = found
        return f"within {label}" if first <= span[0] and span[1] <= stop else f"beyond {label}"

    def _is_sure(self, span: Span) -> bool:
        place, near = self._standing(span), self._near[span]
        if place == "unknown" or near & {"after title", "after given name", "before capital", "after capital"}:
            return False
        model = self._model(span)
        if model in _PLACES:
            return place not in {"village"} or bool(near & {"in", "after place noun", "noun of", "sure preposition"})
        return place in {"country", "area"} or (
            place != "village" and bool(near & {"in", "noun of", "sure preposition"})
        )

    def _names_of(self, label: str) -> dict[str, int]:
        """The words of longer names of one label, and how often each word ends one."""
        ends: dict[str, int] = {}
        for span, found in self._reading.entities.items():
            if found == label and span[1] - span[0] > 1:
                word = self._reading.words[span[1] - 1].text
                ends[word] = ends.get(word, 0) + 1
        return ends

    def _before(self, span: Span) -> Iterator[str]:
        at = span[0] - 1
        word = self._reading.at(at, beside=span[0])
        if word is not None and word.text in _SPEECH_MARKS:
            yield "after a mark"
            at -= 1
            word = self._reading.at(at, beside=span[0])
        if word is not None and word.lower in self._lexicon.directions:
            yield "direction"
            at -= 1
            word = self._reading.at(at, beside=span[0])
        if word is not None and word.lower == "the":
            yield "the"
            at -= 1
            word = self._reading.at(at, beside=span[0])
        yield self._left(word, at)

    def _left(self, word: Word | None, at: int) -> str:
        lexicon = self._lexicon
        if word is None:
            return "first"
        lower = word.lower.rstrip(".")
        if lower == "of":
            return self._left_of(at - 1)
        if lower in lexicon.prepositions:
            group = lexicon.prepositions[lower]
            return lower if group == "likely" else f"{group} preposition"
        return self._left_word(word, lower)

    def _left_of(self, at: int) -> str:
        noun = self._reading.at(at, beside=at + 1)
        if noun is None:
            return "of"
        forms = (noun.lower, noun.token.lemma.lower())
        if any(self._lexicon.cue(form) for form in forms):
            return "noun of"
        if noun.lower in self._lexicon.directions:
            measure = self._reading.at(at - 1, beside=at)
            measured = measure is not None and measure.lower in self._lexicon.lengths
            return "measured direction of" if measured else "direction of"
        return "event of" if any(form in self._lexicon.of_places for form in forms) else "of"

    def _left_word(self, word: Word, lower: str) -> str:
        lexicon = self._lexicon
        if lower in lexicon.titles:
            return "after title"
        if word.is_capitalised and lower in lexicon.given_names:
            return "after given name"
        if lexicon.cue(lower):
            return "after place noun"
        if word.is_capitalised and word.token.pos == "PROPN":
            return "after capital"
        if word.token.lemma.lower() in lexicon.taking or lower in lexicon.taking:
            return "object of taking"
        if word.token.pos in {"VERB", "AUX"}:
            return "after verb"
        if word.text in {",", "and", "or", "&", "/", "-", "–", "—", ":", ";", "."}:
            return f"after {word.text}"
        return f"after {word.token.pos.lower() or 'other'}"

    def _after(self, span: Span) -> Iterator[str]:
        at, last = span[1], span[1] - 1
        word = self._reading.at(at, beside=last)
        if word is None:
            yield "last"
            return
        if word.lower in {"'s", "’s"} or (word.text in "'’" and self._reading.words[last].lower.endswith("s")):
            yield "possessive"
            return
        yield from self._right(word, at)

    def _right(self, word: Word, at: int) -> Iterator[str]:
        lexicon, following = self._lexicon, self._reading.at(at + 1, beside=at)
        lower = word.lower
        if lower in lexicon.organisations and word.is_capitalised:
            yield "before organisation"
        elif lexicon.cue(lower):
            yield "before place noun" if lower in lexicon.places else "before facility"
        elif word.is_capitalised and lower.rstrip(".") in lexicon.titles:
            yield "before title"
        elif word.is_capitalised and word.token.pos == "PROPN":
            yield "before capital"
        elif word.token.pos in {"VERB", "AUX"}:
            yield "before personal verb" if word.token.lemma.lower() in lexicon.personal else "before verb"
        elif word.text in "-‐‑–":
            yield "before hyphen" if following is not None and following.text.islower() else "before dash"
        elif word.text == "," and following is not None:
            yield self._beyond_comma(following, at + 1)
        else:
            yield f"before {word.text if word.text in {'(', ')', '.', 'and'} else word.token.pos.lower() or 'other'}"

    def _beyond_comma(self, word: Word, at: int) -> str:
        if word.text.isdigit() and len(word.text) <= 2:
            return "before age"
        if not word.is_capitalised:
            return "before apposition" if self._is_apposition(at) else "before ,"
        stop = next((stop for stop in self._reading.ends(at) if self._is_parent((at, stop))), None)
        return "before parent" if stop else "before , capital"

    def _is_apposition(self, at: int) -> bool:
        """Whether the words after a comma say what kind of place was named: "a nearby village whose ..."."""
        for i in range(at, at + _APPOSITION):
            word = self._reading.at(i, beside=at)
            if word is None or word.token.pos in {"VERB", "ADP", "PUNCT", "PRON"}:
                return False
            if word.token.pos == "NOUN" and (
                self._lexicon.cue(word.lower) or self._lexicon.cue(word.token.lemma.lower())
            ):
                return True
        return False

    def _is_parent(self, span: Span) -> bool:
        return self._standing(span) in {"country", "area"}

    def _shape(self, span: Span) -> Iterator[str]:
        words = self._reading.words[slice(*span)]
        last, lexicon = words[-1], self._lexicon
        yield "one word" if len(words) == 1 else "two words" if len(words) == 2 else "many words"
        if self._reading.is_headline(span[0]):
            yield "headline"
        if all(word.text.isupper() or not word.text.isalpha() for word in words):
            yield "acronym" if len(words) == 1 and len(last.text) <= _ACRONYM else "capitals"
        if len(words) == 1:
            yield f"tag {last.token.tag}" if last.token.pos != "PROPN" else "proper noun"
            if last.lower in lexicon.never:
                yield "never"
            if last.lower in lexicon.given_names:
                yield "given name"
        else:
            yield from self._many(words)

    def _many(self, words: list[Word]) -> Iterator[str]:
        last, lexicon = words[-1], self._lexicon
        if last.lower in lexicon.places or words[0].lower in {
            "lake",
            "mount",
            "river",
            "cape",
            "port",
            "fort",
            "gulf",
            "bay",
        }:
            yield "ends in place noun"
        elif last.lower.rstrip(".") in lexicon.facilities:
            yield f"ends in {lexicon.facilities[last.lower.rstrip('.')]}"
        if last.lower in lexicon.organisations:
            yield "ends in organisation"
        if words[0].lower in lexicon.given_names:
            yield "begins with given name"
        if words[0].lower.rstrip(".") in lexicon.titles:
            yield "begins with title"
        if any(word.lower in {"and", "of", "the", "&", "for"} for word in words[1:-1]):
            yield "has a linking word"

    def _elsewhere(self, span: Span) -> Iterator[str]:
        name, last = self._reading.written(span), self._reading.words[span[1] - 1].text
        if name in self._sure_names and span not in self._sure:
            yield "sure elsewhere"
        if span in self._sure:
            yield "sure"
        if span[1] - span[0] == 1:
            if last in self._persons:
                yield "ends a person's name"
            elif last in self._organisations:
                yield "ends an organisation's name"
            if last.lower() in self._reading.plain:
                yield "common word"
        places = self._knowledge.places(name)
        if {place.country for place in places} & self._home:
            yield "at home"
        elif not places and self._is_war and self._knowledge.alike(name):
            yield "alike at home" if self._knowledge.alike(name) & self._home else "alike"
        if places and not self._knowledge.is_own(name):
            yield "an alias in capitals" if name.isupper() else "an alias"

    def _domain(self, place: str) -> Iterator[str]:
        if self._is_war:
            yield f"war, gazetteer: {_level(place)}"

    def _list(self, span: Span) -> Iterator[str]:
        """What stands before the first name of the list that the span is in."""
        first = span[0]
        for _ in range(_LIST):
            joint = self._reading.at(first - 1, beside=span[0])
            before = self._ending.get(first - 1) if joint is not None and joint.lower in {",", "and", "or"} else None
            before = before or (self._ending.get(first - 2) if joint is not None and joint.lower == "and" else None)
            if before is None:
                break
            first = before
        if first != span[0]:
            yield from (f"listed {piece}" for piece in self._before((first, span[1])) if piece != "the")

    def _siblings(self, span: Span) -> Iterator[str]:
        if self._near[span] & {"before capital", "before title"}:
            return
        before, after = self._reading.at(span[0] - 1), self._reading.at(span[1])
        if before is not None and before.text in {",", "and", "or"} and span[0] - 1 in self._sure_ends:
            yield "beside a place"
        if after is not None and after.text in {",", "and", "or"} and span[1] + 1 in self._sure_begins:
            yield "beside a place"


def _level(place: str) -> str:
    if place in {"country", "area", "metropolis"}:
        return "prominent"
    return place if place == "unknown" else "known"

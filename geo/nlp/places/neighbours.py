"""What stands before and behind a name: prepositions, nouns that tell of places, titles, lists, appositions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.reading import Reading, Word

__all__ = ["Neighbours", "body_behind"]

Span = tuple[int, int]

_SPEECH_MARKS = frozenset("\"'“”‘’(")
_HYPHENS = frozenset("-‐‑–")
_JOINTS = frozenset({",", "and", "or", "&", "/", "-", "–", "—", ":", ";", "."})
_OF_MOTION = frozenset({"to", "from", "into", "toward", "towards", "through", "via", "on", "for", "out", "past"})
_AGAINST = frozenset({"for", "on", "against", "over"})
_ADVERBS, _AGE = 3, 2
_APPOSITION = 6
_LIST = 6
_TITLE, _IN_TITLES = 6, frozenset({"of", "and", "for", "the", "&", "-", "al"})
_SOON, _HE = 3, frozenset({"he", "she", "his", "her"})


def body_behind(reading: Reading, first: int) -> str | None:
    """The kind of organisation, paper or event whose name goes on at a word: at "City" in "Misrata City Council"."""
    kind = None
    for at in range(first, first + _TITLE):
        word = reading.at(at, beside=first - 1)
        if word is None or not (word.is_capitalised or word.lower in _IN_TITLES):
            break
        if word.is_capitalised:
            kind = reading.lexicon.organisations.get(word.lower) or kind
    return kind


class Neighbours:
    """Reads the words around the spans of one text that may be names."""

    def __init__(self, reading: Reading, knowledge: Knowledge, spans: Iterable[Span]) -> None:
        self._reading = reading
        self._lexicon = reading.lexicon
        self._knowledge = knowledge
        self._ending = {stop: first for first, stop in spans}

    def before(self, span: Span) -> Iterator[str]:
        """What stands before a span, the nearest word that says something last."""
        at = span[0] - 1
        word = self._reading.at(at, beside=span[0])
        if word is not None and word.text in _SPEECH_MARKS:
            yield "a mark"
            at -= 1
            word = self._reading.at(at, beside=span[0])
        if word is not None and word.lower in self._lexicon.directions and word.token.pos != "VERB":
            yield "direction" if word.text.islower() else "capital direction"
            at -= 1
            word = self._reading.at(at, beside=span[0])
        if word is not None and word.lower == "the":
            yield "the"
            at -= 1
            word = self._reading.at(at, beside=span[0])
        yield self._left(word, at)
        if self._is_borrowed(span[0]):
            yield "what borrows names"
        if word is not None and word.lower in _OF_MOTION and self._is_motion(at - 1):
            yield "motion"

    def _is_borrowed(self, first: int) -> bool:
        """Whether an operation, a storm or a ship has the name: "Operation Dawn of NAME"."""
        for i in range(first - 1, first - _TITLE, -1):
            word = self._reading.at(i, beside=first)
            if word is None or not (word.is_capitalised or word.lower in _IN_TITLES):
                return False
            if word.is_capitalised and word.lower in self._lexicon.borrowers:
                return True
        return False

    def _is_motion(self, at: int) -> bool:
        """Whether a verb of motion stands at a word, or before adverbs there: "fell back west to NAME"."""
        for i in range(at, at - _ADVERBS, -1):
            word = self._reading.at(i, beside=at + 1)
            if word is None:
                return False
            if word.token.pos in {"VERB", "NOUN"} and word.token.lemma.lower() in self._lexicon.motion:
                return True
            if word.token.pos not in {"ADV", "ADP", "ADJ"} and word.lower not in self._lexicon.directions:
                return False
        return False

    def after(self, span: Span) -> Iterator[str]:
        """What stands behind a span."""
        at, last = span[1], span[1] - 1
        word = self._reading.at(at, beside=last)
        if word is None:
            yield "nothing"
        elif word.lower in {"'s", "’s"} or (word.text in "'’" and self._reading.words[last].lower.endswith("s")):
            yield "possessive"
        else:
            yield self._right(word, at)
        if word is not None and self._says_of_himself(word, at):
            yield "he"

    def _says_of_himself(self, verb: Word, at: int) -> bool:
        """Whether what follows is "said he ...", which no place says of itself."""
        lemma = verb.token.lemma.lower()
        if verb.token.pos != "VERB" or not (lemma in self._lexicon.personal or lemma in self._lexicon.speech):
            return False
        words = (self._reading.at(i, beside=at) for i in range(at + 1, at + 1 + _SOON))
        return any(word is not None and word.lower in _HE for word in words)

    def listed(self, span: Span) -> Iterator[str]:
        """What stands before the first name of the list that the span is in; nothing outside lists."""
        first = span[0]
        for _ in range(_LIST):
            joint = self._reading.at(first - 1, beside=span[0])
            before = self._ending.get(first - 1) if joint is not None and joint.lower in {",", "and", "or"} else None
            before = before or (self._ending.get(first - 2) if joint is not None and joint.lower == "and" else None)
            if before is None:
                break
            first = before
        if first != span[0]:
            yield from (piece for piece in self.before((first, span[1])) if piece != "the")

    def _left(self, word: Word | None, at: int) -> str:
        lexicon = self._lexicon
        if word is None:
            return "nothing"
        lower = word.lower.rstrip(".")
        if lower == "of":
            return self._left_of(at - 1)
        if lower in _AGAINST and self._is_assault(at - 1):
            return "assault on"
        if lower in lexicon.prepositions:
            group = lexicon.prepositions[lower]
            return lower if group == "likely" else f"{group} preposition"
        return self._left_word(word, lower, at)

    def _left_of(self, at: int) -> str:
        noun = self._reading.at(at, beside=at + 1)
        if noun is None:
            return "of"
        if noun.text == "," and self._is_age(at - 1):
            return "age, of"
        forms = (noun.lower, noun.token.lemma.lower())
        if any(self._lexicon.cue(form) for form in forms):
            return "place noun of"
        if noun.lower in self._lexicon.directions:
            measure = self._reading.at(at - 1, beside=at)
            measured = measure is not None and measure.lower in self._lexicon.lengths
            return "measured direction of" if measured else "direction of"
        group = next((self._lexicon.of_places[form] for form in forms if form in self._lexicon.of_places), None)
        return f"{group} event of" if group else "of"

    def _is_age(self, at: int) -> bool:
        word = self._reading.at(at, beside=at + 1)
        return word is not None and word.text.isdigit() and len(word.text) <= _AGE

    def _is_assault(self, at: int) -> bool:
        noun = self._reading.at(at, beside=at + 1)
        return noun is not None and (
            noun.lower in self._lexicon.assaults or noun.token.lemma.lower() in self._lexicon.assaults
        )

    def _left_word(self, word: Word, lower: str, at: int) -> str:
        lexicon = self._lexicon
        if lower in lexicon.titles:
            return "title"
        if word.is_capitalised and lower in lexicon.given_names:
            return "given name"
        if lexicon.cue(lower):
            return "place noun"
        if word.is_capitalised and word.token.pos == "PROPN":
            return "title and name" if self._is_title(at - 1, word) else "capital"
        verb = lexicon.taking.get(lower) or lexicon.taking.get(word.token.lemma.lower())
        if verb:
            return f"verb of {verb}"
        if word.token.pos in {"VERB", "AUX"}:
            return "verb"
        return word.text if word.text in _JOINTS else word.token.pos.lower() or "other"

    def _is_title(self, at: int, word: Word) -> bool:
        before = self._reading.at(at, beside=at + 1)
        return before is not None and before.lower.rstrip(".") in self._lexicon.titles and before.end < word.start

    def _right(self, word: Word, at: int) -> str:
        lexicon, following = self._lexicon, self._reading.at(at + 1, beside=at)
        lower = word.lower
        body = body_behind(self._reading, at) if word.is_capitalised else None
        if body and lower not in lexicon.places:
            return f"name of a {body}"
        if lower in lexicon.treaties:
            return "treaty"
        if lower in lexicon.diseases:
            return "disease"
        if lexicon.cue(lower):
            kind = "place noun" if lower in lexicon.places else "facility"
            return f"capital {kind}" if word.is_capitalised else kind
        if lower in lexicon.townsfolk and not word.is_capitalised:
            return "townsfolk"
        if word.is_capitalised and lower.rstrip(".") in lexicon.titles:
            return "title"
        if word.is_capitalised and word.token.pos == "PROPN":
            return "capital"
        if word.token.pos in {"VERB", "AUX"}:
            return "personal verb" if word.token.lemma.lower() in lexicon.personal else "verb"
        if word.text in _HYPHENS and word.start == self._reading.words[at - 1].end:
            return self._beyond_hyphen(following)
        if word.text == "," and following is not None:
            return self._beyond_comma(following, at + 1)
        return word.text if word.text in {"(", ")", ".", "and"} else word.token.pos.lower() or "other"

    def _beyond_hyphen(self, word: Word | None) -> str:
        """A participle makes a compound of a place ("Zuwarah-based") or of who governs it ("Ankara-backed")."""
        if word is None or not word.text.islower():
            return "dash"
        if word.lower in self._lexicon.makes:
            return "-class"
        return "-based" if word.lower in self._lexicon.whereabouts else "hyphen"

    def _beyond_comma(self, word: Word, at: int) -> str:
        if word.text.isdigit() and len(word.text) <= 2:
            return "age"
        if not word.is_capitalised:
            return "apposition" if self._is_apposition(at) else ","
        stop = next((stop for stop in self._reading.ends(at) if self._is_parent((at, stop))), None)
        return "parent" if stop else ", capital"

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
        return self._knowledge.standing(self._reading.written(span)) in {"country", "area"}

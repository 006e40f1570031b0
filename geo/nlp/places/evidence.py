"""The evidence for and against a span being a place name, as words that a table gives weights to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from geo.nlp.places.forces import is_force, names_of_forces
from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.lexicon import read_yaml
from geo.nlp.places.neighbours import Neighbours, body_behind
from geo.nlp.places.reading import Reading
from geo.nlp.places.shape import shape
from geo.nlp.places.syntax import governed

__all__ = ["Witness", "by_hand", "probability", "weights"]

Span = tuple[int, int]

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PROMINENT = frozenset({"country", "area", "metropolis"})
_OF_PERSONS = frozenset(
    {"before: title", "before: title and name", "before: given name", "before: capital", "after: capital"}
)
_OF_PLACES = frozenset({"before: in", "before: place noun of", "before: sure preposition"})
_LOCAL = frozenset({"body", "force"})
_LISTING = frozenset({",", "and", "or", "&"})
_HYPHENS = frozenset("-‐‑")
_PLACES_STAND_BEHIND = (
    "in", "from", "motion", "sure preposition", "place noun", "place noun of", "sure event of", "assault on",
    "verb of war", "verb of strike", "verb of travel", "age, of",
)  # fmt: skip
_BEFALLEN = tuple(f"syntax: {part} of verb of {kind}" for part in ("nsubjpass", "dobj") for kind in ("war", "strike"))
_PLACING = frozenset(f"{side}: {piece}" for side in ("before", "listed") for piece in _PLACES_STAND_BEHIND) | {
    "after: apposition",
    "after: parent",
    *_BEFALLEN,
}
_SURE = ("sure preposition", "place noun of", "sure event of", "assault on", "verb of war", "measured direction of")
_SURELY_PLACING = frozenset(f"{side}: {piece}" for side in ("before", "listed") for piece in _SURE) | {
    "after: apposition",
    "after: parent",
    *_BEFALLEN,
}
_WAR_WORDS, _WAR_SHARE = 2, 60


@lru_cache(maxsize=4)
def weights(name: str = "evidence.yaml") -> Mapping[str, float]:
    """The weight of each piece of evidence, in log odds; "bias" is what every name starts with."""
    table = read_yaml(name)
    return {"bias": table["bias"], **_flat(table["evidence"]), **by_hand(name)}


def by_hand(name: str = "evidence.yaml") -> Mapping[str, float]:
    """The weights among them that are set by hand."""
    return _flat(read_yaml(name)["by hand"])


def _flat(groups: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {f"{group}: {piece}": weight for group, rows in groups.items() for piece, weight in rows.items()}


def probability(evidence: Iterable[str], table: Mapping[str, float]) -> float:
    """The probability that the evidence points to a place, 0 to 1.

    >>> round(probability(["known"], {"bias": -1.0, "known": 3.0}), 2)
    0.88
    """
    total = table["bias"] + sum(table.get(piece, 0.0) for piece in evidence)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


class Witness:
    """Reads the evidence off a text: what the model, the gazetteer, the neighbours and the other mentions say.

    Pieces of evidence are "group: piece"; the groups are those of the table of weights.
    """

    def __init__(self, reading: Reading, knowledge: Knowledge, spans: Iterable[Span]) -> None:
        spans = list(spans)
        self._reading = reading
        self._knowledge = knowledge
        self._neighbours = Neighbours(reading, knowledge, spans)
        self._near = {span: frozenset(self._around(span)) for span in spans}
        self._sure = {span for span in spans if self._is_sure(span)}
        self._sure_names = {reading.written(span) for span in self._sure}
        self._sure_ends = {stop for _, stop in self._sure}
        self._sure_begins = {first for first, _ in self._sure}
        self._is_war = _is_war(reading)
        self._sport = frozenset(word.sentence for word in reading.words if word.lower in reading.lexicon.sport)
        self._known = {i for span in spans if self._is_town(span) for i in (span[0], span[1] - 1)}
        self._home = knowledge.home(self._sure_names, (word.text for word in reading.words if word.is_capitalised))
        self._forces = {i: force for force in names_of_forces(reading) for i in range(*force)}
        self._persons = self._last_words("PERSON")
        self._organisations = self._last_words("ORG")

    def evidence(self, span: Span) -> frozenset[str]:
        """All that speaks for or against one span of words."""
        words = self._reading.words[slice(*span)]
        return frozenset(
            (
                *self._near[span],
                *(f"name: {piece}" for piece in shape(words, self._reading.lexicon)),
                *self._sources(span),
                *self._force(span),
                *self._body(span),
                *(f"text: {piece}" for piece in self._elsewhere(span)),
            )
        )

    def _around(self, span: Span) -> Iterator[str]:
        yield from (f"before: {piece}" for piece in self._neighbours.before(span))
        yield from (f"after: {piece}" for piece in self._neighbours.after(span))
        yield from (f"listed: {piece}" for piece in self._neighbours.listed(span))
        yield from (f"syntax: {piece}" for piece in governed(self._reading, span))

    def _sources(self, span: Span) -> Iterator[str]:
        """What the model and the gazetteer say, each for itself and together."""
        model, place = self._model(span), self._standing(span)
        level = "prominent" if place in _PROMINENT else place if place == "unknown" else "known"
        yield f"model: {model}"
        yield f"gazetteer: {place}"
        yield f"both: {model}, {level}"
        if self._near[span] & _SURELY_PLACING:
            yield f"surely placed: {model.split()[-1]}"
            yield f"surely placed: {level}"
        if self._near[span] & _PLACING:
            yield f"placed: {model.split()[-1]}"
            yield f"placed: {level}"
            if self._is_war and not self._is_person(span):
                yield f"war: {level}, placed"
        if self._is_war:
            yield f"war: {level}"
        name = self._reading.written(span)
        if place == "unknown":
            return
        if not self._knowledge.is_own(name):
            yield "gazetteer: alias in capitals" if name.isupper() else f"gazetteer: alias of {place}"
        elif not self._reading.lexicon.is_ambiguous(name.lower()):
            yield f"gazetteer: {level}, and nothing else"

    def _force(self, span: Span) -> Iterator[str]:
        """Whether the catalogue knows the words as a force's name, or as a piece of one."""
        force, name = self._forces.get(span[0]), self._reading.written(span)
        place = self._standing(span)
        is_own = self._knowledge.is_own(name)
        if force is not None and is_force(name) and not (is_own and place in _PROMINENT):
            yield "force: its name"
        elif force is not None and force != span and span[1] <= force[1]:
            yield "force: a place in its name" if is_own else "force: a word of its name"

    def _body(self, span: Span) -> Iterator[str]:
        """Whether the name of something local goes on behind a place: "Misrata" in "Misrata Military Council"."""
        if "after: capital" in self._near[span] or span[0] in self._forces:
            return
        kind = body_behind(self._reading, span[1])
        if kind in _LOCAL and self._is_town(span) and self._near[span].isdisjoint(_OF_PERSONS):
            yield f"force: town in the name of a {kind}"

    def _is_person(self, span: Span) -> bool:
        first = self._reading.words[span[0]].lower.rstrip(".")
        lexicon = self._reading.lexicon
        return span[1] - span[0] > 1 and (first in lexicon.given_names or first in lexicon.titles)

    def _is_town(self, span: Span) -> bool:
        """Whether a name is the main one of a place larger than a village."""
        return self._standing(span) not in {"unknown", "village"} and self._knowledge.is_own(
            self._reading.written(span)
        )

    def _standing(self, span: Span) -> str:
        return self._knowledge.standing(self._reading.written(span))

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
        if place == "unknown" or near & _OF_PERSONS:
            return False
        if self._model(span) in _PLACES:
            return place != "village" or bool(near & _OF_PLACES or "before: place noun" in near)
        return place in {"country", "area"} or (place != "village" and bool(near & _OF_PLACES))

    def _last_words(self, label: str) -> frozenset[str]:
        """The words that end longer names of one label."""
        words = self._reading.words
        return frozenset(
            words[stop - 1].text
            for (first, stop), found in self._reading.entities.items()
            if found == label and stop - first > (3 if words[first].lower in self._reading.lexicon.articles else 1)
        )

    def _elsewhere(self, span: Span) -> Iterator[str]:
        """What the rest of the text says of the name, and the names beside it."""
        name, last = self._reading.written(span), self._reading.words[span[1] - 1].text
        if self._reading.is_headline(span[0]):
            yield "headline"
        if self._knowledge.opens_report(name):
            yield "dateline"
        if name in self._sure_names:
            yield "sure" if span in self._sure else "sure elsewhere"
        if span[1] - span[0] == 1:
            if self._opens_person(span):
                yield "opens a person's name"
            if last in self._persons:
                yield "ends a person's name"
            elif last in self._organisations:
                yield "ends an organisation's name"
            if last.lower() in self._reading.plain:
                yield "common word"
        if _is_state_code(name) and "before: ," not in self._near[span]:
            yield "state code without a comma"
        yield from self._at_home(name)
        if self._reading.words[span[0]].sentence in self._sport:
            yield "sport"
        if self._is_beside_place(span):
            yield "beside a place"
            yield f"beside a place, {'unknown' if self._standing(span) == 'unknown' else 'known'}"
        if self._is_beside_person(span):
            yield "beside a person"
        yield from self._hyphenated(span)

    def _opens_person(self, span: Span) -> bool:
        """Whether the model takes a word for the first of a person's name: "Georgia" of "Georgia Kelley"."""
        found, after = self._reading.entity(span[0]), self._reading.at(span[1], beside=span[0])
        if found is None or found[1] != "PERSON" or after is None or found[0][1] <= span[1]:
            return False
        return after.is_capitalised and not self._reading.lexicon.is_generic(after.lower)

    def _at_home(self, name: str) -> Iterator[str]:
        places = self._knowledge.places(name)
        if {place.country for place in places} & self._home:
            yield "at home"
        elif not places and self._is_war and self._knowledge.alike(name):
            yield "alike at home" if self._knowledge.alike(name) & self._home else "alike"

    def _is_beside_place(self, span: Span) -> bool:
        if self._near[span] & {"after: capital", "after: title"}:
            return False
        before, after = self._reading.at(span[0] - 1), self._reading.at(span[1])
        follows = before is not None and before.text in {",", "and", "or"} and span[0] - 1 in self._sure_ends
        leads = after is not None and after.text in {",", "and", "or"} and span[1] + 1 in self._sure_begins
        return follows or leads

    def _is_beside_person(self, span: Span) -> bool:
        for joint, other in ((span[0] - 1, span[0] - 2), (span[1], span[1] + 1)):
            word, beside = self._reading.at(joint, beside=span[0]), self._reading.at(other, beside=span[0])
            if word is not None and beside is not None and word.lower in _LISTING:
                found = self._reading.entity(other)
                if (found is not None and found[1] == "PERSON") or beside.text in self._persons:
                    return True
        return False

    def _hyphenated(self, span: Span) -> Iterator[str]:
        """Whether a hyphen joins the name to another: "Wal-Mart" is none of places, "Tripoli-Tunis" is."""
        for joint, other in ((span[0] - 1, span[0] - 2), (span[1], span[1] + 1)):
            word, beside = self._reading.at(joint, beside=span[0]), self._reading.at(other, beside=span[0])
            if word is None or beside is None or word.text not in _HYPHENS:
                continue
            if beside.is_capitalised or self._follows_hyphen(other, joint):
                yield "joined to a place" if other in self._known else "joined by a hyphen"
                if other in self._known and self._leads_on(max(other, span[1] - 1) + 1):
                    yield "end of a road"

    def _follows_hyphen(self, at: int, joint: int) -> bool:
        """Whether a hyphen stands before a little word in the middle of a name: "Stratford-on-Avon"."""
        word = self._reading.at(at - 1, beside=joint)
        return at < joint and word is not None and word.text in _HYPHENS

    def _leads_on(self, at: int) -> bool:
        """Whether a road, border or line stands behind two names that a hyphen joins."""
        word = self._reading.at(at, beside=at - 1)
        return word is not None and self._reading.lexicon.cue(word.lower) is not None


def _is_state_code(name: str) -> bool:
    return len(name) == len("NY") and name.isupper() and name not in {"US", "UK"}


def _is_war(reading: Reading) -> bool:
    """Whether a text reports of war, where names that no gazetteer knows are mostly villages."""
    told = sum(word.lower in reading.lexicon.war for word in reading.words)
    least = _WAR_WORDS if len(reading.words) > _WAR_SHARE // 2 else 1
    return told >= max(least, len(reading.words) // _WAR_SHARE)

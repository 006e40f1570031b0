"""What relative places make of a document's names: which kind of place is called for, and where the phrase lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from gazetteer.distance import kilometres
from gazetteer.footprint import Footprint
from gazetteer.place import LonLat, Place
from gazetteer.resolver import Resolution
from geo.document import Sentence, ToponymMention
from geo.nlp.placing import Surroundings, locate
from geo.nlp.relative import LINES, Phrase, find_phrases

if TYPE_CHECKING:
    from gazetteer.boundaries import Boundaries
    from gazetteer.index import Gazetteer

__all__ = ["Relations"]

_OF_RIVERS = frozenset({"along", "bank", "across", "direction"})
_OF_AREAS = frozenset({"border", "side", "coast", "offshore", "part", "along", "bank", "across"})
_OF_PEOPLES = frozenset({"border", "side", "coast", "offshore"})
_LINEAR = LINES | {"direction"}
_WINDOW = 12  # names to either side that a border's other country is looked for in, before the whole text
_NEIGHBOURS = 8
_ASTRAY_KM = 150.0
_SURE = 0.9
Span = tuple[int, int]


@dataclass
class Relations:
    """The relative places of a text, for its names in whatever order they come.

    >>> text = "They dug in east of the Tagus."
    >>> found = Relations(text, [(24, 29)], [Sentence(0, 0, 30)])
    >>> found.phrases[0].kind, found.kind_called_for(0)
    ('direction', 'river')
    """

    text: str
    names: Sequence[Span]
    sentences: Sequence[Sentence]

    @cached_property
    def phrases(self) -> dict[int, Phrase]:
        """The phrases by the number of each name that anchors or bounds one."""
        order = sorted(range(len(self.names)), key=lambda i: self.names[i][0])
        found = find_phrases(self.text, [self._bare(i) for i in order], [(s.start, s.end) for s in self.sentences])
        return {order[i]: _renumbered(phrase, order) for i, phrase in found.items()}

    def _bare(self, number: int) -> Span:
        """A name's span without the hyphen that joins it to the next: "Turkish-Syrian"."""
        start, end = self.names[number]
        return start, start + len(self.text[start:end].rstrip("-–"))

    def kind_called_for(self, number: int) -> str | None:
        """What kind of place the words around a name call for: "east of the X" a river, "5 km east of X" a town."""
        phrase = self.phrases.get(number)
        if phrase is None:
            return None
        if number == phrase.bound or (phrase.kind == "across" and number == phrase.anchors[-1]):
            return "city"
        if phrase.kind in _OF_RIVERS and self._has_article(number):
            return "river"
        return None if phrase.kind in _OF_AREAS else "city"

    def _has_article(self, number: int) -> bool:
        return self.text[: self.names[number][0]][-4:].lower() == "the "

    def reread(self, number: int, answer: Resolution, index: Gazetteer) -> Resolution:
        """The answer for a name, but the river's where it was taken for a town's and has an article or a bank."""
        phrase = self.phrases.get(number)
        town = answer.place is None or (answer.place.feature_class == "P" and not answer.place.own)
        if not town or phrase is None or number == phrase.bound:
            return answer
        if phrase.kind != "bank" and self.kind_called_for(number) != "river":
            return answer
        start, end = self.names[number]
        return _river(self.text[start:end], answer, index) or answer

    def placed(
        self, mentions: Sequence[ToponymMention], index: Gazetteer, boundaries: Boundaries | None
    ) -> list[ToponymMention]:
        """The mentions, those of relative places with the phrases' words and footprints."""
        told = list(mentions)
        often = Counter(m.place.country for m in mentions if m.place is not None and m.place.country)
        most = [code for code, _ in often.most_common(_NEIGHBOURS) if code]
        for number, phrase in self.phrases.items():
            if all(_may_anchor(mentions[anchor], phrase.kind) for anchor in phrase.anchors):
                beside = _surroundings(number, phrase, mentions, most, index)
                anchors = [place for anchor in phrase.anchors if (place := mentions[anchor].place) is not None]
                spot = locate(phrase, anchors, boundaries, beside=beside)
                told[number] = self._told(mentions[number], number, phrase, spot, boundaries)
        return told

    def _told(
        self,
        mention: ToponymMention,
        number: int,
        phrase: Phrase,
        found: Footprint | None,
        boundaries: Boundaries | None,
    ) -> ToponymMention:
        """The mention with the footprint of its phrase; one that only bounds a line far from it keeps its own."""
        if number == phrase.bound and mention.place is not None and not _is_near(mention.place, found):
            own = phrase.bounding
            found, phrase = (locate(own, [mention.place], boundaries), own) if own is not None else (None, phrase)
        if found is None:
            return mention
        return replace(
            mention,
            role="demonym" if mention.role == "demonym" else "literal",
            footprint=found,
            phrase_start=phrase.start,
            phrase_end=max(phrase.end, mention.end),
            offset=phrase.words_round(self.text, (mention.start, mention.end)),
        )


def _renumbered(phrase: Phrase, order: Sequence[int]) -> Phrase:
    return replace(
        phrase,
        anchors=tuple(order[anchor] for anchor in phrase.anchors),
        bound=None if phrase.bound is None else order[phrase.bound],
        within=None if phrase.within is None else order[phrase.within],
    )


def _river(name: str, answer: Resolution, index: Gazetteer) -> Resolution | None:
    """The river of a name that is the nearest to the town of that name."""
    found = [c for words in (f"{name} River", name) for c in index.lookup(words, limit=_NEIGHBOURS, fuzzy=False)]
    waters = [candidate for candidate in found if candidate.place.feature_class == "H"]
    if not waters:
        return None
    here = answer.place.position if answer.place is not None else waters[0].place.position
    best = min(waters, key=lambda candidate: kilometres(candidate.place.position, here))
    reason = f"a river, not the town: {name} has an article or a bank"
    return Resolution("resolved", best.place, answer.confidence or _SURE, (), reason, best.method)


def _may_anchor(mention: ToponymMention, kind: str) -> bool:
    return mention.place is not None and (mention.role in {"literal", "metonym"} or kind in _OF_PEOPLES)


def _surroundings(
    number: int, phrase: Phrase, mentions: Sequence[ToponymMention], most: Sequence[str], index: Gazetteer
) -> Surroundings:
    """What bounds a line: the place that it is told to be near, the area that it lies in, the countries told of."""
    if phrase.kind not in _LINEAR:
        return Surroundings()
    bound = mentions[phrase.bound].place if phrase.bound is not None else None
    within = mentions[phrase.within].place if phrase.within is not None else None
    if bound is not None and phrase.kind not in ("border", "side"):
        return Surroundings(bound, within)
    near = mentions[max(0, number - _WINDOW) : number + _WINDOW]
    told = [m.place for m in sorted(near, key=lambda m: abs(m.start - mentions[number].start)) if m.place is not None]
    codes = [place.country for place in (within, bound, *told) if place is not None and place.country]
    known = index.countries()
    others = [known[code] for code in dict.fromkeys([*codes, *most]) if code in known]
    return Surroundings(bound, within, others[:_NEIGHBOURS])


def _is_near(place: Place, found: Footprint | None) -> bool:
    return found is not None and kilometres(place.position, LonLat(found.lon, found.lat)) < _ASTRAY_KM

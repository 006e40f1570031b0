"""Places told of before: what "it", "there", "the town" and a description take up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from geo.claim import ActorRef, Claim, PlaceRef
from geo.document import ToponymMention
from geo.nlp.scene.mentions import PlaceArgument
from geo.nlp.scene.parties import Parties

__all__ = ["Recalled"]

_TOWNS = frozenset(
    {
        *("town", "city", "village", "capital", "hamlet", "settlement", "port", "seaport", "hometown", "birthplace"),
        *("municipality", "metropolis", "townlet"),
    }
)
_AREAS = frozenset(
    {"province", "region", "oblast", "governorate", "county", "raion", "state", "territory", "prefecture"}
)
_AT_ONCE = 12
_LESSER = frozenset({"provincial", "regional", "district", "state", "county", "local"})
_COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4}
_LEAVING = frozenset({"withdraws", "flees"})
_FROM = frozenset({"from", "out of"})


class Recalled(Parties):
    """A sentence that takes up places of the sentences before it."""

    def places(self, node: int, path: str = "") -> list[PlaceArgument]:
        """The places that a noun names; told by who knows the nouns."""
        raise NotImplementedError

    def _antecedent(self, node: int, noun: str) -> list[PlaceArgument]:
        """The place last told of that the words "it", "there", "the town" can mean."""
        if self.tree.word(node) == "it" and self._is_other_thing(node):
            return []
        ahead = self._ahead(node) if self.tree.word(node) in {"it", "its"} else []
        if ahead:
            return ahead
        here, passed = self.tree[node].start, self._passed(node)
        near = [m for m in self.document.toponyms if m.role == "literal" and m.start < here and self._near(m.start)]
        fitting = [m for m in near if m.place is None or not m.place.is_country] if noun != "country" else near
        fitting = [m for m in fitting if m.start not in passed and self._suits_noun(self._ref(m), noun)] or fitting
        chosen = (
            self._just_named(node, fitting)
            or self._called(noun, fitting)
            or self._opening(node, noun)
            or self._fought_over(here, noun or self.tree.word(node), passed)
            or (self._ref(self._topic(fitting)) if fitting else None)
        )
        return [PlaceArgument(chosen, inferred=f'"{self.tree.word(node)}" read as {chosen.text}')] if chosen else []

    def _ahead(self, node: int) -> list[PlaceArgument]:
        """The subject that a pronoun of an opening clause looks ahead to: "After it fell, X was looted"."""
        near = node - self.tree.nodes().start < 30
        clause = next((n for n in self.tree.chain(node) if near and self.tree[n].dep == "advcl"), None)
        main = self.tree.head(clause) if clause is not None else None
        subject = self.tree.subject(main) if main is not None else None
        opens = clause is not None and min(self.tree.subtree(clause)) == self.tree.nodes().start
        return self.places(subject) if opens and subject is not None and self.toponym(subject) is not None else []

    def _is_other_thing(self, pronoun: int) -> bool:
        """Whether "it" takes up a subject of its own sentence that is no place: "the firm ... until it fell"."""
        first = max(self.tree.nodes().start, pronoun - 60)
        before = [n for n in range(first, pronoun) if self.tree[n].dep in {"nsubj", "nsubjpass"}]
        if not before:
            return False
        last = before[-1]
        thing = self.tree[last].tag == "NN" and self.word_class(last) in {"other", "goods", "figures"}
        place = self.lexicon.is_a(self.tree.lemma(last), "places", "towns", "sites", "parts")
        return thing and not place and self.toponym(last) is None

    def _just_named(self, node: int, mentions: list[ToponymMention]) -> PlaceRef | None:
        """What "there" points at within its own sentence: the place named last before it."""
        here = [m for m in mentions if m.start >= self.sentence.start] if self.tree.word(node) == "there" else []
        return self._ref(here[-1]) if here else None

    def _called(self, noun: str, mentions: list[ToponymMention]) -> PlaceRef | None:
        """The last place that was introduced by the same noun: "the town of X ... the town"."""
        text = self.document.article.text
        named = [
            m
            for m in mentions
            if noun and re.search(rf"\b{re.escape(noun)}(?: of)? $", text[: m.start][-40:], re.IGNORECASE)
        ]
        return self._ref(named[-1]) if named else None

    def _capital(self, node: int) -> list[PlaceArgument]:
        """The capital that the text names elsewhere: "the Libyan capital", "the capital" behind a dateline."""
        beside = self.tree.children(node, "amod", "compound", "poss", "nmod")
        tied = [m for c in beside if (m := self._toponyms.get(c)) is not None]
        if any(self.tree.word(c) in _LESSER for c in beside) or (beside and not tied):
            return []
        placed = [m.place for m in tied or self.document.toponyms if m.place is not None]
        country = Counter(p.country for p in placed).most_common(1)
        capitals = [
            m
            for m in self.document.toponyms
            if m.place is not None and m.place.feature_code == "PPLC" and country and m.place.country == country[0][0]
        ]
        told = f'"{self.tree.word(node)}" read as {{}}'
        return [PlaceArgument(self._ref(m), inferred=told.format(m.text)) for m in capitals[-1:]]

    def _counted(self, node: int) -> list[PlaceArgument]:
        """The places last told of that "both towns" or "the two cities" count."""
        counts = [self.tree.word(c) for c in self.tree.children(node, "det", "nummod", "predet", "amod")]
        number = next((n for word, n in _COUNTS.items() if word in counts), 0)
        pointed = "both" in counts or {"the", "these", "those"} & set(counts)
        if not number or not pointed:
            return []
        noun, here = self.tree.lemma(node), self.tree[node].start
        near = [m for m in self.document.toponyms if m.role == "literal" and m.start < here and self._near(m.start)]
        fitting = [m for m in near if not (m.place and m.place.is_country) and self._suits_noun(self._ref(m), noun)]
        last = list({m.text: m for m in fitting}.values())[-number:]
        told = f'"{self.tree.word(node)}" read as {{}}'
        return [PlaceArgument(self._ref(m), inferred=told.format(m.text)) for m in last] if len(last) == number else []

    def _passed(self, node: int) -> set[int]:
        """Where those come from who act on a place, which is another one: "a column from X reached the town"."""
        verb = next((n for n in self.tree.chain(node) if self.tree.is_verb(n)), None)
        subject = self.tree.subject(verb) if verb is not None else None
        within = self.tree.subtree(subject) if subject is not None else []
        ways = [n for n in within if self.tree[n].dep == "prep" and self.tree.preposition(n) in _FROM]
        below = {m for way in ways for m in self.tree.subtree(way)} - {node}
        return {mention.start for n in below if (mention := self.toponym(n)) is not None} | self._measured_from(node)

    def _measured_from(self, node: int) -> set[int]:
        """The place whose distance is told, which is another one: "X, 30 km from the city"."""
        unit = next((n for n in self._up(node) if self.lexicon.is_a(self.tree.lemma(n), "distances")), None)
        if unit is None:
            return set()
        first = max(self.tree.nodes().start, unit - 6)
        comma = next((n for n in range(unit, first, -1) if self.tree.word(n) == ","), None)
        mention = self.toponym(comma - 1) if comma is not None and comma - 1 in self.tree else None
        return {mention.start} if mention is not None else set()

    def _opening(self, node: int, noun: str) -> PlaceRef | None:
        """The place that opens the clause or the sentence around words: "In X they held the quarter"."""
        for verb in [n for n in self.tree.chain(node) if self.tree.is_verb(n)]:
            first = min([node, *self.tree.children(verb, "nsubj", "nsubjpass")])
            for child in self.tree.children(verb, "prep"):
                if child < first and self.tree.word(child) in {"in", "at"}:
                    named = [m for n in self.tree.children(child, "pobj") if (m := self.toponym(n)) is not None]
                    refs = [self._ref(m) for m in named if m.place is None or not m.place.is_area or noun in _AREAS]
                    if any(self._suits_noun(ref, noun) for ref in refs):
                        return refs[0]
        return None

    def _suits_noun(self, ref: PlaceRef, noun: str) -> bool:
        """Whether a place can be meant by "the town": no building, river or province."""
        if noun in _AREAS:
            named = ref.text.lower().split()[-1] in _AREAS
            return named or (ref.place is not None and ref.place.is_area)
        if noun not in _TOWNS:
            return True
        if ref.text.lower().split()[-1] in _AREAS:
            return False
        if ref.place is not None:
            return ref.place.feature_class in "PA" and ref.place.feature_code not in {"ADM1", "ADM2"}
        return not self.lexicon.is_a(ref.text.lower().split()[-1], "sites")

    def _fought_over(self, here: int, noun: str, passed: set[int]) -> PlaceRef | None:
        """The place that the claims made just before speak of, the war's own topic: not whither somebody has fled."""
        near = [c for c in self._before if c.kind != "incident" and self._near(c.evidence.start)]
        told = [c for c in self.told if c.kind != "incident"]
        dwelt = noun != "there"
        spoken = [
            (_weight(c, role) + self._is_topic(ref, noun, here) if dwelt else 0, ref)
            for c in [*near, *told]
            for role, ref in c.places().items()
        ]
        here_too = self.sentence.start
        known = [
            (weight, r.start, r)
            for weight, ref in spoken
            if (r := self._inhabited(ref, noun)) is not None
            and r.start < here
            and r.start not in passed
            and not (r.place is not None and r.place.is_country)
            and (r.text[:1].isupper() or r.start >= here_too)
        ]
        return max(known, key=lambda k: k[:2], default=(0, 0, None))[2]

    def _is_topic(self, ref: PlaceRef, noun: str, here: int) -> bool:
        """Whether a place is the subject of the sentence before, of which "its" and "it" go on to tell at once."""
        opens = here - self.sentence.start < _AT_ONCE
        sentence = self.document.sentence_at(ref.start) if noun in {"it", "its"} and opens else None
        if sentence is None or sentence.index != self.sentence.index - 1:
            return False
        token = next((t for t in sentence.tokens if t.start <= ref.start < t.end), None)
        first = sentence.tokens[0].index if token is not None else 0
        while token is not None and token.dep in {"compound", "poss", "amod"} and token.head != token.index:
            token = sentence.tokens[token.head - first]
        return token is not None and token.dep in {"nsubj", "nsubjpass"}

    def _inhabited(self, ref: PlaceRef, noun: str) -> PlaceRef | None:
        """The place itself where it suits a noun; the town of a site: "X airport ... the town"."""
        if self._suits_noun(ref, noun):
            return ref
        end = ref.start + len(ref.text)
        inside = [self._ref(m) for m in self.document.toponyms if ref.start <= m.start and m.end <= end]
        return next((r for r in inside if r.place is not None and self._suits_noun(r, noun)), None)

    def held_by(self, is_theirs: Callable[[ActorRef | None], bool]) -> PlaceArgument | None:
        """The place that a party was last said to hold or to fight in, in this sentence or the one before it."""
        near = [c for c in self._before if self.sentence.index - self._index(c) <= 1]
        for claim in reversed([*near, *self.told]):
            ref = claim.place
            if claim.action in {"holds", "captures"} and ref is not None and is_theirs(claim.actor):
                return PlaceArgument(ref, inferred=f"{ref.text}, which they held")
        return None

    def _index(self, claim: Claim) -> int:
        sentence = self.document.sentence_at(claim.evidence.start)
        return sentence.index if sentence is not None else -1_000_000

    def _topic(self, mentions: list[ToponymMention]) -> ToponymMention:
        """The first place of the nearest sentence that names any: what a text goes on about."""
        last = mentions[-1]
        sentence = self.document.sentence_at(last.start)
        if sentence is None or sentence.index == self.sentence.index:
            return last
        return next(m for m in mentions if m.start >= sentence.start)

    def _told_of(self, node: int) -> list[PlaceArgument]:
        """The place that a description describes: "X is a town ...", "X, a town ...", "X and Y, towns ..."."""
        head, label = self.tree.head(node), self.tree[node].dep
        if head is None or label not in {"appos", "attr"}:
            return []
        above = head if label == "appos" else self.tree.subject(head)
        if above is not None and self.toponym(above) is not None:
            return self.places(above)
        person = above is not None and self.word_class(above) in {"armed", "civilians", "leaders"}
        return self._left_of(node) if label == "appos" and person else []

    def _left_of(self, node: int) -> list[PlaceArgument]:
        """The place before a description that the parser hung on somebody: "fled to X, 6 km off, a town run by Y"."""
        first = min(self.tree.subtree(node))
        for at in range(first - 1, max(first - 12, self.tree.nodes().start) - 1, -1):
            if self.toponym(at) is not None:
                return self.places(at)
            if self.tree.is_verb(at):
                break
        return []

    def _same_site(self, node: int) -> PlaceArgument | None:
        """A place told of before whose name ends in the same word: "Zuwarah airport ... the airport"."""
        word = self.tree.word(node)
        before = [
            m for m in self.document.toponyms if m.start < self.tree[node].start and m.text.lower().split()[-1] == word
        ]
        return PlaceArgument(self._ref(before[-1]), inferred=f'"{word}" is {before[-1].text}') if before else None


def _weight(claim: Claim, role: str) -> int:
    """How much a text goes on about a place of a claim: those who leave pass out of it."""
    if role == "place":
        return 2
    return 1 + (role == "origin" if claim.action in _LEAVING else role in {"destination", "toward"})

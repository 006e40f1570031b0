"""Places told of before: what "it", "there", "the town" and a description take up."""

from __future__ import annotations

import re

from geo.claim import PlaceRef
from geo.document import ToponymMention
from geo.nlp.scene.mentions import PlaceArgument
from geo.nlp.scene.parties import Parties

__all__ = ["Recalled"]


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
        here = self.tree[node].start
        near = [m for m in self.document.toponyms if m.role == "literal" and m.start < here and self._near(m.start)]
        fitting = [m for m in near if m.place is None or not m.place.is_country] if noun != "country" else near
        chosen = (
            self._called(noun, fitting)
            or self._fought_over(here)
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

    def _called(self, noun: str, mentions: list[ToponymMention]) -> PlaceRef | None:
        """The last place that was introduced by the same noun: "the town of X ... the town"."""
        text = self.document.article.text
        named = [
            m
            for m in mentions
            if noun and re.search(rf"\b{re.escape(noun)}(?: of)? $", text[: m.start][-40:], re.IGNORECASE)
        ]
        return self._ref(named[-1]) if named else None

    def _fought_over(self, here: int) -> PlaceRef | None:
        """The place that the claims made just before speak of, the war's own topic."""
        near = [c for c in self._before if c.kind != "incident" and self._near(c.evidence.start)]
        spoken = [ref for c in near for ref in c.places().values()] + self.placed
        here_too = self.sentence.start
        known = [
            r
            for r in spoken
            if r.start < here
            and not (r.place is not None and r.place.is_country)
            and (r.text[:1].isupper() or r.start >= here_too)
        ]
        return max(known, key=lambda r: r.start, default=None)

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

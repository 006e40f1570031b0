"""Reading a dependency tree: who is subject, who object, what hangs on which preposition.

Everything works on the plain tokens of :mod:`geo.document`; labels are those of spaCy's English models.
Grammatical roles are told as a reader feels them: a passive's "by" phrase is its subject, the antecedent of
"who" is the subject of what follows, and who is forced to withdraw is the one that withdraws.
"""

from __future__ import annotations

from geo.nlp.nodes import Nodes

__all__ = ["UNITS", "Tree"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_PHRASE = frozenset({"prep", "pobj", "advmod", "prt", "npadvmod", "dobj", "dative", "conj", "attr", "pcomp", "agent"})
_APART = frozenset({"relcl", "acl", "advcl", "poss", "appos"})
_ONWARD = frozenset({"from", "to", "into", "towards", "toward", "out of", "out", "near", "by"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_DIRECTIONS = frozenset(
    f"{way}{ending}"
    for way in ("north", "south", "east", "west", "in", "out", "home", "back")
    for ending in ("", "ward", "wards")
)
UNITS = frozenset(
    {
        "km",
        "kms",
        "kilometre",
        "kilometer",
        "kilometres",
        "kilometers",
        "mile",
        "miles",
        "metres",
        "meters",
        "m",
        "yards",
    }
)
"""Words for units of length, as texts have them."""
_ADDRESSED = {
    "call": {"on", "upon"}, "appeal": {"to"}, "plead": {"with"}, "shout": {"to", "at"}, "signal": {"to"}, "wait": {"for"},
    "prevail": {"on", "upon"}, "rely": {"on"}, "press": {"on"}, "count": {"on"},
}  # fmt: skip
_PHRASAL = {
    ("in", "direction"): "toward", ("by", "way"): "via", ("within", "sight"): "within", ("within", "range"): "within",
    ("within", "reach"): "within", ("in", "sight"): "within", ("in", "vicinity"): "near",
}  # fmt: skip
_SUBORDINATE = frozenset({"before", "after", "as", "until", "since", "while"})


class Tree(Nodes):
    """The dependency tree of one sentence, read for its roles."""

    def subject(self, verb: int) -> int | None:
        """The grammatical subject of a verb form, found through control, coordination, relatives and participles.

        >>> from geo.document import Token
        >>> words = [("Rebels", "nsubj", 1), ("left", "ROOT", 1), ("to", "aux", 3), ("rest", "xcomp", 1)]
        >>> tree = Tree([Token(i, w, 0, 0, dep=d, head=h, pos="VERB") for i, (w, d, h) in enumerate(words)])
        >>> tree.subject(3)
        0
        """
        return self._subject(verb, 0)

    def _subject(self, verb: int, depth: int) -> int | None:
        if depth > 6:
            return None
        own = [c for c in self.children(verb, *_SUBJECTS) if self[c].dep != "expl"]
        own = [c for c in own if not self._is_measure(c)] or own  # "100 km from X, soldiers retook Y"
        if own:
            relative = self[own[0]].tag in {"WDT", "WP"} or (
                self.word(own[0]) in _RELATIVE and self[verb].dep == "relcl"
            )
            return self.antecedent(verb) if relative else own[0]
        head = self.head(verb)
        if head is None:
            return None
        return self._inherited(verb, head, depth)

    def _inherited(self, verb: int, head: int, depth: int) -> int | None:
        label = self[verb].dep
        if label == "conj" and (beside := self._beside(verb)) is not None:
            return beside
        if label == "conj" and (near := self._subordinate(verb, head)) is not None:
            return near
        if label == "acl" and self[verb].tag == "VBD" and (top := self._root_noun(head)) is not None:
            return top
        if label in {"acl", "relcl", "amod"} and not self.is_verb(head):
            return self._of_noun(verb, head, depth)
        if label in {"xcomp", "ccomp", "advcl"} and (addressed := self._addressed(verb, head)) is not None:
            return addressed
        if label in {"xcomp", "ccomp"} and self.is_verb(head):
            controlled = self.children(head, "dobj") if label == "xcomp" and not self.is_passive(head) else []
            return controlled[0] if controlled else self._subject(head, depth + 1)
        if label == "pcomp" and self.word(head) == "of" and (blamed := self._blamed(head)) is not None:
            return blamed
        if label in {"xcomp", "ccomp", "advcl", "conj", "pcomp", "prep", "acomp", "dep"}:
            carrier = self._carrier(head)
            return self._subject(carrier, depth + 1) if carrier is not None else None
        return None

    def _addressed(self, verb: int, head: int) -> int | None:
        """Who is called upon to do what an infinitive tells: "called on the army to leave"."""
        through = _ADDRESSED.get(self.lemma(head))
        if through is None or not any(self.word(n) == "to" for n in self.children(verb, "aux")):
            return None
        preps = [p for p in self.children(head, "prep") if head < p < verb and self.word(p) in through]
        return next((n for p in preps for n in self.children(p, "pobj")), None)

    def _beside(self, verb: int) -> int | None:
        """The subject that a parser coordinated with a noun before it: "is in their hands and *families* are back"."""
        auxiliaries = self.children(verb, "aux", "auxpass")
        if not auxiliaries and self[verb].tag not in {"VBD", "VBZ", "VBP"}:
            return None
        before = min([verb, *auxiliaries]) - 1
        noun = before in self and self[before].dep == "conj" and self[before].pos in {"NOUN", "PROPN"}
        return before if noun and not self.children(before, "conj") else None

    def _subordinate(self, verb: int, head: int) -> int | None:
        """The subject that a parser took for a preposition's object: "seized it before the army won it back"."""
        joined = range(head + 1, verb)
        if any(self[n].dep == "cc" and self[n].head == head for n in joined):
            return None
        nouns = [
            n for p in self.children(head, "prep") if self.word(p) in _SUBORDINATE for n in self.children(p, "pobj")
        ]
        return next((n for n in nouns if head < n < verb), None)

    def _root_noun(self, noun: int) -> int | None:
        """The noun that heads a sentence whose verb was taken for a participle: "a column of tanks rolled in"."""
        root = next((n for n in (noun, *self.chain(noun)) if self.head(n) is None), noun)
        return root if self[root].pos in {"NOUN", "PROPN"} else None

    def _of_noun(self, verb: int, head: int, depth: int) -> int | None:
        infinitive = any(self.word(c) == "to" for c in self.children(verb, "aux"))
        if not infinitive:
            return head
        agents = [n for name, n in self.prepositions(head) if name == "by"]
        owner = agents or self.children(head, "poss")
        if owner:
            return owner[0]
        carrier = self._carrier(head)
        return self._subject(carrier, depth + 1) if carrier is not None else None

    def _blamed(self, preposition: int) -> int | None:
        """Who is accused of doing it: the accusing verb's object."""
        verb = self.head(preposition)
        return self.patient(verb) if verb is not None and self.lemma(verb) in {"accuse", "suspect", "blame"} else None

    def _carrier(self, node: int) -> int | None:
        """The nearest verb at or above a node."""
        return next((n for n in (node, *self.chain(node)) if self.is_verb(n)), None)

    def antecedent(self, verb: int) -> int | None:
        """The noun that a relative clause speaks of: in "X, capital of Y, which ..." it is X."""
        for node in (verb, *self.chain(verb)):
            if self[node].dep in {"relcl", "acl"}:
                return self._top(node, self.head(node))
            if self[node].dep not in {"conj", "xcomp", "ccomp"}:
                break
        return self._left_of_relative(verb)

    def _left_of_relative(self, verb: int) -> int | None:
        """The noun before a relative pronoun whose clause the parser hung elsewhere."""
        pronoun = next((c for c in self.children(verb) if self[c].tag in {"WDT", "WP"}), None)
        if pronoun is None:
            return None
        for node in range(pronoun - 1, max(self._base, pronoun - 6) - 1, -1):
            if self[node].pos in {"NOUN", "PROPN"}:
                return self.head(node) if self[node].dep == "appos" else node
        return None

    def _top(self, clause: int, noun: int | None) -> int | None:
        if noun is None or self[noun].dep != "pobj":
            return noun
        over = next((n for n in self.chain(noun) if self[n].dep not in {"prep", "pobj"}), noun)
        persons = any(self.word(c) == "who" for c in self.children(clause, "nsubj", "nsubjpass"))
        if persons and self[noun].entity in {"GPE", "LOC", "FAC"}:
            return over  # "families from X who fled"
        first = min(self.subtree(clause))
        if self[clause].dep != "relcl":
            return over if self[over].dep == "appos" and self[noun].pos != "PROPN" else noun
        apart = first - 1 in self and self.word(first - 1) == ","
        return self.head(over) if apart and self[over].dep == "appos" else noun

    def agent(self, verb: int) -> int | None:
        """Who does it: the subject of an active form, the "by" phrase of a passive one."""
        if not self.is_passive(verb):
            return self.subject(verb)
        for child in self.children(verb, "agent", "prep"):
            if self.word(child) == "by":
                return next(iter(self.children(child, "pobj")), None)
        below = [n for name, n in self.prepositions(verb) if name == "by"]
        return below[0] if below else None

    def objects(self, verb: int) -> list[int]:
        """Direct objects; "east" and "eastwards" are none, whatever the parser says, and a bare name is one."""
        found = [c for c in self.children(verb, "dobj") if not self._is_direction(c) and not self._is_measure(c)]
        found = [c for c in found if self[c].tag != "IN"]  # "said that the brigade had withdrawn"
        if found or self.is_passive(verb):
            return found
        beside = self.children(verb, "npadvmod", "advmod", "oprd")
        names = [c for c in beside if c > verb and self[c].pos == "PROPN" and not self._is_direction(c)]
        return [c for c in names if self[c].entity not in {"DATE", "TIME"}][:1]

    def _is_measure(self, node: int) -> bool:
        """Whether a noun only tells how far: "pushed *7 km* past the village"."""
        return self.word(node) in UNITS and bool(self.children(node, "nummod", "quantmod"))

    def _is_direction(self, node: int) -> bool:
        return self.word(node) in _DIRECTIONS and not self.children(node, "det", "amod")

    def patient(self, verb: int) -> int | None:
        """To whom it is done: the object of an active form, the subject of a passive one."""
        if self.is_passive(verb):
            return self.subject(verb)
        objects = self.objects(verb)
        if objects:
            relative = self[objects[0]].tag in {"WDT", "WP"} or (
                self.word(objects[0]) in _RELATIVE and self[verb].dep == "relcl"
            )
            return self.antecedent(verb) if relative else objects[0]
        gap = self[verb].dep == "relcl" and any(self[c].tag not in {"WDT", "WP"} for c in self.children(verb, "nsubj"))
        if gap and not any(self.word(c) in {"where", "when"} for c in self.children(verb, "advmod")):
            return self.antecedent(verb)
        return None

    def prepositions(self, node: int, *, deep: bool = False) -> list[tuple[str, int]]:
        """The prepositional phrases of a verb or noun, as (preposition, its object), through particles and objects.

        With ``deep`` also those inside other objects. "out of X" and "north of X" come as ``out of``, ``north of``; coordinated objects each come once.
        """
        found: list[tuple[str, int]] = []
        for child in self.children(node):
            label = self[child].dep
            if label in _SUBJECTS or label in _APART or (label == "conj" and not self.is_verb(node)):
                continue
            self._collect(child, found, 0, inside=False, deep=deep)
            if label == "npadvmod" and self.children(child, "det"):
                found.extend(self._ways(child))
        return [pair for name, each in found for pair in self._phrasal(name, each)]

    def _phrasal(self, name: str, noun: int) -> list[tuple[str, int]]:
        """A preposition of several words by the one that it stands for: "in the direction of X", "by way of X"."""
        stands_for = _PHRASAL.get((name, self.word(noun)))
        below = [n for p in self.children(noun, "prep") if self.word(p) == "of" for n in self.children(p, "pobj")]
        if stands_for is None or not below:
            return [(name, noun)]
        return [(stands_for, each) for n in below for each in self.conjuncts(n)]

    def _collect(self, node: int, found: list[tuple[str, int]], depth: int, *, inside: bool, deep: bool) -> None:
        verbal = self.is_verb(node) and self[node].dep not in {"pobj", "prep"}  # "including" is a preposition
        if depth > 5 or self[node].dep not in _PHRASE or verbal:
            return
        name = self.preposition(node)
        if inside and not deep and self[node].dep == "prep" and name not in _ONWARD:
            return
        for child in self.children(node):
            if self[child].dep == "pobj" or (self[child].dep == "pcomp" and not self.is_verb(child)):
                found.extend((name, each) for each in self.conjuncts(child) if self[each].pos not in {"ADP", "VERB"})
            found.extend(self._gapped(child))
            # within an object only what leads on belongs to the verb: "from A to B", not "to the man in A"
            self._collect(child, found, depth + 1, inside=inside or self[child].dep == "pobj", deep=deep)

    def _gapped(self, target: int) -> list[tuple[str, int]]:
        """A second way told without its verb: "... east to A, another part west to B"."""
        return [way for apposed in self.children(target, "appos") for way in self._ways(apposed)]

    def _ways(self, noun: int) -> list[tuple[str, int]]:
        ways = [w for w in self.children(noun) if self.word(w) in _DIRECTIONS]
        return [(self.word(p), o) for w in ways for p in self.children(w, "prep") for o in self.children(p, "pobj")]

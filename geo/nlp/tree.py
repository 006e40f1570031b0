"""Reading a dependency tree: who is subject, who object, what hangs on which preposition.

Everything works on the plain tokens of :mod:`geo.document`; labels are those of spaCy's English models.
Grammatical roles are told as a reader feels them: a passive's "by" phrase is its subject, the antecedent of
"who" is the subject of what follows, and who is forced to withdraw is the one that withdraws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.document import Token

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
_IRREGULAR = {  # forms that the tagger likes to take for nouns
    "retook": "retake", "retaken": "retake", "overran": "overrun", "overrun": "overrun", "fled": "flee", "withdrew": "withdraw",
    "withdrawn": "withdraw", "recaptured": "recapture", "besieged": "besiege", "shelled": "shell", "drove": "drive",
    "driven": "drive", "took": "take", "stormed": "storm", "ambushed": "ambush", "retreated": "retreat",
    "retakes": "retake", "retaking": "retake", "overruns": "overrun", "overrunning": "overrun", "besieges": "besiege",
    "besieging": "besiege", "regained": "regain", "recaptures": "recapture", "wrested": "wrest", "ousted": "oust",
    "encircled": "encircle",
    "hoping": "hope",
    "hoped": "hope",
}  # fmt: skip
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
_SUBORDINATE = frozenset({"before", "after", "as", "until", "since", "while"})
_WAYS = frozenset({"from", "to", "into", "towards", "toward"})
_WHEREABOUTS = frozenset({"near", "inside", "outside", "around", "in", "across", "behind"})
_OUT = frozenset(
    [
        "out",
        "outside",
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "ahead",
        "because",
        "instead",
        "short",
        "north-east",
        "north-west",
        "south-east",
        "south-west",
    ]
)


class Tree:
    """The dependency tree of one sentence; nodes are the document-wide indices of its tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        self._base = self.tokens[0].index if self.tokens else 0
        self._children: dict[int, list[int]] = {token.index: [] for token in self.tokens}
        for token in self.tokens:
            if token.head != token.index and token.head in self._children:
                self._children[token.head].append(token.index)

    def __getitem__(self, node: int) -> Token:
        return self.tokens[node - self._base]

    def __contains__(self, node: int) -> bool:
        return 0 <= node - self._base < len(self.tokens)

    def nodes(self) -> range:
        """All nodes, in the order of the text."""
        return range(self._base, self._base + len(self.tokens))

    def word(self, node: int) -> str:
        """The token's lower-case form."""
        return self[node].text.lower()

    def lemma(self, node: int) -> str:
        """The token's lemma in lower case, its form where the model gave none."""
        token = self[node]
        lemma = _IRREGULAR.get(token.text.lower()) or (token.lemma or token.text).lower()
        if lemma == "headquarter" and token.pos == "NOUN":
            return "headquarters"
        return lemma[:-1] if token.tag == "NNPS" and lemma.endswith("s") else lemma

    def is_irregular(self, node: int) -> bool:
        """Whether the form is one of a verb that taggers like to take for something else."""
        return self.word(node) in _IRREGULAR

    def head(self, node: int) -> int | None:
        """The governing node, None for a root."""
        head = self[node].head
        return head if head != node and head in self else None

    def children(self, node: int, *labels: str) -> list[int]:
        """Direct dependents, of the given labels only where some are given."""
        return [c for c in self._children[node] if not labels or self[c].dep in labels]

    def subtree(self, node: int) -> list[int]:
        """The node with all that depends on it, in the order of the text."""
        found, queue = [], [node]
        while queue:
            current = queue.pop()
            found.append(current)
            queue.extend(self._children[current])
        return sorted(found)

    def chain(self, node: int) -> Iterator[int]:
        """The governors of a node, nearest first."""
        head = self.head(node)
        while head is not None:
            yield head
            head = self.head(head)

    def conjuncts(self, node: int) -> list[int]:
        """The node and what is coordinated under it ("A, B and C" for A)."""
        found = [node]
        for child in self.children(node, "conj"):
            found.extend(self.conjuncts(child))
        return found

    def is_verb(self, node: int) -> bool:
        """Whether the node is a verb or used as one."""
        if self[node].pos in {"VERB", "AUX"}:
            return True
        clause = self[node].dep == "ROOT" and bool(self.children(node, "nsubj", "nsubjpass"))
        infinitive = self[node].dep == "xcomp" and any(self.word(c) == "to" for c in self.children(node, "aux"))
        return clause or infinitive

    def is_passive(self, verb: int) -> bool:
        """Whether a verb form is passive: by its auxiliary, as a reduced relative, or shared with a passive."""
        if self.children(verb, "auxpass", "nsubjpass"):
            return True
        if self.children(verb, "agent") and not self.children(verb, "dobj", "aux"):
            return True
        if self[verb].tag != "VBN" or self.children(verb, "dobj"):
            return False
        if self[verb].dep in {"acl", "amod"}:
            return True
        if self[verb].dep == "advcl":
            return not self.children(verb, "aux")
        if self[verb].dep in {"ccomp", "oprd", "acomp"} and not self.children(verb, "aux"):
            return True  # "left the town encircled"
        head = self.head(verb)
        shared = self[verb].dep == "conj" and not self.children(verb, "aux", "nsubj")
        return shared and head is not None and self.is_verb(head) and self.is_passive(head)

    def subject(self, verb: int) -> int | None:
        """The grammatical subject of a verb form, found through control, coordination, relatives and participles.

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
        if label == "conj" and (near := self._subordinate(verb, head)) is not None:
            return near
        if label == "acl" and self[verb].tag == "VBD" and (top := self._root_noun(head)) is not None:
            return top
        if label in {"acl", "relcl", "amod"} and not self.is_verb(head):
            return self._of_noun(verb, head, depth)
        if label in {"xcomp", "ccomp"} and self.is_verb(head):
            controlled = self.children(head, "dobj") if label == "xcomp" and not self.is_passive(head) else []
            return controlled[0] if controlled else self._subject(head, depth + 1)
        if label == "pcomp" and self.word(head) == "of" and (blamed := self._blamed(head)) is not None:
            return blamed
        if label in {"xcomp", "ccomp", "advcl", "conj", "pcomp", "prep", "acomp", "dep"}:
            carrier = self._carrier(head)
            return self._subject(carrier, depth + 1) if carrier is not None else None
        return None

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
        return found

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

    def preposition(self, node: int) -> str:
        """A preposition's name, "out of" and "north of" taken together."""
        word, head = self.word(node), self.head(node)
        if word == "to" and head is not None and self.word(head) in {"close", "closer", "near", "nearer"}:
            return "close to"
        if head is not None and word in _WHEREABOUTS and self.word(head) in _WAYS and self[head].dep == "prep":
            return self.word(head)  # "from near X" tells whence
        if word == "of" and head is not None and self.word(head) in _OUT:
            return f"{self.word(head)} of"
        if word == "of" and node - 1 in self and self.word(node - 1) in _OUT:
            return f"{self.word(node - 1)} of"
        return word

    def text(self, first: int, last: int) -> tuple[int, int]:
        """The character span from one node to another, both included."""
        return self[first].start, self[last].end

    def phrase(self, node: int) -> tuple[int, int]:
        """The character span of a noun with its determiner, modifiers and possessor, without what follows it."""
        left = node
        for child in self.children(node, "det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "punct"):
            if child < node:
                left = min(left, min(self.subtree(child)))
        return self.text(left, node)

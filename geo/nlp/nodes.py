"""The words of a parsed sentence: forms, heads, dependents, phrases, and which forms are verbs or passive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.document import Token
from geo.nlp.english import COMPASS

__all__ = ["Nodes"]

_IRREGULAR = {  # forms that the tagger likes to take for nouns
    "retook": "retake", "retaken": "retake", "overran": "overrun", "overrun": "overrun", "fled": "flee",
    "withdrew": "withdraw",
    "withdrawn": "withdraw", "recaptured": "recapture", "besieged": "besiege", "shelled": "shell", "drove": "drive",
    "driven": "drive", "took": "take", "stormed": "storm", "ambushed": "ambush", "retreated": "retreat",
    "retakes": "retake", "retaking": "retake", "overruns": "overrun", "overrunning": "overrun", "besieges": "besiege",
    "besieging": "besiege", "regained": "regain", "recaptures": "recapture", "wrested": "wrest", "ousted": "oust",
    "encircled": "encircle",
    "hoping": "hope",
    "hoped": "hope",
}  # fmt: skip
_MISTAKEN = {  # forms whose lemma the model gets wrong
    "bogged": "bog", "bussed": "bus", "bussing": "bus", "cordoned": "cordon", "cordoning": "cordon",
    "installed": "install", "installing": "install", "raged": "rage", "raging": "rage", "rages": "rage",
    "staged": "stage", "staging": "stage", "stages": "stage", "waded": "wade", "wading": "wade", "wades": "wade",
    "waged": "wage", "waging": "wage", "wages": "wage", "riding": "ride", "rides": "ride", "clung": "cling",
    "slunk": "slink", "swam": "swim",
}  # fmt: skip
_WAYS = frozenset({"from", "to", "into", "towards", "toward"})
_WHEREABOUTS = frozenset({"near", "inside", "outside", "around", "in", "across", "behind"})
_OUT = COMPASS | {"out", "outside", "ahead", "because", "instead", "short"}


_NEED_OBJECTS = frozenset({"win", "lose", "seize", "capture", "recapture", "regain", "recover", "reclaim", "liberate"})
"""Verbs that, without an object behind a passive, share its voice: "was lost and won back"."""


class Nodes:
    """The words of one sentence and what hangs on what; nodes are the document-wide indices of its tokens."""

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
        word = token.text.lower()
        lemma = _IRREGULAR.get(word) or _MISTAKEN.get(word) or (token.lemma or token.text).lower()
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
        past = self[verb].tag == "VBD" and self[verb].dep == "conj" and self.lemma(verb) in _NEED_OBJECTS
        if not (self[verb].tag == "VBN" or past) or self.children(verb, "dobj"):
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

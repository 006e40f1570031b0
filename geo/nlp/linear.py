"""A second reading by the order of the words, for triggers whose arguments the parser did not find.

Long sentences full of rare names are parsed wrongly often enough; that "overran" stands before "the town of X" and
behind "the militia" tells the same. Only what a frame licenses is read: its object right behind the verb, its
prepositions within the clause, its subject right before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from geo.nlp.frames import Match
from geo.nlp.lexicon import Frame, Lexicon
from geo.nlp.tree import Tree

__all__ = ["linear_matches"]

_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "'s", "'re", "get", "got"})
_HAVE = frozenset({"have", "has", "had", "having", "'ve"})
_STOPS = frozenset({
    ";", ":", "--", "—", "–", '"', "“", "”", "who", "which", "that", "where", "when", "while", "after",
    "before", "because", "although", "but", "as", "if", "until", "since", "whose",
})  # fmt: skip
_WITHIN = frozenset({"DET", "ADJ", "NUM", "ADV", "PROPN", "NOUN", "PART", "PRON"})
_REACH = 14
_PHRASE = 10
Test = Callable[[int], bool]


def linear_matches(
    tree: Tree, lexicon: Lexicon, named: Test, actor: Test, skip: Collection[tuple[int, str]]
) -> Iterator[Match]:
    """Matches of verbs' frames with the arguments that the order of words gives.

    ``named`` tells whether a node belongs to a place's name, ``actor`` whether to an actor's; ``skip`` are the
    (node, kind) of triggers that need no second reading.
    """
    row = _Row(tree, lexicon, named, actor)
    for node in tree.nodes():
        if not _is_verb_form(tree, node):
            continue
        for particles, frame in lexicon.lookup("verb", tree.lemma(node)):
            direct = any("patient" in paths for role, paths in frame.roles.items() if role != "actor")
            if frame.kind == "incident" or frame.objects or frame.subjects or not direct or (node, frame.kind) in skip:
                continue
            last = row.particle(node, particles)
            if last is None:
                continue
            match = row.match(node, last, frame)
            if match is not None:
                yield match


def _is_verb_form(tree: Tree, node: int) -> bool:
    """Whether a word is a verb that the tree takes for a noun or for an adjective of the name behind it."""
    if tree.is_irregular(node) and not tree.is_verb(node):
        return True
    if tree[node].tag in {"VBN", "VBD"} and tree[node].dep in {"amod", "compound", "nmod"}:
        return True
    return tree.is_verb(node) and tree[node].tag in {"VBD", "VBP", "VBZ"} and tree.patient(node) is None


class _Row:
    def __init__(self, tree: Tree, lexicon: Lexicon, named: Test, actor: Test) -> None:
        self.tree, self.lexicon, self.named, self.actor = tree, lexicon, named, actor

    def particle(self, node: int, particles: tuple[str, ...]) -> int | None:
        last = node
        for particle in particles:
            if last + 1 not in self.tree or self.tree.word(last + 1) != particle:
                return None
            last += 1
        return last

    def match(self, node: int, last: int, frame: Frame) -> Match | None:
        passive = self.is_passive(node, last)
        if frame.voice and (frame.voice == "passive") != passive:
            return None
        if frame.intransitive and (passive or self._starts_phrase(last + 1)):
            return None
        arguments = {role: list(self._role(node, last, paths, passive=passive)) for role, paths in frame.roles.items()}
        if frame.never & {self.tree.word(n) for n in self._clause(last)}:
            return None
        return Match(frame, node, (node, last), arguments)

    def is_passive(self, node: int, last: int) -> bool:
        at = node - 1
        while at in self.tree and self.tree[at].pos == "ADV" and node - at < 3:
            at -= 1
        if at in self.tree and self.tree.word(at) in _BE and self.tree[node].tag != "VBG":
            return True
        return self.tree[node].tag in {"VBN", "VBD"} and last + 1 in self.tree and self.tree.word(last + 1) == "by"

    def _starts_phrase(self, node: int) -> bool:
        return node in self.tree and self.tree[node].pos in {"DET", "PROPN", "NOUN", "NUM"}

    def _clause(self, node: int) -> Iterator[int]:
        """The words behind a verb up to where its clause ends."""
        for at in range(node + 1, node + 1 + _REACH):
            if at not in self.tree or self.tree.word(at) in _STOPS:
                return
            if self.tree[at].tag in {"VBD", "VBZ", "VBP", "MD"} and self.tree[at].pos in {"VERB", "AUX"}:
                return
            yield at

    def _role(self, node: int, last: int, paths: tuple[str, ...], *, passive: bool) -> Iterator[tuple[str, int]]:
        for path in paths:
            if path in {"agent", "subject", "patient"}:
                before = path == "subject" or (path == "agent") != passive
                found = self._before(node) if before else self._object(last) if path == "patient" else self._by(last)
                if found is not None:
                    yield path, found
            else:
                yield from ((path, n) for n in self._behind(last, path))

    def _before(self, node: int) -> int | None:
        """The nearest noun before a verb, its auxiliaries and adverbs left out."""
        at = node - 1
        while at in self.tree and (self.tree[at].pos in {"AUX", "ADV"} or self.tree.word(at) in _HAVE | {"not", "n't"}):
            at -= 1
        at = self._over_insertion(at)
        if at not in self.tree or self.tree[at].pos not in {"NOUN", "PROPN", "PRON"}:
            return None
        return self._head_before(at)

    def _over_insertion(self, at: int) -> int:
        """Before an insertion between commas: "X, 50 km south of Y, was ..."."""
        if at not in self.tree or self.tree.word(at) != ",":
            return at
        for other in range(at - 1, max(at - 20, self.tree.nodes().start) - 1, -1):
            if self.tree.word(other) == ",":
                return other - 1
        return at

    def _head_before(self, at: int) -> int:
        """The noun that a phrase ending at a node is about: of "fighters of the group" the fighters."""
        for other in range(at - 1, max(at - 6, self.tree.nodes().start) - 1, -1):
            if (
                self.tree[other].pos == "ADP"
                and self.tree.word(other) in {"of", "from", "in"}
                and other - 1 in self.tree
            ):
                return other - 1 if self.tree[other - 1].pos in {"NOUN", "PROPN"} else at
            if self.tree[other].pos not in _WITHIN:
                return at
        return at

    def _by(self, last: int) -> int | None:
        return next(iter(self._behind(last, "by")), None)

    def _object(self, last: int) -> int | None:
        return self._phrase(last + 1)

    def _behind(self, last: int, name: str) -> Iterator[int]:
        for at in self._clause(last):
            if self.tree[at].pos in {"ADP", "SCONJ"} and name == self._preposition(at):
                found = self._phrase(at + 1)
                if found is not None:
                    yield found
                return

    def _preposition(self, at: int) -> str:
        word = self.tree.word(at)
        if word == "of" and self.tree.word(at - 1) in {"out", "north", "south", "east", "west", "outside"}:
            return f"{self.tree.word(at - 1)} of"
        return word

    def _phrase(self, first: int) -> int | None:
        """A phrase's governing word: the name of a place or an actor that it holds, else its last noun."""
        noun = None
        for at in range(first, first + _PHRASE):
            if at not in self.tree:
                break
            if self.named(at):
                return None if self._owns(at) else at
            word, pos = self.tree.word(at), self.tree[at].pos
            if word == "of" and noun is not None and self._leads_on(noun):
                continue
            if pos not in _WITHIN and word not in {"-", "–", "'s", "’s"}:
                break
            if pos in {"NOUN", "PROPN"}:
                noun = at
        return noun

    def _owns(self, at: int) -> bool:
        """Whether the place only owns what follows: "X's mayor", "X residents"."""
        end = at
        while end + 1 in self.tree and self.named(end + 1):
            end += 1
        after = end + 1
        if after in self.tree and self.tree.word(after) in {"'s", "’s", "'"}:
            after += 1
        if after == end + 1 and (after not in self.tree or self.tree[after].pos not in {"NOUN", "PROPN"}):
            return False
        nouns = []
        while after in self.tree and self.tree[after].pos in {"NOUN", "PROPN", "ADJ"}:
            nouns.append(self.tree.lemma(after))
            after += 1
        return not nouns or not self.lexicon.is_a(nouns[-1], "sites", "places", "parts", "towns")

    def _leads_on(self, noun: int) -> bool:
        return (
            self.lexicon.is_a(self.tree.lemma(noun), "places", "parts", "sites", "distances")
            or self.tree[noun].pos == "NUM"
        )

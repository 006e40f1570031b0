"""How surely a text says something, and who is made to say it: negation, modality, plan, condition, attribution."""

from __future__ import annotations

from dataclasses import dataclass

from geo.claim import Factuality
from geo.nlp.speakers import words_of_stance
from geo.nlp.tree import Tree

__all__ = ["Stance", "stance"]

_CLAUSE = frozenset({"xcomp", "ccomp", "acomp", "oprd"})
_COMPLEMENT = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "oprd"})
_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "hardly"})
_FACTIVE = frozenset({"first", "last", "second", "third", "only", "latest", "one", "city", "town"})
_DEFINITE = frozenset({"the", "this", "that", "its", "their", "his"})


@dataclass(frozen=True, slots=True)
class Stance:
    """What a clause's governors make of it: its factuality so far, the node of who says so, the words that did it."""

    factuality: Factuality = "actual"
    speaker: int | None = None
    because: str = ""


def stance(tree: Tree, node: int, *, event: bool = False) -> Stance:
    """Read the factuality of what a trigger says, and its speaker, from the trigger upward.

    ``event`` says that a noun tells something that happens once, so that "the fall of X would ..." has not happened.
    Purpose clauses, plans, orders, fears and conditions are ``possible``; negation, denial and failure ``negated``.
    """
    walk = _Walk(tree, event=event)
    walk.climb(node)
    speaker = None if walk.given else _speaker(tree, node, walk.speaker)
    return Stance(walk.verdict or "actual", speaker, walk.because)


class _Walk:
    """Climbs from a trigger to the root; the first word that decides has decided."""

    def __init__(self, tree: Tree, *, event: bool = False) -> None:
        self.event = event
        self.tree = tree
        self.verdict: Factuality | None = None
        self.because = ""
        self.speaker: int | None = None
        self.given = False

    def _decide(self, verdict: Factuality, node: int) -> None:
        if self.verdict is None or (
            verdict == "negated"
            and self.verdict == "possible"
            and self.tree.lemma(node) in words_of_stance()["negated"]
        ):
            self.verdict, self.because = verdict, self.tree.word(node)

    def climb(self, node: int) -> None:
        tree, current = self.tree, node
        for _ in range(12):
            if tree.is_verb(current):
                self._clause(current)
            following = self._step(current)
            if following is None:
                return
            current = following

    def _clause(self, verb: int) -> None:
        """Negation, modals, conditions and denials in the verb's own clause."""
        tree, words = self.tree, words_of_stance()
        for child in sorted(tree.children(verb), key=lambda c: tree[c].dep != "neg"):
            label, word = tree[child].dep, tree.word(child)
            if (label in {"neg", "advmod", "preconj", "cc"} and word in _NEGATIONS) and not self._only(child):
                self._decide("negated", child)
            elif (
                label == "aux" and tree.lemma(child) in words["modals"] | {"'ll", "'d"} and tree[child].tag == "MD"
            ) or (label == "mark" and word in words["conditions"]):
                self._decide("possible", child)
            elif label in {"nsubj", "nsubjpass"} and self._none(child):
                self._decide("negated", child)

    def _only(self, negation: int) -> bool:
        return negation + 1 in self.tree and self.tree.word(negation + 1) in {"only", "just", "yet"}

    def _none(self, noun: int) -> bool:
        return self.tree.word(noun) in {"nobody", "none"} or any(
            self.tree.word(c) in {"no", "neither"} for c in self.tree.children(noun, "det")
        )

    def _effect(self, node: int) -> None:
        lemma = self.tree.lemma(node)
        if lemma in words_of_stance()["negated"]:
            self._decide("negated", node)
        elif lemma in words_of_stance()["possible"]:
            self._decide("possible", node)

    def _step(self, node: int) -> int | None:
        head = self.tree.head(node)
        if head is None:
            return None
        return self._verb_step(node, head) if self.tree.is_verb(node) else self._noun_step(node, head)

    def _verb_step(self, node: int, head: int) -> int | None:
        tree, label = self.tree, self.tree[node].dep
        infinitive = any(tree.word(c) == "to" for c in tree.children(node, "aux"))
        if label in _CLAUSE or (label in {"dobj", "parataxis"}):
            if infinitive and (tree.lemma(head) == "tell" or (label == "xcomp" and tree.lemma(head) == "be")):
                self._decide("possible", head)
            self._complement(head)
            return head
        if label == "conj":
            return self._conjunct(node, head)
        if label in {"advcl", "acl"} and infinitive:
            if label == "acl":
                self._effect(head)
                self._thwarted(head)
            elif not self._only_to(node):
                self._decide("possible", node)
            if label == "acl" and tree.lemma(head) not in _FACTIVE:
                self._decide("possible", node)
            return self._up(head)
        if label == "pcomp":
            return self._gerund(head)
        if label == "advcl" and self._waits(node, head):
            self._decide("possible", node)
        if label == "acl":
            self._of_word(head)
            self._of_sign(head)
        if label == "relcl" and self.speaker is None:
            self.given = True  # what a relative clause tells is told along, not claimed
        return self._up(head)

    def _of_word(self, noun: int) -> None:
        """Whose a claim is: "a *rebel* boast that X is surrounded"."""
        tree = self.tree
        if tree.lemma(noun) not in words_of_stance()["assertions"]:
            return
        by = [n for name, n in tree.prepositions(noun) if name in {"by", "of", "from"}]
        owners = [*tree.children(noun, "poss", "compound", "amod"), *by]
        if owners and self.speaker is None:
            self.speaker = owners[0]

    def _of_sign(self, noun: int) -> None:
        """ "No sign of the rebels advancing" denies that they do."""
        tree = self.tree
        above = tree.head(noun)
        sign = tree.head(above) if above is not None and tree.word(above) == "of" else None
        if sign is not None and tree.lemma(sign) in {"sign", "evidence", "trace", "indication", "word"}:
            denied = any(tree.word(c) in {"no", "little"} for c in tree.children(sign, "det", "amod"))
            self._decide("negated" if denied else "possible", sign)

    def _waits(self, verb: int, head: int) -> bool:
        """Whether a clause tells what something in the future waits for: "will advance once it is freed"."""
        marks = {self.tree.word(c) for c in self.tree.children(verb, "mark", "advmod")}
        modal = any(self.tree[c].tag == "MD" for c in self.tree.children(head, "aux"))
        return modal and bool(marks & {"once", "when", "after", "until", "before"})

    def _only_to(self, verb: int) -> bool:
        """ "... only to lose it again" tells what happened."""
        to = next((c for c in self.tree.children(verb, "aux") if self.tree.word(c) == "to"), verb)
        return to - 1 in self.tree and self.tree.word(to - 1) == "only"

    def _thwarted(self, noun: int) -> None:
        """An attempt that is beaten back, or that fails."""
        verb = self.tree.head(noun)
        if verb is not None and self.tree.is_verb(verb) and self.tree.lemma(verb) in words_of_stance()["negated"]:
            self._decide("negated", verb)

    def _complement(self, head: int) -> None:
        if self.tree.lemma(head) in words_of_stance()["speech"] and self.tree.is_verb(head):
            self._said(head)
        else:
            self._effect(head)

    def _said(self, verb: int) -> None:
        if self.tree.lemma(verb) in words_of_stance()["denials"]:
            self._decide("negated", verb)
        if self.speaker is None and not self.tree.is_passive(verb):
            self.speaker = self.tree.subject(verb)

    def _conjunct(self, node: int, head: int) -> int | None:
        """A coordinated verb shares the other's governors, its modals only where it has no subject of its own."""
        tree = self.tree
        if not tree.is_verb(head):
            return self._up(head)
        own = tree.children(node, "nsubj", "nsubjpass", "aux", "auxpass") or tree[node].tag != tree[head].tag
        return self._up(head) if own else head

    def _gerund(self, preposition: int) -> int | None:
        tree = self.tree
        if tree.word(preposition) == "without":
            self._decide("negated", preposition)
        above = tree.head(preposition)
        while above is not None and tree[above].dep == "prep" and tree[above].pos == "ADP":
            above = tree.head(above)
        if above is not None and tree.word(preposition) in {
            "of",
            "at",
            "from",
            "for",
            "in",
            "against",
            "about",
            "on",
            "toward",
        }:
            self._effect(above)
        return self._up(above) if above is not None else None

    def _up(self, node: int) -> int | None:
        """From a word whose own clause no longer bears on the trigger, to the speech verb above it, if any."""
        tree = self.tree
        for above in (node, *tree.chain(node)):
            head = tree.head(above)
            if head is None:
                return None
            if tree[above].dep in {"ccomp", "parataxis"} and tree.lemma(head) in words_of_stance()["speech"]:
                self._said(head)
                return None
        return None

    def _judged(self, verb: int) -> None:
        """What a copula says of the event itself: "an attack is unlikely", "reports of one proved false"."""
        if self.tree.lemma(verb) in {"be", "remain", "seem", "appear", "prove", "look"}:
            for said in self.tree.children(verb, "attr", "acomp", "oprd"):
                self._effect(said)

    def _noun_step(self, node: int, head: int) -> int | None:
        tree, label = self.tree, self.tree[node].dep
        if label in {"nsubj", "nsubjpass"} and tree.is_verb(head):
            self._judged(head)
        if label == "pobj" and tree.word(head) in {"since", "before", "after", "until", "following", "despite"}:
            self.given = True
        if any(tree.word(c) in {"no", "neither"} for c in tree.children(node, "det")):
            self._decide("negated", node)
        for child in tree.children(node, "amod"):
            if tree.lemma(child) in {
                "possible",
                "potential",
                "planned",
                "threatened",
                "expected",
                "imminent",
                "failed",
                "future",
                "feared",
                "likely",
            }:
                self._decide("negated" if tree.lemma(child) == "failed" else "possible", child)
        if label == "pobj":
            above = tree.head(head)
            if above is not None and tree.word(head) == "of" and tree.lemma(above) in {"accuse", "suspect", "blame"}:
                self._said(above)
            if above is not None and tree.word(head) in {
                "of",
                "for",
                "on",
                "about",
                "at",
                "to",
                "against",
                "from",
                "with",
            }:
                self._effect(above) if tree.lemma(above) not in {
                    "battle",
                    "fight",
                    "push",
                    "drive",
                    "campaign",
                    "help",
                } else None
            return self._up(above) if above is not None else None
        if label in _COMPLEMENT and tree.is_verb(head):
            definite = not self.event and any(tree.word(c) in _DEFINITE for c in tree.children(node, "det", "poss"))
            if label == "dobj":
                self._complement(head)
            return self._up(head) if definite else head
        return self._up(head)


def _speaker(tree: Tree, node: int, found: int | None) -> int | None:
    if found is not None:
        return found
    for each in tree.nodes():
        if tree.word(each) == "according" and each + 1 in tree and tree.word(each + 1) == "to":
            return next(iter(tree.children(each + 1, "pobj")), None)
    return None

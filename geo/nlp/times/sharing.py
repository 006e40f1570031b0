"""Which words of a sentence share the time of an event: the verb it completes, goes with, or is coordinated with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from geo.nlp.times.grammar import load_grammar
from geo.nlp.tree import Tree

__all__ = ["Step", "governors_of", "is_when"]

_PARTICIPLE = frozenset({"VBG", "VBN"})


class Step(NamedTuple):
    """A word whose time is also the trigger's: its distance in clauses, and whether only a date up front reaches it."""

    distance: int
    front: bool


def governors_of(tree: Tree, trigger: int) -> dict[int, Step]:
    """The trigger and the words whose time is also its time."""
    found = {trigger: Step(0, False)}
    distance, front, node, verbal = 0, False, trigger, tree.is_verb(trigger)
    while (head := tree.head(node)) is not None:
        shares = _shares(tree, node, head, verbal=verbal)
        if shares is None:
            break
        front = front or shares.front
        distance += shares.distance
        verbal = verbal or tree.is_verb(node)
        node = head
        found[node] = Step(distance, front)
    for later in _later_conjuncts(tree, trigger):
        found.setdefault(later, Step(2, False))
    return found


def _shares(tree: Tree, node: int, head: int, *, verbal: bool) -> Step | None:
    """The step from a word to its governor, None where their times differ."""
    if not tree.is_verb(node):
        return None if _sets_apart(tree, node) or _only_meant(tree, head) else Step(0, False)
    label = "relcl" if _is_relative(tree, node) else tree[node].dep
    if label == "relcl" and is_when(tree, node):
        return Step(1, False)
    if label in {"relcl", "acl", "amod"}:
        shares = (_goes_on, _is_purpose, _is_caused, _is_beside)
        return Step(1, False) if any(share(tree, node) for share in shares) else None
    if label in {"ccomp", "xcomp"}:
        return _complement(tree, node, head, verbal=verbal)
    if label == "advcl":
        return None if _marked(tree, node) or _is_perfect(tree, node) else Step(1, False)
    if label == "pcomp":
        return None if tree.word(head) in load_grammar().apart else Step(1, False)
    if label in {"conj", "parataxis", "dep", "acomp"}:
        return _coordinate(tree, node, head)
    return None


def _sets_apart(tree: Tree, node: int) -> bool:
    return tree[node].dep in {"prep", "mark"} and tree.word(node) in load_grammar().apart


def _only_meant(tree: Tree, verb: int) -> bool:
    """Whether a verb speaks of what is yet to come: planned, feared, vowed."""
    return tree.is_verb(verb) and tree.lemma(verb) in load_grammar().meant


def _goes_on(tree: Tree, verb: int) -> bool:
    """Whether a relative clause tells what was going on meanwhile: "a convoy that was being escorted"."""
    return (
        tree[verb].dep == "relcl"
        and any(tree[c].tag == "VBD" and tree.lemma(c) == "be" for c in tree.children(verb, "aux"))
        and (tree[verb].tag == "VBG" or any(tree.word(c) == "being" for c in tree.children(verb, "auxpass")))
    )


def _is_purpose(tree: Tree, verb: int) -> bool:
    return tree[verb].dep == "acl" and any(tree.word(c) == "to" for c in tree.children(verb, "aux"))


def _is_caused(tree: Tree, verb: int) -> bool:
    """Whether a participle tells what the verb above brings about: "sending people fleeing"."""
    noun = tree.head(verb)
    over = tree.head(noun) if noun is not None and tree[noun].dep == "pobj" else None
    if over is not None and tree.word(over) == "of":  # "sending thousands of people fleeing"
        noun = tree.head(over)
    cause = tree.head(noun) if noun is not None and tree[noun].dep == "dobj" else None
    return tree[verb].tag == "VBG" and cause is not None and tree.lemma(cause) in load_grammar().causing


def _is_beside(tree: Tree, verb: int) -> bool:
    """Whether a participle tells what goes with the event: "began on Monday with troops advancing"."""
    noun = tree.head(verb)
    above = tree.head(noun) if noun is not None and tree[noun].dep == "pobj" else None
    return tree[verb].tag == "VBG" and above is not None and tree.word(above) == "with"


def _is_relative(tree: Tree, verb: int) -> bool:
    """Whether a clause is a relative one, also where the parser hung it on the verb: "hit X on Friday that had ..."."""
    if tree[verb].dep == "relcl":
        return True
    subjects = tree.children(verb, "nsubj", "nsubjpass")
    return tree[verb].dep in {"ccomp", "advcl"} and any(tree.word(c) in {"that", "which", "who"} for c in subjects)


def is_when(tree: Tree, verb: int) -> bool:
    """Whether a clause begins with "when"."""
    return any(tree.word(c) == "when" for c in tree.children(verb, "advmod"))


def _complement(tree: Tree, node: int, head: int, *, verbal: bool) -> Step | None:
    """What is said on a day happened that day, as far as it is told as an event: no state, no plan, no noun inside."""
    if not tree.is_verb(head):
        return None
    if _only_meant(tree, head):
        return None
    if tree[node].dep == "xcomp":
        return Step(1, False)
    told = verbal and tree.lemma(node) != "be" and not _is_modal(tree, node)
    return Step(2, False) if told else Step(2, True) if verbal else None


def _is_modal(tree: Tree, verb: int) -> bool:
    return any(tree[c].tag == "MD" for c in tree.children(verb, "aux"))


def _marked(tree: Tree, clause: int) -> bool:
    """Whether an adverbial clause is set apart in time: "after", "before", "if"."""
    words = {tree.word(c) for c in tree.children(clause, "mark", "advmod", "prep")}
    return bool(words & load_grammar().apart)


def _is_perfect(tree: Tree, verb: int) -> bool:
    return any(tree.lemma(c) == "have" for c in tree.children(verb, "aux"))


def _coordinate(tree: Tree, node: int, head: int) -> Step | None:
    """Coordinated verbs share a time in one tense under one subject; a date up front reaches further subjects."""
    if not tree.is_verb(head):
        return None
    if _tense(tree, node) != _tense(tree, head) or _moves_on(tree, node):
        return None
    return Step(1, bool(tree.children(node, "nsubj", "nsubjpass")))


def _later_conjuncts(tree: Tree, verb: int) -> Iterator[int]:
    """Verbs coordinated behind a verb whose time, at the end, is its own, too: "entered and left on Monday"."""
    for child in tree.children(verb, "conj"):
        step = _coordinate(tree, child, verb) if tree.is_verb(child) else None
        if step is not None and not step.front and _is_last(tree, child):
            yield child


def _is_last(tree: Tree, verb: int) -> bool:
    """Whether a coordinated verb's times are at its end, so that they may belong to all."""
    return not any(c < verb for c in tree.children(verb, "prep", "npadvmod"))


def _moves_on(tree: Tree, verb: int) -> bool:
    return any(tree.word(c) in load_grammar().onward for c in tree.children(verb, "advmod"))


def _tense(tree: Tree, verb: int) -> str:
    """A verb's tense by its first auxiliary, else by its own form; a participle takes its coordination's."""
    helpers = sorted(tree.children(verb, "aux", "auxpass"))
    if not helpers:
        head = tree.head(verb)
        shared = tree[verb].tag in _PARTICIPLE and tree[verb].dep == "conj" and head is not None
        return _tense(tree, head) if shared and head is not None else tree[verb].tag.replace("VBN", "VBD")
    return {"have": "perfect", "will": "modal"}.get(tree.lemma(helpers[0]), tree[helpers[0]].tag)

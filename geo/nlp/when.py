"""When a claim's event happened: the time expression that governs its trigger.

A time dates the word that it hangs on, and what shares that word's time: the verb that completes it, the participle
that goes with it, the verb coordinated with it in one tense under one subject. It does not date what the sentence
sets apart: what came "after" or "before", what a relative clause or a participle says of somebody, what is only
planned, feared or vowed, and what somebody spoke of on that day without telling it as an event.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from geo.document import Document, Sentence, TimeMention
from geo.interval import Interval
from geo.nlp.times.grammar import load_grammar
from geo.nlp.tree import Tree

__all__ = ["time_of"]

_DASH = re.compile(r"\.? ?(?:--|[-–—:]) ?")
_GAP = 6
_UNITS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}
_PARTICIPLE = frozenset({"VBG", "VBN"})


class _Step(NamedTuple):
    """A word whose time is also the trigger's: its distance in clauses, and whether only a date up front reaches it."""

    distance: int
    front: bool


def time_of(document: Document, sentence: Sentence, tree: Tree, trigger: int) -> Interval | None:
    """The interval of the time expression nearest to a trigger among those that govern it; None if there is none.

    An expression of the trigger's own clause wins over one of a clause above; a date that opens the sentence
    ("August 21 - Rebels enter ...") dates its main clauses. "Three days after X" counts from the time of X.
    """
    mentions = [m for m in document.times if sentence.start <= m.start < sentence.end and m.interval is not None]
    told = _told(tree, trigger, mentions) or _counted(tree, trigger, mentions) if mentions else None
    return told or _headed(document, sentence, tree, trigger)


def _headed(document: Document, sentence: Sentence, tree: Tree, trigger: int) -> Interval | None:
    """The day that a chronicle's entry begins with, cut off as a sentence of its own: "Sept. 12 - Rebels take X"."""
    head = next((m for m in reversed(document.times) if m.end <= sentence.start), None)
    if head is None or head.interval is None or sentence.start - head.end > _GAP:
        return None
    between = document.article.text[head.end : sentence.start]
    first = document.article.text[max(0, head.start - _GAP) : head.start].rstrip(' \t*•-–—"“')
    entry = _DASH.fullmatch(between) and (not first or first[-1] in '\n.!?"”')
    reached = any(tree.head(node) is None for node in _governors(tree, trigger))
    return head.interval if entry and reached else None


def _told(tree: Tree, trigger: int, mentions: list[TimeMention]) -> Interval | None:
    governors = _governors(tree, trigger)
    ranked = [
        (rank, abs(mention.start - tree[trigger].start), mention.interval)
        for mention in mentions
        if mention.interval is not None and (rank := _rank(tree, trigger, mention, governors)) is not None
    ]
    if not ranked:
        return None
    ranked.sort(key=lambda r: r[:2])
    rank, _, first = ranked[0]
    if _is_when(tree, trigger) and first.precision == "span" and first.end != first.start:
        return replace(first, end=first.start, precision="day")  # "since July 17, when ...": not since, but that day
    return next((i for r, _, i in ranked if r == rank and i.precision == "day" and _within(i, first)), first)


def _within(inner: Interval, outer: Interval) -> bool:
    return inner.start is not None and outer.contains(inner.start)


def _nodes(tree: Tree, mention: TimeMention) -> list[int]:
    return [t.index for t in tree.tokens if t.start < mention.end and mention.start < t.end]


def _rank(tree: Tree, trigger: int, mention: TimeMention, governors: dict[int, _Step]) -> int | None:
    """How far a mention is from the trigger: in clauses; None where it does not reach it."""
    nodes = _nodes(tree, mention)
    if not nodes or _measures(tree, nodes):
        return None
    front = _opens(tree, nodes)
    top = next((n for n in nodes if tree.head(n) not in nodes), nodes[0])
    owned = tree.head(top) if tree[top].dep == "poss" else None
    for node in (*nodes, top, *tree.chain(top)):
        if node in governors:
            step = governors[node]
            return step.distance if front or not step.front else None
        if node == owned and not tree.is_verb(trigger):
            return None  # "Monday's toll makes the assault ...": the day of the toll
        if tree.is_verb(node) and node not in nodes:
            break
    return 7 if front and any(tree.head(node) is None for node in governors) else None


def _opens(tree: Tree, nodes: list[int]) -> bool:
    """Whether a time stands at the sentence's head, behind a conjunction or preposition at most."""
    first = tree.tokens[0].index
    return all(tree[n].pos in {"ADP", "CCONJ", "PUNCT", "ADV", "SCONJ", "DET"} for n in range(first, nodes[0]))


def _measures(tree: Tree, nodes: list[int]) -> bool:
    """Whether a time only counts the way to another event: "a day before" of "a day before X fell"."""
    last = nodes[-1]
    return tree.word(last) in {"after", "before"} and (tree[last].dep == "mark" or bool(tree.children(last)))


# -- what shares a time ----------------------------------------------------------------------------------------


def _governors(tree: Tree, trigger: int) -> dict[int, _Step]:
    """The trigger and the words whose time is also its time."""
    found = {trigger: _Step(0, False)}
    distance, front, node, verbal = 0, False, trigger, tree.is_verb(trigger)
    while (head := tree.head(node)) is not None:
        shares = _shares(tree, node, head, verbal=verbal)
        if shares is None:
            break
        front = front or shares.front
        distance += shares.distance
        verbal = verbal or tree.is_verb(node)
        node = head
        found[node] = _Step(distance, front)
    for later in _later_conjuncts(tree, trigger):
        found.setdefault(later, _Step(2, False))
    return found


def _shares(tree: Tree, node: int, head: int, *, verbal: bool) -> _Step | None:
    """The step from a word to its governor, None where their times differ."""
    if not tree.is_verb(node):
        return None if _sets_apart(tree, node) or _only_meant(tree, head) else _Step(0, False)
    label = tree[node].dep
    if label == "relcl" and _is_when(tree, node):
        return _Step(1, False)
    if label in {"relcl", "acl", "amod"}:
        return _Step(1, False) if _goes_on(tree, node) or _is_purpose(tree, node) or _is_caused(tree, node) else None
    if label in {"ccomp", "xcomp"}:
        return _complement(tree, node, head, verbal=verbal)
    if label == "advcl":
        return None if _marked(tree, node) or _is_perfect(tree, node) else _Step(1, False)
    if label == "pcomp":
        return None if tree.word(head) in load_grammar().apart else _Step(1, False)
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
    cause = tree.head(noun) if noun is not None and tree[noun].dep == "dobj" else None
    return tree[verb].tag == "VBG" and cause is not None and tree.lemma(cause) in load_grammar().causing


def _is_when(tree: Tree, verb: int) -> bool:
    return any(tree.word(c) == "when" for c in tree.children(verb, "advmod"))


def _complement(tree: Tree, node: int, head: int, *, verbal: bool) -> _Step | None:
    """What is said on a day happened that day, as far as it is told as an event: no state, no plan, no noun inside."""
    if not tree.is_verb(head):
        return None
    if _only_meant(tree, head):
        return None
    if tree[node].dep == "xcomp":
        return _Step(1, False)
    told = verbal and tree.lemma(node) != "be" and not _is_modal(tree, node)
    return _Step(2, False) if told else _Step(2, True) if verbal else None


def _is_modal(tree: Tree, verb: int) -> bool:
    return any(tree[c].tag == "MD" for c in tree.children(verb, "aux"))


def _marked(tree: Tree, clause: int) -> bool:
    """Whether an adverbial clause is set apart in time: "after", "before", "if"."""
    words = {tree.word(c) for c in tree.children(clause, "mark", "advmod", "prep")}
    return bool(words & load_grammar().apart)


def _is_perfect(tree: Tree, verb: int) -> bool:
    return any(tree.lemma(c) == "have" for c in tree.children(verb, "aux"))


def _coordinate(tree: Tree, node: int, head: int) -> _Step | None:
    """Coordinated verbs share a time in one tense under one subject; a date up front reaches further subjects."""
    if not tree.is_verb(head):
        return None
    if _tense(tree, node) != _tense(tree, head) or _moves_on(tree, node):
        return None
    return _Step(1, bool(tree.children(node, "nsubj", "nsubjpass")))


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


# -- counted from another event --------------------------------------------------------------------------------


def _counted(tree: Tree, trigger: int, mentions: list[TimeMention]) -> Interval | None:
    """The time of an event told by so many days after or before another whose time is told."""
    for node in tree.nodes():
        if tree.word(node) not in {"after", "before"} or (days := _days_before(tree, node)) is None:
            continue
        sub, main = _sides(tree, node)
        sign = 1 if tree.word(node) == "after" else -1
        for one, other, way in ((sub, main, -sign), (main, sub, sign)):
            if one is not None and other is not None and _is_at(tree, trigger, one):
                found = _told(tree, other, mentions)
                if found is not None and found.precision == "day":
                    return _shifted(found, way * days)
    return None


def _days_before(tree: Tree, node: int) -> int | None:
    """The days that the measure in front of "after" counts: "three days", "a week"; None without one."""
    unit = node - 1
    if unit not in tree or (size := _UNITS.get(tree.word(unit).removesuffix("s"))) is None:
        return None
    if size == 0:
        return 0
    number = tree.word(unit - 1) if unit - 1 in tree else ""
    value = int(number) if number.isdigit() and len(number) < 4 else load_grammar().numbers.get(number)
    return None if value is None else value * size


def _sides(tree: Tree, node: int) -> tuple[int | None, int | None]:
    """The event behind "after", and the one that it is counted for."""
    if tree[node].dep == "mark":
        sub = tree.head(node)
        return sub, tree.head(sub) if sub is not None else None
    sub = next(iter(tree.children(node, "pobj", "pcomp")), None)
    return sub, next((n for n in tree.chain(node) if tree.is_verb(n)), None)


def _is_at(tree: Tree, trigger: int, event: int) -> bool:
    return trigger == event or (tree.head(trigger) == event and not tree.is_verb(trigger))


def _shifted(interval: Interval, days: int) -> Interval | None:
    if interval.start is None or interval.end is None:
        return None
    slack = dt.timedelta(days={0: 0}.get(abs(days) // 7, min(15, abs(days) // 10)))
    try:
        start, end = (d + dt.timedelta(days=days) for d in (interval.start, interval.end))
        return replace(interval, start=start - slack, end=end + slack, precision="span" if slack else "day")
    except OverflowError:
        return None

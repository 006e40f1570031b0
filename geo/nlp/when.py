"""When a claim's event happened: the time expression that governs its trigger.

A time dates the word that it hangs on, and what shares that word's time: the verb that completes it, the participle
that goes with it, the verb coordinated with it in one tense under one subject. It does not date what the sentence
sets apart: what came "after" or "before", what a relative clause or a participle says of somebody, what is only
planned, feared or vowed, and what somebody spoke of on that day without telling it as an event.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from geo.document import Document, Sentence, TimeMention
from geo.interval import Interval
from geo.nlp.times.dateline import is_entry
from geo.nlp.times.grammar import load_grammar
from geo.nlp.times.sharing import Step, governors_of, is_when
from geo.nlp.tree import Tree

__all__ = ["entry_day", "time_of"]

_GAP, _NEXT = 6, 4
_MOST = 40
_REACH = 60
_UNITS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}


def time_of(
    document: Document, sentence: Sentence, tree: Tree, trigger: int, *, place_end: int | None = None
) -> Interval | None:
    """The interval of the time expression nearest to a trigger among those that govern it; None if there is none.

    An expression of the trigger's own clause wins over one of a clause above; a date that opens the sentence
    ("August 21 - Rebels enter ...") dates its main clauses. "Three days after X" counts from the time of X.
    ``place_end``, the offset where a place of the claim ends, picks that place's own day out of a row of them
    ("took X on Monday and Y on Friday").
    """
    mentions = [m for m in document.times if sentence.start <= m.start < sentence.end and m.interval is not None]
    mentions = sorted(mentions, key=lambda m: abs(m.start - tree[trigger].start))[:_MOST]
    if not mentions:
        head = _head_day(document, sentence)
        counted = _counted(tree, trigger, [], head) if head is not None else None
        return counted or _headed(document, sentence, tree, trigger) or _taken_up(document, sentence, tree, trigger)
    told = _told(tree, trigger, mentions)
    if told is not None and place_end is not None:
        return _beside(tree, mentions, told, place_end) or told
    head = _head_day(document, sentence)
    counted = told or _counted(tree, trigger, mentions, head) or _headed(document, sentence, tree, trigger)
    return counted or _meanwhile(tree, trigger, mentions)


def _meanwhile(tree: Tree, trigger: int, mentions: list[TimeMention]) -> Interval | None:
    """The time of a clause that goes on beside a trigger's own: "fell back as rebels entered X on Monday"."""
    if not tree.is_verb(trigger) or tree[trigger].tag == "MD":
        return None
    together = load_grammar().together
    for clause in tree.children(trigger, "advcl"):
        marks = {tree.word(c) for c in tree.children(clause, "mark", "advmod")}
        within = set(tree.subtree(clause))
        inside = [m for m in mentions if within.issuperset(_nodes(tree, m))]
        if marks & together and inside and (found := _told(tree, clause, inside)) is not None:
            return found
    return None


def entry_day(document: Document, sentence: Sentence, tree: Tree, trigger: int) -> Interval | None:
    """The day of the chronicle's entry that a trigger's main clause stands in, "Friday: rebels hold X"; else None."""
    entries = [m for m in document.times if m.start < sentence.end and _is_entry(document, m)]
    head = entries[-1].interval if len(entries) > 1 else None
    reached = head is not None and any(tree.head(node) is None for node in governors_of(tree, trigger))
    return head if reached else None


def _is_entry(document: Document, mention: TimeMention) -> bool:
    return is_entry(document.article.text, mention.start, mention.end)


def _beside(tree: Tree, mentions: list[TimeMention], told: Interval, place_end: int) -> Interval | None:
    """The day right behind a place in a row of places with days, where the verb's own stands behind an earlier one."""
    first = next((m.end for m in mentions if m.interval == told), place_end)
    own = next((m for m in mentions if 0 <= m.start - place_end <= _NEXT), None)
    between = [n for n in tree.nodes() if own is not None and first <= tree[n].start < own.start]
    row = first < place_end and not any(tree.is_verb(n) for n in between)
    return own.interval if row and own is not None else None


def _taken_up(document: Document, sentence: Sentence, tree: Tree, trigger: int) -> Interval | None:
    """The day of the sentence before, where "the raid" takes up what it told; None where that told several days."""
    doer = tree.agent(trigger) if tree.is_verb(trigger) else trigger
    verb = next((n for n in (trigger, *tree.chain(trigger)) if tree.is_verb(n)), None)
    if doer is None or verb is None or tree[verb].tag != "VBD" or tree.word(doer) not in load_grammar().events:
        return None
    if not any(tree.word(c) in {"the", "this"} for c in tree.children(doer, "det")) or tree.prepositions(doer):
        return None
    before = next((s for s in reversed(document.sentences) if s.end <= sentence.start), None)
    told = [m.interval for m in document.times if before and before.start <= m.start < before.end and m.interval]
    days = {interval.start for interval in told}
    return told[0] if len(days) == 1 and told[0].precision == "day" else None


def _headed(document: Document, sentence: Sentence, tree: Tree, trigger: int) -> Interval | None:
    """The day that a chronicle's entry begins with, where a trigger stands in its main clause."""
    head = _head_day(document, sentence)
    reached = head is not None and any(tree.head(node) is None for node in governors_of(tree, trigger))
    return head if reached else entry_day(document, sentence, tree, trigger)


def _head_day(document: Document, sentence: Sentence) -> Interval | None:
    """The day that a chronicle's entry begins with, cut off as a sentence of its own: "Sept. 12 - Rebels take X"."""
    head = next((m for m in reversed(document.times) if m.end <= sentence.start), None)
    if head is None or sentence.start - head.end > _GAP:
        return None
    return head.interval if _is_entry(document, head) else None


def _told(tree: Tree, trigger: int, mentions: list[TimeMention]) -> Interval | None:
    governors = governors_of(tree, trigger)
    ranked = [
        (rank, _lasts(mention), abs(mention.start - tree[trigger].start), mention.interval)
        for mention in mentions
        if mention.interval is not None and (rank := _rank(tree, trigger, mention, governors)) is not None
    ]
    if not ranked:
        return None
    ranked.sort(key=lambda r: r[:3])
    rank, _, _, first = ranked[0]
    if is_when(tree, trigger) and first.precision == "span" and first.end != first.start:
        return replace(first, end=first.start, precision="day")  # "since July 17, when ...": not since, but that day
    return next((i for r, _, _, i in ranked if r == rank and i.precision == "day" and _within(i, first)), first)


def _lasts(mention: TimeMention) -> bool:
    """Whether a time tells how long rather than when: "in two days"; beside another time it does not count."""
    words = mention.text.lower().split()
    return words[0] in {"in", "within"} and words[-1].removesuffix("s") in _UNITS


def _within(inner: Interval, outer: Interval) -> bool:
    return inner.start is not None and outer.contains(inner.start)


def _nodes(tree: Tree, mention: TimeMention) -> list[int]:
    return [t.index for t in tree.tokens if t.start < mention.end and mention.start < t.end]


def _rank(tree: Tree, trigger: int, mention: TimeMention, governors: dict[int, Step]) -> int | None:
    """How far a mention is from the trigger: in clauses; None where it does not reach it."""
    nodes = _nodes(tree, mention)
    if not nodes or _measures(tree, nodes):
        return None
    if (spoken := _behind_verb(tree, trigger, nodes)) is not None:
        above = governors.get(spoken)
        return above.distance if above is not None and not above.front else None
    front = _opens(tree, nodes)
    top = next((n for n in nodes if tree.head(n) not in nodes), nodes[0])
    owned = tree.head(top) if tree[top].dep == "poss" else None
    below = top
    for node in (*nodes, top, *tree.chain(top)):
        if node in governors:
            step = governors[node]
            return step.distance if front or not step.front else None
        if tree.word(node) in load_grammar().apart and below not in nodes:
            return None  # "under attack after a protest on Monday": the day of the protest
        below = node
        if node == owned and not tree.is_verb(trigger):
            return None  # "Monday's toll makes the assault ...": the day of the toll
        if tree.is_verb(node) and node not in nodes:
            break
    return 7 if front and any(tree.head(node) is None for node in governors) else None


def _behind_verb(tree: Tree, trigger: int, nodes: list[int]) -> int | None:
    """The verb that a time stands right behind, and the trigger further on: "*said* on Tuesday it had taken X"."""
    before = nodes[0] - 1
    subjects = tree.children(trigger, "nsubj", "nsubjpass") if tree.is_verb(trigger) else []
    between = [n for n in subjects if nodes[-1] < n < trigger]
    return before if between and before in tree and tree[before].pos == "VERB" and before not in subjects else None


def _opens(tree: Tree, nodes: list[int]) -> bool:
    """Whether a time stands at the sentence's head, behind a conjunction or preposition at most."""
    first = tree.tokens[0].index
    return all(tree[n].pos in {"ADP", "CCONJ", "PUNCT", "ADV", "SCONJ", "DET"} for n in range(first, nodes[0]))


def _measures(tree: Tree, nodes: list[int]) -> bool:
    """Whether a time only counts the way to another event: "a day before" of "a day before X fell"."""
    last = nodes[-1]
    return tree.word(last) in {"after", "before"} and (tree[last].dep == "mark" or bool(tree.children(last)))


# -- counted from another event --------------------------------------------------------------------------------


def _counted(tree: Tree, trigger: int, mentions: list[TimeMention], head: Interval | None = None) -> Interval | None:
    """The time of an event told by so many days after or before another whose time is told, or its entry's ``head``."""
    for node in range(max(tree.nodes().start, trigger - _REACH), min(tree.nodes().stop, trigger + _REACH)):
        if tree.word(node) not in {"after", "before"} or (days := _days_before(tree, node)) is None:
            continue
        sub, main = _sides(tree, node)
        sign = 1 if tree.word(node) == "after" else -1
        for one, other, way in ((sub, main, -sign), (main, sub, sign)):
            if one is not None and other is not None and _is_at(tree, trigger, one):
                found = _told(tree, other, mentions) or (head if tree.head(other) is None else None)
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

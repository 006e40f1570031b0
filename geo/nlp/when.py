"""When a claim's event happened: the time expression that governs its trigger.

A time dates the word that it hangs on, and what shares that word's time: the verb that completes it, the participle
that goes with it, the verb coordinated with it in one tense under one subject. It does not date what the sentence
sets apart: what came "after" or "before", what a relative clause or a participle says of somebody, what is only
planned, feared or vowed, and what somebody spoke of on that day without telling it as an event.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from geo.document import Document, Sentence, TimeMention
from geo.interval import Interval
from geo.nlp.times.grammar import load_grammar
from geo.nlp.times.sharing import Step, governors_of, is_when
from geo.nlp.tree import Tree

__all__ = ["time_of"]

_DASH = re.compile(r"\.? ?(?:--|[-–—:]) ?")
_GAP = 6
_MOST = 40
_REACH = 60
_UNITS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}


def time_of(document: Document, sentence: Sentence, tree: Tree, trigger: int) -> Interval | None:
    """The interval of the time expression nearest to a trigger among those that govern it; None if there is none.

    An expression of the trigger's own clause wins over one of a clause above; a date that opens the sentence
    ("August 21 - Rebels enter ...") dates its main clauses. "Three days after X" counts from the time of X.
    """
    mentions = [m for m in document.times if sentence.start <= m.start < sentence.end and m.interval is not None]
    mentions = sorted(mentions, key=lambda m: abs(m.start - tree[trigger].start))[:_MOST]
    if not mentions:
        return _headed(document, sentence, tree, trigger) or _taken_up(document, sentence, tree, trigger)
    return (
        _told(tree, trigger, mentions)
        or _counted(tree, trigger, mentions)
        or _headed(document, sentence, tree, trigger)
    )


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
    """The day that a chronicle's entry begins with, cut off as a sentence of its own: "Sept. 12 - Rebels take X"."""
    head = next((m for m in reversed(document.times) if m.end <= sentence.start), None)
    if head is None or head.interval is None or sentence.start - head.end > _GAP:
        return None
    between = document.article.text[head.end : sentence.start]
    first = document.article.text[max(0, head.start - _GAP) : head.start].rstrip(' \t*•-–—"“')
    entry = _DASH.fullmatch(between) and (not first or first[-1] in '\n.!?"”')
    reached = any(tree.head(node) is None for node in governors_of(tree, trigger))
    return head.interval if entry and reached else None


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


def _opens(tree: Tree, nodes: list[int]) -> bool:
    """Whether a time stands at the sentence's head, behind a conjunction or preposition at most."""
    first = tree.tokens[0].index
    return all(tree[n].pos in {"ADP", "CCONJ", "PUNCT", "ADV", "SCONJ", "DET"} for n in range(first, nodes[0]))


def _measures(tree: Tree, nodes: list[int]) -> bool:
    """Whether a time only counts the way to another event: "a day before" of "a day before X fell"."""
    last = nodes[-1]
    return tree.word(last) in {"after", "before"} and (tree[last].dep == "mark" or bool(tree.children(last)))


# -- counted from another event --------------------------------------------------------------------------------


def _counted(tree: Tree, trigger: int, mentions: list[TimeMention]) -> Interval | None:
    """The time of an event told by so many days after or before another whose time is told."""
    for node in range(max(tree.nodes().start, trigger - _REACH), min(tree.nodes().stop, trigger + _REACH)):
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

"""When a claim's event happened: the time expression that governs its trigger."""

from __future__ import annotations

from geo.document import Document, Sentence, TimeMention
from geo.interval import Interval
from geo.nlp.tree import Tree

__all__ = ["time_of"]

_SHARED = frozenset({"xcomp", "ccomp", "conj", "advcl", "dep", "parataxis", "acomp"})
_OWN = frozenset({"relcl", "acl", "amod"})


def time_of(document: Document, sentence: Sentence, tree: Tree, trigger: int) -> Interval | None:
    """The interval of the time expression nearest to a trigger among those that govern it; None if there is none.

    An expression of the trigger's own clause wins over one of a clause above; a date that opens the sentence
    ("August 21 - Rebels enter ...") dates everything in it. A relative clause or participle takes no time from above.
    """
    ranked = []
    for mention in document.times:
        if sentence.start <= mention.start < sentence.end and mention.interval is not None:
            rank = _rank(tree, trigger, mention)
            if rank is not None:
                ranked.append((rank, abs(mention.start - tree[trigger].start), mention.interval))
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _rank(tree: Tree, trigger: int, mention: TimeMention) -> int | None:
    nodes = [t.index for t in tree.tokens if t.start < mention.end and mention.start < t.end]
    if not nodes:
        return None
    governors = _governors(tree, trigger)
    top = next((n for n in nodes if tree.head(n) not in nodes), nodes[0])
    for node in (top, *tree.chain(top)):
        if node in governors:
            return governors[node]
        if tree.is_verb(node) and node not in nodes:
            below = [trigger, *tree.chain(trigger)]
            return 6 if nodes[0] - tree.tokens[0].index <= 1 and node in below else None
    return 7 if nodes[0] - tree.tokens[0].index <= 1 else None


def _governors(tree: Tree, trigger: int) -> dict[int, int]:
    """The trigger and the words above it whose time is also its time, with their distance in clauses."""
    found, distance, node = {trigger: 0}, 0, trigger
    while (head := tree.head(node)) is not None:
        if tree.is_verb(node):
            if tree[node].dep in _OWN or tree[node].dep not in _SHARED | {"pcomp"}:
                break
            distance += 1
        node = head
        found[node] = distance
    return found

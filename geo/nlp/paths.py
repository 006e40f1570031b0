"""Where a frame's arguments are found: the paths of a lexicon followed through a tree from a verb or a noun."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from geo.nlp.english import COMPASS
from geo.nlp.tree import UNITS, Tree

__all__ = ["INSIDE", "follow", "follow_noun"]

Found = Iterator[tuple[str, int]]

INSIDE = frozenset({"in", "at", "near", "around", "outside", "inside"})
"""Prepositions that tell where something happens."""

_INSERTED = 12
_CLAUSE = INSIDE | {"from", "over", "across", "through", "along", "on"}
_RAISING = frozenset({"xcomp", "ccomp"})
_LOYAL = frozenset({"loyal", "faithful", "friendly", "allied"})
_COPULAS = frozenset({"be", "remain", "become", "stay"})
_AMONG = frozenset({"between", "against", "with", "involving"})
_EDGES = frozenset(
    {
        "gate",
        "door",
        "doorstep",
        "outskirt",
        "outskirts",
        "suburb",
        "edge",
        "fringe",
        "entrance",
        "approach",
        "periphery",
    }
)
_SUPPORTS = frozenset({
    "complete", "finish", "achieve", "claim", "continue", "begin", "start", "launch", "resume", "press",
    "mount", "carry", "make", "undertake", "pursue", "conduct", "wage", "lead", "maintain", "impose",
    "tighten", "keep", "intensify", "step", "lay", "give", "lift", "break", "end", "put", "place", "bring",
    "have", "hold", "order", "plan", "prepare", "announce", "declare", "stage", "attempt", "try", "renew",
    "abandon", "halt", "suspend", "repeat", "speed", "accelerate", "celebrate",
})  # fmt: skip
_NOUN_PATHS = frozenset({"poss", "compound", "amod", "appos", "nsubj"})


# -- from a verb -----------------------------------------------------------------------------------------------


def follow(tree: Tree, verb: int, paths: tuple[str, ...], *, light: int | None = None) -> Found:
    """The nodes that a verb's paths reach, as (path, node), best first; ``light`` is the noun of a light verb.

    A path is ``agent``, ``patient``, ``subject``, a preposition, or one of the names in this module's tables;
    ``light-of`` follows ``of`` from the light verb's noun.
    """
    prepositions = [*tree.prepositions(verb), *_raised(tree, verb)]
    for path in paths:
        if path in _OF_VERB:
            yield from ((path, node) for node in _OF_VERB[path](tree, verb))
        elif path.startswith("light-"):
            if light is not None:
                yield from ((path, node) for _, node in follow_noun(tree, light, (path.removeprefix("light-"),)))
        else:
            yield from under(tree, path, prepositions)


def under(tree: Tree, path: str, prepositions: list[tuple[str, int]]) -> Found:
    """The objects of the prepositions that a path means: "near" also means "north of"."""
    for name, node in prepositions:
        if _is_aside(tree, node):
            continue
        beside = path == "near" and name.endswith(" of") and name not in {"out of", "because of", "instead of"}
        if name == path or beside:
            yield path, node


def _is_aside(tree: Tree, node: int) -> bool:
    """Whether an insertion only tells how far off another place lies: "near X, 6 km west of *Y*, ..."."""
    at = tree.head(node)
    if at is None or tree[at].dep != "prep":
        return False
    at -= 1
    while at in tree and tree.word(at) in COMPASS:
        at -= 1
    if at not in tree or tree.word(at) not in UNITS:
        return False
    while at in tree and tree.word(at) != "," and node - at < _INSERTED:
        at -= 1
    return at in tree and tree.word(at) == "," and at - 1 in tree and tree[at - 1].pos == "PROPN"


def _agent(tree: Tree, verb: int) -> list[int]:
    return [n for n in [tree.agent(verb)] if n is not None]


def _subject(tree: Tree, verb: int) -> list[int]:
    return [n for n in [tree.subject(verb)] if n is not None]


def _patient(tree: Tree, verb: int) -> list[int]:
    node = tree.patient(verb)
    if node is None:
        return []
    objects = tree.objects(verb)
    return [node, *(other for other in objects if other != node)] if node in objects else [node]


def _subject_of(tree: Tree, verb: int) -> list[int]:
    """Where they are from who do it: "residents of X fled", "its people fled"."""
    subject = tree.subject(verb)
    ways = {"of", "from", "in"}
    if subject is None:
        return []
    its = [c for c in tree.children(subject, "poss") if tree.word(c) == "its"]
    return [n for name, n in tree.prepositions(subject) if name in ways] or its


def _subject_from(tree: Tree, verb: int) -> list[int]:
    """Where those come from who do it: "reinforcements from X arrived"."""
    subject = tree.subject(verb)
    if subject is None:
        return []
    return [n for name, n in tree.prepositions(subject) if name in {"from", "out of"}]


def _as_far_as(tree: Tree, verb: int) -> list[int]:
    """The name behind "as far as", which parsers take for a conjunction."""
    for at in range(verb + 1, verb + 9):
        if at + 3 in tree and [tree.word(n) for n in (at, at + 1, at + 2)] == ["as", "far", "as"]:
            nodes = range(at + 3, min(at + 8, tree.nodes().stop))
            first = next((n for n in nodes if tree[n].pos in {"PROPN", "NOUN"}), None)
            while first is not None and first + 1 in tree and tree[first + 1].pos == tree[first].pos == "PROPN":
                first += 1
            return [first] if first is not None else []
    return []


def _for_inside(tree: Tree, verb: int) -> list[int]:
    """Whither those go who leave in something: "left in a line of cars for X"."""
    return [n for name, n in tree.prepositions(verb, deep=True) if name == "for"]


def _patient_in(tree: Tree, verb: int) -> list[int]:
    """Where somebody is to whom it is done: "rebels in X were attacked"."""
    patient = tree.patient(verb)
    return [n for name, n in tree.prepositions(patient) if name in INSIDE] if patient is not None else []


def _patient_from(tree: Tree, verb: int) -> list[int]:
    """Whence those come to whom it is done: "hosts families from X"."""
    patient = tree.patient(verb)
    return [n for name, n in tree.prepositions(patient, deep=True) if name == "from"] if patient is not None else []


def _there(tree: Tree, verb: int) -> list[int]:
    return [c for c in tree.children(verb, "advmod") if tree.word(c) in {"there", "here"}]


def _where(tree: Tree, verb: int) -> list[int]:
    relative = any(tree.word(c) == "where" for c in tree.children(verb, "advmod"))
    node = tree.antecedent(verb) if relative else None
    return [node] if node is not None else []


def _attribute(tree: Tree, verb: int) -> list[int]:
    """What there is: "there are *snipers* in X"."""
    return tree.children(verb, "attr", "nsubj") if tree.children(verb, "expl") else []


def _attribute_in(tree: Tree, verb: int) -> list[int]:
    return [n for a in _attribute(tree, verb) for name, n in tree.prepositions(a) if name in INSIDE]


def _gates(tree: Tree, verb: int) -> list[int]:
    """The edge of a place at which somebody is: "are at the gates of X", "stand on the outskirts of X"."""
    near = [n for name, n in tree.prepositions(verb) if name in {"at", "in", "on", "near"}]
    return [n for n in near if tree.lemma(n) in _EDGES or tree.word(n) in _EDGES]


def _owner(tree: Tree, verb: int) -> list[int]:
    """Whose the subject is: "the *militia*'s flag flies"."""
    subject = tree.subject(verb)
    return tree.children(subject, "poss", "compound", "amod", "nmod") if subject is not None else []


def _agent_owner(tree: Tree, verb: int) -> list[int]:
    """Whose the fire is that does it: "hit by *the army*'s artillery"."""
    return [c for a in _agent(tree, verb) for c in tree.children(a, "poss", "compound", "amod", "nmod")]


def _own_in(tree: Tree, verb: int) -> list[int]:
    """Where the verb itself happens, not its object: "hid in X", unlike "fled fighting in X"."""
    return [n for c in tree.children(verb, "prep") if tree.word(c) == "in" for n in tree.children(c, "pobj")]


def _measured(tree: Tree, verb: int) -> list[int]:
    """What a distance is measured from: "are 40 km from X", "20 km outside X"."""
    found = []
    for child in tree.children(verb, "prep", "advmod", "acomp", "npadvmod", "attr"):
        parts = [child, *tree.children(child, "npadvmod", "nummod"), child - 1]
        if any(n in tree and tree.word(n) in UNITS for n in parts):
            inner = tree.prepositions(child) if tree.word(child) in UNITS else []
            own = tree.children(child, "pobj") if tree[child].dep == "prep" else []
            found += [n for name, n in inner if name in {"from", "of", "outside"} or name.endswith(" of")]
            found += [n for n in own if tree.word(child) not in {"in", "at", "on", "by"}]
            found += [
                n
                for c in tree.children(child, "prep")
                if tree.word(c) in {"of", "from"}
                for n in tree.children(c, "pobj")
            ]
    return found


_OF_VERB: dict[str, Callable[[Tree, int], list[int]]] = {
    "agent": _agent,
    "patient": _patient,
    "subject": _subject,
    "patient-in": _patient_in,
    "patient-from": _patient_from,
    "there": _there,
    "where": _where,
    "attribute": _attribute,
    "attribute-in": _attribute_in,
    "owner": _owner,
    "agent-owner": _agent_owner,
    "gates": _gates,
    "own-in": _own_in,
    "subject-of": _subject_of,
    "subject-from": _subject_from,
    "for-inside": _for_inside,
    "as far as": _as_far_as,
    "measured": _measured,
}


def _raised(tree: Tree, verb: int) -> list[tuple[str, int]]:
    """Prepositions behind a verb that the parser hung on a verb above it ("forced to withdraw, east to X")."""
    found: list[tuple[str, int]] = []
    node = verb
    while tree[node].dep in _RAISING and (head := tree.head(node)) is not None:
        if not tree.children(verb, "nsubj", "nsubjpass"):
            found.extend((name, n) for name, n in tree.prepositions(head) if n > verb and name != "by")
        node = head
    return found


# -- from a noun -----------------------------------------------------------------------------------------------


def follow_noun(tree: Tree, noun: int, paths: tuple[str, ...]) -> Found:
    """The nodes that a noun's paths reach, as (path, node), best first; ``^in`` follows ``in`` from its verb."""
    prepositions = [*tree.prepositions(noun), *_shared(tree, noun)]
    for path in paths:
        if path in _NOUN_PATHS:
            labels = ("compound", "nmod") if path == "compound" else (path,)
            yield from ((path, node) for node in tree.children(noun, *labels))
        elif path in _OF_NOUN:
            yield from ((path, node) for node in _OF_NOUN[path](tree, noun))
        elif path in {"between", "second"}:
            sides = [node for name, node in prepositions if name == "between"]
            yield from ((path, node) for node in (sides[:1] if path == "between" else sides[1:2]))
        elif path.startswith("^"):
            verb = _verb_above(tree, noun)
            yield from follow(tree, verb, (path[1:],)) if verb is not None else ()
        else:
            yield from under(tree, path, prepositions)


def _shared(tree: Tree, noun: int) -> list[tuple[str, int]]:
    """Who fights whom, hung on the verb that the fight is the subject of: "clashes erupted between A and B"."""
    head = tree.head(noun)
    if head is None or not tree.is_verb(head) or tree[noun].dep not in {"nsubj", "nsubjpass", "dobj", "attr"}:
        return []
    return [(name, n) for name, n in tree.prepositions(head) if name in _AMONG]


def _verb_above(tree: Tree, noun: int) -> int | None:
    return next((n for n in tree.chain(noun) if tree.is_verb(n)), None)


def _loyal(tree: Tree, noun: int) -> list[int]:
    adjectives = [a for a in tree.children(noun, "amod", "acl", "relcl", "appos") if tree.lemma(a) in _LOYAL]
    return [n for a in adjectives for name, n in tree.prepositions(a) if name == "to"]


def _before(tree: Tree, noun: int) -> list[int]:
    """An apposition that the parser did not see: "Zuwarah, a rebel bastion, ..."."""
    first = min(tree.subtree(noun))
    apart = first - 2 in tree and tree.word(first - 1) == "," and tree[noun].dep not in {"dobj", "pobj"}
    return [first - 2] if apart else []


def _head(tree: Tree, noun: int) -> list[int]:
    """The name that a noun stands before: "the rebel stronghold *Zuwarah*"."""
    head = tree.head(noun)
    before = head is not None and head > noun and tree[noun].dep in {"compound", "nmod", "amod"}
    return [head] if before and head is not None and tree[head].pos == "PROPN" else []


def _self(tree: Tree, noun: int) -> list[int]:
    return [noun]


def _apposed(tree: Tree, noun: int) -> list[int]:
    head = tree.head(noun)
    return [head] if head is not None and tree[noun].dep == "appos" else []


def _predicate(tree: Tree, noun: int) -> list[int]:
    """What is said to be it: "X remains a bastion", and "their bastion is X"."""
    head = tree.head(noun)
    if head is None or not tree.is_verb(head) or tree.lemma(head) not in _COPULAS:
        return []
    if tree[noun].dep == "nsubj":
        return tree.children(head, "attr", "oprd")
    subject = tree.subject(head) if tree[noun].dep in {"attr", "oprd", "dobj"} else None
    return [subject] if subject is not None else []


def _predicate_in(tree: Tree, noun: int) -> list[int]:
    """Where it is said to be: "their stronghold is in X"."""
    head = tree.head(noun)
    if head is None or tree[noun].dep != "nsubj" or tree.lemma(head) not in _COPULAS:
        return []
    return [n for name, n in tree.prepositions(head) if name in INSIDE]


def _governor(tree: Tree, noun: int) -> list[int]:
    """What the noun's preposition is said of: "*X* is in their hands"."""
    preposition = tree.head(noun)
    if preposition is None or tree[noun].dep != "pobj":
        return []
    above = tree.head(preposition)
    while above is not None and (tree[above].dep == "prep" or tree[above].pos in {"ADV", "ADP"}):
        above = tree.head(above)
    told = _told_of(tree, above, preposition)
    return [told] if told is not None else []


def _told_of(tree: Tree, above: int | None, preposition: int) -> int | None:
    if above is None or not tree.is_verb(above):
        return above
    patient = tree.patient(above)
    return patient if patient is not None and patient != preposition else tree.subject(above)


def _doer(tree: Tree, noun: int) -> list[int]:
    """Who does it, where the verb above only supports the noun: "*rebels* completed the capture of X"."""
    head = tree.head(noun)
    if head is not None and tree[noun].dep == "pobj":
        head = tree.head(head) if tree.word(head) in {"under", "into", "to", "with", "in", "on"} else None
    elif tree[noun].dep not in {"dobj", "nsubjpass"}:
        return []
    if head is None or not tree.is_verb(head) or tree.lemma(head) not in _SUPPORTS:
        return []
    agent = tree.agent(head)
    return [agent] if agent is not None and agent != noun else []


def _clause(tree: Tree, noun: int) -> list[int]:
    """Where the clause around a noun happens: "In X, six were killed in fighting"."""
    head = tree.head(noun)
    # "in control": the noun's own preposition is no bar to where its clause happens
    inside = {"in", "during", "amid", "after", "by", "as"}
    if head is not None and tree[noun].dep == "pobj" and tree.word(head) not in inside:
        return []
    verb = _verb_above(tree, noun)
    if verb is None:
        return []
    told = [n for c in tree.children(noun, "acl") for name, n in tree.prepositions(c) if name in INSIDE]
    if told:
        return told
    own = tree[noun].dep in {"nsubj", "nsubjpass"}
    named = [n for name, n in tree.prepositions(verb) if name in (_CLAUSE if own else INSIDE)]
    while not named and tree[verb].dep == "xcomp" and (above := tree.head(verb)) is not None and tree.is_verb(above):
        verb = above
        named = [n for name, n in tree.prepositions(verb) if name in INSIDE]
    return [*_where(tree, verb), *named, *_there(tree, verb)]


_OF_NOUN: dict[str, Callable[[Tree, int], list[int]]] = {
    "loyal": _loyal,
    "before": _before,
    "self": _self,
    "apposed": _apposed,
    "predicate": _predicate,
    "governor": _governor,
    "doer": _doer,
    "head": _head,
    "predicate-in": _predicate_in,
    "there": _there,
    "clause": _clause,
}

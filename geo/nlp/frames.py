"""The engine of dependency patterns: finds the frames of a lexicon in a tree, with the nodes of their arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from geo.nlp.lexicon import Frame, Lexicon
from geo.nlp.paths import INSIDE, follow, follow_noun
from geo.nlp.tree import Tree

__all__ = ["Match", "find_frames"]

_AIR = frozenset({"air", "nato", "aerial", "drone", "airstrike", "warplane", "jet", "missile"})
_AS = frozenset({"into", "as"})
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj"})
_LEADING = frozenset({"on", "to", "into", "towards", "toward", "against"})
_LEFT = ("amod", "compound", "nmod", "npadvmod", "advmod", "nummod", "poss")


@dataclass(frozen=True)
class Match:
    """A frame at its trigger: for each role the (path, node) pairs that may fill it, best first.

    ``span`` are the first and last node of the trigger; ``anchor`` is the node whose clause decides factuality;
    ``light`` the noun that a light verb used up.
    """

    frame: Frame
    node: int
    span: tuple[int, int]
    arguments: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    light: int | None = None


def find_frames(tree: Tree, lexicon: Lexicon) -> list[Match]:
    """Every frame whose trigger and conditions a sentence meets, in the order of its triggers."""
    found: list[Match] = []
    for node in tree.nodes():
        found.extend(_at(tree, lexicon, node))
    return _longest(found)


def _at(tree: Tree, lexicon: Lexicon, node: int) -> Iterator[Match]:
    token = tree[node]
    if token.tag == "VBG" and _is_nominal(tree, node):
        yield from _nouns(tree, lexicon, node)
    elif token.tag.startswith("VB") or token.pos == "VERB" or tree.is_verb(node):
        if token.dep == "amod":
            yield from _modifiers(tree, lexicon, node)
        else:
            yield from _verbs(tree, lexicon, node)
    elif token.pos in {"NOUN", "PROPN"} and token.entity != "DATE":
        yield from _nouns(tree, lexicon, node)
        yield from _modifiers(tree, lexicon, node)
    elif token.pos == "ADJ":
        yield from _modifiers(tree, lexicon, node)


def _is_nominal(tree: Tree, node: int) -> bool:
    """Whether a form in -ing stands as a noun: "the fighting", "fighting between A and B continues"."""
    if tree.children(node, "dobj", "aux"):
        return False
    head = tree.head(node)
    if tree[node].dep == "conj" and head is not None and tree.is_verb(head) and not _is_nominal(tree, head):
        return False  # "were loading their cars and setting off"
    among = tree[node].dep == "pcomp" and any(name == "between" for name, _ in tree.prepositions(node))
    return tree[node].dep in _NOMINAL or among


def _longest(matches: list[Match]) -> list[Match]:
    """Of frames of one node and kind, those with a particle rule out those that do without it."""
    longest: dict[tuple[int, str], int] = {}
    for match in matches:
        key = (match.node, match.frame.kind)
        if match.light is None:
            longest[key] = max(longest.get(key, 0), _particles(match))
    return [m for m in matches if m.light is not None or _particles(m) == longest[m.node, m.frame.kind]]


def _particles(match: Match) -> int:
    return int(match.span[0] != match.span[1])


# -- triggers --------------------------------------------------------------------------------------------------


def _verbs(tree: Tree, lexicon: Lexicon, node: int) -> Iterator[Match]:
    for particles, frame in lexicon.lookup("verb", tree.lemma(node)):
        last = _particle(tree, node, particles)
        if last is None or not _fits_clause(tree, node, frame):
            continue
        light = _light(tree, node, frame)
        if frame.objects and light is None:
            continue
        arguments = {role: list(follow(tree, node, paths, light=light)) for role, paths in frame.roles.items()}
        if light is not None and not any(arguments.get(r) for r in frame.roles if r != "actor"):
            arguments = {role: [*found, *follow(tree, light, frame.roles[role])] for role, found in arguments.items()}
        if frame.subjects and not _has_subject(tree, lexicon, node, frame):
            continue
        arguments = _deepened(tree, node, frame, arguments)
        particles_after = {tree.word(c) for c in tree.children(node, "prt", "advmod")}
        if not frame.never & {*particles_after, *(name for name, _ in tree.prepositions(node))}:
            yield Match(frame, node, (node, last if light is None else max(light, node)), arguments, light)


def _has_subject(tree: Tree, lexicon: Lexicon, node: int, frame: Frame) -> bool:
    subject = tree.agent(node) if tree.is_passive(node) else tree.subject(node)
    if subject is None:
        return False
    nouns = [subject, *tree.children(subject, "compound", "nmod")]
    return any(lexicon.is_a(tree.lemma(noun), *frame.subjects) for noun in nouns)


def _deepened(
    tree: Tree, node: int, frame: Frame, arguments: dict[str, list[tuple[str, int]]]
) -> dict[str, list[tuple[str, int]]]:
    """A fight or an event without a place takes one from inside its other arguments: "clashed with men in X"."""
    role = "place" if frame.kind != "movement" else "destination"
    if role not in frame.roles or any(path in INSIDE for path, _ in arguments.get(role, [])):
        return arguments
    if frame.kind == "movement" and (not tree.is_verb(node) or any(arguments[r] for r in frame.roles if r != "actor")):
        return arguments
    inside = [pair for pair in tree.prepositions(node, deep=True) if pair[0] in INSIDE]
    found = [(name, n) for path in frame.roles[role] for name, n in inside if name == path]
    return {**arguments, role: [*arguments.get(role, []), *found]}


def _onward(
    tree: Tree, noun: int, frame: Frame, arguments: dict[str, list[tuple[str, int]]]
) -> dict[str, list[tuple[str, int]]]:
    """Where a movement leads that is told behind those who move: "the advance of the army on X"."""
    deep = [pair for pair in tree.prepositions(noun, deep=True) if pair[0] in _LEADING]
    found = {
        role: [pair for pair in deep if pair[0] in paths] for role, paths in frame.roles.items() if role != "actor"
    }
    return {**arguments, **found}


def _fits_clause(tree: Tree, node: int, frame: Frame) -> bool:
    if frame.voice and (frame.voice == "passive") != tree.is_passive(node):
        return False
    if frame.tense and (frame.tense == "present") != _is_now(tree, node):
        return False
    if "agent" in frame.unless and tree.agent(node) is not None:
        return False
    return not (frame.intransitive and (tree.objects(node) or tree.is_passive(node)))


def _is_now(tree: Tree, node: int) -> bool:
    """Whether a verb tells what is so at writing: "occupies", "still occupied", "have occupied it since May"."""
    if tree[node].tag in {"VBZ", "VBP"} or any(tree.word(c) == "still" for c in tree.children(node, "advmod")):
        return True
    perfect = any(tree.lemma(c) == "have" for c in tree.children(node, "aux"))
    return perfect and any(name == "since" for name, _ in tree.prepositions(node))


def _particle(tree: Tree, node: int, particles: tuple[str, ...]) -> int | None:
    """The last node of a verb with its particles; None where they do not follow."""
    last = node
    for particle in particles:
        after = [c for c in tree.children(node, "prt", "advmod") if c > node and tree.word(c) == particle]
        follows = last + 1 if last + 1 in tree and tree.word(last + 1) == particle else None
        nearest = follows if follows is not None else next(iter(after), None)
        if nearest is None or nearest - last > 6:
            return None
        last = nearest
    return last


def _light(tree: Tree, node: int, frame: Frame) -> int | None:
    if not frame.objects:
        return None
    patient = tree.patient(node)
    nouns = tree.conjuncts(patient) if patient is not None else []
    nouns += [
        *tree.children(node, "dobj", "oprd", "ccomp", "attr"),
        *(n for name, n in tree.prepositions(node) if name in _AS),
    ]
    return next((n for n in nouns if tree.lemma(n) in frame.objects), None)


def _nouns(tree: Tree, lexicon: Lexicon, node: int) -> Iterator[Match]:
    lemma = tree.word(node) if tree[node].tag == "VBG" else tree.lemma(node)
    for rest, frame in lexicon.lookup("noun", lemma):
        if rest or not _governed(tree, node, frame) or not _modified(tree, node, frame):
            continue
        names = {name for name, _ in tree.prepositions(node)}
        before_name = "head" in frame.roles.get("place", ())
        if (tree[node].dep == "compound" and not before_name) or names & frame.never:
            continue
        arguments = {role: list(follow_noun(tree, node, paths)) for role, paths in frame.roles.items()}
        if frame.kind == "movement" and not any(arguments[role] for role in frame.roles if role != "actor"):
            arguments = _onward(tree, node, frame, arguments)
        if not arguments.get("place") and "of" not in frame.roles.get("place", ()):
            arguments = _deepened(tree, node, frame, arguments)
        yield Match(frame, node, (node, node), arguments)


def _governed(tree: Tree, node: int, frame: Frame) -> bool:
    """Whether the noun stands under the prepositions and verbs that its frame asks for."""
    if not frame.under:
        return True
    preposition = tree.head(node)
    if tree[node].dep != "pobj" or preposition is None:
        return False
    if not {tree.word(preposition), tree.preposition(preposition)} & frame.under:
        return False
    verb = next((tree.lemma(n) for n in tree.chain(preposition) if tree[n].dep != "prep"), "")
    return not (frame.after and verb not in frame.after) and verb not in frame.before


def _modified(tree: Tree, node: int, frame: Frame) -> bool:
    words = {tree.word(n) for c in tree.children(node, *_LEFT) if c < node for n in tree.subtree(c)}
    if frame.not_air and words & _AIR:
        return False
    if not frame.with_words:
        return True
    return bool(words & frame.with_words) or tree.lemma(node) in frame.with_words


def _modifiers(tree: Tree, lexicon: Lexicon, node: int) -> Iterator[Match]:
    head = tree.head(node)
    if tree[node].dep not in {"amod", "compound", "nmod"} or head is None or head < node:
        return
    for rest, frame in lexicon.lookup("modifier", tree.word(node)):
        hyphen = _hyphen(tree, node)
        needs_hyphen = "hyphen" in frame.roles.get("actor", ()) and frame.action == "holds"
        if rest or (needs_hyphen and hyphen is None) or (frame.bare and hyphen is not None):
            continue
        owners = [c for c in tree.children(head, "poss", "compound", "amod") if c != node]
        nodes = {"modified": [head], "hyphen": [hyphen] if hyphen is not None else [], "owner": owners}
        arguments = {role: [(p, n) for p in paths for n in nodes.get(p, ())] for role, paths in frame.roles.items()}
        yield Match(frame, node, (hyphen if hyphen is not None else node, node), arguments)


def _hyphen(tree: Tree, node: int) -> int | None:
    """The word joined to a participle by a hyphen: "rebel" of "rebel-held"."""
    if node - 2 in tree and tree.word(node - 1) in {"-", "–"} and tree[node - 1].start == tree[node - 2].end:
        return node - 2
    beside = (
        node - 1 in tree
        and tree[node - 1].dep in {"npadvmod", "compound", "amod", "nmod"}
        and tree[node - 1].pos == "NOUN"
    )
    return node - 1 if beside and tree.word(node) in {"held", "controlled"} else None  # "rebel held X"

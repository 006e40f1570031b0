"""Who acts in a claim and against whom, and whether they suit what the frame says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from geo.claim import ActorRef, PlaceRole
from geo.nlp.frames import Match
from geo.nlp.lexicon import Frame
from geo.nlp.scene import PlaceArgument, Scene

__all__ = ["FORCES", "Draft", "cast", "same_party"]

FORCES = frozenset({"armed", "named", "leaders"})
"""The classes of words for those who can hold a place or move an army."""

_SOMEBODY = FORCES | {"pronoun", "none"}
_HURT = frozenset({"wounded", "injured", "captured", "dead", "detained", "killed", "surrendered"})
_BARE = frozenset({"force", "group", "unit", "side", "party", "faction"})
_MODIFYING = frozenset({"compound", "amod", "of", "hyphen", "in", "with", "to", "from", "against", "second", "patient"})


@dataclass
class Draft:
    """A claim in the making: what of it is said by the text, and what was inferred."""

    match: Match
    places: dict[PlaceRole, PlaceArgument] = field(default_factory=dict)
    actor: ActorRef | None = None
    opponent: ActorRef | None = None
    notes: list[str] = field(default_factory=list)


def cast(scene: Scene, draft: Draft) -> bool:
    """Fill a draft's actor and opponent; False where the frame's conditions on them are not met."""
    frame, arguments = draft.match.frame, draft.match.arguments
    kind, draft.actor = _party(scene, arguments.get("actor", []), frame.actors)
    if frame.actors and not _allowed(scene, frame, kind, arguments):
        return False
    if frame.action == "contests" and kind in {"other", "none"} and _is_fire(scene, arguments):
        kind, draft.actor = "none", None
    if kind == "civilians" and frame.kind == "control" and _is_pronoun(scene, arguments):
        kind, draft.actor = "pronoun", None  # "they" that attack are nobody's civilians
    if not _suits(scene, draft, kind) or (frame.action == "contests" and _is_ambush(scene, draft.match)):
        return False
    draft.actor = _sender(scene, draft) or _forced_before(scene, draft.actor)
    against, draft.opponent = _party(scene, arguments.get("opponent", []), frame.opponents or FORCES)
    if draft.opponent is None and frame.action in {"contests", "clash"}:
        draft.opponent = _other_side(scene, draft)
    if draft.opponent is not None and draft.actor is not None and draft.opponent.actor.id == draft.actor.actor.id:
        draft.opponent = None
    filled = {
        "actor": draft.actor is not None and kind in _SOMEBODY,
        "opponent": draft.opponent is not None and against in _SOMEBODY,
    }
    if any(filled.get(role) for role in frame.unless):
        return False
    return not frame.opponents or against in frame.opponents or (against == "named" and _is_people(scene, arguments))


def _is_people(scene: Scene, arguments: dict[str, list[tuple[str, int]]]) -> bool:
    """Whether those acted upon are named by their people: "drove the *Serbs* out of X"."""
    return any(
        scene.tree[node].tag == "NNPS" or scene.tree[node].entity == "NORP" for _, node in arguments["opponent"][:1]
    )


def _suits(scene: Scene, draft: Draft, kind: str) -> bool:
    """Whether somebody of a class can do what a frame says."""
    frame, arguments = draft.match.frame, draft.match.arguments
    control = frame.kind == "control"
    if control and kind == "other" and not any(path == "self" for path, _ in arguments["actor"]):
        return False  # "unrest hit X", "a junction controls X": nobody holds anything
    if control and kind == "place" and frame.verbs:
        return False  # "X controls the road to Y" tells of where X lies
    if kind in frame.excluded or (kind == "civilians" and control and frame.action == "contests"):
        return False
    if frame.common and not any(scene.is_common(node) for _, node in arguments.get("actor", [])):
        return False
    if frame.action == "deploys" and any(_is_hurt(scene, node) for _, node in arguments.get("actor", [])[:1]):
        return False
    if kind == "pronoun" and draft.actor is None and frame.resolved:
        return False
    nouns = {scene.tree.lemma(scene.meant(node)) for _, node in arguments.get("actor", [])[:1]}
    if frame.kind == "movement" and any(scene.lexicon.is_a(noun, "visitors") for noun in nouns):
        return False  # "reporters who drove through the town", "the envoy has gone to X"
    return not any(scene.lexicon.is_a(noun, *frame.excluded) for noun in nouns)


def _is_hurt(scene: Scene, node: int) -> bool:
    """Whether soldiers are wounded or taken: whoever carries them deploys nobody."""
    return bool({scene.tree.word(c) for c in scene.tree.children(node, "amod")} & _HURT)


def _is_ambush(scene: Scene, match: Match) -> bool:
    """Whether an attack is one on people or vehicles on their way, or from the air: it contests no place."""
    tree = scene.tree
    if not tree.is_verb(match.node):
        return False
    patient = tree.patient(match.node)
    on_the_way = patient is not None and scene.lexicon.is_a(tree.lemma(patient), "convoys", "vessels")
    people = patient is not None and not scene.is_place(patient) and scene.word_class(patient) in {"civilians", "goods"}
    above = any(name == "from" and tree.word(n) == "air" for name, n in tree.prepositions(match.node))
    return above or ((on_the_way or people) and not match.frame.siege)


def _sender(scene: Scene, draft: Draft) -> ActorRef | None:
    """Whose bare "soldiers" are that somebody sends: the sender's."""
    arguments = draft.match.arguments.get("actor", [])
    if draft.match.frame.kind != "movement" or not arguments or arguments[0][0] != "patient" or draft.actor is None:
        return None
    node = arguments[0][1]
    told = [c for c in scene.tree.children(node, "poss", "compound", "amod") if scene.tree[c].tag != "JJR"]
    agent = scene.tree.agent(draft.match.node)
    if agent is None or agent == node or any(scene.is_named(c) for c in told) or not scene.is_common(node):
        return None
    sender = scene.actor(agent) if scene.is_named(agent) and scene.word_class(agent) in FORCES else None
    return (
        ActorRef(sender.actor, draft.actor.text)
        if sender is not None and draft.match.frame.action == "deploys"
        else None
    )


def _is_pronoun(scene: Scene, arguments: dict[str, list[tuple[str, int]]]) -> bool:
    return any(scene.tree[node].tag == "PRP" for _, node in arguments.get("actor", [])[:1])


def _is_fire(scene: Scene, arguments: dict[str, list[tuple[str, int]]]) -> bool:
    """Whether what acts is fire: "pinned down by sniper fire"."""
    nodes = [node for _, node in arguments.get("actor", [])[:1]]
    return any(scene.lexicon.is_a(scene.tree.lemma(node), "weapons") for node in nodes)


def _other_side(scene: Scene, draft: Draft) -> ActorRef | None:
    """In "A and B fought" B is the opponent, unless the two belong together."""
    agents = [node for path, node in draft.match.arguments.get("actor", []) if path == "agent"]
    others = [n for node in agents for n in scene.tree.conjuncts(node)[1:] if scene.is_named(n)]
    ref = scene.actor(others[0]) if others else None
    return None if same_party(ref, draft.actor) else ref


def _forced_before(scene: Scene, actor: ActorRef | None) -> ActorRef | None:
    """A bare "the force" is who the sentence has just said to be driven out."""
    if actor is None or actor.text.lower().split()[-1] not in _BARE:
        return actor
    told = [c.actor for c in scene.told if c.actor is not None and c.forced]
    return replace(told[-1], text=actor.text) if told else actor


def _allowed(scene: Scene, frame: Frame, kind: str, arguments: dict[str, list[tuple[str, int]]]) -> bool:
    """Whether an actor's class suits a frame; names of unknown kind and "they" get the benefit of the doubt."""
    if kind in frame.actors:
        return True
    if frame.strict:
        return False
    if kind == "pronoun":
        words = {scene.tree.word(node) for _, node in arguments.get("actor", [])}
        return bool(frame.actors & FORCES) and (frame.action != "flees" or bool(words & {"he", "she"}))
    return kind == "named" and bool(frame.actors & FORCES)


def _party(scene: Scene, arguments: list[tuple[str, int]], wanted: frozenset[str]) -> tuple[str, ActorRef | None]:
    """The class and reference of the first argument that is somebody of a wanted class; else of the first at all."""
    seen: list[tuple[str, ActorRef | None]] = []
    for path, node in [(path, scene.doer_of(node)) for path, node in arguments]:
        kind = scene.word_class(node)
        modifies = path in _MODIFYING
        if path in {"agent", "subject"} and scene.names_only_a_place(node):
            seen.append(("place", None))
            continue
        if (modifies and kind == "other") or scene.names_only_a_place(node):
            continue
        if path == "amod" and kind == "figures":
            continue
        seen.append((kind, scene.actor(node)))
    for kind, ref in seen:
        if kind in wanted:
            return kind, ref
    return seen[0] if seen else ("none", None)


def same_party(one: ActorRef | None, other: ActorRef | None) -> bool:
    """Whether two references name one party, or bodies of one side."""
    if one is None or other is None:
        return False
    a, b = one.actor, other.actor
    ties = {a.id, a.side, *(r.actor for r in a.relations)} & {b.id, b.side, *(r.actor for r in b.relations)} - {""}
    mine, yours = (_stems(ref.text) | _stems(ref.actor.name) for ref in (one, other))
    return bool(ties) or bool(mine & yours)


def _stems(text: str) -> set[str]:
    generic = {"force", "troop", "fighte", "soldie", "group", "the", "spokes", "of", "and", "army", "comman", "in"}
    return {w.strip(".,'’")[:6].rstrip("s") for w in text.lower().split()} - generic

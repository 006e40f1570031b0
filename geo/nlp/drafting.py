"""From matches to drafts of claims: who acts, and every combination of the places that a match names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from geo.claim import ROLES, ActorRef, Claim, PlaceRole
from geo.nlp.factuality import Stance, stance
from geo.nlp.frames import Match
from geo.nlp.lexicon import Frame
from geo.nlp.scene import NAMELESS, UNNAMED, PlaceArgument, Scene

__all__ = ["Draft", "drafts", "far_drafts", "linear_drafts", "same_party", "stance_of"]

_FORCES = frozenset({"armed", "named", "leaders"})
_BARE = frozenset({"force", "group", "unit", "side", "party", "faction"})
_NOT_FOR_PLACES = frozenset({"against", "with", "by"})
_CONTROL = frozenset({"control", "charge", "command", "possession", "hand", "power", "rule", "grip", "position"})
_MOST, _LONG = 8, 250


@dataclass
class Draft:
    """A claim in the making: what of it is said by the text, and what was inferred."""

    match: Match
    places: dict[PlaceRole, PlaceArgument] = field(default_factory=dict)
    actor: ActorRef | None = None
    opponent: ActorRef | None = None
    notes: list[str] = field(default_factory=list)


def drafts(scene: Scene, match: Match) -> Iterator[Draft]:
    """One draft for each combination of the places that a match names."""
    draft = Draft(match)
    if not _with_actors(scene, draft):
        return
    options = _places(scene, match)
    if match.frame.kind == "incident":
        options = _incident_place(scene, match, options)
    unplaced = match.frame.nearby and not options
    if not (any(options.values()) or unplaced) or not _fits(draft, options):
        return
    roles = [role for role in ROLES if options.get(role)]
    for number, combination in enumerate(product(*(options[role] for role in roles))):
        if number < _MOST:
            yield _with_places(draft, dict(zip(roles, combination, strict=True)))


def _is_far(scene: Scene, draft: Draft) -> bool:
    match = draft.match
    if draft.actor is None and not match.frame.actorless:
        return False
    patients = [n for path, n in match.arguments.get("place", []) if path == "patient"]
    if any(scene.word_class(n) not in {"armed", "civilians", "named", "leaders", "pronoun"} for n in patients):
        return False
    if scene.tree.children(match.node, "xcomp") or scene.is_little(match.light or match.node):
        return False
    return stance_of(scene, match).factuality == "actual"


def far_drafts(scene: Scene, match: Match, found: dict[str, Claim]) -> Iterator[Draft]:
    """A draft for a match whose own arguments name no place: the place told of nearby, where one is free."""
    frame = match.frame
    if len(scene.tree.tokens) > _LONG:
        return
    trigger = scene.tree.text(*sorted(match.span))
    if frame.kind == "incident" or any(c.evidence.trigger == trigger and c.kind != "incident" for c in found.values()):
        return
    draft = Draft(match)
    if not (frame.far or frame.fronted) or not _with_actors(scene, draft) or _places(scene, match):
        return
    if frame.far and not _is_far(scene, draft):
        return
    told = {
        r.start for c in found.values() if (c.kind, c.action) == (frame.kind, frame.action) for r in c.places().values()
    }
    near = scene.nearest_place(match.node, told) if frame.far else scene.fronted_place(match.node)
    if near is None:
        return
    role, place = near
    if frame.kind == "control":
        role = "place"
    if role not in frame.roles:
        return
    options = {role: [replace(p, part=p.part or frame.part) for p in place]}
    if not _fits(draft, options):
        return
    for each in options[role]:
        yield _with_places(draft, {role: each})


def linear_drafts(scene: Scene, match: Match, found: dict[str, Claim]) -> Iterator[Draft]:
    """Drafts of a second reading: only for places that no claim of the same kind tells of yet, and with an actor."""
    told = {ref.start for c in found.values() if c.kind == match.frame.kind for ref in c.places().values()}
    for draft in drafts(scene, match):
        if draft.actor is None or all(p.ref.start in told or p.inferred for p in draft.places.values()):
            continue
        draft.notes.append("read from the order of the words")
        yield draft


def _with_places(draft: Draft, places: dict[PlaceRole, PlaceArgument]) -> Draft:
    """The draft with other places; its inferences are kept and joined by theirs."""
    notes = [place.inferred for place in places.values() if place.inferred]
    return Draft(draft.match, places, draft.actor, draft.opponent, [*draft.notes, *notes])


def _fits(draft: Draft, options: dict[PlaceRole, list[PlaceArgument]]) -> bool:
    frame = draft.match.frame
    filled = {"actor": bool(draft.match.arguments.get("actor")), "opponent": draft.opponent is not None}
    if not all(filled[role] for role in frame.needs if role in filled):
        return False
    places = [p.ref.place for found in options.values() for p in found]
    return not (frame.not_countries and places and all(p is not None and p.is_country for p in places))


def _places(scene: Scene, match: Match) -> dict[PlaceRole, list[PlaceArgument]]:
    options: dict[PlaceRole, list[PlaceArgument]] = {}
    scene.persons = _NOT_FOR_PLACES | ({"for"} if match.frame.kind == "control" else set())
    for role in ROLES:
        found: list[PlaceArgument] = []
        taken = None
        for path, node in match.arguments.get(role, ()):
            if taken not in {None, path}:
                break
            if match.frame.common and scene.tree.lemma(node) in _CONTROL:
                continue
            if path == "in" and match.light is not None and any(p == "of" for p, _ in match.arguments[role]):
                continue  # "got hold of weapons in X"
            bare = path == "patient" and scene.tree.word(node) == "it"
            if (
                match.frame.kind == "movement"
                and bare
                and scene.tree.lemma(match.node) not in {"enter", "leave", "flee"}
            ):
                continue
            places = scene.places(node, path)
            if places:
                taken = path
                found.extend(p for p in places if p not in found)
        if found:
            told = [p for p in found if p.inferred != UNNAMED] or found
            if match.frame.kind == "control" and not match.arguments.get("actor"):
                told = [p for p in told if p.inferred != NAMELESS]
            if not told:
                continue
            options[role] = [replace(p, part=p.part or match.frame.part) for p in told]
    return options


def _incident_place(
    scene: Scene, match: Match, options: dict[PlaceRole, list[PlaceArgument]]
) -> dict[PlaceRole, list[PlaceArgument]]:
    """Prefer a place told by distance to the sea or country around it; some incidents take one from their sentence."""
    wide = all(p.ref.place is not None and p.ref.place.is_area for p in options.get("place", []))
    measured = scene.measured()
    if len(measured) != 1 or not (match.frame.nearby or (options and wide)):
        return options
    return {"place": measured}


def _with_actors(scene: Scene, draft: Draft) -> bool:
    """Fill actor and opponent; False where the frame's conditions on them are not met."""
    frame, arguments = draft.match.frame, draft.match.arguments
    kind, draft.actor = _party(scene, arguments.get("actor", []), frame.actors)
    if frame.actors and not _allowed(scene, frame, kind, arguments):
        return False
    if (
        frame.action == "contests"
        and draft.actor is not None
        and kind in {"other", "none"}
        and _is_fire(scene, arguments)
    ):
        kind, draft.actor = "none", None
    if frame.kind == "control" and kind == "other" and not any(path == "self" for path, _ in arguments["actor"]):
        return False  # "unrest hit X", "a junction controls X": nobody holds anything
    if kind in frame.excluded or (kind == "civilians" and frame.kind == "control" and frame.action == "contests"):
        return False
    if frame.common and not any(scene.is_common(node) for _, node in arguments.get("actor", [])):
        return False
    if kind == "place" and frame.verbs and frame.kind == "control":
        return False  # "X controls the road to Y" tells of where X lies
    if kind == "pronoun" and draft.actor is None and frame.resolved:
        return False
    nouns = {scene.tree.lemma(scene.meant(node)) for _, node in arguments.get("actor", [])[:1]}
    if any(scene.lexicon.is_a(noun, *frame.excluded) for noun in nouns):
        return False
    draft.actor = _forced_before(scene, draft.actor)
    against, draft.opponent = _party(scene, arguments.get("opponent", []), frame.opponents or _FORCES)
    if draft.opponent is None and frame.action in {"contests", "clash"}:
        draft.opponent = _other_side(scene, draft)
    if draft.opponent is not None and draft.actor is not None and draft.opponent.actor.id == draft.actor.actor.id:
        draft.opponent = None
    real = _FORCES | {"pronoun", "none"}
    filled = {
        "actor": draft.actor is not None and kind in real,
        "opponent": draft.opponent is not None and against in real,
    }
    if any(filled.get(role) for role in frame.unless):
        return False
    return not frame.opponents or against in frame.opponents


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
        return bool(frame.actors & _FORCES) and (frame.action != "flees" or bool(words & {"he", "she"}))
    return kind == "named" and bool(frame.actors & _FORCES)


def _party(scene: Scene, arguments: list[tuple[str, int]], wanted: frozenset[str]) -> tuple[str, ActorRef | None]:
    """The class and reference of the first argument that is somebody of a wanted class; else of the first at all."""
    seen: list[tuple[str, ActorRef | None]] = []
    for path, node in [(path, scene.doer_of(node)) for path, node in arguments]:
        kind = scene.word_class(node)
        modifies = path in {
            "compound",
            "amod",
            "of",
            "hyphen",
            "in",
            "with",
            "to",
            "from",
            "against",
            "second",
            "patient",
        }
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


def stance_of(scene: Scene, match: Match) -> Stance:
    """How surely the text says what a match says; a modifier ("rebel-held") is always a fact."""
    if scene.tree[match.node].dep == "amod":
        return Stance()
    return stance(scene.tree, match.node, event=match.frame.action in {"captures", "loses", "advances"})

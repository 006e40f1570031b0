"""From matches to drafts of claims: who acts, and every combination of the places that a match names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from geo.claim import ROLES, Claim, PlaceRole
from geo.nlp.casting import Draft, cast, same_party
from geo.nlp.factuality import Stance, stance
from geo.nlp.frames import Match
from geo.nlp.scene import NAMELESS, UNNAMED, PlaceArgument, Scene

__all__ = ["drafts", "far_drafts", "linear_drafts", "stance_of"]

_NOT_FOR_PLACES = frozenset({"against", "with", "by"})
_CONTROL = frozenset({"control", "charge", "command", "possession", "hand", "power", "rule", "grip", "position"})
_TRIES = frozenset({"try", "attempt", "battle", "fight"})
_MOST, _LONG = 8, 250


def drafts(scene: Scene, match: Match) -> Iterator[Draft]:
    """One draft for each combination of the places that a match names."""
    draft = Draft(match)
    if not cast(scene, draft):
        return
    draft = _after_loss(scene, draft)
    options = _places(scene, match)
    if match.frame.kind == "incident":
        options = _incident_place(scene, match, options)
    unplaced = match.frame.nearby and not options
    if not (any(options.values()) or unplaced) or not _fits(draft, options):
        return
    roles = [role for role in ROLES if options.get(role)]
    for number, combination in enumerate(product(*(options[role] for role in roles))):
        if number < _MOST:
            whole = _with_places(draft, dict(zip(roles, combination, strict=True)))
            yield from (whole, *_attempt(scene, whole))


def _attempt(scene: Scene, draft: Draft) -> Iterator[Draft]:
    """Those who try to take a place fight for it, whether or not they get it."""
    match, tree = draft.match, scene.tree
    above = tree.head(match.node)
    if match.frame.action != "captures" or draft.actor is None or above is None or tree[match.node].dep != "xcomp":
        return
    if tree.lemma(above) in _TRIES:
        frame = replace(match.frame, action="contests", siege=False)
        yield replace(draft, match=replace(match, frame=frame, node=above))


def _after_loss(scene: Scene, draft: Draft) -> Draft:
    """Those who were just said to give a place up withdraw, wherever they head: "gave up X and headed for Y"."""
    frame = draft.match.frame
    if not (frame.resolved and frame.action == "advances") or draft.actor is None:
        return draft
    lost = any(c.action == "loses" and same_party(c.actor, draft.actor) for c in scene.told)
    return replace(draft, match=replace(draft.match, frame=replace(frame, action="withdraws"))) if lost else draft


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
    if not (frame.far or frame.fronted or frame.understood) or not cast(scene, draft) or _places(scene, match):
        return
    if frame.understood:
        yield from _understood(scene, draft)
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


def _understood(scene: Scene, draft: Draft) -> Iterator[Draft]:
    """A draft for those who leave without a word of whence: the place that they were said to hold."""
    if draft.actor is None or stance_of(scene, draft.match).factuality not in {"actual", "claimed"}:
        return
    held = scene.held_by(lambda other: same_party(draft.actor, other))
    if held is not None:
        yield _with_places(draft, {"origin": held})


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
    home: PlaceRole | None = None
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
            if path == "subject-from":  # "a company from X" of another country tells whose it is
                places = [p for p in places if p.ref.place is None or not p.ref.place.is_country]
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
            home = role if taken == "subject-from" else home
    return options if set(options) != {home} else {}  # whence somebody is tells alone of no movement


def _incident_place(
    scene: Scene, match: Match, options: dict[PlaceRole, list[PlaceArgument]]
) -> dict[PlaceRole, list[PlaceArgument]]:
    """Prefer a place told by distance to the sea or country around it; some incidents take one from their sentence."""
    wide = all(p.ref.place is not None and p.ref.place.is_area for p in options.get("place", []))
    measured = scene.measured()
    if len(measured) != 1 or not (match.frame.nearby or (options and wide)):
        return options
    return {"place": measured}


def stance_of(scene: Scene, match: Match) -> Stance:
    """How surely the text says what a match says; a modifier ("rebel-held") is always a fact."""
    if scene.tree[match.node].dep == "amod":
        return Stance()
    return stance(scene.tree, match.node, event=match.frame.action in {"captures", "loses", "advances"})

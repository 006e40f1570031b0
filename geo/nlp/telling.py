"""From a draft to a claim: who says so and how surely, when, with what evidence."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from geo.claim import ActorRef, Claim, Evidence, Factuality, PlaceRef, PlaceRole
from geo.interval import Interval
from geo.nlp.casting import Draft, same_party
from geo.nlp.compass import compass_of
from geo.nlp.drafting import stance_of
from geo.nlp.factuality import Stance
from geo.nlp.frames import Match
from geo.nlp.incidents import casualties
from geo.nlp.scene import NAMELESS, NOWHERE, UNNAMED, Scene
from geo.nlp.speakers import is_admission, is_boast, speaks_for_party
from geo.nlp.tree import Tree
from geo.nlp.when import entry_day, time_of

__all__ = ["claim_of"]

_DIRECT, _OTHERWISE, _LEAST = 0.82, 0.75, 0.25
_MORE, _UNLISTED = 0.1, 0.08
_PASSING = frozenset({"briefly", "temporarily", "momentarily", "fleetingly"})
_SPELLS = frozenset({"hour", "minute", "while"})
_TRUST = (
    (NOWHERE, 0.4),
    (NAMELESS, 0.55),
    (UNNAMED, 0.6),
    ("order of the words", 0.5),
    ("opens the clause", 0.5),
    (" read as ", 0.68),
    ("told nearby", 0.72),
    ("site near", 0.8),
)  # what an inference of a place is worth, by its words

_RECENT = 6


def claim_of(scene: Scene, draft: Draft, before: list[Claim]) -> Claim:
    """The claim that a draft makes; ``before`` are the claims that the document made shortly before."""
    match, frame = draft.match, draft.match.frame
    heard = stance_of(scene, match)
    speaker = scene.actor(heard.speaker) if heard.speaker is not None else None
    factuality = _factuality(scene, draft, heard, speaker)
    refs: dict[PlaceRole, PlaceRef] = {role: place.ref for role, place in draft.places.items()}
    if frame.kind == "control" and "place" in refs:
        ref = refs["place"]
        refs["place"] = replace(ref, compass=compass_of(ref, _text(scene), scene.sentence.start))
    notes = list(draft.notes)
    dead, wounded = casualties(_text(scene)) if frame.kind == "incident" else (None, None)
    claim = Claim(
        id=_identity(scene, draft),
        article=scene.document.article.id,
        kind=frame.kind,
        action=frame.action,
        evidence=_evidence(scene, match),
        actor=draft.actor,
        opponent=draft.opponent,
        **refs,  # type: ignore[arg-type]
        extent="part" if any(place.part for place in draft.places.values()) else "whole",
        factuality=factuality,
        speaker=speaker,
        time=_time(scene, match, refs),
        reported=scene.document.article.published,
        source=scene.document.article.source,
        forced=frame.forced or _is_forced(scene.tree, match.node) or _was_forced(scene, draft),
        siege=frame.siege,
        passing=_is_passing(scene.tree, match.node),
        confidence=_confidence(draft),
        dead=dead,
        wounded=wounded,
    )
    claim, inferred = _with_origin(claim, before)
    return replace(claim, explanation=_explain(draft, heard, [*notes, *inferred]))


def _text(scene: Scene) -> str:
    return scene.document.article.text[scene.sentence.start : scene.sentence.end]


def _evidence(scene: Scene, match: Match) -> Evidence:
    first, last = sorted(match.span)
    trigger = scene.tree.text(first, last)
    return Evidence(scene.document.article.id, scene.sentence.start, scene.sentence.end, _text(scene), trigger)


def _identity(scene: Scene, draft: Draft) -> str:
    parts = [scene.document.article.id, str(scene.sentence.start), draft.match.frame.kind, draft.match.frame.action]
    parts += [f"{role}={place.ref.text}@{place.ref.start}" for role, place in draft.places.items()]
    parts += [ref.actor.id if ref else "" for ref in (draft.actor, draft.opponent)]
    return hashlib.sha1("|".join(parts).encode(), usedforsecurity=False).hexdigest()[:12]


def _time(scene: Scene, match: Match, refs: dict[PlaceRole, PlaceRef]) -> Interval | None:
    """When it happened; a state that holds at writing is dated by a chronicle's entry alone."""
    read = (scene.document, scene.sentence, scene.tree, match.node)
    if not _dated(scene, match):
        return entry_day(*read) if scene.tree.is_verb(match.node) else None
    place = refs.get("place") or refs.get("destination") or refs.get("origin")
    return time_of(*read, place_end=place.start + len(place.text) if place is not None else None)


def _dated(scene: Scene, match: Match) -> bool:
    """A modifier ("rebel-held") and a state that holds at writing take no date."""
    return scene.tree[match.node].dep != "amod" and not (
        match.frame.action == "holds" and match.frame.kind == "control"
    )


def _was_forced(scene: Scene, draft: Draft) -> bool:
    """Whether the sentence has already told that the same actor was driven away."""
    if draft.match.frame.action != "withdraws" or draft.actor is None:
        return False
    return any(c.forced and c.actor is not None and c.actor.actor.id == draft.actor.actor.id for c in scene.told)


def _is_forced(tree: Tree, node: int) -> bool:
    return any(tree.lemma(n) in {"force", "compel", "oblige"} and tree.is_verb(n) for n in tree.chain(node))


def _is_passing(tree: Tree, node: int) -> bool:
    """Whether the verb tells of what did not last: "briefly seized", "pulled back for a few hours"."""
    if any(tree.word(c) in _PASSING for c in tree.children(node, "advmod")):
        return True
    spans = [n for name, n in tree.prepositions(node) if name == "for"]
    return any(tree.lemma(n) in _SPELLS for n in spans)


def _confidence(draft: Draft) -> float:
    """What an incident is worth: less where its place was inferred, and for an actor that nobody lists.

    Claims of control and movement are judged by :mod:`geo.nlp.judging` once all of their sentence are made.
    """
    worth = [next((share for words, share in _TRUST if words in note), _OTHERWISE) for note in draft.notes]
    value = min([_DIRECT, *worth]) - _MORE * max(0, len(worth) - 1)
    unlisted = draft.actor is not None and draft.actor.actor.id.startswith("found:")
    return round(max(_LEAST, value - (_UNLISTED if unlisted else 0.0)), 2)


def _explain(draft: Draft, heard: Stance, notes: list[str]) -> str:
    frame, arguments = draft.match.frame, draft.match.arguments
    paths = ", ".join(f"{role} by {found[0][0]}" for role, found in arguments.items() if found)
    because = f"{heard.factuality} by “{heard.because}”" if heard.because else ""
    return "; ".join(part for part in (f"frame “{frame.name}”: {paths}", because, *notes) if part)


def _factuality(scene: Scene, draft: Draft, heard: Stance, speaker: ActorRef | None) -> Factuality:
    """The text's own verdict; a party speaking in its own favour makes a fact a claim."""
    if draft.match.frame.happens and heard.factuality == "negated":
        return "actual"
    if heard.factuality == "actual" and heard.speaker is None and _speaks_itself(scene, draft):
        return "claimed"
    verbs = (draft.match.node, draft.match.light)
    if heard.factuality == "actual" and any(v is not None and is_boast(scene.tree.lemma(v)) for v in verbs):
        return "claimed"
    if heard.factuality != "actual" or heard.speaker is None:
        return heard.factuality
    own = same_party(speaker, draft.actor)
    other = same_party(speaker, draft.opponent)
    if (own and is_admission(draft.match.frame.action)) or (other and draft.match.frame.action == "captures"):
        return "actual"
    return "claimed" if _is_party(scene, heard.speaker, speaker, own or other) else "actual"


def _speaks_itself(scene: Scene, draft: Draft) -> bool:
    """Whether who acts tells it of itself: "we have taken the town"."""
    nodes = [node for _, node in draft.match.arguments.get("actor", [])[:1]]
    ours = any(scene.tree.word(n) in {"we", "i"} for n in nodes)
    return ours and draft.actor is not None and not is_admission(draft.match.frame.action)


def _is_party(scene: Scene, node: int, speaker: ActorRef | None, involved: bool) -> bool:
    tree = scene.tree
    words = [w for n in tree.subtree(node) if tree[n].dep != "relcl" for w in {tree.word(n), tree.lemma(n)}]
    verdict = speaks_for_party(words if len(words) < 40 else [tree.word(node), tree.lemma(node)])
    if verdict is False:
        return False
    if involved:
        return True
    if speaker is not None and speaker.actor.kind in {"state", "organisation"}:
        return False
    armed = speaker is not None and speaker.actor.kind in {
        "armed_group",
        "militia",
        "armed_forces",
        "operations_room",
        "coalition",
    }
    return armed or verdict is True


def _with_origin(claim: Claim, before: list[Claim]) -> tuple[Claim, list[str]]:
    """A force said only where it withdraws to leaves the place that it was last said to fight over or hold."""
    if claim.action != "withdraws" or claim.origin is not None or claim.destination is None or claim.actor is None:
        return claim, []
    fought = [
        c for c in before if c.kind == "control" and c.place is not None and c.factuality in {"actual", "claimed"}
    ]
    fought = [c for c in fought if c.place is not None and c.place.text != claim.destination.text]
    for actions in ({"contests"}, {"holds", "captures"}):
        for other in reversed([c for c in fought if c.action in actions][-_RECENT:]):
            note = f"origin {other.place.text if other.place else ''} from the fighting told before"
            return replace(claim, origin=other.place, confidence=round(claim.confidence - 0.15, 2)), [note]
    return claim, []

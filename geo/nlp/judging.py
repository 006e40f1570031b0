"""How likely a claim is: what speaks for and against it, weighed as annotated passages teach.

Rules find claims; how often each kind of find is right is a matter of counting. The evidence is linguistic: frame and
path, what was inferred, how far the trigger stands from its place and what stands between, what else the sentence was
read to say. Its weights are in ``geo/nlp/data/likelihood.yaml``; ``python -m tests.fitting.likelihood`` estimates them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geo.claim import Claim, PlaceRef, PlaceRole
from geo.nlp.casting import Draft
from geo.nlp.places.evidence import probability, weights
from geo.nlp.scene import NAMELESS, NOWHERE, UNNAMED, Scene

__all__ = ["LEAST", "Judged", "judge"]

LEAST = 0.35
"""What is less likely than this is not told at all."""

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBORDINATORS = frozenset({
    "who", "which", "that", "where", "when", "while", "after", "before", "because", "although", "as", "if", "until",
    "since", "whose", "but", "though",
})  # fmt: skip
_STOPS = frozenset(';:—–"“”')
_INFERENCES = {
    " read as ": "taken up", "site near": "site", "told nearby": "told nearby", "opens the clause": "opens the clause",
    "order of the words": "order of the words", "which they held": "which they held", "road at": "road",
    "told by its country": "told by its country", NOWHERE: "in no gazetteer", NAMELESS: "without a name",
    UNNAMED: "direction without a name",
}  # fmt: skip
_FAR = ((2, "1-2"), (5, "3-5"), (9, "6-9"), (15, "10-15"))
_LONG = ((14, "short"), (29, "middle"), (44, "long"))


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim, its confidence set to how likely it is, with the evidence for that."""

    claim: Claim
    evidence: frozenset[str]


def judge(scene: Scene, made: Sequence[tuple[Claim, Draft]]) -> list[Judged]:
    """The claims that a sentence was read to make, each as likely as what speaks for and against it.

    Incidents keep the confidence that they have.
    """
    table = weights("likelihood.yaml")
    found = []
    for claim, draft in made:
        pieces = frozenset(_evidence(scene, claim, draft, [other for other, _ in made if other is not claim]))
        if claim.kind != "incident":
            claim = replace(claim, confidence=round(probability(pieces, table), 2))
        found.append(Judged(claim, pieces))
    return found


def _evidence(scene: Scene, claim: Claim, draft: Draft, others: Sequence[Claim]) -> Iterator[str]:
    node = draft.match.node
    yield f"frame: {draft.match.frame.name}"
    yield f"action: {claim.action}"
    yield f"trigger: {scene.tree[node].dep}"
    yield f"tag: {scene.tree[node].tag}"
    yield f"factuality: {claim.factuality}"
    yield f"sentence: {_band(len(scene.tree.tokens), _LONG, 'very long')}"
    yield from _of_actor(scene, claim)
    yield from (f"note: {label}" for note in draft.notes for words, label in _INFERENCES.items() if words in note)
    if claim.origin is not None and "origin" not in draft.places:
        yield "note: origin from before"
    yield f"places: {len(claim.places())}"
    for role, ref in claim.places().items():
        yield from _of_place(scene, claim, draft, role, ref)
    yield from _of_rivals(claim, others)


def _of_actor(scene: Scene, claim: Claim) -> Iterator[str]:
    ref = claim.actor
    if ref is None:
        yield "actor: none"
        return
    yield "actor: found" if ref.actor.id.startswith("found:") else "actor: listed"
    yield f"actor: {ref.actor.kind}"
    if ref.text not in scene.document.article.text[scene.sentence.start : scene.sentence.end]:
        yield "actor: from before"


def _of_place(scene: Scene, claim: Claim, draft: Draft, role: PlaceRole, ref: PlaceRef) -> Iterator[str]:
    paths = draft.match.arguments.get(role, [])
    path = paths[0][0] if paths else "none"
    yield f"role: {claim.action} {role}"
    yield f"path: {role} {path}"
    yield f"path: {claim.action} {role} {path}"
    yield f"place: {_sort(ref)}"
    yield f"place: {claim.kind} {_sort(ref)}"
    if ref.offset:
        yield "place: offset"
    if not scene.sentence.start <= ref.start < scene.sentence.end:
        yield "place: elsewhere"
        return
    yield from _between(scene, claim, ref)


def _sort(ref: PlaceRef) -> str:
    if ref.place is None:
        return "footprint" if ref.footprint else "nowhere"
    return "country" if ref.place.is_country else "area" if ref.place.is_area else "point"


def _between(scene: Scene, claim: Claim, ref: PlaceRef) -> Iterator[str]:
    """How far a place stands from the trigger, on which side, what stands between and right before it."""
    tokens = scene.tree.tokens
    at, first, last = (_index(scene, o) for o in (ref.start, claim.evidence.trigger[0], claim.evidence.trigger[1] - 1))
    low, high = min(at, first), max(at, last)
    side = "after" if at > first else "before"
    yield f"distance: {side} {_band(high - low, _FAR, 'far')}"
    words = tokens[low + 1 : high]
    if any(t.tag in _FINITE for t in words):
        yield f"between: finite verb {side}"
    if any(t.text.lower() in _SUBORDINATORS for t in words):
        yield "between: subordinator"
    if any(t.text == "," for t in words):
        yield "between: comma"
    if any(t.text in _STOPS for t in words):
        yield "between: stop"
    if at and tokens[at - 1].pos in {"ADP", "SCONJ"}:
        yield f"preposition: {tokens[at - 1].text.lower()} {claim.kind}"


def _index(scene: Scene, offset: int) -> int:
    return next((i for i, token in enumerate(scene.tree.tokens) if token.end > offset), 0)


def _band(value: int, bands: tuple[tuple[int, str], ...], beyond: str) -> str:
    return next((name for most, name in bands if value <= most), beyond)


def _of_rivals(claim: Claim, others: Sequence[Claim]) -> Iterator[str]:
    """What else the sentence was read to say of the same places or by the same trigger."""
    mine = {ref.start for ref in claim.places().values()}
    for other in others:
        if other.kind == "incident":
            continue
        alike = other.kind == claim.kind
        if alike and mine & {ref.start for ref in other.places().values()}:
            yield f"rival: same place, {'same' if other.action == claim.action else 'another'} action"
        if other.evidence.trigger == claim.evidence.trigger:
            yield f"rival: same trigger, {'same' if alike else 'another'} kind"

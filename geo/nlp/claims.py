"""Claims out of an annotated article: frames found, arguments named, factuality and time told."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Protocol

from geo.actor import Actor
from geo.claim import ROLES, ActorRef, Claim, Evidence, Factuality, PlaceRef, PlaceRole
from geo.document import Document, Sentence
from geo.nlp.arguments import NAMELESS, UNNAMED, PlaceArgument, Scene
from geo.nlp.factuality import Stance, is_admission, is_boast, speaks_for_party, stance
from geo.nlp.frames import Match, find_frames
from geo.nlp.incidents import casualties
from geo.nlp.lexicon import Frame, Lexicon, load_lexicon
from geo.nlp.linear import linear_matches
from geo.nlp.tree import Tree
from geo.nlp.when import time_of

__all__ = ["ActorFinder", "extract_claims"]

_FORCES = frozenset({"armed", "named", "leaders"})
_BARE = frozenset({"force", "group", "unit", "side", "party", "faction"})
_NOT_FOR_PLACES = frozenset({"against", "with", "by"})
_CONTROL = frozenset({"control", "charge", "command", "possession", "hand", "power", "rule", "grip", "position"})
_MOST = 8
_RECENT = 6
_IN_MIND = 40  # sentences, and claims, that a reader looks back on


class ActorFinder(Protocol):
    """What claims need of a catalogue of actors."""

    def find(self, name: str, on: dt.date | None = None) -> Actor | None:
        """The actor that a name means on a day, None if nobody."""


@dataclass
class _Draft:
    """A claim in the making: what of it is said by the text, and what was inferred."""

    match: Match
    places: dict[PlaceRole, PlaceArgument] = field(default_factory=dict)
    actor: ActorRef | None = None
    opponent: ActorRef | None = None
    notes: list[str] = field(default_factory=list)


def extract_claims(document: Document, catalogue: ActorFinder | None) -> tuple[Claim, ...]:
    """Every claim of control or movement and every incident that an article makes, in the order of the text.

    Reads plain data only: the document's parsed sentences and its mentions of places, actors and times.
    ``catalogue`` names actors that no mention covers; None goes without.

    >>> from geo.article import Article
    >>> extract_claims(Document(Article("a1", "All was quiet.")), None)
    ()
    """
    lexicon = load_lexicon()
    claims: list[Claim] = []
    for sentence in document.sentences:
        if sentence.tokens:
            near = document.around(sentence, _IN_MIND)
            claims.extend(_of_sentence(near, sentence, lexicon, catalogue, claims[-_IN_MIND:]))
    return tuple(claims)


def _of_sentence(
    document: Document, sentence: Sentence, lexicon: Lexicon, catalogue: ActorFinder | None, before: list[Claim]
) -> list[Claim]:
    tree = Tree(sentence.tokens)
    published = document.article.published
    scene = Scene(
        document, sentence, tree, lexicon, lambda name: catalogue.find(name, published) if catalogue else None, before
    )
    found: dict[str, Claim] = {}
    used: set[int] = set()
    matches = sorted(find_frames(tree, lexicon), key=lambda m: m.light is None)
    _collect(scene, ((m, _drafts(scene, m)) for m in matches), found, used, before)
    told = {
        (m.node, m.frame.kind)
        for m in matches
        if any(c.evidence.trigger == tree.text(*sorted(m.span)) and c.kind == m.frame.kind for c in found.values())
    }
    row = list(linear_matches(tree, lexicon, scene.is_place, scene.is_named, told))
    _collect(scene, ((m, _linear_drafts(scene, m, found)) for m in row), found, used, before)
    _collect(scene, ((m, far_drafts(scene, m, found)) for m in matches), found, used, before)
    return sorted(found.values(), key=lambda c: c.evidence.trigger)


def _collect(
    scene: Scene,
    readings: Iterable[tuple[Match, Iterator[_Draft]]],
    found: dict[str, Claim],
    used: set[int],
    before: list[Claim],
) -> None:
    for match, drafts in readings:
        if match.node in used and match.frame.kind != "incident":
            continue
        for draft in drafts:
            claim = _claim(scene, draft, before)
            scene.told.append(claim)
            scene.placed.extend(claim.places().values())
            if not _repeats(claim, found.values()):
                for id in [id for id, other in found.items() if _outdone(other, claim)]:
                    del found[id]
                found[claim.id] = claim
            used.update({match.light} if match.light is not None else ())


def _linear_drafts(scene: Scene, match: Match, found: dict[str, Claim]) -> Iterator[_Draft]:
    """Drafts of a second reading: only for places that no claim of the same kind tells of yet, and with an actor."""
    told = {ref.start for c in found.values() if c.kind == match.frame.kind for ref in c.places().values()}
    for draft in _drafts(scene, match):
        if draft.actor is None or all(p.ref.start in told or p.inferred for p in draft.places.values()):
            continue
        draft.notes.append("read from the order of the words")
        yield draft


def _outdone(claim: Claim, other: Claim) -> bool:
    """Whether another claim of the sentence tells the same movement with more of its places."""
    return claim.kind == "movement" and len(claim.places()) < len(other.places()) and _repeats(claim, [other])


def _repeats(claim: Claim, found: Iterable[Claim]) -> bool:
    """Whether a claim says of the same places what another already said, by a better or an equal frame."""
    words = {role: ref.text for role, ref in claim.places().items()}
    for other in found:
        same = (other.kind, other.action) == (claim.kind, claim.action)
        theirs = {role: ref.text for role, ref in other.places().items()}
        actors = claim.actor is None or other.actor is None or claim.actor.actor.id == other.actor.actor.id
        if same and actors and words.items() <= theirs.items():
            return True
        twice = other.kind == claim.kind == "movement" and other.evidence.trigger[0] == claim.evidence.trigger[0]
        if twice and actors and words == theirs:
            return True
    return False


# -- drafts ----------------------------------------------------------------------------------------------------


def _drafts(scene: Scene, match: Match) -> Iterator[_Draft]:
    """One draft for each combination of the places that a match names."""
    draft = _Draft(match)
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
            yield replace_places(draft, dict(zip(roles, combination, strict=True)))


FRONTED = {
    "take by light verb",
    "foothold",
    "drive out",
    "driven from",
    "hold by light verb",
    "raise flag",
    "lose control",
    "extend control",
    "change hands",
}
FAR = {
    "fight", "trade fire", "fighting noun", "attack", "attack by light verb", "attack noun", "shells land", "open fire",
    "launch fire", "siege noun", "siege", "hem into", "beat off", "meet resistance", "artillery fire", "face bombardment",
    "capture noun", "battleground",
}  # fmt: skip


def _is_far(scene: Scene, draft: _Draft) -> bool:
    match = draft.match
    if draft.actor is None and match.frame.name not in {"capture noun", "battleground", "siege noun"}:
        return False
    patients = [n for path, n in match.arguments.get("place", []) if path == "patient"]
    if any(scene.word_class(n) not in {"armed", "civilians", "named", "leaders", "pronoun"} for n in patients):
        return False
    if scene.tree.children(match.node, "xcomp") or scene.is_little(match.light or match.node):
        return False
    return _stance(scene, match).factuality == "actual"


def far_drafts(scene: Scene, match: Match, found: dict[str, Claim]) -> Iterator[_Draft]:
    """A draft for a match whose own arguments name no place: the place told of nearby, where one is free."""
    frame = match.frame
    trigger = scene.tree.text(*sorted(match.span))
    if frame.kind == "incident" or any(c.evidence.trigger == trigger and c.kind != "incident" for c in found.values()):
        return
    draft = _Draft(match)
    import os

    if os.environ.get("FARALL"):
        global FAR
        FAR = {f.name for f in scene.lexicon.frames} - {"be somewhere", "come within", "seen somewhere"}
    if frame.name not in FAR | FRONTED or not _with_actors(scene, draft) or _places(scene, match):
        return
    if frame.name in FAR and not _is_far(scene, draft):
        return
    told = {
        r.start for c in found.values() if (c.kind, c.action) == (frame.kind, frame.action) for r in c.places().values()
    }
    near = scene.nearest_place(match.node, told) if frame.name in FAR else scene.fronted_place(match.node)
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
        yield replace_places(draft, {role: each})


def replace_places(draft: _Draft, places: dict[PlaceRole, PlaceArgument]) -> _Draft:
    """The draft with other places; its inferences are kept and joined by theirs."""
    notes = [place.inferred for place in places.values() if place.inferred]
    return _Draft(draft.match, places, draft.actor, draft.opponent, [*draft.notes, *notes])


def _fits(draft: _Draft, options: dict[PlaceRole, list[PlaceArgument]]) -> bool:
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
            if match.frame.name == "be somewhere" and scene.tree.lemma(node) in _CONTROL:
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


def _with_actors(scene: Scene, draft: _Draft) -> bool:
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
    if kind == "pronoun" and draft.actor is None and frame.name == "move":
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


def _other_side(scene: Scene, draft: _Draft) -> ActorRef | None:
    """In "A and B fought" B is the opponent, unless the two belong together."""
    agents = [node for path, node in draft.match.arguments.get("actor", []) if path == "agent"]
    others = [n for node in agents for n in scene.tree.conjuncts(node)[1:] if scene.is_named(n)]
    ref = scene.actor(others[0]) if others else None
    return None if _same_party(ref, draft.actor) else ref


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


# -- claims ----------------------------------------------------------------------------------------------------


def _claim(scene: Scene, draft: _Draft, before: list[Claim]) -> Claim:
    match, frame = draft.match, draft.match.frame
    heard = _stance(scene, match)
    speaker = scene.actor(heard.speaker) if heard.speaker is not None else None
    factuality = _factuality(scene, draft, heard, speaker)
    refs: dict[PlaceRole, PlaceRef] = {role: place.ref for role, place in draft.places.items()}
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
        time=time_of(scene.document, scene.sentence, scene.tree, match.node) if _dated(scene, match) else None,
        reported=scene.document.article.published,
        source=scene.document.article.source,
        forced=frame.forced or _is_forced(scene.tree, match.node) or _was_forced(scene, draft),
        siege=frame.siege,
        confidence=_confidence(draft),
        dead=dead,
        wounded=wounded,
    )
    claim, inferred = _with_origin(claim, before)
    return replace(claim, explanation=_explain(draft, heard, [*notes, *inferred]))


def _stance(scene: Scene, match: Match) -> Stance:
    if scene.tree[match.node].dep == "amod":
        return Stance()
    return stance(scene.tree, match.node, event=match.frame.action in {"captures", "loses", "advances"})


def _text(scene: Scene) -> str:
    return scene.document.article.text[scene.sentence.start : scene.sentence.end]


def _evidence(scene: Scene, match: Match) -> Evidence:
    first, last = sorted(match.span)
    trigger = scene.tree.text(first, last)
    return Evidence(scene.document.article.id, scene.sentence.start, scene.sentence.end, _text(scene), trigger)


def _identity(scene: Scene, draft: _Draft) -> str:
    parts = [scene.document.article.id, str(scene.sentence.start), draft.match.frame.kind, draft.match.frame.action]
    parts += [f"{role}={place.ref.text}@{place.ref.start}" for role, place in draft.places.items()]
    parts += [ref.actor.id if ref else "" for ref in (draft.actor, draft.opponent)]
    return hashlib.sha1("|".join(parts).encode(), usedforsecurity=False).hexdigest()[:12]


def _dated(scene: Scene, match: Match) -> bool:
    """A modifier ("rebel-held") and a state that holds at writing take no date."""
    return scene.tree[match.node].dep != "amod" and not (
        match.frame.action == "holds" and match.frame.kind == "control"
    )


def _was_forced(scene: Scene, draft: _Draft) -> bool:
    """Whether the sentence has already told that the same actor was driven away."""
    if draft.match.frame.action != "withdraws" or draft.actor is None:
        return False
    return any(c.forced and c.actor is not None and c.actor.actor.id == draft.actor.actor.id for c in scene.told)


def _is_forced(tree: Tree, node: int) -> bool:
    return any(tree.lemma(n) in {"force", "compel", "oblige"} and tree.is_verb(n) for n in tree.chain(node))


def _confidence(draft: _Draft) -> float:
    """Simple evidence: direct syntax 0.85, less for each thing inferred and for an actor that nobody names."""
    value = 0.85 - 0.15 * len(draft.notes) - (0.1 if draft.actor is None else 0.0)
    return round(max(0.3, value), 2)


def _explain(draft: _Draft, heard: Stance, notes: list[str]) -> str:
    frame, arguments = draft.match.frame, draft.match.arguments
    paths = ", ".join(f"{role} by {found[0][0]}" for role, found in arguments.items() if found)
    because = f"{heard.factuality} by “{heard.because}”" if heard.because else ""
    return "; ".join(part for part in (f"frame “{frame.name}”: {paths}", because, *notes) if part)


# -- who says so -----------------------------------------------------------------------------------------------


def _factuality(scene: Scene, draft: _Draft, heard: Stance, speaker: ActorRef | None) -> Factuality:
    """The text's own verdict; a party speaking in its own favour makes a fact a claim."""
    verbs = (draft.match.node, draft.match.light)
    if heard.factuality == "actual" and any(v is not None and is_boast(scene.tree.lemma(v)) for v in verbs):
        return "claimed"
    if heard.factuality != "actual" or heard.speaker is None:
        return heard.factuality
    own = _same_party(speaker, draft.actor)
    other = _same_party(speaker, draft.opponent)
    if (own and is_admission(draft.match.frame.action)) or (other and draft.match.frame.action == "captures"):
        return "actual"
    return "claimed" if _is_party(scene, heard.speaker, speaker, own or other) else "actual"


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


def _same_party(one: ActorRef | None, other: ActorRef | None) -> bool:
    if one is None or other is None:
        return False
    a, b = one.actor, other.actor
    ties = {a.id, a.side, *(r.actor for r in a.relations)} & {b.id, b.side, *(r.actor for r in b.relations)} - {""}
    mine, yours = (_stems(ref.text) | _stems(ref.actor.name) for ref in (one, other))
    return bool(ties) or bool(mine & yours)


def _stems(text: str) -> set[str]:
    generic = {"force", "troop", "fighte", "soldie", "group", "the", "spokes", "of", "and", "army", "comman", "in"}
    return {w.strip(".,'’")[:6].rstrip("s") for w in text.lower().split()} - generic


# -- what the context implies ----------------------------------------------------------------------------------


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

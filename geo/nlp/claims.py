"""Claims out of an annotated article: frames found, arguments named, factuality and time told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Protocol

from geo.actor import Actor
from geo.claim import Claim
from geo.document import Document, Sentence
from geo.nlp.casting import Draft
from geo.nlp.drafting import drafts, far_drafts, linear_drafts
from geo.nlp.frames import Match, find_frames
from geo.nlp.judging import LEAST, Judged, judge
from geo.nlp.lexicon import Lexicon, load_lexicon
from geo.nlp.linear import linear_matches
from geo.nlp.scene import Scene
from geo.nlp.telling import claim_of
from geo.nlp.tree import Tree

__all__ = ["ActorFinder", "extract_claims", "judged_claims"]

_IN_MIND = 40  # sentences, and claims, that a reader looks back on


class ActorFinder(Protocol):
    """What claims need of a catalogue of actors."""

    def find(self, name: str, on: dt.date | None = None) -> Actor | None:
        """The actor that a name means on a day, None if nobody."""


def extract_claims(document: Document, catalogue: ActorFinder | None) -> tuple[Claim, ...]:
    """Every claim of control or movement and every incident that an article makes, in the order of the text.

    Reads plain data only: the document's parsed sentences and its mentions of places, actors and times.
    ``catalogue`` names actors that no mention covers; None goes without.

    >>> from geo.article import Article
    >>> extract_claims(Document(Article("a1", "All was quiet.")), None)
    ()
    """
    return tuple(judged.claim for judged in judged_claims(document, catalogue))


def judged_claims(document: Document, catalogue: ActorFinder | None, *, least: float = LEAST) -> list[Judged]:
    """As :func:`extract_claims`, each claim with the evidence for it; those less likely than ``least`` are left out.

    >>> from geo.article import Article
    >>> judged_claims(Document(Article("a1", "All was quiet.")), None)
    []
    """
    lexicon = load_lexicon()
    found: list[Judged] = []
    for sentence in document.sentences:
        if sentence.tokens:
            near = document.around(sentence, _IN_MIND)
            before = [judged.claim for judged in found[-_IN_MIND:]]
            read = _of_sentence(near, sentence, lexicon, catalogue, before)
            found.extend(j for j in read if j.claim.kind == "incident" or j.claim.confidence >= least)
    return found


def _of_sentence(
    document: Document, sentence: Sentence, lexicon: Lexicon, catalogue: ActorFinder | None, before: list[Claim]
) -> list[Judged]:
    tree = Tree(sentence.tokens)
    published = document.article.published
    scene = Scene(
        document, sentence, tree, lexicon, lambda name: catalogue.find(name, published) if catalogue else None, before
    )
    found: dict[str, Claim] = {}
    of_claim: dict[str, Draft] = {}
    used: set[int] = set()
    matches = sorted(find_frames(tree, lexicon), key=lambda m: m.light is None)
    _collect(scene, ((m, drafts(scene, m)) for m in matches), found, of_claim, used, before)
    told = {
        (m.node, m.frame.kind)
        for m in matches
        if any(c.evidence.trigger == tree.text(*sorted(m.span)) and c.kind == m.frame.kind for c in found.values())
    }
    row = list(linear_matches(tree, lexicon, scene.is_place, scene.is_named, told))
    _collect(scene, ((m, linear_drafts(scene, m, found)) for m in row), found, of_claim, used, before)
    _collect(scene, ((m, far_drafts(scene, m, found)) for m in matches), found, of_claim, used, before)
    return judge(scene, [(c, of_claim[c.id]) for c in sorted(found.values(), key=lambda c: c.evidence.trigger)])


def _collect(
    scene: Scene,
    readings: Iterable[tuple[Match, Iterator[Draft]]],
    found: dict[str, Claim],
    of_claim: dict[str, Draft],
    used: set[int],
    before: list[Claim],
) -> None:
    for match, found_drafts in readings:
        if match.node in used and match.frame.kind != "incident":
            continue
        for draft in found_drafts:
            claim = claim_of(scene, draft, before)
            scene.told.append(claim)
            scene.placed.extend(claim.places().values())
            if not _repeats(claim, found.values()):
                for id in [id for id, other in found.items() if _outdone(other, claim)]:
                    del found[id]
                found[claim.id] = claim
                of_claim[claim.id] = draft
            used.update({match.light} if match.light is not None else ())


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

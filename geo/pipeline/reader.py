"""What reading needs, and the articles that it turns into situations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.footprint import Footprint, of_place
from gazetteer.resolver import Resolution, Toponym
from geo.actor import Actor
from geo.article import Article
from geo.claim import Claim
from geo.correcting import Corrector
from geo.correction import Correction
from geo.document import Document, ToponymMention
from geo.errors import UnknownActorError
from geo.situation import PlaceMention, Situation

if TYPE_CHECKING:
    from gazetteer.boundaries import Boundaries
    from gazetteer.index import Gazetteer
    from gazetteer.online import LastResort
    from gazetteer.own import OwnPlaces
    from gazetteer.place import Place
    from geo.catalogue import Catalogue
    from geo.extraction import ClaimSource, Grounder
    from geo.nlp.model import Model

__all__ = ["Reader"]

BATCH = 32  # articles parsed at a time: enough to keep the parser busy, few enough to keep memory flat


class Reader:
    """Everything that reading needs, each part loaded when it is first used.

    ``actor_files`` are users' own catalogues (YAML or CSV), read on top of the shipped ones; ``place_files`` their
    own places (CSV or GeoJSON), which count before the gazetteer's. ``last_resort`` is asked, over the network, for
    names that no entry answers to (see :mod:`gazetteer.online`); without one nothing leaves the machine.
    ``claims_from`` makes, of what grounds claims in articles, another source of them than the built-in extractor
    (see :mod:`geo.extraction`). ``correction_files`` are an analyst's corrections (see :mod:`geo.io.corrections`);
    given, they take the place of those that saved situations bring along, and without them those stand.
    """

    def __init__(
        self,
        *,
        model: str | None = None,
        actor_files: Sequence[str | Path] = (),
        place_files: Sequence[str | Path] = (),
        last_resort: LastResort | None = None,
        claims_from: Callable[[Grounder], ClaimSource] | None = None,
        correction_files: Sequence[str | Path] = (),
    ) -> None:
        self._model_name = model
        self._actor_files = tuple(actor_files)
        self._place_files = tuple(place_files)
        self._last_resort = last_resort
        self._claims_from = claims_from
        self._correction_files = tuple(correction_files)

    @property
    def knows_more(self) -> bool:
        """Whether it knows actors or places that do not ship, so that a text read before is worth reading again."""
        return bool(self._actor_files or self._place_files or self._last_resort)

    @cached_property
    def model(self) -> Model:
        """The language model."""
        from geo.nlp.model import load_model

        return load_model(self._model_name)

    @cached_property
    def index(self) -> Gazetteer:
        """The gazetteer's index, built on the machine's first use."""
        from gazetteer.index import open_index

        return open_index(own=self._place_files)

    @cached_property
    def own(self) -> OwnPlaces:
        """The user's own places by name."""
        from gazetteer.own import OwnPlaces
        from gazetteer.tables import read_tables

        places = read_tables(self._place_files) if self._place_files else ()
        return OwnPlaces(p if p.country else replace(p, country=self._country_at(p)) for p in places)

    def _country_at(self, place: Place) -> str | None:
        return self.boundaries.country_at(place.lon, place.lat)

    def settle(self, toponyms: Sequence[Toponym], found: Sequence[Resolution]) -> Sequence[Resolution]:
        """The last word on which places the names of a document mean: the user's own, then the last resort's."""
        settled = self.own.settle(toponyms, found)
        return self._last_resort.settle(toponyms, settled) if self._last_resort else settled

    @cached_property
    def boundaries(self) -> Boundaries:
        """Countries, first-level areas and coasts."""
        from gazetteer.boundaries import open_boundaries

        return open_boundaries()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The actors known by name."""
        from geo.catalogue import load_catalogue

        return load_catalogue(self._actor_files)

    def documents(self, articles: Iterable[Article], *, actors: bool = True) -> Iterator[Document]:
        """Annotate articles one after the other; ``actors=False`` finds toponyms alone."""
        source = iter(articles)
        while batch := list(islice(source, BATCH)):
            parsed = self.model.sentences(a.text for a in batch)
            for article, sentences in zip(batch, parsed, strict=True):
                document = self._with_toponyms(Document(article, sentences))
                yield self._with_actors(document) if actors else document

    def _with_toponyms(self, document: Document) -> Document:
        from geo.nlp.toponyms import find_toponyms

        found = find_toponyms(
            document.article, document.sentences, self.index, boundaries=self.boundaries, settle=self.settle
        )
        return replace(document, toponyms=found)

    def _with_actors(self, document: Document) -> Document:
        from geo.nlp.actors import find_actors
        from geo.nlp.rereading import reread
        from geo.nlp.times import find_times

        document = reread(document, self.model)
        article, sentences = document.article, document.sentences
        return replace(
            document,
            actors=find_actors(article, sentences, document.toponyms, self.catalogue),
            times=find_times(article, sentences),
        )

    @cached_property
    def source(self) -> ClaimSource:
        """Where claims come from: by default the built-in extractor."""
        if self._claims_from is None:
            return _BuiltIn(self.catalogue)
        from geo.extraction import Grounder

        return self._claims_from(Grounder(self.catalogue, self._resolve))

    def _resolve(self, toponyms: Sequence[Toponym]) -> Sequence[Resolution]:
        from gazetteer.resolver import resolve

        return self.settle(toponyms, resolve(toponyms, self.index))

    def situations(self, articles: Iterable[Article]) -> Iterator[Situation]:
        """A situation per article, without periods: for streaming rows in flat memory."""
        source = self.source
        for document in self.documents(articles):
            yield _situation_of(document, source.claims(document))
        source.finish()

    def places(self, articles: Iterable[Article]) -> Iterator[Situation]:
        """As :meth:`situations`, with toponyms alone, which is faster."""
        for document in self.documents(articles, actors=False):
            yield _situation_of(document, ())

    def related(self, actors: dict[str, Actor]) -> dict[str, Actor]:
        """The actors with all that they are part of or allied with, so that a roll-up finds every step."""
        known = dict(actors)
        waiting = list(actors.values())
        while waiting:
            actor = waiting.pop()
            for above in (*(relation.actor for relation in actor.relations), actor.side):
                parent = self.catalogue.get(above)
                if parent is not None and parent.id not in known:
                    known[parent.id] = parent
                    waiting.append(parent)
        return known

    @cached_property
    def corrections(self) -> Mapping[Correction, str] | None:
        """The corrections of the files with where they are written, None where no files are given."""
        from geo.io.corrections import read_corrections

        if not self._correction_files:
            return None
        found: dict[Correction, str] = {}
        for path in self._correction_files:
            for line, correction in read_corrections(path, place=self.index.place, actor=self._actor):
                found.setdefault(self._in_its_country(correction), f"{path}, line {line}")
        return found

    def corrector(self, saved: Iterable[Correction] = ()) -> Corrector:
        """What applies the files' corrections; without files the ``saved`` ones."""
        standing = saved if self.corrections is None else self.corrections
        return Corrector(standing, reach=self._reach, related=self.related)

    def _reach(self, place: Place) -> Footprint:
        return of_place(place, self.boundaries)

    def _in_its_country(self, correction: Correction) -> Correction:
        place = correction.place
        if place is None or place.country:
            return correction
        return replace(correction, place=replace(place, country=self._country_at(place)))

    def _actor(self, name: str) -> Actor:
        found = self.catalogue.get(name) or self.catalogue.find(name, fuzzy=False)
        if found is None and name.startswith("found:"):  # discovered in some text: there it has its name
            found = Actor(name, name.removeprefix("found:").replace("-", " "))
        if found is None:
            near = ", ".join(self.catalogue.nearest(name)) or "none"
            raise UnknownActorError(f"no actor {name!r:.80}; near: {near}")
        return found


class _BuiltIn:
    """The linguistic extractor, which needs no network."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def claims(self, document: Document) -> tuple[Claim, ...]:
        from geo.nlp.claims import extract_claims

        return extract_claims(document, self._catalogue)

    def finish(self) -> None:
        """Nothing is ever refused."""


def _situation_of(document: Document, claims: Sequence[Claim]) -> Situation:
    article = document.article
    return Situation(
        articles=(article,),
        claims=tuple(claims),
        mentions=tuple(PlaceMention(article.id, m) for m in _mentions(document, claims)),
        actors={actor.id: actor for claim in claims for actor in _actors_of(claim)},
    )


def _mentions(document: Document, claims: Sequence[Claim]) -> list[ToponymMention]:
    """The toponyms, and as unknown ones the names that only claims know, so that all that is unplaced is listed."""
    spans = {(m.start, m.end) for m in document.toponyms}
    added: dict[tuple[int, int], ToponymMention] = {}
    for ref in (ref for claim in claims for ref in claim.places().values()):
        start, end = ref.start, ref.start + len(ref.text)
        covered = any(start < stop and begin < end for begin, stop in spans)
        named = document.article.text[start:end] == ref.text and any(word[0].isupper() for word in ref.text.split())
        if ref.place is None and ref.footprint is None and named and not covered:
            unknown = Resolution("unknown", reason="no entry of that name")
            added[start, end] = ToponymMention(start, end, ref.text, "literal", unknown, None, start, end)
    return sorted((*document.toponyms, *added.values()), key=lambda mention: mention.start)


def _actors_of(claim: Claim) -> Iterator[Actor]:
    for ref in (claim.actor, claim.opponent, claim.speaker):
        if ref is not None:
            yield ref.actor

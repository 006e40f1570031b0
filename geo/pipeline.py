"""The road from articles to a situation: read, annotate, extract, track."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.footprint import Footprint, of_place
from gazetteer.resolve import Resolution, Toponym
from geo.actor import Actor
from geo.article import Article
from geo.claim import Claim
from geo.correcting import Corrector, correct, restored
from geo.correction import Correction, consolidated
from geo.document import Document, ToponymMention
from geo.errors import InputError, UnknownActorError
from geo.interval import Day, as_day
from geo.io.articles import read_articles
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

__all__ = ["Reader", "corrected", "merge", "places", "read"]

Warn = Callable[[str], None]
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
        from gazetteer.resolve import resolve

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


def read(
    *inputs: str | Path,
    date: Day = None,
    strict: bool = False,
    warn: Warn | None = None,
    reader: Reader | None = None,
    on_article: Callable[[Article], None] | None = None,
    title: str = "",
) -> Situation:
    """Read articles and saved situations into one situation.

    ``inputs`` are files, folders, globs, ``-`` for standard input, or saved situations (``.gpkg``); ``date`` is
    the publication day of articles that have none. ``warn`` is told of every article skipped, ``strict`` raises
    instead. ``on_article`` is called as each article is done. An article that a saved situation already holds,
    word for word, is not read again, unless the ``reader`` knows more than what ships.

    Raises :class:`geo.errors.InputError` where nothing usable is found.
    """
    from geo.io.store import load

    day = as_day(date)
    reader = reader or Reader()
    _ = reader.corrections  # a fault in them is said before anything is read
    saved = [load(p) for p in inputs if str(p).endswith(".gpkg")]
    fresh = [p for p in inputs if not str(p).endswith(".gpkg")]
    known = set() if reader.knows_more else {(a.id, a.text) for s in saved for a in s.articles}
    articles = read_articles(fresh, date=day, strict=strict, warn=warn) if fresh else iter(())
    new = (a for a in articles if (a.id, a.text) not in known)
    parts = list(saved)
    for part in reader.situations(new):
        parts.append(part)
        if on_article is not None:
            on_article(part.articles[0])
    situation = merge(parts, reader=reader, title=title, warn=warn)
    if not situation.articles:
        raise InputError(f"no usable article in {', '.join(map(str, inputs))}")
    return situation


def places(*inputs: str | Path | Article, reader: Reader | None = None) -> list[dict[str, object]]:
    """The places that texts name and where they lie, a row each, in the order of the inputs and their texts.

    A string is a text; a Path is a file or folder of articles. A row has the article's id, ``start`` and ``end`` of
    the name (characters of the text), its ``text`` and ``role``, the place's ``place_id``, ``name``, ``country``,
    ``feature_code``, its position ``lat`` and ``lon`` (WGS 84 degrees) with ``radius_m``, then ``confidence``,
    ``status`` and ``reason``; what stays unknown has None for the place. ``geo.frame`` makes a GeoDataFrame of rows.

    >>> rows = places("Rebels withdrew from Sabratha, Libya, to a camp 9 km west of Surman.")
    >>> [(row["name"], row["country"]) for row in rows]
    [('Sabratha', 'LY'), ('Libya', 'LY'), ('Sorman', 'LY')]
    """
    from geo.io.rows import flat_place_rows

    reader = reader or Reader()
    found = reader.places(_articles(inputs))
    return [row for part in corrected(found, reader=reader) for row in flat_place_rows(part)]


def _articles(inputs: Iterable[str | Path | Article]) -> Iterator[Article]:
    for number, given in enumerate(inputs, 1):
        if isinstance(given, Path):
            yield from read_articles([given], dated=False)
        else:
            yield given if isinstance(given, Article) else Article(f"text:{number}", given)


def corrected(
    parts: Iterable[Situation],
    *,
    reader: Reader,
    saved: Iterable[Correction] = (),
    warn: Warn | None = None,
    toponyms_alone: bool = False,
) -> Iterator[Situation]:
    """The parts of a stream as corrected, in flat memory; behind them one with the claims that corrections assert.

    ``saved`` are the corrections that stand where the ``reader`` has no files of them. ``warn`` is told, at the end,
    of those that have met nothing; ``toponyms_alone`` says that the stream has places only to correct.
    """
    corrector = reader.corrector(saved)
    if reader.corrections is None and not corrector.corrections:
        yield from parts
        return
    yield from map(corrector.applied, parts)
    if asserted := corrector.asserted():
        yield Situation(claims=asserted)
    _warn_of_unused([c for c in corrector.unused if c.kind == "place" or not toponyms_alone], reader, warn)


def merge(parts: Sequence[Situation], *, reader: Reader, title: str = "", warn: Warn | None = None) -> Situation:
    """Join situations: a later article replaces an earlier one of the same id; periods are tracked anew.

    Articles come by day and id, so that it does not matter in which order they were added. The corrections of all
    parts, or those of the reader's files in their stead, apply to all; ``warn`` is told of those that meet nothing.
    """
    saved = consolidated(c for part in parts for c in part.corrections)
    corrector = reader.corrector(saved)
    _warn_of_withdrawn(saved, corrector, warn)
    situation = correct(_joined([restored(part) for part in parts], reader, title), corrector)
    _warn_of_unused(corrector.unused, reader, warn)
    return situation


def _warn_of_withdrawn(saved: Iterable[Correction], corrector: Corrector, warn: Warn | None) -> None:
    if warn is not None:
        standing = {correction.key for correction in corrector.corrections}
        for correction in saved:
            if correction.key not in standing:
                warn(f"withdrawn, as the file of corrections lacks it: {correction}")


def _warn_of_unused(unused: Iterable[Correction], reader: Reader, warn: Warn | None) -> None:
    if warn is not None:
        for correction in unused:
            where = (reader.corrections or {}).get(correction, "a saved correction")
            warn(f"{where}: nothing to correct: {correction}")


def _joined(parts: Sequence[Situation], reader: Reader, title: str) -> Situation:
    owner = {a.id: number for number, part in enumerate(parts) for a in part.articles}

    def current(number: int, article: str) -> bool:
        return owner[article] == number

    articles = [a for n, part in enumerate(parts) for a in part.articles if current(n, a.id)]
    articles.sort(key=lambda a: (a.published or dt.date.max, a.id))
    place = {a.id: number for number, a in enumerate(articles)}
    found = [c for n, part in enumerate(parts) for c in part.claims if current(n, c.article)]
    claims = {c.id: c for c in sorted(found, key=lambda c: place[c.article])}
    mentions = [m for n, part in enumerate(parts) for m in part.mentions if current(n, m.article)]
    mentions.sort(key=lambda m: place[m.article])
    named = sorted((a for part in parts for a in part.actors.values()), key=lambda a: (a.id, a.name), reverse=True)
    return Situation(
        articles=tuple(articles),
        claims=tuple(claims.values()),
        mentions=tuple(mentions),
        actors=reader.related({a.id: a for a in named}),
        title=title or next((p.title for p in parts if p.title), ""),
    )


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

"""The gazetteer's index: names in, ranked candidates out. Built on first use, in the user's cache folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Indel

from gazetteer import geonames, names, regional, shipped
from gazetteer.distance import kilometres
from gazetteer.errors import PlaceNotFoundError, SourceFormatError
from gazetteer.place import Candidate, LonLat, MatchMethod, Place
from gazetteer.progress import ProgressBar
from gazetteer.prominence import prominence
from gazetteer.store import FORMAT, Store, build_store
from gazetteer.tables import read_tables

__all__ = ["Gazetteer", "cache_folder", "open_index"]

Progress = Callable[[str, int, int], None]
_VERSIONS_KEPT = 3
_EXPECTED = {"places": 262_000, "shipped": 8_000}

# The likeness of names alone, 0 to 1, by way of matching; the entry's own name beats an alternate one.
_SCORES: dict[MatchMethod, float] = {"exact": 1.0, "folded": 0.97, "transliterated": 0.92, "fuzzy": 0.88, "id": 1.0}
_ALTERNATE = 0.98
_LEAST_LIKE: dict[MatchMethod, float] = {"transliterated": 0.6, "fuzzy": 0.78}
_PROMINENCE = 0.25
_SEAT = 0.06
_NEARNESS = 0.15
_OWN = 1.0
_NEAR_KM = 100.0
_FUZZY_SKELETONS = 60
_SHORTEST_FUZZY = 4
_LONGEST_CODE = 4  # capitals such as UCLA, which nobody transliterates
_REGIONAL = 0.97  # what a coarser key makes alike is a little less so
_FITS = 0.86  # a likeness from which no misspelling is looked for


def cache_folder() -> Path:
    """Where indexes are kept: ``$SITMAP_CACHE``, or the user's cache folder."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get("SITMAP_CACHE") or user_cache_dir("sitmap"))


def open_index(
    path: Path | str | None = None, *, own: Sequence[Path | str] = (), progress: Progress | None = None
) -> Gazetteer:
    """Open the index in a folder (default: :func:`cache_folder`), building there what is missing or out of date.

    ``own`` are files of a user's own places, CSV or GeoJSON (:mod:`gazetteer.tables`), which count before all others,
    the first file first; what they are made into is kept in the folder and made anew when they change.
    ``progress`` is called as (layer, places so far, places expected) while a layer is built; without one a bar
    is shown on standard error.
    Raises :class:`gazetteer.errors.IndexBuildError` where the folder cannot be written or a file is damaged, and
    :class:`gazetteer.errors.SourceFormatError` with the file, the line or feature, the field and what is allowed
    where a place of the user's is wrong.
    """
    folder = Path(path) if path is not None else cache_folder()
    progress = progress or ProgressBar()
    layers = [Store(file) for file in ensure_layers(folder, progress=progress)]
    return Gazetteer([Store(_own_layer(folder, own)), *layers] if own else layers)


def _own_layer(folder: Path, own: Sequence[Path | str]) -> Path:
    files = [Path(file) for file in own]
    for file in files:
        if not file.is_file():
            raise SourceFormatError(f"{file}: no such file; allowed are CSV and GeoJSON files of places")
    path = folder / f"own-{shipped.fingerprint(*files)}-{names.RULES_VERSION}.{FORMAT}.sqlite"
    if not path.exists():
        build_store(path, read_tables(files), {"layer": "own"})
        _forget_old(folder, "own")
    return path


def ensure_layers(folder: Path, *, progress: Progress | None = None, anew: bool = False) -> list[Path]:
    """The files of the layers, topmost first: what ships, what was imported, what the packages give.

    Those that are missing are built, with ``anew`` all but the imported ones.
    A layer's file is named by the versions of all that it is made of, so a newer one never overwrites an open one.
    """
    versions = "-".join([*geonames.sources().values(), f"{names.RULES_VERSION}.{FORMAT}"])
    base = folder / f"places-{versions}.sqlite"
    top = folder / f"shipped-{shipped.fingerprint(*shipped.data_files())}-{names.RULES_VERSION}.{FORMAT}.sqlite"
    for path, places in ((base, _base_places), (top, shipped.shipped_places)):
        if anew or not path.exists():
            _build(path, places(), progress)
    return [top, *sorted(folder.glob("import-*.sqlite")), base]


def _base_places() -> Iterator[Place]:
    yield from geonames.cities()
    yield from geonames.airports()


def _build(path: Path, places: Iterable[Place], progress: Progress | None) -> None:
    layer = path.name.split("-")[0]
    expected = _EXPECTED.get(layer, 0)
    advance = None if progress is None else lambda done: progress(layer, done, max(expected, done + 1))
    build_store(path, places, {"layer": layer, **geonames.sources()}, advance=advance)
    if progress is not None:
        progress(layer, expected, expected)
    if layer in _EXPECTED:
        _forget_old(path.parent, layer)


def _forget_old(folder: Path, layer: str) -> None:
    """Deletes layers of older versions, but for a few that another installation may still use."""
    by_age = sorted(folder.glob(f"{layer}-*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in by_age[_VERSIONS_KEPT:]:
        old.unlink(missing_ok=True)


def import_file(file: Path, folder: Path, *, progress: Progress | None = None) -> int:
    """Add a GeoNames dump (.txt, .zip) or a CSV file as a layer of its own, and return how many places it has.

    Importing a file of the same name again replaces its layer. Raises :class:`SourceFormatError` on a bad line.
    """
    path = folder / f"import-{file.stem}.sqlite"
    _build(path, geonames.read_places(file), progress)
    return Store(path).count()


class Gazetteer:
    """A stack of layers, topmost first; where two have an entry of one id, the upper one's word counts.

    >>> index = open_index()
    >>> [(c.place.name, c.method) for c in index.lookup("Surman", country="LY", limit=1)]
    [('Sorman', 'exact')]
    >>> index.lookup("Zumarah", country="LY")[0].method
    'fuzzy'
    """

    def __init__(self, layers: list[Store]) -> None:
        self._layers = layers
        self._known: dict[tuple[str, str | None, bool], list[tuple[Candidate, float]]] = {}
        self._places: dict[str, Place] = {}
        self._codes: dict[str, Place] = {}
        self._own = frozenset(ident for layer in layers if layer.meta.get("layer") == "own" for ident in layer.ids())

    @property
    def layers(self) -> tuple[Store, ...]:
        """The layers, topmost first."""
        return tuple(self._layers)

    def has(self, name: str) -> bool:
        """Whether the name is known as it stands or but for case, diacritics and hyphens."""
        key = names.fold(name)
        return any(layer.has(key) for layer in self._layers)

    def place(self, ident: str) -> Place:
        """The entry with the id; raises :class:`PlaceNotFoundError`."""
        if ident not in self._places:
            found = [place for layer in self._layers if (place := layer.by_id(ident))]
            if not found:
                raise PlaceNotFoundError(f"no place has the id {ident!r}; ids look like geonames:2212771")
            upper, *lower = found
            for other in lower:
                upper = shipped.joined(upper, other)
            self._places[ident] = upper
        return self._places[ident]

    def country(self, code: str) -> Place:
        """The country with the ISO 3166-1 alpha-2 code; raises :class:`PlaceNotFoundError`."""
        codes = self.countries()
        if code.upper() not in codes:
            raise PlaceNotFoundError(f"no country has the code {code!r}; codes are two letters, e.g. LY for Libya")
        return codes[code.upper()]

    def countries(self) -> dict[str, Place]:
        """Every country by its ISO 3166-1 alpha-2 code."""
        if not self._codes:
            for layer in self._layers:
                self._codes = {p.country: p for p in layer.countries() if p.country} | self._codes
                if self._codes and layer.meta.get("layer") != "own":
                    break
        return self._codes

    def demonym(self, word: str) -> str | None:
        """The country code that a demonym stands for ("Libyan" -> "LY"), None for other words."""
        return shipped.demonyms().get(names.fold(word))

    def lookup(
        self,
        name: str,
        *,
        country: str | None = None,
        near: LonLat | None = None,
        limit: int = 10,
        fuzzy: bool = True,
    ) -> list[Candidate]:
        """What the name may mean, best first: likeness of the names, then prominence, then nearness to ``near``.

        ``country`` is an ISO 3166-1 alpha-2 code that bounds the search. Misspellings are looked for only where
        nothing fits the name as it stands, and only if ``fuzzy``.
        """
        country = country.upper() if country else None
        weighted = self._weighted(name, country, fuzzy)
        if near is not None:
            weighted = [(c, weight + _nearness(c.place, near)) for c, weight in weighted]
            weighted.sort(key=lambda pair: -pair[1])
        return [candidate for candidate, _ in weighted[:limit]]

    def spelled(self, name: str, *, limit: int = 10) -> list[Candidate]:
        """A quick :meth:`lookup` that tries no other spelling, only case, diacritics and hyphens; best first.

        >>> [candidate.place.country for candidate in open_index().spelled("sabratha", limit=1)]
        ['LY']
        """
        found = sorted(
            self._spelled(name, names.fold(name), None), key=lambda pair: -pair[0].score - self._bonus(*pair)
        )
        best: dict[str, Candidate] = {}
        for candidate, _ in found:
            best.setdefault(candidate.place.id, candidate)
        return list(best.values())[:limit]

    def _weighted(self, name: str, country: str | None, fuzzy: bool) -> list[tuple[Candidate, float]]:
        query = (name, country, fuzzy)
        if query not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            best: dict[str, tuple[Candidate, float]] = {}
            for candidate, weight in self._search(name, country, fuzzy):
                known = best.get(candidate.place.id)
                if known is None or known[0].score < candidate.score:
                    weight = max(weight, prominence(candidate.place))
                    best[candidate.place.id] = (candidate, candidate.score + self._bonus(candidate, weight))
            self._known[query] = sorted(_seats_first(list(best.values())), key=lambda pair: -pair[1])
        return self._known[query]

    def _bonus(self, candidate: Candidate, weight: float) -> float:
        """What counts beside the likeness of the names: how well known a place is, and whether it is the user's own."""
        own = candidate.method in ("exact", "folded") and candidate.place.id in self._own
        return _PROMINENCE * weight + (_OWN if own else 0.0)

    def _search(self, name: str, country: str | None, fuzzy: bool) -> Iterator[tuple[Candidate, float]]:
        folded = names.fold(name)
        key = "" if name.isupper() and len(name) <= _LONGEST_CODE else names.skeleton_of_folded(folded)
        fits = 0.0
        for search in (self._spelled(name, folded, country), self._transliterated(folded, key, country)):
            for candidate, weight in search:
                fits = max(fits, candidate.score)
                yield candidate, weight
        if not fuzzy or not key or fits >= _FITS:
            return
        for candidate, weight in self._regional(folded, country):
            fits = max(fits, candidate.score)
            yield candidate, weight
        if fits < _FITS and len(folded) >= _SHORTEST_FUZZY:
            yield from self._misspelled(folded, key, country)

    def _spelled(self, name: str, folded: str, country: str | None) -> Iterator[tuple[Candidate, float]]:
        plain = name.casefold()
        for key in filter(None, (folded, names.bare(folded, "LY"))):
            for layer in self._layers:
                for place, position, weight in layer.by_folded(key, country):
                    written = (place.name, *place.names)
                    same = next((n for n in written if n.casefold() == plain), None)
                    method: MatchMethod = "exact" if same else "folded"
                    score = _SCORES[method] * (1.0 if position == 0 else _ALTERNATE)
                    yield self._candidate(layer, place, same or written[position], method, score), weight

    def _transliterated(self, folded: str, key: str, country: str | None) -> Iterator[tuple[Candidate, float]]:
        if not key:
            return
        for layer in self._layers:
            for place, position, weight in layer.by_skeleton(key, country):
                matched = (place.name, *place.names)[position]
                alike = names.likeness(folded, names.fold(matched))
                if alike >= _LEAST_LIKE["transliterated"]:
                    score = _SCORES["transliterated"] * (0.5 + alike / 2)
                    yield self._candidate(layer, place, matched, "transliterated", score), weight

    def _regional(self, folded: str, country: str | None) -> Iterator[tuple[Candidate, float]]:
        """Spellings that only the habits of a place's own region bring together."""
        for region, key in regional.regional_keys(folded, country).items():
            form = regional.regional_form(folded, region)
            for layer in self._layers:
                for place, position, weight in layer.by_skeleton(key, country):
                    matched = (place.name, *place.names)[position]
                    alike = names.likeness(form, regional.regional_form(names.fold(matched), region))
                    if alike >= _LEAST_LIKE["transliterated"]:
                        score = _REGIONAL * _SCORES["transliterated"] * (0.5 + alike / 2)
                        yield self._candidate(layer, place, matched, "transliterated", score), weight

    def _misspelled(self, folded: str, key: str, country: str | None) -> Iterator[tuple[Candidate, float]]:
        for layer in self._layers:
            skeletons = layer.skeletons_like(key, country)
            nearest = process.extract(
                key, skeletons, scorer=Indel.normalized_similarity, limit=_FUZZY_SKELETONS, score_cutoff=0.5
            )
            for near_key, _, _ in nearest:
                for place, position, weight in layer.by_skeleton(near_key, country):
                    matched = (place.name, *place.names)[position]
                    alike = names.likeness(folded, names.fold(matched))
                    if alike >= _LEAST_LIKE["fuzzy"]:
                        score = _SCORES["fuzzy"] * alike
                        yield self._candidate(layer, place, matched, "fuzzy", score), weight

    def _candidate(self, layer: Store, place: Place, name: str, method: MatchMethod, score: float) -> Candidate:
        if len(self._layers) > 1 and not place.id.startswith("sitmap:"):
            place = self._places.get(place.id) or self._whole(layer, place)
        return Candidate(place, name, method, round(score, 4))

    def _whole(self, layer: Store, place: Place) -> Place:
        """The entry as all layers tell it, which costs a look into each of the others."""
        others = (other for other in self._layers if other is not layer)
        return self.place(place.id) if any(other.by_id(place.id) for other in others) else place


def _seats_first(weighted: list[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Puts a province behind the town that it is named after."""
    seats = {(c.place.country, c.place.admin1) for c, _ in weighted if c.place.feature_class == "P"}
    return [
        (c, weight - _SEAT if c.place.feature_code == "ADM1" and (c.place.country, c.place.admin1) in seats else weight)
        for c, weight in weighted
    ]


def _nearness(place: Place, near: LonLat) -> float:
    return _NEARNESS * 3 / (1 + kilometres(place.position, near) / _NEAR_KM)

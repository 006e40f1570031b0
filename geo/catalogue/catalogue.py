"""The catalogue: every actor that is known, and the ways to find one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from geo.actor import Actor
from geo.catalogue.conflict import Conflict
from geo.catalogue.files import ActorFile, read_actor_file
from geo.catalogue.names import Folder
from geo.errors import CatalogueError

__all__ = ["Catalogue", "load_catalogue"]

_PACKAGED = Path(__file__).parent.parent / "data" / "actors"
_LEFT_OUT = 2
"""Words at the end of a name that a short form of it may leave out."""
_SHARE = 0.2
"""Of all mentions of countries, the part that must be of a conflict's for a text to be about it."""
_FUZZY_LENGTH, _FUZZY_SCORE, _NEAR_SCORE = 8, 90, 55
_CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w.'’]*")


class Catalogue:
    """Actors and conflicts, found by id, name, alias, leader or role. Iterates over its actors.

    >>> catalogue = load_catalogue()
    >>> catalogue.find("AIOR").name
    'Anti-IS Operations Room (AIOR)'
    >>> catalogue.find("Anti-IS Operations Rooam").id, catalogue.find("nobody we know")
    ('anti-is-operations-room', None)
    """

    def __init__(self, files: Iterable[ActorFile]) -> None:
        files = list(files)
        self.fold = Folder(group for file in files for group in file.spellings)
        self.conflicts: Mapping[str, Conflict] = {f.conflict.id: f.conflict for f in files if f.conflict}
        self.nations = {
            self.fold(name): actor.country
            for file in files
            for actor in reversed(file.actors)
            if actor.kind == "state"
            for name in (actor.name, *actor.aliases)
        }
        self._actors: dict[str, Actor] = {}
        for actor in (actor for file in files for actor in file.actors):
            self._actors[actor.id] = _merged(self._actors.get(actor.id), actor)
        self._actors = {actor.id: self._inherited(actor) for actor in self._actors.values()}
        self.names: dict[str, list[str]] = {}
        self.leaders: dict[str, list[str]] = {}
        for actor in self._actors.values():
            self._enter(actor)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __len__(self) -> int:
        return len(self._actors)

    def get(self, id: str) -> Actor | None:
        """The actor with that id, None if there is none."""
        return self._actors.get(id)

    def find(self, name: str, on: dt.date | None = None, *, conflict: str = "", fuzzy: bool = True) -> Actor | None:
        """The actor that a name means on a day, in a conflict if one is told; None when nobody answers to it.

        Ids, names, aliases, acronyms and leaders are compared without case, accents, hyphens and known
        differences of spelling; a long name may have a typing error or two.
        """
        if name in self._actors:
            return self._actors[name]
        key = self.fold(name)
        ids = self.names.get(key) or self.leaders.get(key) or (self._short(key) or self._fuzzy(key) if fuzzy else [])
        return self.choose([self._actors[id] for id in ids], on, conflict=conflict)

    def choose(self, actors: Sequence[Actor], on: dt.date | None = None, *, conflict: str = "") -> Actor | None:
        """Of actors that share a name the one that fits: of the conflict, active on the day, first listed."""
        ranked = sorted(actors, key=lambda a: (a.conflict != conflict, not a.exists(on), bool(a.conflict)))
        return ranked[0] if ranked else None

    def nearest(self, name: str, limit: int = 3) -> list[str]:
        """Names of the actors whose names look most like it, best first, for a message "did you mean"."""
        hits = process.extract(
            self.fold(name), self.names.keys(), scorer=fuzz.WRatio, score_cutoff=_NEAR_SCORE, limit=12
        )
        ids = dict.fromkeys(id for key, _, _ in hits for id in self.names[key])
        return [self._actors[id].name for id in list(ids)[:limit]]

    def sides(self, actor: Actor, on: dt.date | None = None) -> tuple[Actor, ...]:
        """The actors it is part of on a day, from the nearest to the widest, without itself.

        >>> catalogue = load_catalogue()
        >>> [a.id for a in catalogue.sides(catalogue.get("amu-brigade"), dt.date(2017, 9, 29))]
        ['48th-battalion', 'presidency-council', 'gna']
        """
        chain: dict[str, Actor] = {}
        while (parent := self._parent(actor, on)) and parent.id != actor.id and parent.id not in chain:
            chain[parent.id] = actor = parent
        return tuple(chain.values())

    def role(self, role: str, conflict: str, *, on: dt.date | None = None, country: str = "") -> Actor | None:
        """Whom a role word ("government", "army", "rebels") means in a conflict on a day; None if unclear."""
        war = self.conflicts.get(conflict)
        holder = war.holder(role, on=on, country=country) if war else None
        return self._actors.get(holder) if holder else None

    def choose_conflict(self, text: str, countries: Iterable[str] = (), on: dt.date | None = None) -> Conflict | None:
        """The conflict a text is about: by its countries (ISO codes, one per mention), its words and its day."""
        score = dict.fromkeys(self.conflicts, 0.0)
        named = [*countries, *self._words_of(text)[0]]
        for code in named:
            for id in self._wars_of(code):
                score[id] += 1
        for id in self._words_of_wars(text):
            score[id] += 1.5
        for id, war in self.conflicts.items():
            score[id] *= _in_time(war, on)
        best = max(score, key=lambda id: score[id], default=None)
        enough = max(1.0, _SHARE * len(named))
        return self.conflicts[best] if best is not None and score[best] >= enough else None

    def countries_of(self, text: str) -> list[str]:
        """ISO codes of the countries that a text names by name or nationality, one per mention."""
        return list(self._words_of(text)[0])

    def _parent(self, actor: Actor, on: dt.date | None) -> Actor | None:
        ties = [tie.actor for tie in actor.relations if tie.kind == "part_of" and tie.holds(on)]
        fixed = any(tie.kind == "part_of" for tie in actor.relations)
        side = ties[-1] if ties and on is None else ties[0] if ties else "" if fixed else actor.side
        return self._actors.get(side)

    def _inherited(self, actor: Actor) -> Actor:
        """Fill a missing colour from the party the actor belongs to, a missing symbol from its name."""
        colour, seen, parent = actor.colour, {actor.id}, actor
        while not colour and (found := self._parent(parent, None)) and found.id not in seen:
            parent, colour = found, found.colour
            seen.add(found.id)
        symbol = actor.symbol or "".join(word[0] for word in re.findall(r"[^\W\d_]\w*", actor.name))[:2].upper()
        return dataclasses.replace(actor, colour=colour or "#777777", symbol=symbol)

    def _enter(self, actor: Actor) -> None:
        bare = re.sub(r"\s*\([^)]*\)", "", actor.name)
        for table, names in ((self.names, (actor.name, bare, *actor.aliases)), (self.leaders, actor.leaders)):
            for name in names:
                ids = table.setdefault(self.fold(name), [])
                if actor.id not in ids:
                    ids.append(actor.id)

    def _short(self, key: str) -> list[str]:
        """The only actor with a name that goes on from these words ("amu" for "amu brigade")."""
        ids = self._beginnings().get(key, set())
        return list(ids) if len(ids) == 1 else []

    @cache  # noqa: B019 (a catalogue lives as long as the program)
    def _beginnings(self) -> dict[str, set[str]]:
        beginnings: dict[str, set[str]] = {}
        for name, ids in self.names.items():
            words = name.split()
            for size in range(max(1, len(words) - _LEFT_OUT), len(words)):
                beginnings.setdefault(" ".join(words[:size]), set()).update(ids)
        return beginnings

    def _fuzzy(self, key: str) -> list[str]:
        if len(key) < _FUZZY_LENGTH:
            return []
        hit = process.extractOne(key, self.names.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY_SCORE)
        return self.names[hit[0]] if hit and _same_numbers(key, hit[0]) else []

    @lru_cache(maxsize=4)  # noqa: B019
    def _words_of(self, text: str) -> tuple[tuple[str, ...], frozenset[str]]:
        """The countries that a text names, one per mention, and the keys of its capitalised words."""
        keys = [self.fold.word(m.group()) for m in _CAPITALISED.finditer(text)]
        return tuple(self.nations[key] for key in keys if key in self.nations), frozenset(keys)

    @cache  # noqa: B019 (a catalogue lives as long as the program)
    def _hints(self) -> dict[str, list[str]]:
        hints: dict[str, list[str]] = {}
        for war in self.conflicts.values():
            for word in war.keywords:
                hints.setdefault(self.fold(word), []).append(war.id)
        return hints

    def _words_of_wars(self, text: str) -> Iterator[str]:
        hints = self._hints()
        for word in self._words_of(text)[1] & hints.keys():
            yield from hints[word]

    def _wars_of(self, code: str) -> Iterator[str]:
        return (id for id, war in self.conflicts.items() if code in war.countries)


def load_catalogue(paths: Iterable[str | Path] = ()) -> Catalogue:
    """The actors that ship, and those of the user's own YAML or CSV files, which go first where ids meet.

    Raises CatalogueError for a file that breaks the schema or names an actor nobody describes.
    """
    own = [read_actor_file(Path(path)) for path in paths]
    if not own:
        return _packaged()
    catalogue = Catalogue([*_packaged_files(), *own])
    _check_ties(catalogue)
    return catalogue


@cache
def _packaged() -> Catalogue:
    return Catalogue(_packaged_files())


@cache
def _packaged_files() -> tuple[ActorFile, ...]:
    paths = sorted(_PACKAGED.glob("*.yaml"), key=lambda p: (p.stem not in {"states", "organisations"}, p.stem))
    return tuple(read_actor_file(path, check=False) for path in paths)


def _check_ties(catalogue: Catalogue) -> None:
    for actor in catalogue:
        for other in filter(None, (*(tie.actor for tie in actor.relations), actor.side)):
            if catalogue.get(other) is None:
                near = ", ".join(catalogue.nearest(other)) or "none"
                raise CatalogueError(f"actor {actor.id!r} is tied to {other!r}, which no file describes; near: {near}")


def _merged(old: Actor | None, new: Actor) -> Actor:
    """The later entry with the earlier one's names kept; a state that a conflict lists stays the same state."""
    if old is None:
        return new
    return dataclasses.replace(
        old,
        name=new.name or old.name,
        aliases=tuple(dict.fromkeys((*old.aliases, *new.aliases))),
        leaders=tuple(dict.fromkeys((*old.leaders, *new.leaders))),
        kind=new.kind if new.kind != "unknown" else old.kind,
        relations=new.relations or old.relations,
        side=new.side or old.side,
        colour=new.colour or old.colour,
        symbol=new.symbol or old.symbol,
        start=new.start or old.start,
        end=new.end or old.end,
    )


def _in_time(war: Conflict, on: dt.date | None) -> float:
    if on is None:
        return 1.0
    slack = dt.timedelta(days=366)
    early = war.start is not None and on < war.start - slack
    late = war.end is not None and on > war.end + slack
    return 0.25 if early or late else 1.0


def _same_numbers(one: str, other: str) -> bool:
    return re.findall(r"\d+", one) == re.findall(r"\d+", other)

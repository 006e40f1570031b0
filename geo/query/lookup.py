"""Which actor or place of a situation a name means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from gazetteer.names import fold, skeleton
from gazetteer.place import Place
from geo.actor import Actor
from geo.errors import UnknownActorError, UnknownPlaceError
from geo.situation import Situation

__all__ = ["find_actor", "find_places"]

_SHOWN = 3  # articles in one message
_LONGEST_SHOWN = 80
_NEAR = 55.0  # likeness, 0 to 100, from which a name is worth offering


def find_actor(situation: Situation, name: str) -> Actor:
    """The actor that answers to an id, name, alias, acronym or leader, whatever the case and accents.

    Raises UnknownActorError with the nearest names.

    >>> army = Actor("army", "National Army (NA)", aliases=("Army of the East",))
    >>> find_actor(Situation(actors={"army": army}), "army of the EAST").name
    'National Army (NA)'
    >>> find_actor(Situation(actors={"army": army}), "Nashunal Army")
    Traceback (most recent call last):
    geo.errors.UnknownActorError: no actor 'Nashunal Army' in this situation; near: National Army (NA)
    """
    actors = {**_named_by_claims(situation), **situation.actors}
    if name in actors:
        return actors[name]
    table = _table((called, actor.id) for actor in actors.values() for called in _names(actor))
    ids = table.get(fold(name), ())
    if not ids:
        raise UnknownActorError(
            f"no actor {_short(name)} in this situation{_offer(name, table, {a.id: a.name for a in actors.values()})}"
        )
    told = Counter(ref.actor.id for c in situation.claims for ref in (c.actor, c.opponent) if ref)
    return actors[min(ids, key=lambda id: (actors[id].discovered, -told[id], id))]


def _named_by_claims(situation: Situation) -> dict[str, Actor]:
    refs = (ref for c in situation.claims for ref in (c.actor, c.opponent, c.speaker) if ref)
    return {ref.actor.id: ref.actor for ref in refs}


def _names(actor: Actor) -> Iterator[str]:
    bare, bracket, rest = actor.name.partition("(")
    yield from (actor.name, bare, *actor.aliases, *actor.leaders)
    if bracket:
        yield rest.rstrip(") ")


def find_places(situation: Situation, name: str) -> tuple[Place, ...]:
    """The places of the situation that a name may mean, the one most told about first.

    The names of the gazetteer count, and the words of the articles; transliterations meet as in the gazetteer.
    Raises UnknownPlaceError with the nearest names.

    >>> find_places(Situation(), "Zawiya")
    Traceback (most recent call last):
    geo.errors.UnknownPlaceError: no place 'Zawiya' in this situation
    """
    weights: Counter[str] = Counter()
    places: dict[str, Place] = {}
    pairs: list[tuple[str, str]] = []
    for place, called, weight in _called(situation):
        places.setdefault(place.id, place)
        weights[place.id] += weight
        pairs.append((called, place.id))
    if name in places:
        return (places[name],)
    table = _table(pairs)
    ids = table.get(fold(name)) or _by_skeleton(name, table)
    if not ids:
        words = {id: place.name for id, place in places.items()}
        if articles := _naming(situation, name):
            raise UnknownPlaceError(f"{_short(name)} is named in {articles}, but no gazetteer knows where it is")
        raise UnknownPlaceError(f"no place {_short(name)} in this situation{_offer(name, table, words)}")
    return tuple(places[id] for id in sorted(ids, key=lambda id: (-weights[id], id)))


def _naming(situation: Situation, name: str) -> str:
    """The articles that name a place which could not be placed, "" for none."""
    key = fold(name)
    unplaced = [(ref.text, c.article) for c in situation.claims for ref in c.places().values() if ref.place is None]
    unplaced += [(m.mention.text, m.article) for m in situation.unresolved]
    articles = list(dict.fromkeys(article for text, article in unplaced if key and fold(text) == key))
    return ", ".join(articles[:_SHOWN]) + (" ..." if len(articles) > _SHOWN else "")


def _short(name: str) -> str:
    return repr(name if len(name) <= _LONGEST_SHOWN else name[:_LONGEST_SHOWN] + "…")


def _called(situation: Situation) -> Iterator[tuple[Place, str, int]]:
    """Every place with each name it goes by here, and how much that says for its being meant."""
    for period in situation.periods:
        yield period.place, period.place.name, 10
    for claim in situation.claims:
        for ref in claim.places().values():
            if ref.place:
                yield ref.place, ref.text, 2
                yield ref.place, ref.place.name, 2
                yield from ((ref.place, called, 0) for called in ref.place.names)
    for mention in situation.mentions:
        if mention.mention.place:
            yield mention.mention.place, mention.mention.text, 1
            yield mention.mention.place, mention.mention.place.name, 0


def _table(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    table: dict[str, dict[str, None]] = defaultdict(dict)
    for called, id in pairs:
        if key := fold(called):
            table[key][id] = None
    return {key: tuple(ids) for key, ids in table.items()}


def _by_skeleton(name: str, table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    bones = skeleton(name)
    found = [ids for key, ids in table.items() if len(bones) > 2 and skeleton(key) == bones]
    return tuple(dict.fromkeys(id for ids in found for id in ids))


def _offer(name: str, table: Mapping[str, tuple[str, ...]], names: Mapping[str, str]) -> str:
    hits = process.extract(fold(name), list(table), scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=20)
    near = list(dict.fromkeys(names[id] for key, _, _ in hits for id in table[key]))[:5]
    return f"; near: {', '.join(near)}" if near else ""

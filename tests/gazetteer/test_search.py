"""Ways to a place by another spelling: what they find is what a look at every name would find."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, Levenshtein

from gazetteer import search as search_module
from gazetteer.deletions import are_one_apart, deletions, deletions_of_all
from gazetteer.keys import keys
from gazetteer.names import alike, fold, skeleton, squeezed
from gazetteer.place import LonLat, Place
from gazetteer.search import Query, Search
from gazetteer.store import Store
from gazetteer.writing import build_store

KEYS = st.text(alphabet="abkrz", min_size=1, max_size=9)


@settings(deadline=None)  # the first time NumPy is loaded
@given(st.lists(KEYS | st.just("k" * 50), max_size=6))
def test_deletions_of_many_keys_are_those_of_each(several):
    hashes, positions, owners = deletions_of_all(several)
    found = sorted(zip(owners.tolist(), hashes.tolist(), positions.tolist(), strict=True))
    assert found == sorted((at, hash_, left) for at, key in enumerate(several) for hash_, left in deletions(key))


@given(KEYS, KEYS)
def test_keys_share_a_deletion_when_they_are_a_letter_apart(left, right):
    mine, yours = deletions(left), deletions(right)
    met = any(a == b and are_one_apart(i, j) for a, i in mine for b, j in yours)
    assert met or left == right or OSA.distance(left, right) > 1 or len(left) == len(right) == 1
    assert not met or Levenshtein.distance(left, right) <= 2


SYLLABLES = [c + v for c in "b d k kh m r s sh t z".split() for v in "a e i o u".split()]  # noqa: SIM905


def invented(chance):
    name = "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))).capitalize()
    return chance.choice(("", "", "", "Al ", "Bir ")) + name + chance.choice(("", "n", "h"))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Places with invented names, in two layers that share some, and the search over them."""
    chance = random.Random(7)
    places = [
        Place(
            f"geonames:{number}",
            invented(chance),
            chance.uniform(-80, 80),
            chance.uniform(-180, 180),
            country=chance.choice(("LY", "FR", "UA")),
            population=chance.randrange(100_000),
            names=tuple(invented(chance) for _ in range(chance.randrange(3))),
        )
        for number in range(1, 700)
    ]
    folder = tmp_path_factory.mktemp("world")
    layers = places[:150], places[100:]
    for number, some in enumerate(layers):
        build_store(folder / f"{number}.places", some, {})
    return layers, Search([Store(folder / f"{number}.places") for number in range(2)])


def slowly(layers, name, least, is_met):
    """Ids, names and likenesses of the places with a skeleton that is met, and a name that is alike enough."""
    found, spelling = set(), squeezed(fold(name))
    for layer in layers:
        for place, its_keys in zip(layer, keys(layer), strict=True):
            seen = set()
            for key in its_keys:
                if key.skeleton and key.skeleton not in seen and is_met(key.skeleton):
                    seen.add(key.skeleton)
                    if (like := alike(spelling, key.spelling)) >= least:
                        found.add((place.id, (place.name, *place.names)[key.position], like))
    return found


def misspelt(chance, layers):
    name = chance.choice(chance.choice(layers)).name
    at = chance.randrange(1, len(name))
    return name[:at] + chance.choice(("", "m", "t", "i")) + name[at + chance.randrange(2) :]


@pytest.fixture
def unbounded(monkeypatch):
    for most in ("_MOST_MET", "_MOST_ODD", "_MOST_ALIKE"):
        monkeypatch.setattr(search_module, most, 10_000)


@pytest.mark.usefixtures("unbounded")
@pytest.mark.parametrize("seed", range(40))
def test_what_is_found_is_what_a_look_at_every_name_finds(world, seed):
    layers, search = world
    name = misspelt(random.Random(seed), layers)
    query, own = Query(name, fold(name)), skeleton(name)
    wanted = slowly(layers, name, 0.6, own.__eq__)
    found = {(c.place.id, c.name, c.score) for c in search.transliterated(query, own, set())}
    assert found == {(ident, met, round(0.92 * (0.5 + like / 2), 4)) for ident, met, like in wanted}
    found = {(c.place.id, c.name, c.score) for c in search.misspelt(query, own)}
    for least, apart in ((True, OSA.distance), (False, Levenshtein.distance)):
        close = slowly(layers, name, 0.78, lambda key: key != own and apart(own, key) <= (1 if least else 2))  # noqa: B023
        told = {(ident, met, round(0.88 * like, 4)) for ident, met, like in close}
        assert told <= found if least else found <= told


@pytest.mark.usefixtures("unbounded")
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("bound", ["country", "near"])
def test_bounds_leave_what_lies_within_them(world, seed, bound):
    layers, search = world
    name = misspelt(random.Random(seed), layers)
    query, own = Query(name, fold(name)), skeleton(name)
    everywhere = {(c.place.id, c.name, c.score): c.place.country for c in search.misspelt(query, own)}
    if bound == "country":
        query = query._replace(country="FR")
        assert {(c.place.id, c.name, c.score) for c in search.misspelt(query, own)} == {
            key for key, country in everywhere.items() if country == "FR"
        }
    else:
        query = query._replace(near=LonLat(12.0, 32.0), most=10_000)
        assert {(c.place.id, c.name, c.score) for c in search.misspelt(query, own)} == set(everywhere)

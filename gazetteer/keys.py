"""The keys under which places are filed, worked out for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gazetteer.names import bare, bones_of_all, fold, without_article
from gazetteer.place import Place
from gazetteer.regional import region_of, regional_keys_of_all

__all__ = ["Key", "keys"]

_LONGEST_CODE = 4
_LONGEST_NAME = 200


class Key(NamedTuple):
    """Under what a place is filed for one of its names; either key may be empty.

    ``position`` is the name's: 0 is the entry's own. ``spelling`` is how the skeleton was spelled, as
    :func:`names.alike` compares it. A skeleton with a colon is that of a region (:mod:`gazetteer.regional`).
    """

    folded: str
    skeleton: str
    position: int
    spelling: str = ""


def keys(places: Sequence[Place]) -> list[list[Key]]:
    """For each of the places its keys.

    >>> [tuple(key) for key in keys([Place("x:1", "Az Zawiyah", 32.7, 12.7)])[0]]
    [('az zawiyah', 'zwy', 0, 'zawiyah'), ('zawiyah', '', 0, '')]
    """
    named = [_named(place) for place in places]
    skeletons = _skeletons(plain for names in named for _, plain, _ in names)
    coarse = _coarse(places, named)
    return [_keys(place, names, skeletons, coarse) for place, names in zip(places, named, strict=True)]


# A name's folded key, the same without articles where it is worth a skeleton, and its position.
_Named = tuple[str, str | None, int]
_Coarse = dict[str, dict[str, tuple[str, str]]]


def _named(place: Place) -> list[_Named]:
    """A place's names, those that fold alike once, each followed by the form without its article."""
    seen: set[str] = set()
    named: list[_Named] = []
    is_known_to_all = _is_known_to_all(place)
    for position, name in enumerate((place.name, *place.names)):
        folded = fold(name)
        if folded and folded not in seen:
            seen.add(folded)
            varied = (position == 0 or not is_known_to_all) and _is_latin_name(name, folded)
            named.append((folded, without_article(folded) if varied else None, position))
            short = bare(folded, place.country)
            if short and short not in seen:
                seen.add(short)
                named.append((short, None, position))
    return named


def _is_known_to_all(place: Place) -> bool:
    """Whether a place has names in so many languages that their transliterations would hit anything."""
    return place.is_country or place.feature_code in ("CONT", "OCN")


def _is_latin_name(name: str, folded: str) -> bool:
    """Whether a name is worth a skeleton: every place has a Latin name, and codes and whole sentences are no names."""
    return folded.isascii() and len(folded) <= _LONGEST_NAME and not (name.isupper() and len(name) <= _LONGEST_CODE)


def _skeletons(plains: Iterable[str | None]) -> dict[str | None, str]:
    distinct = [plain for plain in dict.fromkeys(plains) if plain is not None]
    return dict(zip(distinct, bones_of_all(distinct), strict=True))


def _coarse(places: Sequence[Place], named: Sequence[list[_Named]]) -> _Coarse:
    """By region, the keys and spellings of the names that need them."""
    wanted: dict[str, dict[str, None]] = {}
    for place, names in zip(places, named, strict=True):
        if region := region_of(place.country):
            wanted.setdefault(region, {}).update((plain, None) for _, plain, _ in names if plain is not None)
    return {region: regional_keys_of_all(list(plains), region) for region, plains in wanted.items()}


def _keys(place: Place, named: list[_Named], skeletons: dict[str | None, str], coarse: _Coarse) -> list[Key]:
    regional = coarse.get(region_of(place.country) or "") if coarse else None
    found: list[Key] = []
    seen: set[str] = set()
    for folded, plain, position in named:
        if plain is None:
            found.append(Key(folded, "", position))
            continue
        found.append(Key(folded, skeletons[plain], position, plain.replace(" ", "")))
        if regional:
            key, spelling = regional[plain]
            if key and key not in seen:
                seen.add(key)
                found.append(Key("", key, position, spelling))
    return found

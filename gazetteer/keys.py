"""The keys under which a place is filed, and those under which a misspelling of it is still found."""

from __future__ import annotations

from collections.abc import Iterator

from gazetteer.names import bare, fold, skeleton_of_folded
from gazetteer.place import Place
from gazetteer.regional import region_of, regional_key

__all__ = ["keys", "less_one"]

_LONGEST_CODE = 4


def keys(place: Place) -> Iterator[tuple[str, str, int]]:
    """For each name, the folded key, the skeleton and the position of the name: 0 is the entry's own.

    Either key may be empty. A skeleton with a colon is that of a region (:mod:`gazetteer.regional`).

    >>> list(keys(Place("x:1", "Az Zawiyah", 32.7, 12.7, country="LY")))
    [('az zawiyah', 'zwy', 0), ('zawiyah', '', 0)]
    """
    seen: set[str] = set()
    region = region_of(place.country)
    for position, name in enumerate((place.name, *place.names)):
        folded = fold(name)
        if folded and folded not in seen:
            seen.add(folded)
            varied = _is_latin_name(name, folded) and (position == 0 or not _is_known_to_all(place))
            yield folded, skeleton_of_folded(folded) if varied else "", position
            coarse = regional_key(folded, region) if varied and region else ""
            if coarse and coarse not in seen:
                seen.add(coarse)
                yield "", coarse, position
            short = bare(folded, place.country)
            if short and short not in seen:
                seen.add(short)
                yield short, "", position


def _is_known_to_all(place: Place) -> bool:
    """Whether a place has names in so many languages that their transliterations would hit anything."""
    return place.is_country or place.feature_code in ("CONT", "OCN")


def _is_latin_name(name: str, folded: str) -> bool:
    """Whether a name is worth a skeleton: every place has a Latin name, and codes are no names."""
    return folded.isascii() and not (name.isupper() and len(name) <= _LONGEST_CODE)


def less_one(key: str) -> set[str]:
    """A key as it is, and without each of its letters: two keys that differ by one letter share one of these.

    >>> sorted(less_one("zwr")), sorted(less_one("zwr") & less_one("zmr"))
    (['wr', 'zr', 'zw', 'zwr'], ['zr'])
    """
    return {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))} - {""}

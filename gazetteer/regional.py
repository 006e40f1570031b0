"""Coarser keys of names, each for the part of the world whose spellings need it.

Ukrainian and Russian exchange h and g, Somali writes a guttural as x or c, Burmese transliterations voice what others
do not. Merging such letters everywhere would make strangers alike, so these keys carry the name of their region: only
its places have them, and a name that is looked for is tried with each. The rules are ``gazetteer/data/habits.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from gazetteer.names import bones, without_article
from gazetteer.scripts import romanise

__all__ = ["REGIONS", "region_of", "regional_form", "regional_key", "regional_keys"]

_TABLE = tomllib.loads((Path(__file__).with_name("data") / "habits.toml").read_text(encoding="utf-8"))
_REGIONS: dict[str, dict[str, Any]] = _TABLE["regions"]
REGIONS: dict[str, str] = {code: name for name, region in _REGIONS.items() for code in region["countries"].split()}
_SHORTEST = 2  # a key of one consonant says nothing
_STEPS: dict[str, list[tuple[Callable[..., str], str]]] = {
    name: [(re.compile(pattern).sub, letters) for pattern, letters, _ in (*region["rules"], _TABLE["glides"])]
    for name, region in _REGIONS.items()
}


def region_of(country: str | None) -> str | None:
    """The region whose spellings a country's names have, None for most countries.

    >>> region_of("UA"), region_of("FR")
    ('slavic', None)
    """
    return REGIONS.get(country or "")


def regional_form(folded: str, region: str) -> str:
    """A folded name as a region's rules level it, empty for scripts that cannot be read.

    >>> regional_form("horlivka", "slavic"), regional_form("gorlovka", "slavic")
    ('korlvka', 'korlovka')
    """
    words = without_article(romanise(folded)).split()
    return " ".join(filter(None, (_levelled(word, region) for word in words)))


@lru_cache(maxsize=1 << 16)
def _levelled(word: str, region: str) -> str:
    for substitute, letters in _STEPS[region]:
        word = substitute(letters, word)
    return word


def regional_key(folded: str, region: str) -> str:
    """The key that spellings of one name share within a region; empty where too little of the name is left.

    >>> regional_key("xuddur", "somali") == regional_key("oddur", "somali")
    True
    """
    key = bones(regional_form(folded, region))
    return f"{region}:{key}" if len(key) >= _SHORTEST else ""


def regional_keys(folded: str, country: str | None = None) -> dict[str, str]:
    """The keys by region under which to look for a name: that of the country's region, or of all.

    >>> list(regional_keys("gorlovka", "UA")), list(regional_keys("gorlovka", "FR"))
    (['slavic'], [])
    """
    regions = _REGIONS if country is None else filter(None, [region_of(country)])
    found = {region: regional_key(folded, region) for region in regions}
    return {region: key for region, key in found.items() if key}

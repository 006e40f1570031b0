"""Coarser keys of names, each for the part of the world whose spellings need it.

Ukrainian and Russian exchange h and g, Somali writes a guttural as x or c, Burmese transliterations voice what others
do not. Merging such letters everywhere would make strangers alike, so these keys carry the name of their region: only
its places have them, and a name that is looked for is tried with each. The rules are ``gazetteer/data/habits.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from gazetteer.names import bones, bones_of_all, without_article
from gazetteer.scripts import romanise

__all__ = ["REGIONS", "region_of", "regional_form", "regional_key", "regional_keys", "regional_keys_of_all"]

_TABLE = tomllib.loads((Path(__file__).with_name("data") / "habits.toml").read_text(encoding="utf-8"))
_REGIONS: dict[str, dict[str, Any]] = _TABLE["regions"]
REGIONS: dict[str, str] = {code: name for name, region in _REGIONS.items() for code in region["countries"].split()}
_BETWEEN = "\n\0\n"  # between names that are worked on together; their words stand on lines
_SHORTEST = 2  # a key of one consonant says nothing
_STEPS: dict[str, list[tuple[Callable[..., str], str]]] = {
    name: [(re.compile(rule, re.MULTILINE).sub, letters) for rule, letters, _ in (*region["rules"], _TABLE["glides"])]
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
    return _form(without_article(romanise(folded)), region)


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


def regional_keys_of_all(plains: Sequence[str], region: str) -> dict[str, tuple[str, str]]:
    """The keys of many names in Latin letters without articles, each with its regional form, squeezed.

    >>> regional_keys_of_all(["gorlovka"], "slavic")
    {'gorlovka': ('slavic:krlwk', 'korlovka')}
    """
    forms = _forms(plains, region)
    found = zip(plains, bones_of_all(forms), forms, strict=True)
    return {
        plain: (f"{region}:{key}" if len(key) >= _SHORTEST else "", without_article(form).replace(" ", ""))
        for plain, key, form in found
    }


def _forms(plains: Sequence[str], region: str) -> list[str]:
    text = _BETWEEN.join([plain.replace(" ", "\n") for plain in plains])
    if not plains or text.count("\0") >= len(plains):
        return [_form(plain, region) for plain in plains]  # a name has the mark in it
    for substitute, letters in _STEPS[region]:
        text = substitute(letters, text)
    return [" ".join(filter(None, form.split("\n"))) for form in text.split(_BETWEEN)]


def regional_keys(folded: str, country: str | None = None) -> dict[str, tuple[str, str]]:
    """The keys by region under which to look for a name, each with the form: that of the country's region, or of all.

    >>> regional_keys("gorlovka", "UA"), regional_keys("gorlovka", "FR")
    ({'slavic': ('slavic:krlwk', 'korlovka')}, {})
    """
    regions = _REGIONS if country is None else filter(None, [region_of(country)])
    plain = without_article(romanise(folded))
    forms = {region: _form(plain, region) for region in regions}
    keys = zip(forms.items(), bones_of_all(list(forms.values())), strict=True)
    return {region: (f"{region}:{key}", form) for (region, form), key in keys if len(key) >= _SHORTEST}


def _form(plain: str, region: str) -> str:
    return " ".join(filter(None, [_levelled(word, region) for word in plain.split()]))

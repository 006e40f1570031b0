"""Coarser keys of names, each for the part of the world whose spellings need it.

Ukrainian and Russian exchange h and g, Somali writes a guttural as x or c, Burmese transliterations voice what others
do not. Merging such letters everywhere would make strangers alike, so these keys carry the name of their region: only
its places have them, and a name that is looked for is tried with each. Every rule is (pattern, letters, habit).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from gazetteer.names import bones, without_article
from gazetteer.scripts import romanise

__all__ = ["REGIONS", "region_of", "regional_form", "regional_key", "regional_keys"]

Rule = tuple[str, str, str]

_GLIDES = (r"(?<!^)[yij]+", "", "glides and the vowels beside them: Zaydiyah, Zaida; Sloviansk, Slovansk")
_SLAVIC: tuple[Rule, ...] = (
    (r"^m[yi]k(?!h)", "nik", "Mykolaiv, Nikolaev"),
    (r"c(?![hz])", "ts", "Doneck, Donetsk"),
    (r"kh|gh|g|(?<![zsct])h", "k", "Horlivka, Gorlovka; Vilkhivtsi, Vilhivtsi"),
    (r"w", "v", "Charkow, Kharkov"),
    (r"^vi(?=l)|^[yj]?[aeio]", "o", "Olenivka, Yelenovka; Vilshanka, Olshanka"),
    (r"^(?:vu|u)(?=[bcdfgklmnprstvz])", "vu", "Vuhledar, Ugledar"),
    (r"^((?:[zsc]h|[bcdfkmnprstvz])o)v(?=[bcdkmnst])", r"\1l", "Vovchansk, Volchansk"),
    _GLIDES,
)
_ARABIC: tuple[Rule, ...] = (
    (r"^kh|^h", "k", "by way of Russian: Khoms, Homs"),
    (r"^a?bu(?=[bcdfgjklmnpqrstvwz]{1,2}[aeiouy])", "bu", "Abugrein, Bu Grein"),
    (r"gi(?=[aou])", "j", "Italian: Giarabub, Jaghbub"),
    (r"dz|dh|z", "d", "Ghaydah, Ghayzah; Dhafar, Zafar"),
    (r"p", "b", "Arabic has no p: Tripoli, Triboli"),
    (r"(?<=..)[ae]t$", "a", "the feminine ending: Maarat, Maarra"),
    (r"^[aeiou]+(?=[bcdfgjklmnpqrstvwxz])", "", "a first vowel that is not written: Idlib, Dlib"),
    (r"(?<!^)[wv]", "", "Arabic writes w and u alike"),
    (r"(?<!^)u+(?=[aeiy])", "", "the same in Latin letters"),
    _GLIDES,
)
_PERSIAN: tuple[Rule, ...] = (
    (r"kh[vw]", "kh", "Khvajeh, Khwaja, Khaja"),
    (r"w", "v", "Nawabad, Navabad"),
    (r"p", "b", "by way of Arabic: Nishapur, Neyshabur"),
    (r"zh", "j", "Zharay, Jaray"),
    (r"^(?:i|e|y[ei])$", "", "the link between two nouns: Mazar-i-Sharif, Mazar-e Sharif"),
    _GLIDES,
)
_SOMALI: tuple[Rule, ...] = (
    (r"gi(?=[aou])", "j", "Italian: Giamame, Jamaame"),
    (r"^c?eel?$", "", "a well: Ceel Buur, El Bur"),
    (r"x|h", "", "a guttural: Xuddur, Hudur, Oddur"),
    (r"c(?!h)", "", "another: Caabudwaaq, Abudwak"),
    (r"t", "d", "Beledweyne, Beletweyne"),
    (r"v|w", "", "Garoowe, Garoe"),
    (r"^[aeiou]+", "a", "the vowel that is left"),
    _GLIDES,
)
_BURMESE: tuple[Rule, ...] = (
    (r"r(?![aeiou])", "", "an r that is not heard: Hlaingtharyar, Hlaingthaya"),
    (r"h(?=[pktmnls])", "", "Hpakant, Pakant"),
    (r"gy|ch|j", "ky", "Kyaung, Gyaung, Chaung"),
    (r"dh|d|th", "t", "Putao, Pudao"),
    (r"ph|f|b", "p", "Bago, Pago"),
    (r"z", "s", "Zigon, Sigon"),
    (r"v", "w", "Wakema, Vakema"),
    (r"ng", "n", "Laukkaing, Laukkain"),
    _GLIDES,
)
_CHINESE: tuple[Rule, ...] = (
    (r"zh|ch|sh|hs|ts|tz|[jqxzcr]", "s", "Zhang, Chang; Xian, Hsien; Qing, Ching"),
    (r"b", "p", "Beijing, Peiching"),
    (r"d", "t", "Dandong, Tantung"),
    _GLIDES,
)
_TABLES: dict[str, tuple[str, tuple[Rule, ...]]] = {
    "slavic": ("UA BY RU", _SLAVIC),
    "arabic": ("AE BH DJ DZ EG EH IQ JO KW LB LY MA MR OM PS QA SA SD SY TD TN YE IL", _ARABIC),
    "persian": ("AF IR TJ PK", _PERSIAN),
    "somali": ("SO", _SOMALI),
    "burmese": ("MM", _BURMESE),
    "chinese": ("CN TW", _CHINESE),
}
REGIONS: dict[str, str] = {code: region for region, (codes, _) in _TABLES.items() for code in codes.split()}
_SHORTEST = 2  # a key of one consonant says nothing


def _compiled(rules: tuple[Rule, ...]) -> list[tuple[Callable[..., str], str]]:
    return [(re.compile(pattern).sub, letters) for pattern, letters, _ in rules]


_STEPS = {region: _compiled(rules) for region, (_, rules) in _TABLES.items()}


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
    regions = _TABLES if country is None else filter(None, [region_of(country)])
    found = {region: regional_key(folded, region) for region in regions}
    return {region: key for region, key in found.items() if key}

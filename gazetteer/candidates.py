"""What a toponym may mean before its document is looked at: the name as it stands, and without the words round it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.place import Candidate, Place

if TYPE_CHECKING:
    from gazetteer.index import Gazetteer

__all__ = ["FAMILIES", "KINDS", "Option", "options"]

# Kinds of thing that a word in or beside a name tells: GeoNames feature classes, or codes where a class is too wide.
KINDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("city", "town", "village", "capital", "hamlet", "township", "settlement", "suburb"), ("P",)),
    **dict.fromkeys(("neighborhood", "neighbourhood", "quarter", "borough", "camp", "port"), ("P", "S", "L")),
    **dict.fromkeys(("province", "governorate", "oblast", "state", "emirate", "prefecture", "canton"), ("ADM1", "A")),
    **dict.fromkeys(("region", "area", "territory", "county", "district", "municipality"), ("A", "L")),
    **dict.fromkeys(("country", "kingdom", "republic", "nation"), ("PCLI", "A")),
    **dict.fromkeys(("river", "lake", "sea", "gulf", "strait", "straits", "bay", "ocean", "channel", "canal"), ("H",)),
    **dict.fromkeys(("mountain", "mountains", "mount", "hills", "desert", "peninsula", "cape", "plateau"), ("T",)),
    **dict.fromkeys(("island", "islands", "valley"), ("T", "L", "A")),
    **dict.fromkeys(("airport", "airfield", "airbase", "base", "refinery", "terminal", "crossing"), ("S",)),
    **dict.fromkeys(("dam", "complex", "oilfield", "field", "bridge", "prison", "ruins", "station"), ("S",)),
    **dict.fromkeys(("forest", "park", "basin", "delta"), ("L", "V", "H", "S")),
}
# What a word's kind is, as far as another kind of entry may stand for it: a town is less a river than a province.
FAMILIES: dict[str, str] = {
    **{word: "town" for word, kinds in KINDS.items() if kinds == ("P",)},
    **{word: "area" for word, kinds in KINDS.items() if kinds in (("ADM1", "A"), ("A", "L")) and word != "area"},
    **{word: "water" for word, kinds in KINDS.items() if kinds == ("H",)},
    **{word: "landform" for word, kinds in KINDS.items() if kinds[0] == "T"},
}
_ABBREVIATED = {"co.": "county", "co": "county", "mt.": "mountain", "mt": "mountain", "prov.": "province"}
_DIRECTIONS = (
    r"(?:(?:far|extreme)[ -])?(?:(?:north|south|east|west)(?:ern)?|(?:north|south)[ -]?(?:east|west)(?:ern)?|central|"
    r"greater|downtown|mid|inner|outer|coastal|rural|mainland|occupied|upper|lower|eastern|western)"
)
_DIRECTED = re.compile(rf"^{_DIRECTIONS}[ -](?P<rest>\w.*)$", re.IGNORECASE)
_OF = re.compile(r"^(?:the )?(?P<cue>[a-z]+) of (?:the )?(?P<rest>\w.*)$", re.IGNORECASE)
_POST = r"(?:border|frontier)[ -](?:post|gate|point)"
_CROSSING = re.compile(
    rf"^(?P<rest>.*\w)[ -](?:(?:(?:border|frontier)[ -])?crossing|{_POST})(?:[ -]point)?$", re.IGNORECASE
)
_HALVES = 4  # hyphens at which a crossing's double name is tried
_POSSESSIVE = re.compile(r"['’]s?$")
_AT_MOST = 120


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate of a toponym, and how its name was read.

    ``reading`` is "whole" for the name as it stands, "part" without words such as "northern" or "province",
    "inside" for a place named within a longer name ("Manila Cathedral"), "named with its kind" for "Adair County" where
    the text has "Adair" beside "counties", "demonym" for a people's word.
    """

    candidate: Candidate
    reading: str = "whole"
    share: float = 1.0

    @property
    def place(self) -> Place:
        """The candidate's place."""
        return self.candidate.place


def cue_of(name: str, cue: str | None) -> str | None:
    """The kind of thing that the sentence or the name itself tells, None where neither does.

    >>> cue_of("Helmand Province", None), cue_of("Lake Chad", None), cue_of("Sabratha", "city")
    ('province', 'lake', 'city')
    """
    words = name.lower().split()
    ends = (_ABBREVIATED.get(word, word) for word in (words[-1], words[0])) if len(words) > 1 else iter(())
    own = next((word for word in ends if word in KINDS), None)
    if cue and cue.lower() in KINDS and (own is None or FAMILIES.get(own) == FAMILIES.get(cue.lower())):
        return own or cue.lower()
    return own


def options(name: str, index: Gazetteer, cue: str | None = None) -> list[Option]:
    """Everything that the name may mean, without a look at the document; one option for each place.

    ``cue`` is a word of :data:`KINDS` that the sentence tells: "Adair" among counties is Adair County.
    """
    name = _POSSESSIVE.sub("", name.strip())
    found: dict[str, Option] = {}
    for option in (*_read(name, index), *_with_kind(name, cue, index)):
        known = found.get(option.place.id)
        if known is None or option.candidate.score * option.share > known.candidate.score * known.share:
            found[option.place.id] = option
    return list(found.values())


def _read(name: str, index: Gazetteer) -> Iterator[Option]:
    whole = index.lookup(name, limit=_AT_MOST, fuzzy=False)
    yield from (Option(c) for c in whole)
    yield from _demonyms(name, index)
    part = _without_kind(name)
    if part and not any(c.method in ("exact", "folded") for c in whole):
        yield from (Option(c, "part", 0.9) for c in index.lookup(part, limit=_AT_MOST, fuzzy=False))
    yield from _crossings(name, index)


def _crossings(name: str, index: Gazetteer) -> Iterator[Option]:
    """The border crossing that a double name tells by the posts of its two sides: "the Dehiba-Wazin crossing"."""
    match = _CROSSING.match(name)
    rest = match["rest"] if match else ""
    for joint in [at for at, letter in enumerate(rest) if letter in "-\u2013/"][:_HALVES]:
        for half in (rest[:joint].strip(), rest[joint + 1 :].strip()):
            found = index.lookup(half, limit=_AT_MOST, fuzzy=False) if half else []
            yield from (Option(c, "part", 0.9) for c in found if c.place.feature_code == "PSTB")


_AREAS = ("County", "District", "Province")
_CROSSINGS = ("crossing", "border crossing")


def _with_kind(name: str, cue: str | None, index: Gazetteer) -> Iterator[Option]:
    """Areas of the name with the word for their kind, where the sentence has said it once for several."""
    if FAMILIES.get(cue or "") == "area" and cue_of(name, None) is None:
        for word in _AREAS:
            found = index.spelled(f"{name} {word}", limit=_AT_MOST)
            yield from (Option(c, "named with its kind", 0.99) for c in found if c.place.is_area)
    if cue == "crossing":
        for word in _CROSSINGS:
            found = index.spelled(f"{name} {word}", limit=_AT_MOST)
            yield from (Option(c, "named with its kind", 0.99) for c in found if c.place.feature_code == "PSTB")


# Adjectives and unions of what is no country; those of countries are data beside the countries.
_ADJECTIVES = {
    "geonames:6255148": "european, europeans, eu, european union",
    "geonames:6255146": "african, africans, au, african union",
    "geonames:6255147": "asian, asians",
    "geonames:6255149": "north american, north americans",
    "geonames:6255150": "south american, south americans, latin american",
    "geonames:6269131": "english",
    "geonames:2638360": "scottish, scots",
    "geonames:2634895": "welsh",
    "sitmap:kurdistan": "kurdish",
}
_REGIONAL = {word: ident for ident, words in _ADJECTIVES.items() for word in words.split(", ")}


def _demonyms(name: str, index: Gazetteer) -> Iterator[Option]:
    if name.lower() in _REGIONAL:
        region = index.place(_REGIONAL[name.lower()])
        yield Option(Candidate(region, name, "exact", 0.95), "demonym")
    code = index.demonym(name)
    if code and code in index.countries():
        yield Option(Candidate(index.country(code), name, "exact", 0.95), "demonym")


def _without_kind(name: str) -> str | None:
    """The name without a direction, or a word for its kind, if anything is left.

    >>> _without_kind("northern Syria"), _without_kind("Fars Province"), _without_kind("Ras Ajdir border post")
    ('Syria', 'Fars', 'Ras Ajdir')
    """
    if match := _DIRECTED.match(name):
        return match["rest"]
    if (match := _OF.match(name)) and match["cue"].lower() in KINDS:
        return match["rest"]
    if match := _CROSSING.match(name):
        return match["rest"]
    words = name.split()
    if len(words) > 1:
        first, last = (_ABBREVIATED.get(w.lower(), w.lower()) for w in (words[0], words[-1]))
        if last in KINDS:
            return " ".join(words[:-1])
        if first in KINDS:
            return " ".join(words[1:])
    return None


def inside(name: str, index: Gazetteer) -> list[Option]:
    """Places named within a name that is unknown as a whole, the longest first: "Manila Cathedral" -> Manila.

    Those that begin the name or follow "of" or "in" are read as "leads", the others as "inside".
    """
    words = name.split()
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            piece = " ".join(words[start : start + length])
            if not piece[0].isupper() or (length == 1 and is_generic(piece)):
                continue
            leads = start == 0 or words[start - 1].lower() in ("of", "in", "at", "the")
            found = [c for c in index.lookup(piece, limit=20, fuzzy=False) if c.score > _KNOWN]
            if found:
                return [Option(c, "leads" if leads else "inside", 0.7) for c in found]
    return []


def is_generic(word: str) -> bool:
    """Whether a word names a kind of place or institution rather than one of them."""
    return word.lower().rstrip(".") in _GENERIC or word.lower() in KINDS


def is_facility(name: str) -> bool:
    """Whether the words tell a street, building or the like, which lies in a town that the gazetteer may know.

    >>> is_facility("Royal Street"), is_facility("Royal Oak"), is_facility("St. Anne")
    (True, False, False)
    """
    first, *rest = name.split() or [""]
    words = rest if first.lower().rstrip(".") == "st" else [first, *rest]  # a saint, not a street
    return any(word.lower().rstrip(".") in _FACILITIES for word in words)


def is_way(name: str) -> bool:
    """Whether the words tell a street, bridge or junction, called after places near and far.

    >>> is_way("London Road"), is_way("London Hospital")
    (True, False)
    """
    return any(word.lower().rstrip(".") in _WAYS for word in name.split())


_KNOWN = 0.96  # spelled so, but for case and diacritics
# Words that name a kind of institution or way, and as a place's name on their own only by accident.
_GENERIC_WORDS = """
university college school academy institute church cathedral mosque temple hospital clinic court street road
avenue boulevard highway square bridge park garden center centre central hall house tower museum gallery
library theatre theater stadium arena club hotel bank company office department ministry police council
commission union federation association international national general memorial high middle elementary
community district north south east west northern southern eastern western new old great big little upper
lower saint san the
wadi wad oued jebel djebel jabal gebel tell tel tal ain ayn bir beer beit bayt kafr kfar khan deir dayr ras abu umm nahr
shatt jazirat qasr qalat sidi sheikh al el mar burj mazar shahr deh kot garh pur rio cerro sierra monte puerto santa
santo villa fort camp port point mount cape lake bay river creek hill hills valley mont pont ville val
nova nowa novo stary staraya velyka mala verkhnia nyzhnia bad burg
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_FACILITY_WORDS = """
university college school academy institute church cathedral mosque temple hospital clinic court street st road rd
avenue ave boulevard drive lane highway square bridge hall tower museum gallery library theatre theater stadium arena
club hotel prison barracks checkpoint roundabout junction market cemetery graveyard neighbourhood neighborhood quarter
"""
_WAYS = frozenset(
    "street st road rd avenue ave boulevard drive lane highway square bridge roundabout junction".split()  # noqa: SIM905
)
_FACILITIES = frozenset(_FACILITY_WORDS.split())

"""A small situation with every kind of feature, and one with everything a hostile article can say."""

from __future__ import annotations

import datetime as dt

import pytest

from gazetteer.footprint import Footprint
from gazetteer.place import Candidate, LonLat, Place
from gazetteer.resolver import Resolution
from geo.actor import Actor, Relation
from geo.article import Article
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.document import ToponymMention
from geo.interval import Interval
from geo.situation import PlaceMention, Situation
from geo.state import Period

DAY = dt.date(2031, 5, 4)
TEXT = "The brigade left Zarqun for Omariya. Boats were found 16 km off Zarqun."
ZARQUN = Place("x:1", "Zarqun", lat=32.8, lon=12.5, country="LY", names=("Zarqūn", "زرقون"))
OMARIYA = Place("x:2", "Omariya", lat=32.6, lon=13.4, country="LY")
FIJI = Place("x:6", "Suva", lat=-18.1, lon=178.4, country="FJ")
SAMOA = Place("x:7", "Apia", lat=-13.8, lon=-171.8, country="WS")
COALITION = Actor("coalition", "Coalition", ("the alliance",), "coalition", (), "#0072b2", "C", "north")
BRIGADE = Actor("found:brigade", "Brigade", relations=(Relation("part_of", "coalition", None, DAY),), kind="militia")
RING = tuple(LonLat(lon, lat) for lon, lat in ((12.5, 32.9), (12.7, 32.9), (12.7, 33.1), (12.5, 32.9)))
AT_SEA = Footprint(33.0, 12.6, 4_000.0, "offshore", 7, RING, "x:1")


def make_situation(words: str = "Zarqun", title: str = "Brigade leaves") -> Situation:
    """Every kind of thing; ``words`` and ``title`` stand wherever an article's own words go."""
    brigade, article = ActorRef(BRIGADE, words), Article("a1", TEXT, title, DAY, "Coast News", "https://c.example/1")
    origin, destination = PlaceRef(words, 17, ZARQUN, Footprint(32.8, 12.5, 2_000.0)), PlaceRef("Omariya", 28, OMARIYA)
    evidence = Evidence("a1", 0, 36, words, (12, 16))
    time = Interval(DAY, DAY, "day", words)
    moved = Claim(
        "a1:1", "a1", "movement", "withdraws", evidence, actor=brigade, speaker=ActorRef(COALITION, "it"), time=time,
        origin=origin, destination=destination, reported=DAY, source="Coast News", forced=True, confidence=0.75,
    )  # fmt: skip
    rescue = Claim(
        "a1:2", "a1", "incident", "rescue", Evidence("a1", 37, 70, words, (48, 53)), opponent=brigade, dead=(1, 2),
        place=PlaceRef(words, 63, ZARQUN, AT_SEA, "16 km off"), reported=DAY, factuality="claimed", explanation="why",
    )  # fmt: skip
    held = Claim("a1:3", "a1", "control", "loses", evidence, actor=brigade, place=origin, extent="part", passing=True)
    suva, apia = PlaceRef("Suva", 0, FIJI), PlaceRef("Apia", 0, SAMOA)
    over = Claim("a1:4", "a1", "movement", "travels", evidence, origin=suva, destination=apia)
    lost = Claim("a1:5", "a1", "movement", "flees", evidence, destination=PlaceRef(words, 0))
    choice = Resolution("ambiguous", ZARQUN, 0.8, ((Candidate(OMARIYA, "Omariya", "fuzzy", 0.7), 0.1),), "near", "rank")
    mentions = (
        ToponymMention(17, 23, words, "literal", choice, Footprint(32.8, 12.5, 2_000.0)),
        ToponymMention(63, 69, words, "literal", choice, AT_SEA, 53, 69, "16 km off"),
        ToponymMention(0, 3, "The", "demonym", choice),
        ToponymMention(4, 11, words, "metonym", choice),
        ToponymMention(28, 35, words, "literal", Resolution("unknown")),
    )
    period = Period(
        ZARQUN, DAY, None, "contested", "claimed", BRIGADE, (BRIGADE, COALITION), ("a1:3",), 0.6, True, DAY, ("a1:1",),
        COALITION, words,
    )  # fmt: skip
    return Situation(
        articles=(article, Article("a2", "Nothing.", published=None)),
        claims=(moved, rescue, held, over, lost),
        periods=(period,),
        mentions=tuple(PlaceMention("a1", mention) for mention in mentions),
        actors={COALITION.id: COALITION, BRIGADE.id: BRIGADE},
        title=title,
    )


@pytest.fixture
def situation() -> Situation:
    return make_situation()


@pytest.fixture(
    params=[
        "{{ 7*7 }}",
        "=HYPERLINK(1)",
        "<script>alert(1)</script>",
        "]]>",
        "$[name] & \x0b\x1f",
        "\"'\n\r,;",
    ]
)
def hostile(request) -> Situation:
    return make_situation(request.param, request.param)

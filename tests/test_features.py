"""Features: columns, axis order, arrows that can be told apart, honest extents, nothing dropped in silence."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Polygon

from gazetteer.footprint import Footprint
from gazetteer.place import LonLat, Place
from gazetteer.resolver import Resolution
from geo.actor import Actor, Relation
from geo.article import Article
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.document import ToponymMention
from geo.features import COLUMNS, CRS, layers, unplaced
from geo.features.geometry import bearing, circle, curve, distance, ring, stub
from geo.interval import Interval
from geo.situation import PlaceMention, Situation
from geo.state import Period

DAY = dt.date(2031, 5, 4)
ZARQUN = Place("x:1", "Zarqun", lat=32.8, lon=12.5, country="LY")
OMARIYA = Place("x:2", "Omariya", lat=32.6, lon=13.4, country="LY")
HARBOUR = Place("x:3", "Harbour", lat=33.2, lon=13.2, country="LY")
LIBYA = Place(
    "x:4", "Libya", lat=27.0, lon=17.0, country="LY", feature_class="A", feature_code="PCLI", radius_m=800_000
)
TUNIS = Place("x:5", "Tunisia", lat=34.0, lon=9.0, country="TN", feature_class="A", feature_code="PCLI")
FIJI = Place("x:6", "Suva", lat=-18.1, lon=178.4, country="FJ")
SAMOA = Place("x:7", "Apia", lat=-13.8, lon=-171.8, country="WS")
COALITION = Actor("coalition", "Coalition", colour="#0072b2", symbol="C")
BRIGADE = Actor("brigade", "Brigade", relations=(Relation("part_of", "coalition", end=dt.date(2031, 6, 1)),))
ACTORS = {actor.id: actor for actor in (COALITION, BRIGADE)}


def ref(place, **fields):
    return None if place is None else PlaceRef(place.name, 0, place=place, **fields)


def claim(ident="c1", kind="movement", action="withdraws", *, places=(), **fields):
    refs = {role: where if isinstance(where, PlaceRef) else ref(where) for role, where in dict(places).items()}
    return Claim(ident, "a1", kind, action, Evidence("a1", 0, 5, "Words", (0, 2)), reported=DAY, **refs, **fields)


def situation(*claims, **fields):
    article = Article("a1", "Words.", title="Title", published=DAY, source="Coast News", url="https://coast.example")
    return Situation(articles=(article,), claims=claims, actors=ACTORS, **fields)


def named(place, *, role="literal", footprint=None, offset="", article="a1", confidence=0.9):
    mention = ToponymMention(0, 5, "words", role, Resolution("resolved", place, confidence), footprint, offset=offset)
    return PlaceMention(article, mention)


def movements(*claims):
    return layers(situation(*claims))["movements"].set_index("id")


def test_empty_situations_have_every_column():
    for name, layer in layers(Situation()).items():
        assert isinstance(layer, gpd.GeoDataFrame)
        assert list(layer.columns) == [*COLUMNS[name], "geometry"]
        assert layer.crs == CRS
        assert len(layer) == 0
    assert len(unplaced(Situation())) == 0


def test_a_claim_brings_its_provenance_and_codes():
    time = Interval(DAY, DAY, "day", "on Sunday")
    moved = claim(
        places={"origin": ZARQUN, "destination": OMARIYA, "via": HARBOUR},
        actor=ActorRef(BRIGADE, "the brigade"),
        speaker=ActorRef(COALITION, "it"),
        time=time,
        forced=True,
    )
    row = movements(moved).loc["c1"]
    expected = {
        "action": "withdraws", "actor": "Brigade", "actor_id": "brigade", "colour": "#0072b2", "symbol": "C",
        "origin": "Zarqun", "destination": "Omariya", "via": "Harbour", "toward": None, "forced": True,
        "factuality": "actual", "start": "2031-05-04", "end": "2031-05-04", "time_text": "on Sunday",
        "reported": "2031-05-04", "article": "a1", "title": "Title", "source": "Coast News",
        "url": "https://coast.example", "sentence": "Words", "speaker": "Coalition",
        "acled_event": "Strategic developments",
        "cameo": "0874", "plover": "RETREAT/withdraw", "partial_geometry": False,
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_axis_order_and_ends_of_an_arrow():
    line = movements(claim(places={"origin": ZARQUN, "destination": OMARIYA})).geometry.iloc[0]
    assert isinstance(line, LineString)
    assert line.coords[0] == (12.5, 32.8)
    assert line.coords[-1] == (13.4, 32.6)
    straight = distance(ZARQUN.position, OMARIYA.position)
    bent = sum(distance(LonLat(*a), LonLat(*b)) for a, b in zip(line.coords, line.coords[1:], strict=False))
    assert straight * 1.02 < bent < straight * 1.1


@pytest.mark.parametrize("several", [2, 3, 7, 40])
def test_parallel_arrows_lie_apart(several):
    there = [claim(f"t{n}", places={"origin": ZARQUN, "destination": OMARIYA}) for n in range(several)]
    back = [claim(f"b{n}", places={"origin": OMARIYA, "destination": ZARQUN}) for n in range(several)]
    lines = movements(*there, *back).geometry
    middles = [line.interpolate(0.5, normalized=True) for line in lines]
    assert min(a.distance(b) for a, b in combinations(middles, 2)) > 0.2 / several / 4
    assert not any(line.crosses(LineString([ZARQUN.position, OMARIYA.position])) for line in lines)


@pytest.mark.parametrize(
    ("places", "drawn", "partial"),
    [
        ({"origin": ZARQUN, "destination": OMARIYA}, 85_000, False),
        ({"origin": ZARQUN}, 12_000, True),
        ({"destination": ZARQUN}, 12_000, True),
        ({"toward": ZARQUN}, 12_000, True),
        ({"via": ZARQUN}, 12_000, True),
        ({"place": ZARQUN}, 12_000, True),
        ({"origin": ZARQUN, "toward": OMARIYA}, 12_000, True),
        ({"origin": ZARQUN, "destination": ZARQUN}, 12_000, True),
        ({"destination": OMARIYA, "via": ZARQUN}, 12_000, True),
        ({"destination": LIBYA, "origin": Place("x:9", "Sabha", lat=27.03, lon=14.4)}, 12_000, True),
        ({"origin": TUNIS, "destination": LIBYA}, 1_000_000, True),
        ({"origin": TUNIS, "destination": OMARIYA}, 400_000, True),
        ({"destination": LIBYA}, None, True),
        ({"origin": PlaceRef("Nowhere", 0)}, None, True),
        ({}, None, True),
    ],
)
def test_what_is_told_decides_what_is_drawn(places, drawn, partial):
    told = situation(claim(places=places))
    layer, rest = layers(told)["movements"], unplaced(told)
    assert len(layer) + len(rest) == 1
    if drawn is None:
        assert rest.reason[0]
        assert rest.kind[0] == "movement"
    else:
        line = layer.geometry[0]
        length = sum(distance(LonLat(*a), LonLat(*b)) for a, b in zip(line.coords, line.coords[1:], strict=False))
        assert length == pytest.approx(drawn, rel=0.2)
        assert layer.partial_geometry[0] == partial


@pytest.mark.parametrize(
    ("places", "course"),
    [
        ({"origin": ZARQUN, "toward": OMARIYA}, bearing(ZARQUN.position, OMARIYA.position)),
        ({"destination": OMARIYA, "via": ZARQUN}, bearing(ZARQUN.position, OMARIYA.position)),
    ],
)
def test_stubs_point_where_they_go(places, course):
    line = movements(claim(places=places)).geometry.iloc[0]
    first, last = LonLat(*line.coords[0]), LonLat(*line.coords[-1])
    assert bearing(first, last) == pytest.approx(course, abs=1)


def test_stubs_at_one_place_fan_out():
    lines = movements(*(claim(f"c{n}", places={"destination": ZARQUN}) for n in range(9))).geometry
    assert len({line.coords[0] for line in lines}) == 9
    assert {line.coords[-1] for line in lines} == {(12.5, 32.8)}


@pytest.mark.parametrize("kind", ["movement", "incident"])
def test_negated_claims_are_listed_but_no_feature(kind):
    action = "withdraws" if kind == "movement" else "clash"
    told = situation(claim(kind=kind, action=action, places={"place": ZARQUN}, factuality="negated"))
    assert not any(len(layer) for layer in layers(told).values())
    assert unplaced(told).reason[0] == "said not to be so"


def test_incidents_with_toll_and_shifted_place():
    spot = Footprint(33.1, 12.6, 6_000, method="offshore", where_prec=7)
    at_sea = PlaceRef("Zarqun", 0, place=ZARQUN, footprint=spot, offset="16 km off")
    told = situation(claim(kind="incident", action="rescue", places={"place": at_sea}, dead=(2, 3)))
    shown = layers(told)
    row = shown["incidents"].iloc[0]
    assert (row.place, row.place_id) == ("16 km off Zarqun", "x:1")
    assert (row.dead_min, row.dead_max) == (2, 3)
    assert (row.geometry.x, row.geometry.y) == (12.6, 33.1)
    extent = shown["uncertainty"].iloc[0]
    assert (extent["of"], extent.method, extent.radius_m) == ("c1", "offshore", 6_000)
    assert extent.geometry.contains(row.geometry)


@pytest.mark.parametrize(
    ("footprint", "drawn"),
    [
        (Footprint(32.8, 12.5, 2_000), False),
        (Footprint(32.8, 12.5, 30_000), True),
        (Footprint(27.0, 17.0, 800_000, where_prec=6), False),
        (Footprint(32.8, 12.5, 900, method="offset"), True),
        (Footprint(32.8, 12.5, 900, outline=(LonLat(12, 32), LonLat(13, 32), LonLat(13, 33), LonLat(12, 32))), True),
    ],
)
def test_extents_are_drawn_where_a_dot_would_lie(footprint, drawn):
    told = Situation(mentions=(named(ZARQUN, footprint=footprint), named(ZARQUN, footprint=footprint)))
    extents = layers(told)["uncertainty"]
    assert len(extents) == drawn
    if drawn:
        assert extents["of"][0] == "place:x:1"
        assert extents.geometry[0].exterior.is_ccw


def test_an_outline_without_area_becomes_a_circle():
    flat = Footprint(32.8, 12.5, 900, method="offset", outline=(LonLat(12.5, 32.8),) * 5)
    (area,) = layers(Situation(mentions=(named(ZARQUN, footprint=flat),)))["uncertainty"].geometry
    assert area.area > 0


def test_places_are_counted_by_role_and_shift():
    told = Situation(
        mentions=(
            named(ZARQUN, confidence=0.4),
            named(ZARQUN, article="a2"),
            named(ZARQUN, role="metonym"),
            named(ZARQUN, role="demonym"),
            named(ZARQUN, offset="5 km north of", footprint=Footprint(32.85, 12.5, 1_500, method="offset")),
            named(None),
        )
    )
    rows = layers(told)["places"][["name", "role", "mentions", "articles", "confidence"]].to_numpy().tolist()
    assert rows == [
        ["Zarqun", "literal", 2, "a1; a2", 0.9],
        ["Zarqun", "metonym", 1, "a1", 0.9],
        ["5 km north of Zarqun", "literal", 1, "a1", 0.9],
    ]


def period(start, end, **fields):
    return Period(ZARQUN, start, end, "held", "claimed", BRIGADE, (BRIGADE, COALITION), ("c1", "c2"), **fields)


def test_control_rolls_up_and_keeps_its_evidence():
    first = period(dt.date(2031, 5, 1), dt.date(2031, 5, 9), partial=True, last_evidence=DAY)
    second = period(dt.date(2031, 7, 1), None)
    control = layers(Situation(periods=(first, second), actors=ACTORS))["control"]
    assert control.side.tolist() == ["Coalition", "Brigade"]
    row = control.iloc[0]
    assert (row.holder, row.colour, row.claimants, row.claims) == ("Brigade", "#0072b2", "Brigade; Coalition", "c1; c2")
    assert (row.start, row.end, row.last_evidence, row.partial) == ("2031-05-01", "2031-05-09", "2031-05-04", True)
    assert control.end[1] is None


@pytest.mark.parametrize(
    ("on", "held", "moved"),
    [(None, 1, 3), ("2031-04-30", 0, 1), ("2031-05-01", 1, 2), ("2031-05-09", 1, 3), ("2031-05-10", 0, 3)],
)
def test_as_of_a_day(on, held, moved):
    days = [None, Interval(dt.date(2031, 5, 1), None), Interval(None, dt.date(2029, 1, 1))]
    claims = [claim(f"c{n}", places={"origin": ZARQUN}, time=time) for n, time in enumerate(days)]
    told = situation(*claims, periods=(period(dt.date(2031, 5, 1), dt.date(2031, 5, 9)),))
    shown = layers(told, on=on and dt.date.fromisoformat(on))
    assert (len(shown["control"]), len(shown["movements"])) == (held, moved)


def test_an_undated_period_holds_on_any_day():
    told = Situation(periods=(Period(ZARQUN, None, None, "held", "assessed", BRIGADE, side=COALITION, reason="why"),))
    row = layers(told, on=DAY)["control"].iloc[0]
    assert (row.start, row.side, row.reason) == (None, "Coalition", "why")


def test_roll_up_survives_a_ring_of_relations():
    a = Actor("a", "A", relations=(Relation("part_of", "b"),))
    b = Actor("b", "B", relations=(Relation("part_of", "a"),))
    told = Situation(periods=(Period(ZARQUN, DAY, None, "held", "assessed", a),), actors={"a": a, "b": b})
    assert layers(told)["control"].side[0] in {"A", "B"}


def test_ids_are_unique_over_all_layers():
    same = period(dt.date(2031, 5, 1), dt.date(2031, 5, 9))
    moved = claim("c1", places={"origin": ZARQUN})
    told = situation(moved, moved, claim("c1", "incident", "clash", places={"place": ZARQUN}), periods=(same, same))
    ids = [ident for layer in layers(told).values() for ident in layer["id"]]
    assert len(ids) == len(set(ids)) == 5


def test_arrows_over_the_antimeridian_are_cut():
    line = movements(claim(places={"origin": FIJI, "destination": SAMOA})).geometry.iloc[0]
    assert isinstance(line, MultiLineString)
    west, _, east, _ = line.bounds
    assert (west, east) == (-180, 180)
    assert line.geoms[0].coords[0] == FIJI.position
    assert line.geoms[-1].coords[-1] == pytest.approx(SAMOA.position)
    back = movements(claim(places={"origin": SAMOA, "destination": FIJI})).geometry.iloc[0]
    assert back.geoms[0].coords[0] == pytest.approx(SAMOA.position)


@given(
    lon=st.floats(-180, 180), lat=st.floats(-90, 90), radius=st.floats(1, 2_000_000),
)  # fmt: skip
def test_circles_are_valid_and_within_the_world(lon, lat, radius):
    area = circle(LonLat(lon, lat), radius)
    assert isinstance(area, Polygon | MultiPolygon)
    assert area.is_valid
    west, south, east, north = area.bounds
    assert west >= -180 - 1e-9
    assert east <= 180 + 1e-9
    assert -90 <= south <= north <= 90
    assert area.area > 0
    parts = getattr(area, "geoms", [area])
    assert all(part.exterior.is_ccw for part in parts)


@given(
    ends=st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=2, max_size=2, unique=True),
    bulge=st.floats(0, 0.6),
)
def test_curves_stay_within_the_world(ends, bulge):
    line = curve([LonLat(*end) for end in ends], bulge=bulge)
    west, south, east, north = line.bounds
    assert west >= -180 - 1e-9
    assert east <= 180 + 1e-9
    assert -90 <= south <= north <= 90


def test_a_ring_that_crosses_itself_is_made_valid():
    bow = ring([LonLat(0, 0), LonLat(1, 1), LonLat(1, 0), LonLat(0, 1), LonLat(0, 0)])
    assert bow.is_valid
    assert bow.area == pytest.approx(0.5)


@pytest.mark.parametrize("place", [LonLat(179.99, 0), LonLat(-179.99, 0), LonLat(0, 89.99)])
def test_stubs_at_the_edge_of_the_map(place):
    line = stub(place, 90, length_m=12_000)
    west, _, east, _ = line.bounds
    assert -180 <= west <= east <= 180

"""An analyst's corrections: applied, shown, withdrawn, saved, exchanged; and files that are wrong."""
# ruff: noqa: E501 (tables of cases read best with a case a line)

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import PlaceNotFoundError
from gazetteer.footprint import Footprint, of_place
from gazetteer.place import Place
from gazetteer.resolver import Resolution
from geo.actor import Actor
from geo.article import Article
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.correcting import Corrector, correct, restored, with_struck
from geo.correction import Correction, consolidated
from geo.document import ToponymMention
from geo.errors import CorrectionError, UnknownActorError
from geo.features import control_areas
from geo.interval import Interval
from geo.io.corrections import COLUMNS, corrections_csv, read_corrections
from geo.io.rows import claim_rows, period_rows, place_rows
from geo.io.store import load, save
from geo.pipeline import Reader, corrected, merge
from geo.query import changes, control, disputes, history, overview, who
from geo.situation import PlaceMention, Situation

DAY = dt.date(2031, 5, 4)
NORTH = Place("x:1", "Omar", lat=32.0, lon=12.0, country="LY")
SOUTH = Place("x:2", "Omar al Janub", lat=27.0, lon=14.0, country="LY")
PORT = Place("x:3", "Marsa", lat=32.5, lon=13.0, country="LY")
PLACES = {place.id: place for place in (NORTH, SOUTH, PORT)}
ARMY, FRONT, MILITIA = Actor("army", "Army"), Actor("front", "Front"), Actor("found:militia", "militia")
ACTORS = {actor.id: actor for actor in (ARMY, FRONT, MILITIA)}
TEXTS = {
    "a1": "The Front took Omar. The town is calm. The militia camps 9 km west of Omar.",
    "a2": "The Army took Marsa. The Army left Omar. Sayed fled.",
}


def mention(article, word, place, nth=1, *, offset="", spot=None):
    start = [i for i in range(len(TEXTS[article])) if TEXTS[article].startswith(word, i)][nth - 1]
    found = Resolution("resolved", place, 0.6) if place else Resolution("unknown")
    spot = spot or (of_place(place) if place else None)
    return PlaceMention(article, ToponymMention(start, start + len(word), word, "literal", found, spot, offset=offset))


def ref(article, word, place, nth=1, *, offset="", spot=None):
    found = mention(article, word, place, nth, spot=spot).mention
    return PlaceRef(word, found.start, place, found.footprint, offset)


def claim(number, article, action, actor, words, *, kind="control", **roles):
    start = TEXTS[article].index(words)
    day = DAY if article == "a1" else DAY + dt.timedelta(days=3)
    return Claim(
        f"{article}:{number}", article, kind, action, Evidence(article, start, start + len(words), words, (start, start + 3)),
        actor=ActorRef(actor, f"the {actor.name}"), reported=day, time=Interval(day, day), source=article, confidence=0.9,
        explanation="read", **roles,
    )  # fmt: skip


def read() -> Situation:
    west = Footprint(32.0, 11.9, 1_000.0, "offset", 2, None, "x:1")
    shifted = mention("a1", "Omar", NORTH, 2, offset="9 km west of", spot=west)
    camp = ref("a1", "Omar", NORTH, 2, offset="9 km west of", spot=west)
    claims = (
        claim(1, "a1", "captures", FRONT, "The Front took Omar.", place=ref("a1", "Omar", NORTH)),
        claim(2, "a1", "holds", FRONT, "The town is calm.", place=ref("a1", "The town", NORTH)),
        claim(3, "a1", "deploys", MILITIA, "The militia camps 9 km west of Omar.", kind="movement", destination=camp),
        claim(1, "a2", "captures", ARMY, "The Army took Marsa.", place=ref("a2", "Marsa", PORT)),
        claim(2, "a2", "withdraws", ARMY, "The Army left Omar.", kind="movement", origin=ref("a2", "Omar", NORTH)),
        claim(3, "a2", "holds", ARMY, "Sayed fled.", place=ref("a2", "Sayed", None)),
    )
    mentions = (
        mention("a1", "Omar", NORTH), shifted, mention("a2", "Marsa", PORT), mention("a2", "Omar", NORTH),
        mention("a2", "Sayed", None),
    )  # fmt: skip
    articles = tuple(Article(id, text, published=DAY) for id, text in TEXTS.items())
    return correct(Situation(articles, claims, (), mentions, ACTORS), Corrector(()))


RAW = read()
MOVED = Correction("place", "omar", place=SOUTH, note="the southern one")
MOVED_IN_ONE = Correction("place", "Omar", "a2", place=PORT, note="a slip")
NO_PLACE = Correction("place", "Sayed", note="a person")
WRONG = Correction("claim", claim="a2:1", note="retracted")
WRONG_WORDS = Correction("claim", "took  Marsa", "a2", note="retracted")
OTHER = Correction("actor", "the Front", actor=ARMY, note="its own unit")
BY_ID = Correction("actor", "found:militia", actor=FRONT)
ASSERTED = Correction(
    "control", place=PORT, actor=FRONT, start=DAY, end=DAY + dt.timedelta(days=9), source="field", note="seen"
)
OPEN = Correction("control", place=NORTH, actor=ARMY, start=DAY + dt.timedelta(days=1))
ALL = (MOVED, MOVED_IN_ONE, NO_PLACE, WRONG, WRONG_WORDS, OTHER, BY_ID, ASSERTED, OPEN)


def apply(*corrections):
    return correct(RAW, Corrector(corrections))


def by_id(situation):
    return {claim.id: claim for claim in situation.claims}


@pytest.mark.parametrize(
    ("corrections", "id", "role", "told"),
    [
        ([MOVED], "a1:1", "place", "x:2"),
        ([MOVED], "a1:2", "place", "x:2"),  # "the town" is the one that was named
        ([MOVED], "a1:3", "destination", "x:2"),
        ([MOVED], "a2:2", "origin", "x:2"),
        ([MOVED], "a2:1", "place", "x:3"),
        ([MOVED_IN_ONE], "a1:1", "place", "x:1"),
        ([MOVED, MOVED_IN_ONE], "a2:2", "origin", "x:3"),
        ([MOVED, MOVED_IN_ONE], "a1:1", "place", "x:2"),
    ],
)
def test_a_place_is_another(corrections, id, role, told):
    assert getattr(by_id(apply(*corrections))[id], role).place.id == told


@pytest.mark.parametrize(
    ("correction", "id", "role", "told"),
    [
        (OTHER, "a1:1", "actor", "army"),
        (OTHER, "a2:1", "actor", "army"),
        (BY_ID, "a1:3", "actor", "front"),
        (Correction("actor", "the Front", "a2", actor=ARMY), "a1:1", "actor", "front"),
    ],
)
def test_an_actor_is_another(correction, id, role, told):
    assert getattr(by_id(apply(correction))[id], role).actor.id == told


@pytest.mark.parametrize(("correction", "gone"), [(WRONG, "a2:1"), (WRONG_WORDS, "a2:1"), (NO_PLACE, "a2:3")])
def test_what_is_wrong_goes_and_is_kept_aside(correction, gone):
    done = apply(correction)
    assert by_id(RAW).keys() - by_id(done).keys() == {gone}
    assert done.read_claims == RAW.claims


def test_a_place_worked_out_from_another_moves_along():
    spot = by_id(apply(MOVED))["a1:3"].destination.footprint
    assert (spot.lat, spot.method, spot.anchor) == (27.0, "offset", "x:2")
    assert spot.lon == pytest.approx(14.0 - 0.1 * 0.848 / 0.891, abs=1e-3)


def test_a_corrected_place_feeds_the_tracking():
    done = apply(MOVED)
    assert {p.place.id for p in done.periods} == {"x:2", "x:3"}
    assert {p.place.id: p.corrected for p in done.periods}["x:2"] == str(MOVED)


def test_asserted_control_stands_on_its_days_and_not_after():
    periods = [p for p in apply(ASSERTED).periods if p.place.id == "x:3"]
    assert [(p.holder.id, p.start, p.end) for p in periods] == [
        ("front", ASSERTED.start, ASSERTED.end), ("army", ASSERTED.end + dt.timedelta(days=1), None),
    ]  # fmt: skip
    assert [bool(p.corrected) for p in periods] == [True, False]


def test_open_assertions_last_until_a_report_of_a_change():
    early = dataclasses.replace(ASSERTED, start=DAY - dt.timedelta(days=9), end=None)
    first, then = (p for p in apply(early).periods if p.place.id == "x:3")
    assert (first.holder.id, then.holder.id, first.end) == ("front", "army", then.start - dt.timedelta(days=1))


@settings(max_examples=40, deadline=None)
@given(chosen=st.lists(st.sampled_from(ALL)), data=st.data())
def test_neither_order_nor_repetition_matters_and_withdrawing_restores(chosen, data):
    done = apply(*chosen)
    shuffled = data.draw(st.permutations(chosen))
    assert correct(RAW, Corrector(shuffled)) == done
    assert correct(done, Corrector(chosen)) == done
    assert correct(done, Corrector(())) == RAW
    assert restored(done).claims == RAW.claims


@settings(max_examples=20, deadline=None)
@given(chosen=st.lists(st.sampled_from(ALL)), data=st.data())
def test_periods_of_a_place_never_overlap(chosen, data):
    days = st.dates(DAY - dt.timedelta(days=5), DAY + dt.timedelta(days=9))
    more = data.draw(
        st.lists(
            st.builds(
                Correction, st.just("control"), place=st.just(PORT), actor=st.sampled_from([ARMY, FRONT]), start=days
            )
        )
    )
    for _, group in itertools.groupby(apply(*chosen, *more).periods, key=lambda p: p.place.id):
        for one, other in itertools.pairwise(group):
            assert one.end is not None
            assert one.start <= one.end < other.start


def test_one_of_contradicting_corrections_stands_whatever_their_order():
    other = dataclasses.replace(MOVED, place=PORT)
    assert consolidated([MOVED, other]) == consolidated([other, MOVED])
    assert len(consolidated([MOVED, other])) == 1


def test_every_answer_shows_what_it_rests_on():
    done = apply(MOVED, OTHER, ASSERTED)
    told = {row["id"]: row["corrected"] for row in claim_rows(done)}
    assert "the southern one" in told["a1:1"]
    assert told["a2:2"] == str(MOVED)
    assert told["a2:1"] is None
    assert "corrected: " in by_id(done)["a1:1"].explanation
    assert [row["corrected"] for row in place_rows(done)].count("corrected: the southern one") == 3
    assert all(row["corrected"] for row in period_rows(done) if row["place"]["id"] == "x:2")
    (item,) = control(done, "Front", on=DAY).assessed
    assert (item.place.id, item.to_json()["corrected"]) == ("x:3", "asserted: seen")
    for answer in (
        control(done, "Army", on=DAY),
        who(done, "x:2", on=DAY),
        history(done, "x:2"),
        overview(done, on=DAY),
    ):
        assert "the southern one" in str(answer)
        assert "the southern one" in str(answer.to_json())


def test_claims_that_are_struck_are_listed_on_request():
    done = apply(*ALL)
    shown = with_struck(done)
    struck = {c.id: c.corrected for c in shown if c.corrected.startswith("struck: ")}
    assert struck.keys() == {c.id for c in RAW.claims} - {c.id for c in done.claims}
    assert any("retracted" in why for why in struck.values())
    assert [c.id for c in shown if c.id in struck or c in done.claims][: len(RAW.claims)] == [c.id for c in RAW.claims]
    assert with_struck(RAW) == RAW.claims


def test_changes_areas_and_disputes_show_it_too():
    done = apply(MOVED, OTHER, ASSERTED)
    (gained,) = [c for c in changes(done, "2000-01-01") if c.place.id == "x:3"]
    assert "asserted: seen" in str(gained)
    assert "asserted: seen" in str(gained.to_json())
    assert "asserted: seen" in "; ".join(filter(None, control_areas(done, on=DAY).corrected))
    assert all("corrected" in row for d in disputes(done, on=DAY) for row in d.to_rows())


@pytest.mark.parametrize(("correction", "place"), [(WRONG, "Marsa"), (NO_PLACE, "Omar")])
def test_a_claim_set_aside_is_told_where_it_was(correction, place):
    more = dataclasses.replace(RAW.claims[3], id="a2:9")
    situation = correct(dataclasses.replace(RAW, claims=(*RAW.claims, more)), Corrector([correction]))
    assert ("retracted" in str(who(situation, place, on="2031-05-07"))) == (correction is WRONG)


@pytest.mark.parametrize(
    "correction",
    [
        Correction("place", "Atlantis", place=PORT), Correction("place", "Omar", "a3", place=PORT), Correction("claim", claim="a9:9"),
        Correction("claim", "took Omar", "a2"), Correction("actor", "the Navy", actor=ARMY),
    ],
)  # fmt: skip
def test_what_meets_nothing_is_named(correction):
    corrector = Corrector([correction, MOVED, ASSERTED])
    assert dataclasses.replace(correct(RAW, corrector), corrections=()).claims != ()
    assert corrector.unused == (correction,)


def test_saved_situations_keep_and_lose_corrections(tmp_path):
    done = apply(*ALL)
    path = save(done, tmp_path / "s.gpkg")
    assert load(path) == done
    assert correct(load(path), Corrector(())) == RAW


def place_of(ident):
    if ident in PLACES:
        return PLACES[ident]
    raise PlaceNotFoundError("none")


def actor_of(name):
    if name in ACTORS:
        return ACTORS[name]
    raise UnknownActorError(f"no actor {name!r}")


def parse(path):
    return [correction for _, correction in read_corrections(path, place=place_of, actor=actor_of)]


def test_files_are_exchanged(tmp_path):
    own = Correction("place", "Kobar", place=Place("correction:K@1,-2.5", "K", 1.0, -2.5, own=True))
    given = consolidated([*ALL, own])
    path = tmp_path / "c.csv"
    path.write_text(corrections_csv(given), encoding="utf-8")
    assert consolidated(parse(path)) == given


words = (
    st.text(min_size=1, max_size=12).map(str.strip).filter(lambda t: t and t.encode("utf-8", "ignore").decode() == t)
)


@settings(max_examples=60, deadline=None)
@given(text=words, note=words, article=words | st.just(""))
def test_any_words_survive_the_file(tmp_path_factory, text, note, article):
    given = (Correction("actor", text, article, actor=ARMY, note=note),)
    path = tmp_path_factory.mktemp("c") / "c.csv"
    path.write_bytes(corrections_csv(given).encode())
    assert tuple(parse(path)) == given


HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: no column kind; allowed: kind, article"),
        ("text\nx", "line 1: no column kind"),
        ("kind,colour\nplace,red", "line 1: unknown column 'colour'; allowed: kind"),
        ("kind,kind\nplace,place", "line 1: a column comes twice"),
        ("kind,text\nplace,a,b", "line 2: 3 cells, but the header has 2"),
        ("kind,text\n\ntown,a", "line 3, field kind: 'town' - allowed: place, claim, actor, control"),
        ("kind,place\nplace,x:1", "line 2, field text: '' - allowed: some value: kind place needs text"),
        ("kind,text,place\nplace,a,x:9", "field place: 'x:9' - allowed: an id of the gazetteer"),
        ("kind,text\nplace,a", "field place: '' - allowed: a place's id, or lat, lon and name together, or none"),
        ("kind,text,lat,lon\nplace,a,1,2", "field name: '' - allowed: a place's id, or lat, lon and name together"),
        ("kind,text,lat,lon,name\nplace,a,91,2,A", "field lat: '91' - allowed: degrees from -90 to 90"),
        ("kind,text,lat,lon,name\nplace,a,1,east,A", "field lon: 'east' - allowed: degrees from -180 to 180"),
        ("kind,text,lat,lon,name\nplace,a,nan,1,A", "field lat: 'nan'"),
        ("kind,text,place,actor\nplace,a,x:1,army", "field actor: 'army' - allowed: nothing: kind place takes article, text"),
        ("kind,claim\nclaim,c1", "field note: '' - allowed: some value"),
        ("kind,text,note\nclaim,a,b", "field claim: '' - allowed: either a claim's id, or article and the words"),
        ("kind,claim,text,article,note\nclaim,c,a,b,d", "field claim: 'c' - allowed: either"),
        ("kind,text,actor\nactor,a,navy", "field actor: 'navy' - allowed: an actor's id or name (no actor 'navy')"),
        ("kind,actor,place,from\ncontrol,army,x:1,May", "field from: 'May' - allowed: a day YYYY-MM-DD"),
        ("kind,actor,place,from,to\ncontrol,army,x:1,2031-05-04,2031-05-01", "field to: '2031-05-01' - allowed: no day before 2031-05-04"),
        ("kind,actor,place,from\ncontrol,army,none,2031-05-04", "field place: 'none' - allowed: a place's id"),
        ("kind,text,place\nplace,a,x:1\nplace,A,x:2", "line 3: contradicts line 2"),
        ('kind,text\nplace,"a', "line 2: is no valid CSV"),
    ],
)  # fmt: skip
def test_faults_are_named(tmp_path, text, told):
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorrectionError) as raised:
        parse(path)
    assert told in str(raised.value)
    assert str(raised.value).startswith(str(path))


@pytest.mark.parametrize("content", [b"kind\n\xff", None])
def test_unreadable_files(tmp_path, content):
    path = tmp_path / "c.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CorrectionError, match="cannot be read"):
        parse(path)


def test_a_place_of_another_gazetteer_comes_with_its_position(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("kind,text,place,lat,lon,name\nplace,a,own:7,1.5,2.5,A\n", encoding="utf-8")
    assert parse(path)[0].place == Place("own:7", "A", 1.5, 2.5, own=True)


def corrections_file(tmp_path, *lines):
    path = tmp_path / "c.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return path


def test_joined_situations_share_their_corrections_and_a_file_replaces_them(tmp_path):
    one, two = (
        dataclasses.replace(
            RAW,
            articles=(a,),
            claims=tuple(c for c in RAW.claims if c.article == a.id),
            mentions=tuple(m for m in RAW.mentions if m.article == a.id),
        )
        for a in RAW.articles
    )
    saved = correct(one, Corrector([MOVED]))
    joined = merge([saved, two], reader=Reader())
    assert joined == merge([two, saved], reader=Reader())
    assert by_id(joined)["a2:2"].origin.place.id == "x:2"
    heard = []
    file = corrections_file(tmp_path, "claim,,,a2:1,,,,,,,,,gone", "claim,,,a2:77,,,,,,,,,gone")
    replaced = merge([saved, two], reader=Reader(correction_files=[file]), warn=heard.append)
    assert by_id(replaced)["a2:2"].origin.place.id == "x:1"
    assert "a2:1" not in by_id(replaced)
    assert heard == [
        f"withdrawn, as the file of corrections lacks it: {MOVED}",
        f"{file}, line 3: nothing to correct: claim a2:77 is wrong: gone",
    ]
    withdrawn = merge([replaced], reader=Reader(correction_files=[corrections_file(tmp_path)]))
    assert withdrawn == merge([one, two], reader=Reader())


def test_a_stream_is_corrected_part_by_part(tmp_path):
    file = corrections_file(
        tmp_path, "place,,Omar,,none,,,,,,,,a person", "control,,,,,1,2,Kobar,state:LY,2031-05-04,,,seen"
    )
    heard = []
    *parts, asserted = corrected([RAW], reader=Reader(correction_files=[file]), warn=heard.append)
    assert [c.id for part in parts for c in part.claims] == ["a2:1", "a2:3"]
    assert [c.place.place.name for c in asserted.claims] == ["Kobar"]
    assert heard == []


def run(*typed):
    from typer.testing import CliRunner

    from geo.cli.app import app

    return CliRunner().invoke(app, [str(word) for word in typed])


def test_commands_take_keep_and_give_back_corrections(tmp_path):
    read, saved, out = save(RAW, tmp_path / "read.gpkg"), tmp_path / "s.gpkg", tmp_path / "out.csv"
    file = corrections_file(tmp_path, "claim,,,a2:1,,,,,,,,,retracted", "place,,Sayed,,none,,,,,,,,a person")
    assert run("build", read, "-o", saved, "--corrections", file).exit_code == 0
    for source in ((saved,), (read, "--corrections", file)):
        ids = [line.split(",")[0] for line in run("claims", *source, "--format", "csv").stdout.splitlines()]
        assert ids == ["id", "a1:1", "a1:2", "a1:3", "a2:2"]
        assert "Sayed" not in run("places", *source, "--format", "jsonl").stdout
        assert "retracted" not in run("timeline", *source, "--format", "jsonl").stdout  # no period is left to tell it
    assert run("corrections", saved, "-o", out).exit_code == 0
    assert consolidated(parse(out)) == consolidated(parse(file))
    assert run("corrections", saved).stdout.splitlines() == out.read_text(encoding="utf-8").splitlines()
    run("build", saved, "-o", saved, "--corrections", corrections_file(tmp_path))
    assert load(saved).claims == RAW.claims
    assert load(saved).corrections == ()

"""The catalogue: who answers to which name on which day, what is part of what, and files of actors."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalogue import Catalogue, Folder, load_catalogue
from geo.catalogue.files import read_actor_file
from geo.errors import CatalogueError

PACKAGED = sorted((Path(__file__).parent.parent / "geo" / "data" / "actors").glob("*.yaml"))
DAY = dt.date


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        # exact, folded, acronym
        ("lna", None, "lna"),
        ("Libyan National Army", None, "lna"),
        ("LIBYAN NATIONAL ARMY", None, "lna"),
        ("the Libyan National Army (LNA)", None, "lna"),
        ("LNA", None, "lna"),
        ("Anti-IS Operations Room", None, "anti-is-operations-room"),
        ("anti is operations room", None, "anti-is-operations-room"),
        ("U.N.", None, "un"),
        ("Daesh", None, "islamic-state"),
        ("Da’esh", None, "islamic-state"),
        ("RSF", None, "rsf"),
        # typing errors
        ("Anti-IS Operations Rooam", None, "anti-is-operations-room"),
        ("Libyan Natonal Army", None, "lna"),
        ("Syrian Democratic Froces", None, "sdf"),
        ("Ansar al-Shariah", None, "ansar-al-sharia-libya"),
        # leaders and spellings
        ("Khalifa Haftar", None, "lna"),
        ("Khalifa Hifter", None, "lna"),
        ("Moammar Gadhafi", None, "gaddafi-forces"),
        ("Muammar al-Qaddafi", None, "gaddafi-forces"),
        ("Kadhafi", None, "gaddafi-forces"),
        ("Ahmed Dabashi", None, "amu-brigade"),
        ("Volodymyr Zelensky", None, "state:UA"),
        ("Prigozhin", None, "wagner"),
        # a name that begins only one actor's
        ("Amu", None, "amu-brigade"),
        ("48th", None, "48th-battalion"),
        # states and their seats
        ("Moscow", None, "state:RU"),
        ("Kremlin", None, "state:RU"),
        ("Kyiv", None, "state:UA"),
        ("Kiev", None, "state:UA"),
        ("Türkiye", None, "state:TR"),
        ("Emirati", None, "state:AE"),
        ("U.S.", None, "state:US"),
        # one name, other days
        ("Tripoli government", DAY(2011, 4, 1), "gaddafi-forces"),
        ("Tripoli government", DAY(2017, 9, 29), "gna"),
        # nobody
        ("49th Battalion", None, None),
        ("group", None, None),
        ("army", None, None),
        ("Ministry of Silly Walks", None, None),
        ("", None, None),
        ("?!", None, None),
    ],
)
def test_find(catalogue, name, on, expected):
    found = catalogue.find(name, on)
    assert (found and found.id) == expected


@pytest.mark.parametrize(
    ("name", "conflict", "expected"),
    [
        ("SNA", "syria", "sna"),
        ("SNA", "somalia", "somali-government"),
        ("Ansar al-Sharia", "libya", "ansar-al-sharia-libya"),
        ("Ansar al-Sharia", "yemen", "aqap"),
        ("Northern Alliance", "myanmar", "three-brotherhood-alliance"),
        ("Republican Guard", "syria", "syrian-government"),
    ],
)
def test_a_shared_name_is_decided_by_the_conflict(catalogue, name, conflict, expected):
    assert catalogue.find(name, conflict=conflict).id == expected


@pytest.mark.parametrize(
    ("actor", "on", "expected"),
    [
        ("amu-brigade", DAY(2017, 9, 29), ["48th-battalion", "presidency-council", "gna"]),
        ("amu-brigade", DAY(2015, 1, 1), []),
        ("misrata-brigades", DAY(2011, 5, 1), ["libya-rebels"]),
        ("misrata-brigades", DAY(2014, 9, 1), ["libya-dawn"]),
        ("misrata-brigades", DAY(2016, 9, 1), ["gna"]),
        ("ypg", DAY(2014, 10, 1), []),
        ("ypg", DAY(2016, 10, 1), ["sdf"]),
        ("rsf", DAY(2019, 1, 1), ["saf"]),
        ("rsf", DAY(2023, 4, 15), []),
        ("wagner", None, ["state:RU"]),
        ("lna", None, []),
    ],
)
def test_sides_follow_the_day(catalogue, actor, on, expected):
    assert [side.id for side in catalogue.sides(catalogue.get(actor), on)] == expected


@pytest.mark.parametrize(
    ("role", "conflict", "on", "country", "expected"),
    [
        ("rebels", "libya", DAY(2011, 4, 1), "", "libya-rebels"),
        ("rebels", "libya", DAY(2017, 4, 1), "", None),
        ("government", "libya", DAY(2011, 4, 1), "", "gaddafi-forces"),
        ("government", "libya", DAY(2011, 10, 1), "", "libya-rebels"),
        ("government", "libya", DAY(2018, 1, 1), "", "gna"),
        ("government", "libya", None, "", None),  # several in turn, and no day to choose by
        ("army", "sahel", DAY(2023, 11, 1), "ML", "state:ML"),
        ("army", "sahel", DAY(2023, 11, 1), "BF", "state:BF"),
        ("army", "sahel", DAY(2023, 11, 1), "", None),  # three countries, and none told
        ("rebels", "yemen", DAY(2018, 6, 1), "", "houthis"),
        ("paramilitaries", "sudan", DAY(2023, 6, 1), "", "rsf"),
        ("tribesmen", "libya", DAY(2011, 4, 1), "", None),
        ("army", "nowhere", None, "", None),
    ],
)
def test_roles_are_never_guessed(catalogue, role, conflict, on, country, expected):
    actor = catalogue.role(role, conflict, on=on, country=country)
    assert (actor and actor.id) == expected


@pytest.mark.parametrize(
    ("text", "countries", "on", "expected"),
    [
        ("Rebels advanced on the Libyan capital.", [], DAY(2011, 6, 1), "libya"),
        ("Fighting went on in the town.", ["SY", "SY", "TR"], DAY(2014, 10, 1), "syria"),
        ("The Houthis hold the port.", ["YE"], DAY(2018, 6, 1), "yemen"),
        ("Malian soldiers left for Gao.", [], DAY(2019, 11, 1), "sahel"),
        ("The junta lost Lashio.", ["MM"], DAY(2024, 8, 1), "myanmar"),
        ("The minister opened a school in Oslo.", ["NO"], DAY(2011, 6, 1), None),
        ("Ministers of many states met.", ["NO", "SE", "FI", "DK", "DE", "FR", "LY"], DAY(2011, 6, 1), None),
        ("", [], None, None),
    ],
)
def test_choose_conflict(catalogue, text, countries, on, expected):
    conflict = catalogue.choose_conflict(text, countries, on)
    assert (conflict and conflict.id) == expected


def test_nearest_names_are_offered(catalogue):
    assert "Libyan National Army (LNA)" in catalogue.nearest("Libian Nationale Army")
    assert catalogue.nearest("zzzzqqqq") == []


# --- laws over everything that ships ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PACKAGED, ids=lambda path: path.stem)
def test_packaged_files_keep_the_schema(path):
    read_actor_file(path, check=True)


def test_every_tie_and_every_role_names_an_actor(catalogue):
    named = {tie.actor for actor in catalogue for tie in actor.relations} | {a.side for a in catalogue if a.side}
    named |= {h.actor for war in catalogue.conflicts.values() for holders in war.roles.values() for h in holders}
    assert [id for id in named if catalogue.get(id) is None] == []


def test_every_tie_says_where_it_is_known_from(catalogue):
    assert [(a.id, tie.actor) for a in catalogue for tie in a.relations if not tie.source] == []


def test_every_actor_answers_to_its_own_name(catalogue):
    for actor in catalogue:
        assert actor.id in catalogue.names[catalogue.fold(actor.name)], actor.id


def test_every_actor_can_be_drawn(catalogue):
    for actor in catalogue:
        assert len(actor.colour) == 7, actor.id
        assert 1 <= len(actor.symbol) <= 3, actor.id


@pytest.mark.parametrize("conflict", sorted(load_catalogue().conflicts))
def test_independent_parties_of_a_conflict_differ_in_colour(catalogue, conflict):
    parties = [a for a in catalogue if a.conflict == conflict and not catalogue.sides(a)]
    assert len({a.colour for a in parties}) == len(parties)


@pytest.mark.parametrize("conflict", sorted(load_catalogue().conflicts))
def test_actors_of_a_conflict_differ_in_colour_or_symbol(catalogue, conflict):
    actors = [a for a in catalogue if a.conflict == conflict]
    assert len({(a.colour, a.symbol) for a in actors}) == len(actors)


def test_roll_up_never_runs_in_a_circle(catalogue):
    for actor in catalogue:
        chain = [side.id for side in catalogue.sides(actor)]
        assert actor.id not in chain
        assert len(chain) == len(set(chain)) < 6


def test_loading_is_quick():
    from geo.catalogue import catalogue as module

    read = min(_seconds(module._packaged_files.__wrapped__) for _ in range(3))
    build = min(_seconds(lambda: Catalogue(module._packaged_files())) for _ in range(3))
    assert read + build < 0.5  # a tenth of a second on an idle machine


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@given(st.text(max_size=60))
def test_any_text_can_be_looked_up(text):
    catalogue = load_catalogue()
    assert catalogue.find(text) is None or catalogue.find(text) in list(catalogue)
    assert len(catalogue.nearest(text)) <= 3


@given(st.text(alphabet="abcdeéüñ'-. ", max_size=40))
def test_folding_twice_changes_nothing(text):
    fold = Folder()
    assert fold(fold(text)) == fold(text)


# --- users' own files -----------------------------------------------------------------------------------------------

OWN = """
conflict: {id: my-war, name: My war, countries: [NO]}
actors:
- {id: fjord-brigade, name: Fjord Brigade (FB), aliases: [Fjordmen], kind: militia, leaders: [Kari Nordmann],
   relations: [{part_of: "state:NO", from: 2020-01-01, source: test}]}
- {id: lna, aliases: [Haftar army], name: LNA, colour: "#112233"}
"""


def test_own_yaml_joins_the_catalogue(tmp_path):
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    catalogue = load_catalogue([tmp_path / "own.yaml"])
    brigade = catalogue.find("fjordmen")
    assert (brigade.id, brigade.symbol, brigade.conflict) == ("fjord-brigade", "FB", "my-war")
    assert [side.id for side in catalogue.sides(brigade, DAY(2021, 1, 1))] == ["state:NO"]
    merged = catalogue.get("lna")
    assert merged.colour == "#112233"
    assert catalogue.find("Haftar army").id == catalogue.find("Libyan National Army").id == "lna"
    assert load_catalogue().get("lna").colour != "#112233"


def test_own_csv_joins_the_catalogue(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("id,name,aliases,kind,part_of,colour\nfjords,Fjord Men,FM; Fjordmen,militia,lna,#0072B2\n", "utf-8")
    catalogue = load_catalogue([str(path)])
    assert catalogue.find("FM").id == "fjords"
    assert [side.id for side in catalogue.sides(catalogue.get("fjords"))] == ["lna"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("actors: [{id: a b, name: X}]", ["entry 1 (a b)", "field id", "'a b'", "small letters, digits and hyphens"]),
        ("actors: [{id: a}]", ["entry 1 (a)", "name is missing"]),
        ("actors: [{id: a, name: X}, {id: b, name: Y, kind: rebel}]", ["entry 2 (b)", "kind", "'rebel'", "militia"]),
        ("actors: [{id: a, name: X, colour: red}]", ["field colour", "'red'", "#rrggbb"]),
        ("actors: [{id: a, name: X, start: soon}]", ["field start", "'soon'", "YYYY-MM-DD"]),
        ("actors: [{id: a, name: X, friends: [b]}]", ["entry 1 (a)", "friends"]),
        ("actors: [{id: a, name: X, relations: [{source: s}]}]", ["relations", "part_of", "allied_with"]),
        ("actors: [{id: a, name: X, side: nobody}]", ["'a'", "'nobody'", "no file describes"]),
        ("actors: [", ["no valid YAML"]),
        ("- just\n- a list", ["own.yaml"]),
        ("actors: [5]", ["entry 1", "5"]),
    ],
)
def test_a_bad_file_is_told_exactly(tmp_path, text, told):
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([path])
    for words in told:
        assert words in str(caught.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(CatalogueError, match=r"none\.yaml: cannot be read"):
        load_catalogue([tmp_path / "none.yaml"])

"""Geocoding of bare names, as a table or a notebook asks for it."""

from __future__ import annotations

import json

import pytest

from gazetteer import PlaceNotFoundError, Toponym, geocode, open_index, resolve, to_geodataframe

# What is asked, the countries of the answers.
ASKED = [
    ("Sabratha", ["LY"]),
    (["Sabratha"], ["LY"]),
    ([("Tripoli", "LB")], ["LB"]),
    ([("Tripoli", "lebanon"), ("Tripoli", "Libya")], ["LB", "LY"]),
    (["Tripoli", "Beirut", "Sidon"], ["LB", "LB", "LB"]),
    (["Tripoli", "Misrata", "Sabratha"], ["LY", "LY", "LY"]),
    ([Toponym("Tripoli", 0, 7, parent="Lebanon"), "Lebanon"], ["LB", "LB"]),
    ([], []),
    ([("Sabratha", "LB")], [None]),
    (["Qwrtzpl", ""], [None, None]),
    ("صبراتة", ["LY"]),
]


@pytest.mark.parametrize(("asked", "countries"), ASKED, ids=lambda v: str(v)[:40])
def test_names_become_places(index, asked, countries):
    found = geocode(asked, index=index)
    assert [one.place.country if one.place else None for one in found] == countries
    for one in found:
        assert (one.lat is None) == (one.lon is None) == (one.place is None)
        assert 0 <= one.confidence <= 1
        assert one.reason
        assert (one.status == "unknown") == (one.place is None)


def test_one_country_for_all(index):
    assert [one.place.country for one in geocode(["Tripoli", "Sidon"], country="LB", index=index)] == ["LB", "LB"]


@pytest.mark.parametrize("country", ["XX", "Atlantis", "Tripoli"])
def test_a_country_that_is_none_is_named(index, country):
    with pytest.raises(PlaceNotFoundError, match=country):
        geocode([("Sabratha", country)], index=index)


def test_own_places_answer(tmp_path):
    (tmp_path / "mine.csv").write_text("name,lat,lon,country\nQarqun,32.1,12.2,LY\n", encoding="utf-8")
    (found,) = geocode([("Qarqun", "LY")], index=open_index(own=[tmp_path / "mine.csv"]))
    assert (found.lat, found.lon) == (32.1, 12.2)


def test_answers_become_a_geodataframe(index):
    frame = to_geodataframe(geocode(["Sabratha", "Qwrtzpl"], index=index))
    assert list(frame["name"]) == ["Sabratha", "Qwrtzpl"]
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry[0].x == pytest.approx(12.49, abs=0.05)
    assert frame.geometry[1] is None
    assert list(frame["status"])[1] == "unknown"


def test_functions_and_modules_do_not_clash():
    import gazetteer.geocoding
    import gazetteer.resolver

    assert gazetteer.geocode(["Sabratha"])
    assert gazetteer.resolve(["Sabratha"])


def test_plain_values_and_frames_tell_the_same(index):
    rows = resolve(["Tripoli", "Qwrtzpl"], index=index)
    table = resolve(["Tripoli", "Qwrtzpl"], index=index, frame=True)
    assert json.loads(json.dumps(rows)) == rows
    assert [row["id"] for row in rows] == [table["id"][0], None]
    assert {other["country"] for other in rows[0]["alternatives"]} > {"LB"}
    assert (table.crs.to_epsg(), table.geometry[0].x) == (4326, rows[0]["lon"])


def test_a_text_is_no_name(index):
    with pytest.raises(ValueError, match=r"geo\.places"):
        resolve("Rebels withdrew from the town. " * 9, index=index)


@pytest.mark.parametrize(
    ("ask", "error", "told"),
    [
        (lambda index: index.lookup(None), TypeError, "name None; allowed is text"),
        (lambda index: index.spelled(b"Sirte"), TypeError, "allowed is text"),
        (lambda index: index.candidates(7), TypeError, "name 7"),
        (lambda index: index.candidates("Sirte", among=[None]), TypeError, "name None"),
        (lambda index: index.lookup("Sirte", country="Libya"), ValueError, "'Libya'; allowed are ISO"),
        (lambda index: index.lookup("Sirte", country=12), ValueError, "country 12"),
    ],
    ids=["none", "bytes", "number", "among", "name of a country", "number for a country"],
)
def test_what_cannot_be_looked_up_is_refused(index, ask, error, told):
    with pytest.raises(error, match=told):
        ask(index)


def test_candidates_share_what_is_sure(index):
    found = index.candidates("Tripoli", limit=500)
    assert 0.9 < sum(likely.probability for likely in found) <= 1 + 1e-9
    assert [likely.probability for likely in found] == sorted((one.probability for one in found), reverse=True)
    assert index.candidates("Qwrtzpl") == []
    assert index.candidates("Aleppo Governorate")[0].candidate.place.feature_code == "ADM1"


@pytest.mark.parametrize("name", [3, None, ["Tripoli"]])
def test_what_is_no_name_is_refused(index, name):
    with pytest.raises(TypeError, match="allowed are text"):
        geocode([name], index=index)

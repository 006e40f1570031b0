"""Tables of places that people make: what is read from them, what is refused and how it is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import SourceFormatError
from gazetteer.index import open_index
from gazetteer.place import Place
from gazetteer.resolver import Toponym, resolve
from gazetteer.tables import read_table, read_tables


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def geojson(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


POINT = {"type": "Point", "coordinates": [13.1, 32.8]}
SQUARE = {"type": "Polygon", "coordinates": [[[13, 32], [13.2, 32], [13.2, 32.2], [13, 32.2], [13, 32]]]}


@pytest.mark.parametrize(
    "text",
    [
        "name,lat,lon,country,names\nPost 27,32.8,13.1,ly,Checkpoint 27; Bawabat 27\n",
        "Name;Latitude;Longitude;Country;Names;Remark\nPost 27;32.8;13.1;LY;Checkpoint 27;as told\n",
        "\ufefflon\tlat\tcountry\tname\n13.1\t32.8\tLY\tPost 27\n\n",
    ],
)
def test_a_csv_file_is_read_whatever_its_columns_order_and_separator(tmp_path, text):
    (place,) = read_table(write(tmp_path / "own.csv", text))
    assert (place.id, place.name, place.lat, place.lon, place.country) == ("own:post-27", "Post 27", 32.8, 13.1, "LY")
    assert (place.feature_class, place.feature_code) == ("P", "PPL")


def test_codes_bring_their_classes_and_names_their_ids(tmp_path):
    text = "name,lat,lon,feature_code,radius_m\nGate,1,2,PSTB,300\nGate,1,3,H.LK,\nThe Base,1,4,AIRB,\n"
    places = list(read_table(write(tmp_path / "own.csv", text)))
    assert [(p.id, p.feature_class, p.feature_code) for p in places] == [
        ("own:gate", "S", "PSTB"),
        ("own:gate-2", "H", "LK"),
        ("own:the-base", "S", "AIRB"),
    ]
    assert places[0].radius_m == 300


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,lat\nX,1\n", "line 1: no column lon; known are id, name"),
        ("name,lat,lon,lat\nX,1,2,1\n", "line 1: column lat stands there twice"),
        ("name,lat,lon\nX,1,2\n\nY,1\n", "line 4: 2 fields; the header has 3"),
        ("name,lat,lon\n,1,2\n", "line 2: name ''; allowed: a name"),
        ("name,lat,lon\nX,95,2\n", "line 2: lat '95'; allowed: degrees from -90 to 90"),
        ("name,lat,lon\nX,1,181\n", "line 2: lon '181'; allowed: degrees from -180 to 180"),
        ("name,lat,lon\nX,nan,2\n", "line 2: lat 'nan'"),
        ('name,lat,lon\nX,"32,8",2\n', "line 2: lat '32,8'; allowed: degrees from -90 to 90, with a decimal point"),
        ("name,lat,lon,country\nX,1,2,Libya\n", "line 2: country 'Libya'; allowed: the two letters of ISO 3166-1"),
        ("name,lat,lon,country\nX,1,2,QQ\n", "line 2: country 'QQ'"),
        ("name,lat,lon,feature_code\nX,1,2,QQQ\n", "line 2: feature_code 'QQQ'; allowed: a code of GeoNames"),
        ("name,lat,lon,feature_class\nX,1,2,Z\n", "line 2: feature_class 'Z'; allowed: P (populated places)"),
        ("name,lat,lon,population\nX,1,2,many\n", "line 2: population 'many'; allowed: a number from 0"),
        ("name,lat,lon,radius_m\nX,1,2,-5\n", "line 2: radius_m '-5'; allowed: a number from 0"),
        ("id,name,lat,lon\nseven,X,1,2\n", "line 2: id 'seven'; allowed: a source, a colon and a key"),
        ("id,name,lat,lon\na:1,X,1,2\na:1,Y,1,2\n", "line 3: id 'a:1'; allowed: an id that no row above has"),
        ('name,lat,lon\n"X,1,2\n', "unexpected end of data"),
        ("name,lat,lon\n", "holds no place"),
        ("", "no column name, lat, lon"),
    ],
)
def test_a_wrong_csv_file_names_line_field_value_and_what_is_allowed(tmp_path, text, told):
    with pytest.raises(SourceFormatError) as error:
        list(read_table(write(tmp_path / "own.csv", text)))
    assert str(error.value).startswith(str(tmp_path / "own.csv"))
    assert told in str(error.value)


def test_geojson_points_and_areas_are_read(tmp_path):
    text = geojson(
        feature(POINT, name="Post 27", names=["Checkpoint 27"], country="LY", feature_code="PSTB"),
        {**feature(SQUARE, name="Zone", population=None), "id": "my:zone"},
    )
    post, zone = read_table(write(tmp_path / "own.geojson", text))
    assert (post.id, post.lat, post.lon, post.names) == ("own:post-27", 32.8, 13.1, ("Checkpoint 27",))
    assert (zone.id, zone.lat, zone.lon) == ("my:zone", 32.1, 13.1)
    assert zone.radius_m == pytest.approx(14_600, rel=0.02)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "line 1: no JSON"),
        ("[" * 200_000, "no JSON"),
        ("[]", "type 'list'; allowed are FeatureCollection and Feature"),
        (geojson({"type": "Point"}), "feature 1: type 'Point'; allowed is Feature"),
        (
            geojson(feature(POINT, name="A"), feature(None, name="B")),
            "feature 2: geometry 'NoneType'; allowed are Point",
        ),
        (geojson(feature({"type": "LineString", "coordinates": []}, name="A")), "geometry 'LineString'"),
        (geojson(feature({"type": "Point", "coordinates": ["a", 1]}, name="A")), "coordinates make no Point"),
        (geojson(feature({"type": "Point", "coordinates": []}, name="A")), "coordinates make no Point"),
        (geojson(feature({"type": "Point"}, name="A")), "coordinates make no Point"),
        (geojson(feature({"type": "Point", "coordinates": [32.8, 113.1]}, name="A")), "latitude 113.1; allowed"),
        (geojson(feature(POINT)), "feature 1: name ''"),
        (geojson(feature(POINT, name="A", country="Libya")), "feature 1: country 'Libya'"),
        (geojson(), "holds no place"),
    ],
)
def test_a_wrong_geojson_file_names_feature_field_value_and_what_is_allowed(tmp_path, text, told):
    with pytest.raises(SourceFormatError) as error:
        list(read_table(write(tmp_path / "own.geojson", text)))
    assert told in str(error.value)


@given(st.binary(max_size=200), st.sampled_from(["x.csv", "x.geojson"]))
def test_no_bytes_do_worse_than_a_clear_error(tmp_path_factory, content, name):
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content)
    try:
        assert all(isinstance(place, Place) for place in read_table(path))
    except SourceFormatError as error:
        assert str(path) in str(error)  # noqa: PT017


def test_the_first_file_has_the_first_word(tmp_path):
    first = write(tmp_path / "a.csv", "id,name,lat,lon\nmy:1,A,1,1\n")
    second = write(tmp_path / "b.csv", "id,name,lat,lon\nmy:1,B,2,2\nmy:2,C,3,3\n")
    assert [p.name for p in read_tables([first, second])] == ["A", "C"]


def test_own_places_come_first_and_follow_their_files(index, tmp_path):
    path = write(tmp_path / "own.csv", "name,lat,lon,country\nTripoli,10,20,TD\nQqqx Post,11,21,TD\n")
    own = open_index(own=[path])
    assert [c.place.id for c in own.lookup("Tripoli")] == ["own:tripoli"]
    assert resolve([Toponym("Tripoli", 0, 7)], own)[0].place.id == "own:tripoli"
    assert own.spelled("Tripoli")[0].place.id == "own:tripoli"
    assert own.lookup("Qqqx Post")[0].place.country == "TD"
    assert own.country("LY").name == index.country("LY").name
    write(path, "name,lat,lon\nQqqx Post,12,21\n")
    assert open_index(own=[path]).lookup("Qqqx Post")[0].place.lat == 12
    assert index.lookup("Tripoli")[0].place.country == "LY"


def test_own_places_that_are_wrong_or_missing_are_told(index, tmp_path):
    with pytest.raises(SourceFormatError, match="no such file"):
        open_index(own=[tmp_path / "none.csv"])
    with pytest.raises(SourceFormatError, match="lat 'north'"):
        open_index(own=[write(tmp_path / "own.csv", "name,lat,lon\nX,north,1\n")])

"""Every shipped row is sound: it parses, its id is its own, and its point lies in the country that it names."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

import gazetteer
from gazetteer.boundaries import Boundaries, open_boundaries
from gazetteer.index import open_index
from gazetteer.resolver import Toponym, resolve

DATA = Path(gazetteer.__file__).with_name("data")
ROOT = Path(__file__).resolve().parents[2]
COMPILED = ("sites.csv", "villages.csv", "waters.csv", "regions.csv")
FILES = (
    *COMPILED,
    "countries.csv",
    "admin1.csv",
    "admin2.csv",
    "us_counties.csv",
    "towns.csv",
    "seats.csv",
    "districts.csv",
    "provinces.csv",
)
COLUMNS = "id,name,lat,lon,feature_class,feature_code,country,admin1,population,radius_m,names,source".split(",")  # noqa: SIM905
NEAR_M = 30_000.0
ID = r"(geonames|fips|naturalearth):\d+(-[a-z]{2})?|sitmap:[\w-]+|icao:[A-Z0-9]{4}"
ISLANDS = {"ISL", "ISLS"}
CODES = {
    "A": "ADM1 ADM2 PCLI",
    "H": "BAY CHN CNL GULF LK OCN RSV SEA STM STRT WAD WTLD",
    "L": "AREA CONT GASF INDS LCTY MILB NVB OAS OILF PRK PRT RES RGN RGNH TRB ZNB",
    "P": "PPL PPLA PPLC PPLX",
    "R": "OILP RD RDJCT RR ST TNL",
    "S": "AIRB AIRF AIRP ANS BDG BLDG CMPRF CSTL DAM FCL FT HSP HTL MFG MKT MN MNMT MSQE MUS OILR OILT PAL PRN PS PSH PSN "
    "PSTB RSTN RUIN SCH SQR UNIV",
    "T": "CAPE DLTA DSRT HLL HLLS ISL ISLS MT MTS PASS PEN PK PLAT PLN VAL",
}


def rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            yield reader.line_num, row


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return open_boundaries()


@pytest.mark.parametrize("name", FILES)
def test_columns(name: str):
    assert (DATA / name).read_text(encoding="utf-8").splitlines()[0].split(",") == COLUMNS


@pytest.mark.parametrize("name", FILES)
def test_every_row_parses(name: str):
    for line, row in rows(name):
        assert None not in row, f"{name}:{line} has a field too many"
        assert None not in row.values(), f"{name}:{line} has a field too few"
        assert row["name"], f"{name}:{line}"
        assert row["name"] == row["name"].strip(), f"{name}:{line}"
        assert row["source"], f"{name}:{line}"
        assert re.fullmatch(
            r"(geonames|fips|naturalearth):\d+(-[a-z]{2})?|sitmap:[\w-]+|icao:[A-Z0-9]{4}", row["id"]
        ), row["id"]
        assert -90 <= float(row["lat"]) <= 90, f"{name}:{line}"
        assert -180 <= float(row["lon"]) <= 180, f"{name}:{line}"
        assert 100 <= float(row["radius_m"]) <= 10_000_000, f"{name}:{line}"
        assert int(row["population"]) >= 0, f"{name}:{line}"


@pytest.mark.parametrize("name", FILES)
def test_feature_codes_are_known_and_of_their_class(name: str):
    for line, row in rows(name):
        assert row["feature_code"] in CODES[row["feature_class"]].split(), f"{name}:{line}: {row['feature_code']}"


@pytest.mark.parametrize(
    "names",
    [
        COMPILED,
        ("countries.csv", "admin1.csv", "admin2.csv", "us_counties.csv"),
        ("towns.csv",),
        ("seats.csv",),
        ("districts.csv",),
        ("provinces.csv",),
    ],
)
def test_ids_are_unique(names: tuple[str, ...]):
    """A row may add names to an entry of another table, by its id; beside that every id is one row's."""
    counted = Counter(row["id"] for name in names for _, row in rows(name))
    twice = {identifier for identifier, times in counted.items() if times > 1}
    assert not twice, twice


@pytest.mark.parametrize("name", FILES)
def test_names_are_not_told_twice(name: str):
    for line, row in rows(name):
        names = [n for n in row["names"].split(";") if n]
        assert len(names) == len(set(names)), f"{name}:{line}: {Counter(names).most_common(1)}"
        assert all(n == n.strip() for n in names), f"{name}:{line}"


@pytest.mark.parametrize("name", COMPILED)
def test_points_lie_in_or_near_their_country(name: str, boundaries: Boundaries):
    astray = []
    for line, row in rows(name):
        if row["country"] and row["feature_class"] != "H":
            lon, lat = float(row["lon"]), float(row["lat"])
            near = max(NEAR_M, min(float(row["radius_m"]), 150_000.0))
            there = boundaries.country_at(lon, lat)
            if there is None and row["feature_code"] in ISLANDS:
                continue
            if there != row["country"] and not country_is_near(boundaries, row["country"], lon, lat, near):
                astray.append(f"{name}:{line}: {row['name']} lies in {there}")
    assert not astray, "\n".join(astray)


def test_seas_are_wet(boundaries: Boundaries):
    dry = [
        f"waters.csv:{line}: {row['name']} lies in {boundaries.country_at(float(row['lon']), float(row['lat']))}"
        for line, row in rows("waters.csv")
        if row["feature_code"] in {"OCN", "SEA", "GULF", "BAY"}
        and not boundaries.is_sea(float(row["lon"]), float(row["lat"]))
    ]
    assert not dry, "\n".join(dry)


def test_sites_of_towns_do_not_lie_in_the_sea_far_from_land(boundaries: Boundaries):
    for name in ("sites.csv", "villages.csv"):
        for line, row in rows(name):
            if row["country"] and row["feature_code"] != "ISL":
                lon, lat = float(row["lon"]), float(row["lat"])
                assert boundaries.country_at(lon, lat, within_m=8_000), f"{name}:{line}: {row['name']} lies at sea"


def test_demonyms_and_country_names_speak_of_known_countries():
    known = {row["country"] for _, row in rows("countries.csv")}
    words = [row["word"] for _, row in rows("demonyms.csv")]
    assert {row["country"] for _, row in rows("demonyms.csv")} <= known
    assert len(words) == len(set(words)) > 450
    names = [row["name"] for _, row in rows("country_names.csv")]
    assert {row["country"] for _, row in rows("country_names.csv")} <= known
    assert len(names) == len(set(names)) > 200


@pytest.mark.parametrize(
    ("file", "name", "lat", "lon"),
    [
        ("sites.csv", "Mellitah Oil and Gas Complex", 32.86, 12.25),
        ("sites.csv", "Sabratha Roman ruins", 32.805, 12.485),
        ("sites.csv", "Ras Ajdir", 33.147, 11.562),
        ("villages.csv", "Tmimi", 32.33, 23.06),
        ("regions.csv", "Wershefana", 32.62, 12.95),
        ("waters.csv", "Mediterranean Sea", 35.0, 20.0),
    ],
)
def test_what_the_first_articles_need_is_there(file: str, name: str, lat: float, lon: float):
    found = next(row for _, row in rows(file) if row["name"] == name)
    assert float(found["lat"]) == pytest.approx(lat, abs=0.05)
    assert float(found["lon"]) == pytest.approx(lon, abs=0.05)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.*")), ids=lambda path: path.name)
def test_every_data_file_is_told_of(path: Path):
    assert f"`{path.name}`" in (DATA / "README.md").read_text(encoding="utf-8") or path.name == "README.md"


@pytest.mark.parametrize("name", FILES)
def test_the_rows_told_of_are_the_rows_there(name: str):
    told = re.search(rf"\| `{name}` \|[^\n]*?\| ([\d,]+) \|", (DATA / "README.md").read_text(encoding="utf-8"))
    assert told, f"README.md gives no rows for {name}"
    assert int(told[1].replace(",", "")) == sum(1 for _ in rows(name))


@pytest.mark.corpora
def test_our_reports_are_in_our_own_words(corpora: Path):
    theirs = set().union(*(runs(path) for path in (corpora / "seeds").glob("*.txt")))
    for path in (ROOT / "seeds").glob("*.txt"):
        assert not runs(path) & theirs, path.name


def runs(path: Path, words: int = 6) -> set[tuple[str, ...]]:
    """Every run of so many words in a file."""
    said = re.findall(r"[^\W_]+", path.read_text(encoding="utf-8").lower())
    return {tuple(said[start : start + words]) for start in range(len(said) - words + 1)}


def country_is_near(boundaries: Boundaries, code: str, lon: float, lat: float, metres: float) -> bool:
    return bool(boundaries.country(code).dwithin(shapely.Point(lon, lat), metres / 111_320))


@pytest.mark.parametrize("name", ["villages.csv", "sites.csv"])
def test_a_compiled_place_knows_its_first_level_area(name: str):
    without = [row["name"] for _, row in rows(name) if row["country"] and not row["admin1"]]
    assert len(without) < 60, without


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("Orlivka", "Avdiivka", "Donetsk"), "sitmap:orlivka-donetsk"),
        (("Orlivka", "Avdiivka", "Berdychi"), "sitmap:orlivka-donetsk"),
        (("Paletwa", "Chin State"), "sitmap:paletwa"),
        (("al-Ghiran", "Misrata"), "sitmap:al-ghiran"),
    ],
)
def test_a_village_that_news_names_is_told_from_its_namesakes(names: tuple[str, ...], wanted: str):
    toponyms = [Toponym(text, 100 * number, 100 * number + len(text)) for number, text in enumerate(names)]
    found = resolve(toponyms, open_index())[0]
    assert found.place is not None
    assert found.place.id == wanted


def test_a_district_is_told_from_the_town_that_it_is_named_after():
    index = open_index()
    assert index.lookup("Bakhmut", country="UA")[0].place.feature_class == "P"
    district = index.lookup("Bakhmut district", country="UA")[0].place
    assert (district.feature_code, district.admin1) == ("ADM2", "05")
    assert 10_000 < district.radius_m < 60_000


@pytest.mark.parametrize(
    ("name", "country"),
    [("Ituri", "CD"), ("Ituri province", "CD"), ("West Kordofan", "SD"), ("Turkana County", "KE"), ("Sool", "SO")],
)
def test_areas_younger_than_the_boundaries_are_known(name: str, country: str):
    found = open_index().lookup(name, country=country, fuzzy=False)[0].place
    assert found.feature_code == "ADM1"


def test_neighbours_do_not_take_each_others_codes():
    codes = {row["name"]: row["admin1"] for _, row in rows("admin1.csv") if row["country"] == "MM"}
    assert codes["Ayeyarwady"] == "03" != codes["Yangon"]

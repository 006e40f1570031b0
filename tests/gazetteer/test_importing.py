"""Imports of GeoNames' files: whatever the order, the kind of file, or the accident on the way."""

from __future__ import annotations

import gzip
import itertools
import os
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from gazetteer import dumps, importing
from gazetteer.dumps import kind_of, place_of
from gazetteer.errors import IndexBuildError, SourceFormatError
from gazetteer.importing import import_files
from gazetteer.index import Gazetteer
from gazetteer.place import Place
from gazetteer.store import Store
from gazetteer.writing import build_store


def place_row(ident, name, *, others="", lat="32.7", lon="12.6", kind="P\tPPL", country="LY", areas="77\t", people="0"):
    named = f"{ident}\t{name}\t{name}\t{others}\t{lat}\t{lon}\t{kind}"
    return f"{named}\t{country}\t\t{areas}\t\t\t{people}\t\t20\tAfrica/Tripoli\t2026-01-01\n"


PLACES = "".join(
    [
        place_row(10, "Libya", kind="A\tPCLI", areas="00\t"),
        place_row(20, "Jafara Strip", kind="A\tADM1"),
        place_row(30, "Upper Jafara", kind="A\tADM2", areas="77\t7701"),
        place_row(40, "Qasr Tamim", others="Gasr Tamim,قصر تميم", areas="77\t7701", people="9000"),
        place_row(50, "Bir Zaytuna", country="TN", areas="00\t", lat="33.1", lon="10.2"),
    ]
)
NAMES = "".join(
    f"{number}\t{row}\t\t\n"
    for number, row in enumerate(
        [
            "40\ten\tFort Tamim\t1\t\t\t",
            "40\tit\tForte Vecchio\t\t\t\t1",
            "40\ten\tTamim Town\t\t\t1\t",
            "40\ten\tQ. Tamim\t\t1\t\t",
            "40\tlink\thttps://example.org/tamim\t\t\t\t",
            "40\twkdt\tQ4711\t\t\t\t",
            "40\tpost\t21777\t\t\t\t",
            "99\ten\tNowhere Known\t\t\t\t",
        ]
    )
)
ADMIN1 = "LY.77\tJafara Strip\tJafara Strip\t20\n"
ADMIN2 = "LY.77.7701\tUpper Jafara\tUpper Jafara\t30\n"
HIERARCHY = "10\t20\tADM\n20\t30\tADM\n10\t50\ttourism\n"
COUNTRIES = (
    "#ISO\tISO3\tISO-Numeric\n"
    "LY\tLBY\t434\tLY\tLibya\tTripoli\t1759540\t6678567\tAF\t.ly\tLYD\tDinar\t218\t\t\tar-LY\t10\tTD,NE\t\n"
)
FILES = {
    "LY.txt": PLACES,
    "alternateNamesV2.txt": NAMES,
    "admin1CodesASCII.txt": ADMIN1,
    "admin2Codes.txt": ADMIN2,
    "hierarchy.txt": HIERARCHY,
    "countryInfo.txt": COUNTRIES,
}
KINDS = dict(zip(FILES, ("places", "names", "admin1", "admin2", "hierarchy", "countries"), strict=True))


def packed(path, text, ending):
    """The text as a file with an ending: plain, zipped or gzipped."""
    file = path.with_suffix(ending)
    if ending == ".zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("readme.txt", "nothing of ours" * 9999)
            archive.writestr("hidden-name.txt", text)
    elif ending == ".gz":
        file.write_bytes(gzip.compress(text.encode()))
    else:
        file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def files(tmp_path):
    return [packed(tmp_path / name, text, ".txt") for name, text in FILES.items()]


def opened(cache):
    return Gazetteer([Store(cache / "import-geonames.places")])


def content(cache):
    return sorted(opened(cache).layers[0].places(), key=lambda place: place.id)


@pytest.mark.parametrize("ending", [".txt", ".zip", ".gz"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_by_its_content(tmp_path, name, ending):
    assert kind_of(packed(tmp_path / "some-name.txt", FILES[name], ending)) == KINDS[name]


def test_all_files_in_one_call(files, tmp_path):
    steps = []
    done = import_files(files, tmp_path / "cache", progress=lambda *step: steps.append(step))
    assert (done.places, done.rows) == (5, 13)
    assert done.size == (tmp_path / "cache" / "import-geonames.places").stat().st_size
    assert {step for step, _, _ in steps} == {"reading", "filing", "sorting"}
    index = opened(tmp_path / "cache")
    found = index.lookup("Forte Vecchio")[0].place
    assert found.names == ("Gasr Tamim", "قصر تميم", "Fort Tamim", "Forte Vecchio", "Tamim Town", "Q. Tamim")
    assert (found.admin1, found.admin2, found.parent, found.population) == ("77", "7701", "geonames:30", 9000)
    assert [area.name for area in index.parents(found)] == ["Upper Jafara", "Jafara Strip", "Libya"]
    assert [area.name for area in index.parents(index.lookup("Bir Zaytuna")[0].place)] == []
    assert not any(index.has(name) for name in ("Q4711", "21777", "https://example.org/tamim", "Nowhere Known"))
    libya = index.place("geonames:10")
    assert libya.names == ("LBY",)
    assert libya.radius_m == pytest.approx(748_000, rel=0.01)
    left = {p.name for p in (tmp_path / "cache").iterdir()}
    assert left == {"geonames", "import-geonames.places", "import-geonames.lock"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_one_after_the_other_gives_the_same(files, tmp_path, monkeypatch, order):
    build_store(tmp_path / "base.places", [Place("geonames:40", "Qasr Tamim", 32.7, 12.6, country="LY")], {})
    monkeypatch.setattr(importing, "ensure_layers", lambda *_, **__: [tmp_path / "base.places"])
    import_files(files, tmp_path / "at-once")
    groups = [files[0:1], files[1:2], files[2:]]
    for at in order:
        try:
            import_files(groups[at], tmp_path / "cache")
        except SourceFormatError as error:
            assert "holds no place" in str(error)  # noqa: PT017
            assert at == 2
            import_files([*groups[at], files[0]], tmp_path / "cache")
    ours = {place.id: place for place in content(tmp_path / "cache")}
    assert [ours[place.id] for place in content(tmp_path / "at-once")] == content(tmp_path / "at-once")


def test_a_newer_dump_replaces_its_entries_and_keeps_the_others(files, tmp_path):
    import_files(files, tmp_path / "cache")
    newer = packed(
        tmp_path / "newer.txt", place_row(40, "Qasr Tamim", people="9500") + place_row(60, "Ayn Hajar"), ".txt"
    )
    import_files([newer], tmp_path / "cache")
    index = opened(tmp_path / "cache")
    assert index.layers[0].count() == 6
    assert index.place("geonames:40").population == 9500
    assert "Fort Tamim" in index.place("geonames:40").names
    assert index.place("geonames:40").parent is None or index.place("geonames:40").parent == "geonames:20"


def test_a_wrong_row_is_told_by_the_process_that_finds_it(files, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "_SMALL", 0)
    files[0].write_text(PLACES.replace("\t10.2\t", "\teast\t"), encoding="utf-8")
    with pytest.raises(SourceFormatError, match=r"LY\.txt, line 5: longitude 'east'; allowed: degrees"):
        import_files(files, tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*.places")) + list((tmp_path / "cache").glob("*.work"))


def test_many_parts_in_processes_give_the_same_as_one(files, tmp_path, monkeypatch):
    import_files(files, tmp_path / "one")
    monkeypatch.setattr(importing, "_SMALL", 0)
    import_files(files, tmp_path / "many")
    assert content(tmp_path / "many") == content(tmp_path / "one")


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "LY.txt",
            "\t32.7\t12.6\tP\tPPL\tLY",
            "\tnorth\t12.6\tP\tPPL\tLY",
            "LY.txt, line 4: latitude 'north'; allowed",
        ),
        ("LY.txt", "\t10.2\t", "\t190.2\t", "LY.txt, line 5: longitude '190.2'; allowed: degrees from -180 to 180"),
        ("LY.txt", "\t9000\t", "\tmany\t", "LY.txt, line 4: population 'many'; allowed: a whole number"),
        ("LY.txt", "40\tQasr", "forty\tQasr", "LY.txt, line 4: geonameid 'forty', 19 fields; allowed: a whole number"),
        ("LY.txt", "Africa/Tripoli\t2026-01-01\n50", "2026\n50", "LY.txt, line 4: 18 fields; a GeoNames dump has 19"),
        ("alternateNamesV2.txt", "2\t40\ten", "2\tforty\ten", "V2.txt, line 3: geonameid 'forty', 10 fields; allowed"),
        (
            "admin1CodesASCII.txt",
            "\t20\n",
            "\t20\nLY.78\tX\n",
            "ASCII.txt, line 2: 2 fields; a list of areas",
        ),
        ("hierarchy.txt", "20\t30", "20\tthirty", "hierarchy.txt, line 2: childId 'thirty'; allowed: a whole number"),
        ("countryInfo.txt", "1759540", "vast", "countryInfo.txt, line 2: area 'vast'; allowed: square kilometres"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_left(files, tmp_path, name, old, new, told):
    assert old in FILES[name]
    (tmp_path / name).write_text(FILES[name].replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceFormatError) as error:
        import_files(files, tmp_path / "cache")
    assert told in str(error.value)
    assert [p.name for p in (tmp_path / "cache").iterdir() if not p.name.endswith(".lock")] == []


@pytest.mark.parametrize(
    ("content_", "told"),
    [
        (b"", "holds no place"),
        (b"one\ttwo\n", "line 1: 2 fields, first 'one'; known are GeoNames' places (19 fields"),
        (b"\xff\xfe\n", "line 1: no text in UTF-8: byte 0xff"),
        (b"x" * (2 << 20), "line 1: longer than"),
    ],
)
def test_a_file_that_is_none_of_them_is_told(tmp_path, content_, told):
    (tmp_path / "x.txt").write_bytes(content_)
    with pytest.raises(SourceFormatError) as error:
        import_files([tmp_path / "x.txt"], tmp_path / "cache")
    assert told in str(error.value)


@pytest.mark.parametrize("block", [1, 2, 7, 1 << 20])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_counted_whatever_the_blocks_they_are_read_by(tmp_path, monkeypatch, block, end):
    text = end.join(["\ufeffone", "# a comment", "", "four\tx", "five"])
    (tmp_path / "x.txt").write_bytes(text.encode())
    monkeypatch.setattr(dumps, "_BLOCK", block)
    assert list(dumps.lines(tmp_path / "x.txt")) == [(1, b"one"), (4, b"four\tx"), (5, b"five")]


def test_a_damaged_zip_file_is_told(tmp_path):
    whole = packed(tmp_path / "LY.txt", PLACES * 50, ".zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "spoilt.gz").write_bytes(gzip.compress(PLACES.encode() * 50)[:-20])
    with pytest.raises(SourceFormatError, match=r"cut\.zip: .*damaged or broken off"):
        kind_of(tmp_path / "cut.zip")
    with pytest.raises(SourceFormatError, match=r"spoilt\.gz: .*damaged or broken off"):
        import_files([tmp_path / "spoilt.gz"], tmp_path / "cache")


def test_a_row_of_a_dump():
    row = place_row(7, "Wadi Sifr", others="wadi sifr,Ouadi Sifr", kind="H\tWAD", country="", areas="00\t", people="")
    place = place_of(row.rstrip("\n"), "x, line 1")
    assert (place.id, place.country, place.admin1, place.population) == ("geonames:7", None, None, 0)
    assert place.names == ("Ouadi Sifr",)


def test_a_killed_import_goes_on_where_it_was(tmp_path):
    rows = "".join(place_row(i, f"Qaryat Sitt {i}", others=f"Beit {i},Ayn {i}") for i in range(1, 4_001))
    dump = packed(tmp_path / "LY.txt", rows, ".txt")
    cache = tmp_path / "cache"
    program = (
        "import sys; from pathlib import Path; from gazetteer import importing\n"
        "importing._SMALL, importing._PART = 0, 1 << 16\n"
        "print(importing.import_files([Path(sys.argv[1])], Path(sys.argv[2])).places)"
    )
    command = [sys.executable, "-c", program, str(dump), str(cache)]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(cache.glob("import-geonames.work/*.done")) and time.monotonic() < deadline and first.poll() is None:
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert not list(cache.glob("*.places"))
    done = {file.name: file.stat().st_mtime_ns for file in cache.glob("import-geonames.work/*.done")}
    assert done
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert again.stdout.strip() == "4000"
    assert opened(cache).lookup("Beit 777", fuzzy=False)[0].place.id == "geonames:777"
    assert not (cache / "import-geonames.work").exists()


def test_only_one_import_at_a_time(files, tmp_path):
    (tmp_path / "cache").mkdir()
    with importing._alone(tmp_path / "cache"), pytest.raises(IndexBuildError, match="another import is under way"):
        import_files(files, tmp_path / "cache")

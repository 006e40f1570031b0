"""How fast the gazetteer answers, and how a gazetteer of the whole world would: run it by hand, it judges nothing.

    python tests/benchmarks/lookups.py                         the index that ships
    python tests/benchmarks/lookups.py world FOLDER [MILLIONS] an invented world (13): written, imported, asked

Rates are for one core and distinct names, in processor time, "cold" with caches empty, "warm" when the same names come
again. Each is also told in units of a loop of plain Python that is timed in the same run, so that runs on different
machines, or on a busy one, can be compared: "1 = 10,000 turns of the loop".
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

CHANCE = random.Random(20)
SYLLABLES = [c + v for c in "b d f g h j k l m n p r s t v w y z sh kh th".split() for v in "a e i o u ai ou".split()]  # noqa: SIM905
CODAS = ["", "", "", "n", "r", "l", "s", "k", "d", "t", "m", "ng", "h"]
GENERIC = ["Wadi ", "Jabal ", "Qaryat ", "Rio ", "San ", "Mount ", "Lake ", "Al ", "Ait ", "Nova ", "Saint ", "Bir "]
KINDS = [("P", "PPL")] * 40 + [("H", "STM")] * 17 + [("S", "BLDG")] * 19 + [("T", "MT")] * 13 + [("L", "LCTY")] * 5
KINDS += [("A", "ADM3")] * 3 + [("A", "ADM2")] + [("V", "FRST")] + [("R", "RD")]
COUNTRIES = [a + b for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJKLMNOPQRSTUVWX"]
ARABIC = dict(zip("abdfghjklmnqrstuwyz", "ابدفغهجكلمنقرستوويز", strict=True))


def loop() -> float:
    """Seconds for 10,000 turns of a loop, the best of some."""
    best = 1.0
    for _ in range(20):
        began, total = time.process_time(), 0
        for i in range(10_000):
            total += i & 7
        best = min(best, time.process_time() - began)
    return best


def rate(label: str, ask: Callable[[str], object], names: Sequence[str]) -> None:
    """Print names a second, the best of ten batches of other names, and how many while the loop turns."""
    best = 1e9
    for at in range(10):
        batch = names[at::10]
        began = time.process_time()
        for name in batch:
            ask(name)
        best = min(best, (time.process_time() - began) / len(batch))
    print(f"{label:34} {1 / best:10,.0f} a second {loop() / best:8.2f} a loop")


def spread(label: str, ask: Callable[[str], object], names: Sequence[str]) -> None:
    """Print the median and the 99th percentile in milliseconds of wall time, and of processor time."""
    wall, cpu = [], []
    for name in names:
        began, began_cpu = time.perf_counter(), time.process_time()
        ask(name)
        wall.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - began_cpu))
    for kind, values in (("wall", wall), ("cpu", cpu)):
        cut = statistics.quantiles(values, n=100)
        told = f"median {cut[49]:.3f} ms, p99 {cut[98]:.3f} ms, most {max(values):.1f} ms"
        print(f"{label:34} {kind:4} {told}")


def misspelt(name: str) -> str:
    """One letter in the middle exchanged for another."""
    at = CHANCE.randrange(1, max(2, len(name)))
    return name[:at] + CHANCE.choice("abdefghiklmnoprstuvz") + name[at + 1 :]


def resident() -> float:
    """The most memory so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def shipped() -> None:
    """Measure the index that ships."""
    from gazetteer import Toponym, open_index
    from gazetteer.resolver import resolve

    open_index()
    before = resident()
    began = time.perf_counter()
    index = open_index()
    print(f"{'opening':34} {1000 * (time.perf_counter() - began):10.1f} ms")
    names = list(dict.fromkeys(place.name for place in itertools.islice(index.layers[-1].places(), 0, None, 7)))
    CHANCE.shuffle(names)
    first, second, third = names[:8_000], names[8_000:10_000], names[10_000:11_000]
    rate("known or not (has), cold", index.has, first)
    rate("known or not (has), warm", index.has, first)
    rate("as spelled (spelled), cold", index.spelled, first)
    rate("as spelled (spelled), warm", index.spelled, first)
    rate("transliterated too (lookup), cold", lambda name: index.lookup(name, fuzzy=False), second)
    rate("transliterated too (lookup), warm", lambda name: index.lookup(name, fuzzy=False), second)
    wrong = [misspelt(name) for name in third]
    rate("misspelt (lookup), cold", index.lookup, wrong)
    found = sum(any(c.place.name == name for c in index.lookup(w)) for w, name in zip(wrong, third, strict=True))
    print(f"{'misspelt, found among ten':34} {found / len(third):10.2f}")
    spread("nearest ten", lambda name: index.nearest(*index.spelled(name)[0].place.position), first[:500])
    for start in range(0, 2_000, 20):
        resolve([Toponym(name, 0, 1) for name in names[start : start + 20]], index)
    print(f"{'memory beyond opening':34} {resident() - before:10.0f} MiB")
    size = sum(layer.path.stat().st_size for layer in index.layers)
    print(f"{'size':34} {size / 1e6:10.1f} MB")


def invented(count: int) -> str:
    """A name of so many syllables."""
    return "".join(CHANCE.choices(SYLLABLES, k=count)).capitalize() + CHANCE.choice(CODAS)


class Names:
    """Names as a gazetteer of the world has them: some thousands of namesakes for the commonest, most only once."""

    def __init__(self) -> None:
        self._common = [self.new() for _ in range(200_000)]

    def new(self) -> str:
        name = invented(CHANCE.choice((2, 2, 3, 3, 3, 4)))
        return CHANCE.choice(GENERIC) + name if CHANCE.random() < 0.3 else name

    def any(self) -> str:
        if CHANCE.random() < 0.45:
            return self._common[int(len(self._common) * CHANCE.random() ** 3)]
        return self.new()


def rows(count: int, names: Names) -> Iterator[str]:
    """Lines of a dump in GeoNames' format."""
    for ident in range(1, count + 1):
        name = names.any()
        number = int(240 * CHANCE.random() ** 1.5)
        letter, code = CHANCE.choice(KINDS)
        lat, lon = CHANCE.gauss(number % 16 * 8 - 60, 3) % 170 - 85, CHANCE.gauss(number * 1.5, 5) % 360 - 180
        people = int(CHANCE.paretovariate(0.7) * 30) % 9_000_000 if letter == "P" and CHANCE.random() < 0.3 else 0
        others = [names.new() for _ in range(CHANCE.choice((0, 0, 0, 0, 1, 1, 2, 3)))]
        if CHANCE.random() < 0.1:
            others.append("".join(ARABIC.get(c, "") for c in name.lower()))
        admin = f"{CHANCE.randrange(1, 20):02}"
        yield (
            f"{ident}\t{name}\t{name}\t{','.join(others)}\t{lat:.5f}\t{lon:.5f}\t{letter}\t{code}\t{COUNTRIES[number]}"
            f"\t\t{admin}\t{admin}{ident % 40}\t\t\t{people}\t\t20\tAfrica/Tripoli\t2026-01-01\n"
        )


def alternates(count: int, names: Names) -> Iterator[str]:
    """Lines of alternateNamesV2, a sixth of them links and codes."""
    for number in range(count):
        ident = 1 + int(2 * count * CHANCE.random())
        kind = CHANCE.choice(("", "en", "ar", "fr", "link", "wkdt"))
        unlike = {"link": f"https://en.wikipedia.org/wiki/{ident}", "wkdt": f"Q{ident}"}
        name = unlike.get(kind) or names.new()
        yield f"{number}\t{ident}\t{kind}\t{name}\t\t\t\t\t\t\n"


def write(path: Path, lines: Iterator[str]) -> None:
    """A zip file with one text of the same name."""
    packed = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packed as archive, archive.open(path.stem + ".txt", "w", force_zip64=True) as out:
        while chunk := "".join(itertools.islice(lines, 20_000)):
            out.write(chunk.encode())


def world(folder: Path, millions: float) -> None:
    """Write an invented world, import it and ask it; what was written is removed in the end."""
    count = int(millions * 1_000_000)
    dump, other = folder / "allCountries.zip", folder / "alternateNamesV2.zip"
    folder.mkdir(parents=True, exist_ok=True)
    if not other.exists():
        names = Names()
        write(dump, rows(count, names))
        write(other, alternates(count // 2, names))
    os.environ["SITMAP_CACHE"] = str(folder / "cache")
    command = [sys.executable, "-m", "gazetteer", "import", str(dump), str(other)]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    told = f"{usage.ru_utime:.0f} s of processor, {usage.ru_maxrss / 1024:.0f} MiB at most in one process"
    print(f"{'import':34} exit {process.returncode}, {told}")
    dump.unlink()
    other.unlink()
    ask_world(folder / "cache")
    shutil.rmtree(folder)


def ask_world(cache: Path) -> None:
    """Measure lookups in the layer of an import by itself."""
    from gazetteer.index import Gazetteer
    from gazetteer.store import Store

    path = cache / "import-geonames.places"
    began = time.perf_counter()
    index = Gazetteer([Store(path)])
    print(f"{'opening':34} {1000 * (time.perf_counter() - began):10.1f} ms")
    layer = index.layers[0]
    print(f"{'places, size':34} {layer.count():,}, {path.stat().st_size / 1e6:,.0f} MB")
    points = layer.points()
    some = (16 * at + 8 for at in CHANCE.sample(range(points.count), min(9_000, points.count)))
    numbers = [int.from_bytes(points.rows[at : at + 4], "little") for at in some]
    names = list(dict.fromkeys(layer.place(number).name for number in numbers))
    spread("has", index.has, names[:2_000])
    spread("spelled", index.spelled, names[:2_000])
    spread("lookup, no misspellings", lambda name: index.lookup(name, fuzzy=False), names[2_000:4_000])
    spread("lookup, misspelt", lambda name: index.lookup(misspelt(name)), names[4_000:5_000])
    spread("lookup, misspelt, one country", lambda name: index.lookup(misspelt(name), country="BC"), names[5_000:6_000])
    spread("nearest ten", lambda name: index.nearest(*index.spelled(name)[0].place.position), names[6_000:6_500])
    spread("within half a degree", lambda name: index.within(box(index, name), limit=10), names[6_500:6_700])
    print(f"{'memory':34} {resident():10.0f} MiB")


def box(index: object, name: str) -> tuple[float, float, float, float]:
    """Half a degree round the first place of a name."""
    from gazetteer.index import Gazetteer

    assert isinstance(index, Gazetteer)
    lon, lat = index.spelled(name)[0].place.position
    return (lon - 0.25, lat - 0.25, lon + 0.25, lat + 0.25)


def main() -> None:
    """Measure the index that ships, or an invented world."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = options.add_subparsers(dest="part", metavar="world")
    invented = parts.add_parser("world", help="an invented world in a folder: written, imported, asked")
    invented.add_argument("folder", type=Path)
    invented.add_argument("millions", type=float, nargs="?", default=13.0, help="of places")
    chosen = options.parse_args()
    if chosen.part == "world":
        world(chosen.folder, chosen.millions)
    else:
        shipped()


if __name__ == "__main__":
    main()

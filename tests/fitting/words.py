"""Rebuild the word lists of ``geo/nlp/data``: words.txt, given_names.txt and family_names.txt.

    pip install --no-deps --target FOLDER english-words==2.0.2 names==0.3.0
    python -m tests.fitting.words FOLDER

``english-words`` carries Webster's Second International (1934, public domain), whose capitals tell names from words;
kept are the words that WordNet (as the language model's lemmatizer carries it) knows too. ``names`` carries the
names of the U.S. Census of 1990 (public domain), most frequent first. Names of countries and first-level areas are left
out of the names: they are places far more often. Same input, same output.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from gazetteer.index import Gazetteer, open_index

DATA = Path(__file__).resolve().parents[2] / "geo" / "nlp" / "data"
GIVEN, FAMILY = 600, 3000
_LEAST_LETTERS = 3


def words(folder: Path) -> set[str]:
    """Words of English that no name is spelt like."""
    sys.path.insert(0, str(folder))
    from english_words import get_english_words_set

    from geo.nlp.model import MODELS

    model = next(m for m in reversed(MODELS) if _installed(m))
    table = __import__(model).load().get_pipe("lemmatizer").lookups.get_table("lemma_index")
    known = {word for part in table.values() for word in part}
    webster = get_english_words_set(["web2"])
    names = {word.lower() for word in webster if word[:1].isupper()}
    return {w for w in webster if len(w) >= _LEAST_LETTERS and w.isalpha() and w.islower() and w in known} - names


def _installed(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package) is not None


def census(folder: Path, table: str, number: int) -> list[str]:
    """The most frequent names of one of the census' tables, lower case."""
    lines = (folder / "names" / f"dist.{table}").read_text(encoding="ascii").splitlines()
    return [line.split()[0].lower() for line in lines[:number]]


def without_lands(names: Iterable[str], index: Gazetteer) -> set[str]:
    """Names that are no country's and no first-level area's."""
    return {
        name
        for name in names
        if not any(c.place.is_country or c.place.feature_code == "ADM1" for c in index.spelled(name, limit=20))
    }


def _write(name: str, source: str, rows: Iterable[str]) -> None:
    path = DATA / name
    path.write_text("\n".join((f"# {source}", *sorted(rows))) + "\n", encoding="utf-8")
    print(path)


def main() -> None:
    """Write the three lists."""
    folder, index = Path(sys.argv[1]), open_index()
    given = {*census(folder, "male.first", GIVEN), *census(folder, "female.first", GIVEN)}
    _write("words.txt", "Webster's Second International Dictionary, 1934, words that WordNet has too", words(folder))
    _write("given_names.txt", "U.S. Census 1990, the most frequent given names", without_lands(given, index))
    family = without_lands(census(folder, "all.last", FAMILY), index)
    _write("family_names.txt", "U.S. Census 1990, the most frequent family names", family)


if __name__ == "__main__":
    main()

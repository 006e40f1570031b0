"""Fit the weights of ``geo/nlp/data/roles.yaml``: when a place name means its people or government.

    SITMAP_CORPORA=FOLDER python -m tests.fitting.roles [--write]

Prints how well names that are not literal are told apart, demonyms left out: by the rule alone, and by rule and weights
of other folds of the articles ("held out"). Corpora without such names teach and show nothing and are left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gazetteer.index import open_index
from geo.nlp.places import roles
from geo.nlp.places.evidence import probability
from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.lexicon import load_lexicon
from geo.nlp.places.reading import Reading
from geo.nlp.places.roles import is_demonym, role_of, signs
from tests.fitting import corpora as shared
from tests.fitting.logistic import fit
from tests.fitting.sentences import own
from tests.fitting.tables import write_table

FOLDS, PENALTY, SMALL = 5, 4.0, 0.05
Table = dict[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """A marked name: whether it is literal, what the rule takes it for, and the signs."""

    document: int
    literal: bool
    by_rule: bool
    signs: frozenset[str]


def examples() -> dict[str, list[Example]]:
    """The marked names of every corpus that knows of names that are not literal."""
    index, lexicon, found = open_index(), load_lexicon(), {}
    for name, documents in {**shared.corpora(), "own": own()}.items():
        rows: list[Example] = []
        for document, sentences in zip(documents, shared.parsed(documents), strict=True):
            reading, knowledge = Reading(document.text, sentences, lexicon), Knowledge(index, lexicon.abbreviations)
            rows.extend(_examples(document, reading, knowledge))
        if not all(row.literal for row in rows):
            found[name] = rows
    return found


def _examples(document: shared.Document, reading: Reading, knowledge: Knowledge) -> Iterator[Example]:
    for gold in document.gold:
        span = reading.span(gold.start, gold.end)
        if span is not None and not is_demonym(reading, knowledge, span):
            by_rule = role_of(reading, knowledge, span) != "literal"
            yield Example(document.number, gold.literal, by_rule, signs(reading, knowledge, span))


def estimate(rows: Iterable[Example]) -> Table:
    """The weights that fit the examples."""
    rows = list(rows)
    labels = [0.0 if row.literal else 1.0 for row in rows]
    return fit([row.signs for row in rows], labels, [1.0] * len(rows), penalty=PENALTY)


def score(label: str, judged: Iterable[tuple[Example, bool]]) -> None:
    """Print precision and recall of "not literal", and the share of all names told right."""
    pairs = [(not row.literal, taken) for row, taken in judged]
    both = sum(real and taken for real, taken in pairs)
    precision = both / max(1, sum(taken for _, taken in pairs))
    recall = both / max(1, sum(real for real, _ in pairs))
    right = sum(real == taken for real, taken in pairs) / len(pairs)
    print(f"{label:22} precision {precision:.3f}  recall {recall:.3f}  right {right:.3f}  ({len(pairs)} names)")


def main() -> None:
    """Fit, print what it is worth, and write the table if asked to."""
    least, roles._LEAST_METONYM = roles._LEAST_METONYM, 1.0  # the rule alone
    corpora = examples()
    for name, rows in corpora.items():
        score(f"rule      {name}", ((row, row.by_rule) for row in rows))
        tables = [
            estimate(r for n, rest in corpora.items() for r in rest if n != name or r.document % FOLDS != fold)
            for fold in range(FOLDS)
        ]
        judged = ((r, r.by_rule or _taken(r, tables[r.document % FOLDS], least)) for r in rows)
        score(f"held out  {name}", judged)
    table = estimate(row for rows in corpora.values() for row in rows)
    if "--write" in sys.argv[1:]:
        write_table("roles.yaml", {s: round(w, 2) for s, w in table.items() if abs(w) >= SMALL or s == "bias"})


def _taken(row: Example, table: Table, least: float) -> bool:
    seat = any(f"gazetteer: {place}" in row.signs for place in roles._SEATS)
    return seat and probability(row.signs, table) > least


if __name__ == "__main__":
    main()

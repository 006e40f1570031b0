"""Fit the weights of ``geo/nlp/data/likelihood.yaml``: what tells a claim that is right from one that is not.

    SITMAP_CORPORA=FOLDER python -m tests.fitting.likelihood [--write]

Every claim that the rules find in annotated passages is an example; it is right where an annotated one of its sentence
agrees (see :mod:`tests.fitting.reliability`). Prints, for weights that have not seen the claim's tenth of all passages
("held out") and for weights that have not seen its corpus ("other corpora"), how often claims of a confidence are
right, and what leaving out the improbable ones does to precision, recall and F1.

Rules look better than they are on passages that they were made by, so a piece of evidence of its own takes up how much
better; it is not written down, and confidences are what other texts can expect.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from geo.io.articles import read_articles
from geo.nlp.claims import judged_claims
from geo.nlp.judging import LEAST
from geo.nlp.places.evidence import probability
from geo.pipeline import Reader
from tests.fitting.logistic import fit
from tests.fitting.reliability import agrees
from tests.fitting.tables import write_table

FOLDS = 10
PENALTY = 8.0
LEAST_SEEN = 4
SMALL = 0.03  # weights nearer to nothing are left out of the table
EDGES = (0.0, LEAST, 0.45, 0.6, 0.7, 0.8, 0.9, 1.01)
CLOSELY = 12  # of the passages to develop on, so many have been read as closely as the corpora
READ_CLOSELY = "corpus: read closely"
DEVELOPMENT = Path(__file__).resolve().parent.parent / "development"
Table = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """A claim found: its corpus and passage, the evidence, whether it is right, whether its passage made rules."""

    corpus: str
    passage: str
    evidence: frozenset[str]
    right: bool
    closely: bool


def corpora() -> dict[str, tuple[Path, Path]]:
    """The passages and the annotated claims of each corpus."""
    gold = Path(os.environ["SITMAP_CORPORA"]) / "gold"
    found = {name: (gold / f"{name}-passages.jsonl", gold / f"{name}-gold.jsonl") for name in ("claims", "wars")}
    return {**found, "development": (DEVELOPMENT / "passages.jsonl", DEVELOPMENT / "gold.jsonl")}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def read(name: str, files: tuple[Path, Path], reader: Reader) -> tuple[list[Example], int]:
    """The examples of a corpus, and how many claims are annotated there."""
    passages = {str(row["id"]): row["sentences"] for row in _rows(files[0])}
    closely = set(list(passages)[:CLOSELY]) if name == "development" else set(passages)
    gold: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(files[1]):
        if not row.get("none"):
            gold[row["passage"], row["sentence"]].append(row)
    number, found = sum(map(len, gold.values())), []
    for document in reader.documents(read_articles([files[0]])):
        for judged in judged_claims(document, reader.catalogue, least=0.0):
            claim = judged.claim
            if claim.kind != "incident":
                spans = passages[claim.article]
                here = next(i for i, (start, end) in enumerate(spans) if start <= claim.evidence.start <= end)
                match = next((row for row in gold[claim.article, here] if agrees(row, claim)), None)
                if match is not None:
                    gold[claim.article, here].remove(match)
                near = claim.article in closely
                found.append(Example(name, claim.article, judged.evidence, match is not None, near))
    return found, number


def estimate(examples: Sequence[Example]) -> Table:
    """The weights that fit examples; what close reading adds is estimated with them and left out."""
    rows = [e.evidence | {READ_CLOSELY} if e.closely else e.evidence for e in examples]
    table = fit(rows, [e.right for e in examples], [1.0] * len(rows), penalty=PENALTY, least=LEAST_SEEN)
    return {piece: weight for piece, weight in table.items() if piece != READ_CLOSELY}


def held_out(examples: Sequence[Example], fold: Callable[[Example], object]) -> list[tuple[Example, float]]:
    """Each example with the probability that weights give it which have not seen its fold."""
    tables = {each: estimate([e for e in examples if fold(e) != each]) for each in {fold(e) for e in examples}}
    return [(e, probability(e.evidence, tables[fold(e)])) for e in examples]


def _told(pairs: Iterable[tuple[Example, float]], least: float, number: int) -> str:
    kept = [e.right for e, likely in pairs if likely >= least]
    precision, recall = sum(kept) / max(1, len(kept)), sum(kept) / max(1, number)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{precision:.3f} / {recall:.3f} / {f1:.3f}"


def report(label: str, pairs: Sequence[tuple[Example, float]], number: Mapping[str, int]) -> Iterator[str]:
    """The lines that tell how weights hold on examples that they have not seen."""
    for name, total in number.items():
        mine = [pair for pair in pairs if pair[0].corpus == name]
        after, before = _told(mine, LEAST, total), _told(mine, 0.0, total)
        yield f"{label:14} {name:12} precision / recall / F1: all {before}   likely ones {after}"
    for low, high in pairwise(EDGES):
        band = [(e.right, likely) for e, likely in pairs if low <= likely < high and not e.closely]
        if band:
            right, said = (sum(column) / len(band) for column in zip(*band, strict=True))
            yield f"{label:14} {low:.2f}-{min(high, 1):.2f}  claims {len(band):4}  said {said:.2f}  right {right:.2f}"


def main() -> None:
    """Fit, print what it is worth, and write the table if asked to."""
    reader = Reader()
    found = {name: read(name, files, reader) for name, files in corpora().items()}
    examples = [example for rows, _ in found.values() for example in rows]
    number = {name: total for name, (_, total) in found.items()}
    order = {passage: i for i, passage in enumerate(Counter(e.passage for e in examples))}
    by_passage = held_out(examples, lambda e: order[e.passage] % FOLDS)
    by_corpus = held_out(examples, lambda e: e.corpus)
    for label, pairs in (("held out", by_passage), ("other corpora", by_corpus)):
        print(*report(label, pairs, number), sep="\n")
    if "--write" in sys.argv[1:]:
        kept = {piece: round(w, 2) for piece, w in estimate(examples).items() if abs(w) >= SMALL or piece == "bias"}
        write_table("likelihood.yaml", kept)


if __name__ == "__main__":
    main()

"""Fit the weights of ``geo/nlp/data/evidence.yaml``: what tells a place name from other names.

    SITMAP_CORPORA=FOLDER python -m tests.fitting.recognition [--write]

Prints precision, recall and F1 three ways: of weights fitted on everything ("fitted on"), of weights that have not
seen the article's fifth of all articles ("held out"), and of weights that have not seen its corpus ("other corpora").
The last two are the honest ones. "alone" is held out, too, each sentence read as if it were the whole text: articles
are short more often than these corpora tell, so such sentences count while fitting, if little. A span counts as found
where it overlaps an annotated literal name and starts or ends alike; metonyms, demonyms and embedded names are neither
demanded nor punished. Weights set by hand stay as they are, whatever the corpora say.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gazetteer.index import Gazetteer, open_index
from geo.document import Sentence
from geo.nlp.datelines import head_names, opening_names
from geo.nlp.places.evidence import Witness, by_hand, probability
from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.lexicon import load_lexicon
from geo.nlp.places.names import choose, possible_names, with_their_nouns
from geo.nlp.places.reading import Reading
from geo.nlp.places.roles import is_demonym
from geo.nlp.toponyms import LEAST_CONFIDENCE
from tests.fitting import corpora as shared
from tests.fitting.corpora import Document, Gold
from tests.fitting.logistic import fit
from tests.fitting.sentences import own
from tests.fitting.tables import write_table

FOLDS = 5
PENALTY = 4.0
LEAST_SEEN = 5
PARTLY = 0.25  # how much a span counts that only starts or ends like an annotated one
NOT_LITERAL = 0.5  # how much a metonym or embedded name counts as a place name
ALONE = 0.3  # how much a sentence counts that is read as if it were the whole text
WORTH = {"wars": 2.0, "development": 2.0, "own": 2.0}  # there is little of those, and they are what the product is for
SMALL = 0.05  # weights nearer to nothing are left out of the table
Span = tuple[int, int]
Table = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """A span of words that may be a name: its characters, the evidence, the label and how much it counts."""

    span: Span
    characters: Span
    evidence: frozenset[str]
    label: float
    share: float


@dataclass(frozen=True, slots=True)
class Read:
    """An annotated article with all its examples, and its sentences, each with those that it has when read alone."""

    article: Document
    examples: tuple[Example, ...]
    reading: Reading
    alone: tuple[Read, ...] = ()


def read_article(article: Document, sentences: Sequence[Sentence], index: Gazetteer) -> Read:
    """All spans worth weighing of an article, each with its evidence, and those of its sentences alone."""
    whole = _read(article, sentences, index)
    alone = (_read(_part(article, sentence), (sentence,), index) for sentence in sentences if len(sentences) > 1)
    return replace(whole, alone=tuple(read for read in alone if read.examples))


def _part(article: Document, sentence: Sentence) -> Document:
    """A sentence as a document of its own, whose characters count from the article's beginning."""
    return replace(article, gold=tuple(g for g in article.gold if sentence.start <= g.start < sentence.end))


def _read(article: Document, sentences: Sequence[Sentence], index: Gazetteer) -> Read:
    reading = Reading(article.text, sentences, load_lexicon())
    heads, openings = head_names(article.text), opening_names(article.text)
    knowledge = Knowledge(index, reading.lexicon.abbreviations, heads, openings)
    spans = [s for s in possible_names(reading, knowledge) if not is_demonym(reading, knowledge, s)]
    witness = Witness(reading, knowledge, spans)
    examples = (_example(article, reading.offsets(span), span, witness.evidence(span)) for span in spans)
    return Read(article, tuple(examples), reading)


def _example(article: Document, characters: Span, span: Span, evidence: frozenset[str]) -> Example:
    marks = [gold for gold in article.gold if alike(gold, characters)]
    if not marks:
        return Example(span, characters, evidence, 0, 1)
    exact = any((gold.start, gold.end) == characters for gold in marks)
    share = 1.0 if any(gold.literal for gold in marks) else NOT_LITERAL
    return Example(span, characters, evidence, 1, share * (1 if exact else PARTLY))


def read_corpora(index: Gazetteer) -> dict[str, list[Read]]:
    """Every corpus with its evidence."""
    found = {}
    for name, articles in {**shared.corpora(), "own": own()}.items():
        found[name] = [read_article(a, s, index) for a, s in zip(articles, shared.parsed(articles), strict=True)]
        print(f"{name}: {len(articles)} articles, {sum(len(read.examples) for read in found[name])} spans")
    return found


def alike(gold: Gold, characters: Span) -> bool:
    """Whether a span overlaps an annotated one and starts or ends alike."""
    overlaps = characters[0] < gold.end and gold.start < characters[1]
    return overlaps and (characters[0] == gold.start or characters[1] == gold.end)


def estimate(reads: Iterable[Read]) -> Table:
    """The weights that fit the articles."""
    examples = [(example, share) for read in reads for example, share in _weighed(read)]
    return fit(
        [example.evidence for example, _ in examples],
        [example.label for example, _ in examples],
        [example.share * share for example, share in examples],
        penalty=PENALTY,
        least=LEAST_SEEN,
        fixed=by_hand(),
    )


def _weighed(read: Read) -> Iterator[tuple[Example, float]]:
    worth = WORTH.get(read.article.corpus, 1.0)
    yield from ((example, worth) for example in read.examples)
    yield from ((example, worth * ALONE) for sentence in read.alone for example in sentence.examples)


def counts(read: Read, table: Table) -> tuple[int, int, int]:
    """Found, falsely found and missed names of an article."""
    at = {example.span: example.characters for example in read.examples}
    scored = {example.span: probability(example.evidence, table) for example in read.examples}
    taken = [at[span] for span in choose(with_their_nouns(read.reading, scored), LEAST_CONFIDENCE)]
    literal = [gold for gold in read.article.gold if gold.literal]
    found = sum(any(alike(gold, span) for span in taken) for gold in literal)
    false = sum(not any(alike(gold, span) for gold in read.article.gold) for span in taken)
    return found, false, len(literal) - found


def score(pairs: Iterable[tuple[Read, Table]]) -> str:
    """Precision, recall and F1 of articles, each judged by a table of its own."""
    found, false, missed = map(sum, zip(*(counts(read, table) for read, table in pairs), strict=True))
    precision, recall = found / max(1, found + false), found / max(1, found + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"


def held_out(corpora: Mapping[str, Sequence[Read]]) -> Iterator[tuple[str, str]]:
    """The score of each corpus by weights of the other folds."""
    tables = [
        estimate(read for reads in corpora.values() for i, read in enumerate(reads) if i % FOLDS != fold)
        for fold in range(FOLDS)
    ]
    for name, reads in corpora.items():
        yield name, score((read, tables[i % FOLDS]) for i, read in enumerate(reads))
        alone = score((part, tables[i % FOLDS]) for i, read in enumerate(reads) for part in read.alone)
        yield f"{name}, alone", alone


def other_corpora(corpora: Mapping[str, Sequence[Read]]) -> Iterator[tuple[str, str]]:
    """The score of each corpus by weights of the others."""
    for name, reads in corpora.items():
        table = estimate(read for other, rest in corpora.items() if other != name for read in rest)
        yield name, score((read, table) for read in reads)


def main() -> None:
    """Fit, print what it is worth, and write the table if asked to."""
    corpora = read_corpora(open_index())
    table = estimate(read for reads in corpora.values() for read in reads)
    kept = {piece: round(w, 2) for piece, w in table.items() if abs(w) >= SMALL or piece == "bias"}
    for name, reads in corpora.items():
        print(f"fitted on      {name:18} {score((read, kept) for read in reads)}")
    for label, judge in (("held out", held_out), ("other corpora", other_corpora)):
        for name, figures in judge(corpora):
            print(f"{label:14} {name:18} {figures}")
    if "--write" in sys.argv[1:]:
        write_table("evidence.yaml", kept)


if __name__ == "__main__":
    main()

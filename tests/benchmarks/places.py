"""What finding and resolving place names adds to the language model's own time: run it by hand, it judges nothing.

    python -m tests.benchmarks.places [INPUT...]      (default: seeds/, read ten times)

Both are timed in one process on the same articles, the gazetteer's answers of one article forgotten before the next.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.article import Article
from geo.io.articles import read_articles
from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.lexicon import load_lexicon
from geo.nlp.places.reading import Reading
from geo.nlp.toponyms import _recognised, find_toponyms
from geo.pipeline import Reader

ROUNDS = 10
LONGEST = 20_000


def articles(inputs: Sequence[str]) -> Iterator[Article]:
    """The articles of the inputs; a few are read again and again, so that starting costs little of the whole."""
    for round in range(1 if inputs else ROUNDS):
        for article in read_articles(inputs or ["seeds"]):
            yield replace(article, id=f"{article.id}-{round}", text=article.text[:LONGEST])


def main() -> None:
    """Time the model, then recognition and resolution on what it read."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("inputs", nargs="*", metavar="INPUT", help="articles, as for the command geo")
    reader, read = Reader(), list(articles(options.parse_args().inputs))
    lexicon = load_lexicon()
    index, boundaries, model = reader.index, reader.boundaries, reader.model
    warm = list(model.sentences([read[0].text]))
    find_toponyms(read[0], warm[0], index, boundaries=boundaries)
    began = time.process_time()
    parsed = list(model.sentences(article.text for article in read))
    modelled = time.process_time() - began
    began = time.process_time()
    for article, sentences in zip(read, parsed, strict=True):
        text = Reading(article.text, sentences, lexicon)
        list(_recognised(text, Knowledge(index, lexicon.abbreviations)))
    recognised = time.process_time() - began
    began = time.process_time()
    found = sum(
        len(find_toponyms(article, sentences, index, boundaries=boundaries))
        for article, sentences in zip(read, parsed, strict=True)
    )
    placed = time.process_time() - began
    letters = sum(len(article.text) for article in read)
    print(f"{len(read)} articles, {letters:,} characters, {found} names")
    print(f"language model          {modelled:7.2f} s")
    print(f"names found             {recognised:7.2f} s, {recognised / modelled:.0%} of the model's time")
    print(f"names found and placed  {placed:7.2f} s, {placed / modelled:.0%} of the model's time")


if __name__ == "__main__":
    main()

"""Fits the weights of ``gazetteer/data/ranking.toml`` on annotated corpora, and tells how good they are elsewhere.

    SITMAP_CORPORA=... python -m tests.fitting.resolver [--write] [--quick] [--folds 5]

Each given name of each document is a question whose options are what the resolver weighs; where the annotated place
is not among them "none of these" is right. What other names say depends on the weights, so fitting and weighing take
turns. Held-out figures come from documents that the fit has not seen, and from whole corpora left out.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from gazetteer import ranking
from gazetteer.candidates import Option
from gazetteer.distance import kilometres
from gazetteer.index import Gazetteer, open_index
from gazetteer.place import Candidate, LonLat, Place
from gazetteer.resolver import Name, Toponym, answer, key_of, weighed
from gazetteer.shipped import DATA
from geo.article import Article
from geo.nlp.toponyms import asked
from tests.fitting.corpora import Document, Gold, corpora, parsed
from tests.fitting.logit import Floats, Question, fit

_ROUNDS = 3
_RIDGE = 2.0
_HOME = 1.5  # set, for here the home is guessed from the names, elsewhere somebody knows it
# What the words say though annotators slip: "Fars Province" is no town, "the town of Fars" no area, "Fars" the town.
_SAID = {
    **{"kind fits": 0.5, "kind differs": -0.8, "town for an area": -1.0, "area for a town": -0.5},
    **{"area of a town, not called one": -1.5, "town by its airport's code": -3.0},
}
_SURE = 40.0
_SAME_KM = 25.0
_RIGHT_KM = 161.0
_TAKEN_FOR = "town for a river or mountain"
_VARIED = 0.2  # the share of names asked again with their entry hidden, and of those asked again misspelt
_HIDDEN, _CHANGED = 0.2, 0.2  # what such a question is worth
_PART, _PART_EVERY, _PART_OF = 0.5, 4, 4  # what a short text is worth, one for so many names, of so many at most
_WORTH = {"wars": 2.0, "development": 2.0}  # there are few of those, and they are what the product is for
_SHORTEST = 5
_VOWELS = "aeiou"
_THRESHOLDS = (0.0, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Asked:
    """A document with what the resolver is asked about it."""

    document: Document
    toponyms: tuple[Toponym, ...]
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """One answer beside its gold: ``confidence`` is that of the place, ``ceiling`` whether any option was right."""

    gold: Gold
    place: Place | None
    confidence: float
    ceiling: bool

    @property
    def is_exact(self) -> bool:
        """Whether the place is the very entry."""
        return self.place is not None and same_entry(self.place, self.gold)

    @property
    def is_right(self) -> bool:
        """Whether the place is the very entry or within 161 km of it."""
        return self.place is not None and right(self.place, self.gold)


def same_entry(place: Place, gold: Gold) -> bool:
    """Whether a place is the entry that the annotators name."""
    return bool(gold.id) and place.id.split(":")[-1] == gold.id


def apart_km(place: Place, gold: Gold) -> float:
    """The distance of a place from the annotated point."""
    return kilometres(place.position, LonLat(gold.lon, gold.lat))


def right(place: Place, gold: Gold) -> bool:
    """Whether a place is the annotated one, or within 161 km of it."""
    return same_entry(place, gold) or apart_km(place, gold) <= _RIGHT_KM


def right_options(name: Name, gold: Gold) -> tuple[int, ...]:
    """The options that answer a question: the very entry, else those at its point, but never a town for a river."""
    exact = tuple(i for i, option in enumerate(name.options) if same_entry(option.place, gold))
    if exact:
        return exact
    near = [(_beyond_km(option, gold), i) for i, option in enumerate(name.options)]
    fit = [not name.options[i].place.is_country and _TAKEN_FOR not in name.fixed[i] for _, i in near]
    return tuple(i for (apart, i), fits in zip(near, fit, strict=True) if fits and apart <= _SAME_KM)


def _beyond_km(option: Option, gold: Gold) -> float:
    """How far the annotated point is from the place's ground; a university named after a state is not all over it."""
    apart = apart_km(option.place, gold)
    if apart > _RIGHT_KM and option.reading in ("leads", "inside"):
        return math.inf
    return apart - option.place.radius_m / 1000


def ask(documents: Mapping[str, list[Document]], index: Gazetteer) -> list[Asked]:
    """What the resolver is asked about each document's given names."""
    found = []
    for corpus in documents.values():
        for document, sentences in zip(corpus, parsed(corpus), strict=True):
            article = Article(str(document.number), document.text, toponyms=document.spans)
            toponyms = asked(article, sentences, index)
            found.append(Asked(document, tuple(toponyms), document.gold))
    return found


def questions(documents: Sequence[Asked], index: Gazetteer, weights: Mapping[str, float]) -> list[Question]:
    """A question for each name and each place that annotators took it for, weighed by the root of its mentions.

    Gazetteers lack villages, newspapers misspell and texts are short more often than these corpora tell, so some names
    are asked again with their entry hidden, with a letter changed, or with few neighbours.
    """
    columns = {name: i for i, name in enumerate(weights)}
    found = []
    for document in documents:
        found.extend(_asked(document, index, weights, columns, 1.0, frozenset(map(key_of, document.toponyms))))
        for part in _parts(document):
            found.extend(_asked(part, index, weights, columns, _PART, frozenset(map(key_of, part.toponyms))))
        hidden, changed = _varied(document, index)
        if hidden:
            without = cast(Gazetteer, Hiding(index, {ident for ids in hidden.values() for ident in ids}))
            found.extend(_asked(document, without, weights, columns, _HIDDEN, frozenset(hidden)))
        if changed:
            toponyms = tuple(replace(t, text=changed.get(key_of(t), t.text)) for t in document.toponyms)
            keys = frozenset(key_of(t) for t, old in zip(toponyms, document.toponyms, strict=True) if t != old)
            found.extend(_asked(replace(document, toponyms=toponyms), index, weights, columns, _CHANGED, keys))
    return found


def _asked(
    document: Asked,
    index: Gazetteer,
    weights: Mapping[str, float],
    columns: Mapping[str, int],
    worth: float,
    keys: frozenset[str],
) -> Iterator[Question]:
    names = weighed(document.toponyms, index, weights=weights)
    counts: dict[tuple[str, tuple[int, ...]], int] = {}
    for toponym, gold in zip(document.toponyms, document.gold, strict=True):
        key = key_of(toponym)
        if key in keys:
            marks = key, right_options(names[key], gold)
            counts[marks] = counts.get(marks, 0) + 1
    worth *= _WORTH.get(document.document.corpus, 1.0)
    for (key, marked), count in counts.items():
        yield Question(_matrix(names[key], columns), marked, worth * count**0.5)


def _parts(document: Asked) -> Iterator[Asked]:
    """A few rows of neighbouring names, as if the text had no others."""
    count = len(document.toponyms)
    chance = random.Random(f"{document.document.corpus} {document.document.number}")
    for _ in range(count // _PART_EVERY):
        start, size = chance.randrange(count), chance.randint(1, _PART_OF)
        chosen = slice(start, start + size)
        yield replace(document, toponyms=document.toponyms[chosen], gold=document.gold[chosen])


class Hiding:
    """The index as if some entries were not in it."""

    def __init__(self, index: Gazetteer, hidden: set[str]) -> None:
        self._index, self._hidden = index, hidden

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def lookup(self, name: str, **options: Any) -> list[Candidate]:
        """What the name may mean, without what is hidden."""
        return [c for c in self._index.lookup(name, **options) if c.place.id not in self._hidden]


def _varied(document: Asked, index: Gazetteer) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Names whose entries are to be hidden, with these, and names to be misspelt, with the spelling."""
    hidden: dict[str, set[str]] = {}
    changed: dict[str, str] = {}
    for toponym, gold in zip(document.toponyms, document.gold, strict=True):
        key = key_of(toponym)
        chance = random.Random(f"{document.document.corpus} {document.document.number} {key}")
        draw = chance.random()
        if draw < _VARIED:
            at_point = (c.place for c in index.lookup(toponym.text, limit=200, fuzzy=False))
            hidden[key] = {p.id for p in at_point if (same_entry(p, gold) or apart_km(p, gold) < _SAME_KM)}
        elif draw < 2 * _VARIED and len(toponym.text) > _SHORTEST and toponym.text.isalpha():
            spelt = _misspelt(toponym.text, chance)
            if not index.has(spelt):
                changed[key] = spelt
    return {key: ids for key, ids in hidden.items() if ids}, changed


def _misspelt(text: str, chance: random.Random) -> str:
    """The text with one letter lost, doubled, swapped with the next or another vowel, not the first."""
    at = chance.randrange(1, len(text) - 1)
    before, letter, after = text[:at], text[at], text[at + 1 :]
    kinds = [before + after, before + letter * 2 + after, before + after[0] + letter + after[1:]]
    if letter in _VOWELS:
        kinds.append(before + chance.choice(_VOWELS.replace(letter, "")) + after)
    return chance.choice(kinds)


def _matrix(name: Name, columns: Mapping[str, int]) -> Floats:
    table = np.zeros((len(name.options), len(columns)))
    for row, (fixed, told) in enumerate(zip(name.fixed, name.told, strict=True)):
        for feature, value in (*fixed.items(), *told.items()):
            table[row, columns[feature]] = value
    return table


def fitted(documents: Sequence[Asked], index: Gazetteer, start: Mapping[str, float], rounds: int) -> dict[str, float]:
    """Weights fitted on documents; fitting and weighing take turns."""
    now = dict(start)
    for _ in range(rounds):
        firm = {"bias": 0.01, "home": 1e6, **dict.fromkeys(_SAID, _SURE)}
        prior = np.array([firm.get(name, _RIDGE) for name in now])
        centre = np.array([{"home": _HOME, **_SAID}.get(name, 0.0) for name in now])
        found = fit(questions(documents, index, now), np.array(list(now.values())), prior=prior, centre=centre)
        now = dict(zip(now, (round(float(value), 2) for value in found), strict=True))
    return now


def score(documents: Sequence[Asked], index: Gazetteer, weights: Mapping[str, float]) -> list[Scored]:
    """The best option of each mention, whatever its confidence."""
    found = []
    for document in documents:
        names = weighed(document.toponyms, index, weights=weights)
        for toponym, gold in zip(document.toponyms, document.gold, strict=True):
            name = names[key_of(toponym)]
            reply = answer(name, least=0.0, raw=True)
            ceiling = any(right(option.place, gold) for option in name.options)
            found.append(Scored(gold, reply.place, reply.confidence, ceiling))
    return found


def figures(scored: Sequence[Scored], least: float) -> str:
    """Right of given, right of answered, exact of answered and coverage where answers need a confidence."""
    taken = [s for s in scored if s.place is not None and s.confidence >= least]
    named = [s for s in taken if s.gold.id]
    good, exact = sum(s.is_right for s in taken), sum(s.is_exact for s in named)
    return (
        f"right of given {good / len(scored):.3f}  of answered {good / max(1, len(taken)):.3f}  "
        f"exact {exact / max(1, len(named)):.3f}  answered {len(taken) / len(scored):.3f}"
    )


def report(title: str, scored: Sequence[Scored], documents: Sequence[str]) -> None:
    """Print figures by corpus, by threshold, and the reliability of the confidences."""
    print(f"\n{title}")
    for corpus in dict.fromkeys(documents):
        part = [s for s, name in zip(scored, documents, strict=True) if name == corpus]
        print(f"  {corpus}: {len(part)} names, among the options {sum(s.ceiling for s in part) / len(part):.3f}")
        for least in _THRESHOLDS:
            print(f"    from {least:.2f}: {figures(part, least)}")
    slope, offset = calibration(scored)
    print(f"  on the scale of log odds the share right is {slope:.2f} times the probability's, and {offset:+.2f}")
    for title, told in (("before", lambda p: p), ("after", ranking.calibrated)):
        print(f"  reliability {title} calibration: confidence, share right, names")
        for low in range(10):
            bin_ = [(told(s.confidence), s) for s in scored if s.place]
            bin_ = [(p, s) for p, s in bin_ if low <= min(9, int(p * 10)) < low + 1]
            if bin_:
                mean = sum(p for p, _ in bin_) / len(bin_)
                print(f"    {mean:.3f}  {sum(s.is_right for _, s in bin_) / len(bin_):.3f}  {len(bin_)}")


def calibration(scored: Sequence[Scored]) -> tuple[float, float]:
    """Slope and offset of the log odds of being right by those of the probability told: logistic regression."""
    told = np.array([min(max(s.confidence, 1e-4), 1 - 1e-4) for s in scored if s.place])
    right_ = np.array([float(s.is_right) for s in scored if s.place])
    rows = np.column_stack([np.log(told / (1 - told)), np.ones(len(told))])
    now = np.array([1.0, 0.0])
    for _ in range(30):
        share = 1 / (1 + np.exp(-rows @ now))
        curve = (rows * (share * (1 - share))[:, None]).T @ rows
        now = now + np.linalg.solve(curve + 1e-6 * np.eye(2), rows.T @ (right_ - share))
    return float(now[0]), float(now[1])


def held_out(
    documents: Sequence[Asked], index: Gazetteer, start: Mapping[str, float], group: Callable[[Asked], object]
) -> list[Scored]:
    """Every mention answered by weights that were fitted without its group of documents."""
    found: dict[int, list[Scored]] = {}
    for held in dict.fromkeys(map(group, documents)):
        rest = [d for d in documents if group(d) != held]
        weights = fitted(rest, index, start, _ROUNDS - 1)
        for document in documents:
            if group(document) == held:
                found[id(document)] = score([document], index, weights)
    return [s for document in documents for s in found[id(document)]]


def write(weights: Mapping[str, float], path: Path = DATA / "ranking.toml") -> None:
    """Put the weights into the table, whose words stay as they are."""
    text = path.read_text(encoding="utf-8")
    for name, value in weights.items():
        text = re.sub(rf'^"{re.escape(name)}" = \S+', f'"{name}" = {value}', text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Fit, measure, and write the table where asked to."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--write", action="store_true", help="write gazetteer/data/ranking.toml")
    arguments.add_argument("--folds", type=int, default=5)
    arguments.add_argument("--quick", action="store_true", help="fit only, without the figures")
    options = arguments.parse_args()
    index = open_index()
    documents = ask(corpora(), index)
    labels = [d.document.corpus for d in documents for _ in d.document.gold]
    start = dict(ranking.weights())
    weights = fitted(documents, index, start, _ROUNDS)
    for name, value in weights.items():
        print(f"{name:24} {value:6.2f}  (was {start[name]:.2f})")
    if options.write:
        write(weights)
    if options.quick:
        return
    report("fitted on the same documents", score(documents, index, weights), labels)
    folds = held_out(documents, index, weights, lambda d: d.document.number // 2 % options.folds)
    report(f"held out, {options.folds} parts of each corpus", folds, labels)
    report("held out, whole corpora", held_out(documents, index, weights, lambda d: d.document.corpus), labels)


if __name__ == "__main__":
    main()

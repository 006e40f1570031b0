"""Parts of a situation joined, corrected and tracked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from geo.correcting import Corrector, correct, restored
from geo.correction import Correction, consolidated
from geo.pipeline.reader import Reader
from geo.situation import Situation

__all__ = ["Warn", "corrected", "merge"]

Warn = Callable[[str], None]


def corrected(
    parts: Iterable[Situation],
    *,
    reader: Reader,
    saved: Iterable[Correction] = (),
    warn: Warn | None = None,
    toponyms_alone: bool = False,
) -> Iterator[Situation]:
    """The parts of a stream as corrected, in flat memory; behind them one with the claims that corrections assert.

    ``saved`` are the corrections that stand where the ``reader`` has no files of them. ``warn`` is told, at the end,
    of those that have met nothing; ``toponyms_alone`` says that the stream has places only to correct.
    """
    corrector = reader.corrector(saved)
    if reader.corrections is None and not corrector.corrections:
        yield from parts
        return
    yield from map(corrector.applied, parts)
    if asserted := corrector.asserted():
        yield Situation(claims=asserted)
    _warn_of_unused([c for c in corrector.unused if c.kind == "place" or not toponyms_alone], reader, warn)


def merge(parts: Sequence[Situation], *, reader: Reader, title: str = "", warn: Warn | None = None) -> Situation:
    """Join situations: a later article replaces an earlier one of the same id; periods are tracked anew.

    Articles come by day and id, so that it does not matter in which order they were added. The corrections of all
    parts, or those of the reader's files in their stead, apply to all; ``warn`` is told of those that meet nothing.
    """
    saved = consolidated(c for part in parts for c in part.corrections)
    corrector = reader.corrector(saved)
    _warn_of_withdrawn(saved, corrector, warn)
    situation = correct(_joined([restored(part) for part in parts], reader, title), corrector)
    _warn_of_unused(corrector.unused, reader, warn)
    return situation


def _warn_of_withdrawn(saved: Iterable[Correction], corrector: Corrector, warn: Warn | None) -> None:
    if warn is not None:
        standing = {correction.key for correction in corrector.corrections}
        for correction in saved:
            if correction.key not in standing:
                warn(f"withdrawn, as the file of corrections lacks it: {correction}")


def _warn_of_unused(unused: Iterable[Correction], reader: Reader, warn: Warn | None) -> None:
    if warn is not None:
        for correction in unused:
            where = (reader.corrections or {}).get(correction, "a saved correction")
            warn(f"{where}: nothing to correct: {correction}")


def _joined(parts: Sequence[Situation], reader: Reader, title: str) -> Situation:
    owner = {a.id: number for number, part in enumerate(parts) for a in part.articles}

    def current(number: int, article: str) -> bool:
        return owner[article] == number

    articles = [a for n, part in enumerate(parts) for a in part.articles if current(n, a.id)]
    articles.sort(key=lambda a: (a.published or dt.date.max, a.id))
    place = {a.id: number for number, a in enumerate(articles)}
    found = [c for n, part in enumerate(parts) for c in part.claims if current(n, c.article)]
    claims = {c.id: c for c in sorted(found, key=lambda c: place[c.article])}
    mentions = [m for n, part in enumerate(parts) for m in part.mentions if current(n, m.article)]
    mentions.sort(key=lambda m: place[m.article])
    named = sorted((a for part in parts for a in part.actors.values()), key=lambda a: (a.id, a.name), reverse=True)
    return Situation(
        articles=tuple(articles),
        claims=tuple(claims.values()),
        mentions=tuple(mentions),
        actors=reader.related({a.id: a for a in named}),
        title=title or next((p.title for p in parts if p.title), ""),
    )

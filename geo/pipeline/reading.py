"""Articles and saved situations read into one situation, or into rows of places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from geo.article import Article
from geo.errors import InputError
from geo.interval import Day, as_day
from geo.io.articles import read_articles
from geo.pipeline.joining import Warn, corrected, merge
from geo.pipeline.reader import Reader
from geo.situation import Situation

__all__ = ["places", "read"]


def read(
    *inputs: str | Path,
    date: Day = None,
    strict: bool = False,
    warn: Warn | None = None,
    reader: Reader | None = None,
    on_article: Callable[[Article], None] | None = None,
    title: str = "",
) -> Situation:
    """Read articles and saved situations into one situation.

    ``inputs`` are files, folders, globs, ``-`` for standard input, or saved situations (``.gpkg``); ``date`` is
    the publication day of articles that have none. ``warn`` is told of every article skipped, ``strict`` raises
    instead. ``on_article`` is called as each article is done. An article that a saved situation already holds,
    word for word, is not read again, unless the ``reader`` knows more than what ships.

    Raises :class:`geo.errors.InputError` where nothing usable is found.
    """
    from geo.io.store import load

    day = as_day(date)
    reader = reader or Reader()
    _ = reader.corrections  # a fault in them is said before anything is read
    saved = [load(p) for p in inputs if str(p).endswith(".gpkg")]
    fresh = [p for p in inputs if not str(p).endswith(".gpkg")]
    known = set() if reader.knows_more else {(a.id, a.text) for s in saved for a in s.articles}
    articles = read_articles(fresh, date=day, strict=strict, warn=warn) if fresh else iter(())
    new = (a for a in articles if (a.id, a.text) not in known)
    parts = list(saved)
    for part in reader.situations(new):
        parts.append(part)
        if on_article is not None:
            on_article(part.articles[0])
    situation = merge(parts, reader=reader, title=title, warn=warn)
    if not situation.articles:
        raise InputError(f"no usable article in {', '.join(map(str, inputs))}")
    return situation


def places(*inputs: str | Path | Article, reader: Reader | None = None) -> list[dict[str, object]]:
    """The places that texts name and where they lie, a row each, in the order of the inputs and their texts.

    A string is a text; a Path is a file or folder of articles. A row has the article's id, ``start`` and ``end`` of
    the name (characters of the text), its ``text`` and ``role``, the place's ``place_id``, ``name``, ``country``,
    ``feature_code``, its position ``lat`` and ``lon`` (WGS 84 degrees) with ``radius_m``, then ``confidence``,
    ``status`` and ``reason``; what stays unknown has None for the place. ``offset`` are the words that shift the place
    ("9 km west of"), ``extent`` how its ground was told ("offset", "along" ...), ``where_prec`` UCDP's code of how
    exactly, ``outline`` its ring of (lon, lat) degrees, None for a point or a circle. ``geo.frame`` makes a
    GeoDataFrame of rows: points, or with ``footprints=True`` the ground.

    >>> rows = places("Rebels withdrew from Sabratha, Libya, to a camp 9 km west of Surman.")
    >>> [(row["name"], row["country"]) for row in rows]
    [('Sabratha', 'LY'), ('Libya', 'LY'), ('Sorman', 'LY')]
    """
    from geo.io.rows import flat_place_rows

    reader = reader or Reader()
    found = reader.places(_articles(inputs))
    return [row for part in corrected(found, reader=reader) for row in flat_place_rows(part)]


def _articles(inputs: Iterable[str | Path | Article]) -> Iterator[Article]:
    for number, given in enumerate(inputs, 1):
        if isinstance(given, Path):
            yield from read_articles([given], dated=False)
        else:
            yield given if isinstance(given, Article) else Article(f"text:{number}", given)

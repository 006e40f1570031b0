"""Reads articles from files, folders, globs and standard input; what is bad is named and never guessed at."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo.article import Article
from geo.errors import ArticleError, GeoError, InputError
from geo.io.fields import article_of, writable
from geo.io.formats import Row, read_rows, sniff
from geo.io.languages import foreign_language
from geo.io.sources import Source, find_sources, open_source
from geo.nlp.times.dateline import dateline_day

__all__ = ["read_articles"]

_PRINTED_AGAIN = dt.timedelta(days=8)
_SHOWN = 3  # names in one message


def read_articles(
    inputs: Sequence[str | Path],
    *,
    date: dt.date | None = None,
    strict: bool = False,
    warn: Callable[[str], None] | None = None,
    dated: bool = True,
) -> Iterator[Article]:
    """Read articles one at a time, in the order of the inputs; folders recursively and sorted, ``-`` standard input.

    ``date`` is the publication day of articles that tell none. An article's id is the one that its file gives, else
    the file's name (with ``:row`` for files that hold many). What cannot be read is told to ``warn`` (by default the
    log) and skipped; with ``strict`` it is raised as ArticleError (InputError for a path or folder that holds
    nothing). InputError also when nothing at all was usable. ``warn`` is told, too, of an article that seems not to
    be in English, and at the end of those without a day, unless ``dated`` is False because days do not matter.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "port.txt").write_text("Title: Port\\nDate: 2011-03-01\\n\\nRebels hold the port.")
    ...     [(article.id, article.title, article.text) for article in read_articles([folder])]
    [('port.txt', 'Port', 'Rebels hold the port.')]
    """
    reading = _Reading(date, strict, warn or logging.getLogger(__name__).warning, dated)
    for source in find_sources(inputs):
        yield from reading.source(source)
    reading.finish(inputs)


@dataclass
class _Reading:
    """One run over the inputs: which ids are taken, and what went wrong."""

    date: dt.date | None
    strict: bool
    warn: Callable[[str], None]
    dated: bool = True
    owners: dict[str, str] = field(default_factory=dict)
    empty: list[InputError] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)

    def source(self, source: Source | GeoError) -> Iterator[Article]:
        """The good articles of one source; problems are reported."""
        for outcome in [source] if isinstance(source, GeoError) else self.outcomes(source):
            if isinstance(outcome, Article):
                self.look_at(outcome)
                yield outcome
            else:
                self.report(outcome)

    def outcomes(self, source: Source) -> Iterator[Article | GeoError]:
        """Articles and problems of one source, in the order of its rows."""
        row = None
        try:
            with open_source(source) as stream:
                ending = source.path.suffix.lower() if source.path else sniff(stream)
                for row in read_rows(stream, ending, note=lambda text: self.warn(f"{source.name}: {text}")):
                    yield self.outcome(row, source)
                if row is None:
                    yield ArticleError(f"{source.name}: holds no article")
        except ArticleError as error:
            yield ArticleError(f"{source.name}: {error}")
        except OSError as error:
            yield ArticleError(f"{source.name}: cannot be read: {error.strerror or error}")

    def outcome(self, row: Row, source: Source) -> Article | GeoError:
        """The row's article, or its problem."""
        where = source.name if row.number is None else f"{source.name}:{row.number}"
        try:
            if row.error:
                raise row.error
            article = self.as_written(article_of(row.fields, name=self.name(row, source), date=self.date))
            self.claim(article.id, where)
        except ArticleError as error:
            return ArticleError(f"{where}: {error}")
        return article

    def as_written(self, article: Article) -> Article:
        """An old story printed again under a new date counts for the day of its dateline."""
        day = dateline_day(article.text)
        if day is None or article.published is None or article.published - day < _PRINTED_AGAIN:
            return article
        self.warn(f"{article.id}: published {article.published}, but written on {day} by its dateline, which counts")
        return replace(article, published=day)

    def name(self, row: Row, source: Source) -> str:
        """An id from the file's name: the shortest end of its path that no other article has."""
        parts = source.path.parts if source.path else (source.name,)
        suffix = "" if row.number is None else f":{row.number}"
        names = (writable("/".join(parts[-count:]) + suffix) for count in range(1, len(parts) + 1))
        return next((name for name in names if name not in self.owners), writable(f"{source.name}{suffix}"))

    def claim(self, ident: str, where: str) -> None:
        """Take an id; ArticleError where it is taken."""
        owner = self.owners.setdefault(ident, where)
        if owner != where:
            raise ArticleError(f"id: {ident[:60]!r} is already the id of {owner}; ids are unique")
        while self.empty:
            self.warn(str(self.empty.pop(0)))

    def look_at(self, article: Article) -> None:
        """Tell what of a good article will disappoint its reader."""
        if article.published is None:
            self.undated.append(article.id)
        if language := foreign_language(article.text):
            self.warn(f"{article.id}: seems to be in {language}; only English is read, so expect little from it")

    def report(self, problem: GeoError) -> None:
        """Raise the problem when strict, else tell it and go on.

        An input that holds nothing is told once an article is found elsewhere; else it is the error of the whole run.
        """
        if self.strict:
            raise problem
        if isinstance(problem, InputError) and not self.owners:
            self.empty.append(problem)
        else:
            self.warn(str(problem))

    def finish(self, inputs: Sequence[str | Path]) -> None:
        """InputError where not one article was read."""
        if self.owners:
            if self.undated and self.dated:
                self.warn(_about_undated(self.undated))
            return
        if self.empty:
            raise InputError("; ".join(map(str, self.empty)))
        if not inputs:
            raise InputError("no input given; name files, folders or globs of articles, or - for standard input")
        shown = ", ".join(str(given) for given in inputs[:_SHOWN]) + (" ..." if len(inputs) > _SHOWN else "")
        raise InputError(f"no usable article in {shown}")


def _about_undated(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN]) + (" ..." if len(names) > _SHOWN else "")
    who = f"{shown}: has" if len(names) == 1 else f"{len(names)} articles ({shown}) have"
    return f'{who} no publication date, so "on Monday" or "yesterday" stay undated; give one with --date YYYY-MM-DD'

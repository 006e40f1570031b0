"""The times of an article: in the order of the text, each seen from the day of writing and the last day told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.article import Article
from geo.document import Sentence, TimeMention
from geo.interval import Interval
from geo.nlp.times.chronicle import entry_days
from geo.nlp.times.dateline import is_dateline
from geo.nlp.times.grammar import load_grammar, matches
from geo.nlp.times.meaning import interval_of
from geo.nlp.times.moment import Moment
from geo.nlp.times.tense import Tenses

__all__ = ["find_times"]

_FIGURES = re.compile(r"(?<![\d./])(\d{1,2})[/.](\d{1,2})[/.](?:19|20)?\d\d(?![\d/])")
_MONTHS = 12
_BESIDE = 90
_MEMORY = 1_500
"""Characters for which "the next day" looks back to a day told before."""


def find_times(article: Article, sentences: Sequence[Sentence]) -> tuple[TimeMention, ...]:
    """Every mention of a time, in the order of the text; spans are offsets into the article's text.

    Days are resolved against the publication date, or a dateline's where there is one; without either only times
    that name their year are. What cannot be resolved has the interval None. A night counts for the day it is
    named after, "overnight" for the day it ends on. A dateline tells when the article was written, not when anything
    happened, and is no mention.

    >>> import datetime as dt
    >>> article = Article("a", "Rebels took the port late on Tuesday.", published=dt.date(2011, 3, 10))
    >>> [time] = find_times(article, ())
    >>> time.text, time.interval.start.isoformat(), time.interval.precision
    ('late on Tuesday', '2011-03-08', 'day')
    """
    grammar, tense_of = load_grammar(), Tenses(sentences, load_grammar().forward)
    times: list[TimeMention] = []
    order = _figure_order(article.text)
    anchor, last, last_at = article.published, None, -_MEMORY
    found = list(matches(article.text, grammar))
    entries = entry_days(found, anchor, grammar)
    for means, match in found:
        tense = tense_of(match.start(), match.end())
        recent = last if match.start() - last_at < _MEMORY else None
        moment = Moment(anchor, recent, tense == "ahead", tense == "back", order)
        interval = interval_of(means, match, moment, grammar)
        if match.start() in entries:
            anchor = entries[match.start()]
            interval = Interval(anchor, anchor, "day", match.group())
        if interval and interval.start and interval.precision == "day":
            last, last_at = interval.start, match.start()
            if means == "day" and is_dateline(article.text, match):
                anchor = interval.start
                continue
        times.append(_mention(match, interval))
    return tuple(_nights(times))


def _nights(times: Sequence[TimeMention]) -> Iterator[TimeMention]:
    """The mentions; "overnight" ends, told beside a day ("in an overnight raid, he said on Tuesday"), on that day."""
    for i, mention in enumerate(times):
        beside = [m for m in times[i + 1 : i + 2] if m.start - mention.end < _BESIDE and m.interval]
        day = beside[0].interval if beside and mention.text.lower() == "overnight" else None
        if day is not None and mention.interval is not None and day.precision == "day":
            mention = replace(mention, interval=replace(day, text=mention.text))
        yield mention


def _figure_order(text: str) -> str:
    """The order of day and month that the text's unmistakable figures show: "22/7/2011" is day first."""
    told = {
        ("DMY" if int(a) > _MONTHS else "MDY")
        for a, b in _FIGURES.findall(text)
        if (int(a) > _MONTHS) != (int(b) > _MONTHS)
    }
    return told.pop() if len(told) == 1 else ""


def _mention(match: re.Match[str], interval: Interval | None) -> TimeMention:
    """The words without blanks around them or the full stop of a sentence behind."""
    words = match.group().rstrip(" .,").lstrip()
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    return TimeMention(start, start + len(words), words, replace(interval, text=words) if interval else None)

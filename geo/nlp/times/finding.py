"""The times of an article: in the order of the text, each seen from the day of writing and the last day told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.article import Article
from geo.document import Sentence, TimeMention
from geo.interval import Interval
from geo.nlp.times.grammar import load_grammar, matches
from geo.nlp.times.meaning import Moment, interval_of
from geo.nlp.times.tense import Tenses

__all__ = ["find_times"]

_DATELINE = re.compile(r"[A-Z][A-Z'’/\-]{2,}(?: [A-Z'’]{2,})*[\w ,./'’\-]{0,40}$")
_BEHIND = re.compile(r"(?:, \d{4})? ?(?:\([^)]{2,30}\) ?)?(?:--|-|–|—)")
_MEMORY = 1_500
"""Characters for which "the next day" looks back to a day told before."""


def find_times(article: Article, sentences: Sequence[Sentence]) -> tuple[TimeMention, ...]:
    """Every mention of a time, in the order of the text; spans are offsets into the article's text.

    Days are resolved against the publication date, or a dateline's where there is one; without either only times
    that name their year are. What cannot be resolved has the interval None. A night counts for the day it is
    named after, "overnight" for the day it ends on.

    >>> import datetime as dt
    >>> article = Article("a", "Rebels took the port late on Tuesday.", published=dt.date(2011, 3, 10))
    >>> [time] = find_times(article, ())
    >>> time.text, time.interval.start.isoformat(), time.interval.precision
    ('late on Tuesday', '2011-03-08', 'day')
    """
    grammar, tense_of = load_grammar(), Tenses(sentences, load_grammar().forward)
    times: list[TimeMention] = []
    anchor, last, last_at = article.published, None, -_MEMORY
    for means, match in matches(article.text, grammar):
        tense = tense_of(match.start(), match.end())
        recent = last if match.start() - last_at < _MEMORY else None
        moment = Moment(anchor, recent, tense == "ahead", tense == "back")
        interval = interval_of(means, match, moment, grammar)
        times.append(_mention(match, interval))
        if interval and interval.start and interval.precision == "day":
            last, last_at = interval.start, match.start()
            if means == "day" and _is_dateline(article.text, match):
                anchor = interval.start
    return tuple(times)


def _mention(match: re.Match[str], interval: Interval | None) -> TimeMention:
    """The words without blanks around them or the full stop of a sentence behind."""
    words = match.group().rstrip(" .,").lstrip()
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    return TimeMention(start, start + len(words), words, replace(interval, text=words) if interval else None)


def _is_dateline(text: str, match: re.Match[str]) -> bool:
    """Whether a day stands in a dateline: "TRIPOLI, April 29 (Reuters) -"."""
    line = text[max(0, text.rfind("\n", 0, match.start()) + 1) : match.start()][-60:]
    behind = text[match.end() : match.end() + 40]
    return bool(_DATELINE.search(line)) and bool(_BEHIND.match(behind))

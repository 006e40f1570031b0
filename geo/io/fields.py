"""The fields of an article, checked: from a mapping of loose values to an :class:`~geo.article.Article`."""

from __future__ import annotations

import datetime as dt
import json
import re
import reprlib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from geo.article import Article
from geo.errors import ArticleError, UsageError
from geo.interval import parse_day
from geo.nlp.times.dateline import dateline_day

__all__ = ["FIELDS", "MAX_TEXT", "article_day", "article_of", "writable"]

#: The fields that a file may give an article, and the other names they answer to.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title",),
    "text": ("text",),
    "published": ("published", "date"),
    "source": ("source", "publisher"),
    "url": ("url",),
    "language": ("language",),
    "toponyms": ("toponyms",),
}
#: The longest text of one article, in characters: what the language model takes at once.
MAX_TEXT = 1_000_000

_SPELT = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%Y/%m/%d", "%Y.%m.%d")
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\.?,?\s+", re.IGNORECASE)
_ORNAMENTS = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|[.,]", re.IGNORECASE)
_UNWRITABLE = re.compile("[\ud800-\udfff\x00]")
_shown = reprlib.Repr()
_shown.maxstring = _shown.maxother = 60
_shown.maxlevel = 2


def article_of(fields: Mapping[str, object], *, name: str, date: dt.date | None = None) -> Article:
    """Build an article; ``name`` is its id where the fields give none, ``date`` its day where nothing tells it.

    Where the fields tell no day of publication, a dateline with its year does.

    Raises ArticleError that names the field, the value and what is allowed.

    >>> article_of({"text": "Rebels hold the port.", "date": "1 March 2011"}, name="a.txt").published
    datetime.date(2011, 3, 1)
    >>> article_of({"text": "x", "published": "32 May"}, name="a.txt")
    Traceback (most recent call last):
    geo.errors.ArticleError: published: '32 May' is no date; write YYYY-MM-DD, e.g. 2017-09-29
    """
    known = {field: _first(fields, names) for field, names in FIELDS.items()}
    text = _text(known["text"])
    return Article(
        id=_string("id", known["id"]) or name,
        text=text,
        title=_string("title", known["title"]),
        published=_day(known["published"]) or dateline_day(text) or date,
        source=_string("source", known["source"]),
        url=_string("url", known["url"]),
        language=_string("language", known["language"]) or "en",
        toponyms=_toponyms(known["toponyms"], len(text)),
    )


def article_day(text: str) -> dt.date:
    """Read the day of an article: ISO, spelt out in English, or as e-mail and RSS write it.

    Days in figures of unknown order ("9/10/2017") are refused rather than guessed. Raises UsageError.

    >>> article_day("Fri, 29 Sep 2017 10:00:00 GMT"), article_day("September 29, 2017")
    (datetime.date(2017, 9, 29), datetime.date(2017, 9, 29))
    """
    try:
        return _plausible(parse_day(text), text)
    except UsageError as error:
        day = _spelt(_WEEKDAY.sub("", text.strip())) or _mail(text)
        if day is None:
            raise error from None
        return _plausible(day, text)


def _plausible(day: dt.date, text: str) -> dt.date:
    if not 1800 <= day.year <= 2200:
        raise UsageError(f"{text!r} is no day of a news article")
    return day


def _spelt(text: str) -> dt.date | None:
    plain = _ORNAMENTS.sub("", text).replace("Sept ", "Sep ")
    for pattern in _SPELT:
        for form in (text, plain):
            try:
                return dt.datetime.strptime(form, pattern).date()
            except ValueError:
                continue
    return None


def _mail(text: str) -> dt.date | None:
    try:
        return parsedate_to_datetime(text).date() if re.search(r"[A-Za-z]{3}", text) else None
    except (TypeError, ValueError, IndexError):
        return None


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> object:
    values = (fields.get(name) for name in names)
    return next((value for value in values if value is not None and value != ""), None)


def writable(text: str) -> str:
    """Text that can be written as UTF-8: what cannot be in it becomes the replacement character."""
    return _UNWRITABLE.sub("\ufffd", text)


def _text(value: object) -> str:
    if value is None:
        raise ArticleError("text: missing; an article needs one")
    if not isinstance(value, str):
        raise ArticleError(f"text: {_shown.repr(value)} is no text")
    if not value.strip():
        raise ArticleError("text: empty; an article needs one")
    if len(value) > MAX_TEXT:
        raise ArticleError(f"text: {len(value):,} characters; allowed are {MAX_TEXT:,}")
    return writable(value)


def _string(field: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ArticleError(f"{field}: {_shown.repr(value)} is no text")
    text = writable(str(value))
    return text.strip() if field == "id" else " ".join(text.split())


def _day(value: object) -> dt.date | None:
    text = _string("published", value)
    try:
        return article_day(text) if text else None
    except UsageError as error:
        raise ArticleError(f"published: {error}"[:200]) from None


def _toponyms(value: object, length: int) -> tuple[tuple[int, int], ...] | None:
    if value is None:
        return None
    spans = _from_json(value) if isinstance(value, str) else value
    if not isinstance(spans, list):
        raise ArticleError(f"toponyms: {_shown.repr(value)} is no list of [start, end]")
    return tuple(_span(span, length) for span in spans)


def _from_json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _span(span: object, length: int) -> tuple[int, int]:
    pair = span if isinstance(span, list) else []
    start, end = pair if len(pair) == 2 and all(type(offset) is int for offset in pair) else (-1, -1)
    if not 0 <= start < end <= length:
        raise ArticleError(f"toponyms: {_shown.repr(span)} is no [start, end] within the text's {length:,} characters")
    return start, end

"""From where a time is told, and the arithmetic of days that all meanings share."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from geo.interval import Precision
from geo.nlp.times.grammar import Grammar

__all__ = ["DAYS", "VAGUE_DAYS", "Days", "Moment", "months_on", "number_in", "on_weekday", "part_of", "whole_month"]

DAYS = {"hour": 1, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3650}
VAGUE_DAYS = {"hour": 1, "day": 7, "week": 45, "month": 365, "year": 3650}
Days = tuple[dt.date | None, dt.date | None, Precision]


@dataclass(frozen=True)
class Moment:
    """From where a time is told: the day of writing, the last day told, and whether the verb looks ahead or back.

    ``order`` is the order of day and month in the text's figures, "DMY" or "MDY", empty where nothing shows it.
    """

    anchor: dt.date | None
    last: dt.date | None
    ahead: bool
    back: bool
    order: str = ""


def whole_month(year: int, month: int) -> tuple[dt.date, dt.date, Precision]:
    """The days of a month, the first and the last."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month"


def part_of(part: str | None, start: dt.date | None, end: dt.date | None, precision: Precision) -> Days:
    """The beginning, middle or end of a span: a third of it."""
    if not part or start is None or end is None:
        return start, end, precision
    third = dt.timedelta(days=round((end - start).days / 3))
    if part in {"early", "the start of", "the beginning of"}:
        return start, start + third, "span"
    if part in {"late", "the end of"}:
        return end - third, end, "span"
    return start + third, end - third, "span"


def on_weekday(weekday: int, anchor: dt.date, *, ahead: bool = False, strict: bool = False) -> dt.date:
    """The last such day on or before the anchor, or the next; ``strict`` leaves the anchor itself out."""
    gap = (weekday - anchor.weekday()) % 7 if ahead else (anchor.weekday() - weekday) % 7
    if gap == 0 and strict:
        gap = 7
    return anchor + dt.timedelta(days=gap if ahead else -gap)


def months_on(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def number_in(words: str, grammar: Grammar) -> int:
    """A number in figures or words."""
    return int(words) if words.isdigit() else grammar.numbers[words]

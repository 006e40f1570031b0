"""Times that name a day, month or year: what they mean, the year found where it is not told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from geo.nlp.times.grammar import Grammar
from geo.nlp.times.moment import DAYS, Days, Moment, months_on, number_in, part_of, whole_month

__all__ = ["NAMED"]

_NEAR = 45
"""Days from the day of writing within which a day in figures is likely."""
_SOON = 2
"""Months ahead that a bare "in August" may mean, where no past tense speaks against it."""


def _day(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    told = match.groupdict()
    month = int(told["mon"]) if told.get("mon") else grammar.months[told["month"]]
    if told.get("year"):
        day = dt.date(int(told["year"]), month, int(told["day"]))
        return day, day, "day"
    if moment.anchor is None:
        return None
    day = _nearest_year(month, int(told["day"]), moment.anchor, ahead=moment.ahead)
    if told.get("weekday"):
        day = _on_told_weekday(day, grammar.weekdays[told["weekday"]])
    return day, day, "day"


def _on_told_weekday(day: dt.date, weekday: int) -> dt.date:
    """The day of the nearest year that has it on the weekday told: "Friday, Jan. 27" tells the year."""
    for years in (0, -1, 1, -2, -3, -4, -5, -6):
        try:
            if (other := day.replace(year=day.year + years)).weekday() == weekday:
                return other
        except ValueError:  # 29 February
            continue
    return day


def _nearest_year(month: int, day: int, anchor: dt.date, *, ahead: bool) -> dt.date:
    """The last such day up to the day after the anchor (time zones), or the next one."""
    this = dt.date(anchor.year, month, day)
    if ahead:
        return this if this >= anchor else this.replace(year=anchor.year + 1)
    return this if this <= anchor + dt.timedelta(days=1) else this.replace(year=anchor.year - 1)


def _feast(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    month, number = grammar.feasts[match["feast"]]
    if match["year"]:
        day = dt.date(int(match["year"]), month, number)
    elif moment.anchor is not None:
        day = _nearest_year(month, number, moment.anchor, ahead=moment.ahead)
    else:
        return None
    return day, day, "day"


def _day_of_month(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "On the 14th": of this month, or of the one before where that is still to come."""
    if moment.anchor is None:
        return None
    day = moment.anchor.replace(day=int(match["day"]))
    if moment.ahead and day < moment.anchor:
        day = months_on(day, 1)
    elif not moment.ahead and day > moment.anchor + dt.timedelta(days=1):
        day = months_on(day, -1)
    return day, day, "day"


def _month_of_year(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "In March of last year"."""
    if moment.anchor is None:
        return None
    return whole_month(moment.anchor.year - (match["rel"] == "last"), grammar.months[match["month"]])


def _day_range(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    told = match.groupdict()
    first, second = told["month"], told.get("month2") or told["month"]
    if not told["year"] and moment.anchor is None:
        return None
    anchor = moment.anchor or dt.date.min
    year = int(told["year"]) if told["year"] else 0
    month, day = grammar.months[second], int(told["day2"])
    end = dt.date(year, month, day) if year else _nearest_year(month, day, anchor, ahead=moment.ahead)
    start = dt.date(end.year, grammar.months[first], int(told["day"]))
    return (start if start <= end else start.replace(year=end.year - 1)), end, "span"


def _numeric(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """A day in figures: of the two orders of day and month the one that the article's other figures show, else the
    one that lies in the past and nearest to the day of writing."""
    import dateparser  # dear to import, and few articles need it

    found: list[dt.date] = []
    for order in (moment.order,) if moment.order else ("DMY", "MDY"):
        settings: Any = {"DATE_ORDER": order, "STRICT_PARSING": True}
        read = dateparser.parse(match.group(), languages=["en"], settings=settings)
        if read and (moment.anchor is None or read.date() <= moment.anchor + dt.timedelta(days=366)):
            found.append(read.date())
    if moment.anchor is not None:
        found.sort(key=partial(_unlikely, moment.anchor))
    return (found[0], found[0], "day") if found else None


def _unlikely(anchor: dt.date, day: dt.date) -> tuple[bool, bool]:
    """Sorts days by how unlikely they are told: those to come last, before them those long gone."""
    return day > anchor + dt.timedelta(days=1), abs((day - anchor).days) > _NEAR


def _month(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    told = match.groupdict()
    month = grammar.months[told["month"]]
    if told.get("year"):
        return part_of(told.get("part"), *whole_month(int(told["year"]), month))
    if moment.anchor is None:
        return None
    year, here = moment.anchor.year, moment.anchor.month
    if moment.ahead or told.get("rel") == "next":
        year += month < here or (told.get("rel") == "next" and month == here)
    elif told.get("rel") != "this":
        soon = 0 < month - here <= _SOON and not moment.back and not told.get("rel")
        year -= (month > here and not soon) or (told.get("rel") == "last" and month == here)
    return part_of(told.get("part"), *whole_month(year, month))


def _week_of(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "The last week of January", "the first three days of May"."""
    whole = _month(match, moment, grammar)
    start, end, _ = whole or (None, None, "month")
    if start is None or end is None:
        return None
    length = (number_in(match["n"], grammar) if match["n"] else 1) * DAYS[match["unit"]]
    nth = {"first": 0, "opening": 0, "second": 1, "third": 2}.get(match["nth"])
    if nth is None:
        return end - dt.timedelta(days=length - 1), end, "span"
    first = start + dt.timedelta(days=nth * length)
    return first, min(end, first + dt.timedelta(days=length - 1)), "day" if length == 1 else "span"


def _season(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """Three months of the northern half of the Earth."""
    month = grammar.seasons[match["season"] or match["season2"]]
    told = match["year"] or match["year2"]
    if told is None and moment.anchor is None:
        return None
    year = int(told) if told else moment.anchor.year if moment.anchor else 0
    start = dt.date(year, month, 1)
    if not told and moment.anchor and match["rel"] == "last" and months_on(start, 3) > moment.anchor:
        start = start.replace(year=year - 1)
    return start, months_on(start, 3) - dt.timedelta(days=1), "span"


def _season_past(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "In the spring": the last one that has begun, the next where the verb looks ahead."""
    if moment.anchor is None:
        return None
    start = dt.date(moment.anchor.year, grammar.seasons[match["season"].lower()], 1)
    if moment.ahead and months_on(start, 3) <= moment.anchor:
        start = start.replace(year=start.year + 1)
    elif not moment.ahead and start > moment.anchor:
        start = start.replace(year=start.year - 1)
    return start, months_on(start, 3) - dt.timedelta(days=1), "span"


def _year(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    year = int(match["year"])
    return part_of(match["part"], dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def _year_range(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    return dt.date(int(match["year"]), 1, 1), dt.date(int(match["year2"]), 12, 31), "span"


def _decade(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    year = int(match["year"])
    return part_of(match["part"], dt.date(year, 1, 1), dt.date(year + 9, 12, 31), "span")


NAMED: Mapping[str, Callable[[re.Match[str], Moment, Grammar], Days | None]] = {
    "day": _day,
    "day_range": _day_range,
    "numeric": _numeric,
    "month": _month,
    "week_of": _week_of,
    "season": _season,
    "season_past": _season_past,
    "feast": _feast,
    "day_of_month": _day_of_month,
    "month_of_year": _month_of_year,
    "year": _year,
    "year_range": _year_range,
    "decade": _decade,
}

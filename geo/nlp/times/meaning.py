"""From words to days: what each pattern of the grammar means, seen from the day of writing."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from geo.interval import Interval, Precision
from geo.nlp.times.grammar import Grammar

__all__ = ["Moment", "interval_of"]

_SOON = 2
"""Months ahead that a bare "in August" may mean, where no past tense speaks against it."""
_DAYS = {"hour": 1, "day": 1, "night": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}
_VAGUE_DAYS = {"hour": 1, "day": 7, "week": 45, "month": 365, "year": 3650}
_Days = tuple[dt.date | None, dt.date | None, Precision]


@dataclass(frozen=True)
class Moment:
    """From where a time is told: the day of writing, the last day told, and whether the verb looks ahead or back."""

    anchor: dt.date | None
    last: dt.date | None
    ahead: bool
    back: bool


def interval_of(means: str, match: re.Match[str], moment: Moment, grammar: Grammar) -> Interval | None:
    """The days that a match tells, None where it cannot be resolved or is no day at all (31 April)."""
    try:
        days = _MEANINGS[means](match, moment, grammar)
        if days is None:
            return None
        start, end, precision = _bounded(match.groupdict().get("bound") or "", days, moment)
    except (ValueError, OverflowError):  # 31 April, the year 0
        return None
    return Interval(start, end, precision, match.group())


def _bounded(bound: str, days: _Days, moment: Moment) -> _Days:
    """ "since X" runs from X to the day of writing; "until X" and "by X" have no beginning."""
    start, end, precision = days
    word = bound.lower()
    if word == "since":
        return start, max(filter(None, (moment.anchor, end)), default=None), "span"
    if word in {"until", "till", "by"}:
        return None, end, "span"
    return start, end, precision


def _day(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    told = match.groupdict()
    month = int(told["mon"]) if told.get("mon") else grammar.months[told["month"]]
    if told.get("year"):
        day = dt.date(int(told["year"]), month, int(told["day"]))
        return day, day, "day"
    if moment.anchor is None:
        return None
    day = _nearest_year(month, int(told["day"]), moment.anchor, ahead=moment.ahead)
    return day, day, "day"


def _nearest_year(month: int, day: int, anchor: dt.date, *, ahead: bool) -> dt.date:
    """The last such day up to the day after the anchor (time zones), or the next one."""
    this = dt.date(anchor.year, month, day)
    if ahead:
        return this if this >= anchor else this.replace(year=anchor.year + 1)
    return this if this <= anchor + dt.timedelta(days=1) else this.replace(year=anchor.year - 1)


def _day_range(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
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


def _numeric(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    import dateparser  # dear to import, and few articles need it

    for order in ("DMY", "MDY"):
        found = dateparser.parse(
            match.group(), languages=["en"], settings={"DATE_ORDER": order, "STRICT_PARSING": True}
        )
        if found and (moment.anchor is None or found.date() <= moment.anchor + dt.timedelta(days=366)):
            return found.date(), found.date(), "day"
    return None


def _month(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    told = match.groupdict()
    month = grammar.months[told["month"]]
    if told.get("year"):
        return _part(told.get("part"), *_whole_month(int(told["year"]), month))
    if moment.anchor is None:
        return None
    year, here = moment.anchor.year, moment.anchor.month
    if moment.ahead or told.get("rel") == "next":
        year += month < here or (told.get("rel") == "next" and month == here)
    elif told.get("rel") != "this":
        soon = 0 < month - here <= _SOON and not moment.back and not told.get("rel")
        year -= (month > here and not soon) or (told.get("rel") == "last" and month == here)
    return _part(told.get("part"), *_whole_month(year, month))


def _whole_month(year: int, month: int) -> _Days:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month"


def _part(part: str | None, start: dt.date | None, end: dt.date | None, precision: Precision) -> _Days:
    """The beginning, middle or end of a span: a third of it."""
    if not part or start is None or end is None:
        return start, end, precision
    third = dt.timedelta(days=round((end - start).days / 3))
    if part in {"early", "the start of", "the beginning of"}:
        return start, start + third, "span"
    if part in {"late", "the end of"}:
        return end - third, end, "span"
    return start + third, end - third, "span"


def _weekday(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    if moment.anchor is None:
        return None
    told = match.groupdict()
    rel, bound = (told["rel"] or "").lower(), (told["bound"] or "").lower()
    ahead = moment.ahead or rel in {"next", "this coming", "the coming"}
    day = _on_weekday(grammar.weekdays[told["weekday"]], moment.anchor, ahead=ahead, strict=rel in {"last", "next"})
    if rel in {"the previous", "the following"} and moment.last:
        day = _on_weekday(day.weekday(), moment.last, ahead=rel == "the following", strict=True)
    return day, day, "span" if bound in {"until", "till", "by"} else "day"


def _on_weekday(weekday: int, anchor: dt.date, *, ahead: bool = False, strict: bool = False) -> dt.date:
    """The last such day on or before the anchor, or the next; ``strict`` leaves the anchor itself out."""
    gap = (weekday - anchor.weekday()) % 7 if ahead else (anchor.weekday() - weekday) % 7
    if gap == 0 and strict:
        gap = 7
    return anchor + dt.timedelta(days=gap if ahead else -gap)


def _weekday_range(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    if moment.anchor is None:
        return None
    end = _on_weekday(grammar.weekdays[match["weekday2"]], moment.anchor, ahead=moment.ahead)
    return _on_weekday(grammar.weekdays[match["weekday"]], end), end, "span"


def _ago(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    way, unit = match["way"], match["unit"]
    from_last = way != "ago"
    anchor = (moment.last or moment.anchor) if from_last else moment.anchor
    if anchor is None:
        return None
    number = _number(match["n"], grammar) * (1 if way == "later" else -1)
    if unit == "hour":
        number, unit = round(number / 24), "day"
    if unit == "year" or unit == "decade":
        year = anchor.year + number * (10 if unit == "decade" else 1)
        return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"
    day = _months_on(anchor, number) if unit == "month" else anchor + dt.timedelta(days=number * _DAYS[unit])
    slack = dt.timedelta(days={"week": 3, "month": 15}.get(unit, 0))
    grain: Precision = "week" if unit == "week" else "month" if unit == "month" else "day"
    return day - slack, day + slack, grain


def _number(words: str, grammar: Grammar) -> int:
    return int(words) if words.isdigit() else grammar.numbers[words]


def _months_on(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _vaguely_ago(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    anchor = moment.last or moment.anchor if match["way"] == "earlier" else moment.anchor
    unit = match["unit"].lower()
    return (anchor - dt.timedelta(days=_VAGUE_DAYS[unit]), anchor, "span") if anchor else None


def _stretch(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    if moment.anchor is None:
        return None
    number = _number(match["n"], grammar) if match["n"] else 1
    span = dt.timedelta(days=max(1, number // 24) if match["unit"] == "hour" else number * _DAYS[match["unit"]])
    if match["rel"] in {"coming", "next"}:
        return moment.anchor, moment.anchor + span, "span"
    return moment.anchor - span, moment.anchor, "span"


def _recent(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    return (
        (moment.anchor - dt.timedelta(days=_VAGUE_DAYS[match["unit"]]), moment.anchor, "span")
        if moment.anchor
        else None
    )


def _weekend(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    if moment.anchor is None:
        return None
    ahead = moment.ahead or match["rel"] == "next"
    saturday = _on_weekday(5, moment.anchor, ahead=ahead, strict=match["rel"] in {"last", "next"})
    return saturday, saturday + dt.timedelta(days=1), "span"


def _period(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    """This, last or next week, month or year; "this" ends, looking back, with the day of writing."""
    anchor, rel = moment.anchor, match["rel"].lower()
    if anchor is None:
        return None
    step = {"last": -1, "this": 0, "next": 1}[rel]
    start, end, grain = _calendar(anchor, match["unit"], step)
    if rel == "this" and (moment.ahead or (match["part"] or "").lower() == "later"):
        start = anchor
    elif rel == "this":
        end = anchor
    elif match["part"] and match["part"].lower() in {"early", "late"}:
        return _part(match["part"].lower(), start, end, grain)
    return start, end, grain


def _calendar(anchor: dt.date, unit: str, step: int) -> tuple[dt.date, dt.date, Precision]:
    if unit == "week":
        monday = anchor + dt.timedelta(days=7 * step - anchor.weekday())
        return monday, monday + dt.timedelta(days=6), "week"
    if unit == "month":
        first = _months_on(anchor.replace(day=1), step)
        return first, _months_on(first, 1) - dt.timedelta(days=1), "month"
    return dt.date(anchor.year + step, 1, 1), dt.date(anchor.year + step, 12, 31), "year"


def _season(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    """Three months of the northern half of the Earth."""
    month = grammar.seasons[match["season"] or match["season2"]]
    told = match["year"] or match["year2"]
    if told is None and moment.anchor is None:
        return None
    year = int(told) if told else moment.anchor.year if moment.anchor else 0
    start = dt.date(year, month, 1)
    if not told and moment.anchor and match["rel"] == "last" and _months_on(start, 3) > moment.anchor:
        start = start.replace(year=year - 1)
    return start, _months_on(start, 3) - dt.timedelta(days=1), "span"


def _year(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    year = int(match["year"])
    return _part(match["part"], dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def _year_range(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    return dt.date(int(match["year"]), 1, 1), dt.date(int(match["year2"]), 12, 31), "span"


def _word(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    if moment.anchor is None:
        return None
    day = moment.anchor + dt.timedelta(days=grammar.words[match["word"].lower()])
    return day, day, "day"


def _echo(match: re.Match[str], moment: Moment, grammar: Grammar) -> _Days | None:
    if moment.last is None:
        return None
    day = moment.last + dt.timedelta(days=grammar.echoes[match["word"].lower()])
    return day, day, "day"


_MEANINGS: Mapping[str, Callable[[re.Match[str], Moment, Grammar], _Days | None]] = {
    "day": _day,
    "day_range": _day_range,
    "numeric": _numeric,
    "month": _month,
    "weekday": _weekday,
    "weekday_range": _weekday_range,
    "ago": _ago,
    "vaguely_ago": _vaguely_ago,
    "stretch": _stretch,
    "recent": _recent,
    "weekend": _weekend,
    "period": _period,
    "season": _season,
    "year": _year,
    "year_range": _year_range,
    "word": _word,
    "echo": _echo,
}

"""Times that are counted: from the day of writing, or from the last day that the text told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from geo.interval import Precision
from geo.nlp.times.grammar import Grammar
from geo.nlp.times.moment import DAYS, VAGUE_DAYS, Days, Moment, months_on, number_in, on_weekday, part_of

__all__ = ["COUNTED"]

_PAIR = 4
"""Days between "Friday and Monday" up to which the two are one stretch."""


def _weekday(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    if moment.anchor is None:
        return None
    told = match.groupdict()
    rel, bound = (told["rel"] or "").lower(), (told["bound"] or "").lower()
    past = rel in {"last", "this past", "the previous"}
    ahead = (moment.ahead and not past) or rel in {"next", "this coming", "the coming"}
    day = on_weekday(grammar.weekdays[told["weekday"]], moment.anchor, ahead=ahead, strict=rel in {"last", "next"})
    if rel in {"the previous", "the following"} and moment.last:
        day = on_weekday(day.weekday(), moment.last, ahead=rel == "the following", strict=True)
    return day, day, "span" if bound in {"until", "till", "by"} else "day"


def _weekday_of_week(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "On Monday of last week"."""
    if moment.anchor is None:
        return None
    monday = moment.anchor - dt.timedelta(days=moment.anchor.weekday() + 7 * (match["rel"].lower() == "last"))
    day = monday + dt.timedelta(days=grammar.weekdays[match["weekday"]])
    return day, day, "day"


def _weekday_ago(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "Two weeks ago on Monday": the Monday nearest to that day."""
    if moment.anchor is None:
        return None
    then = moment.anchor - dt.timedelta(days=7 * number_in(match["n"].lower(), grammar))
    day = on_weekday(grammar.weekdays[match["weekday"]], then + dt.timedelta(days=3))
    return day, day, "day"


def _weekday_told(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "That Monday" is the one nearest to the day told last, "the Monday before" the last one before it."""
    from_day = moment.last or moment.anchor
    if from_day is None:
        return None
    weekday, way = grammar.weekdays[match["weekday"] or match["weekday2"]], match["way"]
    if way:
        day = on_weekday(weekday, from_day, ahead=way == "after", strict=True)
    else:
        day = on_weekday(weekday, from_day + dt.timedelta(days=3))
    return day, day, "day"


def _weekday_range(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    if moment.anchor is None:
        return None
    end = on_weekday(grammar.weekdays[match["weekday2"]], moment.anchor, ahead=moment.ahead)
    return on_weekday(grammar.weekdays[match["weekday"]], end), end, "span"


def _weekday_pair(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "Saturday and Sunday": from the one to the other, where they follow each other; "and" joins no week."""
    days = _weekday_range(match, moment, grammar)
    return days if days and days[0] and days[1] and (days[1] - days[0]).days <= _PAIR else None


def _ago(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    way, unit = match["way"], match["unit"]
    from_last = way != "ago"
    anchor = (moment.last or (moment.anchor if way != "later" else None)) if from_last else moment.anchor
    if anchor is None:
        return None
    number = number_in(match["n"], grammar) * (1 if way == "later" else -1)
    if unit == "hour":
        number, unit = round(number / 24), "day"
    if unit == "year" or unit == "decade":
        year = anchor.year + number * (10 if unit == "decade" else 1)
        return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"
    day = months_on(anchor, number) if unit == "month" else anchor + dt.timedelta(days=number * DAYS[unit])
    slack = dt.timedelta(days={"week": 3, "month": 15}.get(unit, 0))
    grain: Precision = "week" if unit == "week" else "month" if unit == "month" else "day"
    return day - slack, day + slack, grain


def _vaguely_ago(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "Days ago": within the span that the unit vaguely counts; hours stay within the day."""
    anchor = moment.anchor if match["way"] == "ago" else moment.last or moment.anchor
    unit = match["unit"].lower()
    if anchor is None:
        return None
    if unit == "hour":
        return anchor, anchor, "day"
    span = dt.timedelta(days=VAGUE_DAYS[unit])
    return (anchor, anchor + span, "span") if match["way"] == "later" else (anchor - span, anchor, "span")


def _within(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "In ten days": the last ten where it is told as past, the next ten where it is yet to come."""
    if moment.anchor is None or not (moment.ahead or moment.back):
        return None
    number = number_in(match["n"].lower(), grammar)
    span = dt.timedelta(days=max(1, number // 24) if match["unit"] == "hour" else number * DAYS[match["unit"]])
    return (
        (moment.anchor, moment.anchor + span, "span") if moment.ahead else (moment.anchor - span, moment.anchor, "span")
    )


def _stretch(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    if moment.anchor is None:
        return None
    number = number_in(match["n"], grammar) if match["n"] else 1
    span = dt.timedelta(days=max(1, number // 24) if match["unit"] == "hour" else number * DAYS[match["unit"]])
    if match["rel"] in {"coming", "next"}:
        return moment.anchor, moment.anchor + span, "span"
    return moment.anchor - span, moment.anchor, "span"


def _recent(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    return (
        (moment.anchor - dt.timedelta(days=VAGUE_DAYS[match["unit"]]), moment.anchor, "span") if moment.anchor else None
    )


def _weekend(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    if moment.anchor is None:
        return None
    ahead = moment.ahead or match["rel"] == "next"
    saturday = on_weekday(5, moment.anchor, ahead=ahead, strict=match["rel"] in {"last", "next"})
    return saturday, saturday + dt.timedelta(days=1), "span"


def _period(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """This, last or next week, month or year; "this" ends, looking back, with the day of writing."""
    return _of_period(match, moment, match["rel"].lower())


def _part_of_period(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "Earlier in the week", "at the end of the month": of the one that is going on."""
    if moment.anchor is None:
        return None
    start, end, grain = _calendar(moment.anchor, match["unit"], 0)
    part = match["part"].lower().removeprefix("at ")
    if part in {"earlier in", "later in"}:
        return (start, moment.anchor, grain) if part == "earlier in" else (moment.anchor, end, grain)
    named = {"early in": "early", "late in": "late"}.get(part, part)
    if named in {"late", "the end of"} and not moment.ahead and (moment.anchor - start).days < (end - start).days // 2:
        start, end, grain = _calendar(moment.anchor, match["unit"], -1)
    return part_of(named, start, end, grain)


def _that_period(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "That week", "the month before": the calendar's week or month of the day told last, or the one beside it."""
    from_day = moment.last or moment.anchor
    if from_day is None:
        return None
    step = {"before": -1, "after": 1}.get(match["way"] or "", 0)
    return _calendar(from_day, match["unit"] or match["unit2"], step)


def _of_period(match: re.Match[str], moment: Moment, rel: str) -> Days | None:
    anchor = moment.anchor
    if anchor is None:
        return None
    step = {"last": -1, "this": 0, "next": 1}[rel]
    start, end, grain = _calendar(anchor, match["unit"], step)
    if rel == "this" and (moment.ahead or (match["part"] or "").lower() == "later"):
        start = anchor
    elif rel == "this":
        end = anchor
    elif match["part"] and match["part"].lower() not in {"earlier", "later", "so far"}:
        return part_of(match["part"].lower().removeprefix("at "), start, end, grain)
    return start, end, grain


def _calendar(anchor: dt.date, unit: str, step: int) -> tuple[dt.date, dt.date, Precision]:
    if unit == "week":
        monday = anchor + dt.timedelta(days=7 * step - anchor.weekday())
        return monday, monday + dt.timedelta(days=6), "week"
    if unit == "month":
        first = months_on(anchor.replace(day=1), step)
        return first, months_on(first, 1) - dt.timedelta(days=1), "month"
    return dt.date(anchor.year + step, 1, 1), dt.date(anchor.year + step, 12, 31), "year"


def _word(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    if moment.anchor is None:
        return None
    day = moment.anchor + dt.timedelta(days=grammar.words[match["word"].lower()])
    return day, day, "day"


def _daytime(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    """ "Before dawn": of the day told last, else of the day of writing."""
    day = moment.last or (None if moment.ahead else moment.anchor)
    return (day, day, "day") if day is not None else None


def _echo(match: re.Match[str], moment: Moment, grammar: Grammar) -> Days | None:
    if moment.last is None:
        return None
    day = moment.last + dt.timedelta(days=grammar.echoes[match["word"].lower()])
    return day, day, "day"


COUNTED: Mapping[str, Callable[[re.Match[str], Moment, Grammar], Days | None]] = {
    "weekday": _weekday,
    "weekday_range": _weekday_range,
    "weekday_pair": _weekday_pair,
    "ago": _ago,
    "vaguely_ago": _vaguely_ago,
    "within": _within,
    "stretch": _stretch,
    "recent": _recent,
    "weekend": _weekend,
    "period": _period,
    "word": _word,
    "echo": _echo,
    "daytime": _daytime,
    "weekday_of_week": _weekday_of_week,
    "weekday_ago": _weekday_ago,
    "weekday_told": _weekday_told,
    "part_of_period": _part_of_period,
    "that_period": _that_period,
}

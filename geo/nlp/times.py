"""When: words that tell a time, found by the grammar in data/times.yaml and resolved against the day of writing.

dateparser is asked only for days all in figures ("22/07/2011"); everything else is plain arithmetic of days.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from geo.article import Article
from geo.document import Sentence, TimeMention, Token
from geo.interval import Interval, Precision

__all__ = ["find_times"]

_PATH = Path(__file__).parent / "data" / "times.yaml"
_DATELINE = re.compile(r"[A-Z][A-Z'’/\-]{2,}(?: [A-Z'’]{2,})*[\w ,./'’\-]{0,40}$")
_TRIGGERS = {
    "month": r"{month}\b",
    "weekday": r"{weekday}\b",
    "word": r"{word}\b",
    "echo": r"{echo}\b",
    "season": r"{season}\b",
    "figures": r"\d[/.\-]\d",
    "unit": r"(?:[Hh]our|[Dd]ay|[Nn]ight|[Ww]eek|[Mm]onth|[Yy]ear|[Dd]ecade)(?:s|end)?\b",
    "year": r"(?:19|20)\d\d\b",
}
_REACH = 40
"""How many characters a time's other words may lie from its telling one."""
_SOON = 2
"""Months ahead that a bare "in August" may mean, where no past tense speaks against it."""
_MEMORY = 1_500
"""Characters for which "the next day" looks back to a day told before."""
_DAYS = {"hour": 1, "day": 1, "night": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}
_VAGUE_DAYS = {"hour": 1, "day": 7, "week": 45, "month": 365, "year": 3650}
Days = tuple[dt.date | None, dt.date | None, Precision]


@dataclass(frozen=True)
class _Grammar:
    patterns: tuple[tuple[str, str, re.Pattern[str]], ...]
    triggers: Mapping[str, re.Pattern[str]]
    forward: frozenset[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    seasons: Mapping[str, int]
    words: Mapping[str, int]
    echoes: Mapping[str, int]
    name_behind: re.Pattern[str]


@dataclass(frozen=True)
class _Moment:
    """From where a time is told: the day of writing, the last day told, and whether the verb looks ahead or back."""

    anchor: dt.date | None
    last: dt.date | None
    ahead: bool
    back: bool


def find_times(article: Article, sentences: Sequence[Sentence]) -> tuple[TimeMention, ...]:
    """Every mention of a time, in the order of the text; spans are offsets into the article's text.

    Days are resolved against the publication date, or a dateline's where there is one; without either only times
    that name their year are. What cannot be resolved has the interval None. A night counts for the day it is
    named after, "overnight" for the day it ends on.

    >>> article = Article("a", "Rebels took the port late on Tuesday.", published=dt.date(2011, 3, 10))
    >>> [time] = find_times(article, ())
    >>> time.text, time.interval.start.isoformat(), time.interval.precision
    ('late on Tuesday', '2011-03-08', 'day')
    """
    grammar, tokens = _grammar(), [token for sentence in sentences for token in sentence.tokens]
    starts = [token.start for token in tokens]
    times: list[TimeMention] = []
    anchor, last, last_at = article.published, None, -_MEMORY
    for means, match in _matches(article.text, grammar):
        tense = _tense(tokens, starts, match, grammar.forward)
        recent = last if match.start() - last_at < _MEMORY else None
        moment = _Moment(anchor, recent, tense == "ahead", tense == "back")
        interval = _interval(means, match, moment, grammar)
        times.append(TimeMention(*match.span(), match.group(), interval))
        if interval and interval.start and interval.precision == "day":
            last, last_at = interval.start, match.start()
            if means == "day" and _is_dateline(article.text, match):
                anchor = interval.start
    return tuple(times)


# --- the grammar ------------------------------------------------------------------------------------------------------


@cache
def _grammar() -> _Grammar:
    raw: dict[str, Any] = yaml.load(_PATH.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    parts = {
        "month": _any(raw["months"]),
        "weekday": _any(raw["weekdays"]),
        "weekday_long": _any(name for name in raw["weekdays"] if name.endswith("day")),
        "number": _any([*raw["numbers"], *(word.capitalize() for word in raw["numbers"])]),
        "season": _any(raw["seasons"]),
        "word": _any([*raw["words"], *(word.capitalize() for word in raw["words"])]),
        "echo": _any([*raw["echoes"], *(word.capitalize() for word in raw["echoes"])]),
        "year": r"(?:19|20)\d\d",
        "d": r"(?:3[01]|[12]\d|0?[1-9])",
        "th": r"(?:st|nd|rd|th)?",
        "measure": raw["measures"],
    }
    patterns = tuple(
        (row["means"], _trigger_of(row["pattern"]), re.compile(_filled(row["pattern"], parts)))
        for row in raw["patterns"]
    )
    triggers = {name: re.compile(_filled(trigger, parts)) for name, trigger in _TRIGGERS.items()}
    tables = {key: raw[key] for key in ("months", "weekdays", "seasons", "words", "echoes")}
    return _Grammar(
        patterns,
        triggers,
        frozenset(raw["forward"]),
        name_behind=re.compile(rf" (?:{_any(raw['names_behind'])})\b"),
        numbers={form: number for word, number in raw["numbers"].items() for form in (word, word.capitalize())},
        **tables,
    )


def _trigger_of(pattern: str) -> str:
    return next((name for name in _TRIGGERS if f"{{{name}" in pattern), "figures" if "/" in pattern else "unit")


def _any(words: Any) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda m: parts[m.group(1)], pattern)


def _matches(text: str, grammar: _Grammar) -> Iterator[tuple[str, re.Match[str]]]:
    """What the patterns match, without overlaps, in the order of the text; earlier patterns go first."""
    taken: list[tuple[int, int]] = []
    kept: list[tuple[str, re.Match[str]]] = []
    windows = {name: _windows(text, trigger) for name, trigger in grammar.triggers.items()}
    for means, trigger, pattern in grammar.patterns:
        for match in (m for start, end in windows[trigger] for m in pattern.finditer(text, start, end)):
            start, end = match.span()
            if grammar.name_behind.match(text, end) or any(start < e and s < end for s, e in taken):
                continue
            taken.append((start, end))
            kept.append((means, match))
    yield from sorted(kept, key=lambda item: item[1].start())


def _windows(text: str, trigger: re.Pattern[str]) -> list[tuple[int, int]]:
    """Stretches of text around the words that every match of a pattern holds: the costly patterns see no others."""
    windows: list[tuple[int, int]] = []
    for match in trigger.finditer(text):
        start, end = max(0, match.start() - _REACH), match.end() + _REACH
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _is_dateline(text: str, match: re.Match[str]) -> bool:
    """Whether a day stands in a dateline: "TRIPOLI, April 29 (Reuters) -"."""
    line = text[max(0, text.rfind("\n", 0, match.start()) + 1) : match.start()][-60:]
    behind = text[match.end() : match.end() + 40]
    return bool(_DATELINE.search(line)) and bool(re.match(r"(?:, \d{4})? ?(?:\([^)]{2,30}\) ?)?(?:--|-|–|—)", behind))


def _tense(tokens: Sequence[Token], starts: Sequence[int], match: re.Match[str], forward: frozenset[str]) -> str:
    """Whether the verb that a time belongs to looks "ahead" ("will leave on Friday"), "back", or tells neither."""
    at = bisect_right(starts, match.end() - 1) - 1
    if at < 0 or tokens[at].end < match.start():
        return ""
    verb = _verb_above(tokens, at)
    helpers = {t.lemma for t in tokens[max(0, at - 14) : at + 8] if t.head == verb.index and t.dep == "aux"}
    if verb.tag in {"VBD", "VBN"}:
        return "back"
    if verb.tag != "VB":
        return ""
    above = tokens[verb.head - tokens[0].index]
    planned = "to" in helpers and above.lemma in forward and above.tag != "VBD"
    return "ahead" if planned or helpers & {"will", "shall", "’ll", "'ll", "would"} else ""


def _verb_above(tokens: Sequence[Token], at: int) -> Token:
    token = tokens[at]
    for _ in range(6):
        if token.pos in {"VERB", "AUX"} or token.head == token.index:
            break
        token = tokens[token.head - tokens[0].index]
    return token


# --- from words to days -----------------------------------------------------------------------------------------------


def _interval(means: str, match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Interval | None:
    try:
        days = _MEANINGS[means](match, moment, grammar)
        if days is None:
            return None
        start, end, precision = _bounded(match.groupdict().get("bound") or "", days, moment)
    except (ValueError, OverflowError):  # 31 April, the year 0
        return None
    return Interval(start, end, precision, match.group())


def _bounded(bound: str, days: Days, moment: _Moment) -> Days:
    """ "since X" runs from X to the day of writing; "until X" and "by X" have no beginning."""
    start, end, precision = days
    word = bound.lower()
    if word == "since":
        return start, max(filter(None, (moment.anchor, end)), default=None), "span"
    if word in {"until", "till", "by"}:
        return None, end, "span"
    return start, end, precision


def _day(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
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


def _day_range(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
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


def _numeric(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
    import dateparser  # dear to import, and few articles need it

    for order in ("DMY", "MDY"):
        found = dateparser.parse(
            match.group(), languages=["en"], settings={"DATE_ORDER": order, "STRICT_PARSING": True}
        )
        if found and (moment.anchor is None or found.date() <= moment.anchor + dt.timedelta(days=366)):
            return found.date(), found.date(), "day"
    return None


def _month(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
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


def _whole_month(year: int, month: int) -> Days:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month"


def _part(part: str | None, start: dt.date | None, end: dt.date | None, precision: Precision) -> Days:
    """The beginning, middle or end of a span: a third of it."""
    if not part or start is None or end is None:
        return start, end, precision
    third = dt.timedelta(days=round((end - start).days / 3))
    if part in {"early", "the start of", "the beginning of"}:
        return start, start + third, "span"
    if part in {"late", "the end of"}:
        return end - third, end, "span"
    return start + third, end - third, "span"


def _weekday(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
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


def _weekday_range(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
    if moment.anchor is None:
        return None
    end = _on_weekday(grammar.weekdays[match["weekday2"]], moment.anchor, ahead=moment.ahead)
    return _on_weekday(grammar.weekdays[match["weekday"]], end), end, "span"


def _ago(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
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


def _number(words: str, grammar: _Grammar) -> int:
    return int(words) if words.isdigit() else grammar.numbers[words]


def _months_on(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _vaguely_ago(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
    anchor = moment.last or moment.anchor if match["way"] == "earlier" else moment.anchor
    unit = match["unit"].lower()
    return (anchor - dt.timedelta(days=_VAGUE_DAYS[unit]), anchor, "span") if anchor else None


def _stretch(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
    if moment.anchor is None:
        return None
    number = _number(match["n"], grammar) if match["n"] else 1
    span = dt.timedelta(days=max(1, number // 24) if match["unit"] == "hour" else number * _DAYS[match["unit"]])
    if match["rel"] in {"coming", "next"}:
        return moment.anchor, moment.anchor + span, "span"
    return moment.anchor - span, moment.anchor, "span"


def _recent(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
    return (
        (moment.anchor - dt.timedelta(days=_VAGUE_DAYS[match["unit"]]), moment.anchor, "span")
        if moment.anchor
        else None
    )


def _weekend(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
    if moment.anchor is None:
        return None
    ahead = moment.ahead or match["rel"] == "next"
    saturday = _on_weekday(5, moment.anchor, ahead=ahead, strict=match["rel"] in {"last", "next"})
    return saturday, saturday + dt.timedelta(days=1), "span"


def _period(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
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


def _season(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
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


def _year(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
    year = int(match["year"])
    return _part(match["part"], dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def _year_range(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
    return dt.date(int(match["year"]), 1, 1), dt.date(int(match["year2"]), 12, 31), "span"


def _word(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
    if moment.anchor is None:
        return None
    day = moment.anchor + dt.timedelta(days=grammar.words[match["word"].lower()])
    return day, day, "day"


def _echo(match: re.Match[str], moment: _Moment, grammar: _Grammar) -> Days | None:
    if moment.last is None:
        return None
    day = moment.last + dt.timedelta(days=grammar.echoes[match["word"].lower()])
    return day, day, "day"


_MEANINGS: Mapping[str, Callable[[re.Match[str], _Moment, _Grammar], Days | None]] = {
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

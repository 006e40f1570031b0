"""When: spans and days of times. All sentences are our own."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.article import Article
from geo.document import TimeMention
from geo.nlp.model import load_model
from geo.nlp.times import find_times
from geo.nlp.times.dateline import dateline_day

PUBLISHED = dt.date(2017, 9, 29)  # a Friday


@pytest.fixture(scope="module")
def model():
    return load_model()


def times(text: str, published: dt.date | None = PUBLISHED, sentences=()) -> tuple[TimeMention, ...]:
    return find_times(Article("a", text, published=published), sentences)


def told(mention: TimeMention) -> tuple[str, str, str, str] | tuple[str, None]:
    days = mention.interval
    return (mention.text, f"{days.start or ''}", f"{days.end or ''}", days.precision) if days else (mention.text, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # days of the week: the last one on or before the day of writing
        ("It fell on Tuesday.", ("on Tuesday", "2017-09-26", "2017-09-26", "day")),
        ("It fell on Friday.", ("on Friday", "2017-09-29", "2017-09-29", "day")),
        ("It fell last Friday.", ("last Friday", "2017-09-22", "2017-09-22", "day")),
        ("It fell on Saturday.", ("on Saturday", "2017-09-23", "2017-09-23", "day")),
        ("It fell late on Wednesday.", ("late on Wednesday", "2017-09-27", "2017-09-27", "day")),
        ("It fell on Saturday night.", ("on Saturday night", "2017-09-23", "2017-09-23", "day")),
        ("It fell before dawn on Tuesday.", ("before dawn on Tuesday", "2017-09-26", "2017-09-26", "day")),
        ("Monday's raid failed.", ("Monday", "2017-09-25", "2017-09-25", "day")),
        ("He comes next Tuesday.", ("next Tuesday", "2017-10-03", "2017-10-03", "day")),
        ("They held it since Monday.", ("since Monday", "2017-09-25", "2017-09-29", "span")),
        ("They have until Monday.", ("until Monday", "", "2017-10-02", "span")),
        ("From Monday to Wednesday it burned.", ("Monday", "2017-09-25", "2017-09-25", "day")),
        ("It burned from Monday to Wednesday.", ("from Monday to Wednesday", "2017-09-25", "2017-09-27", "span")),
        # words
        ("It fell yesterday.", ("yesterday", "2017-09-28", "2017-09-28", "day")),
        ("Today it fell.", ("Today", "2017-09-29", "2017-09-29", "day")),
        ("They leave tonight.", ("tonight", "2017-09-29", "2017-09-29", "day")),
        ("It fell overnight.", ("overnight", "2017-09-29", "2017-09-29", "day")),
        ("It fell last night.", ("last night", "2017-09-28", "2017-09-28", "day")),
        ("The day before yesterday it fell.", ("The day before yesterday", "2017-09-27", "2017-09-27", "day")),
        ("They leave tomorrow.", ("tomorrow", "2017-09-30", "2017-09-30", "day")),
        # weeks, months, years
        ("It fell this week.", ("this week", "2017-09-25", "2017-09-29", "week")),
        ("It fell earlier this week.", ("earlier this week", "2017-09-25", "2017-09-29", "week")),
        ("It fell last week.", ("last week", "2017-09-18", "2017-09-24", "week")),
        ("They leave next week.", ("next week", "2017-10-02", "2017-10-08", "week")),
        ("It fell last month.", ("last month", "2017-08-01", "2017-08-31", "month")),
        ("It fell this month.", ("this month", "2017-09-01", "2017-09-29", "month")),
        ("It fell last year.", ("last year", "2016-01-01", "2016-12-31", "year")),
        ("It fell over the weekend.", ("over the weekend", "2017-09-23", "2017-09-24", "span")),
        ("It fell in recent days.", ("in recent days", "2017-09-22", "2017-09-29", "span")),
        ("In the past two weeks it fell.", ("In the past two weeks", "2017-09-15", "2017-09-29", "span")),
        ("In the past 24 hours it fell.", ("In the past 24 hours", "2017-09-28", "2017-09-29", "span")),
        # so long ago
        ("It fell two days ago.", ("two days ago", "2017-09-27", "2017-09-27", "day")),
        ("It fell 10 days ago.", ("10 days ago", "2017-09-19", "2017-09-19", "day")),
        ("It fell an hour ago.", ("an hour ago", "2017-09-29", "2017-09-29", "day")),
        ("It fell a week ago.", ("a week ago", "2017-09-19", "2017-09-25", "week")),
        ("It fell two months ago.", ("two months ago", "2017-07-14", "2017-08-13", "month")),
        ("It fell six years ago.", ("six years ago", "2011-01-01", "2011-12-31", "year")),
        # months
        ("It fell in August.", ("in August", "2017-08-01", "2017-08-31", "month")),
        ("It fell in September.", ("in September", "2017-09-01", "2017-09-30", "month")),
        ("It fell last December.", ("last December", "2016-12-01", "2016-12-31", "month")),
        ("It was held since March.", ("since March", "2017-03-01", "2017-09-29", "span")),
        ("It fell in early August.", ("in early August", "2017-08-01", "2017-08-11", "span")),
        ("It fell in mid-August.", ("in mid-August", "2017-08-11", "2017-08-21", "span")),
        ("It fell in late August 2011.", ("late August 2011", "2011-08-21", "2011-08-31", "span")),
        ("It fell in February 2011.", ("February 2011", "2011-02-01", "2011-02-28", "month")),
        ("It fell last summer.", ("last summer", "2017-06-01", "2017-08-31", "span")),
        ("It fell in the spring of 2012.", ("in the spring of 2012", "2012-03-01", "2012-05-31", "span")),
        # days of months
        ("It fell on Oct. 22, 2014.", ("on Oct. 22, 2014", "2014-10-22", "2014-10-22", "day")),
        ("It fell on Friday, Jan. 27, 2017.", ("on Friday, Jan. 27, 2017", "2017-01-27", "2017-01-27", "day")),
        ("It fell on 22 October 2014.", ("on 22 October 2014", "2014-10-22", "2014-10-22", "day")),
        ("It fell on the 3rd of March.", ("on the 3rd of March", "2017-03-03", "2017-03-03", "day")),
        ("It fell on December 5.", ("on December 5", "2016-12-05", "2016-12-05", "day")),
        ("It fell on 2014-10-22.", ("2014-10-22", "2014-10-22", "2014-10-22", "day")),
        ("Sept 12: it fell.", ("Sept 12", "2017-09-12", "2017-09-12", "day")),
        ("It burned on March 3-5.", ("March 3-5", "2017-03-03", "2017-03-05", "span")),
        ("It burned from 28 to 30 June 2015.", ("from 28 to 30 June 2015", "2015-06-28", "2015-06-30", "span")),
        ("From May 30 to June 2 it burned.", ("May 30 to June 2", "2017-05-30", "2017-06-02", "span")),
        ("It fell on 22/07/2011.", ("22/07/2011", "2011-07-22", "2011-07-22", "day")),
        ("It fell on 07/22/2011.", ("07/22/2011", "2011-07-22", "2011-07-22", "day")),
        # years
        ("It fell in 2011.", ("in 2011", "2011-01-01", "2011-12-31", "year")),
        ("Since 2011 it burns.", ("Since 2011", "2011-01-01", "2017-09-29", "span")),
        ("It burned from 2011 to 2014.", ("from 2011 to 2014", "2011-01-01", "2014-12-31", "span")),
        # a day of a week told otherwise, feasts, parts of a period, parts of a day
        ("It fell on Monday of last week.", ("on Monday of last week", "2017-09-18", "2017-09-18", "day")),
        ("It fell two weeks ago on Friday.", ("two weeks ago on Friday", "2017-09-15", "2017-09-15", "day")),
        ("It fell a fortnight ago.", ("a fortnight ago", "2017-09-15", "2017-09-15", "day")),
        ("It fell on Christmas Day.", ("Christmas Day", "2016-12-25", "2016-12-25", "day")),
        ("It fell on New Year's Eve 1994.", ("New Year's Eve 1994", "1994-12-31", "1994-12-31", "day")),
        ("It fell on the 12th.", ("on the 12th", "2017-09-12", "2017-09-12", "day")),
        ("It fell in March last year.", ("in March last year", "2016-03-01", "2016-03-31", "month")),
        ("It fell earlier in the month.", ("earlier in the month", "2017-09-01", "2017-09-29", "month")),
        ("It fell in the spring.", ("in the spring", "2017-03-01", "2017-05-31", "span")),
        ("It fell before dawn.", ("before dawn", "2017-09-29", "2017-09-29", "day")),
        ("They hold it until last Friday.", ("until last Friday", "", "2017-09-22", "span")),
        # no such day
        ("It fell on April 31, 2015.", ("on April 31, 2015", None)),
    ],
)  # fmt: skip
def test_times_seen_from_the_day_of_writing(text, expected):
    assert expected in [told(mention) for mention in times(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The 48th Battalion left.",
        "The boat sank 22 miles off the coast.",
        "They may march to the sea.",
        "March 20 km and rest.",
        "The February 17 Brigade left.",
        "The 6 October Bridge was closed.",
        "Some 2,011 men and 2014 tanks came.",
        "Flight 1973 was late; score 3-2; version 1.2.3.",
        "Sat phones were sold and Mon Repos burned.",
        "",
    ],
)
def test_what_is_no_time(text):
    assert times(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell on Tuesday.", [("on Tuesday", None)]),
        ("It fell yesterday.", [("yesterday", None)]),
        ("It fell in August.", [("in August", None)]),
        ("It fell on March 3.", [("on March 3", None)]),
        ("It fell two days ago.", [("two days ago", None)]),
        ("It fell on March 3, 2015.", [("on March 3, 2015", "2015-03-03", "2015-03-03", "day")]),
        ("It fell in 2011.", [("in 2011", "2011-01-01", "2011-12-31", "year")]),
    ],
)
def test_without_a_day_of_writing_only_what_names_its_year_resolves(text, expected):
    assert [told(mention) for mention in times(text, None)] == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("They left on Tuesday. A day earlier a truck had come.", "A day earlier", "2017-09-25"),
        ("They left on Tuesday. The next day nobody came.", "The next day", "2017-09-27"),
        ("They left on Tuesday, and that night it rained.", "that night", "2017-09-26"),
        ("They left on Tuesday. The week before it rained.", "The week before", "2017-09-18"),
        ("They left on 12 May. That Saturday it rained.", "That Saturday", "2017-05-13"),
        ("They left on 12 May. The Monday before it rained.", "The Monday before", "2017-05-08"),
        ("They left on Tuesday. At dusk they were back.", "At dusk", "2017-09-26"),
        ("They left on Tuesday. Minutes later it rained.", "Minutes later", "2017-09-26"),
        ("On 3 May 2015 they left. Two weeks later all was quiet.", "Two weeks later", "2015-05-14"),
    ],
)
def test_some_times_are_told_from_the_last_one(text, words, expected):
    found = {mention.text: mention.interval for mention in times(text)}
    assert str(found[words].start) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BRAK, Libya, May 3, 2012 (AFP) - Rebels left on Wednesday.", "2012-05-02"),
        ("BRAK, May 3 (Reuters) - Rebels left on Wednesday.", "2017-05-03"),
        ("Rebels left on Wednesday.", "2017-09-27"),
        ("The treaty of May 3, 2012 - signed at sea - ended on Wednesday.", "2017-09-27"),
    ],
)
def test_a_dateline_is_the_day_of_writing(text, expected):
    assert str(times(text)[-1].interval.start) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will leave the town on Tuesday.", "2017-10-03"),
        ("The army plans to leave the town on Tuesday.", "2017-10-03"),
        ("They left the town on Tuesday.", "2017-09-26"),
        ("They said on Tuesday that they would leave.", "2017-09-26"),
        ("They appeared to leave on Tuesday.", "2017-09-26"),
        ("The army will attack in November.", "2017-11-01"),
        ("The army attacked in November.", "2016-11-01"),
    ],
)
def test_the_verb_decides_between_last_and_next(model, text, expected):
    [sentences] = model.sentences([text])
    assert str(times(text, sentences=sentences)[-1].interval.start) == expected


def test_the_entries_of_a_chronicle_follow_one_another():
    days = ["Saturday", "Sunday", "Monday", "Thursday", "Saturday", "Sunday", "Monday"]
    text = "\n".join(f"{day}: rebels take a town." for day in days)
    found = [mention.interval.start.isoformat() for mention in times(text)]
    assert found == [f"2017-09-{day}" for day in ("16", "17", "18", "21", "23", "24", "25")]


def test_a_long_article_is_read_fast():
    text = "Rebels took the port on Tuesday, two days after March 3, and left in August 2011. " * 60
    start = time.perf_counter()
    assert len(times(text)) == 180
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "text", ["on " * 20_000, "1" * 50_000, "March " * 5_000, "1/1/" * 5_000, "a " * 20_000 + "days ago"]
)
def test_hostile_text_does_not_hang(text):
    start = time.perf_counter()
    times(text)
    assert time.perf_counter() - start < 5


WORDS = ["on", "Tuesday", "since", "March", "3", ",", "2011", "two", "days", "ago", "last", "week", "until", "the", "-"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "May", "next", "yesterday", "31", "February", "(", "\n"]), max_size=20))
def test_spans_are_ordered_and_bounds_never_cross(words):
    text = " ".join(words)
    found = times(text)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))  # noqa: RUF007
    for days in (m.interval for m in found if m.interval):
        assert days.start is None or days.end is None or days.start <= days.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BRAK, Libya, May 3, 2012 (Agency) - Rebels left.", "2012-05-03"),
        ("BRAK | Thu May 3, 2012 7:12 am EDT BRAK (Agency) - Rebels left.", "2012-05-03"),
        ("KYIV (Agency), May 3, 2022 - Troops left.", "2022-05-03"),
        ("Posted 3 May 2012, 14:30 GMT. Rebels left.", "2012-05-03"),
        ("BRAK, May 3 (Agency) - Rebels left.", "None"),
        ("The treaty of May 3, 2012 - signed at sea - has ended.", "None"),
        ("They met on May 3, 2012 at 10 places.", "None"),
        ("", "None"),
    ],
)
def test_the_day_of_writing_by_the_head_of_a_text(text, expected):
    assert str(dateline_day(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell since the weekend.", ("the weekend", "2017-09-23", "2017-09-29", "span")),
        ("It fell on Saturday and Sunday.", ("on Saturday and Sunday", "2017-09-23", "2017-09-24", "span")),
        ("It fell overnight on Tuesday.", ("overnight on Tuesday", "2017-09-26", "2017-09-26", "day")),
        ("It fell in the first week of May.", ("in the first week of May", "2017-05-01", "2017-05-07", "span")),
        ("It fell in the late 1990s.", ("in the late 1990s", "1996-08-31", "1999-12-31", "span")),
        ("It fell on Friday, Dec. 5.", ("on Friday, Dec. 5", "2014-12-05", "2014-12-05", "day")),
        ("On 5/3/2017, after 22/2/2017, it fell.", ("5/3/2017", "2017-03-05", "2017-03-05", "day")),
        ("On 5/3/2017, after 2/22/2017, it fell.", ("5/3/2017", "2017-05-03", "2017-05-03", "day")),
        ("On 9/8/2017 it fell.", ("9/8/2017", "2017-09-08", "2017-09-08", "day")),
        ("It must be left by May 3.", ("by May 3", "", "2018-05-03", "span")),
        ("It fell hours later.", ("hours later", "2017-09-29", "2017-09-29", "day")),
    ],
)
def test_further_manners_of_telling_a_time(text, expected):
    assert expected in [told(mention) for mention in times(text)]

"""Commands that compare: places with one another, days, sources, and a place with its own past."""

from __future__ import annotations

from typing import Annotated

import typer

from geo.cli.app import app
from geo.cli.choosing import ANSWER_FORMATS, Choice, chooses_places, print_answers
from geo.cli.options import Format, On, check_format
from geo.cli.reading import Reading, reads_articles
from geo.cli.tables import write_json
from geo.interval import as_day

Since = Annotated[str, typer.Option("--since", metavar="YYYY-MM-DD", help="After this day.", show_default=False)]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="YYYY-MM-DD", help="Up to this day (default: the newest article's)."),
]
From = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="All periods from this day on, not one day alone.")
]


@app.command()
@reads_articles
@chooses_places
def overview(
    reading: Reading,
    choice: Choice,
    on: On = None,
    unknown: Annotated[bool, typer.Option("--unknown", help="Also places of which nothing is known any more.")] = False,
    format: Format = "table",
) -> None:
    """Every place on a day: who holds it, how surely, who says so. [table, json, geojson, csv]"""
    from geo.query import overview as ask

    check_format(format, ANSWER_FORMATS)
    day = as_day(on)
    answer = ask(choice.of(reading.situation()), on=day, unknown=unknown)
    if format == "json":
        write_json(answer.to_json())
    else:
        print_answers([answer], format, nothing="")


@app.command()
@reads_articles
@chooses_places
def changes(reading: Reading, choice: Choice, since: Since, until: Until = None, format: Format = "table") -> None:
    """What changed hands or status between two days. [table, json, geojson, csv]"""
    from geo.query import changes as ask

    check_format(format, ANSWER_FORMATS)
    first, last = as_day(since), as_day(until)
    found = ask(choice.of(reading.situation()), first, last)
    print_answers(found, format, nothing=f"Nothing is told to have changed after {first}.")


@app.command()
@reads_articles
@chooses_places
def disputes(reading: Reading, choice: Choice, on: On = None, since: From = None, format: Format = "table") -> None:
    """Where sources disagree, and who says what. [table, json, geojson, csv]"""
    from geo.query import disputes as ask

    check_format(format, ANSWER_FORMATS)
    day, first = as_day(on), as_day(since)
    found = ask(choice.of(reading.situation()), on=day, since=first)
    print_answers(found, format, nothing="No two sources disagree on a place.")


@app.command()
@reads_articles
def movements(
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="A faction's name or alias.", show_default=False)],
    reading: Reading,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="From this day on (default: the first).")
    ] = None,
    until: Until = None,
    format: Format = "table",
) -> None:
    """Where a faction's forces moved, leg by leg, each with its sources. [table, json, geojson, csv]"""
    from geo.query import movements as ask

    check_format(format, ANSWER_FORMATS)
    first, last = as_day(since), as_day(until)
    answer = ask(reading.situation(), actor, since=first, until=last)
    if format == "json":
        write_json(answer.to_json())
    else:
        print_answers([answer], format, nothing="")


@app.command()
@reads_articles
def history(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="A place's name.", show_default=False)],
    reading: Reading,
    format: Format = "table",
) -> None:
    """A place's periods one after the other, each with its sources. [table, json, geojson, csv]"""
    from geo.query import history as ask

    check_format(format, ANSWER_FORMATS)
    answer = ask(reading.situation(), place)
    if format == "json":
        write_json(answer.to_json())
    else:
        print_answers([answer], format, nothing="")

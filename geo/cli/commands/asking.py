"""Commands that ask the situation: what does a faction control, and who controls a place?"""

from __future__ import annotations

from typing import Annotated

import typer

from geo.cli.app import app
from geo.cli.choosing import Choice, chooses_places
from geo.cli.options import Format, On, check_format
from geo.cli.reading import Reading, reads_articles
from geo.cli.tables import write_json
from geo.interval import as_day


@app.command()
@reads_articles
@chooses_places
def control(
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="A faction's name or alias.", show_default=False)],
    reading: Reading,
    choice: Choice,
    on: On = None,
    format: Format = "table",
) -> None:
    """What a faction controls, split by how sure it is, each with its sources. [table, json, geojson]"""
    from geo.query import control as ask

    check_format(format, ("table", "json", "geojson"))
    day = as_day(on)
    answer = ask(choice.of(reading.situation()), actor, on=day)
    if format == "table":
        typer.echo(str(answer))
    elif format == "json":
        write_json(answer.to_json())
    else:
        from geo.io.export import answer_geojson

        write_json(answer_geojson(answer))


@app.command()
@reads_articles
def who(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="A place's name.", show_default=False)],
    reading: Reading,
    on: On = None,
    format: Format = "table",
) -> None:
    """Who controls a place, and who says so. [table, json]"""
    from geo.query import who as ask

    check_format(format, ("table", "json"))
    day = as_day(on)
    answer = ask(reading.situation(), place, on=day)
    if format == "json":
        write_json(answer.to_json())
    else:
        typer.echo(str(answer))

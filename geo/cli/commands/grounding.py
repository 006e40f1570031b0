"""The command that derives control areas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.cli.app import app
from geo.cli.choosing import Choice, chooses_places
from geo.cli.options import On
from geo.cli.progress import say
from geo.cli.reading import Reading, reads_articles
from geo.errors import UsageError
from geo.interval import as_day


@app.command()
@reads_articles
@chooses_places
def areas(
    reading: Reading,
    choice: Choice,
    output: Annotated[Path, typer.Option("-o", "--output", help="As for geo export.")],
    on: On = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="A series from this day to --on.")
    ] = None,
    step: Annotated[int, typer.Option("--step", metavar="DAYS", help="Days between two of a series.")] = 7,
    method: Annotated[str, typer.Option("--method", help="cells, or admin: first-level areas.")] = "cells",
    reach: Annotated[float, typer.Option("--reach", metavar="KM", help="How far a cell reaches at most.")] = 35.0,
) -> None:
    """Areas of control, derived from the places of which anything is known; of a day or a series of days."""
    from geo.features import area_series, control_areas
    from geo.io.export import check_path, write_layers

    if method not in ("cells", "admin"):
        raise UsageError(f"--method {method!r} is unknown; choose cells, admin")
    day, first = as_day(on), as_day(since)
    check_path(output)
    situation = choice.of(reading.situation())
    options = {"method": method, "reach_m": 1000 * reach}
    if first is None:
        table = control_areas(situation, on=day, **options)  # type: ignore[arg-type]
    else:
        table = area_series(situation, since=first, until=day, step_days=step, **options)  # type: ignore[arg-type]
    say(f"{len(table)} areas, derived from {table['derived_from'].sum()} places with evidence")
    typer.echo(write_layers({"areas": table}, output))

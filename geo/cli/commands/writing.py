"""Commands that write files: the map, the exports, the saved situation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.cli.app import app
from geo.cli.options import On
from geo.cli.progress import say, summary
from geo.cli.reading import Reading, reads_articles
from geo.errors import UsageError
from geo.interval import as_day


@app.command("map")
@reads_articles
def map_(
    reading: Reading,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Default: maps/NAME.html.")] = None,
    on: On = None,
    online: Annotated[bool, typer.Option("--online", help="Add tile layers that need a network.")] = False,
    title: Annotated[str | None, typer.Option("--title", help="The map's title.")] = None,
) -> None:
    """Write a self-contained HTML map and say what was found."""
    from geo.cartography import write_map

    day = as_day(on)
    situation = reading.situation()
    if output is None:
        output = Path("maps") / f"{_name_of(reading.inputs)}.html"
        output.parent.mkdir(exist_ok=True)
    path = write_map(situation, output, on=day, online=online, title=title)
    summary(situation)
    say(f"wrote {path} ({path.stat().st_size / 1e6:.2f} MB)")
    typer.echo(path)


@app.command()
@reads_articles
def export(
    reading: Reading,
    output: Annotated[Path, typer.Option("-o", "--output", help=".geojson, .gpkg, .parquet, .kml or .csv")],
    on: On = None,
) -> None:
    """Write the features: control, movements, incidents, places, uncertainty."""
    from geo.io.export import check_path
    from geo.io.export import export as write

    day = as_day(on)
    check_path(output)
    situation = reading.situation()
    path = write(situation, output, on=day)
    summary(situation)
    typer.echo(path)


@app.command()
@reads_articles
def build(
    reading: Reading,
    output: Annotated[Path, typer.Option("-o", "--output", help="A GeoPackage, NAME.gpkg.")],
) -> None:
    """Save a situation; again with more input adds to it."""
    from geo.io.store import save

    if output.suffix != ".gpkg":
        raise UsageError(f"a saved situation is a GeoPackage; {output.name!r} does not end in .gpkg")
    situation = reading.situation(*([output] if output.exists() else []))
    save(situation, output)
    summary(situation)
    typer.echo(output)


def _name_of(inputs: list[str]) -> str:
    """A map's file name: the one input's, else "situation"."""
    if len(inputs) == 1 and inputs[0] != "-":
        stem = Path(inputs[0]).resolve().stem
        if stem.strip("*?[]"):
            return stem
    return "situation"

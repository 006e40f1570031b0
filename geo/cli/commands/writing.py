"""Commands that write files: the map, the exports, the saved situation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from geo.cli.app import app
from geo.cli.options import On
from geo.cli.progress import say, summary
from geo.cli.reading import Reading, reads_articles
from geo.errors import UsageError
from geo.interval import as_day

_MAP_FILE = ".html, or a picture: .png, .svg, .pdf. Default: maps/NAME.html."


@app.command("map")
@reads_articles
def map_(
    reading: Reading,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=".html, or a picture: .png .svg .pdf. Default: maps/NAME.html."),
    ] = None,
    on: On = None,
    online: Annotated[bool, typer.Option("--online", help="Add tile layers that need a network.")] = False,
    title: Annotated[str | None, typer.Option("--title", help="The map's title.")] = None,
) -> None:
    """Write a self-contained HTML map, or a picture for a report, and say what was found."""
    day = as_day(on)
    draw = _drawing(output)
    situation = reading.situation()
    if output is None:
        output = Path("maps") / f"{_name_of(reading.inputs)}.html"
        output.parent.mkdir(exist_ok=True)
    path = draw(situation, output, on=day, title=title, **({"online": True} if online else {}))
    summary(situation)
    say(f"wrote {path} ({path.stat().st_size / 1e6:.2f} MB)")
    typer.echo(path)


def _drawing(output: Path | None) -> Callable[..., Path]:
    """The function that writes a map of the file's ending; raises UsageError for any other."""
    ending = output.suffix.lower() if output is not None else ".html"
    if ending in {".html", ".htm"}:
        from geo.cartography import write_map

        return write_map
    from geo.cartography.picture import FORMATS, write_picture

    if ending not in FORMATS:
        raise UsageError(f"{output}: a map is written as .html, or as a picture {', '.join(FORMATS)}")
    return write_picture


@app.command()
@reads_articles
def export(
    reading: Reading,
    output: Annotated[
        Path, typer.Option("-o", "--output", help=".geojson, .gpkg, .parquet, .fgb, .kml, .csv, .acled.csv")
    ],
    on: On = None,
) -> None:
    """Write the features: control, movements, incidents, places, routes, pressure; .acled.csv: events as ACLED has."""
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


@app.command()
def corrections(
    situation: Annotated[Path, typer.Argument(metavar="SITUATION", help="A saved situation, NAME.gpkg.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file, NAME.csv. Default: print.")] = None,
) -> None:
    """Print or write the corrections that a saved situation holds, as --corrections takes them."""
    from geo.atomic import replacing
    from geo.io.corrections import corrections_csv
    from geo.io.store import load_corrections

    found = load_corrections(situation)
    if output is None:
        typer.echo(corrections_csv(found), nl=False)
        return
    with replacing(output) as beside:
        beside.write_bytes(corrections_csv(found).encode())
    say(f"{len(found)} corrections")
    typer.echo(output)


def _name_of(inputs: list[str]) -> str:
    """A map's file name: the one input's, else "situation"."""
    if len(inputs) == 1 and inputs[0] != "-":
        stem = Path(inputs[0]).resolve().stem
        if stem.strip("*?[]"):
            return stem
    return "situation"

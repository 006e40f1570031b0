"""The arguments and options that several commands share, described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.errors import UsageError

__all__ = [
    "Actors",
    "ClaimsFrom",
    "Corrections",
    "Date",
    "Extractor",
    "ExtractorCache",
    "Format",
    "Geocode",
    "GeocodeUrl",
    "GeocodeUser",
    "Inputs",
    "ModelName",
    "On",
    "Places",
    "Strict",
    "check_format",
]

_READING = "Reading"

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Files, folders, globs, '-' for standard input, or a saved situation (.gpkg).",
        show_default=False,
    ),
]
Date = Annotated[
    str | None,
    typer.Option(
        "--date",
        metavar="YYYY-MM-DD",
        help="Publication date of articles that have none.",
        rich_help_panel=_READING,
    ),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Stop at the first article that cannot be read.", rich_help_panel=_READING),
]
Actors = Annotated[
    list[Path] | None,
    typer.Option(
        "--actors",
        metavar="FILE",
        help="A catalogue of your own actors (YAML or CSV); repeatable.",
        rich_help_panel=_READING,
    ),
]
Places = Annotated[
    list[Path] | None,
    typer.Option(
        "--places",
        metavar="FILE",
        help="Your own places (CSV or GeoJSON), which count before the gazetteer's; repeatable.",
        rich_help_panel=_READING,
    ),
]
Corrections = Annotated[
    list[Path] | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        help="Your corrections (CSV): what names, claims and actors mean, and who held what. They replace those of "
        "a saved situation; repeatable.",
        rich_help_panel=_READING,
    ),
]
Geocode = Annotated[
    str | None,
    typer.Option(
        "--geocode",
        metavar="SERVICE",
        help="Ask nominatim, geonames or photon over the network for places that the gazetteer does not know. "
        "Only their names and countries leave this machine; answers are kept.",
        rich_help_panel=_READING,
    ),
]
GeocodeUrl = Annotated[
    str,
    typer.Option(
        "--geocode-url",
        metavar="URL",
        envvar="SITMAP_GEOCODE_URL",
        help="A server of your own for --geocode.",
        rich_help_panel=_READING,
    ),
]
GeocodeUser = Annotated[
    str,
    typer.Option(
        "--geocode-user",
        metavar="NAME",
        envvar="SITMAP_GEONAMES_USER",
        help="Your user name at geonames.org.",
        rich_help_panel=_READING,
    ),
]
_ELSEWHERE = "Claims from elsewhere"
ClaimsFrom = Annotated[
    Path | None,
    typer.Option(
        "--claims-from",
        metavar="FILE",
        help="Take the articles' claims from JSON Lines with the fields of 'geo claims', each checked in its article.",
        rich_help_panel=_ELSEWHERE,
    ),
]
Extractor = Annotated[
    str | None,
    typer.Option(
        "--extractor",
        metavar="URL",
        help="Ask a language model for claims, behind an endpoint that speaks OpenAI's protocol "
        "(http://127.0.0.1:PORT/v1); the articles are sent there. SITMAP_EXTRACTOR_KEY holds its key, if it wants one.",
        rich_help_panel=_ELSEWHERE,
    ),
]
ModelName = Annotated[
    str, typer.Option("--model", metavar="NAME", help="The model to ask.", rich_help_panel=_ELSEWHERE)
]
ExtractorCache = Annotated[
    Path | None,
    typer.Option(
        "--extractor-cache",
        metavar="FOLDER",
        help="Keep the model's answers there, and do not ask again.",
        rich_help_panel=_ELSEWHERE,
    ),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="YYYY-MM-DD", help="As of this day (default: the newest article's)."),
]
Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help="How to print.")]


def check_format(value: str, allowed: tuple[str, ...]) -> str:
    """The format, if it is allowed; raises UsageError that lists what is."""
    if value not in allowed:
        raise UsageError(f"--format {value!r} is unknown; choose {', '.join(allowed)}")
    return value

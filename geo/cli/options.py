"""The arguments and options that several commands share, described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.errors import UsageError

__all__ = ["Actors", "Date", "Inputs", "On", "Strict", "check_format"]

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files, folders, globs, '-' for standard input, or a saved situation (.gpkg).",
        show_default=False,
    ),
]
Date = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="Publication date of articles that have none."),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="YYYY-MM-DD", help="As of this day (default: the newest article's)."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first article that cannot be read.")]
Actors = Annotated[
    list[Path] | None,
    typer.Option("--actors", metavar="FILE", help="A catalogue of your own actors (YAML or CSV); repeatable."),
]


def check_format(value: str, allowed: tuple[str, ...]) -> str:
    """The format, if it is allowed; raises UsageError that lists what is."""
    if value not in allowed:
        raise UsageError(f"--format {value!r} is unknown; choose {', '.join(allowed)}")
    return value

"""The command line's root. Commands live in ``geo.cli.commands`` and import libraries when they run, so that
``geo --help`` answers at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from geo import __version__
from geo.cli.leaving import QuietGroup

__all__ = ["app"]

app = typer.Typer(
    name="geo",
    cls=QuietGroup,
    help="Reads news of armed conflict; maps who holds what and who moves where, every dot with its source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"sitmap {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass

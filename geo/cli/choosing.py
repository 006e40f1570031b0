"""What commands that ask share: options that restrict an answer to some places, and how answers are printed."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from geo.cli.tables import write_csv, write_json
from geo.errors import UsageError

if TYPE_CHECKING:
    from geo.situation import Situation

__all__ = ["ANSWER_FORMATS", "Choice", "chooses_places", "print_answers"]

_PANEL = "Which places"
#: How an answer can be printed.
ANSWER_FORMATS = ("table", "json", "geojson", "csv")

Near = Annotated[
    str | None,
    typer.Option("--near", metavar="LAT,LON", help="Only places near this point.", rich_help_panel=_PANEL),
]
Radius = Annotated[
    float, typer.Option("--radius", metavar="KM", help="How near, in kilometres.", rich_help_panel=_PANEL)
]
Area = Annotated[
    Path | None,
    typer.Option("--area", metavar="FILE", help="Only places within a file's polygons.", rich_help_panel=_PANEL),
]
Country = Annotated[
    str | None,
    typer.Option("--country", metavar="CC", help="Only places of a country (ISO code).", rich_help_panel=_PANEL),
]
Confidence = Annotated[
    float,
    typer.Option("--confidence", metavar="0..1", help="Only what is at least so sure.", rich_help_panel=_PANEL),
]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was typed about the places to answer for."""

    near: str | None = None
    radius: float = 50.0
    area: Path | None = None
    country: str | None = None
    confidence: float = 0.0

    def of(self, situation: Situation) -> Situation:
        """The part of a situation that was asked for; all of it where nothing was."""
        from geo.query import select

        area = None
        if self.area is not None:
            from geo.io.regions import read_area

            area = read_area(self.area)
        near = _position(self.near) if self.near is not None else None
        return select(
            situation,
            near=near,
            radius_m=1000 * self.radius,
            area=area,
            country=self.country,
            confidence=self.confidence,
        )


def _position(text: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError(f"--near {text!r} is no LAT,LON such as 32.79,12.48") from None
    return lon, lat


def _typed(
    near: Near = None,
    radius: Radius = 50.0,
    area: Area = None,
    country: Country = None,
    confidence: Confidence = 0.0,
) -> Choice:
    """The options of choosing places, as the command line has them."""
    return Choice(near, radius, area, country, confidence)


def chooses_places(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of choosing places in the stead of its parameter ``choice``.

    It stands below ``@reads_articles``.
    """
    own = inspect.signature(command, eval_str=True).parameters
    options = list(inspect.signature(_typed, eval_str=True).parameters.values())

    @functools.wraps(command)
    def run(**typed: Any) -> None:
        about = {option.name: typed.pop(option.name) for option in options}
        command(choice=_typed(**about), **typed)

    kept = [parameter for name, parameter in own.items() if name != "choice"]
    listed = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in [*kept, *options]]
    run.__signature__ = inspect.Signature(listed)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in listed}
    return run


class Answer(Protocol):
    """What a query gives."""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""

    def to_rows(self) -> list[dict[str, Any]]:
        """Flat rows."""


def print_answers(answers: Iterable[Answer], format: str, *, nothing: str) -> None:
    """Print several answers of one kind; ``nothing`` is said where there is none."""
    found = list(answers)
    rows = [row for answer in found for row in answer.to_rows()]
    if format == "json":
        write_json([answer.to_json() for answer in found])
    elif format == "geojson":
        from geo.io.points import rows_geojson

        write_json(rows_geojson(rows))
    elif format == "csv":
        write_csv(rows)
    else:
        typer.echo("\n".join(map(str, found)) if found else nothing)

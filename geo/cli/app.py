"""The commands of ``geo``. Libraries are imported inside them, so that ``geo --help`` answers at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo import __version__
from geo.cli.options import Actors, Date, Inputs, On, Strict, check_format
from geo.cli.progress import counted, say, warn
from geo.cli.tables import write_csv, write_jsonl, write_table
from geo.errors import InputError, UsageError
from geo.interval import as_day

if TYPE_CHECKING:
    from geo.situation import Situation

__all__ = ["app"]

app = typer.Typer(
    name="geo",
    help="Reads news of armed conflict; maps who holds what and who moves where, every dot with its source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help="How to print.")]


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


def _read(inputs: list[str], date: str | None, strict: bool, actors: list[Path] | None = None) -> Situation:
    from geo.pipeline import Reader, read

    as_day(date)  # a wrong date is said before anything is loaded
    with counted("reading articles") as step:
        reader = Reader(actor_files=actors or ())
        return read(*inputs, date=date, strict=strict, warn=warn, reader=reader, on_article=step)


@app.command("map")
def map_(
    inputs: Inputs,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Default: maps/NAME.html.")] = None,
    on: On = None,
    online: Annotated[bool, typer.Option("--online", help="Add tile layers that need a network.")] = False,
    title: Annotated[str | None, typer.Option("--title", help="The map's title.")] = None,
    date: Date = None,
    strict: Strict = False,
    actors: Actors = None,
) -> None:
    """Write a self-contained HTML map and say what was found."""
    from geo.cartography import write_map

    day = as_day(on)
    situation = _read(inputs, date, strict, actors)
    if output is None:
        output = Path("maps") / f"{_name_of(inputs)}.html"
        output.parent.mkdir(exist_ok=True)
    path = write_map(situation, output, on=day, online=online, title=title)
    _summary(situation)
    say(f"wrote {path} ({path.stat().st_size / 1e6:.2f} MB)")
    typer.echo(path)


@app.command()
def export(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("-o", "--output", help=".geojson, .gpkg, .parquet, .kml or .csv")],
    on: On = None,
    date: Date = None,
    strict: Strict = False,
    actors: Actors = None,
) -> None:
    """Write the features: control, movements, incidents, places, uncertainty."""
    from geo.io.export import check_path
    from geo.io.export import export as write

    day = as_day(on)
    check_path(output)
    situation = _read(inputs, date, strict, actors)
    path = write(situation, output, on=day)
    _summary(situation)
    typer.echo(path)


@app.command()
def control(
    actor: Annotated[str, typer.Argument(help="A faction's name or alias.", show_default=False)],
    inputs: Inputs,
    on: On = None,
    format: Format = "table",
    date: Date = None,
    strict: Strict = False,
    actors: Actors = None,
) -> None:
    """What a faction controls, split by how sure it is, each with its sources. [table, json, geojson]"""
    from geo.query import control as ask

    check_format(format, ("table", "json", "geojson"))
    day = as_day(on)
    situation = _read(inputs, date, strict, actors)
    answer = ask(situation, actor, on=day)
    if format == "table":
        typer.echo(str(answer))
    elif format == "json":
        _print_json(answer.to_json())
    else:
        from geo.io.export import answer_geojson

        _print_json(answer_geojson(answer))


@app.command()
def who(
    place: Annotated[str, typer.Argument(help="A place's name.", show_default=False)],
    inputs: Inputs,
    on: On = None,
    format: Format = "table",
    date: Date = None,
    strict: Strict = False,
    actors: Actors = None,
) -> None:
    """Who controls a place, and who says so. [table, json]"""
    from geo.query import who as ask

    check_format(format, ("table", "json"))
    day = as_day(on)
    answer = ask(_read(inputs, date, strict, actors), place, on=day)
    if format == "json":
        _print_json(answer.to_json())
    else:
        typer.echo(str(answer))


@app.command()
def timeline(
    inputs: Inputs,
    format: Format = "table",
    date: Date = None,
    strict: Strict = False,
    actors: Actors = None,
) -> None:
    """Periods: which place had which status and holder from when to when. [table, jsonl, csv]"""
    from geo.io.rows import period_rows

    check_format(format, ("table", "jsonl", "csv"))
    rows = period_rows(_read(inputs, date, strict, actors))
    headings = ("from", "to", "place", "status", "holder", "basis", "claims", "confidence")
    _print_rows(rows, format, headings, _period_cells)


@app.command()
def claims(
    inputs: Inputs,
    format: Format = "table",
    date: Date = None,
    strict: Strict = False,
    actors: Actors = None,
) -> None:
    """Claims of control and movement, and incidents, as they are read. [table, jsonl, csv]"""
    from geo.io.rows import claim_rows

    check_format(format, ("table", "jsonl", "csv"))
    headings = ("when", "who", "action", "where", "factuality", "said by", "evidence")
    rows = (row for part in _stream(inputs, date, strict, actors) for row in claim_rows(part))
    _print_rows(rows, format, headings, _claim_cells)


@app.command()
def places(
    inputs: Inputs,
    format: Format = "table",
    given_toponyms: Annotated[
        bool, typer.Option("--given-toponyms", help="Resolve the spans in the articles' field 'toponyms'.")
    ] = False,
    date: Date = None,
    strict: Strict = False,
) -> None:
    """The places that the articles name, and where they lie. [table, jsonl, geojson, csv]"""
    from geo.io.rows import place_rows

    check_format(format, ("table", "jsonl", "geojson", "csv"))
    parts = _stream(inputs, date, strict, None, given=given_toponyms, toponyms_alone=True)
    if format == "geojson":
        from geo.io.export import places_geojson

        _print_json(places_geojson(parts))
        return
    headings = ("text", "place", "country", "lat", "lon", "how", "confidence", "article")
    rows = (row for part in parts for row in place_rows(part))
    _print_rows(rows, format, headings, _place_cells)


@app.command()
def build(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("-o", "--output", help="A GeoPackage, NAME.gpkg.")],
    date: Date = None,
    strict: Strict = False,
    actors: Actors = None,
) -> None:
    """Save a situation; again with more input adds to it."""
    from geo.io.store import save

    if output.suffix != ".gpkg":
        raise UsageError(f"a saved situation is a GeoPackage; {output.name!r} does not end in .gpkg")
    before = [str(output)] if output.exists() else []
    situation = _read([*before, *inputs], date, strict, actors)
    save(situation, output)
    _summary(situation)
    typer.echo(output)


def _stream(
    inputs: list[str],
    date: str | None,
    strict: bool,
    actors: list[Path] | None,
    *,
    given: bool = False,
    toponyms_alone: bool = False,
) -> Iterator[Situation]:
    """Situations one article at a time; saved ones come whole."""
    from dataclasses import replace

    from geo.io.articles import read_articles
    from geo.io.store import load
    from geo.pipeline import Reader

    day = as_day(date)
    count = 0
    for saved in (name for name in inputs if name.endswith(".gpkg")):
        situation = load(saved)
        count += len(situation.articles)
        yield situation
    fresh = [name for name in inputs if not name.endswith(".gpkg")]
    if fresh:
        articles = read_articles(fresh, date=day, strict=strict, warn=warn)
        source = articles if given else (replace(a, toponyms=None) for a in articles)
        reader = Reader(actor_files=actors or ())
        with counted("reading articles") as step:
            for part in reader.places(source) if toponyms_alone else reader.situations(source):
                count += 1
                step(part.articles[0])
                yield part
    if not count:
        raise InputError(f"no usable article in {', '.join(inputs)}")


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _print_rows(rows: Iterable[dict[str, Any]], format: str, headings: tuple[str, ...], cells: Any) -> None:
    if format == "jsonl":
        write_jsonl(rows)
    elif format == "csv":
        write_csv(rows)
    else:
        write_table(headings, (cells(row) for row in rows))


def _name(value: dict[str, Any] | None) -> str:
    return "" if value is None else str(value.get("name") or value.get("text") or "")


def _period_cells(row: dict[str, Any]) -> tuple[str, ...]:
    holder = _name(row["holder"]) or " / ".join(_name(c) if isinstance(c, dict) else str(c) for c in row["claimants"])
    if row["status"] == "unknown" and holder:
        holder = f"(last told: {holder})"
    return (
        row["from"] or "?",
        row["to"] or "",
        row["place"]["name"],
        row["status"],
        holder,
        row["basis"],
        str(len(row["claims"])),
        f"{row['confidence']:.2f}",
    )


def _claim_cells(row: dict[str, Any]) -> tuple[str, ...]:
    time = row["time"]
    arrows = {"place": "", "origin": "from ", "destination": "to ", "via": "via ", "toward": "toward "}
    where = ", ".join(f"{word}{_name(row[role])}" for role, word in arrows.items() if row[role])
    return (
        (time or {}).get("start") or "",
        _name(row["actor"]) or "unidentified",
        row["action"],
        f"{where} (part)" if row["extent"] == "part" else where,
        row["factuality"],
        _name(row["speaker"]),
        row["evidence"]["text"],
    )


def _place_cells(row: dict[str, Any]) -> tuple[str, ...]:
    place, spot = row["place"] or {}, row["footprint"] or {}
    return (
        row["text"],
        place.get("name", "unresolved"),
        place.get("country") or "",
        f"{spot['lat']:.4f}" if spot else "",
        f"{spot['lon']:.4f}" if spot else "",
        spot.get("method", row["role"]),
        f"{row['confidence']:.2f}",
        row["article"],
    )


def _name_of(inputs: list[str]) -> str:
    """A map's file name: the one input's, else "situation"."""
    if len(inputs) == 1 and inputs[0] != "-":
        stem = Path(inputs[0]).resolve().stem
        if stem.strip("*?[]"):
            return stem
    return "situation"


def _summary(situation: Situation) -> None:
    kinds = [sum(c.kind == kind for c in situation.claims) for kind in ("control", "movement", "incident")]
    named = {m.mention.place.id for m in situation.mentions if m.mention.place is not None}
    say(
        f"read {_many(len(situation.articles), 'article')}: {_many(kinds[0], 'claim')} of control, "
        f"{_many(kinds[1], 'movement')}, {_many(kinds[2], 'incident')}; {_many(len(named), 'place')}, "
        f"{_many(len(situation.periods), 'period')}"
    )
    missing = list(dict.fromkeys(m.mention.text for m in situation.unresolved))
    if missing:
        more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
        say(f"could not place: {', '.join(missing[:8])}{more}")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"

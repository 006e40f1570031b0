"""Commands that list rows: periods, claims, places."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from geo.cli.app import app
from geo.cli.choosing import Choice, chooses_places
from geo.cli.options import Format, check_format
from geo.cli.reading import Reading, reads_articles
from geo.cli.tables import ROW_FORMATS, write_json, write_rows


@app.command()
@reads_articles
@chooses_places
def timeline(reading: Reading, choice: Choice, format: Format = "table") -> None:
    """Periods: which place had which status and holder from when to when. [table, json, jsonl, csv]"""
    from geo.io.rows import period_rows

    check_format(format, ROW_FORMATS)
    headings = ("from", "to", "place", "status", "holder", "basis", "claims", "confidence")
    write_rows(period_rows(choice.of(reading.situation())), format, headings, _period_cells)


@app.command()
@reads_articles
def claims(
    reading: Reading,
    format: Format = "table",
    struck: Annotated[
        bool, typer.Option("--struck", help="Also the claims that corrections strike, marked so.")
    ] = False,
) -> None:
    """Claims of control and movement, and incidents, as they are read. [table, json, jsonl, csv]"""
    from geo.correcting import with_struck
    from geo.io.rows import claim_rows

    check_format(format, ROW_FORMATS)
    headings = ("when", "who", "action", "where", "factuality", "said by", "evidence")
    parts = (replace(part, claims=with_struck(part)) if struck else part for part in reading.stream())
    write_rows((row for part in parts for row in claim_rows(part)), format, headings, _claim_cells)


@app.command()
@reads_articles
def places(
    reading: Reading,
    format: Format = "table",
    given_toponyms: Annotated[
        bool, typer.Option("--given-toponyms", help="Resolve the spans in the articles' field 'toponyms'.")
    ] = False,
    points: Annotated[
        bool, typer.Option("--points", help="Points alone in GeoJSON, not the ground that a place covers.")
    ] = False,
) -> None:
    """The places that the articles name, and where they lie. [table, json, jsonl, geojson, csv]"""
    from geo.io.rows import place_rows

    check_format(format, (*ROW_FORMATS, "geojson"))
    parts = reading.stream(toponyms_alone=True, given=given_toponyms)
    if format == "geojson":
        from geo.io.footprints import places_geojson

        write_json(places_geojson(parts, points=points))
        return
    headings = ("text", "place", "country", "lat", "lon", "how", "confidence", "article")
    write_rows((row for part in parts for row in place_rows(part)), format, headings, _place_cells)


def _name(value: dict[str, Any] | None) -> str:
    return "" if value is None else str(value.get("name") or value.get("text") or "")


def _marked(cell: str, row: dict[str, Any]) -> str:
    if not row["corrected"]:
        return cell
    return f"{cell}, struck" if row["corrected"].startswith("struck: ") else f"{cell}, corrected"


def _period_cells(row: dict[str, Any]) -> tuple[str, ...]:
    holder = _name(row["holder"]) or " / ".join(_name(c) if isinstance(c, dict) else str(c) for c in row["claimants"])
    if row["status"] == "unknown" and holder:
        holder = f"(last told: {holder})"
    return (
        row["from"] or "?",
        row["to"] or "",
        row["place"]["name"],
        _marked(row["status"], row),
        holder,
        "presumed" if row["presumed"] else row["basis"],
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
        _marked(row["factuality"], row),
        _name(row["speaker"]),
        row["evidence"]["text"],
    )


def _way(row: dict[str, Any]) -> str:
    """How a place came to its position: by whose entry, or told relative to what."""
    entry = row["method"] if row["method"].startswith(("own", "online:", "correction")) else "gazetteer"
    method = str((row["footprint"] or {}).get("method", row["role"]))
    return entry if method == "gazetteer" else method


def _place_cells(row: dict[str, Any]) -> tuple[str, ...]:
    place, spot = row["place"] or {}, row["footprint"] or {}
    return (
        row["text"],
        place.get("name", "unresolved"),
        place.get("country") or "",
        f"{spot['lat']:.4f}" if spot else "",
        f"{spot['lon']:.4f}" if spot else "",
        _way(row),
        f"{row['confidence']:.2f}",
        row["article"],
    )

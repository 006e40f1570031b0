"""The command ``gazetteer``: parses, calls one function of the library, prints."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gazetteer.streams import settle_streams

if TYPE_CHECKING:
    from gazetteer.index import Gazetteer
    from gazetteer.online import OnlineGazetteer
    from gazetteer.place import Candidate, LonLat

__all__ = ["app", "main"]

NOTHING_FOUND, WRONG_USAGE = 1, 2
_LONGEST_SHOWN = 80
_KNOWN = 0.9  # likeness of a name from which no service need be asked
_MINUS_FIRST = re.compile(r"-\d")
_BASE_URL = "https://download.geonames.org/export/dump"

app = typer.Typer(
    help="Names in, ranked places out, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command; errors made on purpose become one line on standard error and an exit status."""
    from gazetteer.errors import GazetteerError, PlaceNotFoundError, SourceFormatError

    settle_streams()
    try:
        app()
    except PlaceNotFoundError as error:
        _fail(error, NOTHING_FOUND)
    except SourceFormatError as error:
        _fail(error, NOTHING_FOUND)
    except GazetteerError as error:
        _fail(error, NOTHING_FOUND)


def _fail(error: Exception, status: int) -> None:
    print(f"gazetteer: {error}", file=sys.stderr)
    sys.exit(status)


@app.command()
def lookup(
    name: Annotated[str, typer.Argument(help="A place name, in any script.")],
    country: Annotated[str | None, typer.Option(help="Two letters (ISO 3166-1), e.g. LY.")] = None,
    near: Annotated[str | None, typer.Option(metavar="LAT,LON", help="Degrees; nearer places come first.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many places.")] = 10,
    format: Annotated[str, typer.Option(help="table or json")] = "table",
    places: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Your own places (CSV or GeoJSON); repeatable.")
    ] = None,
    geocode: Annotated[
        str | None,
        typer.Option(
            metavar="SERVICE", help="Ask nominatim, geonames or photon over the network for a name that is unknown."
        ),
    ] = None,
    geocode_url: Annotated[
        str, typer.Option(metavar="URL", envvar="SITMAP_GEOCODE_URL", help="A server of your own for --geocode.")
    ] = "",
    geocode_user: Annotated[
        str, typer.Option(metavar="NAME", envvar="SITMAP_GEONAMES_USER", help="Your user name at geonames.org.")
    ] = "",
) -> None:
    """Find what a name may mean, by which way, and how sure."""
    from gazetteer.index import open_index

    if format not in ("table", "json"):
        raise typer.BadParameter(f"{format!r}; allowed are table and json", param_hint="--format")
    position = _position(near)
    online = _online(geocode, geocode_url, geocode_user)
    index = open_index(own=places or ())
    code = _country(country, index)
    found = index.lookup(name, country=code, near=position, limit=limit)
    if online and all(candidate.score < _KNOWN for candidate in found):
        found = [*_asked(online, name, code), *found][:limit]
    if not found:
        raise _nothing(name, code, index)
    print(json.dumps([_row(c) for c in found], ensure_ascii=False, indent=1)) if format == "json" else _table(found)


def _online(service: str | None, url: str, user: str) -> OnlineGazetteer | None:
    from gazetteer.errors import OnlineError
    from gazetteer.online import open_online

    if service is None:
        return None
    try:
        return open_online(service, url=url, username=user, user_agent=os.environ.get("SITMAP_USER_AGENT", ""))
    except OnlineError as error:
        raise typer.BadParameter(str(error), param_hint="--geocode") from None


def _asked(online: OnlineGazetteer, name: str, country: str | None) -> list[Candidate]:
    """What the service knows by the name; one that fails is told of, and no more."""
    from gazetteer.errors import OnlineError

    try:
        return online.lookup(name, country=country)
    except OnlineError as error:
        print(f"warning: {error}", file=sys.stderr)
        return []


def _position(near: str | None) -> LonLat | None:
    from gazetteer.place import LonLat

    if near is None:
        return None
    try:
        lat, lon = (float(part) for part in near.split(","))
    except ValueError:
        lat, lon = 999.0, 999.0
    if abs(lat) > 90 or abs(lon) > 180:
        allowed = "write LAT,LON in degrees (latitude -90 to 90, longitude -180 to 180), e.g. 32.79,12.49"
        raise typer.BadParameter(f"{near!r}; {allowed}", param_hint="--near")
    return LonLat(lon=lon, lat=lat)


def _country(code: str | None, index: Gazetteer) -> str | None:
    if code is None:
        return None
    if code.upper() in index.countries():
        return code.upper()
    meant = [c.place for c in index.lookup(code, limit=3) if c.place.is_country and c.place.country]
    hint = f"; {meant[0].name} is {meant[0].country}" if meant else ""
    raise typer.BadParameter(f"{code!r} is no ISO 3166-1 code of two letters, such as LY{hint}", param_hint="--country")


def _nothing(name: str, country: str | None, index: Gazetteer) -> Exception:
    from gazetteer.errors import PlaceNotFoundError

    where = f" in {index.country(country).name}" if country else ""
    elsewhere = [f"{c.place.name} ({c.place.country})" for c in index.lookup(name, limit=3)] if country else []
    hint = f"; elsewhere: {', '.join(elsewhere)}" if elsewhere else ""
    shown = repr(name if len(name) <= _LONGEST_SHOWN else name[:_LONGEST_SHOWN] + "…")
    return PlaceNotFoundError(f"no place is called {shown}{where}, nor anything like it{hint}")


def _row(candidate: Candidate) -> dict[str, object]:
    place = candidate.place
    return {
        "id": place.id,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "feature_code": place.feature_code,
        "lat": place.lat,
        "lon": place.lon,
        "population": place.population,
        "matched": candidate.name,
        "method": candidate.method,
        "score": candidate.score,
    }


def _table(found: list[Candidate]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for heading in ("name", "country", "kind", "lat", "lon", "population", "matched", "method", "score", "id"):
        table.add_column(heading, no_wrap=heading != "name")
    for c in found:
        p = c.place
        cells = (p.name, p.country or "", p.feature_code, f"{p.lat:.4f}", f"{p.lon:.4f}", f"{p.population:,}", c.name)
        table.add_row(*map(Text, (*cells, c.method, f"{c.score:.2f}", p.id)))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


@app.command()
def info() -> None:
    """Tell where the index lies, what it is made of and how many places it has."""
    from gazetteer.index import cache_folder, open_index

    index = open_index()
    print(f"folder   {cache_folder()}")
    for layer in index.layers:
        size = layer.path.stat().st_size / 1e6
        print(f"layer    {layer.path.name}: {layer.count():,} places, {size:.1f} MB")
    from gazetteer.geonames import sources

    for package, version in sources().items():
        print(f"source   {package} {version}")


@app.command()
def build() -> None:
    """Build the index anew."""
    import time

    from gazetteer.layers import cache_folder, ensure_layers
    from gazetteer.progress import ProgressBar

    began = time.monotonic()
    layers = ensure_layers(cache_folder(), progress=ProgressBar(), anew=True)
    size = sum(path.stat().st_size for path in layers) / 1e6
    print(f"built {cache_folder()} in {time.monotonic() - began:.1f} s, {size:.0f} MB", file=sys.stderr)


@app.command("import")
def import_(
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help="What to import; see above.")] = None,
    download: Annotated[
        bool,
        typer.Option("--download", help="Fetch them: countries (LY), files by their names, or the world."),
    ] = False,
    base_url: Annotated[str, typer.Option(metavar="URL", help="Where --download fetches from.")] = _BASE_URL,
) -> None:
    """Add places to the index: GeoNames' files, in any order, at once or one after the other, or tables of your own.

    Known by their content: dumps of places (allCountries, LY), alternateNamesV2, admin1CodesASCII, admin2Codes,
    hierarchy and countryInfo, as .txt, .zip or .gz; CSV and GeoJSON files of your own. An import that was broken off
    goes on when it is called again.
    """
    from gazetteer.importing import import_files
    from gazetteer.layers import cache_folder
    from gazetteer.progress import ProgressBar

    folder, bar = cache_folder(), ProgressBar()
    fetched: list[Path] = []
    if download:
        from gazetteer.download import download as fetch
        from gazetteer.download import remote_names

        fetched = fetch(remote_names(files or []), folder / "downloads", base_url=base_url, progress=bar)
    paths = fetched or [Path(file) for file in files or []]
    for path in paths:
        if not path.is_file():
            raise typer.BadParameter(f"{path} is no file", param_hint="FILE")
    if not paths:
        raise typer.BadParameter("no file; name one, or ask for --download", param_hint="FILE")
    try:
        done = import_files(paths, folder, progress=bar)
    finally:  # a file that was refused would be refused for ever; one that was taken is needed no more
        if not isinstance(sys.exc_info()[1], KeyboardInterrupt):
            for path in fetched:
                path.unlink(missing_ok=True)
    a_minute = 60 * done.rows / max(done.seconds, 0.001)
    told = f"{done.places:,} places; {done.rows:,} rows in {done.seconds:.1f} s ({a_minute:,.0f} a minute)"
    print(f"{told}; index {done.size / 1e6:.1f} MB", file=sys.stderr)

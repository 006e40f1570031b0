"""Files of actors, YAML or CSV: read, checked, and made into actors and conflicts. The schema is in data/actors."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from geo.actor import Actor, Relation
from geo.catalogue.conflict import Conflict, RoleHolder
from geo.errors import CatalogueError

__all__ = ["ActorFile", "read_actor_file"]

_LISTS = ("aliases", "leaders")


@dataclass
class ActorFile:
    """What one file says: actors, the conflict they belong to, and spellings that count as one."""

    actors: list[Actor] = field(default_factory=list)
    conflict: Conflict | None = None
    spellings: list[list[str]] = field(default_factory=list)


def read_actor_file(path: Path, *, check: bool = True) -> ActorFile:
    """Read a YAML or CSV file of actors; ``check=False`` trusts the entries and saves the time.

    Raises CatalogueError that names the file, the entry, the field, the bad value and what is allowed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = _csv(text, path) if path.suffix.lower() == ".csv" else yaml.load(text, Loader=_loader())  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: cannot be read ({error})") from error
    except yaml.YAMLError as error:
        raise CatalogueError(f"{path}: is no valid YAML ({error})") from error
    if check:
        from geo.catalogue.schema import validate  # pydantic is dear to import and needed for users' files only

        validate(path, content)
    return _build(content)


@cache
def _loader() -> Any:
    """A safe loader, the quick one where there is one, to which Norway's code NO is no boolean."""

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        yaml_implicit_resolvers = {  # noqa: RUF012
            first: [(tag, pattern) for tag, pattern in resolvers if first in "tTfF" or tag != "tag:yaml.org,2002:bool"]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return Loader


def _csv(text: str, path: Path) -> dict[str, Any]:
    reader = csv.DictReader(io.StringIO(text), restkey="")
    missing = {"id", "name"} - set(reader.fieldnames or ())
    if missing:
        raise CatalogueError(f"{path}, line 1: no column {', '.join(sorted(missing))}; columns are split by commas")
    actors = []
    for row in reader:
        if "" in row or None in row.values():
            many = "more" if "" in row else "fewer"
            raise CatalogueError(f"{path}, line {reader.line_num}: {many} cells than the header has")
        entry: dict[str, Any] = {key: value for key, value in row.items() if value and key}
        for key in _LISTS:
            if key in entry:
                entry[key] = _parts(entry[key])
        ties = [{kind: actor} for kind in ("part_of", "allied_with") for actor in _parts(entry.pop(kind, ""))]
        source = entry.pop("source", "")
        if ties:
            entry["relations"] = [{**tie, "source": source} for tie in ties]
        actors.append(entry)
    return {"actors": actors}


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _build(content: Mapping[str, Any]) -> ActorFile:
    conflict = _conflict(content["conflict"]) if content.get("conflict") else None
    actors = [_actor(entry, conflict.id if conflict else "") for entry in content.get("actors") or ()]
    actors += [_state(row) for row in content.get("states") or ()]
    return ActorFile(actors, conflict, [list(map(str, group)) for group in content.get("spellings") or ()])


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _conflict(entry: Mapping[str, Any]) -> Conflict:
    roles = {
        role: tuple(
            RoleHolder(h["actor"], _day(h.get("from")), _day(h.get("until")), h.get("country", "")) for h in holders
        )
        for role, holders in (entry.get("roles") or {}).items()
    }
    return Conflict(
        id=entry["id"],
        name=entry["name"],
        countries=tuple(entry.get("countries") or ()),
        start=_day(entry.get("start")),
        end=_day(entry.get("end")),
        keywords=tuple(entry.get("keywords") or ()),
        roles=roles,
    )


def _actor(entry: Mapping[str, Any], conflict: str) -> Actor:
    return Actor(
        id=entry["id"],
        name=entry.get("name", ""),
        aliases=tuple(map(str, entry.get("aliases") or ())),
        kind=entry.get("kind", "unknown"),
        relations=tuple(_relations(entry.get("relations") or ())),
        colour=entry.get("colour", ""),
        symbol=str(entry.get("symbol", "")),
        conflict=entry.get("conflict", conflict),
        leaders=tuple(entry.get("leaders") or ()),
        side=entry.get("side", ""),
        country=entry.get("country", ""),
        start=_day(entry.get("start")),
        end=_day(entry.get("end")),
    )


def _relations(entries: Any) -> Iterator[Relation]:
    for tie in entries:
        kind: Literal["part_of", "allied_with"] = "part_of" if "part_of" in tie else "allied_with"
        yield Relation(kind, tie[kind], _day(tie.get("from")), _day(tie.get("until")), tie.get("source", ""))


def _state(row: str) -> Actor:
    code, names, people, seats = (part.strip() for part in row.split("|"))
    names, *others = _comma(names)
    aliases = (*others, *_comma(people), *_comma(seats))
    return Actor(f"state:{code}", names, aliases, "state", symbol=code, country=code)


def _comma(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]

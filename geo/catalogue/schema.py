"""The schema of files of actors, and how a breach of it is told to the user."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from geo.actor import ActorKind
from geo.errors import CatalogueError

__all__ = ["validate"]

_Id = Annotated[str, StringConstraints(pattern=r"^(state:[A-Z]{2}|[a-z0-9][a-z0-9-]*)$")]
_Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_ALLOWED = {
    "id": "small letters, digits and hyphens (or state:XX)",
    "kind": ", ".join(get_args(ActorKind)),
    "colour": "#rrggbb",
    "country": "an ISO 3166-1 alpha-2 code",
    "symbol": "one to three characters",
    **dict.fromkeys(("from", "until", "start", "end"), "a day YYYY-MM-DD"),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class _Relation(_Strict):
    part_of: _Id | None = None
    allied_with: _Id | None = None
    start: dt.date | None = Field(None, alias="from")
    end: dt.date | None = Field(None, alias="until")
    source: str = ""

    @model_validator(mode="after")
    def _one_tie(self) -> _Relation:
        if (self.part_of is None) == (self.allied_with is None):
            raise ValueError("exactly one of part_of and allied_with is needed")
        return self


class _Entry(_Strict):
    id: _Id
    name: _Text | None = None
    aliases: list[_Text] = []
    kind: ActorKind = "unknown"
    side: _Id | Literal[""] = ""
    leaders: list[_Text] = []
    relations: list[_Relation] = []
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] | Literal[""] = ""
    symbol: Annotated[str, StringConstraints(max_length=3)] = ""
    country: _Country | Literal[""] = ""
    conflict: str = ""
    start: dt.date | None = None
    end: dt.date | None = None

    @model_validator(mode="after")
    def _named(self) -> _Entry:
        if self.name is None and not self.id.startswith("state:"):
            raise ValueError("name is missing")
        return self


class _Holder(_Strict):
    actor: _Id
    start: dt.date | None = Field(None, alias="from")
    end: dt.date | None = Field(None, alias="until")
    country: _Country | Literal[""] = ""


class _Conflict(_Strict):
    id: _Id
    name: _Text
    countries: list[_Country] = []
    start: dt.date | None = None
    end: dt.date | None = None
    keywords: list[str] = []
    roles: dict[str, list[_Holder]] = {}


class _File(_Strict):
    conflict: _Conflict | None = None
    actors: list[_Entry] = []
    states: list[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2} \|[^|]+\|[^|]*\|[^|]*$")]] = []
    spellings: list[Annotated[list[_Text], Field(min_length=2)]] = []


def validate(path: Path, content: Any) -> None:
    """Check what a file holds; raise CatalogueError naming file, entry, field, value and what is allowed."""
    try:
        _File.model_validate(content)
    except ValidationError as error:
        raise CatalogueError(_told(path, content, error)) from None


def _told(path: Path, content: Any, error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    where = [str(part) for part in problem["loc"]]
    entry = ""
    if len(where) > 1 and where[0] == "actors":
        raw = content["actors"][int(where[1])]
        id = raw.get("id", "no id") if isinstance(raw, dict) else repr(raw)
        entry = f", entry {int(where[1]) + 1} ({id})"
        where = where[2:]
    named = [part for part in where if not part.startswith(("constrained", "literal", "date", "function"))]
    field = next((part for part in reversed(named) if not part.isdigit()), "")
    allowed = f"; allowed: {_ALLOWED[field]}" if field in _ALLOWED else ""
    value = problem["input"]
    shown = "" if isinstance(value, dict) else f": {value!r}"
    return f"{path}{entry}{', field ' + '.'.join(named) if named else ''}{shown} - {problem['msg']}{allowed}"

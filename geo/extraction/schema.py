"""The schema of a claim from elsewhere: the fields of ``geo claims`` that a reader of the article can know."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from geo.claim import ACTIONS, Action, Factuality, Kind
from geo.interval import Precision

__all__ = ["ClaimRecord", "claim_schema", "parse_record"]

MAX_WORDS = 300
MAX_EVIDENCE = 2_000


def _in_words(value: object) -> object:
    """A mention as its words alone, or as a mapping with ``text`` (rows of ``geo claims`` have more in it)."""
    if isinstance(value, dict):
        return value.get("text") or value.get("name")
    return value or None


_Words = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_WORDS)] | None,
    BeforeValidator(_in_words),
]
_Count = Annotated[int, Field(ge=0, le=10_000_000)]


class _Loose(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, hide_input_in_errors=True)


class EvidenceRecord(_Loose):
    """The article's own words that make the claim; ``start`` tells which of several equal passages is meant."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_EVIDENCE)]
    start: Annotated[int, Field(ge=0)] | None = None
    trigger: str | tuple[int, int] | None = None


class TimeRecord(_Loose):
    """When it happened: the article's words, and the earliest and latest day."""

    text: Annotated[str, StringConstraints(max_length=MAX_WORDS)] = ""
    start: dt.date | None = None
    end: dt.date | None = None
    precision: Precision | None = None

    @model_validator(mode="after")
    def _in_order(self) -> TimeRecord:
        if self.start and self.end and self.end < self.start:
            raise ValueError("end lies before start")
        return self


def _as_evidence(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class ClaimRecord(_Loose):
    """One claim; places and actors are the article's own words, offsets are not asked for."""

    article: str | None = None
    kind: Kind
    action: Action
    evidence: Annotated[EvidenceRecord, BeforeValidator(_as_evidence)]
    actor: _Words = None
    opponent: _Words = None
    speaker: _Words = None
    place: _Words = None
    origin: _Words = None
    destination: _Words = None
    via: _Words = None
    toward: _Words = None
    extent: Literal["whole", "part"] = "whole"
    factuality: Factuality = "actual"
    time: TimeRecord | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.5
    forced: bool = False
    siege: bool = False
    dead: tuple[_Count, _Count] | None = None
    wounded: tuple[_Count, _Count] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> ClaimRecord:
        if self.action not in ACTIONS[self.kind]:
            raise ValueError(f"action {self.action!r} is none of kind {self.kind!r}: {', '.join(ACTIONS[self.kind])}")
        return self


def parse_record(value: object) -> ClaimRecord:
    """A record out of parsed JSON; raises ValueError with the first fault, its field and what is allowed.

    >>> parse_record({"kind": "control", "action": "captures", "place": "Zarqun", "evidence": "Zarqun fell."}).place
    'Zarqun'
    >>> parse_record({"kind": "control", "action": "buys", "evidence": "x"})
    Traceback (most recent call last):
    ValueError: action: 'buys' is not allowed: ...
    """
    try:
        return ClaimRecord.model_validate(value)
    except ValidationError as error:
        raise ValueError(_told(error, value)) from None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _told(error: ValidationError, value: object) -> str:
    fault = error.errors(include_url=False, include_context=False)[0]
    field = ".".join(str(part) for part in fault["loc"])
    said = str(fault["msg"]).removeprefix("Value error, ")
    bad = value.get(field) if isinstance(value, dict) else None
    if fault["type"] == "literal_error":
        allowed = {"action": get_args(Action), "kind": get_args(Kind), "factuality": get_args(Factuality)}.get(field)
        said = f"{str(bad)[:40]!r} is not allowed: {', '.join(allowed)}" if allowed else said
    return (f"{field}: {said}" if field else said)[:400]


def claim_schema() -> dict[str, Any]:
    """The JSON Schema of a claim, as a language model is told it."""
    return ClaimRecord.model_json_schema()

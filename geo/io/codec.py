"""Values of the package to JSON and back, without loss: led by the types of their fields, checked on the way back.

Places and actors come in many claims and mentions. They are told once, in a pool, and referred to by their number.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import types
import typing
from collections.abc import Callable
from typing import Any, Literal

from gazetteer.place import Place
from geo.actor import Actor

__all__ = ["POOLED", "Pool", "dumps", "loads"]

#: The types that are told once.
POOLED: tuple[type, ...] = (Place, Actor)


class Pool:
    """Numbered values of one type, each distinct value once."""

    def __init__(self, values: list[Any] | None = None) -> None:
        self.values: list[Any] = values or []
        self._numbers: dict[Any, int] = {}
        self._same: dict[int, int] = {}

    def number(self, value: Any) -> int:
        """The value's number, a new one where it was not met before."""
        number = self._same.get(id(value))
        if number is None:
            number = self._numbers.setdefault(value, len(self.values))
            if number == len(self.values):
                self.values.append(value)
            # The pool keeps one of the equal values alive; only its identity may be remembered.
            if self.values[number] is value:
                self._same[id(value)] = number
        return number

    def value(self, number: Any) -> Any:
        """The value of a number; ValueError for one that the pool does not hold."""
        if type(number) is not int or not 0 <= number < len(self.values):
            raise ValueError(f"{number!r:.40} is no number of a known value")
        return self.values[number]


Pools = dict[type, Pool]


def dumps(value: Any, pools: Pools | None = None) -> str:
    """The value as JSON; ``pools`` takes up the places and actors that it refers to.

    >>> from geo.interval import Interval
    >>> dumps(Interval(dt.date(2031, 5, 4), None))
    '{"start":"2031-05-04","end":null}'
    """
    return json.dumps(_plain(value, pools or {}, whole=True), ensure_ascii=False, separators=(",", ":"))


def loads(kind: Any, text: str, pools: Pools | None = None) -> Any:
    """The value of a type from its JSON. Raises ValueError, TypeError or RecursionError for what does not fit.

    >>> from geo.interval import Interval
    >>> loads(Interval, '{"start":"2031-05-04","end":null}').start
    datetime.date(2031, 5, 4)
    """
    return _reader(kind, whole=True)(json.loads(text), pools or {})


def _plain(value: Any, pools: Pools, *, whole: bool = False) -> Any:
    kind: Any = type(value)
    if kind in _ATOMS:
        return value
    if isinstance(value, tuple):
        return [_plain(part, pools) for part in value]
    if kind is dt.date:
        return value.isoformat()
    if not whole and kind in pools:
        return pools[kind].number(value)
    return {
        name: _plain(part, pools)
        for name, default in _defaults(kind)
        if (part := getattr(value, name)) is not default and not (type(part) is type(default) and part == default)
    }


_ATOMS = (str, int, float, bool, type(None))


@functools.cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    """A dataclass's fields with what they hold where nothing is told; such fields are left out."""
    return tuple((field.name, field.default) for field in dataclasses.fields(kind))


Reader = Callable[[Any, Pools], Any]


@functools.cache
def _reader(kind: Any, *, whole: bool = False) -> Reader:
    """A function that reads a plain value as a type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _optional(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin is Literal:
        return lambda plain, _: _checked(plain in arguments, plain, kind)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        pooled = kind in POOLED and not whole
        return functools.partial(_pooled, kind) if pooled else functools.partial(_dataclass, kind)
    if kind is dt.date:
        return lambda plain, _: dt.date.fromisoformat(plain)
    if hasattr(kind, "_fields"):
        return lambda plain, _: kind(*(_checked(type(part) in (int, float), part, float) for part in plain))
    allowed = (int, float) if kind is float else (kind,)
    return lambda plain, _: _checked(type(plain) in allowed, plain, kind)


def _checked(fits: bool, plain: Any, kind: Any) -> Any:
    if not fits:
        raise ValueError(f"{plain!r:.40} is no {getattr(kind, '__name__', kind)}")
    return plain


def _optional(arguments: tuple[Any, ...]) -> Reader:
    (inner,) = (_reader(argument) for argument in arguments if argument is not type(None))
    return lambda plain, pools: None if plain is None else inner(plain, pools)


def _tuple(arguments: tuple[Any, ...]) -> Reader:
    if arguments[1:] == (...,):
        each = _reader(arguments[0])
        return lambda plain, pools: tuple(each(part, pools) for part in _checked(type(plain) is list, plain, list))
    readers = [_reader(argument) for argument in arguments]

    def read(plain: Any, pools: Pools) -> tuple[Any, ...]:
        _checked(type(plain) is list and len(plain) == len(readers), plain, kind=f"list of {len(readers)}")
        return tuple(reader(part, pools) for reader, part in zip(readers, plain, strict=True))

    return read


def _pooled(kind: type, plain: Any, pools: Pools) -> Any:
    return pools[kind].value(plain) if kind in pools else _dataclass(kind, plain, pools)


def _dataclass(kind: type, plain: Any, pools: Pools) -> Any:
    _checked(type(plain) is dict, plain, kind)
    readers = _fields(kind)
    if unknown := plain.keys() - readers.keys():
        raise ValueError(f"{kind.__name__} has no field {min(unknown)!r:.40}")
    return kind(**{name: readers[name](part, pools) for name, part in plain.items()})


@functools.cache
def _fields(kind: type) -> dict[str, Reader]:
    hints = typing.get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}

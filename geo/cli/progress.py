"""What a person sees on standard error while articles are read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.article import Article

if TYPE_CHECKING:
    from geo.situation import Situation

__all__ = ["counted", "say", "summary", "warn"]

_NAMED = 8


def say(text: str) -> None:
    """A line for the person, never for the pipe."""
    sys.stderr.write(f"{text}\n")


def warn(text: str) -> None:
    """A line about something skipped."""
    say(f"warning: {text}")


@contextmanager
def counted(what: str) -> Iterator[Callable[[Article], None]]:
    """A running count on a terminal, nothing elsewhere; yields what is to be called per article."""
    if not sys.stderr.isatty():
        yield lambda article: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda article: bar.advance(task)


def summary(situation: Situation) -> None:
    """What was read and found, and which names could not be placed."""
    kinds = [sum(c.kind == kind for c in situation.claims) for kind in ("control", "movement", "incident")]
    named = {m.mention.place.id for m in situation.mentions if m.mention.place is not None}
    say(
        f"read {_many(len(situation.articles), 'article')}: {_many(kinds[0], 'claim')} of control, "
        f"{_many(kinds[1], 'movement')}, {_many(kinds[2], 'incident')}; {_many(len(named), 'place')}, "
        f"{_many(len(situation.periods), 'period')}"
    )
    missing = list(dict.fromkeys(m.mention.text for m in situation.unresolved))
    if missing:
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        say(f"could not place: {', '.join(missing[:_NAMED])}{more}")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"

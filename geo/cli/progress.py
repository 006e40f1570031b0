"""What a person sees on standard error while articles are read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from geo.article import Article

__all__ = ["counted", "say", "warn"]


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

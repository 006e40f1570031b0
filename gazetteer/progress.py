"""What a person sees while an index is built: a bar on standard error, nothing on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["ProgressBar"]


class ProgressBar:
    """Called as (layer, places so far, places expected); the bar shows with the first call and ends with the last."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, layer: str, done: int, expected: int) -> None:
        """Move the bar on."""
        if self._bar is None:
            self._bar, self._task = _start(layer, expected)
        assert self._task is not None
        self._bar.update(self._task, completed=min(done, expected))
        if done >= expected:
            self._bar.stop()
            self._bar = None


def _start(layer: str, expected: int) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    return bar, bar.add_task(f"building the gazetteer ({layer}, once)", total=expected)

"""What a person sees while an index is built: a bar on standard error, nothing on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, Task, TaskID
    from rich.text import Text

__all__ = ["ProgressBar"]


class ProgressBar:
    """Called as (step, done, expected), places or bytes; the bar shows with a step's first call and ends with its last.

    Steps "places" and "shipped" build the index, others tell their own names; all show how many are done, and how many
    a second.
    """

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._step = ""

    def __call__(self, step: str, done: int, expected: int) -> None:
        """Move the bar on."""
        if self._bar is not None and step != self._step:
            self._end()
        if self._bar is None:
            self._step = step
            self._bar, self._task = _start(step, expected)
        assert self._task is not None
        self._bar.update(self._task, completed=min(done, expected), total=expected)
        if done >= expected:
            self._end()

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _start(step: str, expected: int) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            from rich.text import Text

            rate = f"{task.speed:,.0f}/s" if task.speed else ""
            return Text(f"{task.completed:,.0f} {rate}")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        Rate(),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    described = f"building the gazetteer ({step}, once)" if step in ("places", "shipped") else step
    return bar, bar.add_task(described, total=expected)

"""How a command ends: output that any terminal and pipe can take, and a quiet end where the reader is gone."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

from typer.core import TyperGroup

__all__ = ["INTERRUPTED", "QuietGroup", "settle_streams"]

INTERRUPTED = 130  # as shells call it: 128 and the number of the signal


class QuietGroup(TyperGroup):
    """Commands that end without a word on Ctrl-C, and when nobody reads what they print."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was typed."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            _close_output()
            sys.exit(0)
        return result


def settle_streams() -> None:
    """Print UTF-8 into files and pipes, and to a terminal of another encoding what it can show.

    Names of files that are no text pass through as the bytes that they are.
    """
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if not isinstance(stream, io.TextIOWrapper):
            continue  # a notebook's or a test's own
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors=errors)


def _close_output() -> None:
    """Send what is left in the buffers nowhere, or Python would complain of the closed pipe as it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        pass

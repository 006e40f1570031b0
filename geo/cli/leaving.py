"""How a command ends: quietly, where its reader is gone or the person has had enough."""

from __future__ import annotations

import os
import sys
from typing import Any

from typer.core import TyperGroup

__all__ = ["INTERRUPTED", "QuietGroup"]

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


def _close_output() -> None:
    """Send what is left in the buffers nowhere, or Python would complain of the closed pipe as it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        pass

"""What a command prints on: files and pipes get UTF-8, terminals of another encoding what they can show."""

from __future__ import annotations

import io
import sys

__all__ = ["settle_streams"]


def settle_streams() -> None:
    """Print UTF-8 into files and pipes, whatever the locale; names of files that are no text pass as their bytes."""
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if not isinstance(stream, io.TextIOWrapper):
            continue  # a notebook's or a test's own
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors=errors)

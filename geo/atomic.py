"""Writing so that a file is either the old one or the new one, never half of either."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geo.errors import ExportError

__all__ = ["check_target", "replacing"]


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A new file beside ``path`` to write to; it takes the place of ``path`` when the block ends without an error.

    Raises ExportError, which names the path and the reason, for what the system refuses; ``path`` is untouched then.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder, "a.txt")) as beside:
    ...         _ = beside.write_text("new")
    ...     Path(folder, "a.txt").read_text()
    'new'
    """
    target = check_target(path)
    beside = target.with_name(f".{target.stem[:100]}.{secrets.token_hex(4)}{target.suffix}")
    try:
        yield beside
        os.replace(beside, target)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        for leftover in (beside, Path(f"{beside}-journal"), Path(f"{beside}-wal"), Path(f"{beside}-shm")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def check_target(path: str | Path) -> Path:
    """The file that a path means, links followed. Raises ExportError for the commonest refusals, in plain words."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise ExportError(f"{path}: cannot be written: is a folder")
    if not target.parent.is_dir():
        raise ExportError(f"{path}: cannot be written: the folder {target.parent} does not exist")
    if not os.access(target.parent, os.W_OK) or (target.exists() and not os.access(target, os.W_OK)):
        raise ExportError(f"{path}: cannot be written: permission denied")
    return target

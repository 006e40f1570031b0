"""The commands of ``geo``, by what they do; a new module is added to the line below.

A command is a function under ``@app.command()``. One that reads articles has a parameter ``reading`` and
``@reads_articles`` above it, which gives it INPUT... and all the options of reading (see :mod:`geo.cli.reading`).
"""

from geo.cli.commands import writing, asking, comparing, grounding, listing  # noqa: I001  (the order of the help)

__all__ = ["asking", "comparing", "grounding", "listing", "writing"]

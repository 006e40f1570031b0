"""The command ``geo``: parses, calls one library function, prints."""

from __future__ import annotations

import sys

from gazetteer.streams import settle_streams
from geo.cli import commands  # noqa: F401  (each module there registers its commands)
from geo.cli.app import app
from geo.errors import ArticleError, GeoError, InputError, SituationError, UnknownActorError, UnknownPlaceError

__all__ = ["app", "main"]

NOTHING_USABLE, WRONG_USAGE = 1, 2
_LONGEST = 1000  # characters of a message
_OF_THE_INPUT = (ArticleError, InputError, SituationError, UnknownActorError, UnknownPlaceError)


def main() -> None:
    """Run the command line; errors that we raise on purpose become one line and an exit status."""
    from gazetteer.errors import GazetteerError

    settle_streams()
    try:
        app()
    except _OF_THE_INPUT as error:
        _stop(error, NOTHING_USABLE)
    except (GeoError, GazetteerError) as error:
        _stop(error, WRONG_USAGE)


def _stop(error: Exception, status: int) -> None:
    text = " ".join(str(error).split())
    sys.stderr.write(f"geo: {text if len(text) <= _LONGEST else text[:_LONGEST] + ' ...'}\n")
    sys.exit(status)

"""The command ``geo``: parses, calls one library function, prints."""

from __future__ import annotations

import sys

from geo.cli.app import app
from geo.errors import GeoError, InputError, UnknownActorError, UnknownPlaceError

__all__ = ["app", "main"]

NOTHING_USABLE, WRONG_USAGE = 1, 2


def main() -> None:
    """Run the command line; errors that we raise on purpose become one line and an exit status."""
    from gazetteer.errors import GazetteerError

    try:
        app()
    except (InputError, UnknownActorError, UnknownPlaceError) as error:
        _stop(error, NOTHING_USABLE)
    except (GeoError, GazetteerError) as error:
        _stop(error, WRONG_USAGE)
    except BrokenPipeError:  # the reader of our output has gone: nobody is left to tell
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _stop(error: Exception, status: int) -> None:
    sys.stderr.write(f"geo: {error}\n")
    sys.exit(status)

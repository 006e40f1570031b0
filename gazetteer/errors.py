"""One family of errors: everything the gazetteer raises on purpose is a :class:`GazetteerError`."""

__all__ = ["GazetteerError", "IndexBuildError", "OnlineError", "PlaceNotFoundError", "SourceFormatError"]


class GazetteerError(Exception):
    """Base of the package's errors; its text is fit to be shown to a user."""


class PlaceNotFoundError(GazetteerError, LookupError):
    """No entry answers to a name or an id; the message offers the nearest names."""


class SourceFormatError(GazetteerError, ValueError):
    """A source file of places is malformed; the message names file, line, field and what is allowed."""


class IndexBuildError(GazetteerError, OSError):
    """The index could not be written or read."""


class OnlineError(GazetteerError, OSError):
    """A geocoding service could not be asked, or its answers not be kept; the message names it and the reason."""

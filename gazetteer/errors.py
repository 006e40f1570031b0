"""One family of errors: everything the gazetteer raises on purpose is a :class:`GazetteerError`."""

__all__ = ["GazetteerError", "IndexBuildError", "PlaceNotFoundError", "SourceFormatError"]


class GazetteerError(Exception):
    """Base of the package's errors; its text is fit to be shown to a user."""


class PlaceNotFoundError(GazetteerError, LookupError):
    """No entry answers to a name or an id; the message offers the nearest names."""


class SourceFormatError(GazetteerError, ValueError):
    """A source file of places is malformed; the message names file, line, field and what is allowed."""


class IndexBuildError(GazetteerError, OSError):
    """The index could not be written or read."""

"""One family of errors: everything sitmap raises on purpose is a :class:`GeoError`, fit to be shown to a user."""

__all__ = [
    "ArticleError",
    "CatalogueError",
    "CorrectionError",
    "ExportError",
    "ExtractorError",
    "GeoError",
    "InputError",
    "LanguageModelError",
    "SituationError",
    "UnknownActorError",
    "UnknownPlaceError",
    "UsageError",
]


class GeoError(Exception):
    """Base of the package's errors."""


class ArticleError(GeoError, ValueError):
    """One article cannot be read; the message names the file, the line or field, the value and what is allowed."""


class InputError(GeoError, ValueError):
    """Nothing usable in the whole input."""


class UsageError(GeoError, ValueError):
    """An option or argument is wrong: an unknown date, format or file ending."""


class ExportError(GeoError, OSError):
    """A file could not be written; whatever stood there before is untouched."""


class ExtractorError(GeoError, RuntimeError):
    """A model that was asked for claims gives no usable answer; the message names its host, never what was sent."""


class SituationError(GeoError, ValueError):
    """A saved situation is damaged, or of a version this program does not know."""


class UnknownActorError(GeoError, LookupError):
    """No actor answers to the name; the message offers the nearest ones."""


class UnknownPlaceError(GeoError, LookupError):
    """No place of the situation answers to the name; the message offers the nearest ones."""


class LanguageModelError(GeoError, RuntimeError):
    """No usable spaCy model is installed."""


class CatalogueError(GeoError, ValueError):
    """A file of actors is malformed; the message names file, entry, field, the value and what is allowed."""


class CorrectionError(GeoError, ValueError):
    """A file of corrections is malformed; the message names file, line, field, the value and what is allowed."""

"""The road from articles to a situation: read, annotate, extract, correct, track."""

from geo.pipeline.joining import corrected, merge
from geo.pipeline.reader import Reader
from geo.pipeline.reading import places, read

__all__ = ["Reader", "corrected", "merge", "places", "read"]

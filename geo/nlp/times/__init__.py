"""When: words that tell a time, found by a grammar kept as data and resolved against the day of writing."""

from geo.nlp.times.finding import find_times

__all__ = ["find_times"]

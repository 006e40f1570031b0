"""Questions to a situation: what an actor controls, who is in a place, what changed. Every answer shows its sources.

Answers are values: ``str()`` reads as a summary, ``to_json()`` is a dict of plain JSON values, ``to_rows()`` a table.
"""

from geo.query.changes import Change, changes, timeline
from geo.query.holdings import ControlAnswer, ControlItem, control
from geo.query.presence import WhoAnswer, who
from geo.query.sources import Source

__all__ = [
    "Change",
    "ControlAnswer",
    "ControlItem",
    "Source",
    "WhoAnswer",
    "changes",
    "control",
    "timeline",
    "who",
]

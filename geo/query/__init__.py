"""Questions to a situation: what an actor controls, who is in a place, what changed, what is disputed.

Every answer shows its sources.

Answers are values: ``str()`` reads as a summary, ``to_json()`` is a dict of plain JSON values, ``to_rows()`` a table.
"""

from geo.query.changes import Change, changes, timeline
from geo.query.disputes import Dispute, Version, disputes
from geo.query.holdings import ControlAnswer, ControlItem, control
from geo.query.movements import Moved, MovementAnswer, Way, movements
from geo.query.overview import Overview, Standing, overview
from geo.query.past import Chapter, History, history
from geo.query.presence import WhoAnswer, who
from geo.query.selection import select
from geo.query.sources import Source

__all__ = [
    "Change",
    "Chapter",
    "ControlAnswer",
    "ControlItem",
    "Dispute",
    "History",
    "Moved",
    "MovementAnswer",
    "Overview",
    "Source",
    "Standing",
    "Version",
    "Way",
    "WhoAnswer",
    "changes",
    "control",
    "disputes",
    "history",
    "movements",
    "overview",
    "select",
    "timeline",
    "who",
]

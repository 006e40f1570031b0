"""Who holds what, when: a pure function from claims to periods. No text, no NLP, no tables.

Each place is told as the history that leaves the least evidence unexplained. On any day it is held by a side,
fought over, or held by nobody known. Every claim strains the histories that it contradicts, by its weight; every
change strains them too, little where a claim tells of it, more where nobody does. So a period begins with a
capture and ends with a loss, a lone outlier changes nothing, a contradiction that nothing settles is contested, and
fighting of a day or less stays a clash. What the evidence no longer reaches is unknown. All numbers are in
:data:`geo.state.parameters.PARAMETERS`.
"""

from geo.state.asserting import overlaid
from geo.state.movement import KM_A_DAY, Leg, Route, legs_of, routes
from geo.state.parameters import PARAMETERS, Parameters
from geo.state.period import Basis, Period, Status
from geo.state.pressure import Pressure, pressures
from geo.state.sides import Sides
from geo.state.tracking import freshness, track

__all__ = [
    "KM_A_DAY", "PARAMETERS", "Basis", "Leg", "Parameters", "Period", "Pressure", "Route", "Sides", "Status",
    "freshness", "legs_of", "overlaid", "pressures", "routes", "track",
]  # fmt: skip

"""What the nodes of a sentence refer to: places, actors, and what was told of before."""

from geo.nlp.scene.mentions import NAMELESS, NOWHERE, UNNAMED, PlaceArgument
from geo.nlp.scene.nearby import Scene

__all__ = ["NAMELESS", "NOWHERE", "UNNAMED", "PlaceArgument", "Scene"]

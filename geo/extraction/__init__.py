"""Claims from elsewhere: a file, or a language model behind an endpoint. What the article does not bear out is refused.

The built-in extractor is :mod:`geo.nlp`; this room stands beside it and gives the same values.
"""

from geo.extraction.endpoint import Endpoint
from geo.extraction.grounding import Grounder, Refusal
from geo.extraction.sources import ClaimFile, ClaimSource, ModelEndpoint

__all__ = ["ClaimFile", "ClaimSource", "Endpoint", "Grounder", "ModelEndpoint", "Refusal"]

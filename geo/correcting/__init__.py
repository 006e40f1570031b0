"""An analyst's corrections, applied to what was read and withdrawn again; what the texts gave is always kept."""

from geo.correcting.applying import Corrector, correct, restored, with_struck

__all__ = ["Corrector", "correct", "restored", "with_struck"]

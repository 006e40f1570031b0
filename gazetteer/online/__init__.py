"""Geocoders on the network, as a last resort that has to be asked for: geopy's only door to the network.

Only what the gazetteer does not know is asked, slowly, as the services' terms demand; answers are kept on disk. A
service that fails costs a warning, never the work: what it would have placed stays unresolved.
"""

from gazetteer.online.lastresort import LastResort
from gazetteer.online.service import SERVICES, OnlineGazetteer, open_online

__all__ = ["SERVICES", "LastResort", "OnlineGazetteer", "open_online"]

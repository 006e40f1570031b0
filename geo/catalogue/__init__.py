"""Who is who: the parties of conflicts by name, alias, leader and role, as shipped and as the user brings them."""

from geo.catalogue.catalogue import Catalogue, load_catalogue
from geo.catalogue.conflict import Conflict, RoleHolder
from geo.catalogue.names import Folder

__all__ = ["Catalogue", "Conflict", "Folder", "RoleHolder", "load_catalogue"]

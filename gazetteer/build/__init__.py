"""Scripts that rebuild the shipped data from pinned sources; nothing at run time imports them."""

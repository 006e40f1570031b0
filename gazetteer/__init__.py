"""A gazetteer for news of armed conflict: names in, ranked places out, offline."""

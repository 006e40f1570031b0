"""Scripts that fit the tables of weights on annotated corpora; the product reads the tables and none of this."""

"""Finding place names: words and names of a text, the evidence for each, and the role it plays."""

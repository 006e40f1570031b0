"""Doors to files: articles in; features, rows and saved situations out."""

"""Writes of places: one verb a file."""

"""Writes of the files room, one file per verb."""

"""Writes of association mining, one file per verb."""

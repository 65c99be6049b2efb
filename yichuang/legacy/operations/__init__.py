"""Writes of the legacy adapter, one file per verb."""

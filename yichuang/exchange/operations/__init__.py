"""Writes of the exchange, one file per verb."""

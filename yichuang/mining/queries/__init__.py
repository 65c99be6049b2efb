"""Reads of association mining."""

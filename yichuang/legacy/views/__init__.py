"""Doors of the legacy adapter."""

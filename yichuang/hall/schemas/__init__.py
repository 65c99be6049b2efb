"""Shapes of the hall's API."""

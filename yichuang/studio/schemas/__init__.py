"""Shapes of the studio's API."""

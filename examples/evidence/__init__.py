"""Checks evidence packages offline, knowing nothing of the platform's code."""

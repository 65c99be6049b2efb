"""Writes: one file a verb, five beats each (lock, facts, decide, write, tell)."""

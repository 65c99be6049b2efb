"""The room's pages: the counter desk, and the case."""

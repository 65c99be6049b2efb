"""Pages of life events."""

"""Rules of life events: pure."""

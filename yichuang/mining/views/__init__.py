"""Pages of association mining."""

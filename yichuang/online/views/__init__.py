"""Pages of online applications."""

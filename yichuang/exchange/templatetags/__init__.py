"""Template tags of the exchange."""

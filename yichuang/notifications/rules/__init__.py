"""Pure rules: what a message says."""

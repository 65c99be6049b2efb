"""Pure rules of the studio: states, merging, names."""

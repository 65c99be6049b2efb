"""Pure rules of the data-sharing platform."""

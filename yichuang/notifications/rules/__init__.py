"""Pure: the texts that people get."""

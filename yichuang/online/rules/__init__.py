"""Pure rules of online applications."""

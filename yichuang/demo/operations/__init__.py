"""What only a demonstration can do."""

"""What pages send."""

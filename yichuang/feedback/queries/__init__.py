"""May-see and reads."""

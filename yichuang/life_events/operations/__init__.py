"""What can be done to a life event: one file per verb."""

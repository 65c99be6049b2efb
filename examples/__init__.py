"""Programs that work with the platform from outside; none of them imports a line of it."""

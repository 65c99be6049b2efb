"""JSON shapes of the studio, shared by its pages' scripts and its API; one file for each noun."""

"""Rules of places and authorities: pure, facts in and decision with reasons out."""

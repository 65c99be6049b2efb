"""A matter as tables, and tables as a matter: the nine columns of S2-19 and the full set of rulebook 4.2."""

"""Pure rules of the catalogue: the spec, its conditions, the navigator, the search index, the reader of the demonstration content."""

"""Files of departments, read into grids and written from grids: Excel and Word. What the grids mean is said in `rules/sheets`."""

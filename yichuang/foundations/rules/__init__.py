"""Pure rules of the foundations: no Django, no clock, no database."""

"""Pure rules of a case: facts in, decisions with their reasons out; no database, no clock, no request."""

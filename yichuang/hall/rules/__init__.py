"""Pure rules of the hall: skills, order, dispatch, waiting times."""

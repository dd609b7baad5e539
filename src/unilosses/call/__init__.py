"""A call of a loss: from the arguments to a number, the same way for all losses."""

"""What a loss is, as data: the kinds of its arguments, its options, its definition, and the registry of all losses."""

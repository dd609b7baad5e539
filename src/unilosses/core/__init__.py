"""How a loss is computed: everything that is decided once, for all losses."""

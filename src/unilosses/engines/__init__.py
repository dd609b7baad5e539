"""With what a loss is evaluated: its graph, derivatives of the graph, and what evaluates one."""

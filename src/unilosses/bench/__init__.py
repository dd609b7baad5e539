"""How long losses take beside what a user would take instead: `unilosses bench`, which needs click and rich.

`workloads` says what is measured, `plain` and `peers` beside what, `calls` makes calls of one library of both,
`measure` times them, `worker` does all of it for one library in a process of its own, `run` for all, `page` and
`picture` show what was found.
"""

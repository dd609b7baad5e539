"""What is computed: a chapter for each kind of task, a file for each family; a loss is a kernel and its partials.

Nothing here is loaded before it is used: `unilosses.definition.catalogue` says which loss is in which file.
"""

# In the order of reading.
CHAPTERS = (
    "regression",
    "classification",
    "distributions",
    "embeddings",
    "ranking",
    "segmentation",
    "sequences",
    "penalties",
)

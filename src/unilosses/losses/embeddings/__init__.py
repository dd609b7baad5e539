"""Embeddings: vectors that should lie close together or far apart."""

# In the order of reading; a family that is not named here comes after these.
FAMILIES = ("cosine", "pairs", "triplet", "contrastive", "self_supervised")

"""Vectors: pairs, triplets and batches of them."""

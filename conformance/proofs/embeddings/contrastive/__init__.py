"""The proof of losses/embeddings/contrastive.py: the oracle, hard inputs, known numbers."""

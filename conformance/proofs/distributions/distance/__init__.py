"""The proof of losses/distributions/distance.py: the oracle, hard inputs, known numbers."""

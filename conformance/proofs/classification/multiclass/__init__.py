"""The proof of losses/classification/multiclass.py: the oracle, hard inputs, known numbers."""

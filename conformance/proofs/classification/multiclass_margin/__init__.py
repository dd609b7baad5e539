"""The proof of losses/classification/multiclass_margin.py: the oracle, hard inputs, known numbers."""

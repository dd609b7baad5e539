"""The proof of losses/classification/multilabel.py: the oracle, hard inputs, known numbers."""

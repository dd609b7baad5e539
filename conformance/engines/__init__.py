"""Graphs of losses against the losses themselves."""

"""Graphs as programs of the processor, compiled by LLVM."""

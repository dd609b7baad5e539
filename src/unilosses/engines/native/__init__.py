"""Graphs as programs of the processor, compiled by LLVM."""

from .compile import available
from .declined import Declined
from .program import Program, program

__all__ = ["Declined", "Program", "available", "program"]

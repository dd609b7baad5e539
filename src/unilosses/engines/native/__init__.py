"""Graphs as programs of the processor, compiled by LLVM."""

from .compile import available
from .declined import Declined
from .program import Program, program
from .task import Task, task_of

__all__ = ["Declined", "Program", "Task", "available", "program", "task_of"]

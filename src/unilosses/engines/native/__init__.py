"""Graphs as programs of the processor, compiled by LLVM."""

from .compile import available
from .declined import Declined
from .program import Program, program
from .straight import Call, caller
from .task import Task, task_of

__all__ = ["Call", "Declined", "Program", "Task", "available", "caller", "program", "task_of"]

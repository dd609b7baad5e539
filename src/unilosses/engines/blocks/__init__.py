"""A graph over NumPy's arrays, in blocks of rows that fit the cache."""

from .program import Program, program_of
from .rows import NotSplit, Rows, rows_of
from .runner import ELEMENTS, run
from .task import Task, task_of

__all__ = ["ELEMENTS", "NotSplit", "Program", "Rows", "Task", "program_of", "rows_of", "run", "task_of"]

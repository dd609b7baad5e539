"""What holds within a `with` block: precision, checks of labels, the engine; and the number of threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from .backends.protocol import host_of
from .backends.registry import imported_backends
from .backends.tracing import untraced

Engine: TypeAlias = Literal["auto", "reference", "blocks", "native", "compile"]
ENGINES: tuple[Engine, ...] = ("auto", "reference", "blocks", "native", "compile")


def _engine_of_process() -> str:
    """The engine that the environment names."""
    name = os.environ.get("UNILOSSES_ENGINE", "auto")
    if name not in ENGINES:
        raise ValueError(f"UNILOSSES_ENGINE is {name!r}; expected one of {', '.join(ENGINES)}")
    return name


T = TypeVar("T")


class _Block(Generic[T]):
    """A `with` block: what it sets, until it has been left."""

    def __init__(self, value: T) -> None:
        self.value, self.left = value, False


_EXACT: ContextVar[tuple[_Block[bool], ...]] = ContextVar("unilosses_exact", default=())
_CHECKS: ContextVar[tuple[_Block[bool], ...]] = ContextVar("unilosses_checks", default=())
_ENGINE: ContextVar[tuple[_Block[str], ...]] = ContextVar("unilosses_engine", default=())
_WIDE: ContextVar[bool] = ContextVar("unilosses_wide", default=False)
_OF_PROCESS = _engine_of_process()


@contextmanager
def _entered(blocks: ContextVar[tuple[_Block[T], ...]], value: T) -> Iterator[None]:
    """One more block. Blocks may be left in any order, and in another task than the one that entered them."""
    block = _Block(value)
    blocks.set((*_open(blocks), block))
    try:
        yield
    finally:
        block.left = True
        blocks.set(_open(blocks))


def _open(blocks: ContextVar[tuple[_Block[T], ...]]) -> tuple[_Block[T], ...]:
    return tuple(block for block in blocks.get() if not block.left)


def _innermost(blocks: ContextVar[tuple[_Block[T], ...]], otherwise: T) -> T:
    """What the last block sets that has not been left; outside of all, the value given."""
    for block in reversed(blocks.get()):
        if not block.left:
            return block.value
    return otherwise


class _Thread:
    """The exact blocks of one thread, and what the libraries have switched on for as long as there is one."""

    def __init__(self) -> None:
        self.blocks = 0
        self.on: dict[str, AbstractContextManager[Any]] = {}

    def enter(self) -> None:
        self.settle()
        self.blocks += 1
        for backend in imported_backends():
            if backend.name not in self.on:
                context = backend.settings(float64=True)
                context.__enter__()
                self.on[backend.name] = context

    def leave(self) -> None:
        self.blocks -= 1
        # From another thread, to which an iterator with a block in it was handed on, the switch is out of reach.
        if self is _LOCAL.thread:
            self.settle()

    def settle(self) -> None:
        """Switch off what is on, if no block is left."""
        while self.on and not self.blocks:
            self.on.popitem()[1].__exit__(None, None, None)


class _Local(threading.local):
    def __init__(self) -> None:
        self.thread = _Thread()


_LOCAL = _Local()


@contextmanager
def precision(mode: Literal["default", "exact"]) -> Iterator[None]:
    """Choose the precision of the losses within a `with` block.

    "default" computes float32 and float64 data in their own precision, half precision in float32. "exact" computes
    float32, float16 and bfloat16 data in float64 and rounds once, and adds in an order that depends on nothing but the
    number of terms. Value and gradient are then correctly rounded where terms do not cancel to 0, and the same number
    in every library, eager and compiled, unless the truth lies within a few 2^-53 of the middle between two numbers,
    where it may be either: about one element in 10^9 of random data, one in 10^5 of data such as multiples of 2^-24. It
    costs two to six times the time. For float64 data only the order of the sums changes. JAX has no float64 unless
    `jax_enable_x64` is set: within the block it is, where JAX has been imported before.

    A task or context that is entered within the block, as those of asyncio are, is in it until the block is left; new
    threads are not. Blocks may end in any order. JAX's flag holds for the whole thread, its other tasks included,
    until the last exact block of the thread is left.

    What a compiler traced keeps the mode that it was traced in: enter the block inside the function to be compiled, or
    before its first call.

    >>> import numpy as np, unilosses
    >>> x = np.asarray([1e8, 1.0, -1e8], dtype=np.float32)
    >>> with unilosses.precision("exact"):
    ...     print(unilosses.absolute_error(x, x * 0, reduction="sum"), unilosses.hinge(x, x * 0 + 1, reduction="sum"))
    200000000.0 100000000.0
    """
    if mode not in ("default", "exact"):
        raise ValueError(f"precision takes 'default' or 'exact', not {mode!r}")
    with _entered(_EXACT, mode == "exact"):
        if mode == "default":
            yield
            return
        thread = _LOCAL.thread
        thread.enter()
        try:
            yield
        finally:
            thread.leave()


@untraced
def exact() -> bool:
    return _innermost(_EXACT, False)


@contextmanager
def widened() -> Iterator[None]:
    """Within the block whatever is computed is computed in float64, and rounded once."""
    token = _WIDE.set(True)
    try:
        yield
    finally:
        _WIDE.reset(token)


@untraced
def wide() -> bool:
    """Whether the data are computed in float64, whatever their own precision."""
    return _WIDE.get() or exact()


@contextmanager
def checks(mode: Literal["on", "off"]) -> Iterator[None]:
    """Switch the range check of class labels on or off within a `with` block.

    With the check off, a label outside the classes gives NaN in its sample, as it always does under tracing and on
    accelerators. It never becomes another class's loss.

    >>> import numpy as np, unilosses
    >>> with unilosses.checks("off"):
    ...     unilosses.softmax_cross_entropy(np.zeros((2, 3)), np.asarray([0, 7]), reduction="none")
    array([1.09861229,        nan])
    """
    if mode not in ("on", "off"):
        raise ValueError(f"checks takes 'on' or 'off', not {mode!r}")
    with _entered(_CHECKS, mode == "on"):
        yield


@untraced  # compiled code never reads labels, whatever this says
def checks_enabled() -> bool:
    return _innermost(_CHECKS, True)


@contextmanager
def engine(name: Engine) -> Iterator[None]:
    """Choose what evaluates the losses within a `with` block.

    "auto", the default: for NumPy's arrays and PyTorch's tensors on the CPU a native program, where there is none
    blocks, and else the reference. "native": one program of the processor for each kind of call, compiled by LLVM when
    it is first met and kept on disk, in float64 registers, rounded once (`pip install 'unilosses[fast]'`); asked for by
    name, a call that has none is an error, whose reason `explain` gives. "blocks": NumPy evaluates the graph of a call
    in blocks of rows that fit the cache, in float64, rounded once. Both work on several threads with the same bits for
    any number of them, value and gradient of PyTorch's tensors in one pass, and in little memory beyond arguments and
    results, so that memory-mapped arrays may be larger than memory. Losses that multiply matrices, and what cannot be
    recorded as a graph, go by the reference. "reference": the array library evaluates the kernel as it stands, on whole
    arrays, in the precision of the data; here a debugger steps through the kernel. "compile": one program of
    torch.compile for each loss, for eager calls of PyTorch.

    `unilosses.explain` says what serves a call. The environment variable UNILOSSES_ENGINE has the default of a
    process. What torch.compile or JAX traces is always the kernel, as is everything in exact mode.

    >>> import numpy as np, unilosses
    >>> x, y = np.asarray([0.5, 3.0], dtype=np.float32), np.asarray([0.0, 1.0], dtype=np.float32)
    >>> with unilosses.engine("blocks"):
    ...     print(unilosses.sigmoid_cross_entropy(x, y, reduction="none"))
    [0.97407696 0.04858735]
    """
    if name not in ENGINES:
        raise ValueError(f"engine takes one of {', '.join(map(repr, ENGINES))}, not {name!r}")
    with _entered(_ENGINE, name):
        yield


@untraced
def engine_name() -> str:
    """The engine that is asked for."""
    return _innermost(_ENGINE, _OF_PROCESS)


@untraced
def engine_asked() -> str | None:
    """The engine for a call; None for the kernel as it stands, of the reference and of exact mode."""
    if not _EXACT.get() and not _ENGINE.get():  # as nearly always
        return _OF_PROCESS if _OF_PROCESS != "reference" else None
    name = engine_name()
    return None if exact() or name == "reference" else name


_THREADS: int | None = None


def set_num_threads(n: int | None) -> None:
    """Have engines use so many threads; None takes that back.

    Without it there are as many as the environment variable UNILOSSES_NUM_THREADS says; else as PyTorch uses, where it
    has been imported; else as OMP_NUM_THREADS says; else one for each processor that this process may use. Results do
    not depend on it.

    >>> import unilosses
    >>> unilosses.set_num_threads(2)
    >>> unilosses.set_num_threads(None)
    """
    global _THREADS
    if n is not None and (isinstance(n, bool) or not isinstance(n, int) or n < 1):
        raise ValueError(f"set_num_threads takes a whole number of at least 1, or None, not {n!r}")
    _THREADS = n


def num_threads() -> int:
    """How many threads engines use."""
    if _THREADS is not None:
        return _THREADS
    own = _positive("UNILOSSES_NUM_THREADS")
    if own is not None:
        return own
    for backend in imported_backends():
        host = host_of(backend)
        of_library = None if host is None else host.num_threads()
        if of_library is not None:
            return of_library
    if hasattr(os, "sched_getaffinity"):
        processors = len(os.sched_getaffinity(0))
    else:
        processors = os.cpu_count() or 1
    return _positive("OMP_NUM_THREADS") or processors


def _positive(variable: str) -> int | None:
    """A whole number from the environment; OMP_NUM_THREADS may be a list, of which the first counts."""
    text = os.environ.get(variable, "").partition(",")[0].strip()
    return int(text) if text.isdigit() and int(text) > 0 else None

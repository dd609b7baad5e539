"""Which engine serves a call, by its static facts: a program, or the reference, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

from ..backends.library import library_of
from ..backends.protocol import Host
from ..call.call import reference
from ..call.engine import Call
from ..definition.definition import LossSpec
from ..definition.options import Options
from ..settings import exact, num_threads
from ..typing import Array
from . import native
from .blocks import NotSplit, Task, task_of
from .graph import NotTraced, split


class NotServed(RuntimeError):
    """An engine that was asked for by name does not serve the call."""


class Choice(NamedTuple):
    """An engine by its name, why it is that one, and what it does; None for the reference."""

    engine: str
    reason: str
    task: Task | native.Task | None = None


def choose(call: Call, asked: str | None, wanted: Sequence[int | str] = (), cotangent: Array | None = None) -> Choice:
    """What serves a call under the engine that is asked for; `wanted` are the arguments to differentiate by.

    With a cotangent these are the gradients of the unreduced loss, and its value is not wanted.
    """
    if exact():
        return Choice("reference", "exact mode adds in an order of its own")
    if asked is None:
        return Choice("reference", "the kernel as it stands, on whole arrays, in the precision of the data")
    if asked == "compile":
        if compiled(call) is None:
            return Choice("reference", "there is no compiler for eager calls of these arrays")
        return Choice("compile", "one program of the library's compiler for the loss, of whatever sizes")
    if not hasattr(call.arrays[0], "dtype"):
        return Choice("reference", "a tree goes array by array")
    host = _host(call)
    if host is None:
        return Choice("reference", "the kernel as it stands: programs are for arrays in the memory of the host")
    try:
        facts, inputs = split(*call, wanted=tuple(wanted), wide=True, cotangent=cotangent)
        names = [name for name, x in inputs.items() if hasattr(x, "dtype")]
        found = host.on_host(tuple(inputs[name] for name in names))
        if found is None:
            return Choice("reference", "these arrays are traced, or no plain ones in the memory of the host")
        inputs = {**inputs, **dict(zip(names, found, strict=True))}
        without = ""
        if asked != "blocks":
            program = native.task_of(facts, inputs)
            if isinstance(program, native.Task):
                return Choice(
                    "native", f"one program in float64 registers, rounded once; threads: {num_threads()}", program
                )
            if asked == "native":
                return Choice("reference", program.reason)
            without = f"; no program: {program.reason}"
        task = task_of(facts, inputs)
    except NotTraced as reason:
        return Choice("reference", f"there is no graph of the call: {reason}")
    except NotSplit as reason:
        return Choice("reference", str(reason))
    except (TypeError, ValueError) as error:  # the reference finds errors in its own order
        return Choice("reference", f"no engine can read the call: {error}")
    split_in = "blocks of rows" if task.program.rows.length is not None else "one block"
    return Choice("blocks", f"{split_in} in float64, rounded once; threads: {num_threads()}{without}", task)


def _host(call: Call) -> Host | None:
    """The way of a call's library to the host's memory."""
    return library_of(call.arrays[0], call.spec.arrays[0]).host


def compiled(call: Call) -> Callable[..., Array] | None:
    """The reference, compiled by the call's library; None if it has no compiler for eager calls."""
    host = _host(call) if hasattr(call.arrays[0], "dtype") else None
    if host is None:
        return None
    return host.compiled(_reference(call.spec), tuple(x for x in call.named.values() if hasattr(x, "dtype")))


@cache
def _reference(spec: LossSpec) -> Callable[..., Array]:
    return partial(reference, spec)


def choose_with_gradient(call: Call, asked: str | None) -> tuple[Choice, tuple[str, ...]]:
    """What serves a call, and the arguments by which its library differentiates."""
    host = _host(call) if hasattr(call.arrays[0], "dtype") else None
    if host is None or not host.recording() or asked in (None, "compile"):
        return choose(call, asked), ()
    given = {name: x for name, x in call.named.items() if hasattr(x, "dtype")}
    if host.on_host(tuple(given.values())) is None:
        return choose(call, asked), ()
    backend = library_of(call.arrays[0], call.spec.arrays[0]).backend
    moving = tuple(name for name, x in given.items() if backend.differentiates((x,)))
    if any(name in Options._fields and name not in call.params for name in moving):
        return Choice("reference", "a gradient by an option"), moving
    # That of an unreduced loss waits for its cotangent.
    wanted = by_position(call.spec, moving) if call.options.reduction != "none" else ()
    return choose(call, asked, wanted), moving


def by_position(spec: LossSpec, names: Sequence[str]) -> tuple[int | str, ...]:
    """Arguments as those to differentiate by are given: arrays by their positions, parameters by their names."""
    arrays = spec.arrays
    return tuple(arrays.index(name) if name in arrays else name for name in names)

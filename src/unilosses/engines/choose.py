"""Which engine serves a call, by its static facts: a program, or the reference, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from ..backends.library import Library, library_of
from ..backends.protocol import Host, host_of
from ..call.call import evaluate
from ..definition.definition import LossSpec
from ..definition.options import Options
from ..settings import checks_enabled, engine, engine_name, exact, num_threads
from ..typing import Array
from . import native
from .blocks import NotSplit, Task, task_of
from .graph import NotTraced, split

HALVES = ("float16", "bfloat16")


class NotServed(RuntimeError):
    """An engine that was asked for by name does not serve the call."""


class Call(NamedTuple):
    """A loss with its arguments."""

    spec: LossSpec
    arrays: tuple[Any, ...]
    params: dict[str, Any]
    options: Options

    @property
    def library(self) -> Library:
        return library_of(self.arrays[0], self.spec.arrays[0])

    @property
    def host(self) -> Host | None:
        """The library's way to the host's memory; None for a tree, too."""
        return host_of(self.library.backend) if hasattr(self.arrays[0], "dtype") else None

    @property
    def named(self) -> dict[str, Any]:
        """The arguments by their names."""
        arrays = dict(zip(self.spec.arrays, self.arrays, strict=True))
        return {**arrays, **self.params, **self.options._asdict()}


class Choice(NamedTuple):
    """An engine by its name, why it is that one, and what it does; None for the reference."""

    engine: str
    reason: str
    task: Task | native.Task | None = None


def choose(call: Call, wanted: Sequence[int | str] = ()) -> Choice:
    """What serves a call under the engine that is asked for; `wanted` are the arguments to differentiate by."""
    asked = engine_name()
    if exact():
        return Choice("reference", "exact mode adds in an order of its own")
    if asked in ("auto", "reference"):
        return Choice("reference", "the kernel as it stands, on whole arrays, in the precision of the data")
    if asked == "compile":
        return _compiled(call)
    if not hasattr(call.arrays[0], "dtype"):
        return Choice("reference", "a tree goes array by array")
    try:
        facts, inputs = split(*call, wanted=tuple(wanted), wide=True)
        names = [name for name, x in inputs.items() if hasattr(x, "dtype")]
        found = None if call.host is None else call.host.on_host(tuple(inputs[name] for name in names))
        if found is None:
            return Choice("reference", "these arrays are traced, or no plain ones in the memory of the host")
        inputs = {**inputs, **dict(zip(names, found, strict=True))}
        if asked == "native":
            return _native(native.task_of(facts, inputs))
        task = task_of(facts, inputs)
    except NotTraced as reason:
        return Choice("reference", f"there is no graph of the call: {reason}")
    except NotSplit as reason:
        return Choice("reference", str(reason))
    except (TypeError, ValueError) as error:  # the reference finds errors in its own order
        return Choice("reference", f"no engine can read the call: {error}")
    split_in = "blocks of rows" if task.program.rows.length is not None else "one block"
    return Choice("blocks", f"{split_in} in float64, rounded once; threads: {num_threads()}", task)


def _native(task: native.Task | native.Declined) -> Choice:
    if isinstance(task, native.Declined):
        return Choice("reference", task.reason)
    return Choice("native", f"one program in float64 registers, rounded once; threads: {num_threads()}", task)


def _compiled(call: Call) -> Choice:
    """The reference, compiled by its library."""
    if call.host is None or call.host.compiled(_program(call.spec), _arrays(call)) is None:
        return Choice("reference", "there is no compiler for eager calls of these arrays")
    return Choice("compile", "one program of the library's compiler for the loss, of whatever sizes")


@cache
def _program(spec: LossSpec) -> Callable[..., Array]:
    return partial(evaluate, spec)


def _arrays(call: Call) -> tuple[Any, ...]:
    return tuple(x for x in call.named.values() if hasattr(x, "dtype"))


def serve(*arguments: Any) -> Array | None:
    """The value of a call, with gradients attached where its library asks for them; None for the reference."""
    call = Call(*arguments)
    if engine_name() == "compile" and not exact():
        program = None if call.host is None else call.host.compiled(_program(call.spec), _arrays(call))
        if program is None:
            return None
        with engine("reference"):
            return program(call.arrays, call.params, call.options)
    choice, moving = choose_with_gradient(call)
    found = _outputs(choice, _kept_wide(choice) if moving else {})
    if found is None:
        return None
    if not moving:
        return _own(call, choice, found, "value")
    return _attached(call, choice, found, moving)


def choose_with_gradient(call: Call) -> tuple[Choice, tuple[str, ...]]:
    """What serves a call, and the arguments by which its library differentiates."""
    if call.host is None or engine_name() == "compile":
        return choose(call), ()
    given = {name: x for name, x in call.named.items() if hasattr(x, "dtype")}
    backend = call.library.backend
    if call.host.on_host(tuple(given.values())) is None:
        return choose(call), ()
    moving = tuple(name for name, x in given.items() if backend.differentiates((x,)))
    if moving and (call.options.reduction == "none" or any(name in Options._fields for name in moving)):
        return Choice("reference", "a gradient of the unreduced loss, or by an option"), moving
    arrays = call.spec.arrays
    return choose(call, tuple(arrays.index(name) if name in arrays else name for name in moving)), moving


def value_and_gradients(call: Call, wanted: Sequence[int | str]) -> tuple[Array, list[Array]] | None:
    """The value of a call and the wanted gradients, with nothing attached; None for the reference."""
    choice = choose(call, wanted)
    found = _outputs(choice, {})
    if found is None:
        return None
    names = [f"gradient of {call.spec.arrays[i] if isinstance(i, int) else i}" for i in wanted]
    return _own(call, choice, found, "value"), [_own(call, choice, found, name) for name in names]


def _outputs(choice: Choice, dtypes: dict[str, str]) -> dict[str, Any] | None:
    """What a task gives; None where there is none, or a label is no class: the reference says what is wrong."""
    if choice.task is None:
        if engine_name() == "native":
            raise NotServed(f"the engine 'native' does not serve this call: {choice.reason}")
        return None
    found = choice.task(num_threads(), dtypes)
    return None if checks_enabled() and not found.get("valid", True) else found


def _own(call: Call, choice: Choice, found: dict[str, Any], name: str, dtype: str | None = None) -> Array:
    """An output as an array of the call's library."""
    assert choice.task is not None
    assert call.host is not None
    dtype = dtype or choice.task.program.graph.outputs[name].dtype
    return call.host.from_host(found[name], call.arrays[0], dtype)


def _kept_wide(choice: Choice) -> dict[str, str]:
    """Of halves the gradients are kept in float32, until the cotangent has been applied."""
    if choice.task is None:
        return {}
    outputs = choice.task.program.graph.outputs
    return {name: "float32" for name, x in outputs.items() if name.startswith("gradient") and x.dtype in HALVES}


def _attached(call: Call, choice: Choice, found: dict[str, Any], moving: tuple[str, ...]) -> Array | None:
    """The value, with the gradients that were computed in the same pass."""
    wide, named = _kept_wide(choice), call.named
    value = _own(call, choice, found, "value")
    grads = tuple(_own(call, choice, found, name, wide.get(name)) for name in (f"gradient of {n}" for n in moving))

    def again(*new: Array) -> Array:
        given = {**named, **dict(zip(moving, new, strict=True))}
        with engine("reference"):
            arrays = tuple(given[name] for name in call.spec.arrays)
            return evaluate(call.spec, arrays, {name: given[name] for name in call.params}, call.options)

    assert call.host is not None
    return call.host.with_gradient(value, grads, again, tuple(named[name] for name in moving))

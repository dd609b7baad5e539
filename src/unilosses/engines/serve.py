"""A call by its engine. What served a call serves every call like it: arrays of the same kinds, the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from ..backends.library import library_of
from ..backends.protocol import Host
from ..call.call import reference
from ..call.engine import Call, Values, call_of, ready_host, values_of
from ..call.gradients import value_and_gradients as stated
from ..call.prepare import prepare
from ..definition.definition import LossSpec
from ..definition.options import Options
from ..settings import checks_enabled, num_threads, widened
from ..typing import Array
from . import native
from .blocks import ELEMENTS, Task
from .choose import NotServed, by_position, choose, choose_with_gradient, compiled
from .graph import COTANGENT
from .graph.dtypes import HALVES

# So many calls of a loss are remembered; then it begins anew.
REMEMBERED = 512
NUMBERS = frozenset({bool, int, float})

Wanted = tuple[int | str, ...]
Outputs = tuple[Array, tuple[Array, ...]]
Run = Callable[[Values], Sequence[Any] | None]
Ready = Callable[[Values], Any]
"""What is left to do of a call; it gives None for the reference."""


def value(spec: LossSpec, asked: str, values: Values, host: Host | None) -> Array | None:
    """The value of a call, with gradients attached where its library asks for them; None for the reference."""
    key = None if host is None else _key(host, asked, values, None)
    ready = spec.remembered.get(key)
    if ready is None:
        ready = _found(spec, asked, values, None, key)
    return ready(values)


def value_and_gradients(call: Call, asked: str, wanted: Sequence[int | str]) -> Outputs | None:
    """The value of a call and the wanted gradients, with nothing attached; None for the reference."""
    found: Outputs | None = prepared(call, asked, tuple(wanted))(values_of(*call))
    return found


def at_once(spec: LossSpec, asked: str, values: Values, wanted: Wanted) -> Outputs | None:
    """The same of values as they were given; None too if there is no telling what the call is like."""
    host = ready_host(values[0])
    key = None if host is None else _key(host, asked, values, wanted)
    if key is None:
        return None
    ready = spec.remembered.get(key) or _found(spec, asked, values, wanted, key)
    found: Outputs | None = ready(values)
    return found


def prepared(call: Call, asked: str, wanted: Wanted | None) -> Ready:
    """What is left to do of a call: its value with gradients attached, or the value and the wanted gradients."""
    values = values_of(*call)
    host = ready_host(values[0])
    key = None if host is None else _key(host, asked, values, wanted)
    return call.spec.remembered.get(key) or _found(call.spec, asked, values, wanted, key)


# --- what is remembered ---


def _found(spec: LossSpec, asked: str, values: Values, wanted: Wanted | None, key: Hashable | None) -> Ready:
    """What a call comes to, which is remembered under its key if it has one."""
    ready = _made(asked, call_of(spec, values), values, wanted, alike=key is not None)
    if key is not None:
        if len(spec.remembered) >= REMEMBERED:
            spec.remembered.clear()
        spec.remembered[key] = ready
    return ready


def _key(host: Host, asked: str, values: Values, wanted: Hashable) -> Hashable | None:
    """What a call has in common with those like it; None where that is not to be told."""
    found: list[Any] = [asked, wanted, host.mode()]
    types, tell = host.types, host.told
    for x in values:
        kind = type(x)
        if kind in types:
            told = tell(x)
            if told is None:
                return None
            found.append(told)
        elif x is None or kind is str:
            found.append(x)
        elif kind in NUMBERS:
            found.append((kind, x or repr(x)))  # -0.0 is not 0.0
        elif kind is tuple and all(type(n) in NUMBERS for n in x):
            found.append(repr(x))
        else:
            return None
    return tuple(found)


def _made(asked: str, call: Call, values: Values, wanted: Wanted | None, *, alike: bool) -> Ready:
    """What this call comes to, and those that are like it in all that a program is made of, if there may be some."""
    if asked == "compile":
        program = compiled(call) if wanted is None else None
        return _left if program is None else partial(_compiled, call.spec, program)
    moving: Wanted
    choice, moving = choose_with_gradient(call, asked) if wanted is None else (choose(call, asked, wanted), wanted)
    if choice.task is None:
        return partial(_refused, choice.reason) if asked == "native" else _left
    small = isinstance(choice.task, Task) and asked == "auto" and _is_small(choice.task)
    if small and wanted is None:
        return partial(_widened, call.spec)
    kind = _Kind(call, choice.engine, values, alike)
    by = [call.spec.arrays[n] if isinstance(n, int) else n for n in moving]
    if wanted is not None:
        otherwise = partial(_with_gradients, kind.run(choice.task, values, by))
        return partial(_widened_with_gradients, call.spec, wanted, otherwise) if small else otherwise
    later = call.options.reduction == "none"
    run = kind.run(choice.task, values, () if later else by, wide=True)
    if not moving:
        return partial(_alone, run)
    narrowed = not later and any(
        choice.task.program.graph.outputs[f"gradient of {name}"].dtype in HALVES for name in by
    )
    attach = kind.host.with_pullback if later else kind.host.with_gradient
    return partial(_unreduced if later else _attached, attach, _Behind(kind, run, by, narrowed), run, kind.at(by))


def _is_small(task: Task) -> bool:
    """Whether all is one block: whole arrays in float64 then are the same, without a graph to go through."""
    return all(x.size <= ELEMENTS for x in task.inputs.values() if hasattr(x, "dtype"))


class _Kind:
    """What calls that are alike have in common."""

    def __init__(self, call: Call, asked: str, values: Values, alike: bool) -> None:
        self.spec, self.asked, self.alike = call.spec, asked, alike
        library = library_of(values[0], call.spec.arrays[0])
        assert library.host is not None
        self.host: Host = library.host
        self.mixed = library.mixed()
        """Whether a value of half data is not rounded to that."""
        names = [*call.spec.arrays, *call.spec.params]
        names += Options._fields if len(values) > len(names) + 1 else ["reduction"]
        self.places = {name: k for k, name in reversed(list(enumerate([*names, COTANGENT])))}
        """Where the values of arguments stand, and behind them a cotangent. A parameter stands before the option of
        its name, which a kernel may take care of itself."""

    def at(self, names: Sequence[str]) -> list[int]:
        """Where the values of some arguments stand."""
        return [self.places[name] for name in names]

    def run(
        self,
        task: Task | native.Task,
        values: Values,
        by: Sequence[str],
        *,
        wide: bool = False,
        pulled: bool = False,
    ) -> Run:
        """What computes the value and the gradients by some arguments.

        `wide`: of halves the gradients are float32, until the cotangent has been applied. `pulled`: with a cotangent,
        the gradients alone.
        """
        made = task.program.graph.outputs
        names = [*(() if pulled else ("value",)), *(f"gradient of {name}" for name in by)]
        dtypes = [made[name].dtype for name in names]
        if wide:
            dtypes[1:] = ["float32" if dtype in HALVES else dtype for dtype in dtypes[1:]]
        if self.mixed and not pulled and dtypes[0] in HALVES:
            dtypes[0] = "float32"
        changed = {name: dtype for name, dtype in zip(names, dtypes, strict=True) if dtype != made[name].dtype}
        taken = [self.host.taken(dtype, len(made[name].shape)) for name, dtype in zip(names, dtypes, strict=True)]
        wanted = list(zip(names, taken, strict=True))
        if isinstance(task, native.Task) and self.alike:
            run = self._by_program(task, values, wanted, changed)
            if run is not None:
                return run
        return partial(self._by_task, by_position(self.spec, by), wanted, changed, pulled)

    def _by_program(
        self, task: native.Task, values: Values, wanted: Sequence[tuple[str, Any]], changed: Mapping[str, str]
    ) -> Run | None:
        """By the addresses of the arrays; None where there is nothing to compute."""
        program = task.made(changed)
        plan = program.plan(task.inputs)
        if plan is None:
            return None
        # What a call was given as numbers is the same array in all calls like it.
        at = [k if type(values[k]) in self.host.types else None for k in self.at(program.arrays)]
        constants = [None if k is not None else task.inputs[n] for k, n in zip(at, program.arrays, strict=True)]
        return native.caller(plan, native.Call(at, constants, self.host.address, wanted))

    def _by_task(
        self, by: Wanted, wanted: Sequence[tuple[str, Any]], changed: Mapping[str, str], pulled: bool, values: Values
    ) -> list[Any] | None:
        """By what is chosen for the call at hand."""
        *rest, cotangent = values if pulled else (*values, None)
        task = choose(call_of(self.spec, tuple(rest)), self.asked, by, cotangent).task
        assert task is not None
        found = task(num_threads(), changed)
        if not found.get("valid", True) and checks_enabled():
            return None
        arrays = [(np.asarray(found[name]), how) for name, how in wanted]
        return [x if how is None else how(x) for x, how in arrays]


class _Behind:
    """What stands behind the values of calls of a kind: how their gradients come to be."""

    def __init__(self, kind: _Kind, run: Run, by: Sequence[str], narrowed: bool) -> None:
        self.kind, self.computed, self.by, self.narrowed = kind, run, by, narrowed
        self.moving = kind.at(by)
        self.pulls: dict[Hashable, Run | None] = {}

    def pulled(self, values: Values, cotangent: Array) -> Sequence[Array] | None:
        host = self.kind.host
        told = host.told(cotangent) if type(cotangent) in host.types and host.ready() else None
        if told is None:
            return None
        if told not in self.pulls:
            self.pulls[told] = self._made(values, cotangent)
        run = self.pulls[told]
        return None if run is None else run((*values, cotangent))

    def _made(self, values: Values, cotangent: Array) -> Run | None:
        kind = self.kind
        call = call_of(kind.spec, values)
        task = choose(call, kind.asked, by_position(kind.spec, self.by), cotangent).task
        return None if task is None else kind.run(task, (*values, cotangent), self.by, pulled=True)

    def again(self, values: Values, moving: Sequence[Array]) -> Array:
        """The same call by its library's own operations, on other arrays."""
        given = list(values)
        for k, x in zip(self.moving, moving, strict=True):
            given[k] = x
        return reference(*call_of(self.kind.spec, tuple(given)))


# --- what becomes of it ---


def _left(values: Values) -> None:
    """The reference."""


def _widened(spec: LossSpec, values: Values) -> Array:
    """The reference in float64."""
    with widened():
        return reference(*call_of(spec, values))


def _widened_with_gradients(spec: LossSpec, wanted: Wanted, otherwise: Ready, values: Values) -> Outputs | None:
    """The same with the gradients that the loss states; if some are not, by blocks."""
    call = call_of(spec, values)
    with widened(), library_of(values[0], spec.arrays[0]).backend.settings(recording=False):
        value, grads = stated(prepare(*call), call.arrays, call.params, wanted)
    if len(grads) < len(wanted):
        found: Outputs | None = otherwise(values)
        return found
    return value, tuple(grads[i] for i in wanted)


def _refused(reason: str, values: Values) -> None:
    raise NotServed(f"the engine 'native' does not serve this call: {reason}")


def _compiled(spec: LossSpec, program: Callable[..., Array], values: Values) -> Array:
    return program(*call_of(spec, values)[1:])


def _alone(run: Run, values: Values) -> Array | None:
    """The value."""
    found = run(values)
    return None if found is None else found[0]


def _with_gradients(run: Run, values: Values) -> Outputs | None:
    """The value and the gradients."""
    found = run(values)
    return None if found is None else (found[0], tuple(found[1:]))


def _attached(attach: Callable[..., Array], behind: _Behind, run: Run, at: list[int], values: Values) -> Array | None:
    """The value, with the gradients that were computed in the same pass."""
    found = run(values)
    return None if found is None else attach(found, behind, values, [values[k] for k in at])


def _unreduced(attach: Callable[..., Array], behind: _Behind, run: Run, at: list[int], values: Values) -> Array | None:
    """The value, and behind it what its cotangent is given to."""
    found = run(values)
    return None if found is None else attach(found[0], behind, values, [values[k] for k in at])

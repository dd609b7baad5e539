"""The public function of a loss, as source text, with a fast path for ordinary arguments.

Python then binds the arguments, 6 µs faster than `Signature.bind`. Where the arguments are as the kernel takes them
already (one type and dtype, float32 or float64, equal shapes, plain numbers as parameters, no weight, mask or other
option) nothing has to be made ready: the function asks for that in a straight line and goes to the kernel, which saves
another 5 to 15 µs. Everything else, and every error, is `prepare`'s, and the mean and the sum are `reduction`'s: the
fast path holds no rule of its own.

The text is entered in `linecache`, where tracebacks, debuggers and `inspect.getsource` look for source.
"""

from __future__ import annotations

import linecache
from typing import Any

from ..backends.library import LIBRARIES, Library
from ..definition.definition import LossSpec
from ..definition.kinds import Item, Shape
from ..definition.options import DEFAULTS, EVERY, Options
from ..definition.values import PLAIN, hyper_parameter
from ..settings import checks_enabled, engine_asked, exact
from .call import evaluate
from .docstring import docstring
from .engine import served
from .reduction import reduced_unweighted
from .signs import are_signs

SIGNATURE = """\
def {name}({arrays}, *, {keywords}):
    # Written by unilosses. The formula is the kernel's: inspect.getsource({name}.spec.kernel)
"""
FAST_PATH = """\
    if {untouched}:
        _asked = _engine()
        if _asked is not None:
            _found = _served(_spec, _asked, ({values}, reduction))
            if _found is not None:
                return _found
        _type = type({first})
        _library = _libraries.get(_type)
        if _library is not None and not _exact() and not _library.mixed() and {whole}:
            _dtype, _shape = {first}.dtype, {shape}
            if (
                {ready}
            ):
                _params = {plain}
                if _params is not None:
                    _xp, _backend = _library.xp, _library.backend
                    if _backend.differentiates({tuple}):
                        _loss = _backend.apply(_spec.rule, _xp, {tuple}, _params, None)
                    else:
                        _loss = _spec.rule.kernel(_xp, {arrays}, **_params)
                    return _reduced(_xp, _loss, reduction, {left})
"""
OTHERWISE = """\
    return _evaluate(_spec, {tuple}, {given}, _Options({options}))
"""


def public_function(spec: LossSpec) -> Any:
    """The function that users call: it takes the loss's arrays, parameters and options."""
    every = {name: DEFAULTS[name] for name in EVERY if name not in spec.options}
    every["reduction"] = spec.default_reduction
    straight = not any(kind.shape in (Shape.FREE, Shape.OWN) for kind in spec.kinds)
    arrays = f"({', '.join(spec.arrays)}{',' if len(spec.arrays) == 1 else ''})"
    source = (SIGNATURE + (FAST_PATH if straight else "") + OTHERWISE).format(
        name=spec.name,
        arrays=", ".join(spec.arrays),
        tuple=arrays,
        first=spec.arrays[0],
        keywords=", ".join([*(f"{k}=_default_{k}" for k in spec.defaults), *(f"{k}={v!r}" for k, v in every.items())]),
        untouched=" and ".join(
            f"{k} {'is' if v is None else '=='} {v!r}" for k, v in (every | spec.options).items() if k != "reduction"
        ),
        ready=_ready(spec),
        shape=_shape(spec),
        values=", ".join([*spec.arrays, *spec.params]),
        whole=f"(_library.is_cut is None or not _library.is_cut({arrays}))",
        left="_rows" if spec.event_ndim else "_shape",
        plain=_plain(spec),
        given=_given(spec),
        options=", ".join(k if k in every | spec.options else repr(v) for k, v in DEFAULTS.items()),
    )
    scope = {
        "_spec": spec,
        "_evaluate": evaluate,
        "_Options": Options,
        "_libraries": LIBRARIES,
        "_engine": engine_asked,
        "_served": served,
        "_exact": exact,
        "_reduced": reduced_unweighted,
        "_checks": checks_enabled,
        "_are_signs": are_signs,
        "_parameters": _parameters,
        "_defaults": spec.kernel_params,
        **{f"_default_{k}": v for k, v in spec.defaults.items()},
    }
    exec(compile(source, _entered(source, spec.source), "exec"), scope)  # noqa: S102 - as dataclasses do
    function: Any = scope[spec.name]
    function.__doc__ = docstring(spec)
    function.__module__ = spec.kernel.__module__
    function.__qualname__ = spec.kernel.__qualname__
    function.spec = spec
    function.partials = spec.set_partials
    function.vjp = spec.set_vjp
    return function


def _entered(source: str, name: str) -> str:
    """Enter a text in `linecache`; the file name that it has there. Another text of the same name gets a number."""
    lines = source.splitlines(keepends=True)
    filename, number = f"<unilosses {name}>", 1
    while linecache.getlines(filename) not in ([], lines):
        number += 1
        filename = f"<unilosses {name} {number}>"
    linecache.cache[filename] = (len(source), None, lines, filename)  # None: no file whose time `checkcache` looks at
    return filename


# --- the pieces of source -------------------------------------------------------------------------------------------


def _shape(spec: LossSpec) -> str:
    """The shape of the first array and, of a loss of rows, of its rows."""
    shape = f"{spec.arrays[0]}.shape"
    if not spec.event_ndim:
        return shape
    # a tuple's slice and item cost a fifth of those of torch's Size
    return f"tuple({shape})\n            _rows = _shape[:-{spec.event_ndim}]"


def _ready(spec: LossSpec) -> str:
    """The condition that no array needs conversion or broadcasting, and no label a closer look."""
    conditions = ["_dtype in _library.wide"]
    if spec.event_ndim:  # a row of no elements is an error, and labels of no rows have no bounds
        conditions += [f"len(_shape) >= {spec.event_ndim}", "0 not in _shape"]
    rows = "_rows" if spec.event_ndim else "_shape"
    for x, kind in zip(spec.arrays[1:], spec.kinds[1:], strict=True):
        dense = f"{x}.dtype == _dtype and {x}.shape == _shape"
        indices = f"{x}.dtype == _library.int64 and {x}.shape == {rows}"
        conditions.append(f"type({x}) is _type")
        if kind.item is Item.INTEGER:
            conditions.append(indices)
        elif kind.shape is Shape.ROWS:
            conditions.append(f"{x}.dtype == _dtype and {x}.shape == {rows}")
        elif kind.labels == "class":
            inside = f"(_read := _library.backend.bounds({x})) and _read[0] >= 0 and _read[1] < _shape[-1]"
            conditions.append(f"({indices} and _checks() and {inside} or {dense})")
        elif kind.labels == "signed":
            conditions.append(f"{dense} and _are_signs(_library, {x}, {kind.encoded_by})")
        else:
            conditions.append(dense)
    return "\n                and ".join(conditions)


def _given(spec: LossSpec) -> str:
    """The kernel's parameters as they were given; `None` for those that the call fills in."""
    return "{" + ", ".join(f"{k!r}: {k if k in spec.params else None}" for k in spec.kernel_params) + "}"


def _plain(spec: LossSpec) -> str:
    """The parameters as the kernel takes them, or None if one of them has to be made ready."""
    asked = f"_parameters(_spec, {_given(spec)}, _library, _dtype)"
    if any(hasattr(v, "dtype") for v in spec.params.values()):
        return asked
    of_dtype = "".join(
        f", {k!r}: _library.eps(_dtype)" for k, v in spec.params.items() if isinstance(v, str) and v == "finfo"
    )
    usual = f"{{**_defaults{of_dtype}}}" if of_dtype else "_defaults"
    gap = " " * 20
    untouched = f"\n{gap}and ".join(f"{k} is _default_{k}" for k in spec.params)
    return f"(\n{gap}{usual}\n{gap}if {untouched}\n{gap}else {asked}\n                )" if untouched else usual


# --- what the fast path asks ----------------------------------------------------------------------------------------

# What needs no more than a look at it as a parameter; bool, which is an int, is a type of its own.
PLAIN_TYPES = frozenset({*PLAIN, bool})


def _parameters(spec: LossSpec, given: dict[str, Any], library: Library, dtype: Any) -> dict[str, Any] | None:
    """The parameters as kernels take them; None if one is an array, or has to become one."""
    ready = {}
    for name, value in given.items():
        if name not in spec.params:
            continue
        value = hyper_parameter(spec.name, name, value, spec.domain[name])
        if type(value) is str and value == "finfo":
            value = library.eps(dtype)
        if type(value) not in PLAIN_TYPES or (name == "class_weight" and value is not None):
            return None  # a class weight stands in the normaliser too
        ready[name] = value
    return {**given, **ready}

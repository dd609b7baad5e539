"""Arrays beside the first one and hyper-parameters, each as its domain asks for: library, dtype and shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..backends.library import device_of, index_dtype, is_number
from ..definition.kinds import Interval, Item, Kind, Shape
from ..definition.values import PLAIN, hyper_parameter
from ..typing import Array
from . import gate, validation
from .layout import Layout
from .prepared import Facts

# Bound once, as every call asks for them: to look a member up in its enum takes 60 ns.
ROWS, LEADING, FREE = Shape.ROWS, Shape.LEADING, Shape.FREE
INTEGER = Item.INTEGER


def arrays_beside(f: Facts, given: tuple[Any, ...]) -> tuple[list[Array], int]:
    """All array arguments, and the number of classes."""
    spec, first = f.spec, f.first
    classes = 1 if f.layout is None else f.layout.length
    arrays = [first if first.dtype == f.dtype.computed else f.xp.astype(first, f.dtype.computed)]
    for name, kind, x in zip(spec.arrays[1:], spec.kinds[1:], given[1:], strict=True):
        arrays.append(_beside(f, name, kind, x, classes))
        if name == spec.classes_of:
            classes = validation.class_count(spec.name, name, arrays[-1])
    return arrays, classes


def _beside(f: Facts, name: str, kind: Kind, x: Any, classes: int) -> Array:
    """An array argument beside the first."""
    xp, spec, first = f.xp, f.spec, f.first
    x = x.array if isinstance(x, gate.Unheld) else x
    expected = f.rows if kind.shape is ROWS else tuple(first.shape)
    if kind.classes_of is not None:
        expected = (*f.rows, classes)
    if kind.numbers and is_number(x):
        return xp.full(expected, float(x), dtype=f.dtype.computed, device=device_of(xp, first))
    x = gate.own(f, name, x)
    if kind.labels == "class" and x.ndim == len(f.rows):
        return _class_indices(f, name, x)
    if kind.item is INTEGER:
        return _integers(f, name, x, f.rows, exact=kind.shape is ROWS)
    x = gate.reals(f, name, x)
    if kind.shape is FREE or tuple(x.shape) == expected:
        return x
    if kind.shape is LEADING and x.ndim and validation.fits_left(tuple(x.shape), expected):
        return validation.left_aligned(xp, x, expected, name)
    if x.ndim != 0 or not kind.numbers:
        raise validation.shape_mismatch(name, x.shape, spec.arrays[0], expected)
    return xp.broadcast_to(x, expected)


def _class_indices(f: Facts, name: str, x: Array) -> Array:
    xp, spec, first, expected = f.xp, f.spec, f.first, f.rows
    if tuple(x.shape) != expected:
        of = f"{spec.arrays[0]} of shape {tuple(first.shape)} without its class axis {f.options.axis}"
        raise validation.shape_mismatch(name, x.shape, of, expected)
    if x.dtype == xp.int64:
        return x
    if f.library.floating(x.dtype) is not None or not xp.isdtype(x.dtype, "integral"):
        raise TypeError(
            f"{spec.name}: {name} of shape {tuple(x.shape)} would be class indices, but have dtype {x.dtype}; "
            f"pass integers, or one coefficient per class in the shape {tuple(first.shape)}"
        )
    return xp.astype(x, index_dtype(xp))


def _integers(f: Facts, name: str, x: Array, rows: tuple[int, ...], *, exact: bool) -> Array:
    """Integers for each row of the loss: one each if `exact`, otherwise with axes of their own behind those."""
    xp = f.xp
    if f.library.floating(x.dtype) is not None or not xp.isdtype(x.dtype, "integral"):
        raise TypeError(f"{f.spec.name}: {name} has dtype {x.dtype}; expected integers")
    own = tuple(x.shape)
    if (own if exact else own[: len(rows)]) != rows:
        raise validation.shape_mismatch(name, own, f.spec.arrays[0], rows)
    return xp.astype(x, index_dtype(xp))


# --- hyper-parameters -----------------------------------------------------------------------------------------------


def parameters(f: Facts, given: Mapping[str, Any], classes: int) -> tuple[dict[str, Any], Array | None]:
    """The parameters as the kernel takes them, and whether they lie in their domains, where nobody could read that."""
    usual = f.spec.usual
    ready, valid = {}, None
    for name, value in given.items():
        if name in usual and value is usual[name]:
            ready[name] = value
            continue
        ready[name], kept = _parameter(f, name, value, classes)
        if kept is not None:
            valid = kept if valid is None else valid & kept
    if f.layout is not None:
        ready.update(dict.fromkeys(f.spec.axis_counts, len(f.layout.axes)))
    return ready, valid


def _parameter(f: Facts, name: str, value: Any, classes: int) -> tuple[Any, Array | None]:
    kind = f.spec.domain[name]
    value = hyper_parameter(f.spec.name, name, value, kind)
    if isinstance(value, str) and kind.item is Item.REAL:  # "finfo"
        return f.library.eps(f.dtype.result), None
    if kind.item is Item.BOOL and kind.shape is Shape.CLASSES:
        return value if value is None or f.layout is None else _class_mask(f, name, value, f.layout), None
    if not isinstance(value, tuple) and (isinstance(value, PLAIN) or callable(value)):
        return value, None
    if kind.item is INTEGER:
        value, _ = _taken(value, kind)
        return _integer_parameter(f, name, value, of_rows=kind.shape is ROWS), None
    if kind.shape is Shape.CLASSES:
        return per_class(f, name, value, kind, classes)
    value, interval = _taken(value, kind)
    value = gate.reals(f, name, value)
    return _no_larger(f, name, value), gate.held(f.library, f.spec.name, name, value, interval)


def _taken(value: Any, kind: Kind) -> tuple[Any, Interval | None]:
    """A value, and the interval that it is held against."""
    return (value.array, None) if isinstance(value, gate.Unheld) else (value, kind.interval)


def per_class(f: Facts, name: str, value: Any, kind: Kind, classes: int) -> tuple[Array, Array | None]:
    """A sequence or an array with one number for each class, or one for all; and whether it lies in its domain."""
    value, interval = _taken(value, kind)
    if isinstance(value, tuple):
        value = _of_entries(f, name, value)
    else:
        value = gate.reals(f, name, value)
    if value.ndim and (value.ndim > 1 or value.shape[0] not in (1, classes)):
        raise ValueError(
            f"{name} has shape {tuple(value.shape)}; expected a number or one value for each of {classes} classes"
        )
    return value, gate.held(f.library, f.spec.name, name, value, interval)


def _of_entries(f: Facts, name: str, entries: tuple[Any, ...]) -> Array:
    """A sequence as an array; entries that are arrays keep their gradient."""
    xp, dtype, device = f.xp, f.dtype.computed, device_of(f.xp, f.first)
    if not any(hasattr(entry, "dtype") for entry in entries):
        return xp.asarray(entries, dtype=dtype, device=device)
    parts = [
        xp.asarray(entry, dtype=dtype, device=device) if is_number(entry) else gate.reals(f, name, entry)
        for entry in entries
    ]
    for part in parts:
        if part.ndim:
            raise ValueError(f"{f.spec.name}: {name} has an entry of shape {tuple(part.shape)}; expected numbers")
    return xp.stack(parts)


def _no_larger(f: Facts, name: str, value: Array) -> Array:
    """A parameter that repeats along the first array's axes: it must not enlarge the loss."""
    own, shape = tuple(value.shape), tuple(f.first.shape)
    if not own:
        return value
    if f.spec.event_ndim:
        if any(n != 1 for n in own):
            raise ValueError(
                f"{f.spec.name}: {name} has shape {own}; expected a number, or an array of one, because the axis "
                f"of {f.spec.arrays[0]} is contracted"
            )
        return f.xp.reshape(value, ())
    if len(own) > len(shape) or any(n not in (1, m) for n, m in zip(own[::-1], shape[::-1], strict=False)):
        raise ValueError(
            f"{f.spec.name}: {name} has shape {own}; expected a number, or a shape that broadcasts to that of "
            f"{f.spec.arrays[0]}, {shape}"
        )
    return value if f.layout is None else f.layout.to_kernel(f.xp, f.xp.broadcast_to(value, shape))


def _class_mask(f: Facts, name: str, value: Any, layout: Layout) -> Array:
    """Which classes take part, as an array with the class axis last: one boolean per class, or one per element."""
    xp, first, first_name = f.xp, f.first, f.spec.arrays[0]
    if isinstance(value, tuple):
        value = xp.asarray(value, dtype=xp.bool, device=device_of(xp, first))
    value = gate.own(f, name, value)
    if value.dtype != xp.bool:
        raise TypeError(f"{name} has dtype {value.dtype}; expected booleans, True for the classes that take part")
    if value.ndim == 1 and value.shape[0] == layout.length:
        return value
    if tuple(value.shape) != tuple(first.shape):
        raise ValueError(
            f"{name} has shape {tuple(value.shape)}; expected one value for each of {layout.length} classes, or "
            f"the shape of {first_name}, {tuple(first.shape)}"
        )
    return layout.to_kernel(xp, value)


def _integer_parameter(f: Facts, name: str, value: Any, *, of_rows: bool) -> Array:
    """An array parameter of integers, one for each row of the loss or for each element of the first array."""
    xp, first = f.xp, f.first
    if isinstance(value, tuple):
        value = xp.asarray(value, dtype=index_dtype(xp), device=device_of(xp, first))
    value = gate.own(f, name, value)
    if of_rows:
        return _integers(f, name, value, f.rows, exact=True)
    value = _integers(f, name, value, tuple(first.shape), exact=True)
    return value if f.layout is None else f.layout.to_kernel(xp, value)

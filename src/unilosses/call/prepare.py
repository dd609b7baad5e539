"""From the arguments of a call to what the kernel takes, in steps: `prepare` names them in order.

Five masks are met on the way, all boolean; True is what counts.

    mask     what it is                                    shape                        who reads it
    where    the caller's own                              the unreduced loss's         the checks of labels, `mask`
    items    the caller's own, within rows                 the first array's, laid out  harmless values, the kernel
    mask     `where`, less the ignored labels              the unreduced loss's         harmless values, the reduction
    gate     the weight is not 0                           the unreduced loss's         partials, the reduction
    poison   the label is a class, or nobody asks for it   the unreduced loss's         the reduction: NaN if False
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .. import numerics as num
from ..backends.library import DType, Library, default_float, device_of, is_number, library_of
from ..backends.protocol import expand
from ..definition.definition import LossSpec
from ..definition.kinds import Item, Kind, Shape
from ..definition.options import ROWS, Options
from ..settings import wide
from ..typing import Array
from . import validation
from .arguments import arrays_beside, parameters, per_class
from .gate import Unheld, leading, own, reals
from .layout import Layout, layout_of
from .prepared import Facts, Prepared
from .signs import label_signs


def prepare(spec: LossSpec, given: tuple[Any, ...], params: Mapping[str, Any], options: Options) -> Prepared:
    """Resolve all that the arguments of a call leave open; the steps stand in the order in which errors are found."""
    beside = (*given[1:], *params.values(), options.weight, options.where)
    f = _facts(spec, leading(given[0], beside), options)
    arrays, classes = arrays_beside(f, given)
    ready, valid = parameters(f, params, classes)
    if f.layout is not None:
        arrays = _laid_out(f, f.layout, arrays)
    shape = f.rows if spec.event_ndim else tuple(arrays[0].shape)
    where = items = kept = poison = weight = row_weight = None
    if options.where is not None:
        where, items = _where(f, options.where, shape)
    if spec.has_labels:
        arrays, kept, poison, row_weight = _labels(f, arrays, ready.get("class_weight"), classes, where)
    if spec.has_signed_labels:
        poison = _signs(f, given, arrays, ready, where)
    mask = _both(kept, where)
    if options.weight is not None or options.class_weight is not None:
        weight, kept = _weight(f, arrays[0], shape, mask)
        valid = _both(valid, kept)
    gate = None if weight is None else weight != 0
    if spec.mask:
        ready["where"] = mask if spec.mask == "rows" else items
    if mask is not None:
        arrays, ready = _without_masked(f, arrays, mask, items), _classes_for_masked(f, ready, mask)
    if gate is not None and spec.rule.vjp is not None and not spec.coupled:
        arrays = _without_weightless(f, arrays, gate)
    return Prepared(
        spec,
        options,
        f.library,
        f.xp,
        f.library.backend,
        f.dtype,
        f.layout,
        tuple(arrays),
        ready,
        shape,
        mask,
        gate,
        _both(poison, valid),
        weight,
        row_weight,
    )


# --- the first array ------------------------------------------------------------------------------------------------


def _facts(spec: LossSpec, first: Any, options: Options) -> Facts:
    """What the first array decides: library, precision, axes."""
    library = library_of(first, spec.arrays[0])
    dtype = library.floating(first.dtype)
    if dtype is None:
        dtype = _float_for(spec, library, first)
    else:
        result = dtype.computed if library.mixed() else dtype.result
        if wide():
            dtype = DType(library.xp.float64, result)
        elif result is not dtype.result:
            dtype = DType(dtype.computed, result)
    validation.reduction_name(options.reduction, options.normalizer)
    if library.backend.name == "generic":
        validation.lengths(spec, first, options)
    layout = layout_of(spec, first, options) if spec.has_axis or spec.event_ndim else None
    rows = tuple(first.shape) if layout is None else layout.rows
    return Facts(spec, options, library, library.xp, dtype, first, layout, rows)


def _float_for(spec: LossSpec, library: Library, first: Array) -> DType:
    """The precision for a first array of other numbers."""
    name = spec.arrays[0]
    if spec.kinds[0].item is Item.ANY and library.is_real(first.dtype):
        default = default_float(library.xp)
        return DType(default, default)
    raise TypeError(
        f"{spec.name}: {name} has dtype {first.dtype}; expected a real floating-point dtype "
        f"(float16, bfloat16, float32 or float64): convert it first"
    )


def _laid_out(f: Facts, layout: Layout, arrays: list[Array]) -> list[Array]:
    """The arrays of the first one's shape with the axes where the kernel finds them."""
    return [
        layout.to_kernel(f.xp, x) if follows and tuple(x.shape) == layout.shape else x
        for follows, x in zip(f.spec.follows, arrays, strict=True)
    ]


# --- labels ---------------------------------------------------------------------------------------------------------


class Labels(NamedTuple):
    """The arrays with their labels looked at, and what that left: see `Prepared` and the table of the masks."""

    arrays: list[Array]
    kept: Array | None  # False: the label is the ignored one
    poison: Array | None
    row_weight: Array | None


def _labels(f: Facts, arrays: list[Array], class_weight: Any, classes: int, where: Array | None) -> Labels:
    """Ignored labels leave through the mask; labels outside the classes are reported, or poison their row."""
    xp, spec, looked_at = f.xp, f.spec, list(arrays)
    kept = poison = row_weight = None
    ignore = validation.option(spec, "ignore_index", f.options.ignore_index)
    for i, name in enumerate(spec.arrays):
        kind, x = spec.kinds[i], arrays[i]
        if kind.labels == "binary" and ignore is not None:
            kept = x != float(ignore)
        if kind.labels != "class":
            continue
        if x.ndim == arrays[0].ndim:
            if ignore is not None:
                raise ValueError(
                    f"{spec.name}: ignore_index={ignore} names a class index, but {name} holds one coefficient "
                    f"per class; leave rows out with where="
                )
            row_weight = None if class_weight is None else xp.sum(x * class_weight, axis=-1)
            continue
        count = arrays[0].shape[-1] if kind.classes_of is None else classes
        ignored = None if ignore is None else x == int(ignore)
        excused = ignored
        if where is not None:
            excused = ~where if excused is None else excused | ~where
        checked = validation.label_range(xp, f.library.backend, x, count, excused, name)
        if ignored is not None:
            kept = ~ignored
        if not checked or excused is not None:
            valid = (x >= 0) & (x < count)
            if not checked:
                poison = valid if excused is None else valid | excused
            looked_at[i] = x = xp.where(valid, x, 0)
        row_weight = None if class_weight is None else _weight_of_class(f, class_weight, x)
    return Labels(looked_at, kept, poison, row_weight)


def _signs(
    f: Facts, given: tuple[Any, ...], arrays: list[Array], params: Mapping[str, Any], where: Array | None
) -> Array | None:
    """Labels other than -1 and 1 are reported, or poison their element."""
    excused, poison = None if where is None else ~where, None
    for name, kind, x, as_given in zip(f.spec.arrays, f.spec.kinds, arrays, given, strict=True):
        if kind.labels == "signed" and not isinstance(as_given, Unheld):
            encoding = None if kind.encoded_by is None else params[kind.encoded_by]
            poison = _both(poison, label_signs(f.library, x, encoding, excused, name))
    return poison


def _weight_of_class(f: Facts, class_weight: Any, labels: Array) -> Array:
    """The weight of each row's class, for the normaliser."""
    each = num.class_weight_of(f.xp, class_weight, labels)
    return f.xp.zeros(labels.shape, dtype=f.dtype.computed, device=device_of(f.xp, labels)) + each


# --- masks and weights ----------------------------------------------------------------------------------------------


def _where(f: Facts, where: Any, shape: tuple[int, ...]) -> tuple[Array | None, Array | None]:
    """The caller's mask in the loss's shape; and item by item, where the kernel takes it so."""
    if isinstance(where, bool):
        raise TypeError(f"{f.spec.name}: where must be a boolean array, got {where!r}")
    where = own(f, "where", where)
    if where.dtype != f.xp.bool:
        raise TypeError(f"{f.spec.name}: where has dtype {where.dtype}; expected a boolean mask, such as where != 0")
    if f.spec.mask == "items" and f.layout is not None and where.ndim == f.first.ndim:
        items = f.layout.to_kernel(f.xp, f.xp.broadcast_to(where, f.layout.shape))
        return f.xp.any(items, axis=tuple(range(len(shape), items.ndim))), items
    return _loss_shaped(f, where, "where", shape), None


def _both(a: Array | None, b: Array | None) -> Array | None:
    """What two masks leave; None leaves everything."""
    if a is None or b is None:
        return b if a is None else a
    return a & b


def _weight(f: Facts, first: Array, shape: tuple[int, ...], mask: Array | None) -> tuple[Array | None, Array | None]:
    """What multiplies each element: the caller's weight times that of its class; 0 where it is masked out.

    And whether class weights lie in their domain, where nobody could read that.
    """
    xp, given, by_class = f.xp, f.options.weight, f.options.class_weight
    weight = valid = None
    if given is not None:
        if is_number(given):
            given = xp.full((), float(given), dtype=f.dtype.computed, device=device_of(xp, f.first))
        else:
            given = reals(f, "weight", given)
        weight = _loss_shaped(f, given, "weight", shape)
    if by_class is not None:
        by_class, valid = _class_weight(f, by_class, first, shape)
        weight = by_class if weight is None else weight * by_class
    if mask is not None:
        weight = xp.where(mask, weight, 0.0)
    return weight, valid


def _class_weight(f: Facts, given: Any, first: Array, shape: tuple[int, ...]) -> tuple[Array, Array | None]:
    """The option `class_weight` in the loss's shape."""
    value, kind = validation.option(f.spec, "class_weight", given), ROWS["class_weight"].kind_for(f.spec.event_ndim)
    assert kind is not None
    if isinstance(value, float):
        value = (value,)
    value, valid = per_class(f, "class_weight", value, kind, first.shape[-1] if first.ndim else 1)
    return f.xp.broadcast_to(value if first.ndim else f.xp.reshape(value, ()), shape), valid


def _loss_shaped(f: Facts, x: Array, name: str, shape: tuple[int, ...]) -> Array:
    """A mask or weight in the loss's shape, with the class axis where the kernel has it."""
    if f.layout is None or f.spec.event_ndim:
        return validation.left_aligned(f.xp, x, shape, name)
    return f.layout.to_kernel(f.xp, validation.left_aligned(f.xp, x, f.layout.shape, name))


# --- harmless values ------------------------------------------------------------------------------------------------


def _without_masked(f: Facts, arrays: list[Array], mask: Array, items: Array | None) -> list[Array]:
    """The arrays with a harmless value where they are masked out, so that nothing there reaches value or gradient."""
    return [_masked(f, kind, x, mask, items) for kind, x in zip(f.spec.kinds, arrays, strict=True)]


def _masked(f: Facts, kind: Kind, x: Array, mask: Array, items: Array | None) -> Array:
    if kind.shape is Shape.FREE:
        return x
    mask = items if items is not None and items.shape == x.shape else expand(mask, x.ndim)
    return f.xp.where(mask, x, 0 if f.xp.isdtype(x.dtype, "integral") else kind.interior)


def _classes_for_masked(f: Facts, params: dict[str, Any], mask: Array) -> dict[str, Any]:
    """The parameters with all classes in a masked row: a row without classes is no harmless one."""
    return {
        name: value | ~mask[..., None] if name in f.spec.class_masks and value is not None else value
        for name, value in params.items()
    }


def _without_weightless(f: Facts, arrays: list[Array], gate: Array) -> list[Array]:
    """The arrays with a harmless value for what is not finite in rows of weight 0: 0 times it would be NaN in a vjp."""
    return [_weightless(f, kind, x, gate) for kind, x in zip(f.spec.kinds, arrays, strict=True)]


def _weightless(f: Facts, kind: Kind, x: Array, gate: Array) -> Array:
    if kind.shape is Shape.FREE or f.xp.isdtype(x.dtype, "integral"):
        return x
    return f.xp.where(expand(gate, x.ndim) | f.xp.isfinite(x), x, kind.interior)

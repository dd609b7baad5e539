"""One call of a loss, made ready: arrays in one library, shape and precision, labels, masks and weights resolved."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any

from .. import numerics as num
from ..backends.library import DType, Library, default_float, device_of, library_of, same_library
from ..backends.protocol import expand
from ..definition.definition import LossSpec
from ..definition.kinds import (
    AnyNumbers,
    AxisCount,
    BinaryLabels,
    ClassLabels,
    ClassMask,
    Clip,
    FreeArray,
    Integers,
    ItemMask,
    PerClass,
    SampleMask,
)  # fmt: skip
from ..definition.options import Options
from ..settings import exact
from ..typing import Array, Namespace
from . import validation
from .arguments import companion, integer_parameter
from .layout import Layout

if TYPE_CHECKING:
    from ..backends.protocol import Backend


# What a kernel takes as it is. Asked for by type: of a number that is a symbol of torch.compile's, nothing else can be.
PLAIN = (float, int, str, NoneType)


class Problem:
    """A loss's arguments as the kernel takes them, and what the reduction needs to know."""

    __slots__ = (
        "arrays",
        "backend",
        "classes",
        "device",
        "dtype",
        "gate",
        "items",
        "layout",
        "library",
        "mask",
        "options",
        "params",
        "poison",
        "row_weight",
        "shape",
        "spec",
        "weight",
        "where",
        "xp",
    )  # fmt: skip
    spec: LossSpec
    library: Library
    xp: Namespace
    backend: Backend
    dtype: DType
    arrays: tuple[Array, ...]
    params: dict[str, Any]
    options: Options
    shape: tuple[int, ...]  # of the unreduced loss
    where: Array | None  # the caller's mask, in the loss's shape
    mask: Array | None  # False: left out, by `where` or for its label
    weight: Array | None  # multiplies the loss, broadcast to its shape
    row_weight: Array | None  # class weights of each row: inside the kernel's value, so for the normaliser only
    gate: Array | None  # False: weight 0, where a partial that is not finite counts as 0
    poison: Array | None  # False: the label is outside the classes, and nobody could be told
    items: Array | None  # False: an item of a row that is left out, in the first array's shape
    layout: Layout | None  # where the kernel finds its axes
    classes: int  # along the class axis

    def __init__(self, spec: LossSpec, arrays: tuple[Any, ...], params: Mapping[str, Any], options: Options) -> None:
        first = arrays[0]
        self.spec, self.options = spec, options
        library = library_of(first, spec.arrays[0])
        xp = self.xp = library.xp
        self.library, self.backend = library, library.backend
        self.mask = self.weight = self.row_weight = self.gate = self.poison = self.items = self.device = None
        self.dtype = self._dtype(first)
        validation.reduction_name(options.reduction, options.normalizer)
        layout = self.layout = self._layout(first)
        self.classes = 1 if layout is None else layout.length
        same = [first if first.dtype == self.dtype.computed else xp.astype(first, self.dtype.computed)]
        for name, x in zip(spec.arrays[1:], arrays[1:], strict=True):
            same.append(companion(self, name, x, first))
            if name == spec.classes_of:
                self.classes = validation.class_count(spec.name, name, same[-1])
        self.params = self._params(params, first)
        if layout is not None:
            for i, x in enumerate(same):
                if tuple(x.shape) == layout.shape and self.follows_layout(spec.arrays[i]):
                    same[i] = layout.forth(xp, x)
        self.shape = self.rows_shape(same[0]) if spec.event_ndim else tuple(same[0].shape)
        self.where = None if options.where is None else self._where(options.where, first)
        if spec.has_labels:
            self._resolve_labels(same)
        if options.where is not None or options.weight is not None or options.class_weight is not None:
            self._resolve_weights(same[0])
        if spec.mask is not None:
            self.params["where"] = self.mask if isinstance(spec.mask, SampleMask) else self.items
        if self.mask is not None:
            same = [self._masked(self.mask, name, x) for name, x in zip(spec.arrays, same, strict=True)]
            for name, value in self.params.items():
                if value is not None and isinstance(spec.domain[name], ClassMask):  # a row without classes is harmless
                    self.params[name] = value | ~self.mask[..., None]
        if self.gate is not None and spec.rule.vjp is not None and not spec.coupled:
            same = [self._weightless(name, x) for name, x in zip(spec.arrays, same, strict=True)]
        self.arrays = tuple(same)

    # --- arrays ---

    def _dtype(self, first: Array) -> DType:
        found = self.library.floating(first.dtype)
        if found is not None:
            return DType(self.xp.float64, found.result) if exact() else found
        name = self.spec.arrays[0]
        if isinstance(self.spec.domain[name], AnyNumbers) and self.library.is_real(first.dtype):
            default = default_float(self.xp)
            return DType(default, default)
        raise TypeError(
            f"{self.spec.name}: {name} has dtype {first.dtype}; expected a real floating-point dtype "
            f"(float16, bfloat16, float32 or float64): convert it first"
        )

    def device_of(self, first: Array) -> Any:
        """Where to create arrays that meet the first."""
        if self.device is None:
            self.device = device_of(self.xp, first)
        return self.device

    # --- hyper-parameters ---

    def _params(self, given: Mapping[str, Any], first: Array) -> dict[str, Any]:
        spec, params = self.spec, {}
        for name, value in given.items():
            kind = spec.domain[name]
            value = validation.hyper_parameter(spec.name, name, value, kind)
            if isinstance(value, str) and isinstance(kind, Clip):
                value = self.library.eps(self.dtype.result)
            elif isinstance(kind, ClassMask):
                if value is not None and self.layout is not None:
                    value = validation.class_mask(
                        self.xp, value, name, first, spec.arrays[0], self.device_of(first), self.layout
                    )
            elif isinstance(value, tuple) or not (isinstance(value, PLAIN) or callable(value)):
                if isinstance(kind, Integers):
                    value = integer_parameter(self, name, value, first, of_rows=kind.of == "rows")
                else:
                    classes = self.classes if isinstance(kind, PerClass) else None
                    value = self._param_array(name, value, first, classes)
            params[name] = value
        for name, kind in spec.domain.kinds.items():
            if isinstance(kind, AxisCount) and self.layout is not None:
                params[name] = len(self.layout.axes)
        return params

    def _param_array(self, name: str, value: Any, first: Array, classes: int | None) -> Array:
        """A parameter that is an array (or becomes one), with one value for each of `classes`."""
        return validation.parameter_array(
            self.xp, value, name, self.dtype.computed, first, self.spec.arrays[0], self.device_of(first), classes
        )

    # --- axes ---

    def _axes(self, ndim: int) -> tuple[int, ...]:
        """The axes that the kernel contracts (or along which there is one parameter per class), counted from 0."""
        spec, given = self.spec, self.options.axis
        if spec.event_ndim > 1:
            if ndim < spec.event_ndim:
                raise ValueError(f"{spec.name}: {spec.arrays[0]} has {ndim} axes; expected {spec.event_ndim} or more")
            return tuple(range(ndim - spec.event_ndim, ndim))
        several = validation.axis_option(spec.name, given, several=spec.event_ndim == 1)
        axes = []
        for axis in several if isinstance(several, tuple) else (several,):
            if not -ndim <= axis < ndim:
                raise ValueError(f"{spec.name}: axis {axis} is out of range for {spec.arrays[0]} of {ndim} axes")
            axes.append(axis % ndim)
        if len(set(axes)) < len(axes):
            raise ValueError(f"{spec.name}: axis names an axis twice: {given!r}")
        return tuple(axes)

    def _layout(self, first: Array) -> Layout | None:
        spec = self.spec
        if not (spec.has_axis or spec.event_ndim) or (spec.event_ndim == 0 and first.ndim == 0):
            return None
        apart = any(isinstance(kind, AxisCount) for kind in spec.domain.kinds.values())
        layout = Layout(tuple(first.shape), self._axes(first.ndim), flatten=spec.event_ndim == 1 and not apart)
        if spec.event_ndim and not layout.length:
            raise ValueError(f"{spec.name}: axis {self.options.axis} of {spec.arrays[0]} has length 0")
        return layout

    def rows_shape(self, first: Array) -> tuple[int, ...]:
        """The first array's shape without the axes that the kernel contracts."""
        return tuple(first.shape) if self.layout is None else self.layout.rows

    def follows_layout(self, name: str) -> bool:
        """Whether an array argument that has the first array's shape has its axes too."""
        kind = self.spec.domain[name]
        return not isinstance(kind, FreeArray) and getattr(kind, "classes_of", None) is None

    # --- labels ---

    def _resolve_labels(self, arrays: list[Array]) -> None:
        """Ignored labels leave through the mask; labels outside the classes are reported, or poison their row."""
        xp, spec = self.xp, self.spec
        ignore = validation.whole_number(spec.name, "ignore_index", self.options.ignore_index, optional=True)
        for i, name in enumerate(spec.arrays):
            kind, x = spec.domain[name], arrays[i]
            if isinstance(kind, BinaryLabels) and ignore is not None:
                self.mask = x != float(ignore)
            if not isinstance(kind, ClassLabels):
                continue
            if x.ndim == arrays[0].ndim:
                if ignore is not None:
                    raise ValueError(
                        f"{spec.name}: ignore_index={ignore} names a class index, but {name} holds one coefficient "
                        f"per class; leave rows out with where="
                    )
                self._weigh_rows(x, dense=True)
                continue
            classes = arrays[0].shape[-1] if kind.classes_of is None else self.classes
            ignored = None if ignore is None else x == int(ignore)
            excused = ignored
            if self.where is not None:
                excused = ~self.where if excused is None else excused | ~self.where
            checked = validation.label_range(xp, self.backend, x, classes, excused, name)
            if ignored is not None:
                self.mask = ~ignored
            if not checked or excused is not None:
                valid = (x >= 0) & (x < classes)
                if not checked:
                    self.poison = valid if excused is None else valid | excused
                arrays[i] = x = xp.where(valid, x, 0)
            self._weigh_rows(x, dense=False)

    def _weigh_rows(self, labels: Array, *, dense: bool) -> None:
        """The class weight of each row, sum_j w_j y_j, for the normaliser."""
        weight = self.params.get("class_weight")
        if weight is None:
            return
        if dense:
            self.row_weight = self.xp.sum(labels * weight, axis=-1)
        else:
            each = num.class_weight_of(self.xp, weight, labels)
            self.row_weight = (
                self.xp.zeros(labels.shape, dtype=self.dtype.computed, device=self.device_of(labels)) + each
            )

    # --- masks and weights ---

    def _where(self, where: Array, first: Array) -> Array:
        """The caller's mask in the loss's shape."""
        if isinstance(where, bool):
            raise TypeError(f"{self.spec.name}: where must be a boolean array, got {where!r}")
        same_library(where, "where", self.xp, first, self.spec.arrays[0])
        if where.dtype != self.xp.bool:
            raise TypeError(
                f"{self.spec.name}: where has dtype {where.dtype}; expected a boolean mask, such as where != 0"
            )
        if isinstance(self.spec.mask, ItemMask) and self.layout is not None and where.ndim == first.ndim:
            items = self.xp.broadcast_to(where, self.layout.shape)
            self.items = items = self.layout.forth(self.xp, items)
            return self.xp.any(items, axis=tuple(range(len(self.shape), items.ndim)))
        return self._loss_shaped(where, "where")

    def _loss_shaped(self, x: Array, name: str) -> Array:
        """A mask or weight in the loss's shape, with the class axis where the kernel has it."""
        if self.layout is None or self.spec.event_ndim:
            return validation.left_aligned(self.xp, x, self.shape, name)
        return self.layout.forth(self.xp, validation.left_aligned(self.xp, x, self.layout.shape, name))

    def _resolve_weights(self, first: Array) -> None:
        xp, options, computed = self.xp, self.options, self.dtype.computed
        if self.where is not None:
            self.mask = self.where if self.mask is None else self.mask & self.where
        if options.weight is not None:
            weight = options.weight
            if validation.is_number(weight):
                weight = xp.full((), float(weight), dtype=computed, device=self.device_of(first))
            else:
                same_library(weight, "weight", xp, first, self.spec.arrays[0])
                if weight.dtype != computed:
                    weight = xp.astype(weight, computed)
            self.weight = self._loss_shaped(weight, "weight")
        if options.class_weight is not None:
            per_class = validation.hyper_parameter(self.spec.name, "class_weight", options.class_weight, PerClass())
            if isinstance(per_class, float):
                per_class = (per_class,)
            per_class = self._param_array("class_weight", per_class, first, first.shape[-1] if first.ndim else 1)
            if first.ndim == 0:
                per_class = xp.reshape(per_class, ())
            per_class = xp.broadcast_to(per_class, self.shape)
            self.weight = per_class if self.weight is None else self.weight * per_class
        if self.weight is not None:
            if self.mask is not None:
                self.weight = xp.where(self.mask, self.weight, 0.0)
            self.gate = self.weight != 0

    def _masked(self, mask: Array, name: str, x: Array) -> Array:
        """`x` with a harmless value where it is masked out, so that nothing there reaches value or gradient."""
        kind = self.spec.domain[name]
        if isinstance(kind, FreeArray):
            return x
        mask = self.items if self.items is not None and self.items.shape == x.shape else expand(mask, x.ndim)
        return self.xp.where(mask, x, 0 if self.xp.isdtype(x.dtype, "integral") else kind.interior)

    def _weightless(self, name: str, x: Array) -> Array:
        """`x` with a harmless value for what is not finite in rows of weight 0: 0 times it would be NaN in a vjp."""
        kind = self.spec.domain[name]
        if isinstance(kind, FreeArray) or self.xp.isdtype(x.dtype, "integral"):
            return x
        return self.xp.where(expand(self.gate, x.ndim) | self.xp.isfinite(x), x, kind.interior)

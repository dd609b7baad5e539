"""One call of a loss, made ready: arrays in one library, shape and precision, labels, masks and weights resolved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from . import ops, validation
from .domain import AnyNumbers, BinaryLabels, ClassLabels, Clip, PerClass, PerRow
from .namespace import DType, Library, default_float, device_of, index_dtype, library_of, same_library
from .typing import Array, Namespace

if TYPE_CHECKING:
    from ..backends._protocol import Backend
    from .spec import LossSpec


class Options(NamedTuple):
    """What every loss takes beside its own arguments."""

    weight: Any = None
    where: Any = None
    reduction: str = "mean"
    normalizer: Any = None
    axis: int = -1
    ignore_index: int | None = None
    class_weight: Any = None


PLAIN = {reduction: Options(reduction=reduction) for reduction in ("mean", "sum", "none")}


class Problem:
    """A loss's arguments as the kernel takes them, and what the reduction needs to know."""

    __slots__ = (
        "arrays", "backend", "device", "dtype", "gate", "library", "mask", "moved", "options", "params", "poison",
        "row_weight", "shape", "spec", "weight", "where", "xp",
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
    moved: int | None  # the class axis, where it was moved to the end

    def __init__(self, spec: LossSpec, arrays: tuple[Any, ...], params: Mapping[str, Any], options: Options) -> None:
        first = arrays[0]
        self.spec, self.options = spec, options
        library = library_of(first, spec.arrays[0])
        xp = self.xp = library.xp
        self.library, self.backend = library, library.backend
        self.mask = self.weight = self.row_weight = self.gate = self.poison = self.moved = self.device = None
        self.dtype = self._dtype(first)
        validation.reduction_name(options.reduction, options.normalizer)
        same = [first if first.dtype == self.dtype.computed else xp.astype(first, self.dtype.computed)]
        for name, x in zip(spec.arrays[1:], arrays[1:], strict=True):
            same.append(self._companion(name, x, first))
        self.params = self._params(params, first)
        if spec.has_axis:
            self._move_class_axis(same)
        self.shape = tuple(same[0].shape[: same[0].ndim - spec.event_ndim])
        self.where = None if options.where is None else self._where(options.where, first)
        if spec.has_labels:
            self._resolve_labels(same)
        if options.where is not None or options.weight is not None or options.class_weight is not None:
            self._resolve_weights(same[0])
        if self.mask is not None:
            same = [self._masked(self.mask, name, x) for name, x in zip(spec.arrays, same, strict=True)]
        self.arrays = tuple(same)

    # --- arrays ---

    def _dtype(self, first: Array) -> DType:
        found = self.library.floating(first.dtype)
        if found is not None:
            return found
        name = self.spec.arrays[0]
        if isinstance(self.spec.domain[name], AnyNumbers) and self.library.is_real(first.dtype):
            default = default_float(self.xp)
            return DType(default, default)
        raise TypeError(
            f"{self.spec.name}: {name} has dtype {first.dtype}; expected a real floating-point dtype "
            f"(float16, bfloat16, float32 or float64): convert it first"
        )

    def _companion(self, name: str, x: Any, first: Array) -> Array:
        """An array beside the first: same library, the computed dtype, and the shape that its domain asks for."""
        xp, spec = self.xp, self.spec
        kind = spec.domain[name]
        expected = tuple(first.shape)
        if isinstance(kind, PerRow):
            axis = self._axis(first.ndim)
            expected = expected[:axis] + expected[axis + 1 :]
        if validation.is_number(x) and not isinstance(kind, ClassLabels):
            return xp.full(expected, float(x), dtype=self.dtype.computed, device=self._device(first))
        same_library(x, name, xp, first, spec.arrays[0])
        if isinstance(kind, ClassLabels) and x.ndim == first.ndim - 1:
            axis = self._axis(first.ndim)
            if tuple(x.shape) != expected[:axis] + expected[axis + 1 :]:
                raise validation.shape_mismatch(
                    name, x.shape, f"{spec.arrays[0]} of shape {expected} without its class axis {axis}",
                    expected[:axis] + expected[axis + 1 :],
                )  # fmt: skip
            if x.dtype == xp.int64:
                return x
            if self.library.floating(x.dtype) is not None or not xp.isdtype(x.dtype, "integral"):
                raise TypeError(
                    f"{spec.name}: {name} of shape {tuple(x.shape)} would be class indices, but have dtype {x.dtype}; "
                    f"pass integers, or one coefficient per class in the shape {expected}"
                )
            return xp.astype(x, index_dtype(xp))
        if x.dtype != self.dtype.computed:
            if not self.library.is_real(x.dtype):
                raise TypeError(f"{spec.name}: {name} has dtype {x.dtype}; expected real numbers: convert it first")
            x = xp.astype(x, self.dtype.computed)
        if tuple(x.shape) != expected:
            if x.ndim != 0 or isinstance(kind, ClassLabels):
                raise validation.shape_mismatch(name, x.shape, spec.arrays[0], expected)
            x = xp.broadcast_to(x, expected)
        return x

    def _device(self, first: Array) -> Any:
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
            elif isinstance(value, tuple) or hasattr(value, "dtype"):
                classes = None
                if isinstance(kind, PerClass):
                    classes = first.shape[self._axis(first.ndim)] if first.ndim else 1
                value = self._param_array(name, value, first, classes)
            params[name] = value
        return params

    def _param_array(self, name: str, value: Any, first: Array, classes: int | None) -> Array:
        """A parameter that is an array (or becomes one), with one value for each of `classes`."""
        return validation.parameter_array(
            self.xp, value, name, self.dtype.computed, first, self.spec.arrays[0], self._device(first), classes
        )

    # --- the class axis ---

    def _axis(self, ndim: int) -> int:
        """The class axis, counted from 0."""
        axis = validation.whole_number(self.spec.name, "axis", self.options.axis, optional=False)
        assert axis is not None
        if not -ndim <= axis < ndim:
            raise ValueError(f"{self.spec.name}: axis {axis} is out of range for {self.spec.arrays[0]} of {ndim} axes")
        return axis % ndim

    def _move_class_axis(self, arrays: list[Array]) -> None:
        """Put the class axis last, where kernels expect it."""
        ndim = arrays[0].ndim
        if self.spec.event_ndim == 0 and ndim == 0:
            return
        axis = self._axis(ndim)
        if arrays[0].shape[axis] == 0 and self.spec.event_ndim:
            raise ValueError(f"{self.spec.name}: the class axis {axis} of {self.spec.arrays[0]} has length 0")
        if axis == ndim - 1:
            return
        self.moved = axis
        for i, x in enumerate(arrays):
            if x.ndim == ndim:
                arrays[i] = self.xp.moveaxis(x, axis, -1)

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
            classes = arrays[0].shape[-1]
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
            each = ops.class_weight_of(self.xp, weight, labels)
            self.row_weight = self.xp.zeros(labels.shape, dtype=self.dtype.computed, device=self._device(labels)) + each

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
        return self._loss_shaped(where, "where")

    def _loss_shaped(self, x: Array, name: str) -> Array:
        """A mask or weight in the loss's shape, with the class axis where the kernel has it."""
        shape = self.shape
        if self.moved is None or self.spec.event_ndim:
            return validation.left_aligned(self.xp, x, shape, name)
        shape = (*shape[: self.moved], shape[-1], *shape[self.moved : -1])
        return self.xp.moveaxis(validation.left_aligned(self.xp, x, shape, name), self.moved, -1)

    def _resolve_weights(self, first: Array) -> None:
        xp, options, computed = self.xp, self.options, self.dtype.computed
        if self.where is not None:
            self.mask = self.where if self.mask is None else self.mask & self.where
        if options.weight is not None:
            weight = options.weight
            if validation.is_number(weight):
                weight = xp.full((), float(weight), dtype=computed, device=self._device(first))
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
        if x.ndim > len(self.shape):
            mask = mask[..., None]
        if self.xp.isdtype(x.dtype, "integral"):
            return self.xp.where(mask, x, 0)
        return self.xp.where(mask, x, self.spec.domain[name].interior)

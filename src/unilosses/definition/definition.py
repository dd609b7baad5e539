"""A loss as data: its kernel, what its signature says, the domain of each argument, the rule that backends see."""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Callable
from typing import Any

from ..backends.protocol import Rule
from .kinds import Domain, Item, Shape
from .options import DEFAULTS, FIXING, ROWS
from .values import taken_as_it_is


class Memory(dict[Any, Any]):
    """What engines know of earlier calls of a loss. A copy or a pickle of the loss begins without it."""

    def __reduce__(self) -> tuple[type[Memory], tuple[()]]:
        return Memory, ()


class LossSpec:
    """Everything there is to know about one loss. `rule` is what a backend sees of it."""

    def __init__(
        self,
        kernel: Callable[..., Any],
        domain: Domain,
        *,
        event_ndim: int,
        aliases: tuple[str, ...],
        class_name: str | None,
        penalty: bool,
    ) -> None:
        self.kernel = kernel
        self.name = kernel.__name__
        self.source = f"{kernel.__module__}.{kernel.__qualname__}"
        self.aliases = aliases
        self.domain = domain
        self.event_ndim = event_ndim
        self.penalty = penalty
        self.class_name = class_name or "".join(part.capitalize() for part in self.name.split("_"))
        self.arrays, self.params, self.annotations = _read_signature(kernel)
        given = {name: kind for name, kind in domain.kinds.items() if kind.given}
        for name, kind in given.items():
            if self.params.pop(name, self) is not None:
                raise TypeError(f"{self.source}: {kind} is given to a kernel with {name}=None, which this one has not")
        mask = given.get("where")
        self.mask = "" if mask is None else mask.given  # which mask the kernel is given: "rows", "items", or none
        self.coupled = mask is not None and mask.coupled  # a row's loss depends on other rows
        self.axis_counts = tuple(name for name, kind in given.items() if kind.given == "axes")
        self.call_params = tuple(given)  # what the call gives the kernel
        _check_names(self)
        # Columns of the arrays' kinds, side by side: every call reads them.
        self.kinds = kinds = tuple(domain[name] for name in self.arrays)
        # which have the first array's axes, where they have its shape
        self.follows = tuple(kind.shape is not Shape.FREE and kind.classes_of is None for kind in kinds)
        self.classes_of = next((kind.classes_of for kind in kinds if kind.classes_of), None)
        self.has_binary_labels = binary = any(kind.labels == "binary" for kind in kinds)
        self.has_signed_labels = any(kind.labels == "signed" for kind in kinds)
        self.has_labels = binary or any(kind.labels == "class" for kind in kinds)
        of_classes = {name: domain[name].item for name in self.params if domain[name].shape is Shape.CLASSES}
        self.class_masks = tuple(name for name, item in of_classes.items() if item is Item.BOOL)
        # the defaults that need no check in a call
        self.usual = {k: v for k, v in self.params.items() if taken_as_it_is(self.name, k, v, domain[k])}
        self.per_class = tuple(name for name, item in of_classes.items() if item is Item.REAL)
        self.has_axis = event_ndim == 1 or binary or bool(self.per_class)
        # the options that fix the loss, beside its reduction, with their defaults
        self.options = {name: DEFAULTS[name] for name in FIXING if not ROWS[name].of or getattr(self, ROWS[name].of)}
        self.rule = self._rule(None, None)
        self.function: Any = None
        self.cls: Any = None
        self.remembered = Memory()

    def _rule(self, partials: Any, vjp: Any) -> Rule:
        return Rule(self.name, self.kernel, partials, vjp, len(self.arrays), tuple(self.kernel_params))

    def set_partials(self, partials: Callable[..., Any]) -> Callable[..., Any]:
        """Attach the partial derivatives: `partials(xp, *arrays, **params)`, one result per array (or None)."""
        self._check_arguments("partials", partials, self.arrays)
        self.rule = self._rule(partials, None)
        self.remembered.clear()
        return partials

    def set_vjp(self, vjp: Callable[..., Any]) -> Callable[..., Any]:
        """Attach the gradients of sum(cotangent * loss), for losses whose samples are coupled.

        `vjp(xp, cotangent, *arrays, **params)` returns one result per array (or None), then perhaps a dict of results
        by parameters. It is linear in the cotangent.
        """
        self._check_arguments("vjp", vjp, ("cotangent", *self.arrays))
        self.rule = self._rule(None, vjp)
        self.remembered.clear()
        return vjp

    def _check_arguments(self, what: str, function: Callable[..., Any], expected: tuple[str, ...]) -> None:
        arrays, params, _ = _read_signature(function)
        if arrays != expected or set(params) != set(self.kernel_params):
            own = (*expected, *self.kernel_params)
            raise TypeError(f"the {what} of {self.name} should take {own} after xp; got {(*arrays, *params)}")

    @property
    def kernel_params(self) -> dict[str, Any]:
        """The parameters of the kernel: the loss's own, and those that the call gives it."""
        return {**self.params, **dict.fromkeys(self.call_params)} if self.call_params else self.params

    @property
    def default_reduction(self) -> str:
        return "sum" if self.penalty else "mean"

    @property
    def defaults(self) -> dict[str, Any]:
        """Every keyword that fixes what the loss is: its own parameters and the call's."""
        return {**self.params, **self.options}


def _read_signature(kernel: Callable[..., Any]) -> tuple[tuple[str, ...], dict[str, Any], dict[str, Any]]:
    """Array arguments, hyper-parameters with their defaults, annotations."""
    _, *parameters = inspect.signature(kernel).parameters.values()
    if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD, p.POSITIONAL_ONLY) for p in parameters):
        raise TypeError(f"{kernel.__name__}: arrays are named positional arguments, parameters are keyword-only ones")
    arrays = tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)
    params = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
    return arrays, params, {p.name: p.annotation for p in parameters}


RESERVED = {name for name, row in ROWS.items() if not row.own}


def _check_names(spec: LossSpec) -> None:
    """TypeError for a kernel or a domain whose names do not make a loss."""
    names = (*spec.arrays, *spec.params)
    if not spec.arrays:
        raise TypeError(f"{spec.source}: a kernel takes xp, then at least one array")
    if not spec.name.isidentifier() or keyword.iskeyword(spec.name):
        raise TypeError(f"a loss needs a name, which {spec.source} is not: define its kernel with def")
    if RESERVED & set(names):
        raise TypeError(
            f"{spec.source}: {sorted(RESERVED & set(names))} are arguments of every loss; name yours otherwise"
        )
    hidden = [name for name in names if name.startswith("_")]
    if hidden:
        raise TypeError(f"{spec.source}: names of arguments begin with a letter, which {', '.join(hidden)} do not")
    unknown = set(spec.domain.kinds) - {*names, *spec.call_params}
    if unknown:
        raise TypeError(f"{spec.source}: the domain names {sorted(unknown)}; the kernel takes {', '.join(names)}")

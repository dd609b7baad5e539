"""Loss objects: a loss with its parameters fixed, and weighted sums of such losses."""

from __future__ import annotations

import copy
import inspect
import math
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from . import pytrees, signatures
from .backends.library import is_number, library_of, same_library
from .call import validation
from .call.call import evaluate
from .definition import registry
from .definition.definition import LossSpec
from .definition.options import EACH_CALL, Options, for_the_call
from .definition.values import hyper_parameter

_MISSING: Any = object()
CONFIG_VERSION = 1


class Objective:
    """Anything that can be called for a value, added to another such thing, and scaled by a number."""

    __slots__ = ("__weakref__",)
    __array_ufunc__ = None  # an array of NumPy leaves its product with a loss to the loss

    def __copy__(self) -> Self:
        return self  # immutable

    def terms(self) -> tuple[tuple[Any, Loss], ...]:
        """The losses in this objective, each with its coefficient."""
        raise NotImplementedError  # reason: abstract; Loss and Sum define it

    def __add__(self, other: Any) -> Sum:
        if isinstance(other, int | float) and other == 0:  # the start of Python's sum()
            return Sum(self.terms())
        if not isinstance(other, Objective):
            return NotImplemented
        return Sum(self.terms() + other.terms())

    __radd__ = __add__

    def __mul__(self, factor: Any) -> Sum:
        by = _coefficient(factor)
        return NotImplemented if by is None else Sum(tuple((by * c, term) for c, term in self.terms()))

    __rmul__ = __mul__

    def __truediv__(self, divisor: Any) -> Sum:
        by = _coefficient(divisor)
        return NotImplemented if by is None else Sum(tuple((c / by, term) for c, term in self.terms()))

    def __neg__(self) -> Sum:
        return self * -1.0

    def __sub__(self, other: Any) -> Sum:
        return self + -other if isinstance(other, Objective) else NotImplemented


class Loss(Objective):
    """A loss with its parameters fixed. Immutable, hashable, picklable; its `repr` evaluates to an equal object."""

    __slots__ = ("_fixed", "_leaves", "_options", "_params")
    _fixed: dict[str, Any]
    _leaves: tuple[str, ...]
    _options: Options
    _params: dict[str, Any]
    spec: ClassVar[LossSpec]

    def __init__(self, **keywords: Any) -> None:
        spec = self.spec
        unknown = [k for k in keywords if k not in spec.defaults and k != "reduction"]
        if unknown:
            raise TypeError(
                f"{spec.class_name}() got an unexpected keyword argument {unknown[0]!r}; "
                f"it takes {', '.join([*spec.defaults, 'reduction'])}"
            )
        reduction = keywords.pop("reduction", spec.default_reduction)
        validation.reduction_name(reduction, None)
        fixed: dict[str, Any] = {}
        for k, v in keywords.items():
            if k in spec.params:
                fixed[k] = hyper_parameter(spec.name, k, v, spec.domain[k])
            else:
                fixed[k] = validation.option(spec, k, v)
        if reduction != spec.default_reduction:
            fixed["reduction"] = reduction
        self._set({k: v for k, v in fixed.items() if k == "reduction" or not _same(v, spec.defaults[k])})
        pytrees.register(type(self))

    def _set(self, fixed: dict[str, Any], leaves: tuple[str, ...] = ()) -> None:
        """What the object is, from what differs from the defaults, some of which stand for leaves of a pytree."""
        spec = self.spec
        chosen = {**spec.defaults, **fixed}
        reduction = fixed.get("reduction", spec.default_reduction)
        set_ = object.__setattr__
        set_(self, "_fixed", fixed)
        set_(self, "_leaves", leaves)
        set_(self, "_params", {k: chosen[k] for k in spec.params})
        set_(self, "_options", Options(reduction=reduction, **{k: chosen[k] for k in spec.options}))

    def __call__(self, *arrays: Any, **keywords: Any) -> Any:
        pytrees.register(type(self))
        given, named = for_the_call(keywords)
        options = self._options._replace(**given) if given else self._options
        return evaluate(self.spec, self.bind(arrays, named), dict(self._params), options)

    def bind(self, arrays: tuple[Any, ...], named: Mapping[str, Any]) -> tuple[Any, ...]:
        """The array arguments in order, some of them given by name."""
        names = self.spec.arrays
        if len(arrays) > len(names):
            raise TypeError(f"{self!r} takes {', '.join(names)}; got {len(arrays)} positional arguments")
        rest = dict(named)
        full = arrays + tuple(rest.pop(name, _MISSING) for name in names[len(arrays) :])
        if rest:
            known = ", ".join([*names, *EACH_CALL[:-1]])
            raise TypeError(
                f"{self!r} got an unexpected argument {next(iter(rest))!r}: it takes {known} and {EACH_CALL[-1]}; "
                f"parameters are set when it is made, {self.spec.class_name}(...)"
            )
        for name, x in zip(names, full, strict=True):
            if x is _MISSING:
                raise TypeError(f"{self!r} is missing {name!r}")
        return full

    @property
    def options(self) -> Options:
        return self._options

    @property
    def params(self) -> dict[str, Any]:
        """The hyper-parameters of the kernel."""
        return dict(self._params)

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_"):
            if name in self.spec.params:
                return self._params[name]
            if name in self.spec.options or name == "reduction":
                return getattr(self._options, name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable; make another one to change {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def terms(self) -> tuple[tuple[Any, Loss], ...]:
        return ((1.0, self),)

    def __repr__(self) -> str:
        return f"{self.spec.class_name}({', '.join(f'{k}={_literal(v)}' for k, v in self._fixed.items())})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Loss):
            return NotImplemented
        return (
            self.spec.source == other.spec.source
            and self._fixed.keys() == other._fixed.keys()
            and all(_same(v, other._fixed[k]) for k, v in self._fixed.items())
        )

    def __hash__(self) -> int:
        # Arrays are equal only to themselves, here as in __eq__.
        items = ((k, id(v) if hasattr(v, "dtype") else v) for k, v in self._fixed.items())
        return hash((self.spec.source, frozenset(items)))

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self._with(copy.deepcopy(self._fixed, memo))

    def __reduce__(self) -> Any:
        # By the function: pickle finds it by its name, or refuses now; cloudpickle and joblib take it along.
        return _rebuild, (self.spec.function, dict(self._fixed))

    @classmethod
    def _with(cls, fixed: dict[str, Any], leaves: tuple[str, ...] = ()) -> Self:
        """The loss with these values, which nobody looks at: a tracer may be one, or nothing at all."""
        made = object.__new__(cls)
        made._set(fixed, leaves)
        return made

    def tree_flatten(self) -> tuple[tuple[Any, ...], Any]:
        """The values that hold arrays, and the rest: what makes an object a pytree."""
        # What stands for an array (nothing, where Equinox partitions a model) is a leaf still.
        learned = tuple(k for k, v in self._fixed.items() if k in self._leaves or _holds_arrays(v))
        rest = tuple((k, None if k in learned else v) for k, v in self._fixed.items())
        return tuple(self._fixed[k] for k in learned), (learned, rest)

    @classmethod
    def tree_unflatten(cls, rest: Any, values: Any) -> Self:
        names, fixed = rest
        return cls._with({**dict(fixed), **dict(zip(names, values, strict=True))}, names)

    def to_config(self) -> dict[str, Any]:
        """The loss as plain data (JSON or YAML): its name and the parameters that differ from their defaults."""
        return {**self._plain(), "version": CONFIG_VERSION}

    def _plain(self) -> dict[str, Any]:
        return {"loss": self.spec.name, **{k: _plain_value(k, v) for k, v in self._fixed.items()}}

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Loss:
        """The loss that `to_config` described."""
        made = from_config(config)
        if not isinstance(made, cls):
            raise ValueError(f"the configuration describes {made!r}, which is no {cls.__name__}")
        return made


class Sum(Objective):
    """A weighted sum of losses and penalties: itself callable, immutable, hashable, picklable.

    Positional arrays go to the losses, `params=` to the penalties; weight, where and normalizer go to the losses.
    """

    __slots__ = ("_terms",)
    _terms: tuple[tuple[Any, Loss], ...]
    __signature__ = signatures.OF_SUMS

    def __init__(self, terms: tuple[tuple[Any, Loss], ...]) -> None:
        kinds = {("penalty" if t.spec.penalty else "loss", t.options.reduction == "none") for _, t in terms}
        if len({unreduced for _, unreduced in kinds}) > 1:
            raise ValueError(
                "an unreduced term cannot be added to a reduced one: the number would be added to every element; "
                "give all terms the same reduction"
            )
        object.__setattr__(self, "_terms", tuple(terms))
        pytrees.register(Sum)

    def terms(self) -> tuple[tuple[Any, Loss], ...]:
        return self._terms

    def split(
        self, arrays: tuple[Any, ...], named: Mapping[str, Any], options: Mapping[str, Any]
    ) -> list[tuple[Any, Loss, tuple[Any, ...], Mapping[str, Any]]]:
        """Each term with its coefficient, its own arrays and its own options."""
        has_penalty = any(t.spec.penalty for _, t in self._terms)
        has_loss = any(not t.spec.penalty for _, t in self._terms)
        penalised = {k: v for k, v in named.items() if k == "params"} if has_penalty else {}
        if has_penalty and not penalised and has_loss:
            raise TypeError(f"{self!r} has a penalty: pass what it penalises as params=")
        rest = {k: v for k, v in named.items() if k not in penalised}
        if not has_loss:
            return [(c, t, t.bind(arrays, penalised), options) for c, t in self._terms]
        return [
            (c, t, t.bind((), penalised), {}) if t.spec.penalty else (c, t, t.bind(arrays, rest), options)
            for c, t in self._terms
        ]

    def __call__(self, *arrays: Any, **keywords: Any) -> Any:
        options, named = for_the_call(keywords)
        values = [scaled(c, t(*bound, **kept)) for c, t, bound, kept in self.split(arrays, named, options)]
        return sum(values[1:], values[0])

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("a sum of losses is immutable")

    def __repr__(self) -> str:
        plain = len(self._terms) > 1  # one term alone keeps its 1.0, so that the text still makes a sum
        return " + ".join(
            f"{t!r}" if isinstance(c, float) and c == 1.0 and plain else f"{_literal(c)} * {t!r}"
            for c, t in self._terms
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sum):
            return NotImplemented
        pairs = zip(self._terms, other._terms, strict=False)
        return len(self._terms) == len(other._terms) and all(_same(c, d) and t == s for (c, t), (d, s) in pairs)

    def __hash__(self) -> int:
        return hash(tuple((id(c) if hasattr(c, "dtype") else c, t) for c, t in self._terms))

    def __deepcopy__(self, memo: dict[int, Any]) -> Sum:
        return Sum(copy.deepcopy(self._terms, memo))

    def __reduce__(self) -> Any:
        return Sum, (self._terms,)

    def tree_flatten(self) -> tuple[tuple[Any, ...], Any]:
        """The coefficients that are arrays and the losses, and the coefficients that are numbers."""
        numbers = tuple(c if isinstance(c, float) else None for c, _ in self._terms)
        learned = [c for c, _ in self._terms if not isinstance(c, float)]
        return (tuple(learned), tuple(t for _, t in self._terms)), numbers

    @classmethod
    def tree_unflatten(cls, numbers: Any, values: Any) -> Sum:
        learned, losses = values
        rest = iter(learned)
        made = object.__new__(cls)
        terms = tuple((next(rest) if c is None else c, t) for c, t in zip(numbers, losses, strict=True))
        object.__setattr__(made, "_terms", terms)
        return made

    def to_config(self) -> dict[str, Any]:
        """The sum as plain data: coefficients and the configurations of the losses."""
        terms = [[float(c), t._plain()] for c, t in self._terms]
        return {"sum": terms, "version": CONFIG_VERSION}


def from_config(config: Mapping[str, Any]) -> Any:
    """The loss, or the sum of losses, that a `to_config` described.

    >>> import unilosses
    >>> unilosses.from_config({"sum": [[1.0, {"loss": "huber", "delta": 2.0}], [0.1, {"loss": "l2_penalty"}]]})
    Huber(delta=2.0) + 0.1 * L2Penalty()
    """
    if not isinstance(config, Mapping) or not ("loss" in config or "sum" in config):
        raise ValueError(f"expected a mapping with a 'loss' or a 'sum' in it, got {config!r}")
    version = config.get("version", CONFIG_VERSION)
    if version != CONFIG_VERSION:
        raise ValueError(f"the configuration is of version {version!r}; this release reads {CONFIG_VERSION}")
    if "sum" in config:
        return Sum(tuple((float(c), from_config(term)) for c, term in config["sum"]))
    return registry.get(config["loss"], **{k: _from_plain(config[k]) for k in config if k not in ("loss", "version")})


def _plain_value(name: str, value: Any) -> Any:
    """A parameter as plain data: a loss as its configuration, a loss's function by its name."""
    if isinstance(value, Loss):
        return value._plain()
    if callable(value):
        if not hasattr(value, "spec"):
            raise ValueError(f"{name} is {value!r}: a function has no configuration, unless it is that of a loss")
        return {"function": value.spec.name}
    return value.tolist() if hasattr(value, "tolist") else value


def _from_plain(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return registry.find(value["function"]).function if "function" in value else from_config(value)


def make_class(spec: LossSpec) -> type[Loss]:
    """The class of one loss; its signature lists that loss's parameters."""
    cls = type(spec.class_name, (Loss,), {"__slots__": (), "spec": spec, "__doc__": _class_doc(spec)})
    cls.__signature__ = signatures.of_class(spec)  # type: ignore[attr-defined]  # typeshed lacks it
    home = spec.kernel.__module__
    cls.__module__ = "unilosses" if home.startswith("unilosses.losses.") else home
    return cls


def _class_doc(spec: LossSpec) -> str:
    summary = inspect.cleandoc(spec.kernel.__doc__ or "").partition("\n")[0]
    return f"{summary}\n\n`{spec.name}` with its parameters fixed; see there for the definition."


def _rebuild(function: Any, fixed: dict[str, Any]) -> Any:
    return function.spec.cls(**fixed)  # unpickle


def _coefficient(x: Any) -> Any:
    """A factor of a term: a number as a float, an array without axes (a learned weight) as it is; None for the rest."""
    if isinstance(x, bool):
        return None
    if is_number(x):
        return float(x)
    if not hasattr(x, "dtype"):
        return None
    if x.shape != ():
        raise ValueError(f"a coefficient has shape {tuple(x.shape)}; expected a number, or an array without axes")
    return x


def scaled(coefficient: Any, x: Any) -> Any:
    """coefficient * x, in the dtype of x."""
    if hasattr(coefficient, "dtype"):
        library = library_of(x, "the loss")
        coefficient = same_library(coefficient, "a coefficient", library.xp, x, "the loss")
        if not library.is_real(coefficient.dtype):
            raise TypeError(f"a coefficient has dtype {coefficient.dtype}; expected real numbers")
        coefficient = library.xp.astype(coefficient, x.dtype)
    elif not x.ndim and library_of(x, "the loss").backend.differentiates((x,)):
        # An array: beside a float, torch.func.jvp makes a float64 of the tangent of what has no axes.
        coefficient = coefficient * library_of(x, "the loss").xp.ones_like(x)
    return coefficient * x


def _holds_arrays(x: Any) -> bool:
    """Whether a parameter is an array, or has arrays in it."""
    if isinstance(x, tuple):
        return any(map(_holds_arrays, x))
    return hasattr(x, "dtype") or isinstance(x, Objective)


def _literal(value: Any) -> str:
    """The value as Python text that evaluates to it."""
    return f"float({str(value)!r})" if isinstance(value, float) and not math.isfinite(value) else repr(value)


def _same(a: Any, b: Any) -> bool:
    """Equality that never compares arrays element by element."""
    if hasattr(a, "dtype") or hasattr(b, "dtype"):
        return a is b
    return type(a) is type(b) and bool(a == b)

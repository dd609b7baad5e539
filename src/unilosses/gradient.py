"""`value_and_grad`: the same call in every framework, from the partials, with no graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from . import numerics as num
from .backends.library import library_of
from .backends.protocol import NoGradientError, expand
from .call import penalty, reduction
from .call.call import evaluate
from .call.prepare import prepare
from .call.prepared import Prepared
from .call.tree import leaves, rebuild
from .definition.definition import LossSpec
from .definition.options import Options, for_the_call
from .objects import Loss, Objective, Sum, scaled
from .typing import Array, Namespace


class Term(NamedTuple):
    """One loss of an objective, with everything that it is called with."""

    coefficient: Any
    spec: LossSpec
    arrays: tuple[Any, ...]
    params: dict[str, Any]
    options: Options


def value_and_grad(loss: Any, argnums: int | str | Sequence[int | str] = 0) -> Callable[..., tuple[Array, Any]]:
    """The function that returns a loss's value and its gradient.

    The call is the same in NumPy, PyTorch and JAX: `value_and_grad(loss)(*arrays, **keywords)` takes what the loss
    takes and returns `(value, gradient)`. The gradient comes from the loss's partial derivatives, so NumPy needs no
    framework, and no graph is recorded. It equals what the framework's own differentiation of the loss returns. With
    reduction="none" it is the gradient of the sum.

    Arguments
        loss: a loss function, a loss object, or a sum of loss objects.
        argnums: the argument to differentiate by: its position, or its name ("params" for the tree of a penalty;
            a tree gives a tree). Several of them give a tuple of gradients. A parameter (`delta`) goes by its name;
            where a loss states no partial for an argument, PyTorch and JAX differentiate the loss themselves.

    Errors
        TypeError (NoGradientError): the loss has no partial for that argument, and the library cannot differentiate.

    >>> import numpy as np, unilosses
    >>> value, grad = unilosses.value_and_grad(unilosses.huber)(np.asarray([0.5, 3.0]), np.asarray([0.0, 0.0]))
    >>> float(value), grad.tolist()
    (1.3125, [0.25, 0.5])
    """
    if isinstance(loss, type) and issubclass(loss, Loss):
        loss = loss()
    if not isinstance(loss, Objective) and not hasattr(loss, "spec"):
        raise TypeError(
            f"value_and_grad takes a loss of unilosses, got {loss!r}; "
            f"make a loss of your own function with @unilosses.loss"
        )
    single = isinstance(argnums, int | str)
    wanted = (argnums,) if isinstance(argnums, int | str) else tuple(argnums)
    return partial(_value_and_grad, loss, wanted, single)  # a partial pickles, as the loss does


def _value_and_grad(
    loss: Any, wanted: tuple[int | str, ...], single: bool, /, *arrays: Any, **keywords: Any
) -> tuple[Array, Any]:
    """What `value_and_grad` returns, of one call."""
    terms = _terms(loss, arrays, keywords)
    with_losses = any(not term.spec.penalty for term in terms)
    value: Any = None
    grads: list[Any] = [None] * len(wanted)
    for term in terms:
        numbered = not (with_losses and term.spec.penalty)  # beside losses, a penalty's tree goes by its name
        positions = {i: _position(term.spec, n) for i, n in enumerate(wanted) if numbered or isinstance(n, str)}
        mine = {i: at for i, at in positions.items() if at is not None}
        value_of, grads_of = _differentiate(term, list(mine.values()))
        value = _plus(value, term.coefficient, value_of)
        for i, g in zip(mine, grads_of, strict=True):
            grads[i] = _plus(grads[i], term.coefficient, g)
    for name, g in zip(wanted, grads, strict=True):
        if g is None:
            known = ", ".join(dict.fromkeys(n for t in terms for n in (*t.spec.arrays, *t.spec.params)))
            raise ValueError(f"no argument {name!r} to differentiate by; there are: {known}")
    return value, grads[0] if single else tuple(grads)


def _terms(loss: Any, arrays: tuple[Any, ...], keywords: Mapping[str, Any]) -> list[Term]:
    """The losses of an objective, each with its arguments."""
    if isinstance(loss, Sum):
        shared, named = for_the_call(keywords)
        return [
            Term(c, t.spec, bound, t.params, t.options._replace(**kept))
            for c, t, bound, kept in loss.split(arrays, named, shared)
        ]
    if not isinstance(loss, Loss):  # a function: fix its parameters, which arrive with the call
        loss, keywords = _fixed(loss.spec, keywords)
    shared, named = for_the_call(keywords)
    bound = loss.bind(arrays, named)
    return [Term(1.0, loss.spec, bound, loss.params, loss.options._replace(**shared))]


def _fixed(spec: LossSpec, keywords: Mapping[str, Any]) -> tuple[Loss, dict[str, Any]]:
    """A loss function's object with the parameters of this call, and the keywords that remain."""
    own = {k: v for k, v in keywords.items() if k in spec.defaults or k == "reduction"}
    return spec.cls(**own), {k: v for k, v in keywords.items() if k not in own}


def _position(spec: LossSpec, name: int | str) -> int | str | None:
    """An argument of a term: an array's position, a parameter's name, or None if the term does not have it."""
    if isinstance(name, str):
        if name in spec.arrays:
            return spec.arrays.index(name)
        return name if name in spec.params else None
    return name if 0 <= name < len(spec.arrays) else None


def _plus(total: Any, coefficient: Any, x: Any) -> Any:
    """total + coefficient * x, leaf by leaf for trees."""
    if isinstance(x, Mapping | list | tuple):
        parts = iter([_times(coefficient, v) for _, v in leaves(x, "")])
        old = iter([v for _, v in leaves(total, "")]) if total is not None else None
        return rebuild(x, lambda: next(parts) if old is None else next(old) + next(parts))
    x = _times(coefficient, x)
    return x if total is None else total + x


def _times(coefficient: Any, x: Any) -> Any:
    return x if isinstance(coefficient, float) and coefficient == 1.0 else scaled(coefficient, x)


def _differentiate(term: Term, wanted: list[int | str]) -> tuple[Array, list[Any]]:
    """One term's value, and its gradient by each wanted argument."""
    if term.spec.penalty:
        return _penalty_gradient(term, wanted)
    with library_of(term.arrays[0], term.spec.arrays[0]).backend.settings(recording=False):
        p = prepare(term.spec, term.arrays, term.params, term.options)
        with p.backend.settings():
            loss = p.spec.kernel(p.xp, *p.arrays, **p.params)
        by = reduction.divisor(p)
        value = reduction.reduced(p, loss, by)
        ct = reduction.cotangent(p, loss, by)
        with p.backend.settings():
            grads = p.spec.rule.gradients(p.xp, ct, p.arrays, p.params, p.gate, wanted)
        for i, g in grads.items():
            if isinstance(i, str):
                grads[i] = _own_form(p, term.params[i], g, laid_out=False)
                continue
            if p.spec.kinds[i].labels == "class" and p.row_weight is not None:
                g = g + _through_normalizer(p, loss, by)
            grads[i] = _own_form(p, term.arrays[i], g, laid_out=p.spec.follows[i])
    rest = [i for i in wanted if i not in grads]
    if rest:
        grads.update(zip(rest, _by_framework(p, term, rest), strict=True))
    return value, [grads[i] for i in wanted]


def _own_form(p: Prepared, given: Any, g: Array, *, laid_out: bool) -> Array:
    """A gradient as the argument came: its axes, its shape, its dtype."""
    xp = p.xp
    if laid_out and p.layout is not None and g.shape == p.arrays[0].shape:
        g = p.layout.from_kernel(xp, g)
    g = _summed_to(xp, g, tuple(getattr(given, "shape", ())))
    return reduction.narrowed(p, g, _own_dtype(p, given))


def _own_dtype(p: Prepared, given: Any) -> Any:
    """The dtype of a gradient by that argument: its own; the result's by a number or a constant of another library."""
    own = None if isinstance(given, np.generic) or not hasattr(given, "dtype") else p.library.floating(given.dtype)
    if own is None or library_of(given, "an argument").xp is not p.xp:
        own = p.dtype
    return own.result


def _summed_to(xp: Namespace, g: Array, shape: tuple[int, ...]) -> Array:
    """The gradient by an argument that was broadcast, its axes counted from the left: summed where it repeated."""
    if tuple(g.shape) == shape:
        return g
    repeated = tuple(i for i, n in enumerate(g.shape) if i >= len(shape) or (shape[i] == 1 and n != 1))
    return xp.reshape(xp.sum(g, axis=repeated), shape)


def _through_normalizer(p: Prepared, loss: Array, by: Array | float | None) -> Array | float:
    """Dense labels with class weights stand in the normaliser too: - mean / normaliser * d normaliser / d labels."""
    xp = p.xp
    if by is None or p.options.normalizer is not None:
        return 0.0
    mean = reduction.safe_divide(xp, num.ordered_sum(xp, reduction.weighted(p, loss)), by)
    rows = xp.ones_like(loss) if p.weight is None else p.weight
    if p.mask is not None:
        rows = xp.where(p.mask, rows, 0.0)
    return -reduction.safe_divide(xp, mean, by) * rows[..., None] * p.params["class_weight"]


def _penalty_gradient(term: Term, wanted: list[int | str]) -> tuple[Array, list[Any]]:
    """A penalty's value, and its gradient by the tree: a tree of the same structure."""
    tree = term.arrays[0]
    if any(name != 0 for name in wanted):
        raise NoGradientError(
            f"{term.spec.name} has a gradient by {term.spec.arrays[0]} alone; for that by a parameter, "
            f"let PyTorch or JAX differentiate the penalty itself"
        )
    made = penalty.prepared(term.spec, tree, term.params, term.options)
    with made[0].backend.settings(recording=False):
        value = penalty.call_penalty(term.spec, tree, term.params, term.options)
        if not wanted:
            return value, []
        if term.spec.rule.partials is None:
            raise NoGradientError(f"{term.spec.name} states no partial derivative; give it one with .partials")
        by = penalty.normalizer(made) if term.options.reduction == "mean" else None
        found = []
        for p, (_, leaf) in zip(made, leaves(tree, ""), strict=True):
            with p.backend.settings():
                (d,) = term.spec.rule.gated_partials(p.xp, p.arrays, p.params, p.gate)
            assert d is not None
            each = p.arrays[0][(..., *(0,) * term.spec.event_ndim)]  # any array of the unreduced penalty's shape
            g = expand(reduction.cotangent(p, each, by), d.ndim) * d
            g = g if p.layout is None else p.layout.from_kernel(p.xp, g)
            found.append(reduction.narrowed(p, g, _own_dtype(p, leaf)))
    grads: Iterator[Array] = iter(found)
    return value, [rebuild(tree, lambda: next(grads))]


def _by_framework(p: Prepared, term: Term, wanted: list[int | str]) -> tuple[Array, ...]:
    """Gradients that the loss does not state, by the library's own differentiation."""
    at = []
    for i in wanted:
        x = term.arrays[i] if isinstance(i, int) else term.params[i]
        if not hasattr(x, "dtype"):
            raise NoGradientError(f"{term.spec.name}: {i!r} is {x!r}; pass an array to differentiate by it")
        at.append(x)

    def total(*some: Array) -> Array:
        new = dict(zip(wanted, some, strict=True))
        arrays = tuple(new.get(i, a) for i, a in enumerate(term.arrays))
        params = {k: new.get(k, v) for k, v in term.params.items()}
        value = evaluate(term.spec, arrays, params, term.options)
        return p.xp.sum(value) if term.options.reduction == "none" else value

    return p.backend.value_and_grad(total, tuple(at))[1]

"""`value_and_grad`: the same call in every framework, from the partials, with no graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from .backends.library import library_of
from .backends.protocol import NoGradientError, expand
from .call import penalty, reduction
from .call.call import evaluate
from .call.engine import Call, engine_for, values_of
from .call.gradients import own_dtype
from .call.gradients import value_and_gradients as by_definition
from .call.pieces import in_pieces
from .call.prepare import prepare
from .call.prepared import Prepared
from .call.tree import leaves, rebuild
from .definition.definition import LossSpec
from .objects import Loss, Sum
from .terms import Term, objective, plus, terms_of
from .typing import Array


def value_and_grad(loss: Any, argnums: int | str | Sequence[int | str] = 0) -> Callable[..., tuple[Array, Any]]:
    """The function that returns a loss's value and its gradient.

    The call is the same in NumPy, PyTorch and JAX: `value_and_grad(loss)(*arrays, **keywords)` takes what the loss
    takes and returns `(value, gradient)`. The gradient comes from the loss's partial derivatives, so NumPy needs no
    framework, and nothing is recorded. It equals what the framework's own differentiation of the loss returns. With
    reduction="none" it is the gradient of the sum.

    Arguments
        loss: a loss function, a loss object, or a sum of loss objects.
        argnums: the argument to differentiate by: its position, or its name ("params" for the tree of a penalty;
            a tree gives a tree). Several of them give a tuple of gradients. A parameter (`delta`) goes by its name;
            where a loss states no partial for an argument, PyTorch and JAX differentiate the loss themselves, and for
            other libraries the graph of the call is differentiated.

    Errors
        TypeError (NoGradientError): the loss has no partial for that argument, the library cannot differentiate, and
        of the kernel there is no graph: it looks at data, for example.

    >>> import numpy as np, unilosses
    >>> value, grad = unilosses.value_and_grad(unilosses.huber)(np.asarray([0.5, 3.0]), np.asarray([0.0, 0.0]))
    >>> float(value), grad.tolist()
    (1.3125, [0.25, 0.5])
    """
    loss = objective("value_and_grad", loss)
    single = isinstance(argnums, int | str)
    wanted = (argnums,) if isinstance(argnums, int | str) else tuple(argnums)
    return partial(_value_and_grad, loss, wanted, single)  # a partial pickles, as the loss does


def _value_and_grad(
    loss: Any, wanted: tuple[int | str, ...], single: bool, /, *arrays: Any, **keywords: Any
) -> tuple[Array, Any]:
    """What `value_and_grad` returns, of one call."""
    found = None if isinstance(loss, Sum) else _at_once(loss, wanted, arrays, keywords)
    if found is not None:
        return found[0], found[1][0] if single else found[1]
    terms = terms_of(loss, arrays, keywords)
    with_losses = any(not term.spec.penalty for term in terms)
    value: Any = None
    grads: list[Any] = [None] * len(wanted)
    for term in terms:
        numbered = not (with_losses and term.spec.penalty)  # beside losses, a penalty's tree goes by its name
        positions = {i: _position(term.spec, n) for i, n in enumerate(wanted) if numbered or isinstance(n, str)}
        mine = {i: at for i, at in positions.items() if at is not None}
        value_of, grads_of = _differentiate(term, list(mine.values()))
        value = plus(value, term.coefficient, value_of)
        for i, g in zip(mine, grads_of, strict=True):
            grads[i] = plus(grads[i], term.coefficient, g)
    for name, g in zip(wanted, grads, strict=True):
        if g is None:
            known = ", ".join(dict.fromkeys(n for t in terms for n in (*t.spec.arrays, *t.spec.params)))
            raise ValueError(f"no argument {name!r} to differentiate by; there are: {known}")
    return value, grads[0] if single else tuple(grads)


def _at_once(
    loss: Any, wanted: tuple[int | str, ...], arrays: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[Array, tuple[Any, ...]] | None:
    """A plain call of one loss, by what served one like it: to bind and to look takes four times as long."""
    spec = loss.spec
    if spec.penalty or len(arrays) != len(spec.arrays):
        return None
    if isinstance(loss, Loss):
        if keywords:
            return None
        values = (*arrays, *loss.params.values(), *loss.options)
    else:
        if not all(k in spec.params or k == "reduction" for k in keywords):
            return None
        params = [keywords.get(name, default) for name, default in spec.params.items()]
        values = (*arrays, *params, keywords.get("reduction", spec.default_reduction))
    asked = engine_for(arrays[0])
    by = tuple(at for at in (_position(spec, name) for name in wanted) if at is not None)
    if asked is None or len(by) < len(wanted):
        return None
    from .engines.serve import at_once  # not before it is needed: import takes its time

    return at_once(spec, asked, values, by)


def _position(spec: LossSpec, name: int | str) -> int | str | None:
    """An argument of a term: an array's position, a parameter's name, or None if the term does not have it."""
    if isinstance(name, str):
        if name in spec.arrays:
            return spec.arrays.index(name)
        return name if name in spec.params else None
    return name if 0 <= name < len(spec.arrays) else None


def _differentiate(term: Term, wanted: list[int | str]) -> Any:
    """One term's value, and a sequence of its gradients by the wanted arguments."""
    asked = engine_for(term.arrays[0])
    if asked is not None:
        found = _by_engine(term, asked, wanted)
        if found is not None:
            return found
    cut = in_pieces(*term[1:])
    if cut is not None:
        by = tuple(term.arrays[i] if isinstance(i, int) else term.params[i] for i in wanted)

        def differentiated(*call: Any) -> Any:
            return _differentiate(Term(term.coefficient, *call), wanted)

        return cut(differentiated, by)
    if term.spec.penalty:
        return _penalty_gradient(term, wanted)
    with library_of(term.arrays[0], term.spec.arrays[0]).backend.settings(recording=False):
        p = prepare(term.spec, term.arrays, term.params, term.options)
        is_uneven = p.library.mesh is not None and p.library.mesh.is_uneven(values_of(*term[1:]))
        value, grads = by_definition(p, term.arrays, term.params, [] if is_uneven else wanted)
    rest = [i for i in wanted if i not in grads]
    if rest:
        grads.update(zip(rest, _by_framework(p, term, rest), strict=True))
    return value, [grads[i] for i in wanted]


def _by_engine(term: Term, asked: str, wanted: list[int | str]) -> tuple[Array, tuple[Any, ...]] | None:
    """The same by the engine that is asked for; None for the reference."""
    from .engines.serve import value_and_gradients  # not before it is needed: import takes its time

    return value_and_gradients(Call(*term[1:]), asked, wanted)


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
        by = penalty.normalizer(made) if term.options.reduction == "mean" else None
        if term.spec.rule.partials is None:
            found = [_unstated_by_leaf(p, x, term, by) for p, (_, x) in zip(made, leaves(tree, ""), strict=True)]
        else:
            found = [_stated_by_leaf(p, x, term, by) for p, (_, x) in zip(made, leaves(tree, ""), strict=True)]
    grads: Iterator[Array] = iter(found)
    return value, [rebuild(tree, lambda: next(grads))]


def _stated_by_leaf(p: Prepared, x: Array, term: Term, by: Array | float | None) -> Array:
    """A penalty's gradient by one array of its tree; `by` is the divisor of the whole."""
    with p.backend.settings():
        (d,) = term.spec.rule.gated_partials(p.xp, p.arrays, p.params, p.gate)
    assert d is not None
    each = p.arrays[0][(..., *(0,) * term.spec.event_ndim)]  # any array of the unreduced penalty's shape
    g = expand(reduction.cotangent(p, each, by), d.ndim) * d
    g = g if p.layout is None else p.layout.from_kernel(p.xp, g)
    return reduction.narrowed(p, g, own_dtype(p, x))


def _unstated_by_leaf(p: Prepared, x: Array, term: Term, by: Array | float | None) -> Array:
    """The same where the penalty states no derivative: that of the graph of its sum."""
    options = p.options._replace(reduction="sum", normalizer=None)
    (g,) = _by_graph(p, term._replace(arrays=(x,), options=options), [0])
    return g if by is None else reduction.rounded(p, reduction.safe_divide(p.xp, g, by))


def _by_framework(p: Prepared, term: Term, wanted: list[int | str]) -> tuple[Array, ...]:
    """Gradients that the loss does not state: by the library's own differentiation, or by that of the graph."""
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

    try:
        return p.backend.value_and_grad(total, tuple(at))[1]
    except NoGradientError:
        return _by_graph(p, term, wanted)


def _by_graph(p: Prepared, term: Term, wanted: list[int | str]) -> tuple[Array, ...]:
    """Gradients that neither the loss states nor the library has, by differentiating the graph of the call."""
    from .engines.unstated import gradients  # not before it is needed: import takes its time

    return gradients(p, term.arrays, term.params, term.options, wanted)

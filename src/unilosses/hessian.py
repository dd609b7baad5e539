"""`value_grad_hess`: value, gradient and the diagonal of the Hessian, the same call in every library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .call.call import evaluate
from .terms import Term, objective, plus, terms_of
from .typing import Array


def value_grad_hess(loss: Any) -> Callable[..., tuple[Array, Array, Array]]:
    """The function that returns a loss's value, its gradient, and the diagonal of its Hessian.

    The call is the same in NumPy, PyTorch and JAX: `value_grad_hess(loss)(*arrays, **keywords)` takes what the loss
    takes. Gradient and diagonal are those by the first array, in its shape: of each element its own second derivative.
    That is what gradient boosting and Newton's method ask for. With reduction="none" they are those of the sum; mean,
    weights and masks scale all three alike. Where a loss states its gradient, that is differentiated once more; where
    it states none, its value is, twice.

    For a loss of rows of n elements it takes n evaluations of the second derivative.

    Arguments
        loss: a loss function, a loss object, or a sum of loss objects. What a sum's penalties add to the value has no
            part in gradient and diagonal, as they have arrays of their own.

    Errors
        TypeError (NoGradientError): rows of a batch are compared with one another (info_nce), rows are matrices
        (orthogonal_penalty), or there is no graph of the loss (ctc, linear_cross_entropy), so that there is no
        diagonal that costs less than the whole Hessian.

    >>> import numpy as np, unilosses
    >>> logits, labels = np.asarray([0.0, 2.0]), np.asarray([1.0, 0.0])
    >>> value, grad, hess = unilosses.value_grad_hess(unilosses.sigmoid_cross_entropy)(logits, labels, reduction="sum")
    >>> p = 1 / (1 + np.exp(-logits))
    >>> bool(np.allclose(grad, p - labels)), bool(np.allclose(hess, p * (1 - p)))
    (True, True)
    """
    loss = objective("value_grad_hess", loss)

    def evaluate(*arrays: Any, **keywords: Any) -> tuple[Array, Array, Array]:
        terms = terms_of(loss, arrays, keywords)
        with_losses = any(not term.spec.penalty for term in terms)
        found: list[Any] = [None, None, None]
        for term in terms:
            each = _value_alone(term) if with_losses and term.spec.penalty else _differentiated(term)
            for i, new in enumerate(each):
                found[i] = plus(found[i], term.coefficient, new)
        return found[0], found[1], found[2]

    return evaluate


def _value_alone(term: Term) -> tuple[Any, ...]:
    return (evaluate(term.spec, term.arrays, term.params, term.options),)


def _differentiated(term: Term) -> tuple[Array, Array, Array]:
    from .engines.hessian import differentiated_twice  # not before it is needed: import takes its time

    return differentiated_twice(term.spec, term.arrays, term.params, term.options)

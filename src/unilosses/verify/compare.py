"""`compare` and `assert_conforms`: functions of any library against one of our losses and against each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..definition.definition import LossSpec
from ..definition.registry import find
from .places import Place
from .random_inputs import is_coupled
from .report import Comparison
from .run import Run
from .subject import Subject
from .vectors import Vectors, load

BACKENDS = ("numpy", "torch", "jax", "cupy")


def compare(
    functions: Mapping[str, Any],
    like: str | Callable[..., Any],
    *,
    backend: str | Mapping[str, str] | None = None,
    device: str = "cpu",
    dtypes: Sequence[str] = ("float32", "float64"),
    reduction: str | None = None,
    order: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
    wrt: Sequence[str] | None = None,
    labels: str | None = None,
    ulp: float | None = None,
    vectors: Vectors | None = None,
    **params: Any,
) -> Comparison:
    """Compare functions with one of our losses, and with each other, in values and gradients.

    Each function is called with arrays of its own library, on hard inputs and on random ones. Its gradient is what its
    library's differentiation returns. Differences come with the smallest input that shows them and, where they follow
    a known pattern, with its name.

    Arguments
        functions: by name, functions of the loss's arrays. A name that begins with that of a library ("torch",
            "jax: mine", "numpy", "cupy") says whose arrays it takes. A NumPy function has a gradient if it comes as
            a pair `(function, gradient)`; `gradient(*arrays)` returns the gradient of the sum by the first array, or
            a tuple of those that `wrt` names.
        like: the loss to compare with: its name, or the function.
        backend: the library, where the names do not say it: one for all, or by name.
        device: where the arrays lie, such as "cuda:0".
        dtypes: of "float64", "float32", "float16" and "bfloat16".
        reduction: what the functions are expected to return: "mean", "sum" or "none". Unless it is given, each may do
            as it likes: which one it is is found out, and said where they differ.
        order: the names of our arrays in the order in which a function takes them, such as ("target", "pred"); for
            all, or by name. For other forms wrap the function: `lambda pred, target: theirs(target, pred[..., None])`.
        wrt: the names of the arrays to differentiate by; the first one unless given.
        labels: "index" or "dense", for functions that take one form of class labels only.
        ulp: differences up to so many units in the last place are no findings; by default 64, and 4 in half precision.
        vectors: hard inputs and their truth, in place of those that belong to the loss.
        params: the parameters of our loss, such as gamma=2.0; the functions have theirs fixed.

    Returns
        A `Comparison`: its `findings`, the table `entries`, the distances `pairs`; printed, it is a report.

    >>> import numpy as np
    >>> from unilosses import verify
    >>> def theirs(y_true, y_pred):
    ...     return np.mean(np.abs(y_true - y_pred))
    >>> found = verify.compare({"numpy": theirs}, like="absolute_error", order=("target", "pred"))
    >>> found.ok, found.entries[0].reduction
    (True, 'mean')
    >>> found = verify.compare({"numpy": lambda pred, target: (pred - target) ** 2 / 2}, like="squared_error")
    >>> found.findings[0].pattern, found.findings[0].variant
    ('another factor', 'a factor 1/2 too many')
    """
    spec = find(like) if isinstance(like, str) else like.spec  # type: ignore[attr-defined]  # LossFunction or its class
    unknown = set(params) - set(spec.params)
    if unknown:
        raise TypeError(f"{spec.name} has no parameter {min(unknown)!r}; it has {', '.join(spec.params) or 'none'}")
    if not functions:
        raise ValueError("nothing to compare: functions is empty")
    full = {**spec.params, **params}
    hard = _vectors(spec) if vectors is None else vectors
    by = _positions(spec, wrt or spec.arrays[:1])
    whole = is_coupled(spec, hard)
    subjects = [
        Subject(
            name,
            f,
            Place(_backend(name, backend), device),
            _positions(spec, (order.get(name) if isinstance(order, Mapping) else order) or spec.arrays),
            by,
            whole,
        )
        for name, f in functions.items()
    ]
    run = Run(spec, full, by, hard, labels, ulp)
    for dtype in dtypes:
        run.dtype(subjects, dtype)
    run.reductions(subjects, reduction)
    return Comparison(spec.name, params, tuple(run.findings), tuple(run.entries), tuple(run.pairs))


def assert_conforms(
    function: Any, *, like: str | Callable[..., Any], backend: str | None = None, **keywords: Any
) -> None:
    """Raise AssertionError, with a report, unless a function agrees with our loss; for tests.

    `function` and the keywords are those of `compare`. Without `backend`, the function takes NumPy arrays.

    >>> import numpy as np
    >>> from unilosses import verify
    >>> verify.assert_conforms(lambda pred, target: np.abs(pred - target), like="absolute_error")
    """
    __tracebackhide__ = True
    comparison = compare({backend or "numpy": function}, like, **keywords)
    if not comparison.ok:
        raise AssertionError(str(comparison))


def _vectors(spec: LossSpec) -> Vectors | None:
    """The hard inputs of a loss; one's own losses have none."""
    try:
        return load(spec.name)
    except KeyError:
        return None


def _positions(spec: LossSpec, names: Sequence[str]) -> tuple[int, ...]:
    for name in names:
        if name not in spec.arrays:
            raise ValueError(f"{spec.name} has no array {name!r}; it has {', '.join(spec.arrays)}")
    return tuple(spec.arrays.index(name) for name in names)


def _backend(name: str, given: str | Mapping[str, str] | None) -> str:
    stated = given.get(name) if isinstance(given, Mapping) else given
    found = stated or next((known for known in BACKENDS if name.lower().startswith(known)), None)
    if found not in BACKENDS:
        raise ValueError(f"whose arrays does {name!r} take? Say backend=, one of {', '.join(BACKENDS)}")
    return found

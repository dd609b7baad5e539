"""The losses of an objective (a function, an object, a sum of objects), each with its arguments in a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .call.tree import leaves, rebuild
from .definition.definition import LossSpec
from .definition.options import Options, for_the_call
from .objects import Loss, Objective, Sum, scaled


class Term(NamedTuple):
    """One loss of an objective, with everything that it is called with."""

    coefficient: Any
    spec: LossSpec
    arrays: tuple[Any, ...]
    params: dict[str, Any]
    options: Options


def objective(name: str, loss: Any) -> Any:
    """A function of losses' argument: of a class of losses, the object; TypeError for what is no loss."""
    if isinstance(loss, type) and issubclass(loss, Loss):
        loss = loss()
    if not isinstance(loss, Objective) and not hasattr(loss, "spec"):
        raise TypeError(
            f"{name} takes a loss of unilosses, got {loss!r}; make a loss of your own function with @unilosses.loss"
        )
    return loss


def terms_of(loss: Any, arrays: tuple[Any, ...], keywords: Mapping[str, Any]) -> list[Term]:
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


def plus(total: Any, coefficient: Any, x: Any) -> Any:
    """total + coefficient * x, leaf by leaf for trees."""
    if isinstance(x, Mapping | list | tuple):
        parts = iter([_times(coefficient, v) for _, v in leaves(x, "")])
        old = iter([v for _, v in leaves(total, "")]) if total is not None else None
        return rebuild(x, lambda: next(parts) if old is None else next(old) + next(parts))
    x = _times(coefficient, x)
    return x if total is None else total + x


def _times(coefficient: Any, x: Any) -> Any:
    return x if isinstance(coefficient, float) and coefficient == 1.0 else scaled(coefficient, x)

"""What `inspect.signature` says of objects: of a class, how one is made; of an object, how it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import Parameter, Signature
from typing import Any

from .definition.definition import LossSpec
from .definition.options import DEFAULTS, EACH_CALL


class Signatures:
    """The value of a class's `__signature__`: that of its constructor, or that of an object's calls."""

    def __init__(self, made: Signature, called: Callable[[Any], Signature]) -> None:
        self.made, self.called = made, called

    def __get__(self, thing: Any, cls: type) -> Signature:
        return self.made if thing is None else self.called(thing)


def of_class(spec: LossSpec) -> Signatures:
    """The parameters of a loss with its reduction; and its arrays with the options of each call."""
    parameters = [Parameter(k, Parameter.KEYWORD_ONLY, default=v) for k, v in spec.defaults.items()]
    parameters.append(Parameter("reduction", Parameter.KEYWORD_ONLY, default=spec.default_reduction))
    called = _called([Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in spec.arrays])
    return Signatures(Signature(parameters), lambda thing: called)


def of_sum(specs: Sequence[LossSpec]) -> Signature:
    """The arrays of the losses, and `params` for the penalties, with the options of each call.

    Losses whose arrays have several names take them by position.
    """
    losses = [spec for spec in specs if not spec.penalty] or list(specs)
    one = len({spec.arrays for spec in losses}) == 1
    kind = Parameter.POSITIONAL_OR_KEYWORD if one else Parameter.POSITIONAL_ONLY
    arrays = [Parameter(name, kind) for name in losses[0].arrays]
    if any(spec.penalty for spec in specs) and not losses[0].penalty:
        arrays.append(Parameter("params", Parameter.KEYWORD_ONLY))
    return _called(arrays)


def _called(arrays: list[Parameter]) -> Signature:
    options = [Parameter(k, Parameter.KEYWORD_ONLY, default=DEFAULTS[k]) for k in EACH_CALL]
    return Signature([*arrays, *options])


OF_SUMS = Signatures(
    Signature([Parameter("terms", Parameter.POSITIONAL_OR_KEYWORD)]),
    lambda thing: of_sum([term.spec for _, term in thing.terms()]),
)

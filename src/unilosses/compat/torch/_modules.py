"""The classes of torch.nn as modules: torch's own, with buffers and state, whose forward calls the functions here."""

from __future__ import annotations

from functools import wraps
from typing import Any

import torch

from ._classes import linear_cross_entropy
from ._objects import LAYER, MADE, Made, call, described


def module_class(name: str) -> type:
    """The class of that name."""
    peer: Any = getattr(torch.nn, name)
    members = _layer(peer) if name == LAYER else _loss(peer, MADE[name])
    return type(name, (peer,), {**members, "__prepare_scriptable__": _scriptable(peer), "__module__": __package__})


def _scriptable(peer: Any) -> Any:
    """For torch.jit.script, which compiles the text of `forward`, and has no word for ours: torch's own."""

    def plain(self: Any) -> Any:
        if type(self).__bases__ != (peer,):
            return self  # a class derived from ours has a text of its own
        made = peer.__new__(peer)
        made.__dict__.update(self.__dict__)
        return made

    return plain


def _loss(peer: Any, made: Made) -> dict[str, Any]:
    @wraps(peer.forward)
    def forward(self: Any, *arrays: Any, **named: Any) -> Any:
        return call(self, made, arrays, named)

    def register_buffer(self: Any, name: str, tensor: Any, persistent: bool = True) -> None:
        if tensor is None or isinstance(tensor, torch.Tensor):
            peer.register_buffer(self, name, tensor, persistent)
        else:  # weights of another library: no state of a module
            object.__setattr__(self, name, tensor)

    return {"forward": forward, "register_buffer": register_buffer, "__doc__": described(peer.__name__)}


def _layer(peer: Any) -> dict[str, Any]:
    @wraps(peer.forward)
    def forward(self: Any, input: Any, target: Any) -> Any:  # noqa: A002 - the peer's name
        shape, layer = (self.num_classes, *self.out_features), self.linear
        return linear_cross_entropy(
            input,
            layer.weight.reshape((*shape, layer.in_features)),
            target,
            linear_bias=None if layer.bias is None else layer.bias.reshape(shape),
            weight=self.weight,
            reduction=self.reduction,
            ignore_index=self.ignore_index,
            label_smoothing=self.label_smoothing,
            options=self.options,
        )

    return {"forward": forward, "__doc__": "torch.nn.LinearCrossEntropyLoss, by `linear_cross_entropy` of this module."}

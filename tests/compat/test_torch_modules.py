"""The classes of compat.torch: torch's own constructors, buffers and state; plain objects where torch is not there."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest
import torch
from outcomes import parameters
from torch import nn

from fresh_process import printed_by
from unilosses.compat import torch as ours
from unilosses.compat.torch import DIFFERENCES
from unilosses.compat.torch._objects import LAYER, MADE, plain_class

CLASSES = [n for n in dir(nn) if "Loss" in n and not any("Not there" in d for d in DIFFERENCES.get(n, ()))]
X, Y, T = (
    torch.tensor([[0.1, 0.7], [0.4, 0.2], [0.9, 0.3]]),
    torch.tensor([[1.0, 0], [0, 1], [1, 1]]),
    torch.arange(3) % 2,
)
WEIGHTED = (
    "BCELoss",
    "BCEWithLogitsLoss",
    "CrossEntropyLoss",
    "MultiLabelSoftMarginLoss",
    "MultiMarginLoss",
    "NLLLoss",
)


def arguments(name: str) -> tuple[Any, ...]:
    """Tensors that a class can be called with."""
    signs = 2 * Y - 1
    if name in ("CrossEntropyLoss", "NLLLoss", "MultiMarginLoss", "LinearCrossEntropyLoss"):
        return X, T
    return {
        "CTCLoss": (X[:, None].log_softmax(-1), torch.tensor([[1]]), torch.tensor([3]), torch.tensor([1])),
        "CosineEmbeddingLoss": (X, Y, signs[:, 0]),
        "GaussianNLLLoss": (X, Y, X + 0.5),
        "HingeEmbeddingLoss": (X, signs),
        "SoftMarginLoss": (X, signs),
        "MarginRankingLoss": (X, 1 - X, signs),
        "MultiLabelMarginLoss": (X, torch.tensor([[1, -1], [0, -1], [-1, 0]])),
        "TripletMarginLoss": (X, Y, 1 - X),
        "TripletMarginWithDistanceLoss": (X, Y, 1 - X),
    }.get(name, (X, Y))


def made(module: Any, name: str, **params: Any) -> Any:
    torch.manual_seed(5)
    return getattr(module, name)(2, 2, **params) if name == LAYER else getattr(module, name)(**params)


@pytest.mark.filterwarnings("ignore:reduction:UserWarning", "ignore:kl_div:UserWarning")
@pytest.mark.parametrize("name", CLASSES)
def test_modules_are_torch_s_in_all_but_what_they_compute_with(name: str) -> None:
    cls, peer = getattr(ours, name), getattr(nn, name)
    assert issubclass(cls, peer)
    assert getattr(ours, name) is cls
    assert parameters(cls) == parameters(peer)
    assert parameters(cls.forward) == parameters(peer.forward)
    for params in ({}, {"reduction": "sum"}, *([{"weight": torch.tensor([1.0, 3.0])}] if name in WEIGHTED else [])):
        mine, theirs = made(ours, name, **params), made(nn, name, **params)
        assert mine.state_dict().keys() == theirs.state_dict().keys()
        assert dict(mine.named_buffers()).keys() == dict(theirs.named_buffers()).keys()
        assert repr(mine) == repr(theirs)
        torch.testing.assert_close(mine(*arguments(name)), theirs(*arguments(name)))
        again = pickle.loads(pickle.dumps(mine))
        assert type(again) is cls
        torch.testing.assert_close(again(*arguments(name)), mine(*arguments(name)))


# torch cannot script its own.
NOT_SCRIPTED = {"GaussianNLLLoss", "LinearCrossEntropyLoss", "TripletMarginWithDistanceLoss"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:reduction:UserWarning")
@pytest.mark.parametrize("name", [n for n in CLASSES if n not in NOT_SCRIPTED])
def test_a_scripted_module_is_torch_s_own(name: str) -> None:
    """TorchScript compiles the text of `forward`; options and buffers are as they were."""
    params = {"weight": torch.tensor([1.0, 3.0])} if name in WEIGHTED else {}
    mine, theirs = made(ours, name, **params), made(nn, name, **params)
    scripted = torch.jit.script(mine)
    assert scripted.state_dict().keys() == theirs.state_dict().keys()
    torch.testing.assert_close(scripted(*arguments(name)), theirs(*arguments(name)))
    assert type(mine) is getattr(ours, name)


def test_a_class_derived_from_ours_is_scripted_by_its_own_text() -> None:
    own = type("Mine", (ours.HuberLoss,), {})()
    assert own.__prepare_scriptable__() is own


@pytest.mark.filterwarnings("ignore:kl_div:UserWarning")
@pytest.mark.parametrize("name", CLASSES)
def test_modules_are_copied_moved_and_hooked(name: str) -> None:
    module, calls = made(ours, name), list[str]()
    module.register_forward_hook(lambda *_: calls.append(name))
    for again in (copy.copy(module), copy.deepcopy(module), module.to(torch.float64)):
        again.load_state_dict(module.state_dict())
        again(*[x.double() if x.is_floating_point() else x for x in arguments(name)])
    assert calls == [name] * 3


def test_every_class_of_the_table_is_there() -> None:
    assert set(CLASSES) == {*MADE, LAYER}
    with pytest.raises(AttributeError, match="NoLoss"):
        ours.NoLoss  # noqa: B018 - it raises


def test_buffers_move_and_load() -> None:
    loss = ours.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0]), label_smoothing=0.1)
    assert loss.double().weight.dtype == torch.float64
    other = ours.CrossEntropyLoss(weight=torch.zeros(2))
    other.load_state_dict(nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0])).state_dict())
    assert other.weight.tolist() == [1.0, 2.0]


def test_arguments_by_name_and_gradients() -> None:
    x = X.clone().requires_grad_()
    ours.BCEWithLogitsLoss(pos_weight=torch.tensor([2.0, 1.0]))(input=x, target=Y).backward()
    y = X.clone().requires_grad_()
    nn.BCEWithLogitsLoss(pos_weight=torch.tensor([2.0, 1.0]))(y, Y).backward()
    torch.testing.assert_close(x.grad, y.grad)


def test_modules_take_arrays_of_other_libraries() -> None:
    loss = ours.CrossEntropyLoss(weight=np.asarray([1.0, 3.0], dtype=np.float32))
    theirs = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 3.0]))(X, T)
    assert loss(X.numpy(), T.numpy()) == pytest.approx(float(theirs))
    assert not loss.state_dict()


@pytest.mark.filterwarnings("ignore:kl_div:UserWarning", "ignore:reduction:UserWarning")
@pytest.mark.parametrize("name", MADE)
def test_plain_classes_are_made_and_called_in_the_same_way(name: str) -> None:
    cls, peer = plain_class(name), getattr(nn, name)
    assert parameters(cls) == parameters(peer)
    arrays = [x.numpy() for x in arguments(name)]
    assert float(cls(reduction="sum")(*arrays)) == pytest.approx(
        float(peer(reduction="sum")(*arguments(name))), rel=1e-5
    )
    if "size_average" in MADE[name].params:
        with pytest.warns(UserWarning, match="reduction='sum'"):
            assert cls(size_average=False).reduction == "sum"


def test_nothing_is_imported_unasked_and_torch_is_not_needed() -> None:
    printed_by(
        "import sys, unilosses\n"
        "assert 'unilosses.compat' not in sys.modules\n"
        "import unilosses.compat\n"
        "assert [m for m in sys.modules if m.startswith('unilosses.compat.')] == ['unilosses.compat.peers']\n"
        "from unilosses.compat import sklearn, torch\n"
        "assert not {m.partition('.')[0] for m in sys.modules} & {'torch', 'jax', 'sklearn', 'scipy'}\n"
        "dir(torch)\n"
        "assert 'torch' not in sys.modules\n"
        "sys.modules['torch'] = None\n"
        "import importlib.util\n"
        "torch.find_spec = lambda name: None\n"
        "import numpy as np\n"
        "loss = torch.CrossEntropyLoss(weight=np.asarray([1.0, 3.0]))\n"
        "assert loss(np.zeros((2, 2)), np.asarray([0, 1])).round(6) == 0.693147\n"
    )

"""The cases of torch's losses that its wheel ships, given to ours: inputs, references, error inputs.

The tests that draw on them, test_modules.py, test_ops.py and test_nn.py, are not in the wheel. The classes and methods
here have the names of those, by which torch finds the tolerances and the exceptions of its own cases. An error has to
be of torch's type; its words are ours.
"""

# ruff: noqa: PT009, PT027 - torch's assertEqual has its tolerances

from __future__ import annotations

import contextlib
import copy
import pickle
import unittest
import warnings
from collections.abc import Iterator
from typing import Any
from unittest import mock

import torch
from torch.testing._internal.common_device_type import OpDTypes, instantiate_device_type_tests, ops
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.common_modules import ModuleErrorEnum, module_db, modules
from torch.testing._internal.common_nn import CriterionTest, NNTestCase, criterion_tests
from torch.testing._internal.common_utils import TestCase, gradcheck, gradgradcheck

from unilosses.compat import torch as ours

PREFIX = "nn.functional."
HALF = (torch.float16, torch.bfloat16)


def our_modules() -> Iterator[Any]:
    for info in module_db:
        name = info.module_cls.__name__
        if info.module_cls.__module__ == "torch.nn.modules.loss" and hasattr(ours, name):
            mine = copy.copy(info)
            mine.peer, mine.module_cls = info.module_cls, getattr(ours, name)
            yield mine


def our_ops() -> Iterator[Any]:
    for op in op_db:
        name = op.name.removeprefix(PREFIX)
        if op.name.startswith(PREFIX) and name in ours.__all__:
            mine = copy.copy(op)
            mine.peer, mine.op = op.op, getattr(ours, name)
            yield mine


MODULES, OPS = list(our_modules()), list(our_ops())
assert len(MODULES) >= 20
assert len(OPS) >= 24


def inputs_of(info: Any, device: str, dtype: torch.dtype, **options: Any) -> Any:
    return info.module_inputs_func(info, device=device, dtype=dtype, training=True, **options)


def differentiable(function: Any, *arguments: Any, **named: Any) -> tuple[Any, list[torch.Tensor]]:
    """The function of those arguments alone that have gradients, and these."""
    leaves, structure = torch.utils._pytree.tree_flatten((arguments, named))
    places = [i for i, leaf in enumerate(leaves) if isinstance(leaf, torch.Tensor) and leaf.requires_grad]

    def of_those(*tensors: torch.Tensor) -> Any:
        filled = list(leaves)
        for place, tensor in zip(places, tensors, strict=True):
            filled[place] = tensor
        given, by_name = torch.utils._pytree.tree_unflatten(filled, structure)
        return function(*given, **by_name)

    return of_those, [leaves[place] for place in places]


def apart(x: Any) -> Any:
    """A copy whose elements do not lie side by side."""
    if not isinstance(x, torch.Tensor) or x.ndim == 0:
        return x
    return torch.repeat_interleave(x.detach(), 2, dim=-1)[..., ::2].requires_grad_(x.requires_grad)


class TestModule(TestCase):
    @modules(MODULES)
    def test_forward(self, device: str, dtype: torch.dtype, module_info: Any, training: bool) -> None:
        for given in inputs_of(module_info, device, dtype, requires_grad=False):
            made, call = given.constructor_input, given.forward_input
            module = module_info.module_cls(*made.args, **made.kwargs).to(dtype)
            peer = module_info.peer(*made.args, **made.kwargs).to(dtype)
            peer.load_state_dict(module.state_dict())
            value = module(*call.args, **call.kwargs)
            self.assertEqual(value, given.reference_fn(module, *call.args, **call.kwargs))
            self.assertEqual(value, given.reference_fn(peer, *call.args, **call.kwargs))
            self.assertEqual(value, peer(*call.args, **call.kwargs))

    @modules(MODULES)
    def test_pickle(self, device: str, dtype: torch.dtype, module_info: Any, training: bool) -> None:
        for given in inputs_of(module_info, device, dtype, requires_grad=False):
            made, call = given.constructor_input, given.forward_input
            module = module_info.module_cls(*made.args, **made.kwargs).to(dtype)
            revived = pickle.loads(pickle.dumps(module))
            self.assertEqual(revived(*call.args, **call.kwargs), module(*call.args, **call.kwargs))
            self.assertIn(module_info.peer.__name__, repr(module))

    @modules(MODULES)
    def test_non_contiguous_tensors(self, device: str, dtype: torch.dtype, module_info: Any, training: bool) -> None:
        for given in inputs_of(module_info, device, dtype, requires_grad=True):
            made, call = given.constructor_input, given.forward_input
            module = module_info.module_cls(*made.args, **made.kwargs).to(dtype)
            strided = torch.utils._pytree.tree_map(apart, (call.args, call.kwargs))
            results = []
            for arguments, named in ((call.args, call.kwargs), strided):
                function, tensors = differentiable(module, *arguments, **named)
                value = function(*tensors)
                results.append([value, *torch.autograd.grad(value.sum(), tensors, allow_unused=True)])
            self.assertEqual(*results)

    @modules([info for info in MODULES if info.module_error_inputs_func is not None], allowed_dtypes=[torch.float64])
    def test_errors(self, device: str, dtype: torch.dtype, module_info: Any, training: bool) -> None:
        for wrong in module_info.module_error_inputs_func(
            module_info, device=device, dtype=dtype, requires_grad=False, training=True
        ):
            given = wrong.module_error_input
            made, call = given.constructor_input, given.forward_input
            if wrong.error_on == ModuleErrorEnum.CONSTRUCTION_ERROR:
                with self.assertRaises(wrong.error_type):
                    module_info.module_cls(*made.args, **made.kwargs)
            else:
                module = module_info.module_cls(*made.args, **made.kwargs)
                with self.assertRaises(wrong.error_type):
                    module(*call.args, **call.kwargs)


class TestCommon(TestCase):
    @ops(OPS, dtypes=OpDTypes.supported)
    def test_compare_cpu(self, device: str, dtype: torch.dtype, op: Any) -> None:
        for sample in op.reference_inputs(device, dtype):
            value = op(sample.input, *sample.args, **sample.kwargs)
            expected = op.peer(sample.input, *sample.args, **sample.kwargs)
            if dtype in HALF and not self.same(value, expected):  # torch's kernels round at every step, ours once
                exact = sample.transform(lambda x: x.float() if isinstance(x, torch.Tensor) and x.dtype in HALF else x)
                expected = op.peer(exact.input, *exact.args, **exact.kwargs).to(expected.dtype)
            self.assertEqual(value, expected)

    def same(self, value: torch.Tensor, expected: torch.Tensor) -> bool:
        try:
            self.assertEqual(value, expected)
        except AssertionError:
            return False
        return True

    @ops([op for op in OPS if op.ref is not None], allowed_dtypes=[torch.float64])
    def test_numpy_ref(self, device: str, dtype: torch.dtype, op: Any) -> None:
        for sample in op.reference_inputs(device, dtype):
            self.compare_with_reference(op, op.ref, sample, exact_dtype=False)

    @ops([op for op in OPS if op.error_inputs_func is not None], dtypes=OpDTypes.none)
    def test_errors(self, device: str, op: Any) -> None:
        for wrong in op.error_inputs(device):
            sample = wrong.sample_input
            # A warning is asserted as an error is, but of what happens beside it.
            check = self.assertWarns if issubclass(wrong.error_type, Warning) else self.assertRaises
            with check(wrong.error_type), contextlib.suppress(RuntimeError if check == self.assertWarns else ()):
                op(sample.input, *sample.args, **sample.kwargs)


class TestBwdGradients(TestCase):
    @ops(OPS, allowed_dtypes=[torch.float64])
    def test_fn_grad(self, device: str, dtype: torch.dtype, op: Any) -> None:
        for sample in op.sample_inputs(device, dtype, requires_grad=True):
            function, tensors = differentiable(op, sample.input, *sample.args, **sample.kwargs)
            options = {"check_batched_grad": op.check_batched_grad, "nondet_tol": op.gradcheck_nondet_tol}
            self.assertTrue(gradcheck(function, tensors, check_grad_dtypes=True, **options))

    @ops(OPS, allowed_dtypes=[torch.float64])
    def test_fn_gradgrad(self, device: str, dtype: torch.dtype, op: Any) -> None:
        for sample in op.sample_inputs(device, dtype, requires_grad=True):
            function, tensors = differentiable(op, sample.input, *sample.args, **sample.kwargs)
            options = {"check_batched_grad": op.check_batched_gradgrad, "nondet_tol": op.gradcheck_nondet_tol}
            self.assertTrue(gradgradcheck(function, tensors, gen_non_contig_grad_outputs=True, **options))


class TestNN(NNTestCase):
    def _forward_criterion(self, criterion: Any, given: Any, target: Any, extra_args: Any = ()) -> Any:
        return criterion(*(given if isinstance(given, tuple) else (given,)), target, *extra_args)


def _add_criterion(case: Any) -> None:
    def run(self: TestNN) -> None:
        classes = {name: getattr(ours, name) for name in dir(torch.nn) if name.endswith("Loss") and hasattr(ours, name)}
        with mock.patch.multiple(torch.nn, **classes), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            case(self)

    setattr(TestNN, case.get_name(), run)


for parameters in criterion_tests:
    _add_criterion(CriterionTest(**parameters))

for cases in (TestModule, TestCommon, TestBwdGradients):
    instantiate_device_type_tests(cases, globals(), only_for="cpu")

del NNTestCase, TestCase, unittest

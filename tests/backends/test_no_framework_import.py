"""Nothing imports PyTorch or JAX before the user has, and nothing needs them."""

from __future__ import annotations

import pytest

from fresh_process import printed_by, run_python

# Every loss on NumPy: values, gradients where there are any, classes, sums, configurations.
USE_EVERYTHING = """
import pickle
import numpy as np
import unilosses
from unilosses.definition.registry import specs
from unilosses.definition.samples import Source, ordinary, repeated

HALVES = Source(lambda interval, shape: np.full(shape, 0.5), repeated, length=1)
for spec in specs().values():
    shape = (2, 3) if spec.event_ndim < 2 else (2, 3, 3)
    arrays = [ordinary(spec, name, shape, HALVES) for name in spec.arrays]
    value, gradient = unilosses.value_and_grad(spec.function)(*arrays)
    assert float(value) == float(pickle.loads(pickle.dumps(spec.cls()))(*arrays))
    assert gradient.shape == arrays[0].shape
objective = unilosses.Huber() + 0.5 * unilosses.L2Penalty()
unilosses.from_config(objective.to_config())(np.ones(2), np.zeros(2), params=[np.ones(2)])
for wrong in ([1.0], "x", None):
    try:
        unilosses.huber(wrong, wrong)
    except TypeError:
        continue
    raise AssertionError(wrong)
"""

CHECK = """
import sys
imported = sorted({m.partition(".")[0] for m in sys.modules} & {"torch", "jax", "jaxlib"})
assert not imported, f"imported: {imported}"
"""

BLOCK = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ImportError(f"{name} cannot be imported here")

BLOCKED = %r
sys.meta_path.insert(0, Blocked())
"""


def test_import_alone_imports_no_framework() -> None:
    printed_by(f"import unilosses\n{CHECK}")


def test_computing_on_numpy_imports_no_framework() -> None:
    printed_by(USE_EVERYTHING + CHECK)


@pytest.mark.parametrize("framework", ["torch", "jax"])
def test_the_check_can_fail(framework: str) -> None:
    done = run_python(f"{USE_EVERYTHING}\nimport {framework}\n{CHECK}", flags=("-W", "ignore"))
    assert done.returncode == 1
    assert b"AssertionError: imported:" in done.stderr


@pytest.mark.parametrize("blocked", [("torch",), ("jax", "jaxlib"), ("torch", "jax", "jaxlib")], ids=" ".join)
def test_numpy_works_where_a_framework_cannot_be_imported(blocked: tuple[str, ...]) -> None:
    printed_by(BLOCK % (blocked,) + USE_EVERYTHING)


def test_the_blocker_blocks() -> None:
    done = run_python(BLOCK % (("torch",),) + "import torch")
    assert done.returncode == 1
    assert b"ImportError: torch cannot be imported here" in done.stderr


@pytest.mark.parametrize(
    ("blocked", "use"),
    [
        (("jax", "jaxlib"), "import torch; x = torch.ones(2, requires_grad=True); unilosses.huber(x, 0.0).backward()"),
        (("torch",), "import jax, jax.numpy as jnp; jax.grad(unilosses.huber)(jnp.ones(2), 0.0)"),
    ],
    ids=["torch without JAX", "JAX without torch"],
)
def test_each_framework_works_without_the_other(blocked: tuple[str, ...], use: str) -> None:
    done = run_python(f"{BLOCK % (blocked,)}\nimport unilosses\n{use}", flags=("-W", "ignore"))
    assert done.returncode == 0, done.stderr.decode()


def test_import_needs_numpy_and_array_api_compat_only() -> None:
    printed = printed_by(
        "import sys; before = set(sys.modules); import unilosses; "
        "new = {m.partition('.')[0] for m in set(sys.modules) - before} - sys.stdlib_module_names; "
        "print(sorted(m for m in new if not m.startswith('_')))"
    )
    assert printed == "['array_api_compat', 'numpy', 'unilosses']"

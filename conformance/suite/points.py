"""Every loss at an ordinary point, differentiated by its real arguments: what the tests of transforms share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import unilosses
from unilosses.definition.kinds import kind_of
from unilosses.definition.registry import specs

from .generic import MECHANISMS, MOST_USED, Sample, grouped, sample
from .libraries import DIFFERENTIATING, Run
from .tolerances import ROUTE_ULP

# Losses that other tests define belong to those tests.
NAMES = sorted(name for name, spec in specs().items() if spec.source.startswith("unilosses."))
# JAX under jit: one program for each loss, where eager JAX would compile each of its operations.
TORCH, JAX = Run("torch"), Run("jax", jitted=True)
FRAMEWORKS = [r for r in DIFFERENTIATING if r in (TORCH, JAX)]
every_framework = pytest.mark.parametrize("framework", FRAMEWORKS, ids=[r.id for r in FRAMEWORKS])
every_loss = pytest.mark.parametrize("name", grouped(NAMES))


def all_or(some: Sequence[str]) -> Any:
    """Some losses by default, all of them with --full."""
    return pytest.mark.parametrize("name", grouped(NAMES, by_default=some))


each_mechanism, most_used = all_or(MECHANISMS), all_or(MOST_USED)
# Every other one, and compilers take a quarter of a minute for ctc's loop over time.
but_ctc = all_or([name for name in MECHANISMS[::2] if name != "ctc"])

OF_TORCH_ITSELF = [
    # Dynamo makes an instance of every autograd.Function that it traces, and torch's own class warns of that.
    pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning"),
    # torch says this of itself, when Inductor is imported.
    pytest.mark.filterwarnings("ignore:`torch.jit.script_method` is deprecated:DeprecationWarning"),
]


@dataclass
class Point(Sample):
    """A loss at one point: its real arguments are what one differentiates by; labels that are one of two stay."""

    @property
    def argnums(self) -> tuple[int, ...]:
        return tuple(i for i, x in enumerate(self.data) if x.dtype.kind == "f" and self.kind(i).labels != "signed")

    @property
    def reals(self) -> list[np.ndarray]:
        return [self.data[i] for i in self.argnums]

    def arrays(self, run: Run) -> list[Any]:
        return [run.asarray(x) for x in self.data]

    def numpy_gradients(self, reals: list[np.ndarray]) -> tuple[np.ndarray, ...]:
        """Of the sum, by the real arguments: the partials alone, with no framework."""
        call = unilosses.value_and_grad(self.loss, argnums=self.argnums)
        found: tuple[np.ndarray, ...] = call(*self.replaced(reals), **self.params, reduction="sum")[1]
        return found

    def replaced(self, reals: Any) -> list[Any]:
        rest = iter(reals)
        return [next(rest) if i in self.argnums else x for i, x in enumerate(self.data)]

    def total(self, run: Run) -> Callable[..., Any]:
        """The sum of the loss, as a function of the real arguments."""
        arrays = self.arrays(run)

        def total(*reals: Any) -> Any:
            given = iter(reals)
            full = [next(given) if i in self.argnums else x for i, x in enumerate(arrays)]
            return self.loss(*full, **self.params, reduction="sum")

        return total

    def total_of_flat(self, run: Run) -> Callable[[Any], Any]:
        """The sum of the loss as a function of one vector, which holds all real arguments."""
        total, shapes = self.total(run), [x.shape for x in self.reals]

        def flat(v: Any) -> Any:
            parts, start = [], 0
            for shape in shapes:
                size = int(np.prod(shape))
                parts.append(v[start : start + size].reshape(shape))
                start += size
            return total(*parts)

        return flat

    def vector(self) -> np.ndarray:
        return np.concatenate([x.ravel() for x in self.reals])


def point(name: str, rows: int = 2) -> Point:
    """Arguments off the dyadic grid. The kinks of all default parameters lie on that grid."""
    s = sample(name, batch=(rows, 3) if specs()[name].coupled else (rows,))
    moved = [x + 0.001 * (i + 1) if s.kind(i) == kind_of(s.kind(i).interval) else x for i, x in enumerate(s.data)]
    return Point(s.spec, moved, s.params)


def assert_near(found: Any, expected: Any, ulps: float, scale: Any = None) -> None:
    """Within `ulps` of float64 at the largest expected entry, because sums over rows are part of a gradient."""
    found, expected = np.asarray(found), np.asarray(expected)
    assert found.shape == expected.shape
    assert found.dtype == expected.dtype == np.float64
    scale = np.max(np.abs(expected), initial=0.0) if scale is None else scale
    off = np.abs(found - expected).max(initial=0.0) / np.spacing(max(float(scale), np.finfo(float).tiny))
    assert off <= ulps, f"{off:.3g} ulp off: {found}, expected {expected}"


def assert_all_near(found: Any, expected: Any, run: Run, ulps: float = ROUTE_ULP) -> None:
    assert len(found) == len(expected)
    for f, e in zip(found, expected, strict=True):
        assert_near(run.to_numpy(f), run.to_numpy(e) if not isinstance(e, np.ndarray) else e, ulps)

"""A team's own loss, written once and used unchanged in NumPy, PyTorch and JAX.

The case: a bakery forecasts how many loaves each shop sells tomorrow. A missing loaf is a lost sale and a lost
customer, a loaf too many is only bread: being short costs more than being over. And a single day of a street festival
must not pull the whole model, so far from the truth the cost grows evenly instead of with the square.

No such loss is in the library. It takes a kernel, written with operators and array API functions, and, for speed and
for NumPy, its derivative. All that the library's own losses can do comes with the decorator.

    python examples/shared_loss.py
"""

from __future__ import annotations

import sys

import jax
import jax.numpy as jnp
import numpy as np
import torch

import unilosses

jax.config.update("jax_enable_x64", True)  # JAX narrows float64 to float32 unless told otherwise


# ---- the loss: all that a team has to write ---------------------------------------------------------------------


@unilosses.loss(
    unilosses.Domain(
        forecast=unilosses.REAL,
        demand=unilosses.REAL,
        shortage=unilosses.POSITIVE,
        surplus=unilosses.POSITIVE,
        delta=unilosses.POSITIVE,
    )
)
def forecast_cost(xp, forecast, demand, *, shortage=4.0, surplus=1.0, delta=10.0):
    """Huber loss of the forecast error, `shortage` times where too little was forecast, `surplus` times elsewhere."""
    error = forecast - demand
    size = xp.abs(error)
    huber = xp.where(size <= delta, 0.5 * error**2, delta * (size - 0.5 * delta))
    return xp.where(error < 0, shortage * huber, surplus * huber)


@forecast_cost.partials
def _(xp, forecast, demand, *, shortage, surplus, delta):
    error = forecast - demand
    slope = xp.clip(error, -delta, delta)
    slope = xp.where(error < 0, shortage * slope, surplus * slope)
    return slope, -slope


# ---- its use: the same call in every framework ------------------------------------------------------------------

FORECAST = [102.3, 95.1, 130.7, 88.4, 61.5]
DEMAND = [100.0, 100.0, 100.0, 120.0, 60.0]
OPEN = [1.0, 1.0, 1.0, 1.0, 0.0]  # the last shop was closed: its day counts for nothing
SHOPS = (FORECAST, DEMAND, OPEN)


def in_numpy(dtype: str) -> tuple[float, np.ndarray]:
    forecast, demand, weight = (np.asarray(column, dtype=dtype) for column in SHOPS)
    cost, gradient = unilosses.value_and_grad(forecast_cost)(forecast, demand, weight=weight)
    return float(cost), gradient


def in_torch(dtype: str) -> tuple[float, np.ndarray]:
    forecast, demand, weight = (torch.tensor(column, dtype=getattr(torch, dtype)) for column in SHOPS)
    forecast.requires_grad_()
    cost = forecast_cost(forecast, demand, weight=weight)
    cost.backward()
    return cost.item(), forecast.grad.numpy()


def in_jax(dtype: str) -> tuple[float, np.ndarray]:
    forecast, demand, weight = (jnp.asarray(column, dtype=dtype) for column in SHOPS)
    cost, gradient = jax.jit(jax.value_and_grad(forecast_cost))(forecast, demand, weight=weight)
    return float(cost), np.asarray(gradient)


# ---- the proof that the derivative belongs to the loss ----------------------------------------------------------


def mean_cost(xp, forecast, demand, weight):
    """The weighted mean of the kernel as it stands, which knows nothing of the derivative given with it."""
    return xp.sum(weight * forecast_cost.spec.kernel(xp, forecast, demand)) / xp.sum(weight)


def derived_by_torch() -> tuple[float, np.ndarray]:
    forecast, demand, weight = (torch.tensor(column, dtype=torch.float64) for column in SHOPS)
    gradient, cost = torch.func.grad_and_value(lambda moved: mean_cost(torch, moved, demand, weight))(forecast)
    return cost.item(), gradient.numpy()


def derived_by_jax() -> tuple[float, np.ndarray]:
    forecast, demand, weight = (jnp.asarray(column, dtype="float64") for column in SHOPS)
    cost, gradient = jax.value_and_grad(lambda moved: mean_cost(jnp, moved, demand, weight))(forecast)
    return float(cost), np.asarray(gradient)


def finite_differences(step: float = 1e-4) -> tuple[float, np.ndarray]:
    """From values alone: how the cost changes when one forecast moves by a little."""
    forecast, demand, weight = (np.asarray(column) for column in SHOPS)

    def cost(moved: np.ndarray) -> float:
        return float(forecast_cost(moved, demand, weight=weight))

    moves = step * np.eye(len(forecast))
    slopes = [(cost(forecast + move) - cost(forecast - move)) / (2 * step) for move in moves]
    return cost(forecast), np.asarray(slopes)


# ---- the report -------------------------------------------------------------------------------------------------

Result = tuple[float, np.ndarray]


def show_and_compare(title: str, results: dict[str, Result], reference: Result, tolerance: float) -> bool:
    """Print each result; whether all of them are the reference, in value and gradient."""
    print(f"\n{title:<24}{'mean cost':>12}   its gradient, one number for each shop")
    for source, (cost, gradient) in results.items():
        print(f"  {source:<22}{cost:12.6f}   " + "".join(f"{slope:10.4f}" for slope in gradient))
    return all(
        np.allclose(found, expected, rtol=tolerance, atol=tolerance)
        for result in results.values()
        for found, expected in zip(result, reference, strict=True)
    )


def main() -> int:
    reference = in_numpy("float64")
    agree = [
        show_and_compare(
            dtype, {"NumPy": in_numpy(dtype), "torch": in_torch(dtype), "JAX": in_jax(dtype)}, reference, tolerance
        )
        for dtype, tolerance in (("float32", 1e-6), ("float64", 1e-14))
    ]
    derived = {"torch, kernel alone": derived_by_torch(), "JAX, kernel alone": derived_by_jax()}
    agree.append(show_and_compare("float64, derived anew", derived, reference, 1e-14))
    measured = {"finite differences": finite_differences()}
    agree.append(show_and_compare("float64, values only", measured, reference, 1e-8))
    print("\nall agree" if all(agree) else "\nTHEY DO NOT AGREE")
    return 0 if all(agree) else 1


if __name__ == "__main__":
    sys.exit(main())

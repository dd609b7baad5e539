"""One classifier, one objective, three frameworks.

Trains the same small network on handwritten digits in NumPy (gradients by hand), PyTorch (autograd) and JAX
(jitted), from the same start and on the same batches, all three with the one objective below. The losses must stay
together to 1e-5 in float32 and to 1e-12 in float64; the exit status is 1 if they do not.

    python examples/digits.py --dtype both --epochs 30 --out digits.png
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sized
from dataclasses import dataclass, field
from typing import Any, Protocol

import jax
import jax.numpy as jnp
import matplotlib as mpl
import numpy as np
import torch
from sklearn.datasets import load_digits
from tqdm import tqdm

import unilosses

mpl.use("Agg")  # draws into a file, needs no screen
import matplotlib.pyplot as plt

# JAX narrows float64 to float32 unless told otherwise; float32 arrays stay float32 either way.
jax.config.update("jax_enable_x64", True)
# On accelerators JAX multiplies float32 matrices with fewer bits unless told otherwise.
jax.config.update("jax_default_matmul_precision", "highest")

OBJECTIVE = unilosses.SoftmaxCrossEntropy() + 1e-4 * unilosses.L2Penalty()

HIDDEN, BATCH, LEARNING_RATE = 32, 64, 0.2
TOLERANCE = {"float32": 1e-5, "float64": 1e-12}

Params = dict[str, Any]


# ---- the model, written once ------------------------------------------------------------------------------------


def start_params(rng: np.random.Generator, inputs: int, classes: int, dtype: str) -> Params:
    w1 = rng.normal(scale=inputs**-0.5, size=(inputs, HIDDEN))
    w2 = rng.normal(scale=HIDDEN**-0.5, size=(HIDDEN, classes))
    start = {"w1": w1, "b1": np.zeros(HIDDEN), "w2": w2, "b2": np.zeros(classes)}
    return {name: array.astype(dtype) for name, array in start.items()}


def forward(xp: Any, params: Params, images: Any) -> tuple[Any, Any]:
    hidden = xp.tanh(images @ params["w1"] + params["b1"])
    logits = hidden @ params["w2"] + params["b2"]
    return hidden, logits


def weights(params: Params) -> dict[str, Any]:
    """What the penalty sees: the weights, not the biases."""
    return {"w1": params["w1"], "w2": params["w2"]}


def objective(xp: Any, params: Params, images: Any, labels: Any) -> Any:
    _, logits = forward(xp, params, images)
    return OBJECTIVE(logits, labels, params=weights(params))


# ---- the three frameworks ---------------------------------------------------------------------------------------


class Trainer(Protocol):
    """What the training loop needs from a framework."""

    def step(self, images: np.ndarray, labels: np.ndarray) -> None: ...
    def loss(self, images: np.ndarray, labels: np.ndarray) -> float: ...
    def predict(self, images: np.ndarray) -> np.ndarray: ...


class NumPyTrainer:
    def __init__(self, start: Params) -> None:
        self.params = dict(start)

    def step(self, images: np.ndarray, labels: np.ndarray) -> None:
        gradient = self.gradient(images, labels)
        self.params = {name: array - LEARNING_RATE * gradient[name] for name, array in self.params.items()}

    def gradient(self, images: np.ndarray, labels: np.ndarray) -> Params:
        """The objective's gradient from unilosses, carried back through the network by the chain rule."""
        hidden, logits = forward(np, self.params, images)
        objective_and_gradient = unilosses.value_and_grad(OBJECTIVE, argnums=(0, "params"))
        _, (d_logits, d_weights) = objective_and_gradient(logits, labels, params=weights(self.params))
        d_hidden = (d_logits @ self.params["w2"].T) * (1 - hidden**2)
        return {
            "w1": images.T @ d_hidden + d_weights["w1"],
            "b1": d_hidden.sum(axis=0),
            "w2": hidden.T @ d_logits + d_weights["w2"],
            "b2": d_logits.sum(axis=0),
        }

    def loss(self, images: np.ndarray, labels: np.ndarray) -> float:
        return float(objective(np, self.params, images, labels))

    def predict(self, images: np.ndarray) -> np.ndarray:
        return forward(np, self.params, images)[1].argmax(axis=1)


class TorchTrainer:
    def __init__(self, start: Params) -> None:
        self.params = {name: torch.tensor(array, requires_grad=True) for name, array in start.items()}
        self.optimizer = torch.optim.SGD(self.params.values(), lr=LEARNING_RATE)

    def step(self, images: np.ndarray, labels: np.ndarray) -> None:
        self.optimizer.zero_grad()
        objective(torch, self.params, torch.from_numpy(images), torch.from_numpy(labels)).backward()
        self.optimizer.step()

    @torch.no_grad()
    def loss(self, images: np.ndarray, labels: np.ndarray) -> float:
        return objective(torch, self.params, torch.from_numpy(images), torch.from_numpy(labels)).item()

    @torch.no_grad()
    def predict(self, images: np.ndarray) -> np.ndarray:
        return forward(torch, self.params, torch.from_numpy(images))[1].argmax(dim=1).numpy()


class JAXTrainer:
    def __init__(self, start: Params) -> None:
        self.params = jax.tree.map(jnp.asarray, start)

    def step(self, images: np.ndarray, labels: np.ndarray) -> None:
        self.params = jax_step(self.params, images, labels)

    def loss(self, images: np.ndarray, labels: np.ndarray) -> float:
        return float(jax_loss(self.params, images, labels))

    def predict(self, images: np.ndarray) -> np.ndarray:
        return np.asarray(forward(jnp, self.params, images)[1].argmax(axis=1))


@jax.jit
def jax_loss(params: Params, images: jax.Array, labels: jax.Array) -> jax.Array:
    return objective(jnp, params, images, labels)


@jax.jit
def jax_step(params: Params, images: jax.Array, labels: jax.Array) -> Params:
    gradient = jax.grad(jax_loss)(params, images, labels)
    return jax.tree.map(lambda array, slope: array - LEARNING_RATE * slope, params, gradient)


FRAMEWORKS = {"NumPy": NumPyTrainer, "torch": TorchTrainer, "JAX": JAXTrainer}


# ---- data and training ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Digits:
    """8 x 8 pictures of handwritten digits in rows of 64 numbers from 0 to 1, and what they show."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def digits(rng: np.random.Generator, dtype: str) -> Digits:
    images, labels = load_digits(return_X_y=True)
    images = (images / 16).astype(dtype)
    order = rng.permutation(len(labels))
    test, train = np.split(order, [len(labels) // 5])
    return Digits(images[train], labels[train], images[test], labels[test])


@dataclass
class History:
    """What was measured after each epoch, by framework."""

    dtype: str
    losses: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in FRAMEWORKS})
    accuracies: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in FRAMEWORKS})

    def disagreement(self, epoch: int) -> float:
        """The largest relative difference between the frameworks' losses."""
        losses = [by_epoch[epoch] for by_epoch in self.losses.values()]
        return float(np.ptp(losses) / np.min(losses))


def batches(rng: np.random.Generator, size: int) -> list[np.ndarray]:
    """The rows of each batch of one epoch; the rest that fills no batch waits for another epoch."""
    order = rng.permutation(size)
    return [order[first : first + BATCH] for first in range(0, size - BATCH + 1, BATCH)]


def measure(trainers: dict[str, Trainer], data: Digits, history: History) -> None:
    for name, trainer in trainers.items():
        history.losses[name].append(trainer.loss(data.train_images, data.train_labels))
        history.accuracies[name].append(float(np.mean(trainer.predict(data.test_images) == data.test_labels)))


def train(dtype: str, epochs: int, seed: int) -> History:
    rng = np.random.default_rng(seed)
    data = digits(rng, dtype)
    start = start_params(rng, inputs=data.train_images.shape[1], classes=10, dtype=dtype)
    trainers: dict[str, Trainer] = {name: trainer(start) for name, trainer in FRAMEWORKS.items()}
    history = History(dtype)
    print_header(data, dtype)
    for epoch in tqdm(range(epochs), desc=dtype, unit="epoch", leave=False, disable=None):
        for rows in batches(rng, len(data.train_labels)):
            for trainer in trainers.values():
                trainer.step(data.train_images[rows], data.train_labels[rows])
        measure(trainers, data, history)
        tqdm.write(table_row(history, epoch))
    return history


# ---- the report -------------------------------------------------------------------------------------------------


def print_header(data: Digits, dtype: str) -> None:
    print(f"\n{dtype}: objective on {len(data.train_labels)} digits, accuracy on {len(data.test_labels)} others\n")
    print("epoch " + "".join(f"{name:>20}" for name in FRAMEWORKS) + f"{'difference':>13}{'accuracy':>11}")


def table_row(history: History, epoch: int) -> str:
    digits_shown = {"float32": 9, "float64": 16}[history.dtype]
    losses = "".join(f"{by_epoch[epoch]:20.{digits_shown}f}" for by_epoch in history.losses.values())
    accuracies = sorted({f"{by_epoch[epoch]:.1%}" for by_epoch in history.accuracies.values()})
    return f"{epoch + 1:5} {losses}{history.disagreement(epoch):13.1e}{' / '.join(accuracies):>11}"


def report_agreement(history: History) -> bool:
    difference, tolerance = history.disagreement(-1), TOLERANCE[history.dtype]
    agree = difference <= tolerance
    verdict = "agree" if agree else "DO NOT AGREE"
    print(f"{history.dtype}: final losses {verdict}: relative difference {difference:.1e}, allowed {tolerance:.0e}")
    return agree


def save_picture(histories: list[History], path: str) -> None:
    figure, axes = plt.subplots(
        2, len(histories), figsize=(5.5 * len(histories), 7), sharex=True, squeeze=False, layout="constrained"
    )
    for (above, below), history in zip(axes.T, histories, strict=True):
        draw_losses(above, history)
        draw_differences(below, history)
    figure.suptitle("One objective, three frameworks")
    figure.savefig(path, dpi=150)
    plt.close(figure)


# Wide and pale below, thin and dark on top: all three curves show although they lie on each other.
STYLES: dict[str, dict[str, Any]] = {
    "NumPy": {"color": "#a6cee3", "linewidth": 9, "solid_capstyle": "round"},
    "torch": {"color": "#e6550d", "linewidth": 3.5},
    "JAX": {"color": "black", "linewidth": 1.5, "linestyle": (0, (4, 3))},
}


def draw_losses(axis: plt.Axes, history: History) -> None:
    for name, losses in history.losses.items():
        axis.plot(epochs_of(losses), losses, label=name, **STYLES[name])
    axis.set(title=history.dtype, ylabel="training objective (nats)", ylim=(0, None))
    axis.grid(alpha=0.3)
    axis.legend()


def draw_differences(axis: plt.Axes, history: History) -> None:
    reference = np.asarray(history.losses["NumPy"])
    for name, marker in (("torch", "o"), ("JAX", "x")):
        difference = np.abs(np.asarray(history.losses[name]) - reference) / reference
        axis.plot(epochs_of(difference), difference, marker, color=STYLES[name]["color"], label=name, clip_on=False)
    tolerance, epsilon = TOLERANCE[history.dtype], float(np.finfo(history.dtype).eps)
    axis.axhline(tolerance, color="firebrick", linestyle="--", label="allowed at the end")
    axis.axhline(epsilon, color="gray", linestyle=":", label=f"machine epsilon of {history.dtype}")
    # Logarithmic, but with room for exact agreement: below half an epsilon the axis runs evenly down to 0.
    axis.set_yscale("symlog", linthresh=epsilon / 2, linscale=0.5)
    axis.set_yticks([0, *10.0 ** np.arange(np.floor(np.log10(epsilon)), np.log10(tolerance) + 0.5)])
    axis.set(xlabel="epoch", ylabel="relative difference from NumPy", ylim=(0, 3 * axis.get_ylim()[1]))
    axis.grid(alpha=0.3)
    axis.legend(loc="upper right", bbox_to_anchor=(1, 0.85))


def epochs_of(measured: Sized) -> range:
    return range(1, len(measured) + 1)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dtype", choices=["float32", "float64", "both"], default="both")
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", default="digits.png", help="where the picture goes")
    options = parser.parse_args()
    if options.epochs < 1:
        parser.error("--epochs: at least 1 is needed")
    return options


def main() -> int:
    options = arguments()
    dtypes = ["float32", "float64"] if options.dtype == "both" else [options.dtype]
    histories = [train(dtype, options.epochs, options.seed) for dtype in dtypes]
    print()
    agree = [report_agreement(history) for history in histories]
    save_picture(histories, options.out)
    print(f"picture: {options.out}")
    return 0 if all(agree) else 1


if __name__ == "__main__":
    sys.exit(main())

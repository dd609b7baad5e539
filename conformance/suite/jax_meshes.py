"""Losses on a mesh of JAX's devices, beside the same losses of NumPy's arrays on none.

It runs in processes of its own, as a process decides once how many devices it has: `python -m
conformance.suite.jax_meshes` with the words of `found`, as JSON. Two processes with four devices each are joined by
gloo, or one has all eight.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np

from .libraries import QUICKLY_AS_FLAGS

DEVICES, PARTS = 8, (4, 2)  # along the batch, along the classes
BATCH, CLASSES = 8, 4
CUTS = ("rows", "classes", "both")
# Of the programs whose collectives are counted.
ROWS_CLASSES_FEATURES = (128, 32768, 32)
COLLECTIVE = re.compile(r"= (.*?) (all-reduce|all-gather|collective-permute|all-to-all|reduce-scatter)(?:-start)?\(")
SIZED = re.compile(r"[a-z](\d+)\[([\d,]*)\]")


def found(names: list[str], manners: dict[str, tuple[str, ...]], port: int, processes: int = 1) -> dict[str, Any]:
    """What went wrong, by loss, manner ("auto", "explicit", "eager" or "shard_map") and cut."""
    address = f"127.0.0.1:{port}"
    # Nothing here is about what LLVM does to numbers.
    flags = f"{QUICKLY_AS_FLAGS} --xla_force_host_platform_device_count={DEVICES // processes}"
    command = [sys.executable, "-m", "conformance.suite.jax_meshes", json.dumps([names, manners, processes, address])]
    running = [
        subprocess.Popen(
            [*command, str(rank)], stdout=subprocess.PIPE, text=True, env={**os.environ, "XLA_FLAGS": flags}
        )
        for rank in range(processes)
    ]
    texts = [process.communicate(timeout=3000)[0] for process in running]
    assert [process.returncode for process in running] == [0] * processes
    read: dict[str, Any] = json.loads(texts[0].splitlines()[-1])
    return read


def main() -> None:
    (names, manners, processes, address), rank = json.loads(sys.argv[1]), int(sys.argv[2])
    import jax

    jax.config.update("jax_enable_x64", True)
    if processes > 1:
        jax.config.update("jax_cpu_collectives_implementation", "gloo")
        jax.distributed.initialize(address, processes, rank)
    results: dict[str, Any] = {
        n: {m: {cut: wrong(n, m, cut) for cut in cuts} for m, cuts in manners.items()} for n in names
    }
    if not names:
        results = moved()
    sys.stdout.write(json.dumps(results) + "\n")


def bytes_moved(port: int) -> dict[str, Any]:
    """What the programs of `moved` hand from device to device."""
    return found([], {}, port)


def moved() -> dict[str, Any]:
    """Bytes by cross-entropy, ours and optax's, and what is computed: of the collectives' results, on one device."""
    import jax
    import optax
    from jax.sharding import NamedSharding, PartitionSpec

    import unilosses as u

    mesh = jax.make_mesh((DEVICES,), ("classes",), axis_types=(jax.sharding.AxisType.Auto,))
    rng, (rows, classes, features) = np.random.default_rng(0), ROWS_CLASSES_FEATURES

    def placed(x: Any, *axes: str | None) -> Any:
        data = np.asarray(x, np.float32 if np.asarray(x).dtype.kind == "f" else np.int32)
        return jax.device_put(data, NamedSharding(mesh, PartitionSpec(*axes)))

    logits, soft = (placed(rng.random((rows, classes)), None, "classes") for _ in range(2))
    labels = placed(rng.integers(0, classes, rows))
    hidden, layer = placed(rng.random((rows, features))), placed(rng.random((classes, features)), "classes")
    calls: dict[str, tuple[Any, ...]] = {
        "indices": (u.softmax_cross_entropy, logits, labels),
        "indices, optax": (_mean_of(optax.softmax_cross_entropy_with_integer_labels), logits, labels),
        "distributions": (u.softmax_cross_entropy, logits, soft),
        "distributions, optax": (_mean_of(optax.softmax_cross_entropy), logits, soft),
        "linear": (u.linear_cross_entropy, hidden, layer, labels),
    }
    sizes: dict[str, Any] = {}
    for name, (function, *arrays) in calls.items():
        by = (0, 1) if name == "linear" else (0,)
        forms = {"value": function, "gradient": jax.grad(function, argnums=by)}
        sizes[name] = {k: _collectives(jax.jit(f).lower(*arrays).compile().as_text()) for k, f in forms.items()}
    return sizes


def _mean_of(loss: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arrays: loss(*arrays).mean()


def _collectives(program: str) -> dict[str, int]:
    """The bytes of the results of each kind of collective operation in a compiled program."""
    by_kind: dict[str, int] = {}
    for shapes, kind in COLLECTIVE.findall(program):
        elements = [
            (int(bits), np.prod([int(n) for n in sizes.split(",") if n])) for bits, sizes in SIZED.findall(shapes)
        ]
        by_kind[kind] = by_kind.get(kind, 0) + int(sum(bits // 8 * n for bits, n in elements))
    return by_kind


def wrong(name: str, manner: str, cut: str) -> list[str]:
    """What is not as it is in NumPy, of the loss's sum and its gradients."""
    import jax
    from jax.sharding import AxisType, NamedSharding

    from .generic import sample

    s = sample(name, (BATCH,), CLASSES)
    kind = AxisType.Explicit if manner == "explicit" else AxisType.Auto
    mesh = jax.make_mesh(PARTS, ("batch", "classes"), axis_types=(kind, kind))
    specs = [_spec(s, i, cut) for i in range(len(s.data))]
    by = tuple(i for i, x in enumerate(s.data) if x.dtype.kind == "f")

    def total(*arrays: Any) -> Any:
        return s.loss(*arrays, **s.params, reduction="sum")

    try:
        shards = PARTS[0] if manner == "shard_map" else 1
        value, gradients = _expected(s, shards)
        by = tuple(i for i in by if gradients[i] is not None)
        call = _in_shards(total, specs, mesh) if manner == "shard_map" else total
        of = jax.value_and_grad(call, argnums=by) if by else lambda *arrays: (call(*arrays), ())
        data = [_placed(x, NamedSharding(mesh, spec)) for x, spec in zip(s.data, specs, strict=True)]
        with jax.set_mesh(mesh):
            got, grads = (of if manner == "eager" else jax.jit(of))(*data)
        said = _different("value", got, value)
        for i, g in zip(by, grads, strict=True):
            said += _different(f"gradient of {s.spec.arrays[i]}", g, gradients[i])
            if manner == "explicit" and not g.sharding.is_equivalent_to(data[i].sharding, g.ndim):
                said.append(f"the gradient of {s.spec.arrays[i]} is cut as {g.sharding.spec}, for {specs[i]}")
    except Exception:  # noqa: BLE001 - whatever it is, the test says it
        return [traceback.format_exc()[-1500:]]
    return said


def _spec(s: Any, i: int, cut: str) -> Any:
    """How an argument is cut: along the batch if it has rows, along the last axis if it has those of the first."""
    from jax.sharding import PartitionSpec

    x, axes = s.data[i], [None] * s.data[i].ndim
    if cut != "rows" and x.ndim == s.data[0].ndim and x.ndim > 0 and x.shape[-1] % PARTS[1] == 0:
        axes[-1] = "classes"
    if cut != "classes" and s.has_rows(i):
        axes[0] = "batch"
    return PartitionSpec(*axes)


def _placed(x: np.ndarray, sharding: Any) -> Any:
    """Of what other processes have, too, each has its own pieces."""
    import jax

    return jax.make_array_from_callback(x.shape, sharding, lambda piece: x[piece])


def _in_shards(total: Callable[..., Any], specs: list[Any], mesh: Any) -> Callable[..., Any]:
    """The sum over the parts of a batch, which the function sees one by one; the classes stay the compiler's."""
    import jax
    from jax.sharding import PartitionSpec

    mine = tuple(PartitionSpec(*[a if a == "batch" else None for a in spec]) for spec in specs)
    return jax.shard_map(
        lambda *arrays: jax.lax.psum(total(*arrays), "batch"),
        mesh=mesh,
        in_specs=mine,
        out_specs=PartitionSpec(),
        axis_names={"batch"},
    )


def _expected(s: Any, shards: int) -> tuple[float, list[np.ndarray | None]]:
    """The sum over equal parts of the batch, and its gradients."""
    import unilosses

    by = tuple(i for i, x in enumerate(s.data) if x.dtype.kind == "f")
    value, gradients = 0.0, [np.zeros_like(x) if i in by else None for i, x in enumerate(s.data)]
    rows = BATCH // shards
    for k in range(shards):
        piece = slice(k * rows, (k + 1) * rows)
        arrays = [x[piece] if s.has_rows(i) else x for i, x in enumerate(s.data)]
        if not s.spec.rule.differentiated:
            value += s.loss(*arrays, **s.params, reduction="sum")
            gradients = [None] * len(gradients)
            continue
        part, grads = unilosses.value_and_grad(s.loss, argnums=by)(*arrays, **s.params, reduction="sum")
        value += part
        for i, g in zip(by, grads, strict=True):
            at = gradients[i]
            assert at is not None
            at[piece if s.has_rows(i) else ...] += g
    return float(value), gradients


def _different(what: str, got: Any, expected: Any) -> list[str]:
    """Of an array that other processes have parts of, the pieces that are here."""
    for piece in got.addressable_shards:
        if not np.allclose(piece.data, np.asarray(expected)[piece.index], rtol=1e-10, atol=1e-12):
            return [f"{what}: {np.asarray(piece.data)} for {np.asarray(expected)[piece.index]}"]
    return []


if __name__ == "__main__":
    main()

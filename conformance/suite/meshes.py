"""Losses on a mesh of processes, beside the same losses in one."""

from __future__ import annotations

import importlib
import json
import os
import traceback
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .generic import Sample, sample

PROCESSES = 2
BATCH, CLASSES = 4, 6
# How the arguments are cut: along the batch, or along the last axis of those with as many axes as the first.
CUTS = ("rows", "classes")


def found(names: list[str], port: int, folder: Path) -> dict[str, dict[str, Any]]:
    """Of each loss and cut, what was moved between the processes and what went wrong, if anything."""
    path = folder / "found.json"
    context = torch.multiprocessing.get_context("spawn")
    workers = [context.Process(target=_work, args=(rank, port, names, str(path))) for rank in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(600)
        assert worker.exitcode == 0
    read: dict[str, dict[str, Any]] = json.loads(path.read_text())
    return read


def _work(rank: int, port: int, names: list[str], path: str) -> None:
    warnings.simplefilter("ignore")
    os.environ |= {
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
        "RANK": str(rank),
        "WORLD_SIZE": str(PROCESSES),
    }
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo")
    mesh = torch.distributed.device_mesh.init_device_mesh("cpu", (PROCESSES,))
    results = {name: {cut: _compared(sample(name, (BATCH,), CLASSES), cut, mesh) for cut in CUTS} for name in names}
    if rank == 0:
        Path(path).write_text(json.dumps(results))
    torch.distributed.barrier()
    # Without the end of the interpreter, which may find one of gloo's threads running, and then aborts.
    os._exit(0)


def _compared(s: Sample, cut: str, mesh: Any) -> dict[str, Any]:
    dtensor = importlib.import_module("torch.distributed.tensor")
    debug = importlib.import_module("torch.distributed.tensor.debug")

    def placement(i: int, x: np.ndarray) -> Any:
        if cut == "rows":
            return dtensor.Shard(0) if s.has_rows(i) else dtensor.Replicate()
        return dtensor.Shard(x.ndim - 1) if x.ndim == s.data[0].ndim else dtensor.Replicate()

    def leaf(x: Any) -> Any:
        return x.requires_grad_() if x.is_floating_point() else x

    whole = [leaf(torch.asarray(x)) for x in s.data]
    cut_up = [leaf(dtensor.distribute_tensor(torch.asarray(x), mesh, [placement(i, x)])) for i, x in enumerate(s.data)]
    try:
        expected = s.loss(*whole, **s.params)
        expected.backward()
        with debug.CommDebugMode() as moved:
            value = s.loss(*cut_up, **s.params)
            value.backward()
        wrong = []
        if not torch.allclose(value.full_tensor(), expected, rtol=1e-12, atol=1e-12):
            wrong.append(f"value {value.full_tensor()} for {expected}")
        for name, x, y in zip(s.spec.arrays, cut_up, whole, strict=True):
            if y.grad is None:
                continue
            if x.grad.placements != x.placements:
                wrong.append(f"the gradient of {name} is {x.grad.placements}, {name} {x.placements}")
            if not torch.allclose(x.grad.full_tensor(), y.grad, rtol=1e-12, atol=1e-12):
                wrong.append(f"gradient of {name}")
    except Exception:  # noqa: BLE001 - whatever it is, the test says it
        return {"wrong": [traceback.format_exc()[-1500:]], "moved": {}}
    return {"wrong": wrong, "moved": {str(k).rpartition(".")[2]: n for k, n in moved.get_comm_counts().items()}}

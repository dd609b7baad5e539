"""`unilosses bench`: it compares like with like, and its page says what was found."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner
from conformance.suite.libraries import QUICKLY_AS_FLAGS  # times do not matter here

from unilosses.bench import measure
from unilosses.bench.page import page
from unilosses.bench.workloads import WORKLOADS, chosen
from unilosses.commands import unilosses

# Shapes at which a check takes no time; none of them is one that is compiled.
SMALL = {
    "softmax_cross_entropy": (16, 10),
    "kl_divergence": (16, 10),
    "cosine_distance": (16, 8),
    "triplet_margin": (16, 8),
    "dice": (4, 50),
    "ctc": (2, 70, 8),
    "linear_cross_entropy": (16, 32),
}
# Prints {loss: {what: {whose: numbers}}}, in a process of its own for each library: Keras has one backend in one.
CHECK = """
import json, sys, warnings
import numpy as np
from unilosses.bench.calls import calls
from unilosses.bench.workloads import WORKLOADS

def numbers(x):
    x = x[-1] if isinstance(x, (tuple, list)) else x
    return np.asarray(x.detach() if hasattr(x, "detach") else x, dtype=np.float64).ravel().tolist()

warnings.simplefilter("ignore")
small, found = json.loads(sys.argv[2]), {}
for loss, workload in WORKLOADS.items():
    made = calls(sys.argv[1], workload, tuple(small.get(loss, [64])), "float32")
    pairs = zip(("value", "gradient"), (made.value, made.gradient))
    found[loss] = {what: {name: numbers(call()) for name, call in known.items()} for what, known in pairs}
print(json.dumps(found))
"""
# At least so many losses have a peer in each library, beside the plain formula in NumPy.
COMPARED = {"numpy": 12, "torch": 11, "jax": 12}


@pytest.mark.parametrize("library", ["numpy", "torch", "jax"])
def test_peers_compute_what_ours_do(library):
    done = subprocess.run(
        [sys.executable, "-c", CHECK, library, json.dumps(SMALL)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "KERAS_BACKEND": library, "XLA_FLAGS": QUICKLY_AS_FLAGS},
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert set(found) == set(WORKLOADS)
    assert sum(len(kinds["value"]) > 1 for kinds in found.values()) >= COMPARED[library]
    for loss, kinds in found.items():
        for what, by_name in kinds.items():
            ours = np.asarray(by_name["ours"])
            for name, theirs in by_name.items():
                np.testing.assert_allclose(
                    theirs, ours, rtol=1e-4, atol=1e-4 * np.abs(ours).max(), err_msg=f"{loss} {what}: {name}"
                )


def test_a_peer_that_has_no_such_data_is_left_out():
    def without():
        raise NotImplementedError("not implemented for 'BFloat16'")

    assert measure.is_there(lambda: None)
    assert not measure.is_there(without)


def test_calls_alternate_and_ratios_are_of_neighbours(monkeypatch):
    clock, order = [0.0], []
    monkeypatch.setattr(measure.time, "perf_counter", lambda: clock[0])

    def call(name, seconds):
        def run():
            order.append(name)
            clock[0] += seconds

        return run

    found = measure.compare({"ours": call("ours", 0.02), "peer": call("peer", 0.01)})
    assert order[6:] == ["ours", "peer"] * (len(order) // 2 - 3)
    assert found["ours"]["ratio"] == pytest.approx(1.0)
    assert found["peer"] == pytest.approx({"ms": 10.0, "ratio": 2.0, "ratio_low": 2.0, "ratio_high": 2.0})


def test_memory_is_what_a_call_takes_beyond_what_is_held():
    kept = np.ones(2_000_000)
    taken = measure.peak_bytes(lambda: (kept * 2.0) + 1.0)
    if sys.platform != "linux":
        assert taken is None
        return
    assert 0.8 * kept.nbytes < taken < 2.6 * kept.nbytes


def test_workloads_are_chosen_by_name_and_size():
    assert {w.loss for w, _ in chosen((), None)} == set(WORKLOADS)
    assert [shape for _, shape in chosen(("huber",), 2_000)] == [(32,), (1_024,)]


def test_the_command_measures_writes_and_reads(tmp_path):
    paths = {name: tmp_path / name for name in ("found.json", "page.md", "picture.png")}
    options = [f"--json={paths['found.json']}", f"--page={paths['page.md']}", f"--picture={paths['picture.png']}"]
    done = CliRunner().invoke(unilosses, ["bench", "huber", "--library=numpy", "--largest=40", *options])
    assert done.exit_code == 0, done.output
    found = json.loads(paths["found.json"].read_text())
    assert [(row["loss"], row["what"]) for row in found["rows"]] == [("huber", "value"), ("huber", "gradient")]
    assert "plain NumPy" in found["rows"][0]["calls"]
    assert paths["picture.png"].read_bytes().startswith(b"\x89PNG")
    text = paths["page.md"].read_text()
    assert "| huber | 32 | value |" in text
    again = tmp_path / "again.md"
    done = CliRunner().invoke(unilosses, ["bench", f"--from={paths['found.json']}", f"--page={again}"])
    assert done.exit_code == 0
    assert again.read_text() == page(found)


def test_nothing_to_measure_is_said():
    done = CliRunner().invoke(unilosses, ["bench", "huber", "--library=numpy", "--largest=1"])
    assert done.exit_code == 2
    assert "nothing is left to measure" in done.output

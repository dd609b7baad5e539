"""No program reads or writes outside of an array: the pages beside it are protected here, and stop whoever does."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

SCRIPT = """
    import ctypes, mmap, numpy as np, unilosses

    libc = ctypes.CDLL(None)
    libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    kept, zeros = [], np.zeros

    def beside(x, at_end=True):
        "The same numbers in pages of their own, up to the end of them or from their beginning."
        size = max(1, -(-x.nbytes // mmap.PAGESIZE)) * mmap.PAGESIZE
        block = mmap.mmap(-1, size + 2 * mmap.PAGESIZE)
        first = ctypes.addressof(ctypes.c_char.from_buffer(block))
        offset = mmap.PAGESIZE + (size - x.nbytes if at_end else 0)
        y = np.frombuffer(block, dtype=x.dtype, count=x.size, offset=offset).reshape(x.shape)
        y[...] = x
        for guard in (first, first + mmap.PAGESIZE + size):
            assert libc.mprotect(guard, mmap.PAGESIZE, 0) == 0
        kept.append(block)
        return y

    # The results, and the room for what is kept of a row.
    np.empty = lambda shape, dtype=float: beside(zeros(shape, dtype))
    rng = np.random.default_rng(0)
    for rows, columns in {shapes}:
        scores, truths = rng.normal(size=(rows, columns)), rng.random((rows, columns)) > 0.5
        for dtype in ("float64", "float32", "float16"):
            for at_end in (True, False):
                x, y = (beside(a.astype(dtype), at_end) for a in (scores, truths))
                labels = beside(rng.integers(0, columns, rows), at_end)
                weight, where = beside(rng.random(rows).astype(dtype), at_end), beside(rng.random(rows) > 0.5, at_end)
                targets = {{"huber": y, "sigmoid_cross_entropy": y, "softmax_cross_entropy": labels}}
                for name, target in targets.items():
                    loss = getattr(unilosses, name)
                    for a, b in ((x, target), (x[::-1], target[::-1])):
                        with unilosses.engine("native"):
                            loss(a, b, reduction="none")
                            loss(a, b, weight=weight, where=where)
                            unilosses.value_and_grad(loss)(a, b, weight=weight)
    print("touched nothing else")
"""


@pytest.mark.parametrize(
    "shapes",
    [
        [(1, 1), (3, 5), (16, 8), (17, 10), (33, 17)],
        [(2, 127), (2, 128), (5, 129), (3, 1000), (700, 10)],
    ],
    ids=["few columns", "many columns"],
)
def test_nothing_beside_an_array_is_touched(shapes: list[tuple[int, int]]) -> None:
    script = textwrap.dedent(SCRIPT).format(shapes=shapes)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=600, check=False)
    assert done.stdout == "touched nothing else\n", (done.returncode, done.stderr[-2000:])

"""Measure the losses on all hard inputs, and write their bounds: src/unilosses/verify/bounds.toml.

python tools/make_bounds.py huber ctc         measure these: seconds to two minutes each, on NumPy, torch and jitted JAX
python tools/make_bounds.py --jobs 2          measure all of them, in two processes: well under an hour
python tools/make_bounds.py --compile huber   under torch.compile too, a second and more for each group of inputs
python tools/make_bounds.py --check huber     write nothing; exit with 1 if a bound would be another

A bound is the largest error, times 1.25, rounded up to one decimal, and at most its cap. What would be above is named,
with its case, and the exit status is 1. Only the losses that are named change in the table, and no remark does.
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from accuracy.bounds import Error, complaint, figures, rewritten
from unilosses.definition.registry import specs
from unilosses.verify.bounds import KINDS, TABLE

ROOT = Path(__file__).parents[1]
MEASURED = ("numpy", "torch", "jax")


def measured(names: Sequence[str], places: Sequence[str], jobs: int) -> Iterator[dict[str, dict[str, Error]]]:
    """The largest errors of each loss."""
    from accuracy.errors import worst

    measure = functools.partial(worst, places=places)
    if jobs == 1:
        yield from map(measure, names)
        return
    # Neither torch nor JAX lives through a fork, and truths fill memory.
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=10) as pool:
        yield from pool.imap(measure, names)


def main(arguments: list[str] | None = None) -> int:
    sys.path.insert(0, str(ROOT))  # conformance is a package of the checkout, not an installed one
    parser = argparse.ArgumentParser(description="Measure the losses and write their bounds.")
    parser.add_argument("losses", nargs="*", metavar="loss", help="all losses, if none is named")
    parser.add_argument("--compile", action="store_true", help="measure under torch.compile too")
    parser.add_argument("--check", action="store_true", help="only say which bounds would be others")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes share the work")
    options = parser.parse_args(arguments)
    built_in = sorted(name for name, spec in specs().items() if spec.source.startswith("unilosses."))
    if unknown := set(options.losses) - set(built_in):
        parser.error(f"no loss is called {', '.join(sorted(unknown))}")
    names, places = options.losses or built_in, MEASURED + ("torch_compile",) * options.compile
    wrong = []
    for loss, found in zip(names, measured(names, places, options.jobs), strict=True):
        text = TABLE.read_text(encoding="utf-8")  # anew: others may have written in the meantime
        made = rewritten(text, loss, {kind: figures(loss, kind, found[kind]) for kind in KINDS})
        for kind in KINDS:
            shown = ", ".join(f"{place} {error.ulp:.3g}" for place, error in found[kind].items())
            print(f"{loss} {kind}: {shown} ulp", flush=True)
        wrong += [c for kind in KINDS for place, e in found[kind].items() if (c := complaint(loss, kind, place, e))]
        if not options.check:
            TABLE.write_text(made, encoding="utf-8")
        elif made != text:
            wrong.append(f"{TABLE}: {loss} would have other bounds; run tools/make_bounds.py {loss}")
    print(*wrong, sep="\n", file=sys.stderr, end="\n" if wrong else "")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

"""Calls of every loss, for its graph and for the loss itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from conformance.suite.generic import NAMES, Sample
from unilosses.definition.options import Options
from unilosses.engines import Facts, Inputs, split

UNTRACED: dict[str, str] = tomllib.loads(Path(__file__).with_name("untraced.toml").read_text())
TRACED = [name for name in NAMES if name not in UNTRACED]
# What has a graph and no program.
NOT_SERVED: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("not_served.toml").read_text())
SERVED = [name for name in TRACED if name not in NOT_SERVED["losses"]]


def call_of(
    s: Sample, wanted: tuple[int | str, ...] = (0,), wide: bool = False, **options: Any
) -> tuple[Facts, Inputs]:
    """The facts and the inputs of a call of a sample."""
    every = {**s.params, **options}
    own = {k: v for k, v in every.items() if k in Options._fields and k not in s.spec.params}
    params = {**s.spec.params, **{k: v for k, v in every.items() if k not in own}}
    given = Options(**{"reduction": s.spec.default_reduction, **own})
    return split(s.spec, tuple(s.data), params, given, wanted=wanted, wide=wide)


def options_of(s: Sample) -> Iterator[dict[str, Any]]:
    """Each reduction, with and without mask and weights."""
    rng = np.random.default_rng(0)
    weight, where = rng.uniform(size=s.shape), rng.uniform(size=s.shape) > 0.4
    weight[:1] = 0.0
    for reduction in ("mean", "sum", "none"):
        for given in ({}, {"weight": weight}, {"where": where}, {"weight": weight, "where": where}):
            yield {"reduction": reduction, **given}
    yield {"weight": 2.0}
    yield {"weight": weight[:2].sum(), "reduction": "sum"}
    if not s.spec.penalty:
        yield {"normalizer": 3.0, "reduction": "mean"}
        yield {"normalizer": "count", "reduction": "mean", "weight": weight}

"""Known ways in which losses differ. Each is a hypothesis to test: the results of OUR loss with that fault.

A pattern yields variants. A variant is a transformation of our loss: it predicts value and gradient for given inputs.
Where the prediction reproduces the other function's numbers, the difference has a name. Most patterns stand for another
formula. They must agree on every input where they depart from our loss ("everywhere"). Patterns of lost digits and
overflow hold for part of the inputs ("in places").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from . import arithmetic_patterns, clipping_patterns, formula_patterns
from .hypotheses import Outcome, Pattern, Query

# Of two that explain equally much, the first gives the name.
PATTERNS = (*formula_patterns.PATTERNS, *clipping_patterns.PATTERNS, *arithmetic_patterns.PATTERNS)


def variants_of(query: Query, name: str | None = None) -> Iterator[tuple[Pattern, str, Outcome]]:
    """The variants of all patterns, or of one, for a batch. A variant that cannot be computed is left out."""
    for known in PATTERNS if name is None else [p for p in PATTERNS if p.name == name]:
        with np.errstate(all="ignore"):
            try:
                for label, outcome in known.variants(query):
                    yield known, label, outcome
            except (TypeError, ValueError):  # parameters or arrays that our loss refuses
                continue


def catalogue() -> Mapping[str, str]:
    """The patterns that have a name, and what each says.

    >>> from unilosses.verify import patterns
    >>> "cancellation" in patterns.catalogue()
    True
    """
    return {p.name: p.says for p in reversed(PATTERNS)}

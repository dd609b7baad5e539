"""Known ways in which losses differ, each as a hypothesis that can be tested: what OUR loss would give with that fault.

A pattern yields variants. A variant is a transformation of our loss: it says what the value and the gradient would be
for given inputs. Where that reproduces the other function's numbers, the difference has a name. Most patterns stand
for another formula and must agree on every input where they depart from our loss ("everywhere"); those that stand for
lost digits and overflow hold on part of the inputs ("in places").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from . import arithmetic_patterns, clipping_patterns, formula_patterns
from .hypotheses import Outcome, Pattern, Query

# Where two explain as much, the first gives the name.
PATTERNS = (*formula_patterns.PATTERNS, *clipping_patterns.PATTERNS, *arithmetic_patterns.PATTERNS)


def variants_of(query: Query, name: str | None = None) -> Iterator[tuple[Pattern, str, Outcome]]:
    """Every variant of every pattern (of one name) for a batch; one that cannot be computed for it says nothing."""
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

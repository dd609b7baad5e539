"""`explain`: which engine serves a call, and why."""

from __future__ import annotations

from typing import Any

from .settings import engine_asked
from .terms import objective, terms_of


def explain(loss: Any, *arrays: Any, **keywords: Any) -> str:
    """What evaluates a call of a loss under the engine that is asked for, and why; nothing is evaluated.

    The text begins with the engine's name: `native`, `blocks`, `reference` or `compile`. A sum of losses has a line for
    each of them.

    Arguments
        loss: a loss function, a loss object, or a sum of loss objects.
        arrays, keywords: what it would be called with.

    >>> import numpy as np, unilosses
    >>> x = np.zeros((4, 3), dtype=np.float32)
    >>> with unilosses.engine("blocks"):
    ...     print(unilosses.explain(unilosses.barlow_twins, x, x))
    reference: it multiplies matrices, which stays in the precision of the data
    """
    from .call.engine import Call
    from .engines.choose import choose_with_gradient  # not before it is needed: import takes its time

    lines = []
    for term in terms_of(objective("explain", loss), arrays, keywords):
        choice, moving = choose_with_gradient(Call(*term[1:]), engine_asked())
        when = "behind its cotangent" if term.options.reduction == "none" else "in one pass"
        with_gradient = f", with the gradient of {' and '.join(moving)} {when}" if moving and choice.task else ""
        lines.append(f"{choice.engine}: {choice.reason}{with_gradient}")
    return "\n".join(lines)

"""`warm_up`: programs, compiled before they are needed."""

from __future__ import annotations

from typing import Any

from .call.engine import Call, engine_for
from .terms import objective, terms_of


def warm_up(loss: Any, *arrays: Any, **keywords: Any) -> None:
    """Compile what calls like this one need, so that none of them has to wait for it; nothing is evaluated.

    That is the value, with its gradient where a tensor asks for one, and the value and gradient by the first array of
    `value_and_grad`. Calls are alike whose arrays have the same dtypes and ranks and lie in memory in the same way;
    numbers may differ, and lengths, but those of fewer than 256 elements are apart. Compiled programs are kept on disk,
    for later processes, too. Where the reference serves, there is nothing to do.

    Arguments
        loss: a loss function, a loss object, or a sum of loss objects.
        arrays, keywords: what it will be called with, or the like of it.

    >>> import numpy as np, unilosses
    >>> x = np.zeros((1024, 10), dtype=np.float32)
    >>> unilosses.warm_up(unilosses.softmax_cross_entropy, x, np.zeros(1024, dtype=np.int64))
    """
    from .engines.serve import prepared  # not before it is needed: import takes its time

    for term in terms_of(objective("warm_up", loss), arrays, keywords):
        asked = engine_for(term.arrays[0])
        if asked is None:
            continue
        for wanted in (None, (0,)):
            prepared(Call(*term[1:]), asked, wanted)

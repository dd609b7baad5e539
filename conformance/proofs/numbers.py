"""Numbers that proofs share: random ones, the same in every run, and some with which a formula is followed on paper."""

import random
from math import log

from mpmath import mp


class Draw:
    """Random numbers, without a structure that could hide a mistake."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def normal(self, n, sigma=3.0):
        return [self._random.gauss(0, sigma) for _ in range(n)]

    def rows(self, n, size, sigma=1.0):
        return [self.normal(size, sigma) for _ in range(n)]

    def distribution(self, n):
        raw = [self._random.expovariate(1) + 1e-3 for _ in range(n)]
        return [v / sum(raw) for v in raw]

    def log_distribution(self, n):
        with mp.workdps(60):
            return [mp.log(v) for v in self.distribution(n)]

    def within(self, space, n):
        """A distribution as "probs", "log_probs" or "logits"."""
        return {"probs": self.distribution, "log_probs": self.log_distribution, "logits": self.normal}[space](n)


SPACES = ("probs", "log_probs", "logits")

# softmax of (0, log 2, log 5) is (1/8, 2/8, 5/8), the cosine of (3, 4) and (4, 3) is 24/25.
EIGHTHS = [0.0, log(2), log(5)]
U, V = [3.0, 4.0], [4.0, 3.0]

# Of four classes: weights, and coefficients that are no distribution.
WEIGHTS = {"class_weight": [0.5, 2.0, 1.0, 3.0]}
SIGNED = [0.5, -1.0, 2.0, 0.25]

"""Random numbers, the same in every run, without a structure that could hide a mistake."""

import random

from mpmath import mp


class Draw:
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

"""Divergences between two distributions, in every pair of spaces."""

from ...proofs.numbers import SPACES, Draw

_draw = Draw(22)


def _pair(pred, target):
    return _draw.within(pred, 5), _draw.within(target, 5)


_SPACES = [{"pred_space": pred, "target_space": target} for pred in SPACES for target in SPACES]
_PAIRS = [(_pair(*spaces.values()), spaces) for spaces in _SPACES]

POINTS = {
    "kl_divergence": _PAIRS,
    "total_variation_distance": _PAIRS,
    "jensen_shannon": [
        (args, {"beta": beta, **spaces}) for (args, spaces), beta in zip(_PAIRS, (0.5, 0.1, 0.9) * 3, strict=True)
    ],
    "generalized_kl_divergence": [(([0.3, 2.0, 7.0], [0.5, 1e-3, 7.0001]), {})],
}

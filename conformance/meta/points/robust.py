"""Robust losses: in the middle, at the shoulder and in the tail, on both sides of every special power."""

_PLACES = (((0.3, 0.7), {}), ((2.5, -1.0), {"scale": 2.0}), ((-40.0, 1.0), {"scale": 0.5}), ((1e-9, 0.0), {}))
_POWERS = (2.0, 1.0, 0.0, -2.0, float("-inf"), 1.5, 3.0, -0.5, 1e-9, 2.0 - 1e-9, -1e6)

POINTS = {
    "charbonnier": [((0.3, 0.7), {}), ((1e3, -5.0), {"epsilon": 0.5}), ((1e-9, 0.0), {"epsilon": 4.0})],
    "cauchy": list(_PLACES),
    "geman_mcclure": list(_PLACES),
    "welsch": [*_PLACES[:2], _PLACES[3], ((4.0, 1.0), {"scale": 0.5})],
    "general_robust": [
        (args, {"alpha": alpha, "scale": scale})
        for alpha in _POWERS
        for args, scale in (((0.3, 0.7), 1.0), ((-5.0, 1.0), 2.0), ((1e-6, 0.0), 0.5))
    ],
}

"""Penalties."""

from ...proofs.numbers import Draw

_MATRIX = Draw(27).rows(3, 4)

POINTS = {
    "l1_penalty": [(([0.3, -2.0, 5.0],), {})],
    "l2_penalty": [(([0.3, -2.0, 5.0],), {})],
    "elastic_net_penalty": [(([0.3, -2.0, 5.0],), {}), (([0.3, -2.0],), {"l1_ratio": 0.1})],
    "orthogonal_penalty": [((_MATRIX,), {}), ((_MATRIX,), {"mode": "columns"}), (([[3.0, 4.0]],), {})],
    "total_variation_penalty": [
        (([0.3, -2.0, 5.0, 5.5],), {}),
        *[((_MATRIX,), {"axis": axis}) for axis in (-1, 0, 1, [0, 1])],
    ],
}

"""Losses of a whole batch, whose rows have a part in one another's."""

from ...proofs.numbers import Draw

_draw = Draw(24)
_SIX, _OTHERS = _draw.rows(6, 3), _draw.rows(6, 3)
# two pairs, a row with two positives, a row alone
_LABELS = [0, 1, 0, 2, 2, 2]
_ALONE = [0, 0, 1, 2, 3, 3]

POINTS = {
    "nt_xent": [((_SIX, labels), {"temperature": t}) for labels in (_LABELS, _ALONE) for t in (0.5, 0.07)],
    "supervised_contrastive": [
        ((_SIX, labels), {"temperature": t}) for labels in (_LABELS, _ALONE) for t in (0.5, 0.1)
    ],
    "info_nce": [((_SIX, _OTHERS), {"temperature": t, "symmetric": s}) for t in (0.5, 0.07) for s in (False, True)],
    "n_pairs": [((_SIX, _OTHERS), {}), ((_SIX, _OTHERS), {"labels": _LABELS}), ((_draw.rows(1, 3), [[1.0] * 3]), {})],
    "circle": [
        ((_SIX, labels), {"margin": margin, "gamma": gamma})
        for labels in (_LABELS, _ALONE)
        for margin, gamma in ((0.25, 2.0), (0.4, 80.0))
    ],
    "barlow_twins": [
        ((_SIX, _OTHERS), {}),
        ((_SIX, _OTHERS), {"off_diagonal_weight": 0.25, "ddof": 1}),
        ((_SIX, [[1.5 * v + 0.25 for v in row] for row in _SIX]), {}),
    ],
    # features that vary by less than 1, by more, and some of each
    "vicreg": [
        ((_draw.rows(5, 3, sigma), _draw.rows(5, 3, sigma)), {"eps": eps})
        for sigma in (0.1, 1.0, 9.0)
        for eps in (1e-4, 0.25)
    ]
    + [((_SIX, _OTHERS), {"invariance": 0.5, "variance": 3.0, "covariance": 2.0})],
}

"""Overlaps of regions: with soft and hard targets, smoothed or not, and what absent regions cost."""

_PROBS = [0.9, 0.3, 0.125, 0.7]
_TARGETS = ([1.0, 1.0, 0.0, 0.0], [0.75, 0.5, 0.25, 0.125])
_OVERLAPS = [
    ((_PROBS, target), {"smooth": smooth, "squared": squared})
    for target in _TARGETS
    for smooth in (0.0, 0.5)
    for squared in (False, True)
]
_TVERSKY = [((_PROBS, target), {"alpha": 0.25, "beta": 1.5, "smooth": s}) for target in _TARGETS for s in (0.0, 0.5)]
_CLASSES = [_PROBS, [0.1, 0.6, 0.25, 0.0625], [0.5, 0.125, 0.75, 0.25]]
_TRUTHS = (
    [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]],
    [[0.75, 0.5, 0.0, 0.125], [0.25, 0.5, 0.5, 0.5], [0.0, 0.25, 0.5, 0.375]],
)

POINTS = {
    "dice": _OVERLAPS,
    "jaccard": _OVERLAPS,
    "tversky": [((_PROBS, _TARGETS[0]), {}), *_TVERSKY],
    "focal_tversky": [((_PROBS, _TARGETS[0]), {})]
    + [(args, {"gamma": gamma, **params}) for args, params in _TVERSKY for gamma in (0.75, 1.0, 2.0)],
    "generalized_dice": [
        ((_CLASSES, truth), {"weighting": weighting})
        for truth in _TRUTHS
        for weighting in ("square", "simple", "uniform")
    ],
}

_EMPTY = [0.0, 0.0, 0.0, 0.0]
_ABSENT = [((_PROBS, _EMPTY), {"absent": absent}) for absent in ("count", "zero", "one")]

BY_FIRST = {
    **dict.fromkeys(("dice", "jaccard", "tversky", "focal_tversky"), _ABSENT),
    "generalized_dice": [
        ((_CLASSES, [_EMPTY, truth[1], truth[2]]), {"weighting": weighting, "absent": absent})
        for truth in _TRUTHS
        for weighting in ("square", "simple", "uniform")
        for absent in ("largest", "zero")
    ],
}

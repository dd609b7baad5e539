"""Losses of one score, logit or probability each."""

POINTS = {
    "hinge": [((0.3, 1.0), {}), ((-0.3, 1.0), {"margin": 2.0, "encoding": "binary"}), ((3.0, 1.0), {})],
    "squared_hinge": [((0.3, -1.0), {}), ((-0.3, 0.3), {"margin": 2.0, "encoding": "binary"}), ((3.0, 1.0), {})],
    "perceptron": [((0.3, -1.0), {}), ((-0.3, 0.7), {"encoding": "binary"}), ((3.0, 1.0), {})],
    "binary_sparsemax": [((0.3, 1.0), {}), ((-2.0, 1.0), {}), ((0.5, 0.25), {}), ((3.0, -0.5), {})],
    "soft_margin": [((0.3, 1.0), {}), ((-40.0, 0.3), {"encoding": "binary"}), ((3.0, -0.5), {})],
    "exponential": [((0.3, 1.0), {}), ((-4.0, 0.3), {"encoding": "binary"})],
    "modified_huber": [((0.3, 1.0), {}), ((-3.0, 0.7), {"encoding": "binary"}), ((-3.0, 1.0), {}), ((3.0, 1.0), {})],
    "brier": [((0.3, 1.0), {}), ((0.3, 0.25), {})],
    "hinge_embedding": [((0.3, -1.0), {}), ((0.3, 0.7), {"margin": 2.0, "encoding": "binary"}), ((3.0, -0.5), {})],
    "margin_ranking": [
        ((0.3, 0.1, 1.0), {"margin": 0.5}),
        ((0.3, 2.0, 0.7), {"encoding": "binary"}),
        ((3.0, 0.5, 1.0), {}),
    ],
    "asymmetric": [
        ((x, y), {"gamma_pos": pos, "gamma_neg": neg, "clip": clip})
        for x in (-17.0, 0.3, 5.0)
        for y in (0.0, 0.35, 1.0)
        for pos, neg, clip in ((1.0, 4.0, 0.05), (0.0, 0.0, 0.25), (0.5, 2.0, 0.0))
    ],
    "binary_cross_entropy": [
        ((0.3, 1.0), {}),
        ((1e-12, 0.3), {"pos_weight": 3.0}),
        ((0.999999, 0.0), {"label_smoothing": 0.1}),
        ((0.4, 0.7), {"eps": 0.25, "pos_weight": 0.5}),
        ((0.9, 0.7), {"eps": 0.25}),
        ((0.01, 0.7), {"eps": 0.25}),
    ],
    "sigmoid_cross_entropy": [
        ((0.3, 1.0), {}),
        ((-30.0, 0.0), {}),
        ((30.0, 0.3), {"pos_weight": 3.0}),
        ((2.0, 1.0), {"label_smoothing": 0.1}),
        ((-2.0, -3.5), {"pos_weight": 0.25, "label_smoothing": 0.5}),
        ((0.7, 5.0), {}),
    ],
    "sigmoid_focal": [
        ((x, y), {"gamma": gamma, "alpha": alpha})
        for x in (-17.0, 0.3, 5.0)
        for y in (0.0, 0.35, 1.0)
        for gamma, alpha in ((0.0, 0.25), (0.5, None), (2.0, 0.75), (5.0, 0.25))
    ],
}

"""Scores against labels at the switches of each formula; distances, pairs and probabilities, far and near."""

import numpy as np

from ..inputs.binary import FAR_MARKS, MARKS, _probabilities
from ..inputs.margin import ENCODINGS
from ..proofs.case import around, both_signs, case, cast, generator, largest, nonempty, product, step, thin, wide
from ..proofs.classification.multiclass.inputs import SIZES, _class_weight, _one_hot, _probable_labels, _random_probs

INF = np.inf


# --- functions of y f -----------------------------------------------------------------------------------------------


def _scores(name, dtype):
    rng = generator(name, "scores")
    w = wide(dtype)
    switches = [*around(1.0, dtype, 3), *around(2.0, dtype, 1), 0.0, 0.5]
    return np.concatenate(
        [rng.normal(0, 3, thin(120, dtype)), both_signs(switches), both_signs(np.logspace(-w, w, thin(40, dtype)))]
    )


def _encoded(name, dtype, scores, infinite_gradient=True):
    cases = []
    for encoding, labels in ENCODINGS.items():
        columns = product(scores, labels)
        cases.append(case(f"scores-{encoding}", dtype, columns, "over all magnitudes", encoding=encoding))
        right = ([INF, -INF], [labels[1], labels[0]])
        cases.append(case(f"infinite-right-{encoding}", dtype, right, "certain and right", encoding=encoding))
        wrong = ([INF, -INF], [labels[0], labels[1]])
        cases.append(
            case(f"infinite-wrong-{encoding}", dtype, wrong, "certain, wrong", infinite_gradient, encoding=encoding)
        )
    return cases


def soft_margin(dtype):
    name = "soft_margin"
    saturating = np.concatenate([_scores(name, dtype), both_signs(MARKS + FAR_MARKS)])
    halved = product(both_signs([0.25, 1.0, 5.0, 64.0]), (2.0, -0.5))
    scaled = case("scaled", dtype, halved, "labels that are powers of two multiply exactly")
    return [*_encoded(name, dtype, saturating), scaled]


def exponential(dtype):
    name = "exponential"
    overflow = {"float64": 709.0, "float32": 88.0, "float16": 11.0, "bfloat16": 88.0}[dtype]
    far = np.linspace(-overflow, overflow, thin(60, dtype))
    beyond = both_signs([2 * overflow, 1e4])
    return _encoded(name, dtype, np.concatenate([_scores(name, dtype), both_signs(MARKS), far, beyond]))


def modified_huber(dtype):
    name = "modified_huber"
    top = largest(dtype)
    return _encoded(name, dtype, np.concatenate([_scores(name, dtype), both_signs([top, top / 8])]))


# --- Brier scores ---------------------------------------------------------------------------------------------------


def brier(dtype):
    p = _probabilities("brier", dtype)
    middle = p[(p > 1e-3) & (p < 1)]
    one_off = [(step(float(cast(v, dtype)), dtype, n), v) for v in (0.25, 0.5, 0.75) for n in (-2, -1, 1)]
    return [
        case("hard", dtype, product(p, (0.0, 1.0)), "labels 0 and 1"),
        case("soft", dtype, product(middle, (0.125, 0.5, 0.75)), "labels in between"),
        case("matched", dtype, (p, p), "no error"),
        case("near", dtype, tuple(np.array(one_off).T), "a few steps apart"),
    ]


def multiclass_brier(dtype):
    name = "multiclass_brier"
    rng = generator(name)
    near = [step(1.0, dtype, -n) for n in (1, 3, 100)]
    ends = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.5, 0.5], *[[p, 1 - p, 0.0] for p in near]])
    source = [("ends", ends, np.array([0, 0, 0, 0, 0, 1]), "right, wrong and half")]
    for classes, rows in SIZES.items():
        if classes <= 101 or dtype == "float32":
            # A step of 1/4096 at the least, so that no square is lost below the range of half precision.
            probs = np.round(_random_probs(rng, thin(rows, dtype), classes, dtype) * 4096) / 4096
            source.append((f"ordinary-{classes}", probs, _probable_labels(rng, probs + 1e-9), "softmax of N(0, 3)"))
    cases = []
    for tag, probs, labels, note in source:
        classes = probs.shape[1]
        weights = {"class_weight": _class_weight(classes)}
        soft = np.round(rng.dirichlet(np.ones(classes), len(probs)) * 256) / 256
        cases += [
            case(f"index-{tag}", dtype, (probs, labels), note),
            case(f"one_hot-{tag}", dtype, (probs, _one_hot(labels, classes)), note),
            case(f"soft-{tag}", dtype, (probs, soft), "labels in between"),
        ]
        if classes <= 101:
            cases += [
                case(f"index-class_weight-{tag}", dtype, (probs, labels), note, **weights),
                case(f"soft-class_weight-{tag}", dtype, (probs, soft), "labels in between", **weights),
            ]
    return cases


# --- pairs ----------------------------------------------------------------------------------------------------------


def _distances(name, dtype, margin):
    rng = generator(name, str(margin))
    w, top = wide(dtype), largest(dtype)
    kinks = around(margin, dtype, 3) if margin else [0.0]
    d = [np.abs(rng.normal(0, 2, thin(60, dtype))), kinks, np.logspace(-w, w, thin(30, dtype)), [0.0, top, top / 4]]
    return np.concatenate([*d, -np.array([1.0, 1e-20, 3.0, top / 4])])


def hinge_embedding(dtype):
    cases = []
    for encoding, labels in ENCODINGS.items():
        for margin in (1.0, 0.25, 10.0, 0.0):
            params = {"encoding": encoding, "margin": margin}
            tag = f"{encoding}-{margin:g}"
            columns = product(_distances("hinge_embedding", dtype, margin), labels)
            cases.append(case(f"distances-{tag}", dtype, columns, "around the margin and far from it", **params))
            infinite = product([INF, -INF], labels)
            cases.append(case(f"infinite-{tag}", dtype, infinite, "limits at infinity", **params))
    mixed = product([0.25, 1.0, 3.0, -2.0], (0.0, 0.5, -0.25, 2.0))
    return [*cases, case("mixed", dtype, mixed, "labels between -1 and 1, and beyond")]


def margin_ranking(dtype):
    name = "margin_ranking"
    rng = generator(name)
    n, top = thin(80, dtype), largest(dtype)
    x = cast(rng.normal(0, 3, n), dtype).astype(float)
    cases = []
    for encoding, labels in ENCODINGS.items():
        y = rng.choice(labels, n)
        for margin in (0.0, 0.25, 1.0, 10.0):
            params = {"encoding": encoding, "margin": margin}
            tag = f"{encoding}-{margin:g}"
            lead = both_signs(around(margin, dtype, 2) if margin else [0.0, 1e-20])
            kinks = product(lead, [0.0], labels)
            apart = product([0.5, -2.0, 100.0, 0.0], [0.5, -2.0, 100.0], labels)
            cases += [
                case(f"ordinary-{tag}", dtype, (x, rng.normal(0, 3, n), y), "N(0, 3)", **params),
                case(f"equal-{tag}", dtype, (x, x, y), "no lead", **params),
                case(f"near-{tag}", dtype, ([step(v, dtype, 2) if v else 1.0 for v in x], x, y), "by steps", **params),
                case(f"kinks-{tag}", dtype, kinks, "a lead of the margin, one step off", **params),
                case(f"apart-{tag}", dtype, apart, "sizes that differ", **params),
                case(f"extremes-{tag}", dtype, product([top, -top, 1.0], [top / 4, 0.0], labels), **params),
                case(f"infinite-{tag}", dtype, product([INF, -INF], [0.0, 1.0], labels), "one is infinite", **params),
            ]
    return cases


BUILDERS = {
    f.__name__: lambda dtype, f=f: nonempty(f(dtype))
    for f in (
        soft_margin,
        exponential,
        modified_huber,
        brier,
        multiclass_brier,
        hinge_embedding,
        margin_ranking,
    )
}

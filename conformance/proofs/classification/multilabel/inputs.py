"""Rows with several labels, and logits with one label each, from 0 to saturation and at the shift of ASL."""

import numpy as np

from ...case import HALF, around, both_signs, case, generator, product, thin
from ..binary import FAR_MARKS, HARD, MARKS, SOFT, _logits
from ..multiclass.inputs import _class_weight, _dominant, _masked, _one_hot, _random_logits, _soft, _ties


def _multi_hot(rng, rows, classes):
    """Labels 0 and 1; the first row has none, the second has all."""
    y = (rng.uniform(size=(rows, classes)) < 0.4).astype(float)
    y[:1], y[1:2] = 0.0, 1.0
    return y


def _lists(y):
    """The same as index lists: in descending order, ended by -1, then whatever."""
    rows = []
    for row in y:
        found = np.flatnonzero(row)[::-1].tolist()
        rest = row.size - len(found)
        rows.append([*found, *([-1.0] + [0.0] * (rest - 1) if rest else [])])
    return np.array(rows, dtype=float)


# --- margins between classes ----------------------------------------------------------------------------------------


def multilabel_margin(dtype):
    name = "multilabel_margin"
    cases = []
    for margin in (1.0, 0.25):
        rng = generator(name, str(margin))
        for classes, rows in {1: 2, 2: 8, 3: 8, 10: 6, 40: 3}.items():
            x, y = rng.normal(0, 3, (thin(rows, dtype), classes)), _multi_hot(rng, thin(rows, dtype), classes)
            tag = f"{classes}-{margin:g}"
            for encoding, target in (("dense", y), ("indices", _lists(y))):
                params = {"encoding": encoding, "margin": margin}
                cases.append(case(f"ordinary-{tag}-{encoding}", dtype, (x, target), "N(0, 3)", **params))
        leads = np.array([[v, 0.0, 0.0] for v in (*around(margin, dtype, 2), 0.0, -margin, 2 * margin)])
        hot = np.tile([1.0, 0.0, 0.0], (len(leads), 1))
        cases.append(case(f"leads-{margin:g}", dtype, (leads, hot), "at the margin, a step off", margin=margin))
    rng = generator(name, "soft")
    x, soft = rng.normal(0, 3, (6, 4)), rng.integers(0, 9, (6, 4)) / 8
    signed = rng.integers(-8, 9, (6, 4)) / 4
    twice = np.array([[1.0, 1.0, -1.0, 0.0], [3.0, 0.0, 3.0, 3.0], [-1.0, 0.0, 1.0, 2.0], [0.0, 1.0, 2.0, 3.0]])
    impossible = np.where(_multi_hot(rng, 6, 4) > 0, -np.inf, x), np.tile([0.0, 0.0, 0.0, 0.0], (6, 1))
    return [
        *cases,
        case("soft", dtype, (x, soft), "shares"),
        case("coefficients", dtype, (x, signed), "any numbers"),
        case("repeated", dtype, (x[:4], twice), "indices that repeat, none, all", encoding="indices"),
        case("impossible", dtype, impossible, "-inf without a label", gradient=False),
    ]


# --- cross-entropies ------------------------------------------------------------------------------------------------


def multilabel_soft_margin(dtype):
    name = "multilabel_soft_margin"
    rng = generator(name)
    cases = []
    for classes, rows in {1: 6, 2: 12, 3: 12, 10: 8, 101: 3, 1000: 1}.items():
        if classes > 101 and dtype in HALF:
            continue
        n = thin(rows, dtype)
        x, hard = rng.normal(0, 3, (n, classes)), _multi_hot(rng, n, classes)
        params = {"class_weight": _class_weight(classes)}
        cases += [
            case(f"ordinary-{classes}", dtype, (x, hard), "N(0, 3)"),
            case(f"soft-{classes}", dtype, (x, rng.integers(0, 9, (n, classes)) / 8), "labels in between"),
            case(f"class_weight-{classes}", dtype, (x, hard), "one weight is not the other's", **params),
        ]
    marks = np.stack([both_signs(MARKS + FAR_MARKS), np.zeros(2 * len(MARKS + FAR_MARKS))], axis=1)
    for y in ([1.0, 1.0], [0.0, 0.0], [1.0, 0.0]):
        cases.append(case(f"saturated-{y}", dtype, (marks, np.tile(y, (len(marks), 1))), "beside a logit of 0"))
    certain = np.array([[np.inf, -np.inf], [-np.inf, np.inf]])
    cases.append(case("infinite-right", dtype, (certain, np.array([[1.0, 0.0], [0.0, 1.0]])), "certain and right: 0"))
    cases.append(case("infinite-wrong", dtype, (certain, np.array([[0.0, 0.0], [1.0, 1.0]])), "certain and wrong: inf"))
    return cases


def asymmetric(dtype):
    name = "asymmetric"
    x = _logits(name, dtype, 60)
    cases = []
    for gamma_pos, gamma_neg in ((1.0, 4.0), (0.0, 4.0), (0.0, 0.0), (0.5, 2.0), (2.0, 0.5), (2.0, 1.0)):
        for clip in (0.0, 0.05, 0.25):
            params = {"gamma_pos": gamma_pos, "gamma_neg": gamma_neg, "clip": clip}
            tag = f"{gamma_pos:g}-{gamma_neg:g}-{clip:g}"
            some = x if clip == 0.0 else np.concatenate([x, _at_the_shift(dtype, clip)])
            cases.append(case(f"hard-{tag}", dtype, product(some, HARD), "labels 0 and 1", **params))
            if gamma_neg == 4.0 or dtype not in HALF:
                cases.append(case(f"soft-{tag}", dtype, product(some[::4], SOFT), "labels in between", **params))
            right, wrong = ([np.inf, -np.inf], [1.0, 0.0]), ([np.inf, -np.inf], [0.0, 1.0])
            cases += [
                case(f"infinite-right-{tag}", dtype, right, "certain and right: 0", **params),
                case(f"infinite-wrong-{tag}", dtype, wrong, "certain and wrong", gradient=False, **params),
            ]
    return cases


def _at_the_shift(dtype, clip):
    """Where the shifted probability is 0, 1/4 and 1/2 (formulas change over), and close by. At 0 itself, to within the
    rounding of a probability, a slope that jumps is on either side."""
    steps = 2.0 ** -np.arange(2, {"float64": 40, "float32": 15, "float16": 6, "bfloat16": 4}[dtype], 2)
    edge = np.log(clip / (1 - clip))
    places = [np.log((clip + m) / (1 - clip - m)) for m in (0.25, 0.5)]
    return np.concatenate([edge + steps, edge - steps, [p + s for p in places for s in (-1e-3, 0.0, 1e-3)]])


def asymmetric_single_label(dtype):
    name = "asymmetric_single_label"
    rng = generator(name)
    source = []
    for classes, rows in {1: 3, 2: 10, 3: 10, 10: 6, 101: 2, 1000: 1}.items():
        if classes <= 101 or dtype not in HALF:
            source.append((f"ordinary-{classes}", *_random_logits(rng, thin(rows, dtype), classes), "N(0, 3)"))
    for classes in (2, 3, 10):
        source.append((f"dominant-{classes}", *_dominant(rng, classes), "one logit leads by 1 .. 700"))
        source.append((f"ties-{classes}", *_ties(classes), "equal logits"))
        source.append((f"masked-{classes}", *_masked(rng, thin(6, dtype), classes), "classes that cannot happen"))
    cases = []
    settings = (
        {},
        {"label_smoothing": 0.0},
        {"gamma_pos": 0.0, "gamma_neg": 2.0},
        {"gamma_pos": 0.5, "gamma_neg": 0.5},
        {"gamma_pos": 2.0, "gamma_neg": 1.0, "label_smoothing": 0.5},
        {"label_smoothing": 1.0},
    )
    for params in settings:
        tag = "".join(f"-{k}={v:g}" for k, v in params.items())
        for name_, x, labels, note in source:
            if params and x.shape[1] not in (3, 10):
                continue
            cases.append(case(f"index-{name_}{tag}", dtype, (x, labels), note, **params))
            if x.shape[1] <= 10:
                hot = _one_hot(labels, x.shape[1])
                cases.append(case(f"one_hot-{name_}{tag}", dtype, (x, hot), note, **params))
    for classes in (2, 3, 10, 101):
        x, labels = _random_logits(rng, thin(6, dtype), classes)
        weights = {"class_weight": _class_weight(classes)}
        soft = _soft(rng, len(x), classes)
        cases.append(case(f"index-class_weight-{classes}", dtype, (x, labels), "per class", **weights))
        if classes > 10:
            continue
        cases += [
            case(f"soft-{classes}", dtype, (x, soft), "need not sum to one"),
            case(f"soft-class_weight-{classes}", dtype, (x, soft), **weights),
        ]
    return cases


INPUTS = {f.__name__: f for f in (multilabel_margin, multilabel_soft_margin, asymmetric, asymmetric_single_label)}

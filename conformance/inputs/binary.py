"""Independent labels: probabilities at and next to 0 and 1, logits from 0 to saturation and infinity."""

import numpy as np

from ..proofs.case import HALF, around, both_signs, case, cast, generator, nonempty, product, step, thin

INF = np.inf
HARD = (0.0, 1.0)
SOFT = (0.125, 0.3, 0.5, 0.9)


def _probabilities(name, dtype, ends=True):
    rng = generator(name, "probabilities")
    lowest = {"float64": -300, "float32": -30, "float16": -4, "bfloat16": -30}[dtype]
    tiny = np.logspace(lowest, -1, thin(60, dtype))
    near_one = [step(1.0, dtype, -n) for n in (1, 2, 3, 10, 50)]
    wide_near_one = 1 - np.logspace(-1, -6, thin(20, dtype))
    p = [rng.uniform(0, 1, thin(80, dtype)), tiny, near_one, wide_near_one, around(0.5, dtype), [0.25, 0.75]]
    p = cast(np.concatenate(p), dtype).astype(float)
    p = p[(p > 0) & (p < 1)]
    return np.concatenate([p, [0.0, 1.0]]) if ends else p


def binary_cross_entropy(dtype):
    name = "binary_cross_entropy"
    p, inner = _probabilities(name, dtype), _probabilities(name, dtype, ends=False)
    cases = [
        case("hard", dtype, product(p, HARD), "labels 0 and 1; 0 log 0 = 0, log 0 = -inf"),
        case("soft", dtype, product(inner, SOFT), "labels in between"),
        case("ends", dtype, product([0.0, 1.0], SOFT), "infinite with soft labels"),
        case("matched", dtype, (inner, inner), "label = probability: the gradient vanishes"),
    ]
    both = product(inner, (*HARD, 0.3))
    cases += [case(f"pos_weight={w:g}", dtype, both, pos_weight=w) for w in (3.0, 0.25, 0.7, 0.0)]
    cases.append(case("ends-pos_weight=0", dtype, product([0.0, 1.0], HARD), "0 * inf = 0", pos_weight=0.0))
    cases += [case(f"label_smoothing={s:g}", dtype, both, label_smoothing=s) for s in (0.1, 0.5, 1.0)]
    cases.append(case("pos_weight-label_smoothing", dtype, both, pos_weight=3.0, label_smoothing=0.1))
    eps = 2.0**-6
    kinks = [*around(eps, dtype), *around(1 - eps, dtype), 0.0, 1.0, 0.5]
    cases += [
        case("eps-kinks", dtype, product(kinks, (*HARD, 0.3)), "at the clip bounds, one step off", eps=eps),
        case("eps=1e-07", dtype, product(p, (*HARD, 0.3)), "1 - eps that is no number of the dtype", eps=1e-7),
        case("eps=finfo", dtype, product(p, (*HARD, 0.3)), "clipped at the spacing of the dtype", eps="finfo"),
    ]
    mixed = {"pos_weight": 3.0, "label_smoothing": 0.1, "eps": eps}
    cases.append(case("eps-pos_weight-label_smoothing", dtype, product(p, (*HARD, 0.3)), **mixed))
    return nonempty(cases)


# Where single precision (16.6, 17, 88, 104) and double precision (36.7, 37.43, 745) saturate or underflow.
MARKS = (0.0, 1e-30, 1e-12, 1e-4, 0.5, 1.0, 5.0, 9.39, 12.857, 16.6, 17.0, 18.0, 20.0, 36.7, 37.43, 50.0, 60.0, 80.0)
FAR_MARKS = (87.0, 88.0, 88.8, 100.0, 104.0, 200.0, 700.0, 708.0, 745.0, 1e4, 1e8, 1e30)


def _logits(name, dtype, n):
    rng = generator(name, "logits")
    grid = np.logspace(-6, 2, thin(n // 4, dtype))
    return np.concatenate([rng.normal(0, 3, thin(n, dtype)), both_signs(grid), both_signs(MARKS + FAR_MARKS)])


def _infinite(name, dtype, **params):
    matched, mismatched = ([INF, -INF], [1.0, 0.0]), ([INF, -INF], [0.0, 1.0])
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    return [
        case(f"infinite-matched{tag}", dtype, matched, "certain and right: 0", **params),
        case(f"infinite-mismatched{tag}", dtype, mismatched, "certain and wrong: inf", **params),
    ]


def sigmoid_cross_entropy(dtype):
    name = "sigmoid_cross_entropy"
    x = _logits(name, dtype, 160)
    short = _logits(name, dtype, 60)
    rng = generator(name, "coefficients")
    ramp = cast(np.linspace(-3, 5, thin(100, dtype)), dtype)
    crossing = cast(rng.normal(0, 3, thin(100, dtype)), dtype).astype(float)
    cases = [
        case("hard", dtype, product(x, HARD), "labels 0 and 1"),
        case("soft", dtype, product(short, SOFT), "labels in between"),
        case("coefficients", dtype, product([1.0, -0.5, 4.0], ramp), "labels are any real numbers"),
        case("crossing", dtype, (crossing, 1 / (1 + np.exp(-crossing))), "label = probability: gradient near 0"),
        *_infinite(name, dtype),
        *_infinite(name, dtype, pos_weight=3.0),
    ]
    both = product(short, (*HARD, 0.3))
    cases += [case(f"pos_weight={w:g}", dtype, both, pos_weight=w) for w in (3.0, 0.25, 0.7, 0.0)]
    cases += [case(f"label_smoothing={s:g}", dtype, both, label_smoothing=s) for s in (0.1, 0.5, 1.0)]
    cases.append(case("pos_weight-label_smoothing", dtype, both, pos_weight=3.0, label_smoothing=0.1))
    return nonempty(cases)


def sigmoid_focal(dtype):
    name = "sigmoid_focal"
    x = _logits(name, dtype, 40)
    cases = []
    for gamma in (0.0, 0.5, 1.0, 2.0, 5.0):
        for alpha in (None, 0.25):
            params = {"gamma": gamma, "alpha": alpha}
            tag = f"gamma={gamma:g}-alpha={alpha}"
            cases.append(case(f"hard-{tag}", dtype, product(x, HARD), "labels 0 and 1", **params))
            if dtype not in HALF or gamma in (0.5, 2.0):
                cases.append(case(f"soft-{tag}", dtype, product(x[::4], SOFT), "labels in between", **params))
        cases += _infinite(name, dtype, gamma=gamma)
    for alpha in (0.0, 0.7, 1.0):
        cases.append(case(f"hard-alpha={alpha:g}", dtype, product(x[::2], HARD), "one class only, or 0.7", alpha=alpha))
    return nonempty(cases)


BUILDERS = {f.__name__: f for f in (binary_cross_entropy, sigmoid_cross_entropy, sigmoid_focal)}

"""Rows of logits, log-probabilities and probabilities, with index and dense labels."""

import numpy as np

from ...case import HALF, case, cast, generator, nonempty, representable, step, thin

# classes -> rows
SIZES = {2: 24, 3: 24, 10: 16, 101: 4, 1000: 1}

LEADS = (1.0, 5.0, 10.0, 16.0, 16.75, 17.0, 20.0, 36.75, 37.0, 50.0, 80.0, 88.0, 100.0, 104.0, 300.0, 700.0)


def _sizes(dtype, shrink=1):
    sizes = {c: max(n // shrink, 1) for c, n in SIZES.items()}
    return {c: thin(n, dtype) for c, n in sizes.items() if c <= 101} if dtype in HALF else sizes


def _one_hot(labels, classes):
    return np.eye(classes)[labels]


def _class_weight(classes):
    """Weights that every dtype holds exactly, none of them one for every class."""
    return [(0.5, 2.0, 1.0, 3.0, 0.25)[j % 5] for j in range(classes)]


def _random_logits(rng, rows, classes):
    logits = rng.normal(0, 3, (rows, classes))
    labels = rng.integers(0, classes, rows)
    # Half of the rows are already right, which is where small losses come from.
    labels[::2] = logits.argmax(1)[::2]
    return logits, labels


def _dominant(rng, classes):
    """One logit leads by 1 .. 700; the label is the leader, then another class."""
    logits, labels = [], []
    for i, lead in enumerate(LEADS):
        row = rng.normal(0, 1, classes) if i % 2 else np.zeros(classes)
        place = i % classes
        row[place] = np.delete(row, place).max(initial=0.0) + lead
        logits += [row, row]
        labels += [place, (place + 1) % classes]
    return np.array(logits), np.array(labels)


def _ties(classes):
    """All equal, two leaders, and a leader by a single step."""
    equal = np.full(classes, 0.75)
    two = np.where(np.arange(classes) < 2, 4.0, -1.0)
    return np.array([equal, two, two, -two, 0 * two]), np.array([classes - 1, 0, min(1, classes - 1), 0, 0])


def _offset(rng, dtype, classes):
    """A large common offset: the differences are a few steps of the offset, and exact."""
    offset = {"float64": 1e15, "float32": 1e8, "float16": 1000.0, "bfloat16": 300.0}[dtype]
    offset = float(cast(offset, dtype))
    unit = step(offset, dtype) - offset
    steps = rng.integers(-4, 5, (thin(8, dtype), classes))
    logits = np.concatenate([offset + unit * steps, -offset + unit * steps])
    return logits, rng.integers(0, classes, len(logits))


def _masked(rng, rows, classes):
    """Some classes cannot happen; the label can."""
    logits, labels = _random_logits(rng, rows, classes)
    hide = rng.uniform(size=logits.shape) < 0.4
    hide[np.arange(rows), labels] = False
    hide[0] = np.arange(classes) != labels[0]
    logits[hide] = -np.inf
    return logits, labels


def _infinite(classes):
    """+inf for the label: loss 0."""
    logits = np.zeros((2, classes))
    logits[0, 0] = logits[1, classes - 1] = np.inf
    logits[1, 0] = -np.inf
    return logits, np.array([0, classes - 1])


def _wrong(classes):
    """Infinite losses: the label cannot happen, another class is certain, nothing can happen."""
    logits = np.zeros((3, classes))
    logits[0, 0], logits[1, 1], logits[2] = -np.inf, np.inf, -np.inf
    return logits, np.array([0, 0, 0])


def _huge(classes):
    logits = np.zeros((4, classes))
    logits[0, 0], logits[1, 0], logits[2, :2], logits[3, :2] = 1e30, -1e30, (1e30, -1e30), (1e4, 1e4)
    return logits, np.array([0, 0, 1, 1])


def _soft(rng, rows, classes):
    """Labels that sum to one and labels that do not; some coefficients are 0."""
    labels = rng.dirichlet(np.ones(classes), rows)
    labels[1::3] *= 1.5
    labels[rng.uniform(size=labels.shape) < 0.2] = 0.0
    return np.where(labels < 1e-3, 0.0, labels)


def _logit_cases(name, dtype):
    """(id, logits, index labels, note) of the finite logits."""
    rng = generator(name, "logits")
    for classes, rows in _sizes(dtype).items():
        yield f"ordinary-{classes}", *_random_logits(rng, rows, classes), "N(0, 3)"
    for classes in (2, 3, 10):
        yield f"dominant-{classes}", *_dominant(rng, classes), "one logit leads by 1 .. 700"
        yield f"offset-{classes}", *_offset(rng, dtype, classes), "large common offset"
        yield f"huge-{classes}", *_huge(classes), "1e30 apart"
    for classes in (2, 3, 10, 101):
        yield f"ties-{classes}", *_ties(classes), "equal logits"
    yield "one_class", np.array([[0.0], [3.0], [-1e4]]), np.array([0, 0, 0]), "a single class is certain"


def _masked_cases(name, dtype):
    rng = generator(name, "masked")
    for classes in (2, 3, 10):
        yield f"masked-{classes}", *_masked(rng, thin(12, dtype), classes), "classes that cannot happen"
        yield f"infinite-{classes}", *_infinite(classes), "label of an infinite logit: 0"


def _variants(name, dtype, source, dense, **params):
    """Each source with index labels, or with their one-hot."""
    cases = []
    for tag, x, labels, note in source:
        columns = (x, _one_hot(labels, x.shape[1]) if dense else labels)
        kind = "one_hot" if dense else "index"
        cases.append(case(f"{kind}-{tag}", dtype, columns, note, **params))
    return cases


def _dense_cases(name, dtype, draw, **params):
    """Soft labels, coefficients of both signs, class weights, and rows of zeros."""
    rng = generator(name, "dense", *params)
    cases = []
    tag = "".join(f"-{k}={v:g}" if isinstance(v, float) else f"-{k}" for k, v in params.items())
    for classes, rows in _sizes(dtype, shrink=2).items():
        x = draw(rng, rows, classes)
        weights = {"class_weight": _class_weight(classes)}
        soft, mixed = _soft(rng, rows, classes), rng.normal(0, 1, (rows, classes))
        # A coefficient of an eighth at the least keeps half precision out of its subnormals.
        mixed = np.where(np.abs(mixed) < 0.125, 0.0, mixed)
        cases += [
            case(f"soft-{classes}{tag}", dtype, (x, soft), "need not sum to one", **params),
            case(f"coefficients-{classes}{tag}", dtype, (x, mixed), "terms of both signs cancel", **params),
            case(f"soft-class_weight-{classes}{tag}", dtype, (x, soft), **weights, **params),
        ]
    x = draw(rng, 3, 3)
    return [*cases, case(f"zero_labels{tag}", dtype, (x, np.zeros((3, 3))), "no label: 0", **params)]


def _index_with(name, dtype, classes, x, labels, tag, note="", **params):
    columns = x, labels
    dense = x, _one_hot(labels, classes)
    return [
        case(f"index-{tag}-{classes}", dtype, columns, note, **params),
        case(f"one_hot-{tag}-{classes}", dtype, dense, note, **params),
    ]


def softmax_cross_entropy(dtype):
    name = "softmax_cross_entropy"
    finite, masked = list(_logit_cases(name, dtype)), list(_masked_cases(name, dtype))
    cases = _variants(name, dtype, finite + masked, dense=False)
    cases += _variants(name, dtype, [f for f in finite if f[1].shape[1] <= 10] + masked, dense=True)
    cases += _dense_cases(name, dtype, lambda rng, rows, classes: _random_logits(rng, rows, classes)[0])
    rng = generator(name, "parameters")
    for classes in (2, 3, 10, 101):
        x, labels = _random_logits(rng, thin(16 if classes <= 10 else 4, dtype), classes)
        w = _class_weight(classes)
        cases += _index_with(name, dtype, classes, x, labels, "class_weight", class_weight=w)
        zero = [0.0, *w[1:]]
        cases += _index_with(name, dtype, classes, x, labels, "class_weight_0", "weightless class", class_weight=zero)
        for s in (0.1, 0.5, 1.0):
            cases += _index_with(name, dtype, classes, x, labels, f"label_smoothing={s:g}", label_smoothing=s)
        both = {"class_weight": w, "label_smoothing": 0.1}
        cases += _index_with(name, dtype, classes, x, labels, "class_weight-label_smoothing", **both)
    x, labels = _dominant(rng, 3)
    cases += _index_with(name, dtype, 3, x, labels, "dominant-label_smoothing", label_smoothing=0.1)
    cases += _index_with(name, dtype, 3, x, labels, "dominant-class_weight", class_weight=_class_weight(3))
    return nonempty(cases + _infinite_losses(dtype) + _further_options(name, dtype))


def _class_mask(classes):
    """Two of three classes take part, the first among them."""
    return [j % 3 != 1 for j in range(classes)]


def _further_options(name, dtype):
    """z_loss, softcap and class_mask: alone, together, and with the other parameters."""
    rng = generator(name, "options")
    cases = []
    for classes in (2, 3, 10, 101):
        x, labels = _random_logits(rng, thin(12 if classes <= 10 else 4, dtype), classes)
        w, keep = _class_weight(classes), _class_mask(classes)
        inside = 3 * (labels // 3)
        masked = {"class_mask": keep}
        weighted = {"class_weight": w, "label_smoothing": 0.1}
        cases += _index_with(name, dtype, classes, x, labels, "z_loss", z_loss=0.125)
        cases += _index_with(name, dtype, classes, x, labels, "z_loss-weighted", z_loss=2.0**-13, **weighted)
        cases += _index_with(name, dtype, classes, x * 3, labels, "softcap", "some saturate", softcap=4.0)
        cases += _index_with(name, dtype, classes, x, inside, "class_mask", **masked)
        cases += _index_with(name, dtype, classes, x, inside, "class_mask-weighted", **masked, **weighted)
        everything = {**masked, **weighted, "softcap": 8.0, "z_loss": 0.125}
        cases += _index_with(name, dtype, classes, x, inside, "everything", **everything)
        soft = np.where(keep, _soft(rng, len(x), classes), 0.0)
        cases.append(case(f"soft-everything-{classes}", dtype, (x, soft), "need not sum to one", **everything))
    x, labels = _dominant(rng, 3)
    cases += _index_with(name, dtype, 3, x, labels, "dominant-z_loss", z_loss=0.125)
    cases += _index_with(name, dtype, 3, x, labels, "dominant-softcap", "saturated", softcap=32.0)
    cases += _index_with(name, dtype, 3, x, 2 * (labels // 2), "dominant-class_mask", class_mask=[True, False, True])
    x, labels = _random_log_probs(rng, 6, 3)
    cases += _index_with(name, dtype, 3, x, labels, "log_probs-z_loss", "log Z is next to 0", z_loss=4.0)
    ends = (np.array([[np.inf, 0.0, -np.inf], [-np.inf, 1.0, 2.0]]), np.array([0, 2]))
    cases += _index_with(name, dtype, 3, *ends, "softcap-infinite", "the cap itself", softcap=2.0)
    outer = [True, False, True]
    anything = (np.array([[1.0, np.inf, 2.0], [-1.0, -np.inf, 3.0]]), np.array([0, 2]))
    cases += _index_with(name, dtype, 3, *anything, "class_mask-infinite", "what is masked", class_mask=outer)
    wrong = (np.array([[1.0, 2.0, 3.0]]), np.array([1]))
    cases.append(case("index-class_mask-wrong", dtype, wrong, "inf", gradient=False, class_mask=outer))
    return cases


def _infinite_losses(dtype, **params):
    tag = "".join(f"-{k}={v:g}" for k, v in params.items())
    wrong = [case(f"index-wrong-{c}{tag}", dtype, _wrong(c), "inf", gradient=False, **params) for c in (2, 3, 10)]
    zeros = (np.array([[-np.inf, -np.inf], [-np.inf, 0.0]]), np.zeros((2, 2)))
    return [*wrong, case(f"all_masked-no_label{tag}", dtype, zeros, "0 * inf = 0", **params)]


def _renamed(c, suffix):
    return type(c)(f"{c.id}-{suffix}", c.arrays, c.params, c.note, c.gradient)


def _log_softmax(x):
    top = x.max(1, keepdims=True)
    return x - top - np.log(np.exp(x - top).sum(1, keepdims=True))


def _random_log_probs(rng, rows, classes):
    logits, labels = _random_logits(rng, rows, classes)
    return _log_softmax(logits), labels


def nll(dtype):
    name = "nll"
    rng = generator(name)
    source = [
        (f"ordinary-{c}", *_random_log_probs(rng, n, c), "log-softmax of N(0, 3)") for c, n in _sizes(dtype).items()
    ]
    ends = np.array([[0.0, -np.inf, -np.inf], [-1e-30, -70.0, -80.0], [-1e4, -1e-4, -1e30], [-0.0, -np.inf, -3.0]])
    ends = np.concatenate([ends, ends])
    source.append(("ends", ends, np.array([0, 0, 1, 0, 0, 1, 2, 2]), "certain and nearly impossible classes"))
    cases = _variants(name, dtype, source, dense=False) + _variants(name, dtype, source, dense=True)
    for classes in (2, 3, 10, 101):
        x, labels = _random_log_probs(rng, thin(12, dtype), classes)
        w = _class_weight(classes)
        cases += _index_with(name, dtype, classes, x, labels, "class_weight", class_weight=w)
    wrong = (np.array([[-np.inf, 0.0]]), np.array([0]))
    cases.append(case("index-wrong", dtype, wrong, "inf; the gradient is a plain coefficient"))
    cases += _dense_cases(name, dtype, lambda rng, rows, classes: _random_log_probs(rng, rows, classes)[0])
    return cases


def _random_probs(rng, rows, classes, dtype):
    """Distributions whose small members the dtype still holds; what it does not hold is 0."""
    logits, _ = _random_logits(rng, rows, classes)
    probs = np.exp(_log_softmax(logits))
    return np.where(representable(probs, dtype), probs, 0.0)


def _probable_labels(rng, probs):
    return np.array([rng.choice(np.flatnonzero(row)) for row in probs])


def categorical_cross_entropy(dtype):
    name = "categorical_cross_entropy"
    rng = generator(name)
    tiny = {"float64": 1e-300, "float32": 1e-30, "float16": 1e-4, "bfloat16": 1e-30}[dtype]
    near = [step(1.0, dtype, -n) for n in (1, 2, 5, 100)]
    ends = [[1.0, 0.0, 0.0], [tiny, 1.0, 0.0], *[[p, 1 - p, 0.0] for p in near], [0.5, 0.5, tiny]]
    ends = np.array(ends + ends)
    labels = np.array([0, 0, 0, 0, 0, 0, 2, 0, 1, 1, 1, 1, 1, 0])
    source = [("ends", ends, labels, "exact 0 and 1, one step off, tiny")]
    for c, n in _sizes(dtype).items():
        probs = _random_probs(rng, n, c, dtype)
        source.append((f"ordinary-{c}", probs, _probable_labels(rng, probs), "softmax of N(0, 3)"))
    cases = _variants(name, dtype, source, dense=False) + _variants(name, dtype, source, dense=True)
    wrong = (np.array([[0.0, 1.0]]), np.array([0]))
    cases.append(case("index-wrong", dtype, wrong, "-log 0 = inf", gradient=False))
    scaled = [(tag, x * 4, labels, note) for tag, x, labels, note in source]
    cases += _renamed_variants(name, dtype, scaled, "renormalize", renormalize=True)
    cases += _renamed_variants(name, dtype, source, "eps=2^-6", eps=2.0**-6)
    cases += _renamed_variants(name, dtype, source, "eps=finfo", eps="finfo")
    few = [s for s in scaled if s[1].shape[1] in (3, 10)]
    cases += _renamed_variants(name, dtype, few, "renormalize-eps", renormalize=True, eps=2.0**-6)
    for classes in (2, 3, 10):
        x = _random_probs(rng, thin(12, dtype), classes, dtype)
        x = np.where(x == 0, 2.0**-10, x)
        y, w = rng.integers(0, classes, len(x)), _class_weight(classes)
        for params in ({"class_weight": w}, {"label_smoothing": 0.1}, {"class_weight": w, "label_smoothing": 0.5}):
            tag = "-".join(params)
            cases += _index_with(name, dtype, classes, x, y, tag, **params)
            cases += _index_with(name, dtype, classes, x * 3, y, f"renormalize-{tag}", renormalize=True, **params)
    draw = _positive_probs(dtype)
    return nonempty(cases + _dense_cases(name, dtype, draw) + _dense_cases(name, dtype, draw, renormalize=True))


def _positive_probs(dtype):
    def draw(rng, rows, classes):
        return np.maximum(_random_probs(rng, rows, classes, dtype), 2.0**-12)

    return draw


def _renamed_variants(name, dtype, source, suffix, **params):
    cases = _variants(name, dtype, source, dense=False, **params) + _variants(name, dtype, source, dense=True, **params)
    return [_renamed(c, suffix) for c in cases]


INPUTS = {f.__name__: f for f in (softmax_cross_entropy, nll, categorical_cross_entropy)}

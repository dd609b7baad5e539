"""Classification losses by scikit-learn's names. Labels may be strings: the host reads which classes there are."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from ...backends.library import Library, device_of, index_dtype, library_of
from ...call.gate import everywhere
from ...losses.classification import margin, multiclass, multiclass_margin, scoring
from ...typing import Array
from .._arrays import in_dtype, promoted
from ._data import array_like, as_number, beside, fail, finite, numeric, on_host, same_length, table, weights


def log_loss(
    y_true: Any,
    y_proba: Any = None,
    *,
    normalize: bool = True,
    sample_weight: Any = None,
    labels: Any = None,
    y_pred: Any = "deprecated",
) -> Any:
    """sklearn.metrics.log_loss: `categorical_cross_entropy`, with probabilities clipped by the dtype's epsilon."""
    if not (isinstance(y_pred, str) and y_pred == "deprecated"):
        if y_proba is not None:
            raise ValueError("Cannot use both `y_pred` and `y_proba`. `y_pred` is deprecated, use only `y_proba`.")
        warnings.warn(
            "`y_pred` was renamed to `y_proba` in version 1.9 and will be removed from scikit-learn 1.11",
            FutureWarning,
            stacklevel=2,
        )
        y_proba = y_pred
    if y_proba is None:
        raise ValueError("y_proba is missing")
    _need_flag("normalize", normalize)
    library, probs = _probabilities(y_proba)
    targets, probs, weight = _class_targets(library, y_true, probs, sample_weight, labels)
    reduction = "mean" if normalize else "sum"
    return as_number(
        multiclass.categorical_cross_entropy(probs, targets, eps="finfo", weight=weight, reduction=reduction)
    )


def brier_score_loss(
    y_true: Any,
    y_proba: Any,
    *,
    sample_weight: Any = None,
    pos_label: Any = None,
    labels: Any = None,
    scale_by_half: Any = "auto",
) -> Any:
    """sklearn.metrics.brier_score_loss: `multiclass_brier`, half of it for two classes."""
    if scale_by_half != "auto":
        _need_flag("scale_by_half", scale_by_half)
    library, probs = _probabilities(y_proba)
    if probs.shape[1] == 1:
        weight = weights(library, sample_weight, probs)
        targets = _is_positive(library, y_true, probs, pos_label)
        probs = _two_columns(library, probs)
    else:
        targets, probs, weight = _class_targets(library, y_true, probs, sample_weight, labels)
    half = probs.shape[1] < 3 if scale_by_half == "auto" else scale_by_half
    value = scoring.multiclass_brier(probs, targets, weight=weight)
    return as_number(0.5 * value if half else value)


def hinge_loss(y_true: Any, pred_decision: Any, *, labels: Any = None, sample_weight: Any = None) -> Any:
    """sklearn.metrics.hinge_loss: `hinge` of two classes, `multiclass_hinge` (Crammer and Singer) of more."""
    decision = numeric(array_like(pred_decision, "pred_decision"), "pred_decision")
    library = library_of(decision, "pred_decision")
    y = _host(y_true, "y_true")
    same_length(y_true=y, pred_decision=decision)
    scores = promoted(library, table(library, decision, "pred_decision"))[0]
    y = _column(y, "y_true")
    weight = weights(library, sample_weight, scores, error=ZeroDivisionError)
    classes = np.unique(y if labels is None else _host(labels, "labels"))
    if classes.size > 2:
        if decision.ndim == 1:
            raise ValueError(
                f"The shape of pred_decision cannot be 1d arraywith a multiclass target. pred_decision shape must be "
                f"(n_samples, n_classes), that is ({y.shape[0]}, {classes.size}). Got: {tuple(decision.shape)}"
            )
        if scores.shape[1] != classes.size:
            if labels is None:
                raise ValueError("Please include all labels in y_true or pass labels as third argument")
            raise ValueError(
                f"The shape of pred_decision is not consistent with the number of classes. With a multiclass target, "
                f"pred_decision shape must be (n_samples, n_classes), that is ({y.shape[0]}, {classes.size}). "
                f"Got: {tuple(decision.shape)}"
            )
        index = _on(library, _places(y, classes), scores)
        return as_number(multiclass_margin.multiclass_hinge(scores, index, weight=weight))
    if scores.shape[1] != 1:
        raise ValueError(f"pred_decision has shape {tuple(decision.shape)}; expected one score for each sample")
    known = np.unique(y)
    if known.size > 2:
        raise ValueError(f"y_true has {known.size} classes; labels has {classes.size}")
    signs = np.where(y == known[-1], 1, -1) if known.size > 1 else np.full(y.shape, -1)
    return as_number(margin.hinge(scores[:, 0], _on(library, signs, scores), weight=weight))


def zero_one_loss(y_true: Any, y_pred: Any, *, normalize: bool = True, sample_weight: Any = None) -> Any:
    """sklearn.metrics.zero_one_loss: `zero_one`; a row of several labels is wrong if one of them is."""
    _need_flag("normalize", normalize)
    library, true, pred, weight = _label_pair(y_true, y_pred, sample_weight)
    wrong = margin.zero_one(pred, true, reduction="none")
    if wrong.ndim == 2:
        wrong = library.xp.max(wrong, axis=1)
    return as_number(margin.zero_one(wrong, 0.0, weight=weight, reduction="mean" if normalize else "sum"))


def hamming_loss(y_true: Any, y_pred: Any, *, sample_weight: Any = None) -> Any:
    """sklearn.metrics.hamming_loss: `zero_one`, label by label."""
    _, true, pred, weight = _label_pair(y_true, y_pred, sample_weight)
    return as_number(margin.zero_one(pred, true, weight=weight))


# --- probabilities --------------------------------------------------------------------------------------------------


def _probabilities(y_proba: Any) -> tuple[Library, Array]:
    """Probabilities with one column or one for each class."""
    probs = numeric(array_like(y_proba, "y_proba"), "y_proba")
    library = library_of(probs, "y_proba")
    probs = promoted(library, table(library, probs, "y_proba"))[0]
    if everywhere(library, (probs >= 0) & (probs <= 1)) is False:
        raise ValueError("y_proba must be from 0 to 1")
    return library, probs


def _two_columns(library: Library, probs: Array) -> Array:
    return library.xp.concat([1.0 - probs, probs], axis=1)


def _class_targets(
    library: Library, y_true: Any, probs: Array, sample_weight: Any, labels: Any
) -> tuple[Array, Array, Array | None]:
    """Class indices (or the indicators that were given), a column for each class, and weights."""
    y = _host(y_true, "y_true")
    same_length(y_proba=probs, y_true=y)
    weight = weights(library, sample_weight, probs)
    indicators = y.ndim == 2 and y.shape[1] > 1
    y = y if indicators else _column(y, "y_true")
    _need_discrete(y, "y_true")
    if labels is not None:
        given = _host(labels, "labels")
        classes = np.unique(given)
        if not np.array_equal(classes, given):
            warnings.warn(
                f"Labels passed were {given.tolist()}. But this function assumes labels are ordered lexicographically. "
                f"Pass the ordered labels={classes.tolist()} and ensure that the columns of y_prob correspond to this "
                f"ordering.",
                stacklevel=3,
            )
        if not indicators and not np.isin(y, classes).all():
            raise ValueError(_not_among(y, classes))
    else:
        classes = np.arange(y.shape[1]) if indicators else np.unique(y)
    if classes.size < 2:
        found = f"y_true contains only one label ({classes[0]})" if labels is None else f"labels has one, {classes[0]}"
        raise ValueError(
            f"{found}. Please provide the list of all expected class labels explicitly through the labels argument."
        )
    probs = _two_columns(library, probs) if probs.shape[1] == 1 else probs
    if probs.shape[1] != classes.size:
        if labels is not None:
            raise ValueError(
                f"The number of classes in labels is different from that in y_prob. Classes found in labels: {classes}"
            )
        raise ValueError(
            f"y_true and y_prob contain different number of classes: {classes.size} vs {probs.shape[1]}. Please "
            f"provide the true labels explicitly through the labels argument. Classes found in y_true: {classes}"
        )
    sums = library.xp.sum(probs, axis=1)
    if everywhere(library, library.xp.abs(sums - 1.0) <= math.sqrt(library.eps(probs.dtype))) is False:
        warnings.warn("The y_prob values do not sum to one.", stacklevel=3)
    if indicators:
        return in_dtype(library, _on(library, y, probs), probs.dtype), probs, weight
    return _on(library, _places(y, classes), probs), probs, weight


def _is_positive(library: Library, y_true: Any, probs: Array, pos_label: Any) -> Array:
    """1 for the positive class, 0 for the other."""
    y = _host(y_true, "y_true")
    same_length(y_true=y, y_proba=probs)
    y = _column(y, "y_true")
    _need_discrete(y, "y_true")
    classes = np.unique(y)
    if classes.size > 2:
        raise ValueError(
            f"The type of the target inferred from y_true is multiclass but should be binary according to the shape "
            f"of y_prob. y_true has {classes.size} classes."
        )
    if pos_label is None:
        if y.dtype.kind in "OUS":
            values = "{" + ", ".join(map(repr, classes.tolist())) + "}"
            raise ValueError(
                f"y_true takes value in {values} and pos_label is not specified: either make y_true take value in "
                f"{{0, 1}} or {{-1, 1}} or pass pos_label explicitly."
            )
        usual = ([0, 1], [-1, 1], [0], [-1], [1])
        pos_label = 1 if classes.tolist() in usual else classes[-1]
    return _on(library, np.asarray(y == pos_label, dtype=np.int64), probs)


# --- labels ---------------------------------------------------------------------------------------------------------


def _label_pair(y_true: Any, y_pred: Any, sample_weight: Any) -> tuple[Library, Array, Array, Array | None]:
    """Labels of both kinds as numbers of one library: the predictions' own, or NumPy's for strings."""
    true, pred = array_like(y_true, "y_true"), array_like(y_pred, "y_pred")
    same_length(y_true=true, y_pred=pred)
    strings = [getattr(x.dtype, "kind", "f") in "OUS" for x in (true, pred)]
    for x in (true, pred):
        if getattr(x.dtype, "kind", "f") == "O" and any(isinstance(v, list | tuple | np.ndarray) for v in x.ravel()):
            raise ValueError("labels are no sequences: pass indicators, one column for each label")
    if any(strings):
        if not all(strings):
            named, other = (true, pred) if strings[0] else (pred, true)
            if not _is_discrete(on_host(other)):
                kind = "binary" if np.unique(named).size < 3 else "multiclass"
                raise ValueError(f"Classification metrics can't handle a mix of {kind} and continuous targets")
            raise ValueError("Mix of label input types (string and number)")
        codes = np.unique(np.concatenate([true.ravel(), pred.ravel()]), return_inverse=True)[1].reshape(-1)
        true, pred = codes[: true.size].reshape(true.shape), codes[true.size :].reshape(pred.shape)
    library = library_of(pred, "y_pred")
    true = beside(library, true, pred)
    true, pred = (_label_table(library, x, name) for x, name in ((true, "y_true"), (pred, "y_pred")))
    if true.shape != pred.shape:
        raise ValueError(f"y_true has shape {tuple(true.shape)} and y_pred {tuple(pred.shape)}")
    return library, true, pred, weights(library, sample_weight, pred)


def _label_table(library: Library, x: Array, name: str) -> Array:
    """Labels in one axis, or indicators in two."""
    xp = library.xp
    if 0 in x.shape:
        raise ValueError(
            f"Found empty input array (e.g., `y_true` or `y_pred`) while a minimum of 1 sample is required: {name}"
        )
    if x.ndim not in (1, 2):
        raise ValueError(f"{name} has shape {tuple(x.shape)}; expected labels, or indicators in columns")
    finite(library, x, name)
    if library.floating(x.dtype) is not None and everywhere(library, x == xp.floor(x)) is False:
        raise ValueError(f"{name} holds continuous numbers, which are no labels")
    if x.ndim == 1 or x.shape[1] == 1:
        return xp.reshape(x, (-1,))
    whole = x if x.dtype != xp.bool else xp.astype(x, index_dtype(xp))
    if everywhere(library, (whole == xp.min(whole)) | (whole == xp.max(whole))) is False:
        raise ValueError(f"{name} has several columns of more than two labels, which is not supported")
    return x


def _host(x: Any, name: str) -> Any:
    """Labels where they can be sorted and looked up."""
    labels = array_like(x, name)
    return on_host(labels)


def _column(y: Any, name: str) -> Any:
    if y.ndim == 1 or (y.ndim == 2 and y.shape[1] == 1):
        return y.reshape(-1)
    raise ValueError(f"{name} has shape {y.shape}; expected one label for each sample")


def _need_discrete(y: Any, name: str) -> None:
    if not _is_discrete(y):
        raise ValueError(f"{name} holds continuous numbers, which are no labels")


def _is_discrete(y: Any) -> bool:
    return y.dtype.kind != "f" or bool(np.isfinite(y).all() and (y == np.floor(y)).all())


def _places(y: Any, classes: Any) -> Any:
    """The place of each label among the sorted classes."""
    if not np.isin(y, classes).all():
        raise ValueError(_not_among(y, classes))
    return np.searchsorted(classes, y)


def _not_among(y: Any, classes: Any) -> str:
    others = set(y.tolist()) - set(classes.tolist())
    return f"y_true contains values {others} not belonging to the passed labels {classes.tolist()}."


def _on(library: Library, x: Any, like: Array) -> Array:
    return library.xp.asarray(x, device=device_of(library.xp, like))


def _need_flag(name: str, value: Any) -> None:
    if not isinstance(value, bool | np.bool):
        raise fail(name, value, "True or False")

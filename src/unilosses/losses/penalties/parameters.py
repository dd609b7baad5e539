"""Penalties on parameters: sums over an array, or over any nesting of dicts, lists and tuples of arrays."""

from __future__ import annotations

from ... import numerics as num
from ...decorator import penalty
from ...definition.kinds import REAL, UNIT, Domain
from ...typing import Array, Namespace, Scalar


@penalty(Domain(params=REAL), class_name="L1Penalty")
def l1_penalty(xp: Namespace, params: Array) -> Array:
    """L1 penalty: the sum of absolute values, which drives parameters to exactly 0 (the lasso).

    Formula
        sum |w| over all elements of all arrays
    Shapes
        params: an array, or any nesting of dicts, lists and tuples of arrays. Unreduced, a tree of the same structure.
    Domain
        Real numbers. Unlike other losses a penalty is summed by default; reduction="mean" divides by the number of
        elements of the whole tree.
    Subgradient
        0 at w = 0, on every backend.
    See also
        l2_penalty, elastic_net_penalty
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.l1_penalty({"w": np.asarray([1.0, -2.0]), "b": np.asarray([0.5])}))
        3.5

    Source
        Tibshirani, Regression shrinkage and selection via the lasso, J. R. Statist. Soc. B 58 (1996).
    """
    return xp.abs(params)


@l1_penalty.partials
def _(xp: Namespace, params: Array) -> tuple[Array]:
    return (num.sign(xp, params),)


@penalty(Domain(params=REAL), class_name="L2Penalty")
def l2_penalty(xp: Namespace, params: Array) -> Array:
    """L2 penalty: the sum of squares, without a factor 1/2 (ridge regression, weight decay).

    Formula
        sum w^2 over all elements of all arrays
    Shapes
        params: an array, or any nesting of dicts, lists and tuples of arrays. Unreduced, a tree of the same structure.
    Domain
        Real numbers. Unlike other losses a penalty is summed by default; reduction="mean" divides by the number of
        elements of the whole tree.
    Subgradient
        None is needed: the penalty is smooth.
    See also
        l1_penalty, elastic_net_penalty
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.l2_penalty([np.asarray([1.0, -2.0]), np.asarray([0.5])]))
        5.25

    Source
        Hoerl and Kennard, Ridge regression, Technometrics 12 (1970).
    """
    return params * params


@l2_penalty.partials
def _(xp: Namespace, params: Array) -> tuple[Array]:
    return (2.0 * params,)


@penalty(Domain(params=REAL, l1_ratio=UNIT), class_name="ElasticNetPenalty")
def elastic_net_penalty(xp: Namespace, params: Array, *, l1_ratio: Scalar = 0.5) -> Array:
    """Elastic net: a mixture of the L1 and half the L2 penalty, as scikit-learn defines it.

    Formula
        l1_ratio sum |w| + (1 - l1_ratio) / 2 sum w^2 over all elements of all arrays
    Shapes
        params: an array, or any nesting of dicts, lists and tuples of arrays. Unreduced, a tree of the same structure.
    Domain
        Real numbers. l1_ratio in [0, 1]. Unlike other losses a penalty is summed by default; reduction="mean"
        divides by the number of elements of the whole tree.
    Subgradient
        0 at w = 0, on every backend.
    See also
        l1_penalty, l2_penalty
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.elastic_net_penalty(np.asarray([1.0, -2.0]), l1_ratio=0.5))
        2.75

    Source
        Zou and Hastie, Regularization and variable selection via the elastic net, J. R. Statist. Soc. B 67 (2005);
        the factor 1/2 as in scikit-learn.
    """
    return l1_ratio * xp.abs(params) + 0.5 * (1.0 - l1_ratio) * params * params


@elastic_net_penalty.partials
def _(xp: Namespace, params: Array, *, l1_ratio: Scalar) -> tuple[Array]:
    return (l1_ratio * num.sign(xp, params) + (1.0 - l1_ratio) * params,)

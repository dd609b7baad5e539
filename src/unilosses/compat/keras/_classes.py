"""The loss classes of Keras, each with its own signature: `Loss` around the function of the same name."""

from __future__ import annotations

from typing import Any

from ...typing import Scalar
from .._arrays import Axis
from ._classification import (
    binary_crossentropy,
    binary_focal_crossentropy,
    categorical_crossentropy,
    categorical_focal_crossentropy,
    categorical_generalized_cross_entropy,
    sparse_and_mask,
    sparse_categorical_crossentropy,
)
from ._loss import OfFunction, Reduction
from ._regression import (
    categorical_hinge,
    circle,
    circle_and_mask,
    cosine_similarity,
    ctc,
    dice,
    hinge,
    huber,
    kl_divergence,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson,
    squared_hinge,
    tversky,
)

MEAN = "sum_over_batch_size"


class MeanSquaredError(OfFunction):
    """keras.losses.MeanSquaredError."""

    def __init__(self, reduction: Reduction = MEAN, name: str | None = "mean_squared_error", dtype: Any = None) -> None:
        super().__init__(mean_squared_error, reduction, name, dtype)


class MeanAbsoluteError(OfFunction):
    """keras.losses.MeanAbsoluteError."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str | None = "mean_absolute_error", dtype: Any = None
    ) -> None:
        super().__init__(mean_absolute_error, reduction, name, dtype)


class MeanAbsolutePercentageError(OfFunction):
    """keras.losses.MeanAbsolutePercentageError."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str | None = "mean_absolute_percentage_error", dtype: Any = None
    ) -> None:
        super().__init__(mean_absolute_percentage_error, reduction, name, dtype)


class MeanSquaredLogarithmicError(OfFunction):
    """keras.losses.MeanSquaredLogarithmicError."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str | None = "mean_squared_logarithmic_error", dtype: Any = None
    ) -> None:
        super().__init__(mean_squared_logarithmic_error, reduction, name, dtype)


class CosineSimilarity(OfFunction):
    """keras.losses.CosineSimilarity."""

    def __init__(
        self, axis: int = -1, reduction: Reduction = MEAN, name: str | None = "cosine_similarity", dtype: Any = None
    ) -> None:
        super().__init__(cosine_similarity, reduction, name, dtype, axis=axis)


class Huber(OfFunction):
    """keras.losses.Huber."""

    def __init__(
        self, delta: Scalar = 1.0, reduction: Reduction = MEAN, name: str | None = "huber_loss", dtype: Any = None
    ) -> None:
        super().__init__(huber, reduction, name, dtype, delta=delta)


class LogCosh(OfFunction):
    """keras.losses.LogCosh."""

    def __init__(self, reduction: Reduction = MEAN, name: str | None = "log_cosh", dtype: Any = None) -> None:
        super().__init__(log_cosh, reduction, name, dtype)


class Hinge(OfFunction):
    """keras.losses.Hinge."""

    def __init__(self, reduction: Reduction = MEAN, name: str | None = "hinge", dtype: Any = None) -> None:
        super().__init__(hinge, reduction, name, dtype)


class SquaredHinge(OfFunction):
    """keras.losses.SquaredHinge."""

    def __init__(self, reduction: Reduction = MEAN, name: str | None = "squared_hinge", dtype: Any = None) -> None:
        super().__init__(squared_hinge, reduction, name, dtype)


class CategoricalHinge(OfFunction):
    """keras.losses.CategoricalHinge."""

    def __init__(self, reduction: Reduction = MEAN, name: str | None = "categorical_hinge", dtype: Any = None) -> None:
        super().__init__(categorical_hinge, reduction, name, dtype)


class KLDivergence(OfFunction):
    """keras.losses.KLDivergence."""

    def __init__(self, reduction: Reduction = MEAN, name: str | None = "kl_divergence", dtype: Any = None) -> None:
        super().__init__(kl_divergence, reduction, name, dtype)


class Poisson(OfFunction):
    """keras.losses.Poisson."""

    def __init__(self, reduction: Reduction = MEAN, name: str | None = "poisson", dtype: Any = None) -> None:
        super().__init__(poisson, reduction, name, dtype)


class BinaryCrossentropy(OfFunction):
    """keras.losses.BinaryCrossentropy."""

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: Scalar = 0.0,
        axis: int = -1,
        reduction: Reduction = MEAN,
        name: str | None = "binary_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            binary_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


class BinaryFocalCrossentropy(OfFunction):
    """keras.losses.BinaryFocalCrossentropy."""

    def __init__(
        self,
        apply_class_balancing: bool = False,
        alpha: Scalar = 0.25,
        gamma: Scalar = 2.0,
        from_logits: bool = False,
        label_smoothing: Scalar = 0.0,
        axis: int = -1,
        reduction: Reduction = MEAN,
        name: str | None = "binary_focal_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            binary_focal_crossentropy,
            reduction,
            name,
            dtype,
            apply_class_balancing=apply_class_balancing,
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


class CategoricalCrossentropy(OfFunction):
    """keras.losses.CategoricalCrossentropy."""

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: Scalar = 0.0,
        axis: int = -1,
        reduction: Reduction = MEAN,
        name: str | None = "categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            categorical_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


class CategoricalFocalCrossentropy(OfFunction):
    """keras.losses.CategoricalFocalCrossentropy."""

    def __init__(
        self,
        alpha: Any = 0.25,
        gamma: Scalar = 2.0,
        from_logits: bool = False,
        label_smoothing: Scalar = 0.0,
        axis: int = -1,
        reduction: Reduction = MEAN,
        name: str | None = "categorical_focal_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            categorical_focal_crossentropy,
            reduction,
            name,
            dtype,
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


class CTC(OfFunction):
    """keras.losses.CTC."""

    def __init__(self, reduction: Reduction = MEAN, name: str | None = "ctc", dtype: Any = None) -> None:
        super().__init__(ctc, reduction, name, dtype)


class Circle(OfFunction):
    """keras.losses.Circle."""

    masked = staticmethod(circle_and_mask)

    def __init__(
        self,
        gamma: Scalar = 80.0,
        margin: Scalar = 0.4,
        remove_diagonal: bool = True,
        reduction: Reduction = MEAN,
        name: str | None = "circle",
        dtype: Any = None,
    ) -> None:
        super().__init__(circle, reduction, name, dtype, gamma=gamma, margin=margin, remove_diagonal=remove_diagonal)


class CategoricalGeneralizedCrossEntropy(OfFunction):
    """keras.losses.CategoricalGeneralizedCrossEntropy."""

    def __init__(
        self,
        q: Scalar = 0.5,
        reduction: Reduction = MEAN,
        name: str | None = "categorical_generalized_cross_entropy",
        dtype: Any = None,
    ) -> None:
        if not 0 < q < 1:
            raise ValueError(f"q must be in (0, 1), got {q!r}")
        super().__init__(categorical_generalized_cross_entropy, reduction, name, dtype, q=q)


class SparseCategoricalCrossentropy(OfFunction):
    """keras.losses.SparseCategoricalCrossentropy: the mean is over the labels that are not of ignore_class."""

    masked = staticmethod(sparse_and_mask)

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: Reduction = MEAN,
        axis: int = -1,
        name: str | None = "sparse_categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            sparse_categorical_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            ignore_class=ignore_class,
            axis=axis,
        )


class Dice(OfFunction):
    """keras.losses.Dice."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str | None = "dice", axis: Axis = None, dtype: Any = None
    ) -> None:
        super().__init__(dice, reduction, name, dtype, axis=axis)


class Tversky(OfFunction):
    """keras.losses.Tversky: alpha weighs false positives, beta false negatives."""

    def __init__(
        self,
        alpha: Scalar = 0.5,
        beta: Scalar = 0.5,
        reduction: Reduction = MEAN,
        name: str | None = "tversky",
        axis: Axis = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(tversky, reduction, name, dtype, alpha=alpha, beta=beta, axis=axis)

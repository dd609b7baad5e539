"""The loss classes of Keras: which function each one reduces, and where its constructor is not the function's."""

from __future__ import annotations

from ._classification import (
    binary_crossentropy,
    binary_focal_crossentropy,
    categorical_crossentropy,
    categorical_focal_crossentropy,
    categorical_generalized_cross_entropy,
    sparse_and_mask,
    sparse_categorical_crossentropy,
)
from ._loss import OfFunction
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


class MeanSquaredError(OfFunction, fn=mean_squared_error):
    """keras.losses.MeanSquaredError."""


class MeanAbsoluteError(OfFunction, fn=mean_absolute_error):
    """keras.losses.MeanAbsoluteError."""


class MeanAbsolutePercentageError(OfFunction, fn=mean_absolute_percentage_error):
    """keras.losses.MeanAbsolutePercentageError."""


class MeanSquaredLogarithmicError(OfFunction, fn=mean_squared_logarithmic_error):
    """keras.losses.MeanSquaredLogarithmicError."""


class CosineSimilarity(OfFunction, fn=cosine_similarity):
    """keras.losses.CosineSimilarity."""


class Huber(OfFunction, fn=huber, name="huber_loss"):
    """keras.losses.Huber."""


class LogCosh(OfFunction, fn=log_cosh):
    """keras.losses.LogCosh."""


class Hinge(OfFunction, fn=hinge):
    """keras.losses.Hinge."""


class SquaredHinge(OfFunction, fn=squared_hinge):
    """keras.losses.SquaredHinge."""


class CategoricalHinge(OfFunction, fn=categorical_hinge):
    """keras.losses.CategoricalHinge."""


class KLDivergence(OfFunction, fn=kl_divergence):
    """keras.losses.KLDivergence."""


class Poisson(OfFunction, fn=poisson):
    """keras.losses.Poisson."""


class BinaryCrossentropy(OfFunction, fn=binary_crossentropy):
    """keras.losses.BinaryCrossentropy."""


class BinaryFocalCrossentropy(OfFunction, fn=binary_focal_crossentropy):
    """keras.losses.BinaryFocalCrossentropy."""


class CategoricalCrossentropy(OfFunction, fn=categorical_crossentropy):
    """keras.losses.CategoricalCrossentropy."""


class CategoricalFocalCrossentropy(OfFunction, fn=categorical_focal_crossentropy):
    """keras.losses.CategoricalFocalCrossentropy."""


class CTC(OfFunction, fn=ctc):
    """keras.losses.CTC."""


class Circle(OfFunction, fn=circle, order="gamma margin remove_diagonal reduction name dtype", gamma=80.0):
    """keras.losses.Circle."""

    masked = staticmethod(circle_and_mask)


class CategoricalGeneralizedCrossEntropy(OfFunction, fn=categorical_generalized_cross_entropy, q=0.5):
    """keras.losses.CategoricalGeneralizedCrossEntropy."""

    q: float

    def _check_params(self) -> None:
        if not 0 < self.q < 1:
            raise ValueError(f"q must be in (0, 1), got {self.q!r}")


class SparseCategoricalCrossentropy(
    OfFunction, fn=sparse_categorical_crossentropy, order="from_logits ignore_class reduction axis name dtype"
):
    """keras.losses.SparseCategoricalCrossentropy: the mean is over the labels that are not of ignore_class."""

    masked = staticmethod(sparse_and_mask)


class Dice(OfFunction, fn=dice, order="reduction name axis dtype"):
    """keras.losses.Dice."""


class Tversky(OfFunction, fn=tversky, order="alpha beta reduction name axis dtype"):
    """keras.losses.Tversky: alpha weighs false positives, beta false negatives."""

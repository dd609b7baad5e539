"""The losses of scikit-learn by their own names: `from unilosses.compat import sklearn as metrics`.

The functions are those of `sklearn.metrics` in scikit-learn 1.9, `(y_true, y_pred)`, with `sample_weight` and
`multioutput`: each takes array-likes, or arrays of any library, and returns a Python float or one number per output.
scikit-learn itself is not needed. `DIFFERENCES` lists what is not the same.
"""

from ._classification import brier_score_loss, hamming_loss, hinge_loss, log_loss, zero_one_loss
from ._data import InvalidParameterError
from ._differences import DIFFERENCES
from ._regression import (
    max_error,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_gamma_deviance,
    mean_pinball_loss,
    mean_poisson_deviance,
    mean_squared_error,
    mean_squared_log_error,
    mean_tweedie_deviance,
    median_absolute_error,
    root_mean_squared_error,
    root_mean_squared_log_error,
)

__all__ = [
    "DIFFERENCES",
    "InvalidParameterError",
    "brier_score_loss",
    "hamming_loss",
    "hinge_loss",
    "log_loss",
    "max_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_gamma_deviance",
    "mean_pinball_loss",
    "mean_poisson_deviance",
    "mean_squared_error",
    "mean_squared_log_error",
    "mean_tweedie_deviance",
    "median_absolute_error",
    "root_mean_squared_error",
    "root_mean_squared_log_error",
    "zero_one_loss",
]

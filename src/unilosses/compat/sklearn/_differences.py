"""What differs from scikit-learn 1.9, by function; "*" holds for all."""

# ruff: noqa: ISC004 - each sentence ends with a full stop

DIFFERENCES: dict[str, tuple[str, ...]] = {
    "*": (
        "A number comes back as a Python float, also where scikit-learn returns NumPy's. Where the host cannot read "
        "it (under jit) it is an array, whose gradient can be taken; the checks of values are then left out.",
        "float16 is computed in float32 and rounded once.",
        "Sparse matrices are not taken.",
        "Where the words of an error are no part of scikit-learn's own tests, they are unilosses' own.",
    ),
    "log_loss": ("The labels are read by the host.",),
    "brier_score_loss": ("As log_loss.",),
    "hinge_loss": ("As log_loss.",),
    "zero_one_loss": ("Strings are compared by the host.",),
    "hamming_loss": ("As zero_one_loss.",),
    "root_mean_squared_error": (
        "Weights of outputs are refused for a single output, and by a ValueError where their number is another one, as "
        "in mean_squared_error.",
    ),
    "median_absolute_error": ("Booleans are numbers, as in mean_absolute_error; scikit-learn has a TypeError.",),
    "max_error": ("As median_absolute_error.",),
    "mean_tweedie_deviance": ("power is finite.",),
    "coverage_error": ("Not there: it counts ranks, and is no loss here.",),
    "label_ranking_loss": ("Not there, as coverage_error.",),
    "r2_score": ("Not there: a score, 1 minus the ratio of two errors. So are the d2 scores.",),
    "d2_absolute_error_score": ("Not there: 1 minus mean_absolute_error by that of the median.",),
    "d2_pinball_score": ("Not there: 1 minus mean_pinball_loss by that of the quantile.",),
    "d2_tweedie_score": ("Not there: 1 minus mean_tweedie_deviance by that of the mean.",),
    "d2_log_loss_score": ("Not there: 1 minus log_loss by that of the classes' frequencies.",),
    "d2_brier_score": ("Not there: 1 minus brier_score_loss by that of the classes' frequencies.",),
}

"""What differs from TensorFlow 2.21's tf.nn, by function; "*" holds for all."""

# ruff: noqa: ISC004 - each sentence ends with a full stop

DIFFERENCES: dict[str, tuple[str, ...]] = {
    "*": (
        "Lists, numbers and variables are not taken: arguments are arrays of one library, and so is the result.",
        "Labels may have another dtype than the logits, whose dtype the result has.",
        "float16 and bfloat16 are computed in float32 and rounded once, so results are nearer to the truth.",
        "Where TensorFlow raises InvalidArgumentError, it is a ValueError here.",
    ),
    "softmax_cross_entropy_with_logits": ("A logit of -inf with label 0 adds nothing; TensorFlow gives NaN.",),
    "sparse_softmax_cross_entropy_with_logits": (
        "A label outside the classes is a ValueError, or NaN where the host cannot read it. TensorFlow raises on a "
        "CPU, and gives NaN on a GPU.",
    ),
    "weighted_cross_entropy_with_logits": ("A negative pos_weight is a ValueError if it is a Python number.",),
    "log_poisson_loss": (
        "compute_full_loss adds nothing for negative targets, where TensorFlow gives NaN.",
        "The gradient by targets of 0 is finite.",
    ),
    "ctc_loss": (
        "Labels are a dense array: there are no sparse tensors, and `unique` has no effect, as it saves memory only.",
        "Labels that no alignment can leave cost infinity, with gradient 0. TensorFlow has about 707.",
        "A label that is the blank, or outside the symbols, is a ValueError, or NaN where the host cannot read it.",
    ),
    "nce_loss": ("Not there: it draws its negative classes at random, and is an approximation for training.",),
    "sampled_softmax_loss": ("Not there, as nce_loss.",),
}

"""What differs from optax 0.2.8, by function; "*" holds for all."""

DIFFERENCES: dict[str, tuple[str, ...]] = {
    "*": (
        (
            "The result is an array of the library that the arguments come from; NumPy arrays go where the others "
            "are. Lists, and a number in the first argument's place, are a TypeError; so are predictions that are no "
            "floating-point numbers, where optax computes with integers."
        ),
        (
            "float64 stays float64. With jax_enable_x64, optax makes float64 of float32 in some losses; here "
            "the result has the dtype that the arguments promote to."
        ),
        "float16 and bfloat16 are computed in float32 and rounded once, so results are nearer to the truth.",
        (
            "The gradient at a kink is the one that unilosses states: 0 at the margin of a hinge and at a "
            "residual of 0. optax has what JAX makes of its maximum: half of the slope."
        ),
        "Shapes that do not broadcast are a ValueError, where JAX raises a TypeError in some places.",
        "A parameter that is an array (delta, gamma, temperature) does not change the dtype of the result.",
        (
            "A parameter outside the domain of the loss here (delta <= 0, gamma < 0, alpha outside [0, 1], "
            "margin < 0) is a ValueError if it is a Python number; optax computes something."
        ),
    ),
    "cosine_similarity": (
        (
            "epsilon has no effect: vectors of any length have their direction, and a vector of zeros has "
            "similarity 0 and gradient 0, where epsilon=0 gives NaN in optax. In optax a vector with a squared "
            "length below epsilon counts as shorter than it is."
        ),
    ),
    "cosine_distance": ("As cosine_similarity: epsilon has no effect, and a vector of zeros has distance 1.",),
    "triplet_margin_loss": (
        (
            "The distance takes the absolute values of the differences. optax does not: for an odd norm_degree "
            "it adds them with their signs."
        ),
        "norm_degree is a number from 1 on.",
    ),
    "ntxent": (
        "labels are integers.",
        "Without a positive pair the loss is 0, where optax gives NaN.",
        "The similarity has no epsilon, as in cosine_similarity.",
    ),
    "sigmoid_focal_loss": (
        "The gradient by labels is the derivative. optax's is not at 0 and 1, where JAX's logsumexp leaves terms out.",
        "alpha is a number, or an array of one value for each entry of the last axis.",
    ),
    "softmax_cross_entropy": (
        "A logit of -inf with label 0 adds nothing, as in safe_softmax_cross_entropy; optax gives NaN.",
        "Labels that `where` leaves out have gradient 0; optax gives NaN.",
        "Labels do not broadcast the logits along the classes: that is a ValueError.",
    ),
    "poly_loss_cross_entropy": (
        "As softmax_cross_entropy. That holds for a `where` with fewer axes too, which optax refuses here.",
        "epsilon below -1 is a ValueError.",
    ),
    "softmax_cross_entropy_with_integer_labels": (
        (
            "A label outside the classes is a ValueError, or NaN where the host cannot read it. In optax -1 is "
            "the last class, and others give NaN."
        ),
        "A label whose class `where` leaves out costs infinity. optax subtracts its logit from the others' sum.",
        "Labels do not broadcast the logits' own axes of length 1.",
        "A common offset of the logits loses no digits.",
    ),
    "multiclass_hinge_loss": ("A label outside the classes is a ValueError, or NaN; optax takes none as right.",),
    "multiclass_perceptron_loss": ("As multiclass_hinge_loss.",),
    "multiclass_sparsemax_loss": ("A label outside the classes is a ValueError, or NaN.",),
    "make_fenchel_young_loss": (
        "max_fun is called row by row, in the arrays' own library; further arguments go to it as they are.",
    ),
    "kl_divergence": ("Targets of 0 have gradient 0, and cost 0 where the prediction is -inf too; optax gives NaN.",),
    "kl_divergence_with_log_targets": ("Targets of -inf cost 0, where optax gives NaN.",),
    "generalized_kl_divergence": ("As kl_divergence.",),
    "convex_kl_divergence": ("As generalized_kl_divergence.",),
    "ctc_loss": (
        (
            "Labels that no alignment can leave cost infinity, with gradient 0; optax has about -log_epsilon. "
            "log_epsilon has no effect: logarithms of 0 are exact."
        ),
        "Padding stands behind what counts, in frames as in labels; optax skips padded frames anywhere.",
        "A label that is the blank, or outside the symbols, is a ValueError, or NaN where the host cannot read it.",
    ),
    "ctc_loss_with_forward_probs": ("Not there: the forward variables are no loss. `ctc_loss` is its first result.",),
    "ranking_softmax_loss": (
        (
            'reduce_fn is "mean" by default, which stands for jax.numpy.mean and spares importing JAX; that function '
            "itself, any other one, and None are taken as in optax."
        ),
        "A logit of -inf with label 0 adds nothing; optax gives NaN.",
    ),
    "dice_loss": (
        (
            "With apply_softmax=False the predictions' sums are not looked at, so that it works under jit; "
            "optax raises a ValueError for sums other than 1."
        ),
        "class_weights is an array of the predictions' library.",
    ),
    "multiclass_generalized_dice_loss": ("As dice_loss.",),
    "binary_dice_loss": ("apply_sigmoid=False takes probabilities; optax 0.2.8 raises, whatever they are.",),
}

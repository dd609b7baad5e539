"""What differs from MLX, by function; "*" holds for all."""

# ruff: noqa: ISC004 - each sentence ends with a full stop
DIFFERENCES: dict[str, tuple[str, ...]] = {
    "*": (
        "Predictions are floating-point numbers; integers are a TypeError.",
        "float16 and bfloat16 are computed in float32 and rounded once, so results are nearer to the truth.",
        "The mean of nothing is 0, where MLX gives NaN.",
        "The gradient at a kink is the one that unilosses states: 0 at the margin of a hinge and at a residual of 0.",
        "A parameter outside the domain of the loss (delta <= 0, margin < 0 of the triplet loss) is a ValueError.",
        "An element of weight 0 adds nothing, even where its loss is infinite.",
    ),
    "cross_entropy": (
        "Targets that are no distribution are coefficients: log-sum-exp counts as often as they sum to, where MLX "
        "counts it once. For targets that sum to one it is the same.",
        "A target outside the classes is a ValueError, or NaN where the host cannot read it.",
        "A logit of -inf whose target is 0 adds nothing, and a common offset of the logits loses no digits.",
    ),
    "nll_loss": ("A target outside the classes is a ValueError, or NaN where the host cannot read it.",),
    "kl_div_loss": ("A target of -inf, which is a probability of 0, adds nothing; MLX gives NaN.",),
    "smooth_l1_loss": ("beta = 0 is the absolute error; MLX divides by it.",),
    "cosine_similarity_loss": (
        "eps has no effect: vectors of any length have their direction, and a vector of zeros has similarity 0.",
    ),
}

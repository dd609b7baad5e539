"""What differs from torch 2.13, by function; "*" holds for all."""

# ruff: noqa: ISC004 - each sentence ends with a full stop

DIFFERENCES: dict[str, tuple[str, ...]] = {
    "*": (
        "What is no array (a list, a number as target) is a TypeError; torch has an AttributeError for some.",
        "Arrays that torch refuses for their dtypes are taken: class indices of any integer dtype, weights and layers "
        "in another floating-point dtype than the input, and half precision where torch has no kernel for it.",
        "Integers as input are a RuntimeError for every reduction where torch cannot take their mean; it adds up "
        "integers for reduction='sum' in l1_loss and hinge_embedding_loss.",
        "Integers that are taken are computed in float32; torch's wrap around (3 - 5 is 254 in uint8).",
        "Complex numbers are an error; torch takes them in l1_loss and the triplet losses.",
        "The words of an error are unilosses' own; its type is torch's.",
        "The gradient at a kink is the one that unilosses states: 0 at the margin of a hinge. torch has the slope of "
        "one side in hinge_embedding_loss, margin_ranking_loss, cosine_embedding_loss and the triplet losses.",
        "An element, row or class of weight 0 adds nothing, even where its loss is infinite or NaN; torch gives NaN. "
        "Where all weights are 0, a mean that divides by them is NaN as in torch, with gradient 0, not NaN.",
        "What is finite or infinite in truth is so here, where torch's formula gives NaN (0 times infinity, a "
        "difference of infinities) or overflows.",
        "float16 and bfloat16 are computed in float32 and rounded once, so results are nearer to the truth.",
        "Under torch.autocast half data give float32 in every loss, and no product of matrices is rounded; torch "
        "leaves half precision to gaussian_nll_loss, multilabel_soft_margin_loss, linear_cross_entropy, "
        "triplet_margin_with_distance_loss, and l1_loss and mse_loss with weights.",
    ),
    "binary_cross_entropy": (
        "The gradient is that of the value: 0 where a logarithm is held at -100, otherwise (p - y) / (p (1 - p)), "
        "whose divisor torch holds above 1e-12. They differ for probabilities within 1e-12 of 0 or 1.",
    ),
    "cross_entropy": (
        "A logit of -inf whose probability as a target is 0 adds nothing; torch gives NaN.",
        "One row of logits, (C,), with a target of shape (1,) has a gradient; torch's fails. So it is in nll_loss.",
    ),
    "linear_cross_entropy": (
        "Logits are always made for some rows at a time, differentiable to any order. Of `options`, batch_chunk_size "
        "says for how many; the other fields have no effect.",
    ),
    "multi_margin_loss": (
        "The mean of an empty batch is NaN, and its sum 0; torch returns memory that nobody has written.",
    ),
    "multilabel_margin_loss": ("An empty batch as in multi_margin_loss.",),
    "multilabel_soft_margin_loss": (
        "target and weight broadcast to the shape of the input, and not beyond it, where torch sums along another axis "
        "than that of the classes.",
    ),
    "kl_div": ("The gradient by a target of 0 is 0, and a log-target of -inf costs 0; torch gives NaN.",),
    "poisson_nll_loss": (
        "With log_input=False a negative rate gives NaN, even above -eps.",
        "The gradient by a target of 0 is finite for full=True; torch gives NaN.",
    ),
    "hinge_embedding_loss": (
        "Targets other than 1 and -1 mix both branches in proportion (0: half of each), where torch adds them.",
    ),
    "soft_margin_loss": ("It does not overflow: torch gives inf where the score is below about -88 in float32.",),
    "cosine_embedding_loss": (
        "Nothing is added to the squared lengths, 1e-12 in torch: vectors shorter than about 1e-4 have their true "
        "cosine, and a vector of zeros has gradient 0.",
        "Targets other than 1 and -1 mix both branches in proportion, where torch gives 0.",
    ),
    "triplet_margin_loss": (
        "p is a number from 1 on; torch computes something for smaller ones. Vectors have one component or more.",
    ),
    "ctc_loss": (
        "log_probs are normalised: what is no logarithm of probabilities counts by its softmax, whose gradient torch "
        "gives in any case.",
        "Labels without an alignment have gradient 0 whether or not zero_infinity is set; torch gives NaN without it.",
        "A label that is the blank, or outside the classes, is a RuntimeError where the host can read it, and NaN "
        "elsewhere; torch computes something.",
    ),
    "MultiMarginLoss": (
        "With torch installed, its weight is a tensor; other classes take weights of any library, which are then "
        "plain attributes.",
    ),
    "NLLLoss2d": ("Not there: torch has deprecated it; NLLLoss is the same.",),
    "AdaptiveLogSoftmaxWithLoss": (
        "Not there: it is a layer with an approximation of its own, and no loss of torch.nn.functional.",
    ),
}

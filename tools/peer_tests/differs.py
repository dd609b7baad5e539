"""The published tests that do not pass with our losses, on purpose: which, and why in one line."""

from __future__ import annotations

from typing import NamedTuple


class Differs(NamedTuple):
    suite: str  # the name of a suite, or the beginning of several
    cases: tuple[str, ...]  # * stands for anything
    why: str

    def covers(self, suite: str) -> bool:
        return suite.startswith(self.suite)


DIFFERS = [
    Differs(
        "keras",
        ("LossTest::test_default_dtype",),
        "floatx is float32, whatever keras.config says.",
    ),
    Differs(
        "keras",
        ("CosineSimilarityTest::test_config", "HuberLossTest::test_config"),
        "get_config has axis and delta, which Keras 3.15.1 forgets.",
    ),
    Differs(
        "keras",
        tuple(f"BinaryCrossentropyTest::test_{how}" for how in ("unweighted", "scalar_weighted", "sample_weighted")),
        "Clipping is exact: a probability of 1 costs -log 1e-7, where Keras rounds 1 - 1e-7 in float32.",
    ),
    Differs(
        "keras",
        ("CTCTest::test_correctness", "CTCTest::test_dtype_arg"),
        "The labels have zeros between others: a label that is the blank is a ValueError.",
    ),
    Differs(
        "keras",
        (
            "TverskyTest::test_correctness_custom_coefficients",
            "TverskyTest::test_binary_segmentation_custom_coefficients",
            "TverskyTest::test_binary_segmentation_custom_coefficients_with_axis",
        ),
        "alpha weighs false positives, as documented; Keras 3.15.1 has alpha and beta exchanged.",
    ),
    Differs(
        "keras",
        ("CircleTest::test_correctness",),
        "ref_labels, ref_embeddings and remove_diagonal=False are a NotImplementedError.",
    ),
    Differs(
        "keras, NumPy",
        (
            "LossTest::test_mask",
            "LossTest::test_mask_and_sample_weight",
            "LossTest::test_rank_adjustment_mask",
            "LossTest::test_rank_adjustment_sample_weight",
            "LossTest::test_rank_adjustment_ys",
        ),
        "A NumPy array cannot carry a mask; Keras's NumPy backend keeps masks in a table of its own.",
    ),
    Differs(
        "keras, JAX",
        (
            "SparseCategoricalCrossentropyTest::test_binary_segmentation_different_axis",
            "SparseCategoricalCrossentropyTest::test_multi_class_segmentation_different_axis",
        ),
        "axis may be any axis; Keras has a ValueError for some with JAX.",
    ),
    Differs(
        "scikit-learn",
        (
            "test_multilabel_representation_invariance[coo_matrix]",
            "test_multilabel_representation_invariance[coo_array]",
        ),
        "Sparse matrices are not taken.",
    ),
    Differs(
        "optax",
        ("DiceLossTest::test_probability_validation",),
        "With apply_softmax=False the predictions' sums are not looked at.",
    ),
    Differs(
        "torch",
        ("test_errors_NLLLoss_*",),
        "A weight in another dtype than the input is taken.",
    ),
    Differs(
        "torch",
        (
            "test_compare_cpu_nn_functional_cosine_embedding_loss_cpu_uint8",
            "test_compare_cpu_nn_functional_margin_ranking_loss_cpu_int8",
            "test_compare_cpu_nn_functional_margin_ranking_loss_cpu_uint8",
            "test_compare_cpu_nn_functional_triplet_margin_loss_cpu_uint8",
        ),
        "Integers are computed in float32, where torch's wrap around.",
    ),
    Differs(
        "torch",
        ("test_compare_cpu_nn_functional_hinge_embedding_loss_*",),
        "The targets are drawn from all numbers: others than 1 and -1 mix both branches in proportion.",
    ),
    Differs(
        "torch",
        (
            "test_compare_cpu_nn_functional_l1_loss_cpu_complex*",
            "test_compare_cpu_nn_functional_triplet_margin_loss_cpu_complex*",
        ),
        "Complex numbers are an error.",
    ),
    Differs(
        "torch",
        ("test_compare_cpu_nn_functional_multi_margin_loss_cpu_float32",),
        "Class weights of both signs cancel: the sums differ by float32's rounding, in either order of adding.",
    ),
    Differs(
        "torch",
        (
            "test_fn_gradgrad_nn_functional_ctc_loss_*",
            "test_fn_gradgrad_nn_functional_linear_cross_entropy_chunked_*",
        ),
        "torch marks the test as one that fails: it has no second derivative there, and ours has.",
    ),
]

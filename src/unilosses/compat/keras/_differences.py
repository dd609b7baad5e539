"""What differs from Keras 3.15.1, by function; "*" holds for all, and a function's lines for its class as well."""

DIFFERENCES: dict[str, tuple[str, ...]] = {
    "*": (
        (
            "Arguments may be arrays of any library, and the result is one of that. Lists and NumPy arrays go into the "
            "library of the other argument; lists alone become NumPy arrays in float32."
        ),
        "epsilon is 1e-7 and floatx float32, whatever keras.config says: pass dtype= to a class for another one.",
        (
            "float16 and bfloat16 are computed in float32 and rounded: 1 - 1e-7 is not 1, and results are not NaN "
            "where Keras's are."
        ),
        "Integer predictions count as float32.",
        'A class with dtype="float64" returns that; reduced by Keras\'s NumPy backend it is float32.',
        "The gradient at a kink is the one that unilosses states: 0 at the margin of a hinge and at a residual of 0.",
        (
            "A parameter outside the domain of the loss (delta <= 0, gamma < 0, alpha outside [0, 1], label_smoothing "
            "outside [0, 1]) is a ValueError if it is a Python number."
        ),
        "A NumPy array cannot carry a mask; Keras's NumPy backend keeps masks in a table of its own.",
        "Nested structures of y_true and y_pred may be dictionaries, for classes of your own.",
        "With TensorFlow's distribution strategies, the mean is not divided by the number of replicas.",
    ),
    "cosine_similarity": ("Vectors have no smallest length: no epsilon is added.",),
    "log_cosh": ("Small residuals keep their digits: log cosh 1e-4 is 5e-9, where Keras gives 0.",),
    "binary_crossentropy": (
        (
            "from_logits=True is exact and never clipped, as with the backends of JAX, PyTorch and TensorFlow. Keras's "
            "NumPy backend takes the sigmoid first, and clips that."
        ),
        "Clipping is exact: 1 - p is compared with 1e-7, because 1 - 1e-7 is rounded in float32.",
    ),
    "binary_focal_crossentropy": (
        "from_logits=True is exact and never clipped; Keras takes the sigmoid first, and clips that.",
        "Where p lies outside [1e-7, 1 - 1e-7], the factor (1 - p)^gamma is clipped too, and the gradient is 0.",
        "axis, over which the mean is taken, does not move alpha.",
    ),
    "categorical_crossentropy": (
        (
            "label_smoothing divides by the number of classes along `axis`. Keras 3.15.1 takes the length of the last "
            "axis, which its main branch has mended."
        ),
        "Labels and predictions in different shapes are a ValueError with every library.",
    ),
    "categorical_focal_crossentropy": (
        "from_logits=True is exact and never clipped; Keras takes the softmax first, and clips that.",
        "label_smoothing divides by the number of classes along `axis`, as in Keras's main branch.",
        "alpha of several numbers lies along `axis`; Keras broadcasts it at the right.",
    ),
    "sparse_categorical_crossentropy": (
        (
            "A label outside the classes is a ValueError, or NaN where the host cannot read it. Keras has four "
            "outcomes for it, by backend and label: 0, IndexError, the loss of another class, or NaN."
        ),
        "axis may be any axis; in Keras, that works with PyTorch alone.",
    ),
    "ctc": (
        (
            "Labels that no alignment can leave cost infinity, with gradient 0. Keras has about 1e5, or infinity with "
            "PyTorch."
        ),
        (
            "A label that is the blank, 0, or outside the classes, is a ValueError, or NaN. Keras counts zeros among "
            "the labels, at the end of a row too."
        ),
    ),
    "dice": (
        (
            "No 1e-7 is added to the denominator: with both empty, the loss is 1 as in Keras; elsewhere the difference "
            "is 1e-7 of the sizes' sum."
        ),
        "Shapes broadcast before anything is summed.",
    ),
    "tversky": (
        (
            "alpha weighs false positives and beta false negatives, as documented. Keras 3.15.1 has the two exchanged, "
            "which its main branch has mended."
        ),
        "No 1e-7 is added to the denominator, and shapes broadcast first, as in dice.",
    ),
    "circle": (
        (
            "Embeddings are taken at length 1, so that the gradient is at right angles to them; Keras takes them as "
            "they are, and expects that length."
        ),
        (
            "ref_labels, ref_embeddings and remove_diagonal=False are a NotImplementedError: rows are compared with "
            "one another."
        ),
        "Labels are integers.",
    ),
    "categorical_generalized_cross_entropy": (
        "A label outside the classes is a ValueError, or NaN; Keras gives 1 / q.",
        "`get` knows it by name, and its class: Keras's does not.",
    ),
    "Huber": ("get_config has delta: Keras 3.15.1 forgets it, and from_config gives another loss.",),
    "CosineSimilarity": ("get_config has axis, which Keras 3.15.1 forgets.",),
    "SparseCategoricalCrossentropy": ("get_config has axis, which Keras 3.15.1 forgets.",),
    "deserialize": ('Short names such as "mse" are found; in Keras 3.15.1 they raise.',),
    "serialize": ("Only losses are written and read: no registered objects of other kinds, no lambdas.",),
}

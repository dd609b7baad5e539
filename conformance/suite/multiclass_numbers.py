"""The numbers that the tests of multi-class losses and of divergences share."""

import numpy as np

LOGITS = np.array([[1.0, -0.5, 0.25], [0.5, 2.0, -1.0], [-2.0, 0.0, 1.5], [0.1, 0.2, 0.3]])
LABELS = np.array([0, 1, 2, 0])
P = np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]])
Q = np.array([[0.25, 0.25, 0.5], [0.25, 0.5, 0.25]])
TEACHER = np.array([[3.0, 1.0, -1.0], [0.0, 1.0, 0.0], [-1.0, 0.5, 0.5], [2.0, 0.0, 0.0]])


def one_hot(labels: np.ndarray) -> np.ndarray:
    return np.eye(3)[labels]

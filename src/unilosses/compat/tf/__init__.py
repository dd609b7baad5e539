"""The losses of TensorFlow by their own names: `from unilosses.compat import tf`.

`tf.nn` has those of TensorFlow 2.21's, `tf.keras.losses` those of Keras, for arrays of any library; neither library is
needed. `DIFFERENCES` lists what is not the same; those of `tf.keras.losses` stand in `unilosses.compat.keras`.
"""

from . import keras, nn
from ._differences import DIFFERENCES

__all__ = ["DIFFERENCES", "keras", "nn"]

"""tf.keras: Keras's own losses, which TensorFlow passes on."""

from .. import keras as losses

__all__ = ["losses"]

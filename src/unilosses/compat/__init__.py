"""The losses under the names that other libraries give them: change one import and keep the numbers.

`from unilosses.compat import torch as F` has the losses of `torch.nn.functional`, with their signatures, defaults,
reductions and errors, for arrays of any library. There is one module for each peer: `torch`, `optax`, `keras`, `tf`,
`sklearn`, `mlx`. Each is imported only when asked for, and none imports its peer. No formula stands in them: what they
compute is `unilosses.losses`. `DIFFERENCES` in each of them says, by function, what is not as in the peer. `peers_of`
says by which names the other libraries have a loss.
"""

from .peers import peers_of

__all__ = ["peers_of"]

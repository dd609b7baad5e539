"""Losses of a batch of embeddings, each row against all others: contrastive and metric learning."""

from __future__ import annotations

from typing import Any

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import POSITIVE, REAL, UNIT, Domain, Flag, Integers, SampleLabels, SampleMask
from ...numerics.similarities import (
    Contrast,
    Cosines,
    LogSum,
    MeanSurprisal,
    by_labels,
    check_number,
    check_rows,
    dots,
    partners,
    same_row,
    transposed,
)
from ...typing import Array, Namespace, Scalar

Gradients = tuple[Any, ...]


class _Scaled(Cosines):
    """Cosines divided by a temperature."""

    def __init__(self, xp: Namespace, x: Array, y: Array | None, temperature: Scalar) -> None:
        check_number("temperature", temperature)
        super().__init__(xp, x, y)
        self.temperature = temperature
        self.scores = self.cos / temperature

    def gradients(self, g: Array) -> tuple[Array, Array, dict[str, Array]]:
        """Of sum(g * scores), by the vectors of both sides and by the temperature."""
        by_cos = g / self.temperature
        by_x, by_y = self.vjp(by_cos)
        by_temperature = -self.xp.sum(by_cos * self.scores)
        shape = () if isinstance(self.temperature, float) else self.temperature.shape
        return by_x, by_y, {"temperature": self.xp.reshape(by_temperature, shape)}


@loss(
    Domain(embeddings=REAL, labels=SampleLabels(), temperature=POSITIVE, where=SampleMask()),
    event_ndim=1,
    class_name="NTXent",
)
def nt_xent(
    xp: Namespace, embeddings: Array, labels: Array, *, temperature: Scalar = 0.07, where: Array | None = None
) -> Array:
    """NT-Xent: each row's positive pairs against all of its negative ones, by cosine similarity; the loss of SimCLR.

    Formula
        row i: the mean over its positives p of -log(e^s_ip / (e^s_ip + sum_n e^s_in)), n over its negatives, with
        s_ij = cos(x_i, x_j) / temperature. A positive is another row of the same label, a negative one of another
        label. With two rows of each label this is SimCLR's; with more, the other positives are left out of the sum.
        A row without a positive, or without a negative, has loss 0
    Shapes
        embeddings: (..., N, D) with the vectors along `axis`: the N rows of a batch are compared with one another.
        labels: (..., N). The unreduced loss has the shape (..., N). Rows that `where` leaves out are nobody's pair.
    Domain
        embeddings: real vectors of any length. labels: integers, which are only compared. temperature > 0; it may be
        learned: a 0-d array.
    Subgradient
        A zero vector has cosine 0 with every other and gradient 0.
    See also
        supervised_contrastive, info_nce, n_pairs
    Example
        >>> import numpy as np, unilosses
        >>> x = np.asarray([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]])
        >>> round(float(unilosses.nt_xent(x, np.asarray([0, 0, 1, 1]), temperature=0.5)), 12)
        0.886077753657

    Source
        Chen et al., A simple framework for contrastive learning of visual representations, ICML 2020, equation 1.
        optax divides by the number of positive pairs, not of rows: weight= with each row's positives gives that.
    """
    check_rows("embeddings", embeddings)
    scaled = _Scaled(xp, embeddings, None, temperature)
    return Contrast(xp, scaled.scores, *by_labels(xp, embeddings, labels, where)).value()


@nt_xent.vjp
def _(
    xp: Namespace, cotangent: Array, embeddings: Array, labels: Array, *, temperature: Scalar, where: Array | None
) -> Gradients:
    scaled = _Scaled(xp, embeddings, None, temperature)
    slopes = Contrast(xp, scaled.scores, *by_labels(xp, embeddings, labels, where)).slopes()
    by_x, by_y, by_name = scaled.gradients(cotangent[..., None] * slopes)
    return by_x + by_y, None, by_name


@loss(
    Domain(embeddings=REAL, labels=SampleLabels(), temperature=POSITIVE, where=SampleMask()),
    event_ndim=1,
    aliases=("sup_con",),
)
def supervised_contrastive(
    xp: Namespace, embeddings: Array, labels: Array, *, temperature: Scalar = 0.1, where: Array | None = None
) -> Array:
    """Supervised contrastive loss: each row's positives share its softmax over all other rows.

    Formula
        row i: -1 / |P(i)| sum over p in P(i) of log(e^s_ip / sum_{a != i} e^s_ia), with P(i) the other rows of the
        same label and s_ij = cos(x_i, x_j) / temperature (the paper's L_out). A row without a positive has loss 0
    Shapes
        embeddings: (..., N, D) with the vectors along `axis`: the N rows of a batch are compared with one another.
        labels: (..., N). The unreduced loss has the shape (..., N). Rows that `where` leaves out are nobody's pair.
    Domain
        embeddings: real vectors of any length. labels: integers, which are only compared. temperature > 0; it may be
        learned: a 0-d array.
    Subgradient
        A zero vector has cosine 0 with every other and gradient 0.
    See also
        nt_xent, circle
    Example
        >>> import numpy as np, unilosses
        >>> x = np.asarray([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]])
        >>> round(float(unilosses.supervised_contrastive(x, np.asarray([0, 0, 0, 1]), temperature=0.5)), 12)
        0.695520220689

    Source
        Khosla et al., Supervised contrastive learning, NeurIPS 2020, equation 2. The authors' code has the factor
        temperature / 0.07 before it.
    """
    check_rows("embeddings", embeddings)
    scaled = _Scaled(xp, embeddings, None, temperature)
    return MeanSurprisal(xp, scaled.scores, *by_labels(xp, embeddings, labels, where)).value()


@supervised_contrastive.vjp
def _(
    xp: Namespace, cotangent: Array, embeddings: Array, labels: Array, *, temperature: Scalar, where: Array | None
) -> Gradients:
    scaled = _Scaled(xp, embeddings, None, temperature)
    slopes = MeanSurprisal(xp, scaled.scores, *by_labels(xp, embeddings, labels, where)).slopes()
    by_x, by_y, by_name = scaled.gradients(cotangent[..., None] * slopes)
    return by_x + by_y, None, by_name


@loss(
    Domain(anchor=REAL, positive=REAL, temperature=POSITIVE, symmetric=Flag(), where=SampleMask()),
    event_ndim=1,
    class_name="InfoNCE",
)
def info_nce(
    xp: Namespace,
    anchor: Array,
    positive: Array,
    *,
    temperature: Scalar = 0.07,
    symmetric: bool = False,
    where: Array | None = None,
) -> Array:
    """InfoNCE: each anchor is to find its own positive among those of the batch; symmetric, the loss of CLIP.

    Formula
        row i: -log(e^s_ii / sum_j e^s_ij), with s_ij = cos(anchor_i, positive_j) / temperature
        symmetric=True: the mean of this and of -log(e^s_ii / sum_j e^s_ji)
    Shapes
        anchor, positive: (..., N, D), the same shape, with the vectors along `axis`: the N rows of a batch are
        compared with one another. The unreduced loss has the shape (..., N). Rows that `where` leaves out are
        nobody's negative.
    Domain
        Real vectors of any length. temperature > 0; it may be learned: a 0-d array (CLIP learns the logarithm of its
        inverse).
    Subgradient
        A zero vector has cosine 0 with every other and gradient 0.
    See also
        nt_xent, n_pairs
    Example
        >>> import numpy as np, unilosses
        >>> images, texts = np.asarray([[1.0, 0.0], [0.6, 0.8]]), np.asarray([[0.8, 0.6], [0.0, 1.0]])
        >>> round(float(unilosses.info_nce(images, texts, temperature=0.5, symmetric=True)), 12)
        0.524896839034

    Source
        Van den Oord, Li and Vinyals, Representation learning with contrastive predictive coding, 2018, equation 4;
        symmetric: Radford et al., Learning transferable visual models from natural language supervision, ICML 2021,
        figure 3.
    """
    check_rows("anchor", anchor)
    scaled = _Scaled(xp, anchor, positive, temperature)
    by_rows, by_columns = _both_ways(xp, scaled.scores, anchor, where, symmetric)
    return by_rows.value() if by_columns is None else 0.5 * (by_rows.value() + by_columns.value())


@info_nce.vjp
def _(
    xp: Namespace,
    cotangent: Array,
    anchor: Array,
    positive: Array,
    *,
    temperature: Scalar,
    symmetric: bool,
    where: Array | None,
) -> Gradients:
    scaled = _Scaled(xp, anchor, positive, temperature)
    by_rows, by_columns = _both_ways(xp, scaled.scores, anchor, where, symmetric)
    g = cotangent[..., None] * by_rows.slopes()
    if by_columns is not None:
        g = 0.5 * (g + transposed(xp, cotangent[..., None] * by_columns.slopes()))
    return scaled.gradients(g)


def _both_ways(
    xp: Namespace, scores: Array, rows: Array, where: Array | None, symmetric: bool
) -> tuple[Contrast, Contrast | None]:
    """Row i against the columns, and column i against the rows."""
    own, allowed = same_row(xp, rows), partners(xp, rows, where)
    by_rows = Contrast(xp, scores, own & allowed, ~own & allowed)
    return by_rows, Contrast(xp, transposed(xp, scores), own & allowed, ~own & allowed) if symmetric else None


@loss(Domain(anchor=REAL, positive=REAL, labels=Integers("rows"), where=SampleMask()), event_ndim=1)
def n_pairs(
    xp: Namespace, anchor: Array, positive: Array, *, labels: Array | None = None, where: Array | None = None
) -> Array:
    """N-pair loss: each anchor's own positive against those of the other classes, by dot products.

    Formula
        row i: log(1 + sum_j e^(anchor_i . positive_j - anchor_i . positive_i)), j over the rows of other labels;
        labels=None: over all other rows. The paper adds a penalty of the squared lengths
    Shapes
        anchor, positive: (..., N, D), the same shape, with the vectors along `axis`: the N rows of a batch are
        compared with one another. labels: (..., N). The unreduced loss has the shape (..., N). Rows that `where`
        leaves out are nobody's negative.
    Domain
        Real vectors whose dot products do not overflow: they are not normalised. labels: integers, which are only
        compared.
    Subgradient
        None is needed: the loss is smooth.
    See also
        info_nce, nt_xent
    Example
        >>> import numpy as np, unilosses
        >>> anchor, positive = np.asarray([[1.0, 0.0], [0.0, 2.0]]), np.asarray([[1.0, 1.0], [0.0, 1.0]])
        >>> round(float(unilosses.n_pairs(anchor, positive)), 12)
        0.503204434039

    Source
        Sohn, Improved deep metric learning with multi-class N-pair loss objective, NIPS 2016, equation 7.
    """
    check_rows("anchor", anchor)
    return _n_pairs(xp, anchor, positive, labels, where).value()


@n_pairs.vjp
def _(
    xp: Namespace, cotangent: Array, anchor: Array, positive: Array, *, labels: Array | None, where: Array | None
) -> Gradients:
    g = cotangent[..., None] * _n_pairs(xp, anchor, positive, labels, where).slopes()
    return xp.matmul(g, positive), xp.matmul(transposed(xp, g), anchor)


def _n_pairs(xp: Namespace, anchor: Array, positive: Array, labels: Array | None, where: Array | None) -> Contrast:
    own, allowed = same_row(xp, anchor), partners(xp, anchor, where)
    alike = own if labels is None else labels[..., :, None] == labels[..., None, :]
    return Contrast(xp, dots(xp, anchor, positive), own & allowed, ~alike & allowed)


@loss(Domain(embeddings=REAL, labels=SampleLabels(), margin=UNIT, gamma=POSITIVE, where=SampleMask()), event_ndim=1)
def circle(
    xp: Namespace,
    embeddings: Array,
    labels: Array,
    *,
    margin: Scalar = 0.4,
    gamma: Scalar = 80.0,
    where: Array | None = None,
) -> Array:
    """Circle loss: pulls the similarities of a row's pairs to 1 and 0, the harder the farther each is from there.

    Formula
        row i: log(1 + sum_n e^(gamma a_n (s_n - margin)) sum_p e^(-gamma a_p (s_p - 1 + margin))), over its negatives
        n and positives p (another row of the same label), with s = cos(x_i, x_j), a_n = max(0, s_n + margin) and
        a_p = max(0, 1 + margin - s_p). The gradient is that of this formula, through the weights a as well. A row
        without a positive, or without a negative, has loss 0
    Shapes
        embeddings: (..., N, D) with the vectors along `axis`: the N rows of a batch are compared with one another.
        labels: (..., N). The unreduced loss has the shape (..., N). Rows that `where` leaves out are nobody's pair.
    Domain
        embeddings: real vectors of any length. labels: integers, which are only compared. margin in [0, 1]: how far
        from 1 and 0 the similarities may be. gamma > 0: the scale.
    Subgradient
        0 by a similarity whose weight is just 0 (s_n = -margin). A zero vector has cosine 0 and gradient 0.
    See also
        triplet_margin, supervised_contrastive
    Example
        >>> import numpy as np, unilosses
        >>> x = np.asarray([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]])
        >>> round(float(unilosses.circle(x, np.asarray([0, 0, 1, 1]), margin=0.25, gamma=2.0)), 12)
        2.237123476969

    Source
        Sun et al., Circle loss: a unified perspective of pair similarity optimization, CVPR 2020, equations 4 to 6.
        The paper's gradient, and PyTorch Metric Learning's, take the weights a as constants.
    """
    check_rows("embeddings", embeddings)
    parts = _Circle(xp, Cosines(xp, embeddings).cos, *by_labels(xp, embeddings, labels, where), margin, gamma)
    return xp.where(parts.some, num.softplus_pair(xp, parts.z)[0], 0.0)[..., 0]


@circle.vjp
def _(
    xp: Namespace,
    cotangent: Array,
    embeddings: Array,
    labels: Array,
    *,
    margin: Scalar,
    gamma: Scalar,
    where: Array | None,
) -> Gradients:
    cosines = Cosines(xp, embeddings)
    parts = _Circle(xp, cosines.cos, *by_labels(xp, embeddings, labels, where), margin, gamma)
    by_x, by_y = cosines.vjp(cotangent[..., None] * parts.slopes())
    return by_x + by_y, None


class _Circle:
    """The two sums of each row."""

    def __init__(
        self, xp: Namespace, cos: Array, positive: Array, negative: Array, margin: Scalar, gamma: Scalar
    ) -> None:
        self.xp, self.cos, self.margin, self.gamma = xp, cos, margin, gamma
        self.gap = 1.0 - cos
        self.near = LogSum(xp, gamma * (num.relu(xp, margin + self.gap) * (self.gap - margin)), positive)
        self.far = LogSum(xp, gamma * (num.relu(xp, cos + margin) * (cos - margin)), negative)
        self.some = self.near.some & self.far.some
        self.z = (self.near.peak + self.far.peak) + (self.near.excess + self.far.excess)

    def slopes(self) -> Array:
        """The derivative of each row's loss by its cosines."""
        # By s, a_p (s - 1 + margin) has the derivative 2 (1 - s), and a_n (s - margin) has 2 s, where a > 0.
        xp = self.xp
        a, _, s = num.sigmoid_parts(xp, self.z)
        twice = xp.where(self.some, 2.0 * self.gamma * (a / s), 0.0)
        drawn = num.heaviside(xp, self.margin + self.gap) * self.gap * self.near.probs
        pushed = num.heaviside(xp, self.cos + self.margin) * self.cos * self.far.probs
        return twice * (pushed - drawn)

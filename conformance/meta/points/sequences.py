"""Losses of sequences of symbols."""

from ...proofs.numbers import Draw

_draw = Draw(26)


def _logits(rows, frames, symbols):
    return [_draw.rows(frames, symbols) for _ in range(rows)]


POINTS = {
    "ctc": [
        ((_logits(2, 4, 3), [[1, 2], [2, -1]]), {}),
        # a label twice in a row asks for a blank between, and no label at all for blanks alone
        ((_logits(2, 4, 3), [[1, 1], [-1, -1]]), {}),
        ((_logits(2, 4, 3), [[0, 1], [1, 0]]), {"blank": 2}),
        ((_logits(3, 4, 3), [[1, 2], [2, 1], [1, 1]]), {"logit_lengths": [3, 4, 3], "label_lengths": [2, 1, 0]}),
        ((_logits(2, 3, 3), [[1, 2], [2, -1]]), {"mean_per_label": True}),
        # two frames are too few for a label twice
        ((_logits(2, 2, 3), [[1, 1], [1, 2]]), {"infeasible": "zero"}),
        # nearly all of the probability on the labels, and nearly none of it
        (([[[0.0, 30.0, 1.0], [0.5, 0.0, 30.0]]], [[1, 2]]), {}),
        (([[[30.0, 0.0, 1.0], [30.0, 0.5, 0.0]]], [[1, 2]]), {}),
    ]
}

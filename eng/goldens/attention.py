"""Attention, the layers and blocks of Transformers, positions. Their C# twins have the cases' names, in tests/Sinter.Golden.Tests/Attentions.

Every network takes one tensor [rows, width] and the length of each sample: `rows` and `width` say what lies in it, such as a
memory below the sequence or a mask beside it. `probe` shows the gradient of the features, as in layers.py.
"""

import math

import torch
from torch import nn

STEPS, MEMORY, FEATURES, HEADS, WIDE = 6, 5, 8, 2, 12
HIDDEN = -math.inf


class Probed(nn.Module):
    """`rows` of `FEATURES`, and `beside` more columns that are not varied."""

    def __init__(self, rows=STEPS, features=FEATURES, beside=0):
        super().__init__()
        self.probe = nn.Parameter(torch.zeros(rows, features))
        self.shape = (rows, features + beside)

    def forward(self, x, lengths):
        features = self.probe.shape[1]
        x, beside = x[..., :features], x[..., features:]
        parts = self.run(x + self.probe * (x * x + x + 1), beside, lengths)
        return torch.cat([part.flatten(1) for part in (parts if isinstance(parts, tuple) else (parts,))], 1)


def causal(queries, keys=None, window=0):
    """What is added to scores: minus infinity where a key is not seen."""
    keys = keys or queries
    place = torch.arange(queries)[:, None] + keys - queries
    key = torch.arange(keys)[None, :]
    seen = (key <= place) & ((key > place - window) if window else torch.ones_like(key <= place))
    return torch.zeros(queries, keys).masked_fill(~seen, HIDDEN)


def padding(lengths, keys):
    """True where a key is behind the end of its sample."""
    return torch.arange(keys)[None, :] >= lengths[:, None]


def alibi(heads, queries, keys=None):
    keys = keys or queries
    distance = torch.arange(keys)[None, :] - (torch.arange(queries)[:, None] + keys - queries)
    slopes = torch.tensor([2 ** (-8 * (head + 1) / heads) for head in range(heads)], dtype=torch.float64)
    return slopes[:, None, None] * distance


def attend(q, k, v, scale=None, bias=None):
    """q [B, Q, H, D], k and v [B, K, G, D]; every head with all its scores."""
    shared = q.shape[2] // k.shape[2]
    q, k, v = (x.transpose(1, 2) for x in (q, k.repeat_interleave(shared, 2), v.repeat_interleave(shared, 2)))
    scores = q @ k.transpose(2, 3) * (scale or q.shape[-1] ** -0.5)
    if bias is None:
        return (scores.softmax(-1) @ v).transpose(1, 2)
    blind = (bias == HIDDEN).all(-1, keepdim=True)  # a query that sees no key gets zeros
    weights = (scores + bias.masked_fill(blind, 0).to(scores.dtype)).softmax(-1).masked_fill(blind, 0)
    return (weights @ v).transpose(1, 2)


class MultiHead(Probed):
    """torch.nn.MultiheadAttention with `mask(lengths, beside)` added to its scores; with `memory`, that lies below the sequence."""

    def __init__(self, mask=None, memory=0, has_lengths=False, weights=False, beside=0, bias=True, steps=STEPS, features=FEATURES):
        super().__init__(steps + memory, features, beside)
        self.layer = nn.MultiheadAttention(features, HEADS, bias=bias, batch_first=True)
        self.steps, self.mask, self.has_lengths, self.weights = steps, mask, has_lengths, weights

    def run(self, x, beside, lengths):
        memory = x[:, self.steps:] if x.shape[1] > self.steps else x
        mask = self.mask(beside) if self.mask else None
        if mask is not None:
            mask = mask.to(x.dtype)
            if mask.dim() == 4:
                mask = mask.flatten(0, 1)
        hidden = padding(lengths, memory.shape[1]) if self.has_lengths else None
        y, weights = self.layer(x[:, : self.steps], memory, memory, key_padding_mask=hidden, attn_mask=mask, average_attn_weights=False)
        return (y, weights) if self.weights else y


class DetachedMask(MultiHead):
    """A mask that all samples share, [queries, keys]: a weight that is not trained through."""

    def __init__(self):
        super().__init__(mask=lambda beside: self.shared.detach())
        self.shared = nn.Parameter(torch.zeros(STEPS, STEPS))

    def run(self, x, beside, lengths):
        return super().run(x, beside, lengths) + 0 * self.shared.sum()  # a gradient of zeros, not none


class GroupedQuery(Probed):
    """Projections of its own, heads that share keys, and every option there is."""

    HEADS, GROUPS, SIZE = 4, 2, 3

    def __init__(self, scale=None, bias=None, beside=0, memory=0):
        super().__init__(STEPS + memory, beside=beside)
        self.q_proj = nn.Linear(FEATURES, self.HEADS * self.SIZE, bias=False)
        self.k_proj = nn.Linear(FEATURES, self.GROUPS * self.SIZE, bias=False)
        self.v_proj = nn.Linear(FEATURES, self.GROUPS * self.SIZE, bias=False)
        self.scale, self.bias = scale, bias

    def run(self, x, beside, lengths):
        memory = x[:, STEPS:] if x.shape[1] > STEPS else x
        q, k, v = self.q_proj(x[:, :STEPS]), self.k_proj(memory), self.v_proj(memory)
        split = lambda value, heads: value.unflatten(2, (heads, self.SIZE))
        bias = self.bias(lengths, beside) if self.bias else None
        return attend(split(q, self.HEADS), split(k, self.GROUPS), split(v, self.GROUPS), self.scale, bias)


def every_option(lengths, beside):
    """A window, lengths, slopes and a bias of one row, all at once."""
    hidden = torch.zeros(len(lengths), 1, 1, STEPS).masked_fill(padding(lengths, STEPS)[:, None, None], HIDDEN)
    return causal(STEPS, window=3) + hidden + alibi(4, STEPS) + beside[:, None]


class Encoder(Probed):
    def __init__(self, is_causal=False, has_lengths=False, **options):
        super().__init__()
        self.layer = nn.TransformerEncoderLayer(FEATURES, HEADS, WIDE, dropout=0, batch_first=True, **options)
        self.is_causal, self.has_lengths = is_causal, has_lengths

    def run(self, x, beside, lengths):
        mask = causal(STEPS).to(x.dtype) if self.is_causal else None
        return self.layer(x, src_mask=mask, src_key_padding_mask=padding(lengths, STEPS) if self.has_lengths else None)


class Decoder(Probed):
    def __init__(self, has_lengths=False, **options):
        super().__init__(STEPS + MEMORY)
        self.layer = nn.TransformerDecoderLayer(FEATURES, HEADS, WIDE, dropout=0, batch_first=True, **options)
        self.has_lengths = has_lengths

    def run(self, x, beside, lengths):
        hidden = padding(lengths, MEMORY) if self.has_lengths else None
        return self.layer(x[:, :STEPS], x[:, STEPS:], tgt_mask=causal(STEPS).to(x.dtype), memory_key_padding_mask=hidden)

"""Recurrent networks. Their C# twins have the cases' names, in tests/Sinter.Golden.Tests/Sequences.

Every network takes [T, F], some with the length of each sample; the output is all it leaves behind, side by side in one
row: the outputs of all steps, then the last states. `probe` shows the gradient of the input, as in layers.py.
"""

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

STEPS, FEATURES, HIDDEN = 6, 4, 5


class Probed(nn.Module):
    def __init__(self):
        super().__init__()
        self.probe = nn.Parameter(torch.zeros(STEPS, FEATURES))

    def forward(self, x, lengths):
        return torch.cat([part.flatten(1) for part in self.run(x + self.probe * (x * x + x + 1), lengths)], 1)


class Recurrent(Probed):
    """A layer of PyTorch; with lengths, packed."""

    def __init__(self, kind, has_lengths=False, **options):
        super().__init__()
        self.layer = kind(FEATURES, HIDDEN, batch_first=True, **options)
        self.has_lengths = has_lengths

    def run(self, x, lengths):
        if self.has_lengths:
            x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        outputs, states = self.layer(x)
        if self.has_lengths:
            outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=STEPS)
        states = states if isinstance(states, tuple) else (states,)
        return [outputs, *(state.transpose(0, 1) for state in states)]


class MinimalGatedUnit(Probed):
    """Zhou et al. 2016, as an author's own cell."""

    def __init__(self):
        super().__init__()
        self.cell = nn.ModuleDict({
            "w_f": nn.Linear(FEATURES, HIDDEN), "u_f": nn.Linear(HIDDEN, HIDDEN, bias=False),
            "w_h": nn.Linear(FEATURES, HIDDEN), "u_h": nn.Linear(HIDDEN, HIDDEN, bias=False),
        })

    def run(self, x, lengths):
        h, outputs = x.new_zeros(x.shape[0], HIDDEN), []
        for t in range(STEPS):
            forget = torch.sigmoid(self.cell["w_f"](x[:, t]) + self.cell["u_f"](h))
            candidate = torch.tanh(self.cell["w_h"](x[:, t]) + self.cell["u_h"](forget * h))
            h = (1 - forget) * h + forget * candidate
            outputs.append(h)
        return [torch.stack(outputs, 1), h]


class SelectiveStateSpace(Probed):
    """The S6 layer of Mamba (Gu and Dao 2023) with its causal convolution and its gate."""

    INNER, STATE, RANK, KERNEL = 7, 3, 2, 4

    def __init__(self):
        super().__init__()
        inner, state, rank = self.INNER, self.STATE, self.RANK
        self.in_proj = nn.Linear(FEATURES, 2 * inner, bias=False)
        self.conv1d = nn.Conv1d(inner, inner, self.KERNEL, groups=inner, padding=self.KERNEL - 1)
        self.x_proj = nn.Linear(inner, rank + 2 * state, bias=False)
        self.dt_proj = nn.Linear(rank, inner)
        self.A_log = nn.Parameter(torch.zeros(inner, state))
        self.D = nn.Parameter(torch.ones(inner))
        self.out_proj = nn.Linear(inner, FEATURES, bias=False)

    def run(self, x, lengths):
        x, gate = self.in_proj(x).chunk(2, -1)
        x = F.silu(self.conv1d(x.transpose(1, 2))[:, :, :STEPS].transpose(1, 2))
        dt, b, c = self.x_proj(x).split([self.RANK, self.STATE, self.STATE], -1)
        dt = F.softplus(self.dt_proj(dt))
        a = -torch.exp(self.A_log)
        h, outputs = x.new_zeros(x.shape[0], self.INNER, self.STATE), []
        for t in range(STEPS):
            h = torch.exp(dt[:, t, :, None] * a) * h + (dt[:, t] * x[:, t])[:, :, None] * b[:, t, None, :]
            outputs.append((h * c[:, t, None, :]).sum(-1) + self.D * x[:, t])
        return [self.out_proj(torch.stack(outputs, 1) * F.silu(gate)), h]


class TimeMixing(Probed):
    """The time mixing of RWKV-4 (Peng et al. 2023), with the running maximum."""

    WIDTH = 5

    def __init__(self):
        super().__init__()
        self.time_mix_k, self.time_mix_v, self.time_mix_r = (nn.Parameter(torch.zeros(FEATURES)) for _ in range(3))
        self.time_decay, self.time_first = nn.Parameter(torch.zeros(self.WIDTH)), nn.Parameter(torch.zeros(self.WIDTH))
        self.key, self.value, self.receptance = (nn.Linear(FEATURES, self.WIDTH, bias=False) for _ in range(3))
        self.output = nn.Linear(self.WIDTH, FEATURES, bias=False)

    def run(self, x, lengths):
        before = F.pad(x, (0, 0, 1, 0))[:, :STEPS]
        mix = lambda weight: x * weight + before * (1 - weight)
        k, v, r = self.key(mix(self.time_mix_k)), self.value(mix(self.time_mix_v)), torch.sigmoid(self.receptance(mix(self.time_mix_r)))
        decay = -torch.exp(self.time_decay)
        numerator, denominator = x.new_zeros(x.shape[0], self.WIDTH), x.new_zeros(x.shape[0], self.WIDTH)
        largest, outputs = torch.full_like(numerator, -1e38), []
        for t in range(STEPS):
            now = self.time_first + k[:, t]
            top = torch.maximum(largest, now)
            old, new = torch.exp(largest - top), torch.exp(now - top)
            outputs.append((old * numerator + new * v[:, t]) / (old * denominator + new))
            top = torch.maximum(largest + decay, k[:, t])
            old, new = torch.exp(largest + decay - top), torch.exp(k[:, t] - top)
            numerator, denominator, largest = old * numerator + new * v[:, t], old * denominator + new, top
        return [self.output(r * torch.stack(outputs, 1)), numerator, denominator]


class AdditiveAttention(Probed):
    """A decoder that looks at an encoder's outputs (Bahdanau et al. 2015), teacher-forced with the first four inputs."""

    DECODED, WIDTH = 4, 3

    def __init__(self):
        super().__init__()
        self.encoder = nn.GRU(FEATURES, HIDDEN, batch_first=True, bidirectional=True)
        self.keys = nn.Linear(2 * HIDDEN, self.WIDTH)
        seen = FEATURES + 3 * HIDDEN
        self.decoder = nn.ModuleDict({
            "query": nn.Linear(HIDDEN, self.WIDTH, bias=False), "score": nn.Linear(self.WIDTH, 1, bias=False),
            "update_gate": nn.Linear(seen, HIDDEN), "reset_gate": nn.Linear(seen, HIDDEN), "candidate": nn.Linear(seen, HIDDEN),
            "readout": nn.Linear(3 * HIDDEN, 2),
        })

    def run(self, x, lengths):
        encoded, states = self.encoder(x)
        cell, keys, s, outputs = self.decoder, self.keys(encoded), states[1], []
        for t in range(self.DECODED):
            weights = cell["score"](torch.tanh(keys + cell["query"](s)[:, None])).softmax(1)
            context = (weights * encoded).sum(1)
            seen = torch.cat([x[:, t], context], 1)
            update, reset = (torch.sigmoid(gate(torch.cat([seen, s], 1))) for gate in (cell["update_gate"], cell["reset_gate"]))
            s = (1 - update) * s + update * torch.tanh(cell["candidate"](torch.cat([seen, reset * s], 1)))
            outputs.append(cell["readout"](torch.cat([s, context], 1)))
        return [torch.stack(outputs, 1), s]


def variants(name, kind, **options):
    """The cases of one kind of layer: name, a function that makes it, and whether it takes lengths."""
    choices = {
        "": {},
        "Stacked": {"num_layers": 2},
        "Bidirectional": {"bidirectional": True},
        "StackedBidirectional": {"num_layers": 2, "bidirectional": True},
        "Lengths": {"has_lengths": True},
        "StackedBidirectionalLengths": {"num_layers": 2, "bidirectional": True, "has_lengths": True},
        "WithoutBias": {"bias": False},
    }
    return [case(name + suffix, kind, **options, **choice) for suffix, choice in choices.items()]


def case(name, kind, **options):
    return name, lambda: Recurrent(kind, **options), options.get("has_lengths", False)


ALL = [
    *variants("RnnTanh", nn.RNN),
    *variants("RnnRelu", nn.RNN, nonlinearity="relu"),
    *variants("Lstm", nn.LSTM),
    *variants("Gru", nn.GRU),
    case("LstmProjection", nn.LSTM, proj_size=3),
    case("LstmProjectionStackedBidirectionalLengths", nn.LSTM, proj_size=3, num_layers=2, bidirectional=True, has_lengths=True),
    ("MinimalGatedUnit", MinimalGatedUnit, False),
    ("SelectiveStateSpace", SelectiveStateSpace, False),
    ("TimeMixing", TimeMixing, False),
    ("AdditiveAttention", AdditiveAttention, False),
]

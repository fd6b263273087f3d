"""The blocks of GPT-2, BERT and LLaMA, linear attention and positions: what attention.py leaves to modules of its own."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from attention import FEATURES, HEADS, HIDDEN, STEPS, WIDE, Probed, attend, causal, padding


def heads(x, count):
    return x.unflatten(2, (count, x.shape[2] // count))


class Gpt(Probed):
    """The block of nanoGPT."""

    def __init__(self):
        super().__init__()
        attention = nn.ModuleDict({"c_attn": nn.Linear(FEATURES, 3 * FEATURES), "c_proj": nn.Linear(FEATURES, FEATURES)})
        wide = nn.ModuleDict({"c_fc": nn.Linear(FEATURES, 4 * FEATURES), "c_proj": nn.Linear(4 * FEATURES, FEATURES)})
        self.layer = nn.ModuleDict({"ln_1": nn.LayerNorm(FEATURES), "attn": attention, "ln_2": nn.LayerNorm(FEATURES), "mlp": wide})

    def run(self, x, beside, lengths):
        layer = self.layer
        q, k, v = (heads(part, HEADS) for part in layer["attn"]["c_attn"](layer["ln_1"](x)).split(FEATURES, 2))
        x = x + layer["attn"]["c_proj"](attend(q, k, v, bias=causal(STEPS)).flatten(2))
        wide = layer["mlp"]["c_fc"](layer["ln_2"](x))
        wide = 0.5 * wide * (1 + torch.tanh(math.sqrt(2 / math.pi) * (wide + 0.044715 * wide**3)))
        return x + layer["mlp"]["c_proj"](wide)


class Bert(Probed):
    """A layer of Hugging Face's BertModel."""

    def __init__(self, has_lengths=False):
        super().__init__()
        self.has_lengths = has_lengths
        dense = lambda width=FEATURES, out=FEATURES: nn.Linear(width, out)
        norm = lambda: nn.LayerNorm(FEATURES, eps=1e-12)
        attention = nn.ModuleDict({
            "self": nn.ModuleDict({"query": dense(), "key": dense(), "value": dense()}),
            "output": nn.ModuleDict({"dense": dense(), "LayerNorm": norm()}),
        })
        self.layer = nn.ModuleDict({
            "attention": attention,
            "intermediate": nn.ModuleDict({"dense": dense(out=WIDE)}),
            "output": nn.ModuleDict({"dense": dense(WIDE), "LayerNorm": norm()}),
        })

    def run(self, x, beside, lengths):
        inner, after = self.layer["attention"]["self"], self.layer["attention"]["output"]
        bias = torch.zeros(len(x), 1, 1, STEPS).masked_fill(padding(lengths, STEPS)[:, None, None], HIDDEN) if self.has_lengths else None
        y = attend(*(heads(inner[part](x), HEADS) for part in ("query", "key", "value")), bias=bias)
        x = after["LayerNorm"](after["dense"](y.flatten(2)) + x)
        wide = F.gelu(self.layer["intermediate"]["dense"](x))
        return self.layer["output"]["LayerNorm"](self.layer["output"]["dense"](wide) + x)


class RootMeanSquare(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(FEATURES))

    def forward(self, x):
        return self.weight * x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-5)


def rotate(x, interleaved):
    """x [B, T, H, D]: as llama2.c has it, by complex numbers, or as Hugging Face has it, by halves."""
    steps, size = x.shape[1], x.shape[3]
    frequencies = 10000.0 ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)
    angle = torch.outer(torch.arange(steps, dtype=torch.float64), frequencies)
    if interleaved:
        turn = torch.polar(torch.ones_like(angle), angle).to(torch.complex128 if x.dtype == torch.float64 else torch.complex64)
        pairs = torch.view_as_complex(x.unflatten(3, (size // 2, 2)).contiguous())
        return torch.view_as_real(pairs * turn[None, :, None]).flatten(3)
    cosine, sine = (torch.cat([value, value], 1)[None, :, None].to(x.dtype) for value in (angle.cos(), angle.sin()))
    half = torch.cat([-x[..., size // 2:], x[..., : size // 2]], 3)
    return x * cosine + half * sine


class Llama(Probed):
    """A layer of Hugging Face's LlamaModel; `interleaved` as in llama2.c."""

    def __init__(self, groups, interleaved):
        super().__init__()
        self.groups, self.interleaved = groups, interleaved
        linear = lambda width, out: nn.Linear(width, out, bias=False)
        shared = groups * (FEATURES // HEADS)
        self.layer = nn.ModuleDict({
            "self_attn": nn.ModuleDict({
                "q_proj": linear(FEATURES, FEATURES), "k_proj": linear(FEATURES, shared), "v_proj": linear(FEATURES, shared), "o_proj": linear(FEATURES, FEATURES),
            }),
            "mlp": nn.ModuleDict({"gate_proj": linear(FEATURES, WIDE), "up_proj": linear(FEATURES, WIDE), "down_proj": linear(WIDE, FEATURES)}),
            "input_layernorm": RootMeanSquare(), "post_attention_layernorm": RootMeanSquare(),
        })

    def run(self, x, beside, lengths):
        layer, attention, wide = self.layer, self.layer["self_attn"], self.layer["mlp"]
        y = layer["input_layernorm"](x)
        q = rotate(heads(attention["q_proj"](y), HEADS), self.interleaved)
        k = rotate(heads(attention["k_proj"](y), self.groups), self.interleaved)
        v = heads(attention["v_proj"](y), self.groups)
        x = x + attention["o_proj"](attend(q, k, v, bias=causal(STEPS)).flatten(2))
        y = layer["post_attention_layernorm"](x)
        return x + wide["down_proj"](F.silu(wide["gate_proj"](y)) * wide["up_proj"](y))


class Linear(Probed):
    """Linear attention (Katharopoulos et al. 2020), with all scores."""

    WIDTH = 3

    def __init__(self, is_causal):
        super().__init__()
        self.is_causal = is_causal
        self.q_proj, self.k_proj = nn.Linear(FEATURES, FEATURES), nn.Linear(FEATURES, FEATURES)
        self.v_proj = nn.Linear(FEATURES, HEADS * self.WIDTH)

    def run(self, x, beside, lengths):
        q, k = (F.elu(heads(project(x), HEADS)).transpose(1, 2) + 1 for project in (self.q_proj, self.k_proj))
        v = heads(self.v_proj(x), HEADS).transpose(1, 2)
        scores = q @ k.transpose(2, 3)
        scores = scores.tril() if self.is_causal else scores
        return (scores / scores.sum(-1, keepdim=True) @ v).transpose(1, 2)


class Sinusoidal(Probed):
    def run(self, x, beside, lengths):
        place = torch.arange(STEPS, dtype=torch.float64)[:, None]
        rate = torch.exp(torch.arange(0, FEATURES, 2, dtype=torch.float64) * (-math.log(10000.0) / FEATURES))
        table = torch.zeros(STEPS, FEATURES, dtype=torch.float64)
        table[:, 0::2], table[:, 1::2] = torch.sin(place * rate), torch.cos(place * rate)
        return x + table.to(x.dtype)


class Learned(Probed):
    def __init__(self, length=STEPS):
        super().__init__()
        self.layer = nn.Embedding(length, FEATURES)

    def run(self, x, beside, lengths):
        return x + self.layer(torch.arange(STEPS))


class Rotary(Probed):
    def __init__(self, interleaved):
        super().__init__()
        self.interleaved = interleaved

    def run(self, x, beside, lengths):
        return rotate(heads(x, HEADS), self.interleaved)

"""Masks of keys, learned biases of scores, values of another width, keys that are added, and positions of longer sequences.

Their C# twins have the cases' names, in tests/Sinter.Golden.Tests/Attentions.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

import attention
from attention import FEATURES, HEADS, HIDDEN, MEMORY, STEPS, WIDE, Probed, attend, causal
from transformers import RootMeanSquare, heads


class Padded(attention.MultiHead):
    """A mask of keys, [T] beside the features: boolean, or added to the scores of all heads and queries."""

    def __init__(self, is_added=False, mask=None, weights=False, **options):
        super().__init__(beside=1, weights=weights)
        self.layer = nn.MultiheadAttention(FEATURES, HEADS, batch_first=True, **options)
        self.is_added, self.mask, self.averages = is_added, mask, weights

    def run(self, x, beside, lengths):
        row = beside[..., 0]
        mask = self.mask.to(x.dtype) if self.mask is not None else None
        if self.is_added:
            y, _ = self.layer(x, x, x, attn_mask=row[:, None, None].expand(-1, HEADS, STEPS, -1).flatten(0, 1))
            return y
        y, weights = self.layer(x, x, x, key_padding_mask=row < -0.25, attn_mask=mask, need_weights=self.averages)
        return (y, weights) if self.averages else y


def keys_of_heads(beside):
    """A number of each head for each key, some of them hidden: [B, H, 1, K], repeated for all queries as PyTorch's layer wants it."""
    mask = beside.masked_fill(beside < -0.8, HIDDEN).transpose(1, 2)
    return mask[:, :, None].repeat(1, 1, STEPS, 1)


class OtherWidths(Probed):
    """Keys and values of other widths than the queries, from parts of the memory's columns."""

    def __init__(self):
        super().__init__(STEPS + MEMORY)
        self.layer = nn.MultiheadAttention(FEATURES, HEADS, kdim=5, vdim=6, add_bias_kv=True, batch_first=True)

    def run(self, x, beside, lengths):
        memory = x[:, STEPS:]
        return self.layer(x[:, :STEPS], memory[..., :5], memory[..., 2:], need_weights=False)[0]


class Relative(attention.GroupedQuery):
    """A bias that is trained: of all heads and samples, of each head, or of each sample, which follows from its features."""

    def __init__(self, kind):
        super().__init__()
        self.kind = kind
        shapes = {
            "shared": (STEPS, STEPS), "heads": (self.HEADS, STEPS, STEPS), "keys": (STEPS,), "keys of heads": (self.HEADS, 1, STEPS),
            "all samples": (1, 1, STEPS, STEPS),
        }
        if kind in shapes:
            self.relative = nn.Parameter(torch.zeros(shapes[kind]))
        else:
            self.relative = nn.Linear(FEATURES, STEPS, bias=False)
        self.bias = lambda lengths, beside: self.added

    def run(self, x, beside, lengths):
        self.added = self.relative(x)[:, None] if self.kind == "samples" else self.relative
        return super().run(x, beside, lengths)


class OtherValues(Probed):
    """Four heads that share two groups of keys, with values of a width of their own."""

    def __init__(self, width, window=0):
        super().__init__()
        self.q_proj, self.k_proj, self.v_proj = (nn.Linear(FEATURES, size, bias=False) for size in (12, 6, 2 * width))
        self.window = window

    def run(self, x, beside, lengths):
        bias = causal(STEPS, window=self.window) if self.window else None
        return attend(heads(self.q_proj(x), 4), heads(self.k_proj(x), 2), heads(self.v_proj(x), 2), bias=bias)


class EncoderPadded(Probed):
    def __init__(self):
        super().__init__(beside=1)
        self.layer = nn.TransformerEncoderLayer(FEATURES, HEADS, WIDE, dropout=0, batch_first=True)

    def run(self, x, beside, lengths):
        return self.layer(x, src_key_padding_mask=beside[..., 0] < -0.25)


class DecoderMasked(Probed):
    """Every mask that a decoder layer takes; beside each row of the sequence and the memory, whether it is hidden."""

    def __init__(self):
        super().__init__(STEPS + MEMORY, beside=1)
        self.layer = nn.TransformerDecoderLayer(FEATURES, HEADS, WIDE, dropout=0, batch_first=True)
        self.tgt, self.memory = nn.Parameter(torch.zeros(STEPS, STEPS)), nn.Parameter(torch.zeros(STEPS, MEMORY))

    def run(self, x, beside, lengths):
        hidden = beside[..., 0] < -0.25
        masks = dict(tgt_mask=self.tgt, memory_mask=self.memory, tgt_key_padding_mask=hidden[:, :STEPS], memory_key_padding_mask=hidden[:, STEPS:])
        return self.layer(x[:, :STEPS], x[:, STEPS:], **masks)


def frequencies(size, scaling, base=10000.0):
    """Hugging Face's ROPE_INIT_FUNCTIONS: the frequencies, and what queries and keys are multiplied with."""
    kind, factor = scaling.get("rope_type"), scaling.get("factor")
    plain = 1.0 / base ** (torch.arange(0, size, 2, dtype=torch.float64) / size)
    if kind == "linear":
        return plain / factor, 1.0
    if kind == "ntk":
        return 1.0 / (base * factor ** (size / (size - 2))) ** (torch.arange(0, size, 2, dtype=torch.float64) / size), 1.0
    if kind == "llama3":
        old, low, high = (scaling[key] for key in ("original_max_position_embeddings", "low_freq_factor", "high_freq_factor"))
        wavelength = 2 * math.pi / plain
        scaled = torch.where(wavelength > old / low, plain / factor, plain)
        smooth = (old / wavelength - low) / (high - low)
        smoothed = (1 - smooth) * scaled / factor + smooth * scaled
        return torch.where((wavelength >= old / high) & (wavelength <= old / low), smoothed, scaled), 1.0
    old = scaling["original_max_position_embeddings"]
    dim = lambda turns: size * math.log(old / (turns * 2 * math.pi)) / (2 * math.log(base))
    low, high = max(math.floor(dim(32)), 0), min(math.ceil(dim(1)), size - 1)
    ramp = ((torch.arange(size // 2, dtype=torch.float64) - low) / (high - low)).clamp(0, 1)
    return plain / factor * ramp + plain * (1 - ramp), 0.1 * math.log(factor) + 1


def rotate(x, scaling):
    """x [B, T, H, D] by halves."""
    size = x.shape[3]
    rates, factor = frequencies(size, scaling)
    angle = torch.outer(torch.arange(x.shape[1], dtype=torch.float64), rates)
    cosine, sine = (torch.cat([value, value], 1)[None, :, None].to(x.dtype) * factor for value in (angle.cos(), angle.sin()))
    return x * cosine + torch.cat([-x[..., size // 2:], x[..., : size // 2]], 3) * sine


LINEAR = {"rope_type": "linear", "factor": 2.5}
NTK = {"rope_type": "ntk", "factor": 4.0}
YARN = {"rope_type": "yarn", "factor": 8.0, "original_max_position_embeddings": 4096}
LLAMA3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 64}


class Scaled(Probed):
    """Rotary positions under each scaling, one head of 8 features."""

    def run(self, x, beside, lengths):
        return tuple(rotate(x[:, :, None], scaling) for scaling in (LINEAR, NTK, YARN, LLAMA3))


class LlamaLike(Probed):
    """Hugging Face's LlamaDecoderLayer with the options of its successors."""

    def __init__(self, size, groups, window=0, attention_bias=False, output_bias=False, mlp_bias=False, scaling=None):
        super().__init__()
        self.groups, self.window, self.scaling = groups, window, scaling or {"rope_type": "linear", "factor": 1.0}
        linear = nn.Linear
        self.layer = nn.ModuleDict({
            "self_attn": nn.ModuleDict({
                "q_proj": linear(FEATURES, HEADS * size, attention_bias), "k_proj": linear(FEATURES, groups * size, attention_bias),
                "v_proj": linear(FEATURES, groups * size, attention_bias), "o_proj": linear(HEADS * size, FEATURES, output_bias),
            }),
            "mlp": nn.ModuleDict({"gate_proj": linear(FEATURES, WIDE, mlp_bias), "up_proj": linear(FEATURES, WIDE, mlp_bias), "down_proj": linear(WIDE, FEATURES, mlp_bias)}),
            "input_layernorm": RootMeanSquare(), "post_attention_layernorm": RootMeanSquare(),
        })

    def run(self, x, beside, lengths):
        layer, inner, wide = self.layer, self.layer["self_attn"], self.layer["mlp"]
        y = layer["input_layernorm"](x)
        q = rotate(heads(inner["q_proj"](y), HEADS), self.scaling)
        k = rotate(heads(inner["k_proj"](y), self.groups), self.scaling)
        x = x + inner["o_proj"](attend(q, k, heads(inner["v_proj"](y), self.groups), bias=causal(STEPS, window=self.window)).flatten(2))
        y = layer["post_attention_layernorm"](x)
        return x + wide["down_proj"](F.silu(wide["gate_proj"](y)) * wide["up_proj"](y))


def bucket(distance, bidirectional, buckets, max_distance):
    """T5Attention._relative_position_bucket."""
    result = torch.zeros_like(distance)
    if bidirectional:
        buckets //= 2
        result += (distance > 0).long() * buckets
        distance = distance.abs()
    else:
        distance = -torch.min(distance, torch.zeros_like(distance))
    exact = buckets // 2
    large = exact + (torch.log(distance.float() / exact) / math.log(max_distance / exact) * (buckets - exact)).long()
    return result + torch.where(distance < exact, distance, large.clamp(max=buckets - 1))


class T5Bias(Probed):
    """The bias alone, of 4 heads: in an encoder, in a decoder, and of a decoder's queries to more keys."""

    ALL = {"encoder": (True, 8, 5), "decoder": (False, 6, 4), "cross": (True, 6, 8)}

    def __init__(self):
        super().__init__(STEPS)
        for name, (_, buckets, _) in self.ALL.items():
            setattr(self, name, nn.Embedding(buckets, 4))

    def run(self, x, beside, lengths):
        places = torch.arange(12)
        result = []
        for name, (bidirectional, buckets, max_distance) in self.ALL.items():
            keys = places if name == "cross" else places[:STEPS]
            index = bucket(keys[None, :] - places[:STEPS][:, None], bidirectional, buckets, max_distance)
            result.append(getattr(self, name)(index).permute(2, 0, 1)[None] * x.mean((1, 2))[:, None, None, None])
        return tuple(result)


class T5(attention.GroupedQuery):
    """T5's self-attention: scores without a scale, and a bias by buckets of distances."""

    def __init__(self):
        super().__init__(scale=1.0)
        self.relative_attention_bias = nn.Embedding(8, self.HEADS)
        index = bucket(torch.arange(STEPS)[None, :] - torch.arange(STEPS)[:, None], True, 8, 5)
        self.bias = lambda lengths, beside: self.relative_attention_bias(index).permute(2, 0, 1)


class Swin(Probed):
    """torchvision's shifted_window_attention without the shift, 2 windows of 2 x 3 places one above the other."""

    ROWS, COLUMNS, WINDOWS = 2, 3, 2

    def __init__(self):
        super().__init__(self.WINDOWS * self.ROWS * self.COLUMNS)
        self.relative_position_bias_table = nn.Parameter(torch.zeros((2 * self.ROWS - 1) * (2 * self.COLUMNS - 1), HEADS))
        self.qkv = nn.Linear(FEATURES, 3 * FEATURES)

    def run(self, x, beside, lengths):
        rows, columns, places = self.ROWS, self.COLUMNS, self.ROWS * self.COLUMNS
        coords = torch.stack(torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")).flatten(1)
        relative = coords[:, :, None] - coords[:, None, :]
        index = (relative[0] + rows - 1) * (2 * columns - 1) + relative[1] + columns - 1
        bias = self.relative_position_bias_table[index.flatten()].view(places, places, HEADS).permute(2, 0, 1)
        windows = x.unflatten(1, (self.WINDOWS, places)).flatten(0, 1)
        q, k, v = (heads(part, HEADS) for part in self.qkv(windows).chunk(3, 2))
        return attend(q, k, v, bias=bias).unflatten(0, (len(x), self.WINDOWS))


class Shaw(attention.GroupedQuery):
    """What each query makes of a learned vector of every distance (Shaw et al. 2018), added to its scores."""

    def __init__(self):
        super().__init__()
        self.distances = nn.Parameter(torch.zeros(2 * STEPS - 1, self.SIZE))

    def run(self, x, beside, lengths):
        q, k, v = self.q_proj(x), self.k_proj(x), self.v_proj(x)
        q, k, v = (heads(part, count) for part, count in ((q, self.HEADS), (k, self.GROUPS), (v, self.GROUPS)))
        index = torch.arange(STEPS)[None, :] - torch.arange(STEPS)[:, None] + STEPS - 1
        return attend(q, k, v, bias=torch.einsum("bqhd,qkd->bhqk", q, self.distances[index]))


ALL = {
    "AttentionKeyPadding": lambda: Padded(),
    "AttentionKeyMaskAdded": lambda: Padded(is_added=True),
    "AttentionKeysAdded": lambda: Padded(add_bias_kv=True, add_zero_attn=True, mask=causal(STEPS, window=3)),
    "AttentionKeysAddedWithWeights": lambda: Padded(add_bias_kv=True, add_zero_attn=True, mask=causal(STEPS), weights=True),
    "AttentionOtherWidths": OtherWidths,
    "AttentionTrainedMask": lambda: Relative("shared"),
    "AttentionTrainedMaskOfHeads": lambda: Relative("heads"),
    "AttentionTrainedMaskOfKeys": lambda: Relative("keys"),
    "AttentionTrainedMaskOfSamples": lambda: Relative("samples"),
    "AttentionTrainedMaskOfKeysAndHeads": lambda: Relative("keys of heads"),
    "AttentionTrainedMaskOfAllSamples": lambda: Relative("all samples"),
    "AttentionMaskOfKeysAndHeads": lambda: attention.MultiHead(keys_of_heads, beside=HEADS),
    "AttentionMaskOfKeysAndHeadsWithWeights": lambda: attention.MultiHead(keys_of_heads, weights=True, beside=HEADS),
    "AttentionWiderValues": lambda: OtherValues(5),
    "AttentionNarrowerValues": lambda: OtherValues(2, window=3),
    "AttentionT5": T5,
    "AttentionSwin": Swin,
    "AttentionShaw": Shaw,
    "EncoderKeyPadding": EncoderPadded,
    "DecoderEveryMask": DecoderMasked,
    "BlockOfMistral": lambda: LlamaLike(6, 1, window=3, scaling=LINEAR),
    "BlockOfQwen": lambda: LlamaLike(4, 2, attention_bias=True),
    "BlockOfLlamaBiased": lambda: LlamaLike(8, 1, attention_bias=True, output_bias=True, mlp_bias=True, scaling=YARN),
    "PositionsRotaryScaled": Scaled,
    "PositionsBuckets": T5Bias,
}

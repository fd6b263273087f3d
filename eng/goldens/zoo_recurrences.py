"""What the models of samples/Zoo that keep a state instead of looking back are compared with: step by step, or with all scores."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from zoo_inputs import tokens
from zoo_language import LanguageModel, RootMeanSquare, causal
from transformers import heads

STEPS = 8


def words(count, batch=1):
    return {"text": tokens(batch, STEPS, count=count), "next": tokens(batch, STEPS, count=count)}


def parameter(*shape):
    return nn.Parameter(torch.zeros(*shape))


def convolve(conv, x):
    """Along time, looking back only."""
    return conv(F.pad(x.transpose(1, 2), (conv.kernel_size[0] - 1, 0))).transpose(1, 2)


class MambaMixer(nn.Module):
    def __init__(self, width, inner, state, rank):
        super().__init__()
        self.state, self.rank = state, rank
        self.A_log, self.D = parameter(inner, state), parameter(inner)
        self.in_proj, self.out_proj = nn.Linear(width, 2 * inner, bias=False), nn.Linear(inner, width, bias=False)
        self.conv1d = nn.Conv1d(inner, inner, 4, groups=inner)
        self.x_proj, self.dt_proj = nn.Linear(inner, rank + 2 * state, bias=False), nn.Linear(rank, inner)

    def forward(self, x):
        x, gate = self.in_proj(x).chunk(2, 2)
        x = F.silu(convolve(self.conv1d, x))
        rate, write, read = self.x_proj(x).split([self.rank, self.state, self.state], 2)
        rate, decay, outputs = F.softplus(self.dt_proj(rate)), -self.A_log.exp(), []
        h = torch.zeros(len(x), *decay.shape, dtype=x.dtype)
        for t in range(x.shape[1]):
            h = torch.exp(rate[:, t, :, None] * decay) * h + (rate[:, t] * x[:, t])[:, :, None] * write[:, t, None]
            outputs.append((h * read[:, t, None]).sum(2) + self.D * x[:, t])
        return self.out_proj(torch.stack(outputs, 1) * F.silu(gate))


class Mamba2Mixer(nn.Module):
    def __init__(self, width, inner, state, count):
        super().__init__()
        self.inner, self.state, self.count = inner, state, count
        mixed = inner + 2 * state
        self.dt_bias, self.A_log, self.D = parameter(count), parameter(count), parameter(count)
        self.in_proj, self.out_proj = nn.Linear(width, inner + mixed + count, bias=False), nn.Linear(inner, width, bias=False)
        self.conv1d, self.norm = nn.Conv1d(mixed, mixed, 4, groups=mixed), RootMeanSquare(inner)

    def forward(self, x):
        gate, mixed, rate = self.in_proj(x).split([self.inner, self.inner + 2 * self.state, self.count], 2)
        x, write, read = F.silu(convolve(self.conv1d, mixed)).split([self.inner, self.state, self.state], 2)
        x, rate, outputs = heads(x, self.count), F.softplus(rate + self.dt_bias), []
        h = torch.zeros(len(x), self.count, self.inner // self.count, self.state, dtype=x.dtype)
        for t in range(x.shape[1]):
            kept = torch.exp(-self.A_log.exp() * rate[:, t])
            h = kept[..., None, None] * h + torch.einsum("bh,bhp,bn->bhpn", rate[:, t], x[:, t], write[:, t])
            outputs.append(torch.einsum("bhpn,bn->bhp", h, read[:, t]) + self.D[:, None] * x[:, t])
        return self.out_proj(self.norm(torch.stack(outputs, 1).flatten(2) * F.silu(gate)))


class Mamba(LanguageModel):
    def __init__(self, count, mixer):
        super().__init__()
        self.inputs = words(count)
        layer = lambda: nn.ModuleDict({"norm": RootMeanSquare(768), "mixer": mixer()})
        self.backbone = nn.ModuleDict({"embeddings": nn.Embedding(count, 768), "layers": nn.ModuleList(layer() for _ in range(24)), "norm_f": RootMeanSquare(768)})

    def forward(self, text, **_):
        x = self.backbone["embeddings"](text)
        for layer in self.backbone["layers"]:
            x = x + layer["mixer"](layer["norm"](x))
        return F.linear(self.backbone["norm_f"](x), self.backbone["embeddings"].weight)


class RwkvPart(nn.Module):
    """What both parts of a block share: features that are those of this place or of the one before, or between them."""

    WIDTH = 768

    def __init__(self, wide, mixed):
        super().__init__()
        for name in mixed:
            self.register_parameter("time_mix_" + name, parameter(1, 1, self.WIDTH))
        self.wide = wide

    def mixed(self, x, name):
        weight = getattr(self, "time_mix_" + name)
        return getattr(self, name)(x * weight + F.pad(x, (0, 0, 1, -1)) * (1 - weight))


class TimeMixing(RwkvPart):
    def __init__(self):
        super().__init__(self.WIDTH, ("key", "value", "receptance"))
        self.time_decay, self.time_first = parameter(self.WIDTH), parameter(self.WIDTH)
        for name in ("key", "value", "receptance", "output"):
            self.add_module(name, nn.Linear(self.WIDTH, self.WIDTH, bias=False))

    def forward(self, x):
        k, v, r = self.mixed(x, "key"), self.mixed(x, "value"), torch.sigmoid(self.mixed(x, "receptance"))
        outputs = []
        for t in range(x.shape[1]):  # as the formula stands; the exponents are small enough
            age = torch.arange(t - 1, -1, -1, dtype=x.dtype)[None, :, None]
            weights = torch.cat([torch.exp(k[:, :t] - age * self.time_decay.exp()), torch.exp(k[:, t:t + 1] + self.time_first)], 1)
            outputs.append((weights * v[:, : t + 1]).sum(1) / weights.sum(1))
        return self.output(r * torch.stack(outputs, 1))


class ChannelMixing(RwkvPart):
    def __init__(self):
        super().__init__(4 * self.WIDTH, ("key", "receptance"))
        self.key, self.value = nn.Linear(self.WIDTH, 4 * self.WIDTH, bias=False), nn.Linear(4 * self.WIDTH, self.WIDTH, bias=False)
        self.receptance = nn.Linear(self.WIDTH, self.WIDTH, bias=False)

    def forward(self, x):
        return torch.sigmoid(self.mixed(x, "receptance")) * self.value(F.relu(self.mixed(x, "key")) ** 2)


class Rwkv4(LanguageModel):
    inputs = words(50_277)

    def __init__(self):
        super().__init__()
        norm = lambda: nn.LayerNorm(768)
        blocks = [nn.ModuleDict({"ln1": norm(), "ln2": norm(), "attention": TimeMixing(), "feed_forward": ChannelMixing()}) for _ in range(12)]
        blocks[0]["pre_ln"] = norm()
        self.rwkv = nn.ModuleDict({"embeddings": nn.Embedding(50_277, 768), "blocks": nn.ModuleList(blocks), "ln_out": norm()})
        self.head = nn.Linear(768, 50_277, bias=False)

    def forward(self, text, **_):
        x = self.rwkv["blocks"][0]["pre_ln"](self.rwkv["embeddings"](text))
        for block in self.rwkv["blocks"]:
            x = x + block["attention"](block["ln1"](x))
            x = x + block["feed_forward"](block["ln2"](x))
        return self.head(self.rwkv["ln_out"](x))


class RetNet(LanguageModel):
    WIDTH, HEADS = 512, 4
    inputs = words(32_000, batch=2)

    def __init__(self):
        super().__init__()
        width, linear = self.WIDTH, lambda features, out: nn.Linear(features, out, bias=False)
        layer = lambda: nn.ModuleDict({
            "retention": nn.ModuleDict({
                "q_proj": linear(width, width), "k_proj": linear(width, width), "v_proj": linear(width, 2 * width), "g_proj": linear(width, 2 * width),
                "out_proj": linear(2 * width, width),
            }),
            "retention_layer_norm": nn.LayerNorm(width), "final_layer_norm": nn.LayerNorm(width),
            "ffn": nn.ModuleDict({"fc1": nn.Linear(width, 2 * width), "fc2": nn.Linear(2 * width, width)}),
        })
        self.embed_tokens, self.layer_norm = nn.Embedding(32_000, width), nn.LayerNorm(width)
        self.layers, self.output_projection = nn.ModuleList(layer() for _ in range(6)), linear(width, 32_000)

    def rotate(self, x):
        size = x.shape[3]
        angle = torch.arange(x.shape[1], dtype=torch.float64)[:, None] * 10000.0 ** -torch.linspace(0, 1, size // 2, dtype=torch.float64)
        sine, cosine = (value.repeat_interleave(2, 1)[None, :, None].to(x.dtype) for value in (angle.sin(), angle.cos()))
        return x * cosine + torch.stack([-x[..., 1::2], x[..., ::2]], 4).flatten(3) * sine

    def forward(self, text, **_):
        x = self.embed_tokens(text)
        age = torch.arange(text.shape[1])[:, None] - torch.arange(text.shape[1])[None]
        decays = 1 - 2.0 ** (-5 - torch.arange(self.HEADS, dtype=torch.float64))
        decays = torch.where(age < 0, torch.zeros(()).double(), decays[:, None, None] ** age.clamp(min=0)).to(x.dtype)
        for layer in self.layers:
            y, parts = layer["retention_layer_norm"](x), layer["retention"]
            q, k = (self.rotate(heads(parts[name](y), self.HEADS)) for name in ("q_proj", "k_proj"))
            scores = torch.einsum("bqhd,bkhd->bhqk", q, k) / math.sqrt(q.shape[3]) * decays
            found = torch.einsum("bhqk,bkhd->bqhd", scores, heads(parts["v_proj"](y), self.HEADS))
            found = F.layer_norm(found, (2 * self.WIDTH // self.HEADS,)).flatten(2)
            x = x + parts["out_proj"](found * F.silu(parts["g_proj"](y)))
            x = x + layer["ffn"]["fc2"](F.gelu(layer["ffn"]["fc1"](layer["final_layer_norm"](x))))
        return self.output_projection(self.layer_norm(x))


class LinearTransformer(LanguageModel):
    inputs = {"pixels": tokens(2, 12, count=256), "next": tokens(2, 12, count=256)}

    def __init__(self):
        super().__init__()
        part = lambda: nn.Linear(256, 256)
        layer = lambda: nn.ModuleDict({
            "attention": nn.ModuleDict({name + "_projection": part() for name in ("query", "key", "value", "out")}),
            "linear1": nn.Linear(256, 1024), "linear2": nn.Linear(1024, 256), "norm1": nn.LayerNorm(256), "norm2": nn.LayerNorm(256),
        })
        self.value_embedding, self.position_embedding = nn.Embedding(256, 256), nn.Embedding(784, 256)
        self.transformer = nn.ModuleDict({"layers": nn.ModuleList(layer() for _ in range(8)), "norm": nn.LayerNorm(256)})
        self.predictor = nn.Linear(256, 256)

    def forward(self, pixels, **_):
        x = self.value_embedding(pixels) + self.position_embedding(torch.arange(pixels.shape[1]))
        for layer in self.transformer["layers"]:
            parts = layer["attention"]
            q, k = (F.elu(heads(parts[name](x), 8)) + 1 for name in ("query_projection", "key_projection"))
            scores = torch.einsum("bqhd,bkhd->bhqk", q, k).tril()
            found = torch.einsum("bhqk,bkhd->bqhd", scores / scores.sum(3, keepdim=True), heads(parts["value_projection"](x), 8)).flatten(2)
            x = layer["norm1"](x + parts["out_projection"](found))
            x = layer["norm2"](x + layer["linear2"](F.relu(layer["linear1"](x))))
        return self.predictor(self.transformer["norm"](x))


class Cell(nn.Module):
    """A tagger with a cell of xLSTM."""

    inputs = {"words": tokens(2, STEPS, count=10_000), "right": tokens(2, STEPS, count=17)}

    def loss(self, output, right, **_):
        return F.cross_entropy(output.transpose(1, 2), right)


class SLstm(Cell):
    def __init__(self):
        super().__init__()
        self.embedding, self.tags = nn.Embedding(10_000, 100), nn.Linear(128, 17)
        self.cell = nn.ModuleDict({"W": nn.Linear(100, 512), "R": nn.Linear(128, 512, bias=False)})

    def forward(self, words, **_):
        x = self.cell["W"](self.embedding(words))
        h = c = n = torch.zeros(len(x), 128, dtype=x.dtype)
        outputs = []
        for step in x.unbind(1):  # as the formulas stand; the exponents are small enough
            z, i, f, o = (step + self.cell["R"](h)).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.exp(i) * torch.tanh(z)
            n = torch.sigmoid(f) * n + torch.exp(i)
            h = torch.sigmoid(o) * c / n
            outputs.append(h)
        return self.tags(torch.stack(outputs, 1))


class MLstm(Cell):
    def __init__(self):
        super().__init__()
        self.embedding, self.tags = nn.Embedding(10_000, 128), nn.Linear(128, 17)
        self.cell = nn.ModuleDict({
            "W_q": nn.Linear(128, 128), "W_k": nn.Linear(128, 128), "W_v": nn.Linear(128, 128), "W_o": nn.Linear(128, 128),
            "w_i": nn.Linear(128, 4), "w_f": nn.Linear(128, 4),
        })

    def forward(self, words, **_):
        x = self.embedding(words)
        q, k, v = (heads(self.cell["W_" + name](x), 4) for name in "qkv")
        k, i, f = k / math.sqrt(32), self.cell["w_i"](x), F.logsigmoid(self.cell["w_f"](x))

        # With all scores: what is stored at a step decays until it is read. The largest exponent is taken away, as the paper has it.
        decay = f.cumsum(1)
        exponents = (decay[:, :, None] - decay[:, None] + i[:, None]).permute(0, 3, 1, 2) + causal(x.shape[1]).to(x.dtype)
        start = decay.permute(0, 2, 1)[..., None]  # the state before the first step has the exponent 0
        largest = torch.maximum(exponents.max(3, keepdim=True).values, start)
        scores = torch.einsum("bqhd,bkhd->bhqk", q, k) * torch.exp(exponents - largest)
        scores = scores / torch.maximum(scores.sum(3, keepdim=True).abs(), torch.exp(-largest))
        found = torch.einsum("bhqk,bkhd->bqhd", scores, v).flatten(2)
        return self.tags(found * torch.sigmoid(self.cell["W_o"](x)))


ALL = {
    "Mamba": lambda: Mamba(50_280, lambda: MambaMixer(768, 1536, 16, 48)),
    "Mamba2": lambda: Mamba(50_288, lambda: Mamba2Mixer(768, 1536, 128, 24)),
    "Rwkv4": Rwkv4,
    "RetNet": RetNet,
    "LinearTransformer": LinearTransformer,
    "SLstm": SLstm,
    "MLstm": MLstm,
}

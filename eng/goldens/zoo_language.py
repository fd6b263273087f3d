"""What the language models of samples/Zoo are compared with: modules with the names of Hugging Face's, or PyTorch's own."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from attention import attend
from transformers import heads, rotate
from zoo_inputs import tokens

HIDDEN = float("-inf")


class LanguageModel(nn.Module):
    """Predicts the next token of each."""

    def loss(self, output, next, **_):
        return F.cross_entropy(output.transpose(1, 2), next)


def causal(steps, window=0):
    """0 where a place sees another, else -inf."""
    distance = torch.arange(steps)[:, None] - torch.arange(steps)[None]
    hidden = (distance < 0) | ((distance >= window) if window else torch.zeros(()).bool())
    return torch.zeros(steps, steps).masked_fill(hidden, HIDDEN)


def attention(q, k, v, bias, dropout=0.0, training=False):
    """Of [B, T, heads, size], whose heads may share keys; the probabilities are dropped in the order [B, heads, Q, K]."""
    k, v = (part.repeat_interleave(q.shape[2] // part.shape[2], 2) for part in (k, v))
    scores = torch.einsum("bqhd,bkhd->bhqk", q, k) / math.sqrt(q.shape[3]) + bias.to(q.dtype)
    return torch.einsum("bhqk,bkhd->bqhd", F.dropout(scores.softmax(-1), dropout, training), v).flatten(2)


class Transformer(nn.Module):
    WORDS = 37_000
    inputs = {
        "source": tokens(2, 9, count=WORDS), "lengths": tokens(2, count=6, first=4), "before": tokens(2, 7, count=WORDS), "words": tokens(2, 7, count=WORDS),
    }

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(self.WORDS, 512)
        self.transformer = nn.Transformer(batch_first=True)

    def embed(self, words):
        place, rate = torch.arange(words.shape[1], dtype=torch.float64)[:, None], torch.exp(torch.arange(0, 512, 2, dtype=torch.float64) * (-math.log(10000.0) / 512))
        table = torch.stack([torch.sin(place * rate), torch.cos(place * rate)], 2).flatten(1)
        x = self.embedding(words) * math.sqrt(512)
        return F.dropout(x + table.to(x.dtype), 0.1, self.training)

    def forward(self, source, lengths, before, **_):
        padding = torch.arange(source.shape[1])[None] >= lengths[:, None]
        mask = causal(before.shape[1]).to(self.embedding.weight.dtype)
        source, before = self.embed(source), self.embed(before)
        with torch.enable_grad():  # without, PyTorch takes a path that leaves padding out
            output = self.transformer(source, before, tgt_mask=mask, src_key_padding_mask=padding, memory_key_padding_mask=padding)
        return F.linear(output, self.embedding.weight).detach() if not self.training else F.linear(output, self.embedding.weight)

    def loss(self, output, words, **_):
        return F.cross_entropy(output.transpose(1, 2), words, label_smoothing=0.1)


class Bert(nn.Module):
    WORDS, WIDTH = 30_522, 768
    inputs = {
        "text": tokens(2, 12, count=WORDS), "segments": tokens(2, 12, count=2), "lengths": tokens(2, count=8, first=5), "hidden": tokens(2, 12, count=WORDS),
    }

    def __init__(self):
        super().__init__()
        dense = lambda width=self.WIDTH, out=self.WIDTH: nn.Linear(width, out)
        norm = lambda: nn.LayerNorm(self.WIDTH, eps=1e-12)
        layer = lambda: nn.ModuleDict({
            "attention": nn.ModuleDict({
                "self": nn.ModuleDict({"query": dense(), "key": dense(), "value": dense()}), "output": nn.ModuleDict({"dense": dense(), "LayerNorm": norm()}),
            }),
            "intermediate": nn.ModuleDict({"dense": dense(out=3072)}), "output": nn.ModuleDict({"dense": dense(3072), "LayerNorm": norm()}),
        })
        self.bert = nn.ModuleDict({
            "embeddings": nn.ModuleDict({
                "word_embeddings": nn.Embedding(self.WORDS, self.WIDTH), "token_type_embeddings": nn.Embedding(2, self.WIDTH),
                "position_embeddings": nn.Embedding(512, self.WIDTH), "LayerNorm": norm(),
            }),
            "encoder": nn.ModuleDict({"layer": nn.ModuleList(layer() for _ in range(12))}),
        })
        self.cls = nn.ModuleDict({"predictions": nn.ModuleDict({"transform": nn.ModuleDict({"dense": dense(), "LayerNorm": norm()})})})
        self.cls["predictions"].register_parameter("bias", nn.Parameter(torch.zeros(self.WORDS)))

    def drop(self, x):
        return F.dropout(x, 0.1, self.training)

    def forward(self, text, segments, lengths, **_):
        embeddings, head = self.bert["embeddings"], self.cls["predictions"]
        x = embeddings["word_embeddings"](text) + embeddings["token_type_embeddings"](segments) + embeddings["position_embeddings"](torch.arange(text.shape[1]))
        x = self.drop(embeddings["LayerNorm"](x))
        bias = torch.zeros(len(text), 1, 1, text.shape[1]).masked_fill((torch.arange(text.shape[1])[None] >= lengths[:, None])[:, None, None], HIDDEN)
        for layer in self.bert["encoder"]["layer"]:
            inner, after = layer["attention"]["self"], layer["attention"]["output"]
            y = attention(*(heads(inner[part](x), 12) for part in ("query", "key", "value")), bias, 0.1, self.training)
            x = after["LayerNorm"](self.drop(after["dense"](y)) + x)
            x = layer["output"]["LayerNorm"](self.drop(layer["output"]["dense"](F.gelu(layer["intermediate"]["dense"](x)))) + x)
        x = head["transform"]["LayerNorm"](F.gelu(head["transform"]["dense"](x)))
        return F.linear(x, embeddings["word_embeddings"].weight, head.bias)

    def loss(self, output, hidden, **_):
        return F.cross_entropy(output.transpose(1, 2), hidden)


class Conv1D(nn.Module):
    def __init__(self, features, out):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.zeros(features, out)), nn.Parameter(torch.zeros(out))

    def forward(self, x):
        return x @ self.weight + self.bias


class Gpt2(LanguageModel):
    WORDS, WIDTH = 50_257, 768
    inputs = {"text": tokens(2, 10, count=WORDS), "next": tokens(2, 10, count=WORDS)}

    def __init__(self):
        super().__init__()
        self.wte, self.wpe, self.ln_f = nn.Embedding(self.WORDS, self.WIDTH), nn.Embedding(1024, self.WIDTH), nn.LayerNorm(self.WIDTH)
        self.h = nn.ModuleList(nn.ModuleDict({
            "ln_1": nn.LayerNorm(self.WIDTH), "attn": nn.ModuleDict({"c_attn": Conv1D(self.WIDTH, 3 * self.WIDTH), "c_proj": Conv1D(self.WIDTH, self.WIDTH)}),
            "ln_2": nn.LayerNorm(self.WIDTH), "mlp": nn.ModuleDict({"c_fc": Conv1D(self.WIDTH, 4 * self.WIDTH), "c_proj": Conv1D(4 * self.WIDTH, self.WIDTH)}),
        }) for _ in range(12))

    def forward(self, text, **_):
        drop = lambda x: F.dropout(x, 0.1, self.training)
        x = drop(self.wte(text) + self.wpe(torch.arange(text.shape[1])))
        for block in self.h:
            q, k, v = (heads(part, 12) for part in block["attn"]["c_attn"](block["ln_1"](x)).chunk(3, 2))
            x = x + drop(block["attn"]["c_proj"](attention(q, k, v, causal(text.shape[1]), 0.1, self.training)))
            wide = block["mlp"]["c_fc"](block["ln_2"](x))
            wide = 0.5 * wide * (1 + torch.tanh(math.sqrt(2 / math.pi) * (wide + 0.044715 * wide**3)))
            x = x + drop(block["mlp"]["c_proj"](wide))
        return F.linear(self.ln_f(x), self.wte.weight)


class RootMeanSquare(nn.Module):
    def __init__(self, features, epsilon=1e-5):
        super().__init__()
        self.weight, self.epsilon = nn.Parameter(torch.ones(features)), epsilon

    def forward(self, x):
        return self.weight * x * torch.rsqrt((x * x).mean(-1, keepdim=True) + self.epsilon)


class Llama(LanguageModel):
    """LLaMA, and Mistral with a window and fewer heads of keys than of queries."""

    def __init__(self, words, width, layers, count, groups, wide, window=0, tied=True):
        super().__init__()
        self.inputs = {"text": tokens(2, 12, count=words), "next": tokens(2, 12, count=words)}
        self.count, self.groups, self.window = count, groups, window
        linear, shared = lambda features, out: nn.Linear(features, out, bias=False), width // count * groups
        layer = lambda: nn.ModuleDict({
            "self_attn": nn.ModuleDict({"q_proj": linear(width, width), "k_proj": linear(width, shared), "v_proj": linear(width, shared), "o_proj": linear(width, width)}),
            "mlp": nn.ModuleDict({"gate_proj": linear(width, wide), "up_proj": linear(width, wide), "down_proj": linear(wide, width)}),
            "input_layernorm": RootMeanSquare(width), "post_attention_layernorm": RootMeanSquare(width),
        })
        self.model = nn.ModuleDict({"embed_tokens": nn.Embedding(words, width), "layers": nn.ModuleList(layer() for _ in range(layers)), "norm": RootMeanSquare(width)})
        self.lm_head = None if tied else linear(width, words)

    def forward(self, text, **_):
        x = self.model["embed_tokens"](text)
        for layer in self.model["layers"]:
            parts, mlp = layer["self_attn"], layer["mlp"]
            y = layer["input_layernorm"](x)
            q, k = rotate(heads(parts["q_proj"](y), self.count), False), rotate(heads(parts["k_proj"](y), self.groups), False)
            x = x + parts["o_proj"](attention(q, k, heads(parts["v_proj"](y), self.groups), causal(text.shape[1], self.window)))
            y = layer["post_attention_layernorm"](x)
            x = x + mlp["down_proj"](F.silu(mlp["gate_proj"](y)) * mlp["up_proj"](y))
        x = self.model["norm"](x)
        return self.lm_head(x) if self.lm_head is not None else F.linear(x, self.model["embed_tokens"].weight)


def mistral():
    model = Llama(32_000, 512, 8, 8, 2, 1792, window=256, tied=False)
    model.inputs = {"text": tokens(1, 300, count=32_000), "next": tokens(1, 300, count=32_000)}
    return model


class T5Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(512, 512, bias=False) for _ in range(4))

    def forward(self, x, memory, bias):
        q, k, v = heads(self.q(x), 8), heads(self.k(memory), 8), heads(self.v(memory), 8)
        return self.o(attention(q * math.sqrt(64), k, v, bias, 0.1, self.training))  # scores are not scaled


class T5Layer(nn.Module):
    """One addition: attention of either kind, or two linear layers."""

    def __init__(self, kind):
        super().__init__()
        self.kind, self.layer_norm = kind, RootMeanSquare(512, 1e-6)
        self.add_module(kind, T5Attention() if "Attention" in kind else nn.ModuleDict({"wi": nn.Linear(512, 2048, bias=False), "wo": nn.Linear(2048, 512, bias=False)}))

    def forward(self, x, memory=None, bias=None):
        y, part = self.layer_norm(x), getattr(self, self.kind)
        if "Attention" in self.kind:
            y = part(y, y if memory is None else memory, bias)
        else:
            y = part["wo"](F.dropout(F.relu(part["wi"](y)), 0.1, self.training))
        return x + F.dropout(y, 0.1, self.training)


class T5Stack(nn.Module):
    def __init__(self, is_decoder):
        super().__init__()
        self.is_decoder = is_decoder
        kinds = ["SelfAttention", "EncDecAttention", "DenseReluDense"] if is_decoder else ["SelfAttention", "DenseReluDense"]
        self.block = nn.ModuleList(nn.ModuleDict({"layer": nn.ModuleList(T5Layer(kind) for kind in kinds)}) for _ in range(6))
        self.block[0]["layer"][0].SelfAttention.add_module("relative_attention_bias", nn.Embedding(32, 8))
        self.final_layer_norm = RootMeanSquare(512, 1e-6)

    def buckets(self, steps):
        distance = torch.arange(steps)[None] - torch.arange(steps)[:, None]
        side = 32 if self.is_decoder else 16
        back = (-distance).clamp(min=0) if self.is_decoder else distance.abs()
        far = side // 2 + (torch.log(back.clamp(min=1).float() / (side // 2)) / math.log(128 / (side // 2)) * (side - side // 2)).long()
        bucket = torch.where(back < side // 2, back, far.clamp(max=side - 1))
        return bucket if self.is_decoder else bucket + side * (distance > 0)

    def forward(self, x, padding, memory=None):
        bias = self.block[0]["layer"][0].SelfAttention.relative_attention_bias(self.buckets(x.shape[1])).permute(2, 0, 1)
        bias = bias + (causal(x.shape[1]).to(x.dtype) if self.is_decoder else padding.to(x.dtype))
        x = F.dropout(x, 0.1, self.training)
        for block in self.block:
            layers = iter(block["layer"])
            x = next(layers)(x, bias=bias)
            if self.is_decoder:
                x = next(layers)(x, memory, padding)
            x = next(layers)(x)
        return F.dropout(self.final_layer_norm(x), 0.1, self.training)


class T5(nn.Module):
    WORDS = 32_128
    scales = {"Attention.q.weight": 0.125}  # 1/√size: what scores are not multiplied by, queries are initialized with
    inputs = {
        "source": tokens(2, 40, count=WORDS), "lengths": tokens(2, count=16, first=25), "before": tokens(2, 24, count=WORDS), "words": tokens(2, 24, count=WORDS),
    }

    def __init__(self):
        super().__init__()
        self.shared, self.encoder, self.decoder = nn.Embedding(self.WORDS, 512), T5Stack(False), T5Stack(True)

    def forward(self, source, lengths, before, **_):
        hidden = (torch.arange(source.shape[1])[None] >= lengths[:, None])[:, None, None]
        padding = torch.zeros(hidden.shape).masked_fill(hidden, HIDDEN)
        memory = self.encoder(self.shared(source), padding)
        return F.linear(self.decoder(self.shared(before), padding, memory) / math.sqrt(512), self.shared.weight)

    def loss(self, output, words, **_):
        return F.cross_entropy(output.transpose(1, 2), words)


ALL = {
    "T5": T5,
    "Transformer": Transformer,
    "Bert": Bert,
    "Gpt2": Gpt2,
    "Llama": lambda: Llama(32_000, 288, 6, 6, 6, 768),
    "Mistral": mistral,
}

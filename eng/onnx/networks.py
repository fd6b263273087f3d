"""Networks that people write by hand in PyTorch, for export.py."""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Recurrent(nn.Module):
    def __init__(self, kind, batch_first, bidirectional=False):
        super().__init__()
        self.rnn = getattr(nn, kind)(40, 64, num_layers=2, batch_first=batch_first, bidirectional=bidirectional)
        self.head = nn.Linear(128 if bidirectional else 64, 10)

    def forward(self, x):
        return self.head(self.rnn(x)[0])


class LstmWithState(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(40, 64, batch_first=True)

    def forward(self, x):
        output, (h, c) = self.rnn(x)
        return output, h, c


class Crnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d((2, 1)),
            nn.Conv2d(64, 64, (8, 1)), nn.ReLU())
        self.rnn = nn.LSTM(64, 48, bidirectional=True, batch_first=True)
        self.head = nn.Linear(96, 30)

    def forward(self, image):
        features = self.features(image).squeeze(2).permute(0, 2, 1)
        return F.log_softmax(self.head(self.rnn(features)[0]), dim=2)


class Tcn(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([nn.Conv1d(40 if i == 0 else 64, 64, 3, dilation=2 ** i) for i in range(4)])
        self.head = nn.Conv1d(64, 10, 1)

    def forward(self, x):
        for i, block in enumerate(self.blocks):
            y = F.relu(block(F.pad(x, (2 * 2 ** i, 0))))
            x = y + x if i else y
        return self.head(x)


class WaveNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.entry = nn.Conv1d(1, 32, 1)
        self.gates = nn.ModuleList([nn.Conv1d(32, 64, 2, dilation=2 ** i) for i in range(6)])
        self.mixes = nn.ModuleList([nn.Conv1d(32, 64, 1) for _ in range(6)])
        self.head = nn.Conv1d(32, 16, 1)

    def forward(self, x):
        x, skips = self.entry(x), 0
        for i, (gate, mix) in enumerate(zip(self.gates, self.mixes)):
            value, control = gate(F.pad(x, (2 ** i, 0))).chunk(2, dim=1)
            rest, skip = torch.split(mix(torch.tanh(value) * torch.sigmoid(control)), 32, dim=1)
            x, skips = x + rest, skips + skip
        return self.head(F.relu(skips))


class ConformerBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm1, self.norm2, self.norm3, self.norm4 = (nn.LayerNorm(width) for _ in range(4))
        self.attention = nn.MultiheadAttention(width, 4, batch_first=True)
        self.point1, self.depth, self.point2 = nn.Conv1d(width, 2 * width, 1), nn.Conv1d(width, width, 15, padding=7, groups=width), nn.Conv1d(width, width, 1)
        self.batch = nn.BatchNorm1d(width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        x = x + 0.5 * self.down(F.silu(self.up(self.norm1(x))))
        y = self.norm2(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        y = F.glu(self.point1(self.norm3(x).transpose(1, 2)), dim=1)
        x = x + self.point2(F.silu(self.batch(self.depth(y)))).transpose(1, 2)
        return self.norm4(x)


class Conformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.entry = nn.Linear(40, 64)
        self.blocks = nn.Sequential(*[ConformerBlock(64) for _ in range(3)])

    def forward(self, x):
        return self.blocks(self.entry(x))


class Encoder(nn.Module):
    def __init__(self, norm_first):
        super().__init__()
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(64, 4, 128, batch_first=True, norm_first=norm_first), 3)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.encoder(x))


class SequenceToSequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.transformer = nn.Transformer(64, 4, 2, 2, 128, batch_first=True)

    def forward(self, source, target):
        mask = torch.full((target.shape[1], target.shape[1]), float("-inf")).triu(1)
        return self.transformer(source, target, tgt_mask=mask)


class CausalSelfAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.c_attn, self.c_proj, self.heads = nn.Linear(width, 3 * width), nn.Linear(width, width), heads
        self.register_buffer("bias", torch.tril(torch.ones(128, 128)).view(1, 1, 128, 128))

    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.c_attn(x).split(C, dim=2)
        q, k, v = (t.view(B, T, self.heads, C // self.heads).transpose(1, 2) for t in (q, k, v))
        scores = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        scores = scores.masked_fill(self.bias[:, :, :T, :T] == 0, float("-inf"))
        return self.c_proj((F.softmax(scores, dim=-1) @ v).transpose(1, 2).contiguous().view(B, T, C))


class GptBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.ln_1, self.attn, self.ln_2 = nn.LayerNorm(width), CausalSelfAttention(width, heads), nn.LayerNorm(width)
        self.c_fc, self.c_proj = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def gelu(self, x):
        return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0))))

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.c_proj(self.gelu(self.c_fc(self.ln_2(x))))


class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(200, 64), nn.Embedding(128, 64)
        self.h, self.ln_f = nn.ModuleList([GptBlock(64, 4) for _ in range(3)]), nn.LayerNorm(64)
        self.lm_head = nn.Linear(64, 200, bias=False)
        self.lm_head.weight = self.wte.weight

    def forward(self, tokens):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.size(1), device=tokens.device).unsqueeze(0))
        for block in self.h:
            x = block(x)
        return self.lm_head(self.ln_f(x))


class RmsNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(width) + 0.5)

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))


def rotate_half(x):
    return torch.cat((-x[..., x.shape[-1] // 2:], x[..., : x.shape[-1] // 2]), dim=-1)


class LlamaBlock(nn.Module):
    def __init__(self, width, heads, groups):
        super().__init__()
        self.heads, self.groups, self.size = heads, groups, width // heads
        self.q_proj, self.k_proj = nn.Linear(width, width, bias=False), nn.Linear(width, groups * self.size, bias=False)
        self.v_proj, self.o_proj = nn.Linear(width, groups * self.size, bias=False), nn.Linear(width, width, bias=False)
        self.gate_proj, self.up_proj, self.down_proj = nn.Linear(width, 160, bias=False), nn.Linear(width, 160, bias=False), nn.Linear(160, width, bias=False)
        self.input_layernorm, self.post_attention_layernorm = RmsNorm(width), RmsNorm(width)

    def forward(self, x, cos, sin, mask):
        B, T, C = x.shape
        y = self.input_layernorm(x)
        q = self.q_proj(y).view(B, T, self.heads, self.size).transpose(1, 2)
        k = self.k_proj(y).view(B, T, self.groups, self.size).transpose(1, 2)
        v = self.v_proj(y).view(B, T, self.groups, self.size).transpose(1, 2)
        q, k = q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin
        repeat = self.heads // self.groups
        k = k[:, :, None].expand(B, self.groups, repeat, T, self.size).reshape(B, self.heads, T, self.size)
        v = v[:, :, None].expand(B, self.groups, repeat, T, self.size).reshape(B, self.heads, T, self.size)
        scores = torch.matmul(q, k.transpose(2, 3)) / math.sqrt(self.size) + mask
        x = x + self.o_proj(torch.matmul(F.softmax(scores, dim=-1), v).transpose(1, 2).reshape(B, T, C))
        y = self.post_attention_layernorm(x)
        return x + self.down_proj(F.silu(self.gate_proj(y)) * self.up_proj(y))


class Llama(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed_tokens = nn.Embedding(200, 64)
        self.layers = nn.ModuleList([LlamaBlock(64, 4, 2) for _ in range(3)])
        self.norm, self.lm_head = RmsNorm(64), nn.Linear(64, 200, bias=False)
        self.register_buffer("inv_freq", 1.0 / (10000 ** (torch.arange(0, 16, 2).float() / 16)))

    def forward(self, tokens):
        T = tokens.shape[1]
        angles = torch.arange(T, device=tokens.device).float()[:, None] * self.inv_freq[None]
        angles = torch.cat((angles, angles), dim=-1)
        mask = torch.triu(torch.full((T, T), float("-inf"), device=tokens.device), diagonal=1)
        x = self.embed_tokens(tokens)
        for layer in self.layers:
            x = layer(x, angles.cos(), angles.sin(), mask)
        return self.lm_head(self.norm(x))


class BertLayer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.query, self.key, self.value, self.dense = (nn.Linear(width, width) for _ in range(4))
        self.intermediate, self.output = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)

    def split(self, x):
        return x.view(x.size()[:-1] + (self.heads, self.size)).permute(0, 2, 1, 3)

    def forward(self, x, mask):
        q, k, v = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(self.size) + mask
        context = torch.matmul(F.softmax(scores, dim=-1), v).permute(0, 2, 1, 3).contiguous()
        x = self.norm1(self.dense(context.view(context.size()[:-2] + (self.heads * self.size,))) + x)
        return self.norm2(self.output(F.gelu(self.intermediate(x))) + x)


class Bert(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.places, self.types = nn.Embedding(200, 64), nn.Embedding(128, 64), nn.Embedding(2, 64)
        self.register_buffer("position_ids", torch.arange(128).expand((1, -1)))
        self.norm = nn.LayerNorm(64, eps=1e-12)
        self.layers = nn.ModuleList([BertLayer(64, 4) for _ in range(3)])
        self.pooler = nn.Linear(64, 64)

    def forward(self, tokens, mask):
        kinds = torch.zeros(tokens.size(), dtype=torch.long, device=tokens.device)
        x = self.norm(self.words(tokens) + self.types(kinds) + self.places(self.position_ids[:, : tokens.size(1)]))
        mask = (1.0 - mask[:, None, None, :].to(x.dtype)) * torch.finfo(x.dtype).min
        for layer in self.layers:
            x = layer(x, mask)
        return x, torch.tanh(self.pooler(x[:, 0]))


class RelativeBias(nn.Module):
    """An encoder with T5's buckets of relative places."""

    def __init__(self):
        super().__init__()
        self.words, self.relative = nn.Embedding(200, 64), nn.Embedding(32, 4)
        self.q, self.k, self.v, self.o = (nn.Linear(64, 64, bias=False) for _ in range(4))
        self.norm = RmsNorm(64)

    def buckets(self, places):
        result = (places > 0).long() * 16
        places = places.abs()
        large = 8 + (torch.log(places.float() / 8) / math.log(128 / 8) * 8).long()
        return result + torch.where(places < 8, places, torch.min(large, torch.full_like(large, 15)))

    def forward(self, tokens):
        x = self.words(tokens)
        B, T, C = x.shape
        places = torch.arange(T)[None, :] - torch.arange(T)[:, None]
        bias = self.relative(self.buckets(places)).permute(2, 0, 1).unsqueeze(0)
        y = self.norm(x)
        q, k, v = (layer(y).view(B, T, 4, 16).transpose(1, 2) for layer in (self.q, self.k, self.v))
        weights = F.softmax(torch.matmul(q, k.transpose(3, 2)) + bias, dim=-1)
        return x + self.o(torch.matmul(weights, v).transpose(1, 2).contiguous().view(B, T, C))


class TextClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.head = nn.Embedding(200, 32), nn.Sequential(nn.Linear(32, 64), nn.GELU(), nn.Linear(64, 4))

    def forward(self, tokens):
        return F.softmax(self.head(self.words(tokens).mean(dim=1)), dim=-1)


def double(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(), nn.Conv2d(outputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU())


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList([double(3, 16), double(16, 32), double(32, 64)])
        self.up = nn.ModuleList([double(96, 32), double(48, 16)])
        self.head = nn.Conv2d(16, 2, 1)

    def forward(self, image):
        a = self.down[0](image)
        b = self.down[1](F.max_pool2d(a, 2))
        x = self.down[2](F.max_pool2d(b, 2))
        for skip, block in zip((b, a), self.up):
            x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True)
            extra = (skip.size(2) - x.size(2), skip.size(3) - x.size(3))
            x = F.pad(x, (extra[1] // 2, extra[1] - extra[1] // 2, extra[0] // 2, extra[0] - extra[0] // 2))
            x = block(torch.cat([skip, x], dim=1))
        return self.head(x)


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(3, 16, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(16, 32, 4, 2, 1), nn.InstanceNorm2d(32, affine=True), nn.LeakyReLU(0.2))
        self.mean, self.back = nn.Linear(32 * 256, 16), nn.Linear(16, 32 * 256)
        self.decoder = nn.Sequential(nn.ConvTranspose2d(32, 16, 4, 2, 1), nn.GroupNorm(4, 16), nn.ReLU(), nn.ConvTranspose2d(16, 3, 4, 2, 1), nn.Tanh())

    def forward(self, image):
        code = self.mean(torch.flatten(self.encoder(image), 1))
        return self.decoder(self.back(code).view(-1, 32, 16, 16)), code


class MixerBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(64), nn.LayerNorm(64)
        self.tokens = nn.Sequential(nn.Linear(64, 32), nn.GELU(), nn.Linear(32, 64))
        self.channels = nn.Sequential(nn.Linear(64, 256), nn.GELU(), nn.Linear(256, 64))

    def forward(self, x):
        x = x + self.tokens(self.norm1(x).transpose(1, 2)).transpose(1, 2)
        return x + self.channels(self.norm2(x))


class Mixer(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 64, 8, 8)
        self.blocks, self.norm, self.head = nn.Sequential(*[MixerBlock() for _ in range(4)]), nn.LayerNorm(64), nn.Linear(64, 10)

    def forward(self, image):
        return self.head(self.norm(self.blocks(self.patches(image).flatten(2).transpose(1, 2))).mean(dim=1))

"""One token at a time through llama2.c's smallest network, with a key/value cache, as one writes it in PyTorch."""

import math

import torch
from torch import nn


class Stories:
    def __init__(self, features=64, blocks=5, heads=8, groups=4, width=172, vocabulary=512, length=512):
        generator = torch.Generator().manual_seed(1)

        def weight(*shape):
            return torch.randn(*shape, generator=generator) * 0.05

        self.heads, self.groups, self.size = heads, groups, features // heads
        self.table, self.norm = weight(vocabulary, features), torch.ones(features)
        self.blocks = [{
            "q": weight(features, features), "k": weight(groups * self.size, features), "v": weight(groups * self.size, features),
            "o": weight(features, features), "gate": weight(width, features), "up": weight(width, features), "down": weight(features, width),
            "norm1": torch.ones(features), "norm2": torch.ones(features),
            "keys": torch.zeros(groups, length, self.size), "values": torch.zeros(groups, length, self.size),
        } for _ in range(blocks)]
        angles = torch.arange(length)[:, None] * 10000 ** (-torch.arange(0, self.size, 2) / self.size)
        self.cosine, self.sine = angles.cos(), angles.sin()

    def rotate(self, x, place):
        even, odd = x[..., 0::2], x[..., 1::2]
        cosine, sine = self.cosine[place], self.sine[place]
        return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), -1).flatten(-2)

    def step(self, token, place):
        x = self.table[token]
        for block in self.blocks:
            y = x * torch.rsqrt(x.square().mean() + 1e-5) * block["norm1"]
            query = self.rotate((block["q"] @ y).view(self.groups, -1, self.size), place)
            block["keys"][:, place] = self.rotate((block["k"] @ y).view(self.groups, self.size), place)
            block["values"][:, place] = (block["v"] @ y).view(self.groups, self.size)
            scores = query @ block["keys"][:, : place + 1].transpose(1, 2) / math.sqrt(self.size)
            attended = scores.softmax(-1) @ block["values"][:, : place + 1]
            x = x + block["o"] @ attended.reshape(-1)
            y = x * torch.rsqrt(x.square().mean() + 1e-5) * block["norm2"]
            x = x + block["down"] @ (nn.functional.silu(block["gate"] @ y) * (block["up"] @ y))
        return self.table @ (x * torch.rsqrt(x.square().mean() + 1e-5) * self.norm)

    def tell(self):
        """256 tokens."""
        with torch.inference_mode():
            for place in range(256):
                self.step(place, place)
